/* The stacks to be shown: an estimated tree of frames, cut down to what was asked for, upright or reversed. */
#include "stacks.h"

#include "stacks/frames.h"
#include "stacks/reverse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GONE UINT32_MAX

/* Where a frame of the tree went. */
struct fate {
    uint32_t frame;       /* among the new ones; GONE: it and all on it are not shown */
    unsigned char is_cut; /* that frame took it in: it and all on it are nothing of their own */
    unsigned char is_excluded; /* gone, and no root on it brings it back */
};

enum mark { MARK_ROOT = 1, MARK_EXCLUDED = 2 };

struct cutter {
    const struct stacks_options *options;
    const pstats_tree *tree;
    unsigned char *marks; /* of functions */
    int64_t *ticks;       /* of the tree's frames; a single 0 if nobody asks for them */
    int64_t *other_ticks; /* likewise, in a comparison */
    struct fate *fates;   /* likewise */
    struct frames frames;
    int failed;
};

static size_t new_frame(struct cutter *cutter, size_t parent, size_t function)
{
    int can_repeat = cutter->options->root_count > 0; /* subtrees of several roots become one */
    size_t frame = can_repeat ? frames_child(&cutter->frames, parent, function)
                              : frames_append(&cutter->frames, parent, function);
    cutter->failed |= frame == FRAMES_NONE;
    return frame;
}

static struct fate decide(struct cutter *cutter, const pstats_frame *frame)
{
    const struct stacks_options *options = cutter->options;
    int has_roots = options->root_count > 0;
    struct fate below = {has_roots ? GONE : 0, 0, 0};
    if (frame->parent != SIZE_MAX)
        below = cutter->fates[frame->parent];
    if (below.is_cut || below.is_excluded)
        return below;
    unsigned char mark = cutter->marks[frame->function];
    if (mark & MARK_EXCLUDED)
        return below.frame == GONE || below.frame == 0 ? (struct fate){GONE, 0, 1}
                                                       : (struct fate){below.frame, 1, 0};
    if (below.frame == GONE && !(mark & MARK_ROOT))
        return below;
    size_t parent = below.frame == GONE ? 0 : below.frame;
    int is_too_high = cutter->frames.items[parent].level >= options->max_depth;
    if (is_too_high && !options->is_reversed)
        return (struct fate){(uint32_t)parent, 1, 0};
    return (struct fate){(uint32_t)new_frame(cutter, parent, frame->function), 0, 0};
}

static void take_in(struct stack_frame *into, const pstats_frame *frame, int64_t ticks, int is_cut)
{
    if (is_cut) {
        into->total = frames_add_time(into->total, frame->self);
        into->cut_ticks = frames_add_ticks(into->cut_ticks, ticks);
        return;
    }
    into->self = frames_add_time(into->self, frame->self);
    into->ticks = frames_add_ticks(into->ticks, ticks);
    into->is_inferred |= frame->is_inferred != 0;
}

static void take_in_other(struct stack_frame *into, double self, int64_t ticks, int is_cut)
{
    if (is_cut) {
        into->other.total = frames_add_time(into->other.total, self);
        into->other.cut_ticks = frames_add_ticks(into->other.cut_ticks, ticks);
        return;
    }
    into->other.self = frames_add_time(into->other.self, self);
    into->other.ticks = frames_add_ticks(into->other.ticks, ticks);
}

static int has_ticks(const struct stacks_options *options)
{
    return options->ticks_per_unit != 0.0;
}

/* With the figures of both profiles, in a comparison. */
static void take_in_frame(struct cutter *cutter, size_t index, struct fate fate)
{
    static const pstats_frame nothing = {.function = 0};
    struct stack_frame *into = &cutter->frames.items[fate.frame];
    const pstats_frame *frame = pstats_tree_frame(cutter->tree, index), *other = &nothing;
    size_t tick = has_ticks(cutter->options) ? index : 0;
    if (!fate.is_cut)
        into->presence |= (unsigned char)pstats_tree_frame_presence(cutter->tree, index);
    if (cutter->options->is_compared) {
        const pstats_frame *before = pstats_tree_frame_before(cutter->tree, index);
        other = before != NULL ? before : &nothing;
        if (cutter->options->is_negated) {
            other = frame;
            frame = before != NULL ? before : &nothing;
        }
        take_in_other(into, other->self, cutter->other_ticks[tick], fate.is_cut);
    }
    take_in(into, frame, cutter->ticks[tick], fate.is_cut);
}

static int cut(struct cutter *cutter)
{
    size_t count = pstats_tree_frame_count(cutter->tree);
    if (!frames_start(&cutter->frames, count + 1))
        return 0;
    for (size_t i = 0; i < count && !cutter->failed; i++) {
        const pstats_frame *frame = pstats_tree_frame(cutter->tree, i);
        struct fate fate = decide(cutter, frame);
        cutter->fates[i] = fate;
        if (fate.frame != GONE && !cutter->failed)
            take_in_frame(cutter, i, fate);
    }
    return !cutter->failed;
}

/* ---- The whole ---- */

static int finish(struct cutter *cutter, const pstats_graph *graph)
{
    const struct stacks_options *options = cutter->options;
    if (options->is_reversed &&
        !reverse_frames(&cutter->frames, options->max_depth, options->max_frames))
        return 0;
    frames_add_up(&cutter->frames);
    int is_ordered = !options->is_reversed && options->root_count == 0; /* as the tree is */
    return is_ordered || frames_arrange(&cutter->frames, graph);
}

/* Of both profiles, in a comparison. */
static void add_whole(struct stacks *stacks, const pstats_tree *tree)
{
    double whole = 0.0, before = 0.0;
    for (size_t i = 0; i < pstats_tree_frame_count(tree); i++) {
        const pstats_frame *old = stacks->is_compared ? pstats_tree_frame_before(tree, i) : NULL;
        whole = frames_add_time(whole, pstats_tree_frame(tree, i)->self);
        before = frames_add_time(before, old != NULL ? old->self : 0.0);
    }
    stacks->whole = stacks->is_negated ? before : whole;
    stacks->other_whole = stacks->is_negated ? whole : before;
}

static struct stacks *deliver(struct cutter *cutter, const pstats_graph *graph)
{
    struct stacks *stacks = calloc(1, sizeof *stacks);
    if (stacks == NULL)
        return NULL;
    stacks->graph = graph;
    stacks->frames = cutter->frames.items;
    stacks->count = cutter->frames.count;
    stacks->is_exact = pstats_tree_is_exact(cutter->tree);
    stacks->is_reversed = cutter->options->is_reversed;
    stacks->is_compared = cutter->options->is_compared;
    stacks->is_negated = cutter->options->is_negated;
    add_whole(stacks, cutter->tree);
    cutter->frames.items = NULL;
    for (size_t i = 0; i < stacks->count; i++)
        if (stacks->frames[i].level >= stacks->level_count)
            stacks->level_count = stacks->frames[i].level + 1;
    return stacks;
}

static void mark(unsigned char *marks, const size_t *functions, size_t count, enum mark how)
{
    for (size_t i = 0; i < count; i++)
        marks[functions[i]] |= (unsigned char)how;
}

/* The reason for every failure but one. */
static void say_no_memory(pstats_error *error)
{
    *error = (pstats_error){.code = PSTATS_ERROR_MEMORY};
    snprintf(error->message, sizeof error->message, "out of memory");
}

static int round_ticks(struct cutter *cutter, pstats_error *error)
{
    const struct stacks_options *options = cutter->options;
    int64_t *after = options->is_negated ? cutter->other_ticks : cutter->ticks;
    int64_t *before = options->is_negated ? cutter->ticks : cutter->other_ticks;
    return pstats_tree_round_self(cutter->tree, options->ticks_per_unit, after, error) == 0 &&
           (!options->is_compared ||
            pstats_tree_round_self_before(cutter->tree, options->ticks_per_unit, before, error) ==
                0);
}

struct stacks *stacks_new(const pstats_graph *graph, const pstats_tree *tree,
                          const struct stacks_options *options, pstats_error *error)
{
    struct stacks *stacks = NULL;
    size_t frame_count = pstats_tree_frame_count(tree);
    struct cutter cutter = {.options = options, .tree = tree};
    cutter.marks = calloc(pstats_graph_function_count(graph) + 1, 1);
    size_t tick_count = has_ticks(options) ? frame_count + 1 : 1;
    cutter.ticks = calloc(tick_count, sizeof *cutter.ticks);
    cutter.other_ticks = calloc(options->is_compared ? tick_count : 1, sizeof *cutter.ticks);
    cutter.fates = calloc(frame_count + 1, sizeof *cutter.fates);
    say_no_memory(error);
    if (cutter.marks == NULL || cutter.ticks == NULL || cutter.other_ticks == NULL ||
        cutter.fates == NULL)
        goto done;
    mark(cutter.marks, options->roots, options->root_count, MARK_ROOT);
    mark(cutter.marks, options->excluded, options->excluded_count, MARK_EXCLUDED);
    if (has_ticks(options) && !round_ticks(&cutter, error))
        goto done;
    say_no_memory(error);
    if (cut(&cutter) && finish(&cutter, graph))
        stacks = deliver(&cutter, graph);
done:
    free(cutter.marks);
    free(cutter.ticks);
    free(cutter.other_ticks);
    free(cutter.fates);
    frames_free(&cutter.frames);
    return stacks;
}

void stacks_free(struct stacks *stacks)
{
    if (stacks == NULL)
        return;
    free(stacks->frames);
    free(stacks);
}

double stacks_total_before(const struct stacks *stacks, size_t frame)
{
    return stacks->is_negated ? stacks->frames[frame].total : stacks->frames[frame].other.total;
}

double stacks_total_after(const struct stacks *stacks, size_t frame)
{
    return stacks->is_negated ? stacks->frames[frame].other.total : stacks->frames[frame].total;
}

double stacks_self_before(const struct stacks *stacks, size_t frame)
{
    return stacks->is_negated ? stacks->frames[frame].self : stacks->frames[frame].other.self;
}

double stacks_self_after(const struct stacks *stacks, size_t frame)
{
    return stacks->is_negated ? stacks->frames[frame].other.self : stacks->frames[frame].self;
}
