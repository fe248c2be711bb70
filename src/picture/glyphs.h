/* Which glyph of which font shows a character. */
#ifndef PICTURE_GLYPHS_H
#define PICTURE_GLYPHS_H

#include <cairo.h>
#include <stddef.h>
#include <stdint.h>

struct glyph {
    uint32_t code_point;
    uint32_t face;       /* index for glyphs_face */
    unsigned long index; /* in that font */
    double advance;      /* at size 1 */
};

/* A font, those that help it out, and the glyphs that were asked for. */
struct glyphs;

struct glyphs *glyphs_new(const char *family); /* NULL: out of memory */
void glyphs_free(struct glyphs *glyphs);

int glyphs_have_no_font(const struct glyphs *glyphs);
const char *glyphs_substitute(const struct glyphs *glyphs); /* see font_substitute */

/* The first font that has the character, in fontconfig's order; where none has, the main font's sign for that. NULL: out
 * of memory, or the font cannot be read. The result holds until the next call. */
const struct glyph *glyphs_find(struct glyphs *glyphs, uint32_t code_point);

/* Face 0 is the main font. NULL: it cannot be had. The caller destroys the result. */
cairo_scaled_font_t *glyphs_scaled_font(const struct glyphs *glyphs, uint32_t face, double size_px);

#endif
