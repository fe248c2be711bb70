/* The looks of a graph: what a weight from 0 to 1 does to colours, fonts and lines. */
#ifndef PSTATS2DOT_THEME_H
#define PSTATS2DOT_THEME_H

#include "cli/colours.h"
#include "cli/options.h"

#include <stddef.h>

#define THEME_STOPS 4

struct theme {
    struct hsl low,
        high; /* the colours of weights 0 and 1, between which hue, saturation and lightness go */
    double gamma;                     /* evenly; every channel of the result is raised to this */
    struct colour stops[THEME_STOPS]; /* or colours at even distances, mixed between */
    int has_stops;
    struct colour faster, same, slower; /* of comparisons, between which colours are mixed */
    double font_min, font_max;          /* points */
    double pen_min, pen_max;
    double line_contrast; /* what lines have on the page at least */
    int is_filled;        /* nodes are; else colour is their border's and their text's */
    struct colour page;
    int sets_page; /* the page is not what viewers and printers take for granted */
};

/* For the table of options; a value is an index for theme_at. */
extern const struct option_choice theme_choices[];

const struct theme *theme_at(int index);

/* skew: 1 is even; below, low weights differ more; above, less. */
struct colour theme_colour(const struct theme *theme, double weight, double skew);

/* change: from -1, faster, to 1, slower. */
struct colour theme_change_colour(const struct theme *theme, double change, double skew);
int theme_has_change_colours(const struct theme *theme); /* of some, sizes tell all */

struct colour theme_line_colour(const struct theme *theme, double weight, double skew);
struct colour theme_node_text(const struct theme *theme,
                              struct colour node); /* legible on or as the node */
struct colour theme_outline(const struct theme *theme,
                            struct colour colour); /* legible as a line on the page */
double theme_font_size(const struct theme *theme, double weight);
double theme_pen_width(const struct theme *theme, double weight);
double theme_arrow_size(const struct theme *theme, double weight);

#endif
