/* The profiles of a picture: the one that is drawn, and the one that it is compared with. */
#ifndef PSTATSFLAME_INPUTS_H
#define PSTATSFLAME_INPUTS_H

#include "pstatsflame/settings.h"

#include <pstats.h>

struct inputs {
    pstats_profile *profile;
    pstats_profile *baseline; /* NULL: nothing is compared, and so is the next */
    pstats_graph *compared;
    const pstats_graph *graph; /* that, or the profile's: frames' functions are its */
};

/* 0: a message was printed, and *exit_code is set. Free the inputs in any case. */
int inputs_read(struct inputs *inputs, const struct settings *settings,
                const struct option_strings *paths, int *exit_code);
void inputs_free(struct inputs *inputs);

/* The stacks of the profile, or of both. NULL: said in error. */
pstats_tree *inputs_estimate(const struct inputs *inputs, const struct settings *settings,
                             pstats_error *error);

#endif
