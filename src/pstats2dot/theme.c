/* The looks of a graph: what a weight from 0 to 1 does to colours, fonts and lines. */
#include "theme.h"

#include <math.h>

enum { THEME_COLOR, THEME_PINK, THEME_GRAY, THEME_BW, THEME_PRINT, THEME_COLORBLIND, THEME_DARK };

const struct option_choice theme_choices[] = {
    {"color", THEME_COLOR},
    {"colour", THEME_COLOR},
    {"pink", THEME_PINK},
    {"gray", THEME_GRAY},
    {"grey", THEME_GRAY},
    {"bw", THEME_BW},
    {"print", THEME_PRINT},
    {"colorblind", THEME_COLORBLIND},
    {"colourblind", THEME_COLORBLIND},
    {"dark", THEME_DARK},
    {NULL, 0},
};

/* Blue and orange are told apart by everyone. */
#define CHANGES_ON_LIGHT                                                                           \
    .faster = {0x2b, 0x7b, 0xba}, .same = {0xe6, 0xe6, 0xe6}, .slower = {0xd9, 0x5f, 0x0e}
#define CHANGES_ON_DARK                                                                            \
    .faster = {0x4f, 0xa3, 0xf7}, .same = {0x37, 0x3e, 0x47}, .slower = {0xff, 0x9a, 0x3c}
#define CHANGES_IN_GRAY                                                                            \
    .faster = {0x8c, 0x8c, 0x8c}, .same = {0xe6, 0xe6, 0xe6}, .slower = {0x1a, 0x1a, 0x1a}

/* The first five are gprof2dot's. */
static const struct theme themes[] = {
    [THEME_COLOR] = {.low = {2.0 / 3.0, 0.80, 0.25},
                     .high = {0.0, 1.0, 0.5},
                     .gamma = 1.0,
                     .font_min = 10.0,
                     .font_max = 10.0,
                     .pen_min = 0.5,
                     .pen_max = 4.0,
                     CHANGES_ON_LIGHT,
                     .is_filled = 1,
                     .page = {255, 255, 255}},
    [THEME_PINK] = {.low = {0.0, 1.0, 0.90},
                    .high = {0.0, 1.0, 0.5},
                    .gamma = 2.2,
                    .font_min = 10.0,
                    .font_max = 10.0,
                    .pen_min = 0.5,
                    .pen_max = 4.0,
                    CHANGES_ON_LIGHT,
                    .is_filled = 1,
                    .page = {255, 255, 255}},
    [THEME_GRAY] = {.low = {0.0, 0.0, 0.85},
                    .high = {0.0, 0.0, 0.0},
                    .gamma = 2.2,
                    .font_min = 10.0,
                    .font_max = 10.0,
                    .pen_min = 0.5,
                    .pen_max = 4.0,
                    CHANGES_IN_GRAY,
                    .is_filled = 1,
                    .page = {255, 255, 255}},
    [THEME_BW] = {.gamma = 2.2,
                  .font_min = 8.0,
                  .font_max = 24.0,
                  .pen_min = 0.1,
                  .pen_max = 8.0,
                  .is_filled = 1,
                  .page = {255, 255, 255}},
    [THEME_PRINT] = {.gamma = 2.2,
                     .font_min = 18.0,
                     .font_max = 30.0,
                     .pen_min = 0.1,
                     .pen_max = 8.0,
                     .page = {255, 255, 255}},
    /* From blue to orange, which everyone can tell apart, and ever darker, for those who see no
       colour. */
    [THEME_COLORBLIND] =
        {.stops = {{0x8c, 0xbf, 0xe6}, {0xb0, 0x9f, 0x86}, {0xc0, 0x6a, 0x1e}, {0x8a, 0x26, 0x00}},
         CHANGES_ON_LIGHT,
         .has_stops = 1,
         .font_min = 10.0,
         .font_max = 10.0,
         .pen_min = 0.5,
         .pen_max = 4.0,
         .line_contrast = 3.0,
         .is_filled = 1,
         .page = {255, 255, 255}},
    [THEME_DARK] =
        {.stops = {{0x3f, 0x5d, 0x82}, {0x7d, 0x5f, 0x94}, {0xd9, 0x6c, 0x5c}, {0xff, 0xb8, 0x4d}},
         CHANGES_ON_DARK,
         .has_stops = 1,
         .font_min = 10.0,
         .font_max = 10.0,
         .pen_min = 0.75,
         .pen_max = 4.0,
         .line_contrast = 4.0,
         .is_filled = 1,
         .page = {0x16, 0x1b, 0x22},
         .sets_page = 1},
};

const struct theme *theme_at(int index)
{
    return &themes[index];
}

static double clamp(double weight)
{
    return weight < 0.0 ? 0.0 : weight > 1.0 ? 1.0 : weight;
}

static double skewed(double fraction, double skew)
{
    return skew == 1.0 ? fraction : (pow(skew, fraction) - 1.0) / (skew - 1.0);
}

static struct colour mix_stops(const struct theme *theme, double fraction)
{
    double at = clamp(fraction) * (THEME_STOPS - 1);
    int below = at >= THEME_STOPS - 1 ? THEME_STOPS - 2 : (int)at;
    return colour_mix(theme->stops[below], theme->stops[below + 1], at - below);
}

struct colour theme_colour(const struct theme *theme, double weight, double skew)
{
    double fraction = clamp(weight);
    const struct hsl *low = &theme->low, *high = &theme->high;
    if (theme->has_stops)
        return mix_stops(theme, skewed(fraction, skew));
    /* As gprof2dot rounds: the difference is multiplied first. */
    double power = skew == 1.0 ? fraction : pow(skew, fraction) - 1.0,
           base = skew == 1.0 ? 1.0 : skew - 1.0;
    struct hsl hsl = {
        low->hue + (high->hue - low->hue) * power / base,
        low->saturation + (high->saturation - low->saturation) * power / base,
        low->lightness + (high->lightness - low->lightness) * power / base,
    };
    return colour_from_hsl(hsl, theme->gamma);
}

struct colour theme_change_colour(const struct theme *theme, double change, double skew)
{
    return colour_mix(theme->same, change < 0.0 ? theme->faster : theme->slower,
                      skewed(clamp(fabs(change)), skew));
}

int theme_has_change_colours(const struct theme *theme)
{
    return colour_contrast(theme->same, theme->slower) > 1.0;
}

struct colour theme_outline(const struct theme *theme, struct colour colour)
{
    return colour_legible(colour, theme->page, COLOUR_LINE_CONTRAST);
}

struct colour theme_line_colour(const struct theme *theme, double weight, double skew)
{
    return colour_legible(theme_colour(theme, weight, skew), theme->page, theme->line_contrast);
}

struct colour theme_node_text(const struct theme *theme, struct colour node)
{
    return theme->is_filled ? colour_text_on(node)
                            : colour_legible(node, theme->page, COLOUR_TEXT_CONTRAST);
}

double theme_font_size(const struct theme *theme, double weight)
{
    return fmax(weight * weight * theme->font_max, theme->font_min);
}

double theme_pen_width(const struct theme *theme, double weight)
{
    return fmax(weight * theme->pen_max, theme->pen_min);
}

double theme_arrow_size(const struct theme *theme, double weight)
{
    return 0.5 * sqrt(theme_pen_width(theme, weight));
}
