/* Who calls a function, and whom it calls. */
#include "relation.h"

#include <stdlib.h>

/* The calls of function f, by one of their ends, are calls[first[f]] up to calls[first[f + 1]]. */
struct ends {
    size_t *first;
    size_t *calls;
};

struct relations {
    const pstats_graph *graph;
    struct ends by_caller, by_callee;
};

static size_t end_of(const pstats_call *call, int is_caller)
{
    return is_caller ? call->caller : call->callee;
}

static int index_calls(struct ends *ends, const pstats_graph *graph, int is_caller)
{
    size_t function_count = pstats_graph_function_count(graph);
    size_t call_count = pstats_graph_call_count(graph);
    ends->first = calloc(function_count + 2, sizeof *ends->first);
    ends->calls = calloc(call_count + 1, sizeof *ends->calls);
    if (ends->first == NULL || ends->calls == NULL)
        return 0;
    for (size_t i = 0; i < call_count; i++)
        ends->first[end_of(pstats_graph_call(graph, i), is_caller) + 2]++;
    for (size_t i = 2; i <= function_count; i++)
        ends->first[i] += ends->first[i - 1];
    for (size_t i = 0; i < call_count;
         i++) /* the start of each moves to its end, the next one's start */
        ends->calls[ends->first[end_of(pstats_graph_call(graph, i), is_caller) + 1]++] = i;
    return 1;
}

struct relations *relations_new(const pstats_graph *graph)
{
    struct relations *relations = calloc(1, sizeof *relations);
    if (relations == NULL)
        return NULL;
    relations->graph = graph;
    if (index_calls(&relations->by_caller, graph, 1) &&
        index_calls(&relations->by_callee, graph, 0))
        return relations;
    relations_free(relations);
    return NULL;
}

void relations_free(struct relations *relations)
{
    if (relations == NULL)
        return;
    free(relations->by_caller.first);
    free(relations->by_caller.calls);
    free(relations->by_callee.first);
    free(relations->by_callee.calls);
    free(relations);
}

void relations_add(struct rows *rows, const struct relations *relations, size_t function,
                   int are_callers, const struct option_strings *strip_prefixes)
{
    const pstats_graph *graph = relations->graph;
    const struct ends *ends = are_callers ? &relations->by_callee : &relations->by_caller;
    for (size_t i = ends->first[function]; i < ends->first[function + 1]; i++) {
        const pstats_call *call = pstats_graph_call(graph, ends->calls[i]);
        struct row *row =
            rows_add_function(rows, graph, end_of(call, are_callers), &call->cost, strip_prefixes);
        if (row == NULL)
            return;
        row->calls = pstats_graph_call_calls_uncut(graph, ends->calls[i]);
        row->is_derived = call->derived_calls != 0;
    }
}
