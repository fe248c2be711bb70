/* Fitting a forest of call paths to the times that are known: cyclic projections (iterative proportional fitting). */
#ifndef LIB_ESTIMATE_FIT_H
#define LIB_ESTIMATE_FIT_H

#include <pstats.h>

struct part;

/* Nodes from the roots down, each followed by its descendants. */
struct forest {
    uint32_t count;
    uint32_t *edge;   /* of the part; a root's is an entry */
    uint32_t *parent; /* UINT32_MAX: a root */
    uint32_t *end;    /* behind the last descendant */
    double *self;
    double *exit; /* what the node spends in functions outside the part */
};

/* Scales self and exit until self adds up to that of each edge, exit to that of each function, and the time from the
 * nodes of each edge and each function down to theirs; as near as work (visits of nodes) allows. Adds what was done to
 * *done. 0: out of memory. */
int forest_fit(struct forest *forest, const struct part *part, double work, double *done);

#endif
