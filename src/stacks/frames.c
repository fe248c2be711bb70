/* Frames while they are put together: made one by one, found again by what they are, and put in order in the end. */
#include "frames.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_MAX (UINT32_MAX / 4) /* so that indices, and twice their number, fit into 32 bits */

int64_t frames_add_ticks(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

double frames_add_time(double a, double b)
{
    double sum = a + b;
    return sum > DBL_MAX ? DBL_MAX : sum;
}

static int make_room(struct frames *frames, size_t capacity)
{
    struct stack_frame *grown = NULL;
    if (capacity <= COUNT_MAX && capacity <= SIZE_MAX / sizeof *grown)
        grown = realloc(frames->items, capacity * sizeof *grown);
    if (grown == NULL)
        return 0;
    frames->items = grown;
    frames->capacity = capacity;
    return 1;
}

int frames_start(struct frames *frames, size_t capacity)
{
    *frames = (struct frames){0};
    return make_room(frames, capacity > 0 ? capacity : 1) &&
           frames_append(frames, STACKS_NO_PARENT, STACKS_NO_FUNCTION) == 0;
}

void frames_free(struct frames *frames)
{
    free(frames->items);
    free(frames->slots);
    *frames = (struct frames){0};
}

size_t frames_append(struct frames *frames, size_t parent, size_t function)
{
    if (frames->count == frames->capacity && !make_room(frames, 2 * frames->capacity))
        return FRAMES_NONE;
    frames->items[frames->count] = (struct stack_frame){
        .function = (uint32_t)function,
        .parent = (uint32_t)parent,
        .level = parent == STACKS_NO_PARENT ? 0 : frames->items[parent].level + 1,
    };
    return frames->count++;
}

/* ---- Finding ---- */

static size_t find_slot(const struct frames *frames, size_t parent, size_t function)
{
    uint64_t mixed = ((uint64_t)parent << 32 ^ (uint64_t)function) * UINT64_C(0x9e3779b97f4a7c15);
    size_t mask = frames->slot_count - 1, slot = (size_t)(mixed >> 32) & mask;
    for (; frames->slots[slot] != 0; slot = (slot + 1) & mask) {
        const struct stack_frame *frame = &frames->items[frames->slots[slot] - 1];
        if (frame->parent == parent && frame->function == function)
            break;
    }
    return slot;
}

/* At most half of the slots are ever taken. */
static int reserve_slot(struct frames *frames)
{
    size_t wanted = 1024;
    if (frames->slots != NULL && frames->count * 2 < frames->slot_count)
        return 1;
    while (wanted <= frames->count * 2)
        wanted *= 2;
    uint32_t *slots = calloc(wanted, sizeof *slots);
    if (slots == NULL)
        return 0;
    free(frames->slots);
    frames->slots = slots;
    frames->slot_count = wanted;
    for (size_t i = 1; i < frames->count; i++) {
        const struct stack_frame *frame = &frames->items[i];
        slots[find_slot(frames, frame->parent, frame->function)] = (uint32_t)i + 1;
    }
    return 1;
}

size_t frames_child(struct frames *frames, size_t parent, size_t function)
{
    if (!reserve_slot(frames))
        return FRAMES_NONE;
    size_t slot = find_slot(frames, parent, function);
    if (frames->slots[slot] != 0)
        return frames->slots[slot] - 1;
    size_t made = frames_append(frames, parent, function);
    if (made != FRAMES_NONE)
        frames->slots[slot] = (uint32_t)made + 1;
    return made;
}

/* ---- Finishing ---- */

void frames_add_up(struct frames *frames)
{
    for (size_t i = frames->count; i-- > 0;) {
        struct stack_frame *frame = &frames->items[i];
        frame->total = frames_add_time(frame->total, frame->self);
        frame->other.total = frames_add_time(frame->other.total, frame->other.self);
        if (i > 0) {
            struct stack_frame *parent = &frames->items[frame->parent];
            parent->total = frames_add_time(parent->total, frame->total);
            parent->other.total = frames_add_time(parent->other.total, frame->other.total);
        }
    }
}

/* Frames other than 0, by their functions' ranks. starts has room for rank_count + 1 numbers. */
static void sort_by_rank(const struct frames *frames, const size_t *rank, size_t rank_count,
                         uint32_t *starts, uint32_t *sorted)
{
    memset(starts, 0, (rank_count + 1) * sizeof *starts);
    for (size_t i = 1; i < frames->count; i++)
        starts[rank[frames->items[i].function] + 1]++;
    for (size_t i = 0; i < rank_count; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 1; i < frames->count; i++)
        sorted[starts[rank[frames->items[i].function]]++] = (uint32_t)i;
}

/* Walks the tree whose frames have their children in lists and fills in place, by old index. No frame but 0 has the
 * index 0, so it ends lists. */
static void number(const struct frames *frames, const uint32_t *first_child, const uint32_t *next,
                   uint32_t *place)
{
    uint32_t reached = 0;
    for (size_t i = 0;;) {
        place[i] = reached++;
        if (first_child[i] != 0) {
            i = first_child[i];
            continue;
        }
        while (i != 0 && next[i] == 0)
            i = frames->items[i].parent;
        if (i == 0)
            return;
        i = next[i];
    }
}

static void move(struct frames *frames, const uint32_t *place, struct stack_frame *moved)
{
    for (size_t i = 0; i < frames->count; i++) {
        struct stack_frame *frame = &moved[place[i]];
        *frame = frames->items[i];
        if (i > 0)
            frame->parent = place[frame->parent];
    }
    free(frames->items);
    frames->items = moved;
    frames->capacity = frames->count;
    free(frames->slots); /* they hold what is no longer so */
    frames->slots = NULL;
}

int frames_arrange(struct frames *frames, const pstats_graph *graph)
{
    size_t function_count = pstats_graph_function_count(graph);
    size_t *rank = malloc((function_count + 1) * sizeof *rank);
    uint32_t *starts = malloc((function_count + 2) * sizeof *starts);
    uint32_t *lists = calloc(frames->count, 4 * sizeof *lists);
    struct stack_frame *moved = malloc(frames->count * sizeof *moved);
    int is_done = rank != NULL && starts != NULL && lists != NULL && moved != NULL &&
                  pstats_graph_rank_functions(graph, rank, NULL, NULL, NULL) == 0;
    if (is_done) {
        uint32_t *first_child = lists, *next = lists + frames->count;
        uint32_t *sorted = next + frames->count, *place = sorted + frames->count;
        sort_by_rank(frames, rank, function_count, starts, sorted);
        for (size_t i = frames->count - 1;
             i-- > 0;) { /* from the last: each goes before those there are */
            size_t parent = frames->items[sorted[i]].parent;
            next[sorted[i]] = first_child[parent];
            first_child[parent] = sorted[i];
        }
        number(frames, first_child, next, place);
        move(frames, place, moved);
        moved = NULL;
    }
    free(rank);
    free(starts);
    free(lists);
    free(moved);
    return is_done;
}
