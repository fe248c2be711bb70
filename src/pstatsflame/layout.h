/* A laid-out flame graph: which box is where, in what colour and with what label. Pure arithmetic: what text measures
 * it is told; it knows no cairo and no SVG. All lengths are px (pt in PDF and PS), y grows downwards, the page's top left
 * corner is 0, 0.
 *
 * Boxes run parallel to the frames of stacks: boxes[i] is where frames[i] goes. All frames have one, also those too
 * narrow to be drawn (is_drawn 0): what lies on an undrawn frame is not drawn either. Numbers the picture can show are rounded
 * to 0.1 here, so that nobody rounds anything again.
 *
 * A page from top to bottom, areas that are not asked for having no height:
 *
 *     title       one line, centred
 *     subtitle    one line, centred
 *     frames      frames_top_px .. frames_bottom_px: drawn_level_count rows of frame_height_px; level 0 is the lowest
 *                 row, the highest one when is_inverted; boxes stand gap_px apart, rows likewise
 *     footer      the legend of the colours and the caption (what is estimated), in one line or two
 *     details     details_top_px .. details_bottom_px: empty, for who moves the mouse; no height where nobody can
 *
 * A zoomed picture is the same arithmetic: frame f over the whole width means that box b goes to
 * x = left_px + (b.x - f.x) * (right_px - left_px) / f.width, with exact x and width of the boxes.
 */
#ifndef PSTATSFLAME_LAYOUT_H
#define PSTATSFLAME_LAYOUT_H

#include "cli/colours.h"
#include "pstatsflame/functions.h"
#include "pstatsflame/labels.h"
#include "pstatsflame/page.h"
#include "pstatsflame/palette.h"
#include "stacks/stacks.h"

#include <stddef.h>
#include <stdint.h>

struct layout_box {
    double x, width; /* exact, parts of frame 0: 0..1 */
    float left_px;   /* as drawn, rounded to 0.1; both are 0 when it is not */
    float right_px;  /* the gap to the box on the right is left out */
    int is_drawn;
    uint16_t colour;     /* index in layout.colours */
    float label_px;      /* its label's width */
    size_t label;        /* where the label begins in layout.text: UTF-8, cut to what fits */
    size_t label_length; /* in bytes; 0: none, for want of room or because the box is not drawn */
};

struct layout_options {
    const char *title;     /* NULL or "": none */
    const char *subtitle;  /* likewise */
    const char *unit;      /* of amounts, as amount_append takes it */
    const char *chosen_by; /* the options that can leave time out; NULL or "": none */
    double width_px;
    double frame_height_px;
    uint32_t max_levels; /* rows that are drawn at most; at least 1 */
    double font_size_px;
    double minimum_px;       /* narrower frames are not drawn, */
    double minimum_fraction; /* nor those with a smaller share of all */
    int is_inverted;
    int has_details;
    enum palette palette;
    int is_by_name; /* colours go by the function's name, not by its module */
    struct colour page;
    const struct option_strings *strip_prefixes;
    const char *link; /* a template; NULL: none */
};

/* Text on boxes is black or white (colour_text_on), and legible. No box and no text on one has the
 * colour ink or faint. */
struct flame_layout {
    const struct stacks *stacks;    /* borrowed */
    const struct layout_box *boxes; /* as many as frames */
    const struct layout_function
        *functions;                  /* by index in the graph; all 0 where no frame has it */
    const struct layout_file *files; /* of functions */
    size_t file_count;
    const char *text; /* what boxes' labels lie in */

    const struct colour *colours;
    size_t colour_count;
    struct colour page;  /* behind everything */
    struct colour ink;   /* title, legend, note */
    struct colour faint; /* subtitle, caption; legible all the same */

    double width_px, height_px; /* of the page */
    double left_px, right_px;   /* frame 0 goes from here to there */
    double frames_top_px, frames_bottom_px;
    double details_top_px, details_bottom_px;
    double frame_height_px, gap_px;
    double minimum_px;                        /* narrower is not drawn: both limits in one */
    double font_size_px;                      /* of labels */
    double ascent_px, descent_px, advance_px; /* of the font, as in layout_metrics */
    double label_inset_px;    /* from a box's left edge to its label; at least that on the right */
    double label_baseline_px; /* from a row's upper edge */
    double label_minimum_px;  /* boxes narrower than this have no label */
    uint32_t drawn_level_count; /* rows */
    uint32_t wide_level_count;  /* rows there would be without max_levels */
    int is_inverted;
    int is_empty; /* there is no time to share out, and note says so */

    struct layout_line title, subtitle, caption, note;
    struct layout_legend legend[LAYOUT_LEGEND_MAX];
    size_t legend_count;
    double footer_size_px; /* of the font of legend and caption */
    const char *unit;      /* of amounts */
};

/* metrics are of the font at options->font_size_px; text of another size is taken to be that much wider. Borrows stacks
 * and what options point to. NULL: out of memory. */
struct flame_layout *layout_new(const struct stacks *stacks, const struct layout_options *options,
                                const struct layout_metrics *metrics);
void layout_free(struct flame_layout *layout);

/* The upper edge of a level's row, also of levels that are not drawn (they lie outside the page). A box is as high as
 * the row without gap_px at its bottom. */
double layout_row_px(const struct flame_layout *layout, uint32_t level);

/* The height of a page on which level_count levels are drawn, all else being equal. */
double layout_height_px(const struct flame_layout *layout, uint32_t level_count);

#endif
