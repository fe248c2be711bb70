/* Trees of frames: stacks, recorded or estimated. Knows nothing of how they were come by. */
#include "tree.h"

#include "arena.h"
#include "error.h"
#include "graph.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

void pstats_tree_free(struct pstats_tree *tree)
{
    if (tree == NULL)
        return;
    free(tree->frames);
    free(tree->befores);
    free(tree->presences);
    free(tree);
}

int pstats_tree_is_exact(const struct pstats_tree *tree)
{
    return tree->is_exact;
}

size_t pstats_tree_frame_count(const struct pstats_tree *tree)
{
    return tree->frame_count;
}

const pstats_frame *pstats_tree_frame(const struct pstats_tree *tree, size_t index)
{
    return &tree->frames[index];
}

pstats_presence pstats_tree_frame_presence(const struct pstats_tree *tree, size_t index)
{
    return tree->presences != NULL ? (pstats_presence)tree->presences[index] : PSTATS_IN_AFTER;
}

const pstats_frame *pstats_tree_frame_before(const struct pstats_tree *tree, size_t index)
{
    return pstats_tree_frame_presence(tree, index) & PSTATS_IN_BEFORE ? &tree->befores[index]
                                                                      : NULL;
}

/* ---- The order of frames ----------------------------------------------------------------------------------------- */

int tree_preorder(const uint32_t *parent, size_t count, const uint32_t *sequence, uint32_t *order)
{
    uint32_t *links = array_new(count, 2 * sizeof *links);
    if (links == NULL)
        return 0;
    uint32_t *first_child = links, *next_sibling = links + count, first_root = NONE;
    memset(links, 0xff, count * 2 * sizeof *links); /* NONE */
    for (size_t i = count; i-- > 0;) {
        uint32_t node = sequence[i];
        uint32_t *head = parent[node] == NONE ? &first_root : &first_child[parent[node]];
        next_sibling[node] = *head;
        *head = node;
    }
    size_t done = 0;
    uint32_t node = first_root;
    while (node != NONE) {
        order[done++] = node;
        if (first_child[node] != NONE) {
            node = first_child[node];
            continue;
        }
        while (node != NONE && next_sibling[node] == NONE)
            node = parent[node];
        if (node != NONE)
            node = next_sibling[node];
    }
    free(links);
    return 1;
}

struct ordering {
    uint32_t *parent;   /* of each frame */
    uint32_t *start;    /* by rank: where its frames begin in sequence */
    uint32_t *rank;     /* of each function */
    uint32_t *sequence; /* the frames by their functions' ranks */
    uint32_t *order;    /* from the roots down */
    uint32_t *place;    /* of a frame in order */
};

static int ordering_init(struct ordering *o, size_t frame_count, size_t function_count)
{
    o->parent = array_new(frame_count, sizeof *o->parent);
    o->start = array_new_zero(function_count + 1, sizeof *o->start);
    o->rank = array_new(function_count, sizeof *o->rank);
    o->sequence = array_new(frame_count, sizeof *o->sequence);
    o->order = array_new(frame_count, sizeof *o->order);
    o->place = array_new(frame_count, sizeof *o->place);
    return o->parent != NULL && o->start != NULL && o->rank != NULL && o->sequence != NULL &&
           o->order != NULL && o->place != NULL;
}

static void ordering_free(struct ordering *o)
{
    free(o->parent);
    free(o->start);
    free(o->rank);
    free(o->sequence);
    free(o->order);
    free(o->place);
}

/* Siblings are of different functions, so ranks alone settle their order. */
static int order_frames(struct ordering *o, const pstats_frame *frames, size_t count,
                        size_t function_count, const uint32_t *by_rank)
{
    for (size_t r = 0; r < function_count; r++)
        o->rank[by_rank[r]] = (uint32_t)r;
    for (size_t i = 0; i < count; i++) {
        o->parent[i] = frames[i].parent == SIZE_MAX ? NONE : (uint32_t)frames[i].parent;
        o->start[o->rank[frames[i].function] + 1]++;
    }
    for (size_t r = 0; r < function_count; r++)
        o->start[r + 1] += o->start[r];
    for (size_t i = 0; i < count; i++)
        o->sequence[o->start[o->rank[frames[i].function]]++] = (uint32_t)i;
    return tree_preorder(o->parent, count, o->sequence, o->order);
}

int tree_order_frames(const struct pstats_graph *graph, const pstats_frame *frames, size_t count,
                      const uint32_t *by_rank, uint32_t *order)
{
    struct ordering o = {0};
    int is_done = ordering_init(&o, count, graph->function_count) &&
                  (count == 0 || order_frames(&o, frames, count, graph->function_count, by_rank));
    if (is_done)
        memcpy(order, o.order, count * sizeof *order);
    ordering_free(&o);
    return is_done;
}

static void sum_totals(pstats_frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++)
        frames[i].total = frames[i].self;
    for (size_t i = count; i-- > 0;) {
        if (frames[i].parent != SIZE_MAX)
            frames[frames[i].parent].total += frames[i].total;
    }
    for (size_t i = 0; i < count; i++) { /* sums of times near the end of doubles */
        if (!isfinite(frames[i].total))
            frames[i].total = DBL_MAX;
    }
}

/* Returns how many frames are left. */
static size_t drop_empty(pstats_frame *frames, size_t count, uint32_t *place)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(frames[i].total > 0.0))
            continue;
        place[i] = (uint32_t)kept;
        frames[kept] = frames[i];
        if (frames[kept].parent != SIZE_MAX)
            frames[kept].parent = place[frames[kept].parent];
        kept++;
    }
    return kept;
}

static int copy_in_order(struct pstats_tree *tree, const pstats_frame *frames, size_t count,
                         const struct ordering *o)
{
    tree->frames = array_new(count, sizeof *tree->frames);
    if (tree->frames == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        o->place[o->order[i]] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) {
        tree->frames[i] = frames[o->order[i]];
        if (tree->frames[i].parent != SIZE_MAX)
            tree->frames[i].parent = o->place[tree->frames[i].parent];
    }
    tree->frame_count = count;
    return 1;
}

struct pstats_tree *tree_new(const struct pstats_graph *graph, pstats_frame *frames, size_t count,
                             const uint32_t *by_rank, pstats_error *error)
{
    struct ordering o = {0};
    struct pstats_tree *tree = calloc(1, sizeof *tree), *result = NULL;
    if (frames == NULL || tree == NULL || !ordering_init(&o, count, graph->function_count))
        goto done;
    tree->graph = graph;
    sum_totals(frames, count);
    count = drop_empty(frames, count, o.place);
    if ((count > 0 && !order_frames(&o, frames, count, graph->function_count, by_rank)) ||
        !copy_in_order(tree, frames, count, &o))
        goto done;
    result = tree;
done:
    if (result == NULL) {
        error_memory(error);
        pstats_tree_free(tree);
    }
    ordering_free(&o);
    free(frames);
    return result;
}

/* ---- Whole ticks ------------------------------------------------------------------------------------------------- */

struct remainder {
    double rest; /* 0 <= rest < 1 */
    size_t frame;
};

static int compare_remainders(const void *left, const void *right) /* the largest first */
{
    const struct remainder *a = left, *b = right;
    if (a->rest != b->rest)
        return a->rest > b->rest ? -1 : 1;
    return (a->frame > b->frame) - (a->frame < b->frame);
}

static int64_t whole(double value)
{
    return value < 0x1p62 ? (int64_t)value : INT64_C(1) << 62;
}

/* Rounds the frames of one function (their places in all) so that they add up to wanted. */
static void round_function(struct remainder *all, size_t count, int64_t wanted, int64_t *ticks)
{
    size_t heaviest = all[0].frame;
    int64_t missing = wanted;
    for (size_t i = 0; i < count; i++) {
        size_t frame = all[i].frame;
        ticks[frame] = ticks[frame] < missing ? ticks[frame] : missing;
        missing -= ticks[frame];
        if (ticks[frame] > ticks[heaviest])
            heaviest = frame;
    }
    if ((uint64_t)missing > count) { /* beyond what doubles tell apart */
        ticks[heaviest] += missing;
        return;
    }
    qsort(all, count, sizeof *all, compare_remainders);
    for (size_t i = 0; i < (size_t)missing; i++)
        ticks[all[i].frame]++;
}

/* The frames whose self times are rounded, and what each function's add up to. */
struct rounding {
    const struct pstats_tree *tree;
    const pstats_frame *frames;
    int is_before;
    double ticks_per_unit;
};

static double wanted_of(const struct rounding *rounding, size_t function)
{
    const struct pstats_graph *graph = rounding->tree->graph;
    double self = rounding->is_before ? graph->function_pasts[function].cost.self
                                      : graph->functions[function].cost.self;
    return (self > 0.0 && isfinite(self) ? self : 0.0) * rounding->ticks_per_unit;
}

static void round_frames(const struct rounding *rounding, int64_t *ticks, struct remainder *all,
                         const size_t *start)
{
    const struct pstats_tree *tree = rounding->tree;
    for (size_t i = 0; i < tree->frame_count; i++)
        ticks[i] = whole(rounding->frames[i].self * rounding->ticks_per_unit);
    for (size_t f = 0; f < tree->graph->function_count; f++) {
        size_t count = start[f + 1] - start[f];
        if (count > 0)
            round_function(all + start[f], count, whole(wanted_of(rounding, f) + 0.5), ticks);
    }
}

static int round_self(const struct rounding *rounding, int64_t *ticks, pstats_error *error)
{
    const struct pstats_tree *tree = rounding->tree;
    size_t function_count = tree->graph->function_count;
    size_t *start = array_new_zero(function_count + 2, sizeof *start);
    struct remainder *all = array_new(tree->frame_count, sizeof *all);
    if (start != NULL && all != NULL) {
        for (size_t i = 0; i < tree->frame_count; i++)
            start[tree->frames[i].function + 2]++;
        for (size_t f = 0; f < function_count; f++)
            start[f + 2] += start[f + 1];
        for (size_t i = 0; i < tree->frame_count; i++) {
            double value = rounding->frames[i].self * rounding->ticks_per_unit;
            all[start[tree->frames[i].function + 1]++] =
                (struct remainder){value < 0x1p53 ? value - floor(value) : 0.0, i};
        }
        round_frames(rounding, ticks, all, start);
    }
    int is_done = start != NULL && all != NULL;
    if (!is_done)
        error_memory(error);
    free(start);
    free(all);
    return is_done ? 0 : -1;
}

static int check_ticks(double ticks_per_unit, pstats_error *error)
{
    error_clear(error);
    if (ticks_per_unit > 0.0 && isfinite(ticks_per_unit))
        return 1;
    error_set(error, PSTATS_ERROR_ARGUMENT, 0, "the number of ticks is not above zero");
    return 0;
}

int pstats_tree_round_self(const struct pstats_tree *tree, double ticks_per_unit, int64_t *ticks,
                           pstats_error *error)
{
    const struct rounding rounding = {tree, tree->frames, 0, ticks_per_unit};
    return check_ticks(ticks_per_unit, error) ? round_self(&rounding, ticks, error) : -1;
}

int pstats_tree_round_self_before(const struct pstats_tree *tree, double ticks_per_unit,
                                  int64_t *ticks, pstats_error *error)
{
    const struct rounding rounding = {tree, tree->befores, 1, ticks_per_unit};
    if (!check_ticks(ticks_per_unit, error))
        return -1;
    if (tree->befores != NULL)
        return round_self(&rounding, ticks, error);
    for (size_t i = 0; i < tree->frame_count; i++)
        ticks[i] = 0;
    return 0;
}
