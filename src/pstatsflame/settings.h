/* What pstatsflame can be asked for: its table of options and where their values go. */
#ifndef PSTATSFLAME_SETTINGS_H
#define PSTATSFLAME_SETTINGS_H

#include "cli/colours.h"
#include "cli/options.h"

enum format { /* of what is written */
              FORMAT_BY_SUFFIX,
              FORMAT_SVG,
              FORMAT_PNG,
              FORMAT_PDF,
              FORMAT_PS,
              FORMAT_FOLDED,
              FORMAT_JSON,
};

struct settings {
    const char *output; /* NULL: standard output */
    int format;
    /* which stacks */
    struct option_strings roots, excluded;
    long max_depth; /* 0: no limit */
    double threshold_percent;
    long max_frames;
    int is_reversed;
    /* what they are compared with */
    struct option_strings baselines;
    int is_negated; /* widths show what was before */
    int has_normalised_paths;
    /* how they are drawn */
    int is_inverted;
    const char *title, *subtitle; /* NULL: the usual ones */
    const char *count_name;       /* NULL: the profile's own unit */
    double width_px;
    double frame_height_px; /* 0: what the font needs */
    const char *minimum_width;
    const char *font_family;
    double font_size_px;
    int palette;
    int is_by_name;
    const char *background;
    struct option_strings strip_prefixes;
    const char *link;
    /* made of the above by settings_check */
    double minimum_px, minimum_fraction;
    struct colour page;
};
#define SETTINGS_INIT                                                                              \
    {                                                                                              \
        .threshold_percent = 0.001, .max_frames = 200000, .width_px = 1200.0,                      \
        .minimum_width = "0.1", .font_family = "monospace", .font_size_px = 12.0,                  \
        .background = "white"                                                                      \
    }

extern const struct option_table settings_table;

/* Checks what no single option shows, settles the format and the values at the end of settings. Returns 0 after printing a
 * message. */
int settings_check(struct settings *settings, const struct option_strings *paths);

#endif
