/* Parts of graphs. Knows nothing of why they are wanted. */
#ifndef LIB_SUBSET_H
#define LIB_SUBSET_H

#include <pstats.h>

/* The part of graph whose functions and calls have a non-zero mark; calls that lose an end go too. Order and totals
 * stay. keep_call may be NULL: all. NULL: out of memory, said in error. */
pstats_graph *subset_new(const pstats_graph *graph, const unsigned char *keep_function,
                         const unsigned char *keep_call, pstats_error *error);

#endif
