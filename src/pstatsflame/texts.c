/* The text of a picture in SVG: as text. */
#include "texts.h"

#include "cli/names.h"
#include "cli/text.h"
#include "pstatsflame/cells.h"
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
    markup_append_value(buffer, text_of(buffer_string(&quoted)));
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

/* width_px: 0 for what the font makes it. size_px: 0 for that of the group. */
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
    if (width_px != 0.0)
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

/* But for an ellipsis, which has the width of a letter wherever those have one width. */
static int is_ascii(const char *text, size_t length)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    if (length >= sizeof ellipsis - 1 &&
        memcmp(text + length - (sizeof ellipsis - 1), ellipsis, sizeof ellipsis - 1) == 0)
        length -= sizeof ellipsis - 1;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return 0;
    return 1;
}

/* No monospaced font that is common is wider than the one that cells are measured by: in such (is_fixed), what is plain
 * fits without a width of its own. Returns whether there was any label in ink. */
static int append_labels(struct buffer *buffer, const struct flame_layout *layout,
                         struct colour ink, int is_fixed)
{
    int is_any = 0;
    for (size_t i = 0; i < layout->stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        if (box->label_length == 0 || !is_labelled_in(ink, layout->colours[box->colour]))
            continue;
        double row_px = layout_row_px(layout, layout->stacks->frames[i].level);
        if (!is_any && ink.red != 0)
            buffer_append_string(buffer, "<g fill=\"#fff\">");
        is_any = 1;
        const char *text = layout->text + box->label;
        append_text(buffer, text, box->label_length, (double)box->left_px + layout->label_inset_px,
                    row_px + layout->label_baseline_px,
                    is_fixed && is_ascii(text, box->label_length) ? 0.0 : box->label_px, 0.0);
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
    buffer_append_format(buffer, "<g class=\"%s\" fill=\"%s\">", class, hex);
}

static void append_page_text(struct buffer *buffer, const struct flame_layout *layout, int is_fixed)
{
    begin_group(buffer, "pf-ink", layout->ink);
    append_line(buffer, layout, &layout->title);
    append_line(buffer, layout, &layout->note);
    for (size_t i = 0; i < layout->legend_count; i++) {
        const struct layout_legend *entry = &layout->legend[i];
        append_text(buffer, entry->text, strlen(entry->text), entry->x_px, entry->baseline_px,
                    is_fixed ? 0.0 : entry->width_px, 0.0);
    }
    buffer_append_string(buffer, "</g>");
    begin_group(buffer, "pf-faint", layout->faint);
    append_line(buffer, layout, &layout->subtitle);
    append_line(buffer, layout, &layout->caption);
    buffer_append_string(buffer, "</g>");
}

void texts_append(struct buffer *buffer, const struct flame_layout *layout, const char *font_family)
{
    buffer_append_string(buffer, "<g font-family=\"");
    append_family(buffer, font_family);
    buffer_append_char(buffer, '"');
    append_attribute(buffer, "font-size", layout->font_size_px);
    buffer_append_char(buffer, '>');
    int is_fixed = strcmp(font_family, CELLS_FAMILY) == 0;
    append_labels(buffer, layout, COLOUR_BLACK, is_fixed);
    if (append_labels(buffer, layout, COLOUR_WHITE, is_fixed))
        buffer_append_string(buffer, "</g>");
    append_page_text(buffer, layout, is_fixed);
    buffer_append_string(buffer, "</g>\n");
}
