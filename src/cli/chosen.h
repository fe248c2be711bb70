/* What --root and --exclude choose of a profile, and how much that is. */
#ifndef CLI_CHOSEN_H
#define CLI_CHOSEN_H

#include "cli/finder.h"
#include "cli/options.h"

#include <pstats.h>

/* The functions that they name. */
struct chosen {
    struct found roots, excluded;
};

/* 0: a message was printed, and *exit_code is set. chosen needs chosen_free in any case. */
int chosen_make(struct chosen *chosen, const pstats_graph *graph,
                const struct option_strings *roots, const struct option_strings *excluded,
                const struct option_strings *strip_prefixes, const struct finder_rules *rules,
                int *exit_code);
void chosen_free(struct chosen *chosen);

/* What those of the two options that were given are called together; "": neither was. */
const char *chosen_options(const struct option_strings *roots,
                           const struct option_strings *excluded);

/* The time that they leave, and what was recorded. */
struct chosen_time {
    double left, whole;
};

/* Adds functions' own times: those of what is left, and those of the profile that it was a part of. At DBL_MAX they stay. */
void chosen_add_time(struct chosen_time *time, const pstats_graph *left, const pstats_graph *whole);

/* Warns when options, as chosen_options has them, leave nothing or next to nothing, of anything. */
void chosen_warn(const char *options, struct chosen_time time);

#endif
