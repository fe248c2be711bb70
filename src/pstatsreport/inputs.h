/* The profiles of a report: the one that it is about, and those that it is compared with. */
#ifndef PSTATSREPORT_INPUTS_H
#define PSTATSREPORT_INPUTS_H

#include "cli/chosen.h"
#include "pstatsreport/settings.h"

#include <pstats.h>

struct baseline {
    pstats_profile *profile;
    pstats_graph *selected;    /* what --root and --exclude leave; NULL: all of the profile's */
    const pstats_graph *graph; /* that, or the profile's */
    pstats_graph
        *compared; /* with what is reported on: its functions in their order, then others */
};

struct inputs {
    pstats_profile *profile;
    pstats_graph *selected;
    const pstats_graph *graph;
    struct baseline *baselines;
    size_t baseline_count;
    struct chosen_time time; /* of all of them, where --root and --exclude leave out a part */
};

/* 0: a message was printed, and *exit_code is set. Free the inputs in any case. */
int inputs_read(struct inputs *inputs, const struct settings *settings,
                const struct option_strings *paths, int *exit_code);
void inputs_free(struct inputs *inputs);

#endif
