/* The graph of what was read. */
#include "record_graph.h"

#include "arena.h"
#include "counts.h"
#include "error.h"
#include "graph.h"
#include "record_reader.h"
#include "subset.h"

#include <stdlib.h>

/* The calls of replaced records go. 0: no memory. */
static int drop_replaced_calls(struct record_reader *reader)
{
    size_t *first_call = array_new_zero(reader->function_numbers.count, sizeof *first_call);
    size_t count = 0;
    if (first_call == NULL)
        return 0;
    for (size_t i = 0; i < reader->replaced_record_count; i++)
        first_call[reader->replaced_records[i].function] = reader->replaced_records[i].first_call;
    for (size_t i = 0; i < reader->call_count; i++)
        if (i >= first_call[reader->calls[i].callee])
            reader->calls[count++] = reader->calls[i];
    reader->call_count = count;
    free(first_call);
    return 1;
}

/* What a sampling profiler counts are samples: its shares of time have served, and nothing of it is a call. */
static void forget_counts(pstats_graph *graph)
{
    for (size_t i = 0; i < graph->function_count; i++)
        graph->functions[i].cost.calls = graph->functions[i].cost.primitive_calls =
            PSTATS_CALLS_UNKNOWN;
    for (size_t i = 0; i < graph->call_count; i++) {
        graph->calls[i].cost.calls = graph->calls[i].cost.primitive_calls = PSTATS_CALLS_UNKNOWN;
        graph->calls[i].derived_calls = 0;
    }
}

/* Large counts become INT64_MAX, and are noted beside. 0: no memory. */
static int cut_count(pstats_cost *cost, struct large_counts *large, size_t index)
{
    if (count_is_large(cost->primitive_calls))
        cost->primitive_calls = INT64_MAX;
    if (!count_is_large(cost->calls))
        return 1;
    double calls = count_as_double(cost->calls);
    cost->calls = INT64_MAX;
    return large_counts_add(large, index, calls);
}

static int cut_counts(pstats_graph *graph)
{
    for (size_t i = 0; i < graph->function_count; i++)
        if (!cut_count(&graph->functions[i].cost, &graph->large_function_calls, i))
            return 0;
    for (size_t i = 0; i < graph->call_count; i++) {
        pstats_call *call = &graph->calls[i];
        if (count_is_large(call->derived_calls))
            call->derived_calls = INT64_MAX;
        if (!cut_count(&call->cost, &graph->large_call_calls, i))
            return 0;
    }
    return 1;
}

/* A dump of ours has derived times with those that were given; completing the graph derives them again. */
static void leave_given_times(pstats_graph *graph)
{
    for (size_t i = 0; i < graph->call_count; i++) {
        pstats_call *call = &graph->calls[i];
        if (call->derived_calls == PSTATS_CALLS_UNKNOWN)
            call->cost.self = call->cost.cumulative = 0.0;
        if (!count_is_derived_in_dump(call->derived_calls))
            continue;
        call->derived_calls = count_of_derived(call->derived_calls, call->cost.calls);
        graph_leave_given_times(graph, i, &call->cost.self, &call->cost.cumulative);
    }
}

/* Without functions that are in no record that counts: those of replaced records and of keys without a value. */
static pstats_graph *drop_unnamed(pstats_graph *graph, pstats_error *error)
{
    pstats_graph *kept = NULL;
    unsigned char *is_named = array_new_zero(graph->function_count, 1);
    if (is_named != NULL) {
        for (size_t i = 0; i < graph->function_count; i++)
            is_named[i] = !graph->functions[i].is_caller_only;
        for (size_t i = 0; i < graph->call_count; i++)
            is_named[graph->calls[i].caller] = 1;
        kept = subset_new(graph, is_named, NULL, error);
    } else {
        error_memory(error);
    }
    free(is_named);
    pstats_graph_free(graph);
    return kept;
}

/* Gives back what growing left over. NULL only where array is. */
static void *fit(void *array, size_t count, size_t size)
{
    void *fitting = realloc(array, (count + 1) * size);
    return fitting != NULL ? fitting : array;
}

static void take_over(pstats_graph *graph, struct record_reader *reader)
{
    graph->function_count = reader->function_numbers.count;
    graph->functions = fit(reader->functions, graph->function_count, sizeof *graph->functions);
    reader->functions = NULL;
    graph->call_count = reader->call_count;
    graph->calls = fit(reader->calls, graph->call_count, sizeof *graph->calls);
    reader->calls = NULL;
}

pstats_graph *record_graph_new(struct record_reader *reader, pstats_error *error)
{
    int has_replaced = reader->replaced_record_count > 0;
    pstats_graph *graph = graph_new(reader->texts);
    if (graph != NULL && has_replaced && !drop_replaced_calls(reader)) {
        pstats_graph_free(graph);
        graph = NULL;
    }
    if (graph != NULL) {
        take_over(graph, reader);
        if (reader->notes->saturated_counts > 0 && !cut_counts(graph)) {
            pstats_graph_free(graph);
            graph = NULL;
        }
    }
    if (graph == NULL) {
        error_memory(error);
        return NULL;
    }
    if (reader->has_derived_times)
        leave_given_times(graph);
    if (!graph_complete(graph, reader->has_derived_calls)) {
        pstats_graph_free(graph);
        error_memory(error);
        return NULL;
    }
    if (reader->is_sampled)
        forget_counts(graph);
    return has_replaced || reader->has_lone_keys ? drop_unnamed(graph, error) : graph;
}
