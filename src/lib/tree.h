/* Trees of frames: stacks, recorded or estimated. Knows nothing of how they were come by. */
#ifndef LIB_TREE_H
#define LIB_TREE_H

#include <pstats.h>

struct pstats_graph;

struct pstats_tree {
    const struct pstats_graph *graph; /* borrowed: what the frames' functions are indices of */
    pstats_frame *frames;
    size_t frame_count;
    int is_exact;
    pstats_frame *befores; /* these two are for comparisons alone: else NULL */
    unsigned char *presences;
};

/* The nodes of a forest from the roots down, each followed by its descendants, siblings as they stand in sequence (all
 * nodes, in any order). A root's parent is UINT32_MAX. 0: memory. */
int tree_preorder(const uint32_t *parent, size_t count, const uint32_t *sequence, uint32_t *order);

/* The order that pstats.h promises: order[i] becomes the index of the frame that comes i-th. Siblings are of different
 * functions. 0: memory. */
int tree_order_frames(const struct pstats_graph *graph, const pstats_frame *frames, size_t count,
                      const uint32_t *by_rank, uint32_t *order);

/* Takes frames over (also on failure), which have function, parent, self and is_inferred, parents first: fills in the
 * totals, drops frames without time and puts the rest in the order that pstats.h promises. NULL: said in error. */
struct pstats_tree *tree_new(const struct pstats_graph *graph, pstats_frame *frames, size_t count,
                             const uint32_t *by_rank, pstats_error *error);

#endif
