/* The order of a graph's functions: by file, line and name. */
#ifndef LIB_RANK_H
#define LIB_RANK_H

#include <pstats.h>

/* by_rank[r] becomes the index of the function that comes r-th by file, line, name and, last, index. 0: memory. */
int rank_functions(const pstats_graph *graph, uint32_t *by_rank);

#endif
