/* What functions cost before. */
#include "baseline.h"

#include "cli/names.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static void keep_larger(pstats_cost *cost, const pstats_cost *other)
{
    if (other->calls > cost->calls)
        cost->calls = other->calls;
    if (other->primitive_calls > cost->primitive_calls)
        cost->primitive_calls = other->primitive_calls;
    cost->self = fmax(cost->self, other->self);
    cost->cumulative = fmax(cost->cumulative, other->cumulative);
}

static void add_before(struct row *row, const pstats_cost *before)
{
    if (row->presence == PSTATS_IN_AFTER)
        row->before = *before;
    else
        keep_larger(&row->before, before);
    row->presence |= PSTATS_IN_BEFORE;
}

/* Every comparison begins with the functions of the profile itself, in their order. */
static void add_known(struct rows *rows, size_t count, const struct inputs *inputs,
                      const pstats_graph *compared)
{
    size_t function_count = pstats_graph_function_count(inputs->graph);
    for (size_t i = 0; i < count; i++) {
        struct row *row = &rows->items[i];
        if (row->function >= function_count)
            continue;
        const pstats_cost *before = pstats_graph_function_before(compared, row->function);
        if (before != NULL)
            add_before(row, before);
    }
}

static int compare_functions(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = names_compare(left->file, right->file);
    if (order == 0)
        order = (left->line > right->line) - (left->line < right->line);
    return order != 0 ? order : names_compare(left->name, right->name);
}

/* What is gone, and was in several baselines, becomes one row. */
static void merge_gone(struct rows *rows, size_t from)
{
    size_t kept = from;
    if (from == rows->count)
        return;
    qsort(rows->items + from, rows->count - from, sizeof *rows->items, compare_functions);
    for (size_t i = from + 1; i < rows->count; i++) {
        if (compare_functions(&rows->items[kept], &rows->items[i]) == 0)
            keep_larger(&rows->items[kept].before, &rows->items[i].before);
        else
            rows->items[++kept] = rows->items[i];
    }
    rows->count = kept + 1;
}

/* Of a comparison's functions, those that only the baseline has. */
static void add_gone(struct rows *rows, const struct inputs *inputs, const pstats_graph *compared,
                     const struct option_strings *strip_prefixes)
{
    size_t first = pstats_graph_function_count(inputs->graph);
    for (size_t i = first; i < pstats_graph_function_count(compared); i++) {
        const pstats_function *function = pstats_graph_function(compared, i);
        const pstats_cost *before = pstats_graph_function_before(compared, i);
        if (before == NULL || (before->calls == PSTATS_CALLS_UNKNOWN && before->self == 0.0))
            continue;
        struct row *row = rows_add_function(rows, compared, i, &function->cost, strip_prefixes);
        if (row == NULL)
            return;
        row->before = *before;
        row->presence = PSTATS_IN_BEFORE;
        row->calls = row->primitive_calls = 0.0;
        row->cost = (pstats_cost){.calls = 0};
        row->function = SIZE_MAX;
    }
}

void baseline_add_functions(struct rows *rows, const struct inputs *inputs,
                            const struct option_strings *strip_prefixes)
{
    rows_add_functions(rows, inputs->graph, strip_prefixes);
    size_t count = rows->count;
    for (size_t i = 0; i < inputs->baseline_count; i++)
        add_known(rows, count, inputs, inputs->baselines[i].compared);
    for (size_t i = 0; i < inputs->baseline_count && !rows_failed(rows); i++)
        add_gone(rows, inputs, inputs->baselines[i].compared, strip_prefixes);
    if (!rows_failed(rows))
        merge_gone(rows, count);
}
