/* Trees of call paths, laid out from the roots down. */
#ifndef LIB_ESTIMATE_FOREST_H
#define LIB_ESTIMATE_FOREST_H

#include <stdint.h>

/* Each node is followed by its descendants. */
struct forest {
    uint32_t count;
    uint32_t *edge;   /* last one of the path */
    uint32_t *parent; /* UINT32_MAX: a root */
    uint32_t *end;    /* behind the last descendant */
    double *self;
    double *exit; /* what the node spends in functions outside the part */
};

/* A forest of count nodes with nothing filled in. 0: out of memory; to be freed all the same. */
int forest_init(struct forest *forest, uint32_t count);
void forest_free(struct forest *forest); /* also one that is all zero */

/* Lays out nodes that have these parents, siblings as they stand in sequence: fills in the forest's parents and ends,
 * and which node stands where. 0: out of memory. */
int forest_order(const uint32_t *parent, const uint32_t *sequence, uint32_t *order,
                 struct forest *forest);

/* The time of each node with all below it. */
void forest_totals(const struct forest *forest, double *totals);

#endif
