/* Text as glyphs: a font, and for the characters that it lacks the fonts that have them. No shaping: a code point is a
 * glyph, from left to right. */
#ifndef PICTURE_FONT_H
#define PICTURE_FONT_H

#include <cairo.h>
#include <stddef.h>

/* Opened once, used for one picture. */
struct font;

struct font_metrics {
    double ascent_px, descent_px;
    double
        advance_px; /* of every character of ASCII and of the ellipsis, when all are alike; else 0 */
};

/* family: as fontconfig understands it ("monospace", "DejaVu Sans"). NULL: out of memory. */
struct font *font_new(const char *family, double size_px);
void font_free(struct font *font);

/* No font is installed at all: what is drawn cannot be read, and the user should be told. */
int font_is_missing(const struct font *font);
const char *font_family(const struct font *font); /* of the font that was found; "" when none was */

struct font_metrics font_metrics(const struct font *font);

/* text is clean UTF-8. Out of memory shows in font_failed. */
double font_width_px(struct font *font, const char *text, size_t length);

/* The bytes of the longest part from the start, in whole characters, that is at most limit_px wide. */
size_t font_fit(struct font *font, const char *text, size_t length, double limit_px);

/* Texts are collected and then drawn together in the source of cr, one run of glyphs for each font and size. size_px
 * is that of font_new times any factor. */
void font_add(struct font *font, const char *text, size_t length, double x_px, double baseline_px,
              double size_px);
int font_show(struct font *font, cairo_t *cr); /* 0: failed; nothing is collected any more */

int font_failed(const struct font *font);

#endif
