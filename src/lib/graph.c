/* The call graph: its memory, its totals, its neighbours, and subsets of it. Knows nothing of files. */
#include "graph.h"

#include "arena.h"
#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct pstats_graph *graph_new(struct arena *texts)
{
    struct pstats_graph *graph = calloc(1, sizeof *graph);
    if (graph == NULL)
        return NULL;
    arena_retain(texts);
    graph->texts = texts;
    graph->unit = "seconds";
    return graph;
}

void pstats_graph_free(struct pstats_graph *graph)
{
    if (graph == NULL)
        return;
    free(graph->functions);
    free(graph->calls);
    arena_release(graph->texts);
    free(graph);
}

const char *pstats_graph_unit(const struct pstats_graph *graph)
{
    return graph->unit;
}

size_t pstats_graph_function_count(const struct pstats_graph *graph)
{
    return graph->function_count;
}

const pstats_function *pstats_graph_function(const struct pstats_graph *graph, size_t index)
{
    return &graph->functions[index];
}

size_t pstats_graph_call_count(const struct pstats_graph *graph)
{
    return graph->call_count;
}

const pstats_call *pstats_graph_call(const struct pstats_graph *graph, size_t index)
{
    return &graph->calls[index];
}

double pstats_graph_total_self(const struct pstats_graph *graph)
{
    return graph->total_self;
}

double pstats_graph_total(const struct pstats_graph *graph)
{
    return graph->total;
}

double pstats_share(double value, double total)
{
    if (!isfinite(value) || !isfinite(total) || !(value > 0.0) || !(total > 0.0))
        return 0.0;
    double share = value / total;
    return share < 1.0 ? share : 1.0;
}

static double sound(double value) /* damage counts as 0 */
{
    return isfinite(value) && value > 0.0 ? value : 0.0;
}

/* A caller that gave only a number of calls gets that share of the callee's times. */
static void derive_call_times(pstats_call *call, const pstats_cost *callee)
{
    double share = callee->calls > 0 ? (double)call->derived_calls / (double)callee->calls : 1.0;
    if (share > 1.0)
        share = 1.0; /* sampled dumps count a caller once for every occurrence on the stack */
    if (call->derived_calls == 0)
        return;
    call->cost.self += share * callee->self;
    call->cost.cumulative += share * callee->cumulative;
}

static void sum_totals(struct pstats_graph *graph)
{
    double total_self = 0.0, largest = 0.0;
    for (size_t i = 0; i < graph->function_count; i++) {
        const pstats_function *function = &graph->functions[i];
        if (function->is_caller_only)
            continue;
        total_self += sound(function->cost.self);
        if (sound(function->cost.cumulative) > largest)
            largest = function->cost.cumulative;
    }
    graph->total_self = isfinite(total_self) ? total_self : HUGE_VAL;
    graph->total = largest > total_self ? largest : total_self;
}

/* What is known of a function without a record of its own is what it spent in its callees. */
static void complete_callers_only(struct pstats_graph *graph)
{
    for (size_t i = 0; i < graph->call_count; i++) {
        const pstats_call *call = &graph->calls[i];
        pstats_function *caller = &graph->functions[call->caller];
        if (caller->is_caller_only && call->caller != call->callee)
            caller->cost.cumulative += sound(call->cost.cumulative);
    }
    for (size_t i = 0; i < graph->function_count; i++) {
        pstats_function *function = &graph->functions[i];
        if (function->is_caller_only && function->cost.cumulative > graph->total)
            function->cost.cumulative = graph->total;
    }
}

int graph_complete(struct pstats_graph *graph)
{
    for (size_t i = 0; i < graph->call_count; i++)
        derive_call_times(&graph->calls[i], &graph->functions[graph->calls[i].callee].cost);
    sum_totals(graph);
    complete_callers_only(graph);
    return 1;
}
