/* Draws a laid-out flame graph with cairo, the same for every kind of surface. */
#include "paint.h"

#include "picture/surface.h"

#include <stdlib.h>
#include <string.h>

static void set_colour(cairo_t *cr, struct colour colour)
{
    cairo_set_source_rgb(cr, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
}

/* ---- Boxes ---- */

#define NO_LEVEL UINT32_MAX

/* The end of a line that is not drawn up to it yet. */
struct line_end {
    uint32_t level; /* NO_LEVEL: there is no line */
    float right_px;
    double y_px;
};

static size_t row_of(const struct flame_layout *layout, size_t box)
{
    return layout->stacks->frames[box].level;
}

static size_t colour_of(const struct flame_layout *layout, size_t box)
{
    return layout->boxes[box].colour;
}

/* Puts boxes in the order of their keys, which are below key_count; those with the same key stay in their order. 0: out
 * of memory. */
static int sort_boxes(const struct flame_layout *layout, const uint32_t *from, uint32_t *to,
                      size_t count, size_t (*key_of)(const struct flame_layout *, size_t),
                      size_t key_count)
{
    size_t *ends = calloc(key_count + 1, sizeof *ends); /* of a key: where its next box goes */
    if (ends == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        ends[key_of(layout, from[i]) + 1]++;
    for (size_t key = 0; key < key_count; key++)
        ends[key + 1] += ends[key];
    for (size_t i = 0; i < count; i++)
        to[ends[key_of(layout, from[i])]++] = from[i];
    free(ends);
    return 1;
}

/* The drawn boxes' indices by colour, then by row, from left to right; freed by the caller. NULL: out of memory. */
static uint32_t *list_boxes(const struct flame_layout *layout, size_t *count)
{
    uint32_t *listed = calloc(layout->stacks->count + 1, sizeof *listed);
    uint32_t *by_row = calloc(layout->stacks->count + 1, sizeof *by_row);
    int is_done = listed != NULL && by_row != NULL;
    *count = 0;
    for (size_t i = 0; is_done && i < layout->stacks->count; i++)
        if (layout->boxes[i].is_drawn)
            listed[(*count)++] = (uint32_t)i;
    is_done = is_done &&
              sort_boxes(layout, listed, by_row, *count, row_of, layout->drawn_level_count) &&
              sort_boxes(layout, by_row, listed, *count, colour_of, layout->colour_count);
    free(by_row);
    if (is_done)
        return listed;
    free(listed);
    return NULL;
}

/* A line as thick as the box is high: half the numbers of a rectangle. Boxes that touch, one after the other, are one
 * line; *end is where the last one ends. */
static void add_box(const struct flame_layout *layout, size_t index, cairo_t *cr,
                    struct line_end *end)
{
    const struct layout_box *box = &layout->boxes[index];
    uint32_t level = layout->stacks->frames[index].level;
    int is_continued = end->level == level && end->right_px == box->left_px;
    if (!is_continued) {
        if (end->level != NO_LEVEL)
            cairo_line_to(cr, (double)end->right_px, end->y_px);
        end->level = level;
        end->y_px = layout_row_px(layout, level) + (layout->frame_height_px - layout->gap_px) / 2.0;
        cairo_move_to(cr, (double)box->left_px, end->y_px);
    }
    end->right_px = box->right_px;
}

/* A path for all of a colour, from *at on in the sorted boxes. */
static void add_colour(const struct flame_layout *layout, const uint32_t *sorted, size_t count,
                       size_t *at, cairo_t *cr)
{
    struct line_end end = {.level = NO_LEVEL};
    uint16_t colour = layout->boxes[sorted[*at]].colour;
    for (; *at < count && layout->boxes[sorted[*at]].colour == colour; ++*at)
        add_box(layout, sorted[*at], cr, &end);
    cairo_line_to(cr, (double)end.right_px, end.y_px);
    set_colour(cr, layout->colours[colour]);
}

static int paint_boxes(const struct flame_layout *layout, cairo_t *cr)
{
    size_t count;
    uint32_t *sorted = list_boxes(layout, &count);
    if (sorted == NULL)
        return 0;
    for (size_t at = 0; at < count;) {
        add_colour(layout, sorted, count, &at, cr);
        surface_stroke(cr, layout->frame_height_px - layout->gap_px);
    }
    free(sorted);
    return 1;
}

/* ---- Labels ---- */

static int is_labelled_in(struct colour ink, struct colour background)
{
    struct colour own = colour_text_on(background);
    return memcmp(&own, &ink, sizeof own) == 0;
}

static int paint_labels(const struct flame_layout *layout, struct font *font, struct colour ink,
                        cairo_t *cr)
{
    unsigned char *is_in_ink = calloc(layout->colour_count + 1, 1); /* by colour of the box */
    if (is_in_ink == NULL)
        return 0;
    for (size_t c = 0; c < layout->colour_count; c++)
        is_in_ink[c] = (unsigned char)is_labelled_in(ink, layout->colours[c]);
    for (size_t i = 0; i < layout->stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        if (box->label_length == 0 || !is_in_ink[box->colour])
            continue;
        double row_px = layout_row_px(layout, layout->stacks->frames[i].level);
        font_add(font, layout->text + box->label, box->label_length,
                 (double)box->left_px + layout->label_inset_px, row_px + layout->label_baseline_px,
                 layout->font_size_px);
    }
    free(is_in_ink);
    set_colour(cr, ink);
    return font_show(font, cr);
}

/* ---- Around them ---- */

static void add_line(struct font *font, const struct layout_line *line)
{
    font_add(font, line->text, strlen(line->text), line->x_px, line->baseline_px, line->size_px);
}

static void paint_swatches(const struct flame_layout *layout, cairo_t *cr)
{
    for (size_t i = 0; i < layout->legend_count; i++) {
        const struct layout_legend *entry = &layout->legend[i];
        cairo_rectangle(cr, entry->swatch_x_px, entry->swatch_y_px, entry->swatch_px,
                        entry->swatch_px);
        set_colour(cr, entry->colour);
        cairo_fill(cr);
    }
}

static int paint_page_text(const struct flame_layout *layout, struct font *font, cairo_t *cr)
{
    for (size_t i = 0; i < layout->legend_count; i++) {
        const struct layout_legend *entry = &layout->legend[i];
        font_add(font, entry->text, strlen(entry->text), entry->x_px, entry->baseline_px,
                 layout->footer_size_px);
    }
    add_line(font, &layout->title);
    add_line(font, &layout->note);
    set_colour(cr, layout->ink);
    if (!font_show(font, cr))
        return 0;
    add_line(font, &layout->subtitle);
    add_line(font, &layout->caption);
    set_colour(cr, layout->faint);
    return font_show(font, cr);
}

int paint_shapes(const struct flame_layout *layout, cairo_t *cr)
{
    set_colour(cr, layout->page);
    cairo_paint(cr);
    if (!paint_boxes(layout, cr))
        return 0;
    paint_swatches(layout, cr);
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}

int paint_text(const struct flame_layout *layout, struct font *font, cairo_t *cr)
{
    if (!paint_labels(layout, font, COLOUR_BLACK, cr) ||
        !paint_labels(layout, font, COLOUR_WHITE, cr) || !paint_page_text(layout, font, cr))
        return 0;
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}
