/* A page around the rows of frames: title, details, legend, caption, and how high it all is. */
#include "page.h"

#include "cli/names.h"
#include "cli/text.h"

#include <math.h>
#include <string.h>

#define MARGIN_PX 10.0
#define TITLE_GROWTH_PX 5.0 /* on top of the labels' size */
#define LEADING_PX 4.0      /* between lines */
#define GROUP_GAP_PX 8.0    /* between frames and what is above and below them */
#define ENTRY_GAP_PX 16.0   /* between the entries of the legend, and between it and the caption */
#define SWATCH_PART 0.8     /* of the footer's size */
#define DETAILS_PX                                                                                 \
    46.0 /* what interactive.css makes its bar: two lines of 12 px and buttons; interactive.js knows it */

/* A page while it grows downwards. */
struct pen {
    struct page *page;
    const struct page_options *options;
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
           pen->options->font_size_px;
}

static double line_height_px(const struct pen *pen, double size_px)
{
    return ceil((pen->metrics->ascent_px + pen->metrics->descent_px) * size_px /
                pen->options->font_size_px);
}

/* A whole number: sharper in PNG, shorter in SVG. */
static double baseline_px(const struct pen *pen, double size_px)
{
    return floor(pen->y_px + pen->metrics->ascent_px * size_px / pen->options->font_size_px + 0.5);
}

/* ---- Lines ---- */

enum alignment { LEFT, CENTRED, RIGHT };

/* Makes a line where the pen is, and leaves the pen there. Until all are made, the line's text is an offset only. */
static size_t make_line(struct pen *pen, struct layout_line *line, const char *text, double size_px,
                        enum alignment alignment)
{
    const struct page_options *options = pen->options;
    double room_px = options->right_px - options->left_px;
    struct buffer clean = BUFFER_INIT;
    names_append_clean(&clean, text_of(text));
    size_t start = pen->text->length;
    labels_append_cut(pen->text, pen->metrics, buffer_string(&clean), clean.length,
                      room_px * options->font_size_px / size_px);
    buffer_append_char(pen->text, '\0');
    pen->text->failed |= clean.failed;
    buffer_free(&clean);
    if (pen->text->failed)
        return start;
    line->size_px = size_px;
    line->width_px = width_px(pen, pen->text->bytes + start, size_px);
    line->baseline_px = baseline_px(pen, size_px);
    double share = alignment == LEFT ? 0.0 : alignment == CENTRED ? 0.5 : 1.0;
    line->x_px = rounded(options->left_px + (room_px - line->width_px) * share);
    return start;
}

static int is_wanted(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* ---- Legend and caption ---- */

/* From left to right, in as many lines as it takes. Returns where the last one ends; the pen stays in it. */
static double make_legend(struct pen *pen, double size_px)
{
    const struct page_options *options = pen->options;
    double x = options->left_px, swatch_px = rounded(size_px * SWATCH_PART);
    for (size_t i = 0; i < options->legend_count; i++) {
        struct layout_legend *entry = &pen->page->legend[pen->page->legend_count++];
        entry->text = options->legend[i].text;
        entry->colour = options->legend[i].colour;
        int has_text = entry->text[0] != '\0';
        entry->width_px = width_px(pen, entry->text, size_px);
        double end = has_text ? x + swatch_px * 1.5 + entry->width_px : x + swatch_px;
        if (end > options->right_px && x > options->left_px) {
            end -= x - options->left_px;
            x = options->left_px;
            pen->y_px += line_height_px(pen, size_px) + LEADING_PX;
        }
        entry->swatch_px = swatch_px;
        entry->swatch_x_px = rounded(x);
        entry->baseline_px = baseline_px(pen, size_px);
        entry->swatch_y_px = rounded(entry->baseline_px - swatch_px * 0.9);
        entry->x_px = rounded(x + swatch_px * 1.5);
        x = has_text ? end + ENTRY_GAP_PX : end;
    }
    return x;
}

/* What the picture cannot be trusted for; a shorter one where there is less room. */
static const char *choose_caption(const struct pen *pen, double room_px, double size_px)
{
    static const char *const captions[] = {
        "Stacks are estimated from callers and callees; every function's own time is exact.",
        "Stacks are estimated; every function's own time is exact.",
        "Stacks are estimated.",
    };
    size_t i = 0;
    if (!pen->options->is_estimated)
        return "";
    while (i + 1 < sizeof captions / sizeof *captions &&
           width_px(pen, captions[i], size_px) > room_px)
        i++;
    return captions[i];
}

/* On one line where both have room, else one below the other. Returns the caption's offset. */
static size_t make_footer(struct pen *pen)
{
    const struct page_options *options = pen->options;
    double size_px = options->font_size_px; /* which text in an SVG has without saying so */
    double x = make_legend(pen, size_px);
    const char *caption = choose_caption(pen, options->right_px - options->left_px, size_px);
    int has_legend = options->legend_count > 0, has_caption = caption[0] != '\0';
    int is_below = has_legend && x + width_px(pen, caption, size_px) > options->right_px;
    if (is_below && has_caption)
        pen->y_px += line_height_px(pen, size_px) + LEADING_PX;
    size_t start = make_line(pen, &pen->page->caption, caption, size_px, is_below ? LEFT : RIGHT);
    if (has_legend || has_caption)
        pen->y_px += line_height_px(pen, size_px);
    pen->page->footer_size_px = size_px;
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

/* In the middle of the first row. The pen stays above it. */
static size_t make_note(struct pen *pen)
{
    double size_px = pen->options->font_size_px, top_px = pen->y_px;
    pen->y_px += rounded((pen->options->row_px - line_height_px(pen, size_px)) / 2.0);
    size_t start = make_line(pen, &pen->page->note, pen->options->note, size_px, CENTRED);
    pen->y_px = top_px;
    return start;
}

static void make_rows(struct pen *pen)
{
    pen->page->frames_top_px = pen->y_px;
    pen->y_px += pen->options->rows_px;
    pen->page->frames_bottom_px = pen->y_px;
}

/* At the foot of the page, where nobody misses anything while it is empty. */
static void make_details(struct pen *pen)
{
    pen->page->details_top_px = ceil(pen->y_px);
    pen->y_px = pen->page->details_top_px + (pen->options->has_details ? DETAILS_PX : 0.0);
    pen->page->details_bottom_px = pen->y_px;
}

int page_arrange(struct page *page, const struct page_options *options,
                 const struct layout_metrics *metrics, struct buffer *text)
{
    struct pen pen = {page, options, metrics, text, MARGIN_PX};
    double size_px = options->font_size_px;
    *page = (struct page){0};
    size_t title =
        make_heading(&pen, &page->title, options->title, rounded(size_px + TITLE_GROWTH_PX));
    size_t subtitle = make_heading(&pen, &page->subtitle, options->subtitle, size_px);
    if (pen.y_px > MARGIN_PX)
        pen.y_px += GROUP_GAP_PX - LEADING_PX;
    size_t note = make_note(&pen);
    make_rows(&pen);
    pen.y_px += GROUP_GAP_PX;
    size_t caption = make_footer(&pen);
    pen.y_px += MARGIN_PX;
    make_details(&pen);
    page->height_px = ceil(pen.y_px);
    if (text->failed)
        return 0;
    page->title.text = text->bytes + title;
    page->subtitle.text = text->bytes + subtitle;
    page->note.text = text->bytes + note;
    page->caption.text = text->bytes + caption;
    return 1;
}
