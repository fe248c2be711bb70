/* The call graph: its memory, its totals and its neighbours. Knows nothing of files. */
#include "graph.h"

#include "arena.h"
#include "error.h"
#include "exact_sum.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
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
    large_counts_free(&graph->large_function_calls);
    large_counts_free(&graph->large_call_calls);
    large_counts_free(&graph->large_function_calls_before);
    large_counts_free(&graph->large_call_calls_before);
    free(graph->function_pasts);
    free(graph->call_pasts);
    free(graph->places_before);
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

static double calls_uncut(int64_t calls, const struct large_counts *large, size_t index)
{
    double found = calls == INT64_MAX ? large_counts_find(large, index) : 0.0;
    return found > 0.0 ? found : (double)calls;
}

double pstats_graph_function_calls_uncut(const struct pstats_graph *graph, size_t index)
{
    return calls_uncut(graph->functions[index].cost.calls, &graph->large_function_calls, index);
}

double pstats_graph_call_calls_uncut(const struct pstats_graph *graph, size_t index)
{
    return calls_uncut(graph->calls[index].cost.calls, &graph->large_call_calls, index);
}

double pstats_graph_total_self(const struct pstats_graph *graph)
{
    return graph->total_self;
}

double pstats_graph_total(const struct pstats_graph *graph)
{
    return graph->total;
}

double pstats_graph_total_self_before(const struct pstats_graph *graph)
{
    return graph->total_self_before;
}

double pstats_graph_total_before(const struct pstats_graph *graph)
{
    return graph->total_before;
}

static pstats_presence presence_of(const struct past *pasts, size_t index)
{
    return pasts != NULL ? pasts[index].presence : PSTATS_IN_AFTER;
}

static const pstats_cost *cost_before(const struct past *pasts, size_t index)
{
    return (presence_of(pasts, index) & PSTATS_IN_BEFORE) != 0 ? &pasts[index].cost : NULL;
}

pstats_presence pstats_graph_function_presence(const struct pstats_graph *graph, size_t index)
{
    return presence_of(graph->function_pasts, index);
}

pstats_presence pstats_graph_call_presence(const struct pstats_graph *graph, size_t index)
{
    return presence_of(graph->call_pasts, index);
}

const pstats_cost *pstats_graph_function_before(const struct pstats_graph *graph, size_t index)
{
    return cost_before(graph->function_pasts, index);
}

const pstats_cost *pstats_graph_call_before(const struct pstats_graph *graph, size_t index)
{
    return cost_before(graph->call_pasts, index);
}

double pstats_graph_function_calls_uncut_before(const struct pstats_graph *graph, size_t index)
{
    const pstats_cost *before = pstats_graph_function_before(graph, index);
    return before != NULL ? calls_uncut(before->calls, &graph->large_function_calls_before, index)
                          : 0.0;
}

double pstats_graph_call_calls_uncut_before(const struct pstats_graph *graph, size_t index)
{
    const pstats_cost *before = pstats_graph_call_before(graph, index);
    return before != NULL ? calls_uncut(before->calls, &graph->large_call_calls_before, index)
                          : 0.0;
}

double pstats_share(double value, double total)
{
    return graph_share(value, total);
}

static double sound(double value) /* damage counts as 0 */
{
    return isfinite(value) && value > 0.0 ? value : 0.0;
}

/* A caller that gave only a number of calls gets that share of the callee's times. */
void graph_derived_times(const struct pstats_graph *graph, size_t index, double *self,
                         double *cumulative)
{
    const pstats_call *call = &graph->calls[index];
    const pstats_cost *callee = &graph->functions[call->callee].cost;
    *self = *cumulative = 0.0;
    if (call->derived_calls <= 0)
        return;
    double calls = calls_uncut(call->derived_calls, &graph->large_call_calls, index);
    double all_calls = pstats_graph_function_calls_uncut(graph, call->callee);
    if (all_calls < 0.0)
        return; /* unknown: of what share, cannot be said */
    double share = all_calls > 0.0 ? fmin(calls / all_calls, 1.0) : 1.0;
    *self = share * callee->self;
    *cumulative = share * callee->cumulative;
}

static double given_time(double whole, double derived)
{
    return isfinite(derived) ? whole - derived : 0.0;
}

void graph_leave_given_times(const struct pstats_graph *graph, size_t index, double *self,
                             double *cumulative)
{
    double derived_self, derived_cumulative;
    graph_derived_times(graph, index, &derived_self, &derived_cumulative);
    *self = given_time(*self, derived_self);
    *cumulative = given_time(*cumulative, derived_cumulative);
}

static void derive_shares(struct pstats_graph *graph)
{
    for (size_t i = 0; i < graph->call_count; i++) {
        pstats_call *call = &graph->calls[i];
        double self, cumulative;
        if (call->derived_calls <= 0)
            continue;
        graph_derived_times(graph, i, &self, &cumulative);
        call->cost.self += self;
        call->cost.cumulative += cumulative;
    }
}

/* A caller that gave nothing has at most what either end has. */
static void derive_bounds(struct pstats_graph *graph)
{
    for (size_t i = 0; i < graph->call_count; i++) {
        pstats_call *call = &graph->calls[i];
        if (call->derived_calls == PSTATS_CALLS_UNKNOWN)
            call->cost.cumulative = fmin(sound(graph->functions[call->caller].cost.cumulative),
                                         sound(graph->functions[call->callee].cost.cumulative));
    }
}

/* 0: out of memory. */
static int sum_totals(struct pstats_graph *graph)
{
    struct exact_sum total_self = {.count = 0};
    double largest = 0.0;
    int is_done = 1;
    for (size_t i = 0; i < graph->function_count; i++) {
        const pstats_cost *cost = &graph->functions[i].cost;
        is_done = is_done && exact_sum_add(&total_self, sound(cost->self));
        largest = fmax(largest, sound(cost->cumulative));
    }
    graph->total_self = fmin(exact_sum_round(&total_self), DBL_MAX);
    graph->total = fmax(largest, graph->total_self);
    exact_sum_free(&total_self);
    return is_done;
}

/* What is known of a function without a record of its own is what it spent in its callees; exactly, so that the order of
 * calls does not show. 0: out of memory. */
static int complete_callers_only(struct pstats_graph *graph)
{
    struct exact_sum *sums = array_new_zero(graph->function_count, sizeof *sums);
    int is_done = sums != NULL;
    for (size_t i = 0; is_done && i < graph->call_count; i++) {
        const pstats_call *call = &graph->calls[i];
        if (graph->functions[call->caller].is_caller_only && call->caller != call->callee)
            is_done = exact_sum_add(&sums[call->caller], sound(call->cost.cumulative));
    }
    for (size_t i = 0; is_done && i < graph->function_count; i++) {
        pstats_function *function = &graph->functions[i];
        if (function->is_caller_only)
            function->cost.cumulative = fmin(exact_sum_round(&sums[i]), graph->total);
    }
    for (size_t i = 0; sums != NULL && i < graph->function_count; i++)
        exact_sum_free(&sums[i]);
    free(sums);
    return is_done;
}

static int has_callers_only(const struct pstats_graph *graph)
{
    for (size_t i = 0; i < graph->function_count; i++)
        if (graph->functions[i].is_caller_only)
            return 1;
    return 0;
}

int graph_complete(struct pstats_graph *graph, int has_derived_calls)
{
    if (!sum_totals(graph))
        return 0;
    if (has_derived_calls)
        derive_shares(graph);
    if (has_callers_only(graph) && !complete_callers_only(graph))
        return 0;
    if (has_derived_calls)
        derive_bounds(graph);
    return 1;
}

/* ---- Neighbours ---- */

static size_t call_end(const pstats_call *call, enum adjacency_end end)
{
    return end == BY_CALLER ? call->caller : call->callee;
}

int adjacency_init(struct adjacency *adjacency, const struct pstats_graph *graph,
                   enum adjacency_end end)
{
    /* A counting sort: first[f + 2] counts, then first[f + 1] is the place of the next call of f. */
    size_t *first = array_new_zero(graph->function_count + 2, sizeof *first);
    size_t *call = array_new(graph->call_count, sizeof *call);
    if (first == NULL || call == NULL) {
        free(first);
        free(call);
        memset(adjacency, 0, sizeof *adjacency);
        return 0;
    }
    for (size_t i = 0; i < graph->call_count; i++)
        first[call_end(&graph->calls[i], end) + 2]++;
    for (size_t f = 2; f < graph->function_count + 2; f++)
        first[f] += first[f - 1];
    for (size_t i = 0; i < graph->call_count; i++)
        call[first[call_end(&graph->calls[i], end) + 1]++] = i;
    adjacency->first = first;
    adjacency->call = call;
    return 1;
}

void adjacency_free(struct adjacency *adjacency)
{
    free(adjacency->first);
    free(adjacency->call);
    memset(adjacency, 0, sizeof *adjacency);
}
