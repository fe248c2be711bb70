/* What pstatsconv can be asked for: its table of options and where their values go. */
#ifndef PSTATSCONV_SETTINGS_H
#define PSTATSCONV_SETTINGS_H

#include "cli/options.h"

enum format {
    FORMAT_BY_SUFFIX,
    FORMAT_PSTATS,
    FORMAT_CALLGRIND,
    FORMAT_SPEEDSCOPE,
    FORMAT_FOLDED,
    FORMAT_JSON
};

struct settings {
    const char *output; /* NULL: standard output */
    int format;
    struct option_strings roots, excluded;
    struct option_strings strip_prefixes;
    /* of stacks, which are estimated */
    double threshold_percent;
    long max_frames;
};
#define SETTINGS_INIT                                                                              \
    {                                                                                              \
        .threshold_percent = 0.001, .max_frames = 200000                                           \
    }

extern const struct option_table settings_table;

/* Finds the format. 0: the name of the output tells none, and a message was printed. */
int settings_settle(struct settings *settings);

int settings_is_of_stacks(const struct settings *settings);

#endif
