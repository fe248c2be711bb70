/* Text measured without a font: as monospaced fonts show it. */
#include "cells.h"

#include "cli/text.h"

/* Parts of the font's size. DejaVu Sans Mono's; other monospaced fonts are as wide or a little narrower. */
#define ADVANCE (1233.0 / 2048.0)
#define ADVANCE_WIDE 1.0
#define ASCENT (1901.0 / 2048.0)
#define DESCENT (483.0 / 2048.0)

struct range {
    uint32_t first, last;
};

static int is_in(const struct range *ranges, size_t count, uint32_t code_point)
{
    size_t low = 0;
    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (code_point <= ranges[middle].last)
            high = middle;
        else
            low = middle + 1;
    }
    return low < count && code_point >= ranges[low].first;
}

/* As Unicode's East Asian width has it (wide and full-width), by blocks. */
static int is_wide(uint32_t code_point)
{
    static const struct range ranges[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
        {0x4e00, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18aff},
        {0x1b000, 0x1b2ff}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd},
    };
    return is_in(ranges, sizeof ranges / sizeof *ranges, code_point);
}

/* Marks that stand on the character before them, of the larger scripts. */
static int is_mark(uint32_t code_point)
{
    static const struct range ranges[] = {
        {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a}, {0x064b, 0x065f},
        {0x06d6, 0x06dc}, {0x093c, 0x093c}, {0x0941, 0x0948}, {0x094d, 0x094d}, {0x0e31, 0x0e31},
        {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff},
        {0x302a, 0x302f}, {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    };
    return is_in(ranges, sizeof ranges / sizeof *ranges, code_point);
}

static double advance(uint32_t code_point)
{
    if (code_point < 0x300 || !is_mark(code_point))
        return is_wide(code_point) ? ADVANCE_WIDE : ADVANCE;
    return 0.0;
}

static size_t fit(void *context, const char *text, size_t length, double limit_px)
{
    const double *size_px = context;
    struct text_cursor cursor = text_cursor((pstats_text){text, length});
    size_t fitting = 0;
    for (double x = 0.0; cursor.at < cursor.end;
         fitting = length - (size_t)(cursor.end - cursor.at)) {
        x += advance(text_next(&cursor)) * *size_px;
        if (x > limit_px)
            break;
    }
    return fitting;
}

static double width_px(void *context, const char *text, size_t length)
{
    const double *size_px = context;
    struct text_cursor cursor = text_cursor((pstats_text){text, length});
    double x = 0.0;
    while (cursor.at < cursor.end)
        x += advance(text_next(&cursor)) * *size_px;
    return x;
}

struct layout_metrics cells_metrics(double *size_px)
{
    return (struct layout_metrics){
        .context = size_px,
        .width_px = width_px,
        .fit = fit,
        .ascent_px = ASCENT * *size_px,
        .descent_px = DESCENT * *size_px,
        .advance_px = ADVANCE * *size_px,
    };
}
