/* Stacks from their tips down: who used the time, and who called them. */
#include "reverse.h"

#include <stdlib.h>

#define STEPS_PER_FRAME 64 /* bounds the work, where many stacks share their tips for long */

/* The time of one upright frame, on its way down that frame's stack. */
struct share {
    double self, other_self;
    int64_t ticks, other_ticks;
    uint32_t frame; /* the upright frame that it has come to */
    uint32_t next;  /* in the list of the reversed frame that it is in; NONE ends it */
    unsigned char is_inferred, presence;
};
#define NONE UINT32_MAX

struct reverser {
    const struct frames *upright;
    struct frames frames; /* reversed; their total is what all their shares have */
    struct share *shares;
    uint32_t *lists; /* by reversed frame: its first share */
    size_t list_capacity;
    uint32_t *heap; /* reversed frames to take apart, the heaviest first */
    size_t heap_count, heap_capacity;
};

/* ---- The heaviest frame ---- */

/* In either profile */
static double weight_of(const struct stack_frame *frame)
{
    return frame->total > frame->other.total ? frame->total : frame->other.total;
}

static int is_before(const struct reverser *reverser, uint32_t a, uint32_t b)
{
    double first = weight_of(&reverser->frames.items[a]);
    double second = weight_of(&reverser->frames.items[b]);
    return first > second || (first == second && a < b);
}

static void swap(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

static void heap_push(struct reverser *reverser, uint32_t frame)
{
    uint32_t *heap = reverser->heap;
    size_t at = reverser->heap_count++;
    heap[at] = frame;
    for (; at > 0 && is_before(reverser, heap[at], heap[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&heap[at], &heap[(at - 1) / 2]);
}

static uint32_t heap_pop(struct reverser *reverser)
{
    uint32_t *heap = reverser->heap, top = heap[0];
    size_t count = --reverser->heap_count;
    heap[0] = heap[count];
    for (size_t at = 0;;) {
        size_t best = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
            if (is_before(reverser, heap[child], heap[best]))
                best = child;
        if (best == at)
            return top;
        swap(&heap[at], &heap[best]);
        at = best;
    }
}

/* ---- Taking apart ---- */

/* Room in the lists and in the heap for as many frames as there are. */
static int reserve(struct reverser *reverser)
{
    if (reverser->frames.count <= reverser->list_capacity)
        return 1;
    size_t wanted = reverser->frames.capacity;
    uint32_t *lists = realloc(reverser->lists, wanted * sizeof *lists);
    if (lists != NULL)
        reverser->lists = lists;
    uint32_t *heap = realloc(reverser->heap, wanted * sizeof *heap);
    if (heap != NULL)
        reverser->heap = heap;
    if (lists == NULL || heap == NULL)
        return 0;
    for (size_t i = reverser->list_capacity; i < wanted; i++)
        lists[i] = NONE;
    reverser->list_capacity = wanted;
    return 1;
}

/* Gives a share to the frame that it belongs to next: that of its upright frame's function, on parent. */
static int hand_on(struct reverser *reverser, uint32_t index, size_t parent)
{
    struct share *share = &reverser->shares[index];
    size_t function = reverser->upright->items[share->frame].function;
    size_t frame = frames_child(&reverser->frames, parent, function);
    if (frame == FRAMES_NONE || !reserve(reverser))
        return 0;
    struct stack_frame *into = &reverser->frames.items[frame];
    into->total = frames_add_time(into->total, share->self);
    into->other.total = frames_add_time(into->other.total, share->other_self);
    into->cut_ticks = frames_add_ticks(into->cut_ticks, share->ticks);
    into->other.cut_ticks = frames_add_ticks(into->other.cut_ticks, share->other_ticks);
    into->presence |= share->presence;
    into->is_inferred |= share->is_inferred && into->level > 2; /* who called whom the dump knows */
    share->next = reverser->lists[frame];
    reverser->lists[frame] = index;
    return 1;
}

/* Hands the shares of a frame on to its callers' frames; what has no caller stays as its own. Returns the number of
 * shares, 0 when memory is short. */
static size_t take_apart(struct reverser *reverser, uint32_t frame)
{
    size_t count = 0;
    uint32_t index = reverser->lists[frame];
    reverser->lists[frame] = NONE;
    struct stack_frame own = {0};
    while (index != NONE) {
        struct share *share = &reverser->shares[index];
        uint32_t next = share->next;
        share->frame = (uint32_t)reverser->upright->items[share->frame].parent;
        count++;
        if (share->frame == 0) {
            own.self = frames_add_time(own.self, share->self);
            own.ticks = frames_add_ticks(own.ticks, share->ticks);
            own.other.self = frames_add_time(own.other.self, share->other_self);
            own.other.ticks = frames_add_ticks(own.other.ticks, share->other_ticks);
        } else if (!hand_on(reverser, index, frame)) {
            return 0;
        }
        index = next;
    }
    struct stack_frame *taken = &reverser->frames.items[frame];
    taken->self = own.self;
    taken->ticks = own.ticks;
    taken->cut_ticks = 0;
    taken->other.self = own.other.self;
    taken->other.ticks = own.other.ticks;
    taken->other.cut_ticks = 0;
    taken->other.total = 0.0;
    taken->total = 0.0; /* all of it is on it or its own now */
    return count;
}

static void push_new(struct reverser *reverser, size_t from, size_t max_depth)
{
    for (size_t i = from; i < reverser->frames.count; i++)
        if (reverser->frames.items[i].level < max_depth)
            heap_push(reverser, (uint32_t)i);
}

static int start(struct reverser *reverser)
{
    size_t count = reverser->upright->count;
    reverser->shares = malloc(count * sizeof *reverser->shares);
    if (reverser->shares == NULL || !frames_start(&reverser->frames, 256) || !reserve(reverser))
        return 0;
    for (size_t i = count; i-- > 1;) {
        const struct stack_frame *frame = &reverser->upright->items[i];
        reverser->shares[i] = (struct share){
            .self = frame->self,
            .other_self = frame->other.self,
            .ticks = frame->ticks,
            .other_ticks = frame->other.ticks,
            .frame = (uint32_t)i,
            .next = NONE,
            .is_inferred = frame->is_inferred,
            .presence = frame->presence,
        };
        int has_time = frame->self > 0.0 || frame->ticks != 0 || frame->other.self > 0.0 ||
                       frame->other.ticks != 0;
        if (has_time && !hand_on(reverser, (uint32_t)i, 0))
            return 0;
    }
    return 1;
}

static int run(struct reverser *reverser, size_t max_depth, size_t max_frames)
{
    size_t steps = 0;
    if (!start(reverser))
        return 0;
    push_new(reverser, 1, max_depth);
    while (reverser->heap_count > 0 && reverser->frames.count < max_frames &&
           steps / STEPS_PER_FRAME < max_frames) {
        size_t before = reverser->frames.count;
        size_t done = take_apart(reverser, heap_pop(reverser));
        if (done == 0)
            return 0;
        steps += done;
        push_new(reverser, before, max_depth);
    }
    return 1;
}

int reverse_frames(struct frames *frames, size_t max_depth, size_t max_frames)
{
    struct reverser reverser = {.upright = frames};
    int is_done = run(&reverser, max_depth, max_frames);
    free(reverser.shares);
    free(reverser.lists);
    free(reverser.heap);
    if (!is_done) {
        frames_free(&reverser.frames);
        return 0;
    }
    frames_free(frames);
    *frames = reverser.frames;
    return 1;
}
