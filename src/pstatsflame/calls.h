/* How often a function called another, found by both of them. */
#ifndef PSTATSFLAME_CALLS_H
#define PSTATSFLAME_CALLS_H

#include <pstats.h>

struct calls;

/* Borrows the graph. Takes time and memory in proportion to it. NULL: out of memory. */
struct calls *calls_new(const pstats_graph *graph);
void calls_free(struct calls *calls); /* NULL is allowed */

/* The index of the call in the graph; SIZE_MAX: there is none. */
size_t calls_find(const struct calls *calls, size_t caller, size_t callee);

#endif
