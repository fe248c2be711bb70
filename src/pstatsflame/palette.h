/* Palettes: which colour a function's frames have. */
#ifndef PSTATSFLAME_PALETTE_H
#define PSTATSFLAME_PALETTE_H

#include "cli/colours.h"
#include "cli/options.h"
#include "pstatsflame/origin.h"

#include <pstats.h>

enum palette {
    PALETTE_PYTHON, /* a range of hues for each origin */
    PALETTE_COLORBLIND,
    PALETTE_HOT, /* from here on one range for everything */
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

/* For the table of options; values are of enum palette. */
extern const struct option_choice palette_choices[];

/* Colours of a palette are numbered from 0, which is that of the frame for everything. */
size_t palette_size(enum palette palette);
struct colour palette_colour(enum palette palette, size_t index);

/* The number of a function's colour: by its origin and module (origin_find's), or by its name where module is "". The
 * same in every run and every profile, and wherever Python is installed. */
size_t palette_choose(enum palette palette, enum origin origin, pstats_text module,
                      pstats_text name);

int palette_has_origins(enum palette palette); /* whether a colour tells the origin */

#endif
