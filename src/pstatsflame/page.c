/* A page around the boxes: title, details, legend, caption, and how high it all is. */
#include "page.h"

#include "cli/text.h"

#include <math.h>
#include <string.h>

#define MARGIN_PX 10.0
#define TITLE_GROWTH_PX 5.0 /* on top of the labels' size */
#define FOOTER_PART (5.0 / 6.0)
#define LEADING_PX 4.0    /* between lines */
#define GROUP_GAP_PX 8.0  /* between frames and what is above and below them */
#define ENTRY_GAP_PX 16.0 /* between the entries of the legend, and between it and the caption */
#define SWATCH_PART 0.8   /* of the footer's size */

/* A page while it grows downwards. */
struct pen {
    struct flame_layout *layout;
    const struct layout_metrics *metrics;
    struct buffer *text;
    double y_px;
};

static double rounded(double px)
{
    return floor(px * 10.0 + 0.5) / 10.0;
}

/* Text of a size is as much wider as the size is larger. */
static double width_px(const struct pen *pen, const char *text, double size_px)
{
    return pen->metrics->width_px(pen->metrics->context, text, strlen(text)) * size_px /
           pen->layout->font_size_px;
}

static double line_height_px(const struct pen *pen, double size_px)
{
    return ceil((pen->metrics->ascent_px + pen->metrics->descent_px) * size_px /
                pen->layout->font_size_px);
}

static double baseline_px(const struct pen *pen, double size_px)
{
    return rounded(pen->y_px + pen->metrics->ascent_px * size_px / pen->layout->font_size_px);
}

/* ---- Lines ---- */

enum alignment { LEFT, CENTRED, RIGHT };

/* Makes a line where the pen is, and leaves the pen there. Until all are made, the line's text is an offset only. */
static size_t make_line(struct pen *pen, struct layout_line *line, const char *text, double size_px,
                        enum alignment alignment)
{
    const struct flame_layout *layout = pen->layout;
    double room_px = layout->right_px - layout->left_px;
    struct buffer clean = BUFFER_INIT;
    functions_append_clean(&clean, text_of(text));
    size_t start = pen->text->length;
    labels_append_cut(pen->text, pen->metrics, buffer_string(&clean), clean.length,
                      room_px * layout->font_size_px / size_px);
    buffer_append_char(pen->text, '\0');
    pen->text->failed |= clean.failed;
    buffer_free(&clean);
    if (pen->text->failed)
        return start;
    line->size_px = size_px;
    line->width_px = width_px(pen, pen->text->bytes + start, size_px);
    line->baseline_px = baseline_px(pen, size_px);
    double share = alignment == LEFT ? 0.0 : alignment == CENTRED ? 0.5 : 1.0;
    line->x_px = rounded(layout->left_px + (room_px - line->width_px) * share);
    return start;
}

static int is_wanted(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* ---- Legend and caption ---- */

static int has_origin(const struct flame_layout *layout, enum origin origin)
{
    for (size_t i = 0; i < pstats_graph_function_count(layout->stacks->graph); i++)
        if (layout->functions[i].name != NULL && layout->functions[i].origin == origin)
            return 1;
    return 0;
}

/* From left to right, in as many lines as it takes. Returns where the last one ends; the pen stays in it. */
static double make_legend(struct pen *pen, enum palette palette, double size_px)
{
    struct flame_layout *layout = pen->layout;
    double x = layout->left_px, swatch_px = rounded(size_px * SWATCH_PART);
    for (int origin = 0; origin < ORIGIN_COUNT; origin++) {
        if (!palette_has_origins(palette) || !has_origin(layout, (enum origin)origin))
            continue;
        struct layout_legend *entry = &layout->legend[layout->legend_count++];
        entry->text = origin_names[origin];
        double end = x + swatch_px * 1.5 + width_px(pen, entry->text, size_px);
        if (end > layout->right_px && x > layout->left_px) {
            end -= x - layout->left_px;
            x = layout->left_px;
            pen->y_px += line_height_px(pen, size_px) + LEADING_PX;
        }
        entry->swatch_px = swatch_px;
        entry->swatch_x_px = rounded(x);
        entry->baseline_px = baseline_px(pen, size_px);
        entry->swatch_y_px = rounded(entry->baseline_px - swatch_px * 0.9);
        entry->x_px = rounded(x + swatch_px * 1.5);
        entry->colour = palette_colour(palette, palette_sample(palette, (enum origin)origin));
        x = end + ENTRY_GAP_PX;
    }
    return x;
}

/* What the picture cannot be trusted for; a shorter one where there is less room. */
static const char *choose_caption(const struct pen *pen, double room_px, double size_px)
{
    static const char *const captions[] = {
        "Stacks are estimated from a profile of callers and callees; every function's own time is "
        "exact.",
        "Stacks are estimated; every function's own time is exact.",
        "Stacks are estimated.",
    };
    size_t i = 0;
    if (pen->layout->stacks->is_exact)
        return "";
    while (i + 1 < sizeof captions / sizeof *captions &&
           width_px(pen, captions[i], size_px) > room_px)
        i++;
    return captions[i];
}

/* On one line where both have room, else one below the other. Returns the caption's offset. */
static size_t make_footer(struct pen *pen, enum palette palette)
{
    struct flame_layout *layout = pen->layout;
    double size_px = rounded(layout->font_size_px * FOOTER_PART);
    layout->footer_size_px = size_px;
    double x = make_legend(pen, palette, size_px);
    double room_px = layout->right_px - layout->left_px;
    const char *caption = choose_caption(pen, room_px, size_px);
    int is_below =
        layout->legend_count > 0 && x + width_px(pen, caption, size_px) > layout->right_px;
    if (is_below && caption[0] != '\0')
        pen->y_px += line_height_px(pen, size_px) + LEADING_PX;
    size_t start = make_line(pen, &layout->caption, caption, size_px, is_below ? LEFT : RIGHT);
    if (layout->legend_count > 0 || caption[0] != '\0')
        pen->y_px += line_height_px(pen, size_px);
    return start;
}

/* ---- The page ---- */

static size_t make_heading(struct pen *pen, struct layout_line *line, const char *text,
                           double size_px)
{
    size_t start = make_line(pen, line, is_wanted(text) ? text : "", size_px, CENTRED);
    if (is_wanted(text))
        pen->y_px += line_height_px(pen, size_px) + LEADING_PX;
    return start;
}

static void make_rows(struct pen *pen)
{
    struct flame_layout *layout = pen->layout;
    layout->frames_top_px = pen->y_px;
    layout->frames_bottom_px = pen->y_px + layout->drawn_level_count * layout->frame_height_px;
    pen->y_px = layout->frames_bottom_px;
}

int page_arrange(struct flame_layout *layout, const struct layout_options *options,
                 const struct layout_metrics *metrics, struct buffer *text)
{
    struct pen pen = {layout, metrics, text, MARGIN_PX};
    double size_px = layout->font_size_px;
    int has_heading = is_wanted(options->title) || is_wanted(options->subtitle);
    size_t title =
        make_heading(&pen, &layout->title, options->title, rounded(size_px + TITLE_GROWTH_PX));
    size_t subtitle = make_heading(&pen, &layout->subtitle, options->subtitle, size_px);
    pen.y_px += has_heading ? GROUP_GAP_PX - LEADING_PX : 0.0;

    double above_frames_px = pen.y_px;
    pen.y_px += rounded((layout->frame_height_px - line_height_px(&pen, size_px)) / 2.0);
    size_t note = make_line(&pen, &layout->note, layout->is_empty ? "No time was recorded." : "",
                            size_px, CENTRED);
    pen.y_px = above_frames_px;
    make_rows(&pen);
    layout->details_top_px = layout->details_bottom_px = pen.y_px;
    if (options->has_details) {
        layout->details_top_px = pen.y_px + GROUP_GAP_PX;
        layout->details_bottom_px = pen.y_px =
            layout->details_top_px + line_height_px(&pen, size_px) + LEADING_PX;
    }
    pen.y_px += GROUP_GAP_PX;
    size_t caption = make_footer(&pen, options->palette);
    layout->height_px = ceil(pen.y_px + MARGIN_PX);
    if (text->failed)
        return 0;
    layout->title.text = text->bytes + title;
    layout->subtitle.text = text->bytes + subtitle;
    layout->note.text = text->bytes + note;
    layout->caption.text = text->bytes + caption;
    return 1;
}
