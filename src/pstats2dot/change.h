/* What has changed between the two profiles of a comparison. */
#ifndef PSTATS2DOT_CHANGE_H
#define PSTATS2DOT_CHANGE_H

#include "pstats2dot/settings.h"

#include <pstats.h>

/* Seconds are compared, not shares: in a program that is slower everywhere, everything is slower. */
struct change {
    pstats_presence presence;
    int direction;         /* 1: slower, -1: faster, 0: to be shown as neither */
    double seconds;        /* of total time, after less before; below zero: faster */
    double before;         /* seconds */
    double total_fraction; /* seconds as a part of the larger profile's total time, -1 to 1 */
    double self_fraction;  /* likewise of self time; of functions only */
};

/* All zero but for presence in a graph that is no comparison. Beyond what the settings let show
 * (--compare-tolerance, --compare-only-...), direction and fractions are 0. */
struct change change_of_function(const pstats_graph *graph, size_t index,
                                 const struct settings *settings);
struct change change_of_call(const pstats_graph *graph, size_t index,
                             const struct settings *settings);

/* Of the program: of the total times of both profiles. */
struct change change_of_all(const pstats_graph *graph, const struct settings *settings);

#endif
