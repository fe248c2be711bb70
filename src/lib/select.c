/* The part of a graph that can be reached from some functions, or that leads to them: breadth-first search. */
#include "arena.h"
#include "error.h"
#include "graph.h"
#include "options.h"
#include "subset.h"

#include <stdlib.h>
#include <string.h>

#define NOT_REACHED SIZE_MAX

/* What every search over one graph needs. */
struct search {
    const pstats_graph *graph;
    const unsigned char *is_kept; /* only through these */
    size_t *distance;             /* in calls, from the nearest start */
    size_t *queue;
};

static void visit(struct search *search, size_t function, size_t distance, size_t *tail)
{
    if (search->distance[function] != NOT_REACHED || !search->is_kept[function])
        return;
    search->distance[function] = distance;
    search->queue[(*tail)++] = function;
}

/* Fills in the distances. end: which end of a call is the near one. */
static int walk(struct search *search, const size_t *starts, size_t start_count,
                enum adjacency_end end, size_t depth)
{
    struct adjacency adjacency;
    size_t head = 0, tail = 0;
    if (!adjacency_init(&adjacency, search->graph, end))
        return 0;
    for (size_t i = 0; i < search->graph->function_count; i++)
        search->distance[i] = NOT_REACHED;
    for (size_t i = 0; i < start_count; i++)
        visit(search, starts[i], 0, &tail);
    while (head < tail) {
        size_t function = search->queue[head++], distance = search->distance[function];
        if (distance >= depth)
            continue;
        for (size_t i = adjacency.first[function]; i < adjacency.first[function + 1]; i++) {
            const pstats_call *call = &search->graph->calls[adjacency.call[i]];
            visit(search, end == BY_CALLER ? call->callee : call->caller, distance + 1, &tail);
        }
    }
    adjacency_free(&adjacency);
    return 1;
}

/* Adds what a walk reaches to a set. */
static int add_reached(struct search *search, const size_t *starts, size_t count,
                       enum adjacency_end end, size_t depth, unsigned char *reached)
{
    if (!walk(search, starts, count, end, depth))
        return 0;
    for (size_t i = 0; i < search->graph->function_count; i++)
        reached[i] |= search->distance[i] != NOT_REACHED;
    return 1;
}

/* Keeps what is in the union of the walks from the starts: down, up, or both. */
static int keep_reachable(struct search *search, const size_t *starts, size_t count, size_t depth,
                          int is_down, int is_up, unsigned char *keep)
{
    if (count == 0)
        return 1;
    unsigned char *reached = array_new_zero(search->graph->function_count, 1);
    int is_done = reached != NULL &&
                  (!is_down || add_reached(search, starts, count, BY_CALLER, depth, reached)) &&
                  (!is_up || add_reached(search, starts, count, BY_CALLEE, depth, reached));
    for (size_t i = 0; is_done && i < search->graph->function_count; i++)
        keep[i] = reached[i];
    free(reached);
    return is_done;
}

static int is_in_range(const pstats_graph *graph, const size_t *set, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] >= graph->function_count)
            return 0;
    return 1;
}

static int are_sets_in_range(const pstats_graph *graph, const pstats_select_options *options)
{
    return is_in_range(graph, options->roots, options->root_count) &&
           is_in_range(graph, options->leaves, options->leaf_count) &&
           is_in_range(graph, options->focuses, options->focus_count) &&
           is_in_range(graph, options->excluded, options->excluded_count);
}

static int mark(struct search *search, const pstats_select_options *options, unsigned char *keep)
{
    memset(keep, 1, search->graph->function_count);
    for (size_t i = 0; i < options->excluded_count; i++)
        keep[options->excluded[i]] = 0;
    return keep_reachable(search, options->roots, options->root_count, options->depth, 1, 0,
                          keep) &&
           keep_reachable(search, options->leaves, options->leaf_count, options->depth, 0, 1,
                          keep) &&
           keep_reachable(search, options->focuses, options->focus_count, options->depth, 1, 1,
                          keep);
}

pstats_graph *pstats_graph_select(const pstats_graph *graph, const pstats_select_options *given,
                                  pstats_error *error)
{
    pstats_select_options options = PSTATS_SELECT_INIT;
    error_clear(error);
    options_read(&options, sizeof options, given);
    if (!are_sets_in_range(graph, &options)) {
        error_set(error, PSTATS_ERROR_ARGUMENT, 0, "a function's index is out of range");
        return NULL;
    }
    size_t count = graph->function_count;
    unsigned char *keep = array_new(count, 1);
    struct search search = {graph, keep, array_new(count, sizeof(size_t)),
                            array_new(count, sizeof(size_t))};
    pstats_graph *result = NULL;
    if (keep == NULL || search.distance == NULL || search.queue == NULL ||
        !mark(&search, &options, keep))
        error_memory(error);
    else
        result = subset_new(graph, keep, NULL, error);
    free(keep);
    free(search.distance);
    free(search.queue);
    return result;
}
