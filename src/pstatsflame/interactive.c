/* The SVG that is delivered: the picture as cairo drew it, and what makes it answer to pointer, keyboard and search. */
#include "interactive.h"

#include "cli/message.h"
#include "cli/names.h"
#include "cli/text.h"
#include "picture/svg_attributes.h"
#include "pstatsflame/interactive.css.embed.h"
#include "pstatsflame/interactive.js.embed.h"
#include "pstatsflame/markup.h"
#include "pstatsflame/table.h"
#include "pstatsflame/texts.h"
#include "pstatsflame/tooltips.h"

#include <string.h>

/* ---- The picture ---- */

enum picture { PICTURE_WHOLE, PICTURE_UNKNOWN, PICTURE_INCOMPLETE };

/* Its lines are boxes, all of one height. Without memory cairo 1.16 may leave out the page's ground, and not say so. */
static enum picture append_picture(struct buffer *out, const char *svg, size_t size,
                                   const struct flame_layout *layout, const char *font_family)
{
    struct buffer height = BUFFER_INIT;
    markup_append_px(&height, layout->frame_height_px - layout->gap_px);
    const struct svg_attribute around[] = {{"fill", "none"},
                                           {"stroke-width", buffer_string(&height)}};
    size_t start = out->length;
    int is_known =
        svg_attributes_append_group(out, svg, size, around, sizeof around / sizeof *around);
    int has_ground = out->failed || strstr(buffer_string(out) + start, "<rect") != NULL;
    texts_append(out, layout, font_family);
    out->failed |= height.failed;
    buffer_free(&height);
    return !is_known ? PICTURE_UNKNOWN : has_ground ? PICTURE_WHOLE : PICTURE_INCOMPLETE;
}

/* ---- The document ---- */

static void append_root(struct buffer *out, const struct flame_layout *layout)
{
    buffer_append_format(out,
                         "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                         "width=\"%.10g\" height=\"%.10g\" viewBox=\"0 0 %.10g %.10g\" "
                         "class=\"pstatsflame\">\n",
                         layout->width_px, layout->height_px, layout->width_px, layout->height_px);
}

static void append_title(struct buffer *out, const char *title)
{
    struct buffer clean = BUFFER_INIT;
    names_append_clean(&clean, text_of(title != NULL && title[0] != '\0' ? title : "Flame graph"));
    buffer_append_string(out, "<title>");
    markup_append(out, text_of(buffer_string(&clean)));
    buffer_append_string(out, "</title>\n");
    out->failed |= clean.failed;
    buffer_free(&clean);
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
    buffer_reserve(&out, 2 * size + sizeof interactive_css + sizeof interactive_js);
    append_root(&out, layout);
    append_title(&out, options->title);
    append_raw(&out, "style", interactive_css, sizeof interactive_css);
    enum picture picture = append_picture(&out, svg, size, layout, options->font_family);
    tooltips_append(&tips, layout);
    buffer_append_string(&out, "<metadata>");
    int has_table = table_append(&out, layout, out.length + tips.length - sizeof interactive_css);
    buffer_append_string(&out, "</metadata>\n");
    append_raw(&out, "script", interactive_js, sizeof interactive_js);
    buffer_append_string(&tips, "</svg>\n");
    int is_done = 0;
    if (!has_table || out.failed || tips.failed || picture == PICTURE_INCOMPLETE)
        message_error(NULL, "out of memory");
    else if (picture == PICTURE_UNKNOWN)
        message_error(NULL, "cairo wrote an SVG that is not understood");
    else {
        output_write(output, out.bytes, out.length);
        output_write(output, tips.bytes,
                     tips.length); /* last: the script can tell that nobody needs them */
        is_done = 1;
    }
    buffer_free(&out);
    buffer_free(&tips);
    return is_done;
}
