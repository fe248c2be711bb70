/* A page around the rows of frames: title, details, legend, caption, and how high it all is. */
#ifndef PSTATSFLAME_PAGE_H
#define PSTATSFLAME_PAGE_H

#include "cli/buffer.h"
#include "cli/colours.h"
#include "pstatsflame/labels.h"

/* A line of text outside the boxes. */
struct layout_line {
    const char *text; /* clean UTF-8, cut to the page's width, terminated; "" if there is none */
    double x_px, baseline_px; /* where it starts: the left end of the text, however it is aligned */
    double size_px;           /* of the font */
    double width_px;
};

struct layout_legend {
    const char *text; /* "": the next one's square follows directly */
    double x_px, baseline_px;
    double width_px;                            /* of the text */
    double swatch_x_px, swatch_y_px, swatch_px; /* a square */
    struct colour colour;
};
#define LAYOUT_LEGEND_MAX 12

struct page_options {
    const char *title, *subtitle; /* any text; NULL or "": none */
    const char *note;             /* where the frames would be; "": none */
    int is_estimated;             /* the caption says so */
    int has_details;
    double left_px, right_px;
    double font_size_px;    /* that metrics are of */
    double row_px, rows_px; /* the height of one row, and of all */
    struct {
        const char *text;
        struct colour colour;
    } legend[LAYOUT_LEGEND_MAX];
    size_t legend_count;
};

struct page {
    double height_px;
    double frames_top_px, frames_bottom_px;
    double details_top_px, details_bottom_px;
    struct layout_line title, subtitle, caption, note;
    struct layout_legend legend[LAYOUT_LEGEND_MAX];
    size_t legend_count;
    double footer_size_px;
};

/* text gets the bytes that the lines point to, and must stay as it is. 0: out of memory. */
int page_arrange(struct page *page, const struct page_options *options,
                 const struct layout_metrics *metrics, struct buffer *text);

#endif
