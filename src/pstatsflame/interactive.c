/* The SVG that is delivered: the picture as cairo drew it, and what makes it answer to pointer, keyboard and search. */
#include "interactive.h"

#include "cli/message.h"
#include "cli/names.h"
#include "cli/text.h"
#include "picture/svg_attributes.h"
#include "pstatsflame/amount.h"
#include "pstatsflame/difference.h"
#include "pstatsflame/interactive.css.embed.h"
#include "pstatsflame/interactive.js.embed.h"
#include "pstatsflame/markup.h"
#include "pstatsflame/table.h"
#include "pstatsflame/texts.h"
#include "pstatsflame/tooltips.h"

#include <stdint.h>
#include <string.h>

#define PREFIX_SIZE 5

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

/* A prefix for ids that two different pictures hardly share: a letter and three more characters. */
static void make_prefix(char prefix[PREFIX_SIZE], const char *svg, size_t size,
                        const struct flame_layout *layout)
{
    static const char characters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    uint64_t hash = hash_bytes(UINT64_C(14695981039346656037), svg, size);
    hash = hash_bytes(hash, layout->text, strlen(layout->text));
    hash ^= hash >> 32;
    for (size_t i = 0; i < PREFIX_SIZE - 1; i++) {
        unsigned choices = i == 0 ? 26 : 36;
        prefix[i] = characters[hash % choices];
        hash /= choices;
    }
    prefix[PREFIX_SIZE - 1] = '\0';
}

/* ---- The picture ---- */

/* "#fff" or "#ffffff", up to its closing quote. 0: it is something else. */
static int read_colour(const char *text, struct colour *colour)
{
    unsigned digits[6];
    size_t count = 0;
    for (text++; *text != '"' && count < 6; text++) {
        const char *all = "0123456789abcdef", *digit = memchr(all, *text, 16);
        if (digit == NULL)
            return 0;
        digits[count++] = (unsigned)(digit - all);
    }
    if (*text != '"' || (count != 3 && count != 6))
        return 0;
    unsigned channels[3];
    for (size_t i = 0; i < 3; i++)
        channels[i] = count == 3 ? digits[i] * 17 : digits[2 * i] * 16 + digits[2 * i + 1];
    *colour = (struct colour){(unsigned char)channels[0], (unsigned char)channels[1],
                              (unsigned char)channels[2]};
    return 1;
}

static int is_same(struct colour a, struct colour b)
{
    return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

/* The picture with a class on the page, which is what is drawn first: the style sheet's rules for dark pages go by
 * class. */
static void append_with_class(struct buffer *out, const char *picture,
                              const struct flame_layout *layout)
{
    struct colour colour;
    const char *fill = strstr(picture, " fill=\"#");
    if (fill != NULL && read_colour(fill + sizeof " fill=\"" - 1, &colour) &&
        is_same(colour, layout->page)) {
        buffer_append(out, picture, (size_t)(fill - picture));
        buffer_append_string(out, " class=\"pf-page\"");
        picture = fill;
    }
    buffer_append_string(out, picture);
}

/* 0: svg is not what cairo writes. */
static int append_picture(struct buffer *out, const char *svg, size_t size,
                          const struct flame_layout *layout, const char *font_family)
{
    struct buffer picture = BUFFER_INIT;
    int is_known = svg_attributes_append(&picture, svg, size);
    buffer_append_string(out, "<g class=\"pf-picture\">\n");
    append_with_class(out, buffer_string(&picture), layout);
    texts_append(out, layout, font_family);
    buffer_append_string(out, "</g>\n");
    out->failed |= picture.failed;
    buffer_free(&picture);
    return is_known;
}

/* ---- The document ---- */

static void append_root(struct buffer *out, const struct flame_layout *layout, const char *prefix)
{
    buffer_append_format(out,
                         "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                         "width=\"%.10g\" height=\"%.10g\" viewBox=\"0 0 %.10g %.10g\" "
                         "id=\"%s\" class=\"pstatsflame\">\n",
                         layout->width_px, layout->height_px, layout->width_px, layout->height_px,
                         prefix);
}

static void append_clean(struct buffer *out, const char *text)
{
    struct buffer clean = BUFFER_INIT;
    names_append_clean(&clean, text_of(text));
    markup_append(out, text_of(buffer_string(&clean)));
    out->failed |= clean.failed;
    buffer_free(&clean);
}

/* What who does not see the picture hears of it. */
static void append_description(struct buffer *out, const struct flame_layout *layout,
                               const char *title)
{
    const struct stacks *stacks = layout->stacks;
    struct buffer amount = BUFFER_INIT;
    buffer_append_string(out, "<title>");
    append_clean(out, title != NULL && title[0] != '\0' ? title : "Flame graph");
    buffer_append_string(out, "</title>\n<desc>");
    if (stacks->is_compared)
        difference_append_summary(&amount, stacks, layout->unit);
    else
        amount_append(&amount, stacks->frames[0].total, layout->unit);
    append_clean(out, buffer_string(&amount));
    buffer_append_format(out, " in %zu frames.%s</desc>\n", stacks->count - 1,
                         stacks->is_exact ? "" : " Stacks are estimated.");
    out->failed |= amount.failed;
    buffer_free(&amount);
}

/* Neither holds what would end it early; the tests see to that. */
static void append_raw(struct buffer *out, const char *element, const unsigned char *bytes,
                       size_t size)
{
    buffer_append_format(out, "<%s><![CDATA[\n", element);
    buffer_append(out, (const char *)bytes, size);
    buffer_append_format(out, "]]></%s>\n", element);
}

int interactive_write(struct output *output, const char *svg, size_t size,
                      const struct flame_layout *layout, const struct interactive_options *options)
{
    struct buffer out = BUFFER_INIT, tips = BUFFER_INIT;
    char prefix[PREFIX_SIZE];
    make_prefix(prefix, svg, size, layout);
    append_root(&out, layout, prefix);
    append_description(&out, layout, options->title);
    append_raw(&out, "style", interactive_css, sizeof interactive_css);
    int is_known = append_picture(&out, svg, size, layout, options->font_family);
    tooltips_append(&tips, layout);
    buffer_append_string(&out, "<metadata>");
    int has_table = table_append(&out, layout, out.length + tips.length - sizeof interactive_css);
    buffer_append_string(&out, "</metadata>\n");
    append_raw(&out, "script", interactive_js, sizeof interactive_js);
    buffer_append(&out, buffer_string(&tips),
                  tips.length); /* when the script can tell that nobody needs them */
    buffer_append_string(&out, "</svg>\n");
    out.failed |= tips.failed;
    buffer_free(&tips);
    int is_done = 0;
    if (!has_table || out.failed)
        message_error(NULL, "out of memory");
    else if (!is_known)
        message_error(NULL, "cairo wrote an SVG that is not understood");
    else {
        output_write(output, out.bytes, out.length);
        is_done = 1;
    }
    buffer_free(&out);
    return is_done;
}
