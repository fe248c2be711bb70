/* The stacks to be shown: an estimated tree of frames, cut down to what was asked for, upright or reversed. */
#ifndef STACKS_STACKS_H
#define STACKS_STACKS_H

#include "stacks/frames.h"

#include <pstats.h>

#include <stdint.h>

/* Of a comparison, frames have the figures of both profiles: their own are after's, and the other ones before's; or, if it
 * is negated, the other way round. Of frames that are on one side only, the figures on the other are 0.
 *
 * In reversed stacks parents are callees and a root's total is its function's whole self time, shared
 * out among its callers on it; self is the part that was called by nobody. There total alone is of
 * interest to readers. */
struct stacks {
    const pstats_graph *graph; /* borrowed */
    struct stack_frame *frames;
    size_t count;         /* at least 1 */
    double whole;         /* the total of frame 0, were nothing left out */
    double other_whole;   /* likewise, in a comparison: of the other profile */
    uint32_t level_count; /* at least 1 */
    int is_exact;         /* recorded, not estimated */
    int is_reversed;
    int is_compared;
    int is_negated;
};

/* A frame's times before and after, in a comparison. */
double stacks_total_before(const struct stacks *stacks, size_t frame);
double stacks_total_after(const struct stacks *stacks, size_t frame);
double stacks_self_before(const struct stacks *stacks, size_t frame);
double stacks_self_after(const struct stacks *stacks, size_t frame);

/* Sets of functions; one of count 0 is not asked for. Excluded functions' frames go with all on them,
 * and the time stays in the totals below; then stacks begin at their first frame, from the bottom, that
 * is a root's; then what is above max_depth levels (frame 0 not counted) goes, its time staying likewise;
 * in reversed stacks excluded time does not appear. Reversing makes at most max_frames frames, the
 * heaviest ones; time that would need more is cut off. */
struct stacks_options {
    const size_t *roots;
    size_t root_count;
    const size_t *excluded;
    size_t excluded_count;
    size_t max_depth; /* at least 1; SIZE_MAX: all */
    int is_reversed;
    size_t max_frames;
    double ticks_per_unit; /* 0: frames' ticks are not asked for, and are 0 */
    int is_compared;       /* the tree is a comparison */
    int is_negated;
};
#define STACKS_OPTIONS_INIT                                                                        \
    {                                                                                              \
        NULL, 0, NULL, 0, SIZE_MAX, 0, 200000, 1e6, 0, 0                                           \
    }

/* The graph must outlive the result; the tree need not. NULL: said in error. */
struct stacks *stacks_new(const pstats_graph *graph, const pstats_tree *tree,
                          const struct stacks_options *options, pstats_error *error);
void stacks_free(struct stacks *stacks);

#endif
