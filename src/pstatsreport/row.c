/* A line of a table: a function, a group of functions, or a call, with its figures. */
#include "row.h"

#include "cli/names.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

void rows_free(struct rows *rows)
{
    free(rows->items);
    pool_free(&rows->texts);
    *rows = (struct rows)ROWS_INIT;
}

int rows_failed(const struct rows *rows)
{
    return rows->failed || rows->texts.failed;
}

struct row *rows_add(struct rows *rows)
{
    if (rows->count == rows->capacity) {
        size_t capacity = rows->capacity > 0 ? 2 * rows->capacity : 64;
        struct row *items = capacity <= SIZE_MAX / sizeof *items
                                ? realloc(rows->items, capacity * sizeof *items)
                                : NULL;
        if (items == NULL) {
            rows->failed = 1;
            return NULL;
        }
        rows->items = items;
        rows->capacity = capacity;
    }
    struct row *row = &rows->items[rows->count++];
    *row = (struct row){.label = "", .presence = PSTATS_IN_AFTER, .function = SIZE_MAX};
    return row;
}

/* ---- Names ---- */

const char *rows_clean(struct rows *rows, const struct buffer *text)
{
    struct buffer clean = BUFFER_INIT;
    names_append_display(&clean, (pstats_text){buffer_string(text), text->length});
    const char *copy = pool_copy(&rows->texts, buffer_string(&clean), clean.length);
    rows->failed |= text->failed | clean.failed;
    buffer_free(&clean);
    return copy;
}

/* ---- Figures ---- */

double rows_primitive_calls(const pstats_cost *cost)
{
    return cost->primitive_calls == INT64_MAX ? -1.0 : (double)cost->primitive_calls;
}

void rows_add_before(struct row *row, const pstats_cost *before, double calls)
{
    pstats_cost *most = &row->before;
    int is_first = (row->presence & PSTATS_IN_BEFORE) == 0;
    if (is_first || before->calls > most->calls || calls > row->calls_before) {
        most->calls = before->calls;
        row->calls_before = calls;
    }
    if (is_first || before->primitive_calls > most->primitive_calls) {
        most->primitive_calls = before->primitive_calls;
        row->primitive_calls_before = rows_primitive_calls(before);
    }
    most->self = is_first ? before->self : fmax(most->self, before->self);
    most->cumulative = is_first ? before->cumulative : fmax(most->cumulative, before->cumulative);
    row->presence |= PSTATS_IN_BEFORE;
}

/* ---- Functions ---- */

struct row *rows_add_function(struct rows *rows, const pstats_graph *graph, size_t index,
                              const pstats_cost *cost, const struct option_strings *strip_prefixes)
{
    const pstats_function *function = pstats_graph_function(graph, index);
    struct buffer text = BUFFER_INIT;
    struct row *row = rows_add(rows);
    if (row == NULL)
        return NULL;
    row->file = names_strip_folder(function->file, strip_prefixes, NULL);
    row->name = function->name;
    row->line = function->line;
    row->cost = *cost;
    row->calls = (double)cost->calls;
    row->primitive_calls = rows_primitive_calls(cost);
    row->function = index;
    names_append_standard(&text, names_read_part(row->file), row->line, names_read_part(row->name));
    row->label = rows_clean(rows, &text);
    buffer_free(&text);
    return row;
}

void rows_add_functions(struct rows *rows, const pstats_graph *graph,
                        const struct option_strings *strip_prefixes)
{
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *function = pstats_graph_function(graph, i);
        if (function->is_caller_only)
            continue;
        struct row *row = rows_add_function(rows, graph, i, &function->cost, strip_prefixes);
        if (row == NULL)
            return;
        row->calls = pstats_graph_function_calls_uncut(graph, i);
    }
}
