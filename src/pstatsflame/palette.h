/* Palettes: which colour a function's frames have. */
#ifndef PSTATSFLAME_PALETTE_H
#define PSTATSFLAME_PALETTE_H

#include "cli/colours.h"
#include "cli/options.h"

#include <pstats.h>

/* Whose code it is. */
enum palette_origin {
    ORIGIN_OWN,      /* the user's own */
    ORIGIN_PACKAGES, /* installed: site-packages, dist-packages */
    ORIGIN_STANDARD, /* Python's standard library */
    ORIGIN_BUILTIN,  /* no file: builtins, extension modules */
};
#define PALETTE_ORIGIN_COUNT 4

enum palette_name {
    PALETTE_PYTHON, /* a hue for each origin */
    PALETTE_COLORBLIND,
    PALETTE_HOT, /* from here on one hue range for everything */
    PALETTE_MEM,
    PALETTE_IO,
    PALETTE_RED,
    PALETTE_GREEN,
    PALETTE_BLUE,
    PALETTE_AQUA,
    PALETTE_YELLOW,
    PALETTE_PURPLE,
    PALETTE_ORANGE,
};
#define PALETTE_COUNT 12

/* For the table of options; values are of enum palette_name. */
extern const struct option_choice palette_choices[];

enum palette_origin palette_origin(const pstats_function *function);

/* Colours of a palette are numbered from 0, the first one being that of the frame for everything. */
size_t palette_size(enum palette_name palette);
struct colour palette_colour(enum palette_name palette, size_t index);

/* The number of a function's colour: by its file, or by its name, the same in every run and every profile. */
size_t palette_choose(enum palette_name palette, const pstats_function *function, int is_by_name);

/* Whether colours tell origins apart; then this is one that stands for them all, for a legend. */
int palette_has_origins(enum palette_name palette);
size_t palette_sample(enum palette_name palette, enum palette_origin origin);

#endif
