/* Parts of graphs. Knows nothing of why they are wanted. */
#include "subset.h"

#include "arena.h"
#include "error.h"
#include "graph.h"

#include <stdint.h>
#include <stdlib.h>

#define GONE SIZE_MAX

static size_t count_functions(const pstats_graph *graph, const unsigned char *keep,
                              size_t *moved_to)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->function_count; i++)
        moved_to[i] = keep[i] ? count++ : GONE;
    return count;
}

static int is_call_kept(const pstats_call *call, size_t index, const size_t *moved_to,
                        const unsigned char *keep)
{
    return (keep == NULL || keep[index]) && moved_to[call->caller] != GONE &&
           moved_to[call->callee] != GONE;
}

static size_t count_calls(const pstats_graph *graph, const unsigned char *keep,
                          const size_t *moved_to)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->call_count; i++)
        count += is_call_kept(&graph->calls[i], i, moved_to, keep) != 0;
    return count;
}

static int allocate(pstats_graph *part, const pstats_graph *graph)
{
    part->functions = array_new(part->function_count, sizeof *part->functions);
    part->calls = array_new(part->call_count, sizeof *part->calls);
    if (graph->function_pasts == NULL)
        return part->functions != NULL && part->calls != NULL;
    part->function_pasts = array_new(part->function_count, sizeof *part->function_pasts);
    part->call_pasts = array_new(part->call_count, sizeof *part->call_pasts);
    return part->functions != NULL && part->calls != NULL && part->function_pasts != NULL &&
           part->call_pasts != NULL;
}

static int copy_functions(pstats_graph *part, const pstats_graph *graph, const size_t *moved_to)
{
    for (size_t i = 0; i < graph->function_count; i++) {
        if (moved_to[i] == GONE)
            continue;
        part->functions[moved_to[i]] = graph->functions[i];
        if (graph->function_pasts != NULL)
            part->function_pasts[moved_to[i]] = graph->function_pasts[i];
        if (!large_counts_copy(&part->large_function_calls, moved_to[i],
                               &graph->large_function_calls, i) ||
            !large_counts_copy(&part->large_function_calls_before, moved_to[i],
                               &graph->large_function_calls_before, i))
            return 0;
    }
    return 1;
}

static int copy_calls(pstats_graph *part, const pstats_graph *graph, const unsigned char *keep,
                      const size_t *moved_to)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->call_count; i++) {
        const pstats_call *call = &graph->calls[i];
        if (!is_call_kept(call, i, moved_to, keep))
            continue;
        part->calls[count] = *call;
        part->calls[count].caller = moved_to[call->caller];
        part->calls[count].callee = moved_to[call->callee];
        if (graph->call_pasts != NULL)
            part->call_pasts[count] = graph->call_pasts[i];
        if (!large_counts_copy(&part->large_call_calls, count, &graph->large_call_calls, i) ||
            !large_counts_copy(&part->large_call_calls_before, count,
                               &graph->large_call_calls_before, i))
            return 0;
        count++;
    }
    return 1;
}

pstats_graph *subset_new(const pstats_graph *graph, const unsigned char *keep_function,
                         const unsigned char *keep_call, pstats_error *error)
{
    size_t *moved_to = array_new(graph->function_count, sizeof *moved_to);
    pstats_graph *part = graph_new(graph->texts);
    int is_made = moved_to != NULL && part != NULL;
    if (is_made) {
        part->unit = graph->unit;
        part->total_self = graph->total_self;
        part->total = graph->total;
        part->total_self_before = graph->total_self_before;
        part->total_before = graph->total_before;
        part->function_count = count_functions(graph, keep_function, moved_to);
        part->call_count = count_calls(graph, keep_call, moved_to);
        is_made = allocate(part, graph) && copy_functions(part, graph, moved_to) &&
                  copy_calls(part, graph, keep_call, moved_to);
    }
    if (!is_made) {
        error_memory(error);
        pstats_graph_free(part);
        part = NULL;
    }
    free(moved_to);
    return part;
}
