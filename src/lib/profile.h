/* A profile: the graph of a file and what is odd about it. */
#ifndef LIB_PROFILE_H
#define LIB_PROFILE_H

#include <pstats.h>

#define PROFILE_WARNINGS 4 /* kinds of them */
#define PROFILE_WARNING_SIZE 120

struct pstats_profile {
    pstats_graph *graph;
    char warnings[PROFILE_WARNINGS][PROFILE_WARNING_SIZE];
    size_t warning_count;
};

/* Takes over the graph, also on failure. */
pstats_profile *profile_new(pstats_graph *graph, pstats_error *error);

/* One kind of oddity, met count times; nothing when that is 0. many has one %zu. */
void profile_warn(pstats_profile *profile, size_t count, const char *one, const char *many);

#endif
