/* Functions by file, line and name, and what each of them calls, in that order. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

/* A stable counting sort: what is in from goes to to, by key; first[k] becomes the place of the first with key k. 0: out
 * of memory. */
static int sort_by(const size_t *keys, size_t key_count, const size_t *from, size_t count,
                   size_t *to, size_t *first)
{
    size_t *next = calloc(key_count + 1, sizeof *next);
    if (next == NULL)
        return 0;
    memset(first, 0, (key_count + 1) * sizeof *first);
    for (size_t i = 0; i < count; i++)
        first[keys[i] + 1]++;
    for (size_t k = 0; k < key_count; k++)
        first[k + 1] += first[k];
    memcpy(next, first, (key_count + 1) * sizeof *next);
    for (size_t i = 0; i < count; i++)
        to[next[keys[from[i]]]++] = from[i];
    free(next);
    return 1;
}

/* By the callee's place, then by caller. */
static int sort_calls(struct order *order, const pstats_graph *graph)
{
    size_t count = pstats_graph_function_count(graph), call_count = pstats_graph_call_count(graph);
    size_t *keys = calloc(call_count + 1, sizeof *keys);
    size_t *given = calloc(call_count + 1, sizeof *given);
    size_t *by_callee = calloc(call_count + 1, sizeof *by_callee);
    int is_done = keys != NULL && given != NULL && by_callee != NULL;
    for (size_t i = 0; is_done && i < call_count; i++) {
        given[i] = i;
        keys[i] = order->ranks[pstats_graph_call(graph, i)->callee];
    }
    is_done = is_done && sort_by(keys, count, given, call_count, by_callee, order->first);
    for (size_t i = 0; is_done && i < call_count; i++)
        keys[i] = pstats_graph_call(graph, i)->caller;
    is_done = is_done && sort_by(keys, count, by_callee, call_count, order->calls, order->first);
    free(keys);
    free(given);
    free(by_callee);
    return is_done;
}

int order_make(struct order *order, const pstats_graph *graph)
{
    size_t count = pstats_graph_function_count(graph);
    order->ranks = calloc(count + 1, sizeof *order->ranks);
    order->file_ranks = calloc(count + 1, sizeof *order->file_ranks);
    order->name_ranks = calloc(count + 1, sizeof *order->name_ranks);
    order->functions = calloc(count + 1, sizeof *order->functions);
    order->first = calloc(count + 1, sizeof *order->first);
    order->calls = calloc(pstats_graph_call_count(graph) + 1, sizeof *order->calls);
    if (order->ranks == NULL || order->file_ranks == NULL || order->name_ranks == NULL ||
        order->functions == NULL || order->first == NULL || order->calls == NULL ||
        pstats_graph_rank_functions(graph, order->ranks, order->file_ranks, order->name_ranks,
                                    NULL) != 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        order->functions[order->ranks[i]] = i;
    return sort_calls(order, graph);
}

void order_free(struct order *order)
{
    free(order->ranks);
    free(order->file_ranks);
    free(order->name_ranks);
    free(order->functions);
    free(order->first);
    free(order->calls);
}
