/* Text as glyphs: a font, and for the characters that it lacks the fonts that have them. */
#include "font.h"

#include "picture/glyphs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ASCII 128
#define ELLIPSIS 0x2026

/* Glyphs of one font and size, to be drawn together. */
struct run {
    uint32_t face;
    double size_px;
    cairo_glyph_t *glyphs;
    size_t count, capacity;
};

struct font {
    struct glyphs *glyphs;
    double size_px;
    struct font_metrics metrics;
    struct run *runs;
    size_t run_count;
    double ascii_advance[ASCII]; /* at size_px; below 0: not known yet */
    int failed;
};

/* ---- Measuring ---- */

static uint32_t next_code_point(const char *text, size_t length, size_t *at)
{
    static const unsigned char masks[] = {0x7f, 0x1f, 0x0f, 0x07};
    unsigned char first = (unsigned char)text[*at];
    size_t more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    uint32_t code_point = first & masks[more];
    for ((*at)++; more > 0 && *at < length; more--, (*at)++)
        code_point = code_point << 6 | ((unsigned char)text[*at] & 0x3f);
    return code_point;
}

static double advance_px(struct font *font, uint32_t code_point)
{
    if (code_point < ASCII && font->ascii_advance[code_point] >= 0.0)
        return font->ascii_advance[code_point];
    const struct glyph *glyph = glyphs_find(font->glyphs, code_point);
    double advance = glyph != NULL ? glyph->advance * font->size_px : 0.0;
    font->failed |= glyph == NULL;
    if (code_point < ASCII)
        font->ascii_advance[code_point] = advance;
    return advance;
}

size_t font_fit(struct font *font, const char *text, size_t length, double limit_px)
{
    double x = 0.0;
    size_t fitting = 0;
    for (size_t at = 0; at < length; fitting = at) {
        x += advance_px(font, next_code_point(text, length, &at));
        if (x > limit_px)
            break;
    }
    return fitting;
}

double font_width_px(struct font *font, const char *text, size_t length)
{
    double x = 0.0;
    for (size_t at = 0; at < length;)
        x += advance_px(font, next_code_point(text, length, &at));
    return x;
}

/* ---- Drawing ---- */

/* The run's index; run_count: out of memory. */
static size_t run_of(struct font *font, uint32_t face, double size_px)
{
    for (size_t i = 0; i < font->run_count; i++)
        if (font->runs[i].face == face && font->runs[i].size_px == size_px)
            return i;
    struct run *grown = realloc(font->runs, (font->run_count + 1) * sizeof *grown);
    if (grown == NULL)
        return font->run_count;
    font->runs = grown;
    grown[font->run_count] = (struct run){face, size_px, NULL, 0, 0};
    return font->run_count++;
}

static int reserve_glyph(struct run *run)
{
    if (run->count < run->capacity)
        return 1;
    size_t wanted = run->capacity > 0 ? run->capacity * 2 : 256;
    if (wanted > SIZE_MAX / sizeof *run->glyphs)
        return 0;
    cairo_glyph_t *grown = realloc(run->glyphs, wanted * sizeof *grown);
    if (grown == NULL)
        return 0;
    run->glyphs = grown;
    run->capacity = wanted;
    return 1;
}

static int add_glyph(struct font *font, const struct glyph *glyph, double size_px, double x,
                     double y)
{
    size_t index = run_of(font, glyph->face, size_px);
    if (index == font->run_count || !reserve_glyph(&font->runs[index]))
        return 0;
    struct run *run = &font->runs[index];
    run->glyphs[run->count++] = (cairo_glyph_t){glyph->index, x, y};
    return 1;
}

static double tenth(double px)
{
    return floor(px * 10.0 + 0.5) / 10.0;
}

void font_add(struct font *font, const char *text, size_t length, double x_px, double baseline_px,
              double size_px)
{
    for (size_t at = 0; at < length && !font->failed;) {
        uint32_t code_point = next_code_point(text, length, &at);
        const struct glyph *glyph = glyphs_find(font->glyphs, code_point);
        int is_shown = code_point != ' ';
        if (glyph == NULL ||
            (is_shown && !add_glyph(font, glyph, size_px, tenth(x_px), tenth(baseline_px))))
            font->failed = 1;
        else
            x_px += glyph->advance * size_px;
    }
}

static int show_run(const struct font *font, const struct run *run, cairo_t *cr)
{
    cairo_scaled_font_t *scaled = glyphs_scaled_font(font->glyphs, run->face, run->size_px);
    if (scaled == NULL)
        return 0;
    cairo_set_scaled_font(cr, scaled);
    cairo_show_glyphs(cr, run->glyphs, (int)run->count);
    cairo_scaled_font_destroy(scaled);
    return cairo_status(cr) == CAIRO_STATUS_SUCCESS;
}

int font_show(struct font *font, cairo_t *cr)
{
    int is_done = !font->failed;
    for (size_t i = 0; i < font->run_count; i++) {
        struct run *run = &font->runs[i];
        if (is_done && run->count > 0)
            is_done = show_run(font, run, cr);
        run->count = 0;
    }
    return is_done;
}

/* ---- The whole ---- */

static double common_advance_px(struct font *font)
{
    double common = advance_px(font, ELLIPSIS);
    for (uint32_t c = ' '; c < 0x7f; c++)
        if (fabs(advance_px(font, c) - common) > 1e-6)
            return 0.0;
    return common;
}

static int measure(struct font *font)
{
    cairo_font_extents_t extents;
    cairo_scaled_font_t *scaled = glyphs_scaled_font(font->glyphs, 0, font->size_px);
    if (scaled == NULL)
        return 0;
    cairo_scaled_font_extents(scaled, &extents);
    cairo_scaled_font_destroy(scaled);
    font->metrics.ascent_px = extents.ascent;
    font->metrics.descent_px = extents.descent;
    font->metrics.advance_px = common_advance_px(font);
    return !font->failed;
}

struct font *font_new(const char *family, double size_px)
{
    struct font *font = calloc(1, sizeof *font);
    if (font == NULL)
        return NULL;
    font->size_px = size_px;
    for (size_t i = 0; i < ASCII; i++)
        font->ascii_advance[i] = -1.0;
    font->glyphs = glyphs_new(family);
    if (font->glyphs != NULL && measure(font))
        return font;
    font_free(font);
    return NULL;
}

void font_free(struct font *font)
{
    if (font == NULL)
        return;
    for (size_t i = 0; i < font->run_count; i++)
        free(font->runs[i].glyphs);
    free(font->runs);
    glyphs_free(font->glyphs);
    free(font);
}

int font_is_missing(const struct font *font)
{
    return glyphs_have_no_font(font->glyphs);
}

const char *font_substitute(const struct font *font)
{
    return glyphs_substitute(font->glyphs);
}

struct font_metrics font_metrics(const struct font *font)
{
    return font->metrics;
}

int font_failed(const struct font *font)
{
    return font->failed;
}
