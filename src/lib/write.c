/* From a graph to a dump that every pstats loads. */
#include "arena.h"
#include "counts.h"
#include "error.h"
#include "graph.h"
#include "marshal_put.h"
#include "rank.h"

#include <stdlib.h>

#define MEBIBYTE ((uint64_t)1024 * 1024)
#define MAX_TEXT_SIZE (1024 * MEBIBYTE)

struct writer {
    const pstats_graph *graph;
    uint32_t *by_rank;         /* functions by file, line, name */
    size_t *first;             /* by function: where its callers' calls begin in calls */
    size_t *calls;             /* by callee; those of one by the caller's rank */
    unsigned char *is_unicode; /* by function: how its key's texts are written */
    struct marshal_put put;
};

static void writer_free(struct writer *writer)
{
    if (writer == NULL)
        return;
    free(writer->by_rank);
    free(writer->first);
    free(writer->calls);
    free(writer->is_unicode);
    free(writer);
}

/* ---- The order ---- */

/* Goes through the callers by rank, and puts each call behind those that its callee has already. */
static int order_calls(struct writer *writer)
{
    const pstats_graph *graph = writer->graph;
    struct adjacency by_caller;
    size_t *end = array_new_zero(graph->function_count + 1, sizeof *end);
    if (!adjacency_init(&by_caller, graph, BY_CALLER) || end == NULL) {
        adjacency_free(&by_caller);
        free(end);
        return 0;
    }
    for (size_t i = 0; i < graph->call_count; i++)
        end[graph->calls[i].callee + 1]++;
    for (size_t f = 0; f < graph->function_count; f++)
        writer->first[f + 1] = end[f + 1] += end[f];
    for (size_t r = 0; r < graph->function_count; r++) {
        size_t caller = writer->by_rank[r];
        for (size_t i = by_caller.first[caller]; i < by_caller.first[caller + 1]; i++) {
            size_t call = by_caller.call[i];
            writer->calls[end[graph->calls[call].callee]++] = call;
        }
    }
    adjacency_free(&by_caller);
    free(end);
    return 1;
}

/* A lone surrogate is three bytes, of which the first is 0xed and the second above 0x9f. */
static int has_surrogate(pstats_text text)
{
    for (size_t i = 0; i + 1 < text.length; i++)
        if ((unsigned char)text.bytes[i] == 0xed && (unsigned char)text.bytes[i + 1] > 0x9f)
            return 1;
    return 0;
}

static struct writer *writer_new(const pstats_graph *graph)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return NULL;
    writer->graph = graph;
    writer->by_rank = array_new(graph->function_count, sizeof *writer->by_rank);
    writer->first = array_new_zero(graph->function_count + 1, sizeof *writer->first);
    writer->calls = array_new(graph->call_count, sizeof *writer->calls);
    writer->is_unicode = array_new(graph->function_count, 1);
    if (writer->by_rank == NULL || writer->first == NULL || writer->calls == NULL ||
        writer->is_unicode == NULL || !rank_functions(graph, writer->by_rank) ||
        !order_calls(writer)) {
        writer_free(writer);
        return NULL;
    }
    for (size_t f = 0; f < graph->function_count; f++)
        writer->is_unicode[f] = (unsigned char)(has_surrogate(graph->functions[f].file) ||
                                                has_surrogate(graph->functions[f].name));
    return writer;
}

/* ---- The size ---- */

static uint64_t key_size(const pstats_graph *graph, size_t index)
{
    return (uint64_t)graph->functions[index].file.length + graph->functions[index].name.length;
}

static int is_written(const pstats_graph *graph, size_t function)
{
    return (pstats_graph_function_presence(graph, function) & PSTATS_IN_AFTER) &&
           !graph->functions[function].is_caller_only;
}

/* Version 2 has no references: a text that many functions share is written again for each, and for each of their calls. */
static uint64_t text_size(const pstats_graph *graph)
{
    uint64_t size = 0;
    for (size_t i = 0; i < graph->function_count; i++)
        size += is_written(graph, i) ? key_size(graph, i) : 0;
    for (size_t i = 0; i < graph->call_count; i++)
        if ((pstats_graph_call_presence(graph, i) & PSTATS_IN_AFTER) &&
            is_written(graph, graph->calls[i].callee))
            size += key_size(graph, graph->calls[i].caller);
    return size;
}

static int is_within_limit(const pstats_graph *graph, pstats_error *error)
{
    uint64_t size = text_size(graph);
    if (size <= MAX_TEXT_SIZE)
        return 1;
    error_set(error, PSTATS_ERROR_LIMIT, 0,
              "cannot write: names, again for each call, would take %zu MiB; the limit is %d MiB",
              (size_t)((size + MEBIBYTE - 1) / MEBIBYTE), (int)(MAX_TEXT_SIZE / MEBIBYTE));
    return 0;
}

/* ---- Objects ---- */

static void put_key(struct writer *writer, size_t index)
{
    const pstats_function *function = &writer->graph->functions[index];
    struct marshal_put *put = &writer->put;
    marshal_put_tuple(put, 3);
    marshal_put_text(put, function->file, writer->is_unicode[index]);
    marshal_put_integer(put, function->line);
    marshal_put_text(put, function->name, writer->is_unicode[index]);
}

static void put_calls(struct writer *writer, int64_t calls, double uncut)
{
    if (calls == INT64_MAX && uncut > (double)INT64_MAX)
        marshal_put_large(&writer->put, uncut);
    else
        marshal_put_integer(&writer->put, calls);
}

static void put_times(struct writer *writer, const pstats_cost *cost)
{
    marshal_put_float(&writer->put, cost->self);
    marshal_put_float(&writer->put, cost->cumulative);
}

/* A caller's counts stand the other way round than a function's. */
static void put_caller(struct writer *writer, size_t index)
{
    const pstats_call *call = &writer->graph->calls[index];
    put_key(writer, call->caller);
    marshal_put_tuple(&writer->put, 4);
    put_calls(writer, call->cost.calls, pstats_graph_call_calls_uncut(writer->graph, index));
    marshal_put_integer(&writer->put, call->derived_calls != 0
                                          ? count_to_derived_mark(call->derived_calls)
                                          : call->cost.primitive_calls);
    put_times(writer, &call->cost);
}

static void put_function(struct writer *writer, size_t index)
{
    const pstats_cost *cost = &writer->graph->functions[index].cost;
    put_key(writer, index);
    marshal_put_tuple(&writer->put, 5);
    marshal_put_integer(&writer->put, cost->primitive_calls);
    put_calls(writer, cost->calls, pstats_graph_function_calls_uncut(writer->graph, index));
    put_times(writer, cost);
    marshal_put_dict_begin(&writer->put);
    for (size_t i = writer->first[index]; i < writer->first[index + 1]; i++)
        if (pstats_graph_call_presence(writer->graph, writer->calls[i]) & PSTATS_IN_AFTER)
            put_caller(writer, writer->calls[i]);
    marshal_put_dict_end(&writer->put);
}

static void put_graph(struct writer *writer)
{
    const pstats_graph *graph = writer->graph;
    marshal_put_dict_begin(&writer->put);
    for (size_t r = 0; r < graph->function_count; r++) {
        size_t index = writer->by_rank[r];
        if (writer->put.failure != PSTATS_OK)
            return;
        if (is_written(graph, index))
            put_function(writer, index);
    }
    marshal_put_dict_end(&writer->put);
    marshal_put_end(&writer->put);
}

static int report(const struct marshal_put *put, pstats_error *error)
{
    if (put->failure == PSTATS_ERROR_FILE)
        error_system(error, 0, "cannot write", put->system_error);
    return put->failure == PSTATS_OK ? 0 : -1;
}

int pstats_graph_write(const pstats_graph *graph, pstats_write_function *write, void *context,
                       pstats_error *error)
{
    error_clear(error);
    if (!is_within_limit(graph, error))
        return -1;
    struct writer *writer = writer_new(graph);
    if (writer == NULL) {
        error_memory(error);
        return -1;
    }
    marshal_put_init(&writer->put, write, context);
    put_graph(writer);
    int result = report(&writer->put, error);
    writer_free(writer);
    return result;
}
