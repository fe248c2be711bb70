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

/* family: as fontconfig knows it ("monospace", "DejaVu Sans"). NULL: out of memory. */
struct font *font_new(const char *family, double size_px);
void font_free(struct font *font);

/* No font is installed at all: cairo then draws ASCII with strokes of its own, and the user should be told. */
int font_is_missing(const struct font *font);

/* The family that stands in for the one asked for; NULL when that is there, or is a kind of font ("monospace"). */
const char *font_substitute(const struct font *font);

struct font_metrics font_metrics(const struct font *font);

/* Text is clean UTF-8. Memory that is short, or a font that cannot be read, shows in font_failed. */
double font_width_px(struct font *font, const char *text, size_t length);

/* The bytes of the longest part from the start, in whole characters, that is at most limit_px wide. */
size_t font_fit(struct font *font, const char *text, size_t length, double limit_px);

/* Texts are collected, and then drawn together in the source of cr: one run of glyphs for each font and size. size_px
 * need not be that of font_new. Glyphs stand at multiples of 0.1. */
void font_add(struct font *font, const char *text, size_t length, double x_px, double baseline_px,
              double size_px);
int font_show(struct font *font, cairo_t *cr); /* 0: failed. Nothing is collected any more */

int font_failed(const struct font *font);

#endif
