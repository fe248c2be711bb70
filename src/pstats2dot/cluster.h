/* Which functions belong together: modules and packages, by their files. Knows no Graphviz library.
 */
#ifndef PSTATS2DOT_CLUSTER_H
#define PSTATS2DOT_CLUSTER_H

#include "cli/buffer.h"
#include "pstats2dot/settings.h"

#include <pstats.h>

struct cluster_set {
    size_t count;
    struct buffer *names; /* by cluster */
    size_t *first;        /* by cluster: its first function */
    size_t *next;         /* by function: the one that follows in its cluster; SIZE_MAX: none */
    size_t function_count;
};

/* Clusters are numbered in the order of their names; functions in them keep theirs. Builtins are in
 * none. 0: out of memory; free the set in any case. */
int cluster_set_make(struct cluster_set *set, const pstats_graph *graph,
                     const struct settings *settings);
void cluster_set_free(struct cluster_set *set);

#endif
