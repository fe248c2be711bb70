/* Which calls of a function in a cycle lead to which of its callees. */
#ifndef LIB_ESTIMATE_PAIRS_H
#define LIB_ESTIMATE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

struct part;

struct pairs {
    size_t *
        first; /* of an edge of the part: its row of first calls, which that of nested ones follows */
    double *
        factor; /* by inner edge of its target: how much likelier than in any of the target's calls */
};

/* share (0..1): of what one part may take. 0: out of memory. pairs_free takes one that is all zero, too. */
int pairs_init(struct pairs *pairs, const struct part *part, double share);
void pairs_free(struct pairs *pairs);

/* The factors of calls over an edge, for first calls over each inner edge that leaves its target. */
static inline const double *pairs_row(const struct pairs *pairs, uint32_t edge, int is_nested,
                                      size_t columns)
{
    return pairs->factor + pairs->first[edge] + (is_nested ? columns : 0);
}

#endif
