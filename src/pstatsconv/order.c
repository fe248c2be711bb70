/* Functions by file, line and name, and what each of them calls, in that order. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

struct named {
    const pstats_function *function;
    size_t index;
};

static int compare_texts(pstats_text a, pstats_text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_named(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order = compare_texts(a->function->file, b->function->file);
    if (order == 0)
        order = (a->function->line > b->function->line) - (a->function->line < b->function->line);
    if (order == 0)
        order = compare_texts(a->function->name, b->function->name);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static int sort_functions(struct order *order, const pstats_graph *graph)
{
    size_t count = pstats_graph_function_count(graph);
    struct named *sorted = calloc(count + 1, sizeof *sorted);
    if (sorted == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct named){pstats_graph_function(graph, i), i};
    qsort(sorted, count, sizeof *sorted, compare_named);
    for (size_t i = 0; i < count; i++)
        order->functions[i] = sorted[i].index;
    free(sorted);
    return 1;
}

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
    size_t *place = calloc(count + 1, sizeof *place);
    size_t *keys = calloc(call_count + 1, sizeof *keys);
    size_t *given = calloc(call_count + 1, sizeof *given);
    size_t *by_callee = calloc(call_count + 1, sizeof *by_callee);
    int is_done = place != NULL && keys != NULL && given != NULL && by_callee != NULL;
    for (size_t i = 0; is_done && i < count; i++)
        place[order->functions[i]] = i;
    for (size_t i = 0; is_done && i < call_count; i++) {
        given[i] = i;
        keys[i] = place[pstats_graph_call(graph, i)->callee];
    }
    is_done = is_done && sort_by(keys, count, given, call_count, by_callee, order->first);
    for (size_t i = 0; is_done && i < call_count; i++)
        keys[i] = pstats_graph_call(graph, i)->caller;
    is_done = is_done && sort_by(keys, count, by_callee, call_count, order->calls, order->first);
    free(place);
    free(keys);
    free(given);
    free(by_callee);
    return is_done;
}

int order_make(struct order *order, const pstats_graph *graph)
{
    size_t count = pstats_graph_function_count(graph);
    order->functions = calloc(count + 1, sizeof *order->functions);
    order->first = calloc(count + 1, sizeof *order->first);
    order->calls = calloc(pstats_graph_call_count(graph) + 1, sizeof *order->calls);
    return order->functions != NULL && order->first != NULL && order->calls != NULL &&
           sort_functions(order, graph) && sort_calls(order, graph);
}

void order_free(struct order *order)
{
    free(order->functions);
    free(order->first);
    free(order->calls);
}
