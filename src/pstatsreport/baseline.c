/* What functions cost before. */
#include "baseline.h"

#include <stdint.h>
#include <stdlib.h>

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
            rows_add_before(row, before,
                            pstats_graph_function_calls_uncut_before(compared, row->function));
    }
}

/* Files and names by their places among those of all that is gone: many rows can share a text of any length. */
struct gone {
    struct row row;
    size_t file, name;
};

static int compare_gone(const void *a, const void *b)
{
    const struct gone *left = a, *right = b;
    int order = (left->file > right->file) - (left->file < right->file);
    if (order == 0)
        order = (left->row.line > right->row.line) - (left->row.line < right->row.line);
    return order != 0 ? order : (left->name > right->name) - (left->name < right->name);
}

/* The rows in order. NULL: out of memory. */
static struct gone *sort_gone(const struct row *rows, size_t count)
{
    struct gone *sorted = calloc(count, sizeof *sorted);
    pstats_text *texts = calloc(2 * count, sizeof *texts); /* files, then names */
    size_t *ranks = calloc(2 * count, sizeof *ranks);
    int is_done = sorted != NULL && texts != NULL && ranks != NULL;
    for (size_t i = 0; is_done && i < count; i++) {
        texts[i] = rows[i].file;
        texts[count + i] = rows[i].name;
    }
    is_done = is_done && pstats_texts_rank(texts, 2 * count, ranks, NULL) == 0;
    for (size_t i = 0; is_done && i < count; i++)
        sorted[i] = (struct gone){rows[i], ranks[i], ranks[count + i]};
    free(texts);
    free(ranks);
    if (is_done) {
        qsort(sorted, count, sizeof *sorted, compare_gone);
        return sorted;
    }
    free(sorted);
    return NULL;
}

/* What is gone, and was in several baselines, becomes one row. */
static void merge_gone(struct rows *rows, size_t from)
{
    size_t count = rows->count - from, kept = from;
    struct gone *sorted = count > 0 ? sort_gone(rows->items + from, count) : NULL;
    if (sorted == NULL) {
        rows->failed |= count > 0;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && compare_gone(&sorted[i - 1], &sorted[i]) == 0)
            rows_add_before(&rows->items[kept - 1], &sorted[i].row.before,
                            sorted[i].row.calls_before);
        else
            rows->items[kept++] = sorted[i].row;
    }
    rows->count = kept;
    free(sorted);
}

/* Of a comparison's functions, those that only the baseline has. */
static void add_gone(struct rows *rows, const struct inputs *inputs, const pstats_graph *compared,
                     const struct option_strings *strip_prefixes)
{
    size_t first = pstats_graph_function_count(inputs->graph);
    for (size_t i = first; i < pstats_graph_function_count(compared); i++) {
        const pstats_function *function = pstats_graph_function(compared, i);
        const pstats_cost *before = pstats_graph_function_before(compared, i);
        if (before == NULL || function->is_caller_only)
            continue;
        struct row *row = rows_add_function(rows, compared, i, &function->cost, strip_prefixes);
        if (row == NULL)
            return;
        row->presence = 0;
        rows_add_before(row, before, pstats_graph_function_calls_uncut_before(compared, i));
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
