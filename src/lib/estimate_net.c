/* The call graph as the estimator sees it: sound figures, functions in the order of their names, every call without a
 * caller as an edge of its own. */
#include "estimate_net.h"

#include "arena.h"
#include "estimate_counts.h"
#include "estimate_cycles.h"
#include "graph.h"
#include "prefetch.h"
#include "rank.h"
#include "tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 0x1p64        /* of any time, where the longest own time is 1 at most */
#define LARGEST_EXPONENT 1000 /* no power of two beyond it needs to be a double */
#define NOISE                                                                                      \
    1e-9 /* of a function's time: less is what rounding left, not a call without a caller */

void net_free(struct net *net)
{
    free(net->functions);
    free(net->by_rank);
    free(net->is_torn);
    free(net->edges);
    net_lists_free(&net->out);
    net_lists_free(&net->in);
    cycles_free(net);
    memset(net, 0, sizeof *net);
}

/* ---- Lists ------------------------------------------------------------------------------------------------------- */

void net_lists_free(struct net_lists *lists)
{
    free(lists->first);
    free(lists->item);
    lists->first = lists->item = NULL;
}

int net_lists_init(struct net_lists *lists, size_t list_count, size_t item_count, const void *keys,
                   size_t stride)
{
    net_lists_free(lists);
    lists->first = array_new_zero(list_count + 2, sizeof *lists->first);
    lists->item = array_new(item_count, sizeof *lists->item);
    if (lists->first == NULL || lists->item == NULL)
        return 0;
    const unsigned char *bytes = keys;
    uint32_t key;
    for (size_t i = 0; i < item_count; i++) {
        memcpy(&key, bytes + i * stride, sizeof key);
        if (key != NET_NONE)
            lists->first[key + 2]++;
    }
    for (size_t i = 0; i < list_count; i++)
        lists->first[i + 2] += lists->first[i + 1];
    for (size_t i = 0; i < item_count; i++) {
        memcpy(&key, bytes + i * stride, sizeof key);
        if (key != NET_NONE)
            lists->item[lists->first[key + 1]++] = (uint32_t)i;
    }
    return 1;
}

/* ---- Figures ----------------------------------------------------------------------------------------------------- */

static double sound(double time)
{
    return isfinite(time) && time > 0.0 ? time : 0.0;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* A power of two, as a product of two that are doubles. */
struct scale {
    double factor;
    double rest;
};

/* What brings every own time to 1 at most. */
static struct scale find_scale(const struct pstats_graph *graph)
{
    double largest = 0.0;
    int exponent;
    for (size_t i = 0; i < graph->function_count; i++)
        largest = larger(largest, sound(graph->functions[i].cost.self));
    frexp(largest, &exponent);
    int most = -exponent < LARGEST_EXPONENT ? -exponent : LARGEST_EXPONENT;
    return (struct scale){ldexp(1.0, most), ldexp(1.0, -exponent - most)};
}

/* No sum overflows; and no time that is absurdly long makes those that frames share out underflow. */
static double scaled(double time, const struct scale *scale)
{
    double result = sound(time) * scale->factor * scale->rest;
    return result < LONGEST ? result : LONGEST;
}

static double count_of(int64_t count)
{
    return count < 0 ? -1.0 : (double)count;
}

static int fill_functions(struct net *net, const struct pstats_graph *graph,
                          const struct scale *scale)
{
    net->function_count = graph->function_count;
    net->functions = array_new(net->function_count, sizeof *net->functions);
    net->by_rank = array_new(net->function_count, sizeof *net->by_rank);
    net->is_torn = array_new_zero(net->function_count, 1);
    if (net->functions == NULL || net->by_rank == NULL || net->is_torn == NULL ||
        !rank_functions(graph, net->by_rank))
        return 0;
    net->total = 0.0;
    for (size_t r = 0; r < net->function_count; r++) {
        const pstats_cost *cost = &graph->functions[net->by_rank[r]].cost;
        struct net_function *function = &net->functions[r];
        function->calls = count_of(cost->calls);
        function->primitive = count_of(cost->primitive_calls);
        function->self = scaled(cost->self, scale);
        function->total = larger(scaled(cost->cumulative, scale), function->self);
        net->total += function->self;
    }
    return 1;
}

static void fill_edge(struct net_edge *edge, const pstats_call *call, const struct scale *scale)
{
    edge->calls = count_of(call->cost.calls);
    edge->primitive = count_of(call->cost.primitive_calls);
    edge->self = scaled(call->cost.self, scale);
    edge->total = larger(scaled(call->cost.cumulative, scale), edge->self);
    edge->is_derived = call->derived_calls > 0;
    edge->is_made_up = 0;
}

static double add_counts(double a, double b)
{
    return a < 0.0 || b < 0.0 ? -1.0 : a + b;
}

static void add_edge(struct net_edge *sum, const struct net_edge *edge)
{
    sum->calls = add_counts(sum->calls, edge->calls);
    sum->primitive = add_counts(sum->primitive, edge->primitive);
    sum->self += edge->self;
    sum->total += edge->total;
    sum->is_derived |= edge->is_derived;
}

/* The graph's calls by their callees' ranks, then by their callers': two counting sorts. 0: out of memory. */
static int sort_calls(const struct pstats_graph *graph, const uint32_t *rank, uint32_t *order)
{
    size_t count = graph->call_count;
    struct net_lists by_caller = {0}, by_callee = {0};
    uint32_t *keys = array_new(count, sizeof *keys);
    int is_done = keys != NULL;
    for (size_t i = 0; is_done && i < count; i++)
        keys[i] = rank[graph->calls[i].caller];
    is_done =
        is_done && net_lists_init(&by_caller, graph->function_count, count, keys, sizeof *keys);
    for (size_t i = 0; is_done && i < count; i++) {
        if (i + LOOK_AHEAD < count)
            PREFETCH(&graph->calls[by_caller.item[i + LOOK_AHEAD]]);
        keys[i] = rank[graph->calls[by_caller.item[i]].callee];
    }
    is_done =
        is_done && net_lists_init(&by_callee, graph->function_count, count, keys, sizeof *keys);
    for (size_t i = 0; is_done && i < count; i++)
        order[i] = by_caller.item[by_callee.item[i]];
    free(keys);
    net_lists_free(&by_caller);
    net_lists_free(&by_callee);
    return is_done;
}

/* A graph may have several calls of one pair. */
static int fill_edges(struct net *net, const struct pstats_graph *graph, const struct scale *scale)
{
    uint32_t *rank = array_new(net->function_count, sizeof *rank);
    uint32_t *order = array_new(graph->call_count, sizeof *order);
    net->edges = array_new(graph->call_count + net->function_count, sizeof *net->edges);
    int is_done = rank != NULL && order != NULL && net->edges != NULL;
    for (size_t r = 0; is_done && r < net->function_count; r++)
        rank[net->by_rank[r]] = (uint32_t)r;
    is_done = is_done && sort_calls(graph, rank, order);
    for (size_t i = 0; is_done && i < graph->call_count; i++) {
        if (i + LOOK_AHEAD < graph->call_count)
            PREFETCH(&graph->calls[order[i + LOOK_AHEAD]]);
        const pstats_call *call = &graph->calls[order[i]];
        struct net_edge *edge = &net->edges[net->edge_count];
        fill_edge(edge, call, scale);
        edge->caller = rank[call->caller];
        edge->callee = rank[call->callee];
        if (net->edge_count > 0 && edge[-1].caller == edge->caller &&
            edge[-1].callee == edge->callee)
            add_edge(&edge[-1], edge);
        else
            net->edge_count++;
    }
    free(rank);
    free(order);
    return is_done;
}

/* ---- Roots ------------------------------------------------------------------------------------------------------- */

/* What a function's callers do not account for. */
struct rest {
    double calls;
    double self;
    double total;
    int has_callers;
};

static void add_root(struct net *net, uint32_t function, double calls, double self, double total)
{
    net->edges[net->edge_count++] = (struct net_edge){.caller = NET_NONE,
                                                      .callee = function,
                                                      .calls = calls,
                                                      .primitive = calls,
                                                      .self = self,
                                                      .total = larger(total, self)};
}

static void find_rests(const struct net *net, struct rest *rests)
{
    for (size_t f = 0; f < net->function_count; f++) {
        const struct net_function *function = &net->functions[f];
        rests[f] = (struct rest){function->calls, function->self, function->total, 0};
    }
    for (size_t e = 0; e < net->edge_count; e++) {
        const struct net_edge *edge = &net->edges[e];
        struct rest *rest = &rests[edge->callee];
        rest->has_callers = 1;
        rest->calls -= edge->calls;
        rest->self -= edge->self;
        if (net->component[edge->caller] != net->component[edge->callee])
            rest->total -= edge->total;
    }
}

/* Where counts are unknown, time that no caller accounts for tells of a root. */
static void add_roots(struct net *net, const struct rest *rests, const unsigned char *is_uncounted)
{
    for (size_t f = 0; f < net->function_count; f++) {
        const struct rest *rest = &rests[f];
        const struct net_function *function = &net->functions[f];
        double total = larger(rest->total, larger(rest->self, 0.0));
        double calls = is_uncounted[f] ? function->calls * (total / function->total) : rest->calls;
        if (!rest->has_callers || (calls > 0.0 && total > NOISE * function->total))
            add_root(net, (uint32_t)f, larger(calls, 1.0), larger(rest->self, 0.0), total);
    }
}

/* A cycle that nothing leads to is entered at its heaviest function. */
static int add_entries(struct net *net)
{
    unsigned char *has_entry = array_new_zero(net->component_count, 1);
    if (has_entry == NULL)
        return 0;
    for (size_t e = 0; e < net->edge_count; e++) {
        const struct net_edge *edge = &net->edges[e];
        uint32_t component = net->component[edge->callee];
        if (edge->caller == NET_NONE || net->component[edge->caller] != component)
            has_entry[component] = 1;
    }
    for (size_t c = 0; c < net->component_count; c++) {
        if (has_entry[c])
            continue;
        uint32_t heaviest = net->members.item[net->members.first[c]];
        for (uint32_t i = net->members.first[c]; i < net->members.first[c + 1]; i++) {
            if (net->functions[net->members.item[i]].total > net->functions[heaviest].total)
                heaviest = net->members.item[i];
        }
        add_root(net, heaviest, 1.0, 0.0, net->functions[heaviest].total);
        net->edges[net->edge_count - 1].is_made_up = 1;
    }
    free(has_entry);
    return 1;
}

static int complete_net(struct net *net)
{
    struct rest *rests = array_new(net->function_count, sizeof *rests);
    unsigned char *is_uncounted = array_new_zero(net->function_count, 1);
    int is_done = 0;
    if (rests == NULL || is_uncounted == NULL || !counts_fill(net, is_uncounted))
        goto done;
    find_rests(net, rests);
    add_roots(net, rests, is_uncounted);
    is_done = add_entries(net);
done:
    free(rests);
    free(is_uncounted);
    return is_done;
}

/* ---- The net ----------------------------------------------------------------------------------------------------- */

static int list_callees(struct net *net)
{
    return net_lists_init(&net->out, net->function_count, net->edge_count, &net->edges->caller,
                          sizeof *net->edges);
}

static int list_callers(struct net *net)
{
    return net_lists_init(&net->in, net->function_count, net->edge_count, &net->edges->callee,
                          sizeof *net->edges);
}

int net_index(struct net *net)
{
    return list_callees(net) && list_callers(net) && cycles_find(net);
}

/* Roots add nothing to what functions call. */
int net_init(struct net *net, const struct pstats_graph *graph)
{
    struct scale scale = find_scale(graph);
    return fill_functions(net, graph, &scale) && fill_edges(net, graph, &scale) &&
           list_callees(net) && cycles_find(net) && complete_net(net) && list_callers(net);
}
