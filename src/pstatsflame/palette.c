/* Palettes: which colour a function's frames have. */
#include "palette.h"

#include "cli/names.h"

#include <stdint.h>
#include <string.h>

/* Colours that go together: hues from one end to the other in even steps, light and less light in turn. */
struct ramp {
    unsigned count; /* at least 2 */
    double hue_first, hue_last;
    double saturation;
    double lightness_even, lightness_odd;
};

/* A palette has a ramp for each origin, or a single one for all. */
struct ramps {
    struct colour all; /* of the frame for everything */
    int has_origins;
    struct ramp ramps[ORIGIN_COUNT];
};

#define DEGREES(hue) ((hue) / 360.0)
#define RAMP(count, first, last, saturation, even, odd)                                            \
    {                                                                                              \
        count, DEGREES(first), DEGREES(last), saturation, even, odd                                \
    }
#define ONE_RAMP(...)                                                                              \
    {                                                                                              \
        {228, 228, 231}, 0,                                                                        \
        {                                                                                          \
            RAMP(__VA_ARGS__)                                                                      \
        }                                                                                          \
    }

static const struct ramps palettes[PALETTE_COUNT] = {
    [PALETTE_PYTHON] = {{228, 228, 231},
                        1,
                        {[ORIGIN_OWN] = RAMP(10, 14.0, 50.0, 0.95, 0.68, 0.61),
                         [ORIGIN_PACKAGES] = RAMP(10, 205.0, 262.0, 0.85, 0.82, 0.77),
                         [ORIGIN_STANDARD] = RAMP(10, 95.0, 165.0, 0.45, 0.72, 0.65),
                         [ORIGIN_BUILTIN] = RAMP(4, 220.0, 240.0, 0.06, 0.81, 0.76)}},
    /* Told apart by lightness too; orange, blue and yellow stay apart for every kind of eye. */
    [PALETTE_COLORBLIND] =
        {{236, 236, 238},
         1,
         {[ORIGIN_OWN] = RAMP(6, 22.0, 30.0, 0.95, 0.55, 0.50),
          [ORIGIN_PACKAGES] = RAMP(6, 203.0, 215.0, 0.75, 0.64, 0.60),
          [ORIGIN_STANDARD] = RAMP(6, 50.0, 56.0, 0.84, 0.76, 0.70),
          [ORIGIN_BUILTIN] = RAMP(4, 220.0, 240.0, 0.04, 0.84, 0.80)}},
    [PALETTE_HOT] = ONE_RAMP(16, 10.0, 52.0, 0.92, 0.62, 0.57),
    [PALETTE_MEM] = ONE_RAMP(12, 110.0, 160.0, 0.50, 0.68, 0.62),
    [PALETTE_IO] = ONE_RAMP(12, 200.0, 240.0, 0.65, 0.76, 0.70),
    [PALETTE_RED] = ONE_RAMP(12, 352.0, 372.0, 0.90, 0.74, 0.68),
    [PALETTE_GREEN] = ONE_RAMP(12, 90.0, 135.0, 0.60, 0.66, 0.60),
    [PALETTE_BLUE] = ONE_RAMP(12, 205.0, 230.0, 0.85, 0.77, 0.71),
    [PALETTE_AQUA] = ONE_RAMP(12, 170.0, 190.0, 0.55, 0.66, 0.60),
    [PALETTE_YELLOW] = ONE_RAMP(12, 46.0, 62.0, 0.75, 0.64, 0.58),
    [PALETTE_PURPLE] = ONE_RAMP(12, 270.0, 310.0, 0.65, 0.78, 0.72),
    [PALETTE_ORANGE] = ONE_RAMP(12, 22.0, 40.0, 0.95, 0.66, 0.60),
};

const struct option_choice palette_choices[] = {
    {"python", PALETTE_PYTHON},
    {"colorblind", PALETTE_COLORBLIND},
    {"colourblind", PALETTE_COLORBLIND},
    {"hot", PALETTE_HOT},
    {"mem", PALETTE_MEM},
    {"io", PALETTE_IO},
    {"red", PALETTE_RED},
    {"green", PALETTE_GREEN},
    {"blue", PALETTE_BLUE},
    {"aqua", PALETTE_AQUA},
    {"yellow", PALETTE_YELLOW},
    {"purple", PALETTE_PURPLE},
    {"orange", PALETTE_ORANGE},
    {NULL, 0},
};

size_t palette_size(enum palette palette)
{
    size_t size = 1;
    for (size_t i = 0; i < ORIGIN_COUNT; i++)
        size += palettes[palette].ramps[i].count;
    return size;
}

struct colour palette_colour(enum palette palette, size_t index)
{
    const struct ramp *ramp = palettes[palette].ramps;
    if (index == 0)
        return palettes[palette].all;
    for (index--; index >= ramp->count; ramp++)
        index -= ramp->count;
    double part = (double)index / (ramp->count - 1);
    return colour_from_hsl(
        (struct hsl){ramp->hue_first + (ramp->hue_last - ramp->hue_first) * part, ramp->saturation,
                     index % 2 == 0 ? ramp->lightness_even : ramp->lightness_odd},
        1.0);
}

/* ---- Choosing ---- */

/* FNV-1a, and then every bit of it counts. */
static uint32_t hash(pstats_text text)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < text.length; i++)
        value = (value ^ (unsigned char)text.bytes[i]) * 16777619u;
    value ^= value >> 16;
    value *= 0x85ebca6bu;
    return value ^ value >> 13;
}

static pstats_text shown_part(pstats_text name)
{
    return (pstats_text){name.bytes, name.length < NAMES_MAX ? name.length : NAMES_MAX};
}

/* An address in a name is another one in every run. */
static pstats_text without_address(pstats_text name)
{
    static const char mark[] = " at 0x";
    for (size_t i = 0; i + sizeof mark <= name.length + 1; i++)
        if (memcmp(name.bytes + i, mark, sizeof mark - 1) == 0)
            return (pstats_text){name.bytes, i};
    return name;
}

static size_t first_of(enum palette palette, enum origin origin)
{
    size_t first = 1;
    for (size_t i = 0; palettes[palette].has_origins && i < (size_t)origin; i++)
        first += palettes[palette].ramps[i].count;
    return first;
}

size_t palette_choose(enum palette palette, enum origin origin, pstats_text module,
                      pstats_text name)
{
    const struct ramps *ramps = &palettes[palette];
    pstats_text key = module.length > 0 ? module : without_address(shown_part(name));
    if (!ramps->has_origins)
        origin = ORIGIN_OWN;
    return first_of(palette, origin) + hash(key) % ramps->ramps[origin].count;
}

int palette_has_origins(enum palette palette)
{
    return palettes[palette].has_origins;
}
