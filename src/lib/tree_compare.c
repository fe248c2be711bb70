/* Two trees in one: which frames are the same, and what they took before and after. */
#include "arena.h"
#include "error.h"
#include "function_table.h"
#include "graph.h"
#include "rank.h"
#include "tree.h"
#include "tree_settle.h"

#include <stdlib.h>
#include <string.h>

/* A pair of functions, the first of which may be nobody. */
static struct function_key pair_of(size_t caller, size_t callee)
{
    uint32_t first = caller == SIZE_MAX ? 0 : (uint32_t)caller + 1;
    return (struct function_key){first, (uint32_t)callee, 0};
}

struct merging {
    const pstats_graph *graph;
    const pstats_tree *before, *after;
    size_t count;
    pstats_frame
        *sides[2]; /* before and after, of the same frames: times are 0 where there is none */
    unsigned char *membership;    /* by frame: in which of the trees it is */
    uint32_t *moved_to;           /* by frame of before */
    uint32_t *edge;               /* by frame: caller and callee, as a number */
    unsigned char *edge_presence; /* by edge */
    size_t edge_count;
};

static int allocate(struct merging *m)
{
    size_t count = m->before->frame_count + m->after->frame_count;
    m->sides[0] = array_new(count, sizeof *m->sides[0]);
    m->sides[1] = array_new(count, sizeof *m->sides[1]);
    m->membership = array_new_zero(count, 1);
    m->moved_to = array_new(m->before->frame_count, sizeof *m->moved_to);
    m->edge = array_new(count, sizeof *m->edge);
    m->edge_presence = array_new_zero(count, 1);
    return m->sides[0] != NULL && m->sides[1] != NULL && m->membership != NULL &&
           m->moved_to != NULL && m->edge != NULL && m->edge_presence != NULL;
}

static void release(struct merging *m)
{
    free(m->sides[0]);
    free(m->sides[1]);
    free(m->membership);
    free(m->moved_to);
    free(m->edge);
    free(m->edge_presence);
}

/* ---- The frames of both ---- */

/* The place of a function on a parent among the frames of both. FUNCTION_TABLE_FULL: no memory. */
static uint32_t add_frame(struct merging *m, struct function_table *known, size_t parent,
                          size_t function)
{
    uint32_t place = function_table_add(known, pair_of(parent, function));
    if (place == FUNCTION_TABLE_FULL || place < m->count)
        return place;
    for (int side = 0; side < 2; side++)
        m->sides[side][place] = (pstats_frame){.function = function, .parent = parent};
    m->count++;
    return place;
}

static void take_in(struct merging *m, uint32_t place, const pstats_frame *frame, int side)
{
    pstats_frame *into = &m->sides[side][place];
    into->self = frame->self;
    into->total = frame->total;
    m->sides[0][place].is_inferred |= frame->is_inferred;
    m->sides[1][place].is_inferred |= frame->is_inferred;
    m->membership[place] |= side == 0 ? PSTATS_IN_BEFORE : PSTATS_IN_AFTER;
}

static int merge_frames(struct merging *m)
{
    struct function_table known; /* parent and function */
    function_table_init(&known);
    uint32_t place = 0;
    for (size_t i = 0; i < m->after->frame_count && place != FUNCTION_TABLE_FULL; i++) {
        const pstats_frame *frame = &m->after->frames[i];
        place = add_frame(m, &known, frame->parent, frame->function);
        if (place != FUNCTION_TABLE_FULL)
            take_in(m, place, frame, 1);
    }
    for (size_t i = 0; i < m->before->frame_count && place != FUNCTION_TABLE_FULL; i++) {
        const pstats_frame *frame = &m->before->frames[i];
        size_t parent = frame->parent == SIZE_MAX ? SIZE_MAX : m->moved_to[frame->parent];
        place = add_frame(m, &known, parent, m->graph->places_before[frame->function]);
        m->moved_to[i] = place;
        if (place != FUNCTION_TABLE_FULL)
            take_in(m, place, frame, 0);
    }
    function_table_free(&known);
    return place != FUNCTION_TABLE_FULL;
}

static int put_in_order(struct merging *m)
{
    uint32_t *by_rank = array_new(m->graph->function_count, sizeof *by_rank);
    uint32_t *order = array_new(m->count, sizeof *order),
             *place = array_new(m->count, sizeof *place);
    pstats_frame *sides[2] = {array_new(m->count, sizeof **sides),
                              array_new(m->count, sizeof **sides)};
    unsigned char *membership = array_new(m->count, 1);
    int is_done = by_rank != NULL && order != NULL && place != NULL && sides[0] != NULL &&
                  sides[1] != NULL && membership != NULL && rank_functions(m->graph, by_rank) &&
                  tree_order_frames(m->graph, m->sides[1], m->count, by_rank, order);
    if (is_done) {
        for (size_t i = 0; i < m->count; i++)
            place[order[i]] = (uint32_t)i;
        for (size_t i = 0; i < m->count; i++) {
            membership[i] = m->membership[order[i]];
            for (int side = 0; side < 2; side++) {
                sides[side][i] = m->sides[side][order[i]];
                if (sides[side][i].parent != SIZE_MAX)
                    sides[side][i].parent = place[sides[side][i].parent];
            }
        }
        memcpy(m->membership, membership, m->count);
        for (int side = 0; side < 2; side++)
            memcpy(m->sides[side], sides[side], m->count * sizeof **sides);
    }
    free(by_rank);
    free(order);
    free(place);
    free(sides[0]);
    free(sides[1]);
    free(membership);
    return is_done;
}

/* ---- Edges ---- */

/* Which of the graphs has them: a tree need not show all that there is. */
static int look_up_edges(struct merging *m, struct function_table *edges)
{
    const pstats_graph *graph = m->graph;
    for (size_t i = 0; i < graph->call_count; i++) {
        const pstats_call *call = &graph->calls[i];
        uint32_t number = function_table_add(edges, pair_of(call->caller, call->callee));
        if (number == FUNCTION_TABLE_FULL)
            return 0;
        if (number < m->edge_count)
            m->edge_presence[number] |= (unsigned char)graph->call_pasts[i].presence;
    }
    return 1;
}

static int number_edges(struct merging *m)
{
    struct function_table edges; /* caller and callee */
    function_table_init(&edges);
    int is_done = 1;
    for (size_t i = 0; i < m->count && is_done; i++) {
        const pstats_frame *frame = &m->sides[1][i];
        size_t caller = frame->parent == SIZE_MAX ? SIZE_MAX : m->sides[1][frame->parent].function;
        m->edge[i] = function_table_add(&edges, pair_of(caller, frame->function));
        is_done = m->edge[i] != FUNCTION_TABLE_FULL;
        if (!is_done)
            break;
        m->edge_presence[m->edge[i]] |= m->membership[i];
        if (caller == SIZE_MAX) /* whoever is called may be called from nowhere, too */
            m->edge_presence[m->edge[i]] |=
                (unsigned char)m->graph->function_pasts[frame->function].presence;
    }
    m->edge_count = edges.count;
    is_done = is_done && look_up_edges(m, &edges);
    function_table_free(&edges);
    return is_done;
}

/* ---- The tree of both ---- */

/* An estimated frame was there if all calls were that lead to it: where it is nothing on one side, that is only what the
 * estimate makes of it. */
static unsigned char presence_of(const struct merging *m, size_t frame,
                                 const unsigned char *presences)
{
    if (m->after->is_exact)
        return m->membership[frame];
    size_t parent = m->sides[1][frame].parent;
    unsigned below = parent == SIZE_MAX ? PSTATS_IN_BOTH : presences[parent];
    return (unsigned char)((below & m->edge_presence[m->edge[frame]]) | m->membership[frame]);
}

static pstats_tree *make_tree(struct merging *m)
{
    pstats_tree *tree = calloc(1, sizeof *tree);
    unsigned char *presences = array_new(m->count, 1);
    if (tree == NULL || presences == NULL) {
        free(tree);
        free(presences);
        return NULL;
    }
    for (size_t i = 0; i < m->count; i++)
        presences[i] = presence_of(m, i, presences);
    tree->graph = m->graph;
    tree->is_exact = m->after->is_exact;
    tree->frame_count = m->count;
    tree->presences = presences;
    tree->befores = m->sides[0];
    tree->frames = m->sides[1];
    m->sides[0] = m->sides[1] = NULL;
    return tree;
}

static int is_comparison_of(const pstats_graph *graph, const pstats_tree *before,
                            const pstats_tree *after)
{
    return graph->places_before != NULL &&
           graph->function_count_before == before->graph->function_count &&
           graph->function_count_after == after->graph->function_count &&
           before->is_exact == after->is_exact;
}

static int merge(struct merging *m)
{
    if (!allocate(m) || !merge_frames(m) || !put_in_order(m) || !number_edges(m))
        return 0;
    struct settlement settlement = {
        {m->sides[0], m->sides[1]}, m->count, m->edge, m->edge_count, m->graph->function_count};
    return m->after->is_exact || tree_settle(&settlement);
}

pstats_tree *pstats_tree_compare(const pstats_graph *graph, const pstats_tree *before,
                                 const pstats_tree *after, pstats_error *error)
{
    struct merging m = {.graph = graph, .before = before, .after = after};
    pstats_tree *tree = NULL;
    error_clear(error);
    if (!is_comparison_of(graph, before, after)) {
        error_set(error, PSTATS_ERROR_ARGUMENT, 0, "the graph does not compare those of the trees");
        return NULL;
    }
    if (merge(&m))
        tree = make_tree(&m);
    if (tree == NULL)
        error_memory(error);
    release(&m);
    return tree;
}
