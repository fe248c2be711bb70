/* Frames while they are put together: made one by one, found again by what they are, and put in order in the end. */
#ifndef PSTATSFLAME_FRAMES_H
#define PSTATSFLAME_FRAMES_H

#include "pstatsflame/stacks.h"

#include <pstats.h>

#include <stdint.h>

#define FRAMES_NONE SIZE_MAX

/* items[0] is the frame for everything. What a frame gets of its own while it is here: ticks, cut_ticks,
 * self, and in total what was cut off. */
struct frames {
    struct stack_frame *items;
    size_t count, capacity;
    uint32_t *
        slots; /* of a hash table by parent and function, holding index + 1; NULL until it is used */
    size_t slot_count;
};

int frames_start(struct frames *frames); /* 0: out of memory; frames_free all the same */
void frames_free(struct frames *frames);

/* A new frame, which the caller knows to be new. FRAMES_NONE: out of memory, or there are too many. */
size_t frames_append(struct frames *frames, size_t parent, size_t function);

/* The frame of this function on this parent, made if need be. Do not mix with frames_append. */
size_t frames_child(struct frames *frames, size_t parent, size_t function);

/* Completes totals. */
void frames_add_up(struct frames *frames);

/* Puts parents first, each followed by its descendants, siblings by file, line, name. 0: out of memory. */
int frames_arrange(struct frames *frames, const pstats_graph *graph);

#endif
