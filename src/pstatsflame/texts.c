/* The text of a picture in SVG: as text. */
#include "texts.h"

#include "cli/names.h"
#include "cli/text.h"
#include "pstatsflame/markup.h"

#include <string.h>

/* ---- Fonts ---- */

/* A family as CSS has it. Kinds of fonts have no quotes; fontconfig calls one of them differently. */
static void append_family(struct buffer *buffer, const char *family)
{
    static const struct {
        const char *name, *list;
    } kinds[] = {
        {"monospace", "DejaVu Sans Mono,Menlo,Consolas,monospace"},
        {"sans-serif", "sans-serif"},
        {"sans", "sans-serif"},
        {"serif", "serif"},
        {"system-ui", "system-ui"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(family, kinds[i].name) == 0) {
            buffer_append_string(buffer, kinds[i].list);
            return;
        }
    struct buffer clean = BUFFER_INIT, quoted = BUFFER_INIT;
    names_append_clean(&clean, text_of(family));
    for (const char *at = buffer_string(&clean); *at != '\0'; at++)
        if (*at != '\'' && *at != '\\')
            buffer_append_char(&quoted, *at);
    buffer_append_char(buffer, '\'');
    markup_append(buffer, text_of(buffer_string(&quoted)));
    buffer_append_string(buffer, "',monospace");
    buffer->failed |= clean.failed | quoted.failed;
    buffer_free(&clean);
    buffer_free(&quoted);
}

/* ---- Pieces ---- */

/* Of blanks that SVG would make one, or leave out, every other stays one that it leaves alone. */
static void append_words(struct buffer *buffer, const char *text, size_t length)
{
    static const char lasting[] = "\xc2\xa0";
    int is_loose = 1; /* a blank here would get lost */
    struct buffer words = BUFFER_INIT;
    for (size_t start = 0, at = 0; at <= length; at++) {
        int is_blank = at < length && text[at] == ' ';
        if (at == length || (is_blank && (is_loose || at + 1 == length))) {
            buffer_append(&words, text + start, at - start);
            start = at + 1;
            if (is_blank)
                buffer_append(&words, lasting, sizeof lasting - 1);
            is_blank = 0;
        }
        is_loose = is_blank;
    }
    markup_append(buffer, text_of(buffer_string(&words)));
    buffer->failed |= words.failed;
    buffer_free(&words);
}

static void append_attribute(struct buffer *buffer, const char *name, double px)
{
    buffer_append_char(buffer, ' ');
    buffer_append_string(buffer, name);
    buffer_append_string(buffer, "=\"");
    markup_append_px(buffer, px);
    buffer_append_char(buffer, '"');
}

/* size_px: 0 for that of the group. */
static void append_text(struct buffer *buffer, const char *text, size_t length, double x_px,
                        double baseline_px, double width_px, double size_px)
{
    if (length == 0)
        return;
    buffer_append_string(buffer, "<text");
    append_attribute(buffer, "x", x_px);
    append_attribute(buffer, "y", baseline_px);
    if (size_px != 0.0)
        append_attribute(buffer, "font-size", size_px);
    append_attribute(buffer, "textLength", width_px);
    buffer_append_char(buffer, '>');
    append_words(buffer, text, length);
    buffer_append_string(buffer, "</text>");
}

/* ---- Parts ---- */

static int is_labelled_in(struct colour ink, struct colour background)
{
    struct colour own = colour_text_on(background);
    return memcmp(&own, &ink, sizeof own) == 0;
}

/* Returns whether there was any label in ink. */
static int append_labels(struct buffer *buffer, const struct flame_layout *layout,
                         struct colour ink)
{
    int is_any = 0;
    for (size_t i = 0; i < layout->stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        if (box->label_length == 0 || !is_labelled_in(ink, layout->colours[box->colour]))
            continue;
        double row_px = layout_row_px(layout, layout->stacks->frames[i].level);
        if (!is_any && ink.red != 0)
            buffer_append_string(buffer, "<g fill=\"#fff\">\n");
        is_any = 1;
        append_text(buffer, layout->text + box->label, box->label_length,
                    (double)box->left_px + layout->label_inset_px,
                    row_px + layout->label_baseline_px, box->label_px, 0.0);
    }
    return is_any;
}

static void append_line(struct buffer *buffer, const struct flame_layout *layout,
                        const struct layout_line *line)
{
    append_text(buffer, line->text, strlen(line->text), line->x_px, line->baseline_px,
                line->width_px, line->size_px == layout->font_size_px ? 0.0 : line->size_px);
}

static void begin_group(struct buffer *buffer, const char *class, struct colour colour)
{
    char hex[COLOUR_HEX_SIZE];
    colour_hex(colour, hex);
    buffer_append_format(buffer, "<g class=\"%s\" fill=\"%s\">\n", class, hex);
}

static void append_page_text(struct buffer *buffer, const struct flame_layout *layout)
{
    begin_group(buffer, "pf-ink", layout->ink);
    append_line(buffer, layout, &layout->title);
    append_line(buffer, layout, &layout->note);
    for (size_t i = 0; i < layout->legend_count; i++) {
        const struct layout_legend *entry = &layout->legend[i];
        append_text(buffer, entry->text, strlen(entry->text), entry->x_px, entry->baseline_px,
                    entry->width_px, 0.0);
    }
    buffer_append_string(buffer, "</g>\n");
    begin_group(buffer, "pf-faint", layout->faint);
    append_line(buffer, layout, &layout->subtitle);
    append_line(buffer, layout, &layout->caption);
    buffer_append_string(buffer, "</g>\n");
}

void texts_append(struct buffer *buffer, const struct flame_layout *layout, const char *font_family)
{
    buffer_append_string(buffer, "<g class=\"pf-text\" font-family=\"");
    append_family(buffer, font_family);
    buffer_append_char(buffer, '"');
    append_attribute(buffer, "font-size", layout->font_size_px);
    buffer_append_string(buffer, ">\n");
    append_labels(buffer, layout, COLOUR_BLACK);
    if (append_labels(buffer, layout, COLOUR_WHITE))
        buffer_append_string(buffer, "</g>\n");
    append_page_text(buffer, layout);
    buffer_append_string(buffer, "</g>\n");
}
