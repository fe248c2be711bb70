/* Frames of stacks, and how they are put together: made one by one, found again by what they are, put in order in the
 * end. */
#ifndef STACKS_FRAMES_H
#define STACKS_FRAMES_H

#include <pstats.h>

#include <stdint.h>

#define FRAMES_NONE SIZE_MAX
#define STACKS_NO_FUNCTION UINT32_MAX
#define STACKS_NO_PARENT UINT32_MAX

/* Frame 0 stands for everything ("all"): it alone has no function and no parent, and every root lies on it. Frames come
 * parents first, each followed by its descendants; siblings by file, line, name. Of a parent's children no two have
 * the same function. */
struct stack_frame {
    uint32_t function; /* index in the graph */
    uint32_t parent;   /* index of an earlier frame */
    double self;       /* in the graph's unit: its own time */
    double total;      /* with the frames on it and with what was cut off (excluded, too deep) */
    int64_t ticks;     /* self in whole ticks; a function's add up to its own rounded self time */
    int64_t cut_ticks; /* what was cut off */
    struct {           /* in a comparison: the same of the other profile */
        double self, total;
        int64_t ticks, cut_ticks;
    } other;
    uint32_t level;            /* 0 for frame 0, else the parent's + 1 */
    unsigned char is_inferred; /* its place was estimated */
    unsigned char presence;    /* of pstats_presence */
};

/* items[0] is the frame for everything. What a frame gets of its own while it is here: ticks, cut_ticks,
 * self, and in total what was cut off. slots are those of a hash table by parent and function, NULL until
 * it is used; they hold index + 1. */
struct frames {
    struct stack_frame *items;
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_count;
};

/* Ticks, which are not negative, added; at INT64_MAX they stay. */
int64_t frames_add_ticks(int64_t a, int64_t b);

/* Times, which are not negative, added; at DBL_MAX they stay: a share of infinity would be nothing. */
double frames_add_time(double a, double b);

/* With room for so many, and more when they come. 0: out of memory; frames_free all the same. */
int frames_start(struct frames *frames, size_t capacity);
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
