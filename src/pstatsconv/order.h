/* Functions by file, line and name, and what each of them calls, in that order. */
#ifndef PSTATSCONV_ORDER_H
#define PSTATSCONV_ORDER_H

#include <pstats.h>

struct order {
    size_t *ranks;                   /* by function: its place */
    size_t *file_ranks, *name_ranks; /* by function; equal texts have equal ones */
    size_t *functions;               /* in order */
    size_t *first;                   /* by function: where its calls begin in calls */
    size_t *calls; /* by caller; those of one by the callee's place in the order */
};

/* 0: out of memory. Free it in any case. */
int order_make(struct order *order, const pstats_graph *graph);
void order_free(struct order *order);

#endif
