/* Stacks from their tips down: who used the time, and who called them. */
#ifndef STACKS_REVERSE_H
#define STACKS_REVERSE_H

#include "stacks/frames.h"

/* Replaces upright frames (each after its parent; what was cut off is dropped) by reversed ones: on frame 0 every function
 * that has time of its own, on each its callers, on these theirs, at most max_depth levels. The heaviest frames are
 * taken apart first, until there are max_frames of them; what is then left whole is cut off. 0: out of memory. */
int reverse_frames(struct frames *frames, size_t max_depth, size_t max_frames);

#endif
