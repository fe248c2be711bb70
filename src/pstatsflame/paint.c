/* Draws a laid-out flame graph with cairo, the same for every kind of surface. */
#include "paint.h"

#include <stdlib.h>
#include <string.h>

static void set_colour(cairo_t *cr, struct colour colour)
{
    cairo_set_source_rgb(cr, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
}

/* ---- Boxes ---- */

/* The drawn boxes' indices, those of a colour together; ends[c] is where colour c ends. The result is freed by the
 * caller. NULL: out of memory. */
static uint32_t *sort_by_colour(const struct flame_layout *layout, size_t *ends)
{
    size_t count = layout->stacks->count, start = 0;
    uint32_t *sorted = calloc(count + 1, sizeof *sorted);
    if (sorted == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        ends[layout->boxes[i].colour] += layout->boxes[i].is_drawn != 0;
    for (size_t c = 0; c < layout->colour_count; c++) {
        size_t of_colour = ends[c];
        ends[c] = start; /* moves to the end while the colour is filled in */
        start += of_colour;
    }
    for (size_t i = 0; i < count; i++)
        if (layout->boxes[i].is_drawn)
            sorted[ends[layout->boxes[i].colour]++] = (uint32_t)i;
    return sorted;
}

/* Left open, which filling does not mind: cairo_rectangle would write a fifth point. */
static void add_box(const struct flame_layout *layout, size_t index, cairo_t *cr)
{
    const struct layout_box *box = &layout->boxes[index];
    double left = (double)box->left_px, right = (double)box->right_px;
    double top = layout_row_px(layout, layout->stacks->frames[index].level);
    double bottom = top + layout->frame_height_px - layout->gap_px;
    cairo_move_to(cr, left, top);
    cairo_line_to(cr, right, top);
    cairo_line_to(cr, right, bottom);
    cairo_line_to(cr, left, bottom);
}

static int paint_boxes(const struct flame_layout *layout, cairo_t *cr)
{
    size_t *ends = calloc(layout->colour_count + 1, sizeof *ends);
    uint32_t *sorted = ends != NULL ? sort_by_colour(layout, ends) : NULL;
    int is_done = sorted != NULL;
    for (size_t c = 0, i = 0; is_done && c < layout->colour_count; c++) {
        if (i == ends[c])
            continue;
        for (; i < ends[c]; i++)
            add_box(layout, sorted[i], cr);
        set_colour(cr, layout->colours[c]);
        cairo_fill(cr);
    }
    free(sorted);
    free(ends);
    return is_done;
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

static int paint_page_text(const struct flame_layout *layout, struct font *font, cairo_t *cr)
{
    for (size_t i = 0; i < layout->legend_count; i++) {
        const struct layout_legend *entry = &layout->legend[i];
        cairo_rectangle(cr, entry->swatch_x_px, entry->swatch_y_px, entry->swatch_px,
                        entry->swatch_px);
        set_colour(cr, entry->colour);
        cairo_fill(cr);
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

int paint_flame(const struct flame_layout *layout, struct font *font, cairo_t *cr)
{
    set_colour(cr, layout->page);
    cairo_paint(cr);
    if (!paint_boxes(layout, cr) || !paint_labels(layout, font, COLOUR_BLACK, cr) ||
        !paint_labels(layout, font, COLOUR_WHITE, cr) || !paint_page_text(layout, font, cr))
        return 0;
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}
