/* What two estimates leave open, decided alike for both. */
#ifndef LIB_TREE_SETTLE_H
#define LIB_TREE_SETTLE_H

#include <pstats.h>

/* Two trees of the same frames, each followed by its descendants; where one tree has no such frame its times are 0.
 * An edge is a function as called by another: frames have the numbers edge[0] .. edge[count - 1]. */
struct settlement {
    pstats_frame *sides[2]; /* self and total are replaced */
    size_t count;
    const uint32_t *edge;
    size_t edge_count;
    size_t function_count;
};

/* Keeps, on each side, what every edge's frames take by themselves and what they take with all below them, and each
 * function's self time exactly; but shares edges' time out over their frames in the manner that both sides' mean is
 * nearest to. So what differs in a frame differs because its edges do. Sides that are alike stay alike to the last bit.
 * 0: memory. */
int tree_settle(const struct settlement *settlement);

#endif
