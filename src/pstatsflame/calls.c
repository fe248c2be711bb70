/* How often a function called another, found by both of them. */
#include "calls.h"

#include <stdint.h>
#include <stdlib.h>

/* Calls sorted by callee, then by caller. */
struct calls {
    const pstats_graph *graph;
    size_t *sorted;
    size_t *starts; /* of each callee's; one more than there are functions */
};

void calls_free(struct calls *calls)
{
    if (calls == NULL)
        return;
    free(calls->sorted);
    free(calls->starts);
    free(calls);
}

static size_t end_of(const pstats_call *call, int is_callee)
{
    return is_callee ? call->callee : call->caller;
}

/* Puts the calls of from into to, by one of their ends; those that share it stay in their order. */
static void sort_by_end(const struct calls *calls, int is_callee, const size_t *from, size_t *to)
{
    size_t functions = pstats_graph_function_count(calls->graph);
    size_t count = pstats_graph_call_count(calls->graph);
    for (size_t i = 0; i <= functions; i++)
        calls->starts[i] = 0;
    for (size_t i = 0; i < count; i++)
        calls->starts[end_of(pstats_graph_call(calls->graph, i), is_callee) + 1]++;
    for (size_t i = 0; i < functions; i++)
        calls->starts[i + 1] += calls->starts[i];
    for (size_t i = 0; i < count; i++)
        to[calls->starts[end_of(pstats_graph_call(calls->graph, from[i]), is_callee)]++] = from[i];
    for (size_t i = functions; i > 0; i--) /* each has moved on to the next one's */
        calls->starts[i] = calls->starts[i - 1];
    calls->starts[0] = 0;
}

struct calls *calls_new(const pstats_graph *graph)
{
    size_t functions = pstats_graph_function_count(graph), count = pstats_graph_call_count(graph);
    struct calls *calls = calloc(1, sizeof *calls);
    size_t *given = calloc(count + 1, sizeof *given), *by_caller = calloc(count + 1, sizeof *given);
    if (calls != NULL) {
        calls->graph = graph;
        calls->starts = calloc(functions + 1, sizeof *calls->starts);
        calls->sorted = given;
    }
    if (calls == NULL || given == NULL || by_caller == NULL || calls->starts == NULL) {
        if (calls == NULL)
            free(given);
        free(by_caller);
        calls_free(calls);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        given[i] = i;
    sort_by_end(calls, 0, given, by_caller);
    sort_by_end(calls, 1, by_caller, calls->sorted);
    free(by_caller);
    return calls;
}

size_t calls_find(const struct calls *calls, size_t caller, size_t callee)
{
    size_t low = calls->starts[callee], high = calls->starts[callee + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t found = pstats_graph_call(calls->graph, calls->sorted[middle])->caller;
        if (found == caller)
            return calls->sorted[middle];
        if (found < caller)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}
