/* The graph of what was read. */
#include "record_graph.h"

#include "arena.h"
#include "counts.h"
#include "error.h"
#include "graph.h"
#include "record_reader.h"
#include "subset.h"

#include <stdlib.h>

/* A key that comes twice counts once, the last time: the calls of the earlier records go. */
static void drop_replaced_calls(struct record_reader *reader)
{
    size_t count = 0;
    for (size_t i = 0; i < reader->call_count; i++) {
        struct range kept = reader->records[reader->calls[i].callee].callers;
        if (i >= kept.first && i - kept.first < kept.count)
            reader->calls[count++] = reader->calls[i];
    }
    reader->call_count = count;
}

static pstats_function *make_functions(const struct record_reader *reader)
{
    pstats_function *functions = array_new(reader->functions.count, sizeof *functions);
    if (functions == NULL)
        return NULL;
    for (size_t i = 0; i < reader->functions.count; i++) {
        const struct function_key *key = &reader->functions.keys[i];
        const struct record *record = &reader->records[i];
        functions[i] =
            (pstats_function){reader->names.texts[key->file], reader->names.texts[key->name],
                              key->line, record->cost, !record->is_present};
        if (!record->is_present)
            functions[i].cost.calls = functions[i].cost.primitive_calls = PSTATS_CALLS_UNKNOWN;
    }
    return functions;
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

pstats_graph *record_graph_new(struct record_reader *reader, pstats_error *error)
{
    pstats_graph *graph = graph_new(reader->texts);
    pstats_function *functions = make_functions(reader);
    if (graph == NULL || functions == NULL) {
        pstats_graph_free(graph);
        free(functions);
        error_memory(error);
        return NULL;
    }
    if (reader->has_replaced_records)
        drop_replaced_calls(reader);
    pstats_call *fitting = realloc(reader->calls, (reader->call_count + 1) * sizeof *fitting);
    graph->calls = fitting != NULL ? fitting : reader->calls;
    graph->call_count = reader->call_count;
    reader->calls = NULL;
    graph->functions = functions;
    graph->function_count = reader->functions.count;
    if (reader->notes->saturated_counts > 0 && !cut_counts(graph)) {
        pstats_graph_free(graph);
        error_memory(error);
        return NULL;
    }
    if (reader->has_derived_times)
        leave_given_times(graph);
    graph_complete(graph, 1);
    if (reader->is_sampled)
        forget_counts(graph);
    return reader->has_replaced_records || reader->has_lone_keys ? drop_unnamed(graph, error)
                                                                 : graph;
}
