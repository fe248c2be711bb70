/* The call graph: its memory, its totals, its neighbours, and subsets of it. Knows nothing of files. */
#ifndef LIB_GRAPH_H
#define LIB_GRAPH_H

#include <pstats.h>

struct arena;

struct pstats_graph {
    struct arena *texts; /* shared with the graphs that were made from this one */
    const char *unit;    /* a literal */
    pstats_function *functions;
    size_t function_count;
    pstats_call *calls;
    size_t call_count;
    double total_self;
    double total;
};

/* An empty graph that takes over nothing yet; retains texts. NULL: out of memory. */
struct pstats_graph *graph_new(struct arena *texts);

/* For the maker of a graph, once functions and calls are in place with the figures that were given: fills in what was
 * not (times of derived calls, figures of functions that are callers only) and the totals. */
void graph_complete(struct pstats_graph *graph);

/* The part of graph whose functions and calls have a non-zero mark; calls that lose an end go too. Order and totals
 * stay. keep_call may be NULL: all. NULL: out of memory, said in error. */
struct pstats_graph *graph_subset(const struct pstats_graph *graph,
                                  const unsigned char *keep_function,
                                  const unsigned char *keep_call, pstats_error *error);

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
