/* The call graph: its memory, its totals and its neighbours. Knows nothing of files. */
#ifndef LIB_GRAPH_H
#define LIB_GRAPH_H

#include "large_counts.h"

#include <math.h>
#include <pstats.h>

struct arena;

/* What a comparison knows besides: the figures before, and in which of the two graphs it is. */
struct past {
    pstats_cost cost;
    pstats_presence presence;
};

struct pstats_graph {
    struct arena *texts; /* shared with the graphs that were made from this one */
    const char *unit;    /* a literal */
    pstats_function *functions;
    size_t function_count;
    pstats_call *calls;
    size_t call_count;
    double total_self;
    double total;
    struct large_counts large_function_calls; /* those that were cut */
    struct large_counts large_call_calls;
    struct past *function_pasts; /* those from here on are for comparisons alone: else NULL and 0 */
    struct past *call_pasts;
    struct large_counts large_function_calls_before;
    struct large_counts large_call_calls_before;
    double total_self_before;
    double total_before;
    size_t *
        places_before; /* of what a comparison returned, until it is pruned or selected from: where the functions
                              of the graph before have gone; else NULL */
    size_t function_count_before;
    size_t function_count_after; /* their places are 0 and so on */
};

/* An empty graph that takes over nothing yet; retains texts. NULL: out of memory. */
struct pstats_graph *graph_new(struct arena *texts);

/* For the maker of a graph, once functions and calls are in place with the figures that were given: fills in what was
 * not (times of derived calls, figures of functions that are callers only) and the totals. Without derived calls, calls
 * need not be gone through for them. 0: out of memory. */
int graph_complete(struct pstats_graph *graph, int has_derived_calls);

/* What that filled in for a call's derived_calls; the rest of its times was given. */
void graph_derived_times(const struct pstats_graph *graph, size_t index, double *self,
                         double *cumulative);

/* What is left of a call's times without that. */
void graph_leave_given_times(const struct pstats_graph *graph, size_t index, double *self,
                             double *cumulative);

/* pstats_share, for loops. */
static inline double graph_share(double value, double total)
{
    if (!isfinite(value) || !isfinite(total) || !(value > 0.0) || !(total > 0.0))
        return 0.0;
    double share = value / total;
    return share < 1.0 ? share : 1.0;
}

/* Calls by one end: those of function f are call[first[f]] .. call[first[f + 1] - 1], indices into graph->calls in
 * ascending order. */
struct adjacency {
    size_t *first;
    size_t *call;
};

enum adjacency_end { BY_CALLER, BY_CALLEE };

int adjacency_init(struct adjacency *adjacency, const struct pstats_graph *graph,
                   enum adjacency_end end);       /* 0: memory */
void adjacency_free(struct adjacency *adjacency); /* also one that is all zero */

#endif
