/* Two graphs in one: which functions are the same, and what they cost before and after. */
#include "addresses.h"
#include "arena.h"
#include "error.h"
#include "function_table.h"
#include "graph.h"
#include "options.h"
#include "paths.h"
#include "text.h"
#include "text_order.h"

#include <stdlib.h>
#include <string.h>

#define NOWHERE SIZE_MAX

/* A function of either graph, as it is looked for. */
struct candidate {
    struct function_key key; /* of file and name without what may differ */
    size_t index;            /* in its graph */
    int is_before;
};

struct comparison {
    const pstats_graph *before, *after;
    pstats_compare_options options;
    struct arena *texts;
    struct text_table names;
    struct text_memo key_files, key_names, copies; /* of either graph's texts */
    struct addresses_scratch scratch;
    struct candidate *candidates; /* of after, then of before */
    size_t count;
    size_t *moved_to; /* functions of before: their index in the result */
};

/* ---- Which functions are the same ---- */

/* TEXT_NONE: no memory; likewise below. */
static uint32_t intern(struct comparison *comparison, pstats_text text)
{
    int is_invalid;
    return text_intern(&comparison->names, text.bytes, text.length, TEXT_UTF8, &is_invalid);
}

static uint32_t key_file(struct comparison *comparison, pstats_text file)
{
    const pstats_compare_options *options = &comparison->options;
    uint32_t *number = text_memo_at(&comparison->key_files, file);
    if (number == NULL || *number != TEXT_NONE)
        return number == NULL ? TEXT_NONE : *number;
    file = paths_strip_prefix(file, options->prefixes, options->prefix_count);
    if (options->has_normalised_paths)
        file = pstats_path_normalise(file);
    return *number = intern(comparison, file);
}

static uint32_t key_name(struct comparison *comparison, pstats_text name)
{
    uint32_t *number = text_memo_at(&comparison->key_names, name);
    if (number == NULL || *number != TEXT_NONE)
        return number == NULL ? TEXT_NONE : *number;
    if (!addresses_remove(&comparison->scratch, &name))
        return TEXT_NONE;
    return *number = intern(comparison, name);
}

static int make_key(struct comparison *comparison, const pstats_function *function,
                    struct function_key *key)
{
    key->line = function->line;
    key->file = key_file(comparison, function->file);
    key->name = key_name(comparison, function->name);
    return key->file != TEXT_NONE && key->name != TEXT_NONE;
}

static int add_candidates(struct comparison *comparison, const pstats_graph *graph, int is_before)
{
    for (size_t i = 0; i < graph->function_count; i++) {
        struct candidate *candidate = &comparison->candidates[comparison->count];
        candidate->index = i;
        candidate->is_before = is_before;
        if (!make_key(comparison, &graph->functions[i], &candidate->key))
            return 0;
        comparison->count++;
    }
    return 1;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* By file and name (as numbers), line, and place in its graph; so that after and before lie side by side. */
static int compare_candidates(const void *first, const void *second)
{
    const struct candidate *a = first, *b = second;
    int order = compare_numbers(a->key.file, b->key.file);
    if (order == 0)
        order = compare_numbers(a->key.name, b->key.name);
    if (order == 0)
        order = (a->key.line > b->key.line) - (a->key.line < b->key.line);
    if (order == 0)
        order = a->is_before - b->is_before;
    return order != 0 ? order : compare_numbers(a->index, b->index);
}

/* Pairs, in order, what a run holds of both graphs and has no partner yet. */
static void pair(struct comparison *comparison, size_t start, size_t end)
{
    const struct candidate *candidates = comparison->candidates;
    size_t old = start;
    for (size_t new = start; new < end; new ++) {
        if (candidates[new].is_before || candidates[new].index == NOWHERE)
            continue;
        while (old < end && (!candidates[old].is_before || candidates[old].index == NOWHERE))
            old++;
        if (old == end)
            return;
        comparison->moved_to[candidates[old].index] = candidates[new].index;
        comparison->candidates[old].index = comparison->candidates[new].index = NOWHERE;
    }
}

static size_t end_of_run(const struct comparison *comparison, size_t start, int has_line)
{
    const struct function_key *key = &comparison->candidates[start].key;
    size_t end = start + 1;
    for (; end < comparison->count; end++) {
        const struct function_key *other = &comparison->candidates[end].key;
        if (other->file != key->file || other->name != key->name ||
            (has_line && other->line != key->line))
            break;
    }
    return end;
}

static void pair_runs(struct comparison *comparison, int has_line)
{
    for (size_t start = 0; start < comparison->count;) {
        size_t end = end_of_run(comparison, start, has_line);
        pair(comparison, start, end);
        start = end;
    }
}

static int match(struct comparison *comparison)
{
    size_t total = comparison->after->function_count + comparison->before->function_count;
    comparison->candidates = array_new(total, sizeof *comparison->candidates);
    comparison->moved_to =
        array_new(comparison->before->function_count, sizeof *comparison->moved_to);
    if (comparison->candidates == NULL || comparison->moved_to == NULL ||
        !add_candidates(comparison, comparison->after, 0) ||
        !add_candidates(comparison, comparison->before, 1))
        return 0;
    for (size_t i = 0; i < comparison->before->function_count; i++)
        comparison->moved_to[i] = NOWHERE;
    qsort(comparison->candidates, comparison->count, sizeof *comparison->candidates,
          compare_candidates);
    pair_runs(comparison, 1);
    pair_runs(comparison, 0);
    return 1;
}

/* ---- The graph of both ---- */

static pstats_text copy_text(struct comparison *comparison, pstats_text text, int *is_copied)
{
    uint32_t *number = text_memo_at(&comparison->copies, text);
    if (number != NULL && *number == TEXT_NONE)
        *number = intern(comparison, text);
    if (number != NULL && *number != TEXT_NONE)
        return comparison->names.texts[*number];
    *is_copied = 0;
    return text;
}

static int add_function(struct comparison *comparison, pstats_graph *graph,
                        const pstats_function *function, pstats_presence presence)
{
    int is_copied = 1;
    pstats_function *added = &graph->functions[graph->function_count];
    *added = *function;
    added->file = copy_text(comparison, function->file, &is_copied);
    added->name = copy_text(comparison, function->name, &is_copied);
    struct past *past = &graph->function_pasts[graph->function_count++];
    memset(past, 0, sizeof *past);
    past->presence = presence;
    if (presence == PSTATS_IN_BEFORE) {
        past->cost = function->cost;
        memset(&added->cost, 0, sizeof added->cost);
    }
    return is_copied;
}

static int add_functions(struct comparison *comparison, pstats_graph *graph)
{
    const pstats_graph *after = comparison->after, *before = comparison->before;
    for (size_t i = 0; i < after->function_count; i++)
        if (!add_function(comparison, graph, &after->functions[i], PSTATS_IN_AFTER) ||
            !large_counts_copy(&graph->large_function_calls, i, &after->large_function_calls, i))
            return 0;
    for (size_t i = 0; i < before->function_count; i++) {
        size_t *moved_to = &comparison->moved_to[i];
        if (*moved_to != NOWHERE) {
            graph->function_pasts[*moved_to].presence = PSTATS_IN_BOTH;
            graph->function_pasts[*moved_to].cost = before->functions[i].cost;
        } else {
            *moved_to = graph->function_count;
            if (!add_function(comparison, graph, &before->functions[i], PSTATS_IN_BEFORE))
                return 0;
        }
        if (!large_counts_copy(&graph->large_function_calls_before, *moved_to,
                               &before->large_function_calls, i))
            return 0;
    }
    large_counts_sort(&graph->large_function_calls_before);
    return 1;
}

static int add_calls(struct comparison *comparison, pstats_graph *graph)
{
    const pstats_graph *after = comparison->after, *before = comparison->before;
    struct function_table ends; /* file and name: numbers of caller and callee */
    function_table_init(&ends);
    int is_added = 1;
    for (size_t i = 0; is_added && i < after->call_count + before->call_count; i++) {
        int is_before = i >= after->call_count;
        pstats_call call = is_before ? before->calls[i - after->call_count] : after->calls[i];
        if (is_before) {
            call.caller = comparison->moved_to[call.caller];
            call.callee = comparison->moved_to[call.callee];
        }
        uint32_t number = function_table_add(
            &ends, (struct function_key){(uint32_t)call.caller, (uint32_t)call.callee, 0});
        is_added = number != FUNCTION_TABLE_FULL;
        if (!is_added)
            break;
        struct past *past = &graph->call_pasts[number];
        if (number == graph->call_count) {
            memset(past, 0, sizeof *past);
            graph->calls[graph->call_count++] = call;
            if (is_before)
                memset(&graph->calls[number].cost, 0, sizeof graph->calls[number].cost);
        }
        past->presence |= is_before ? PSTATS_IN_BEFORE : PSTATS_IN_AFTER;
        if (is_before)
            past->cost = call.cost;
        is_added = is_before ? large_counts_copy(&graph->large_call_calls_before, number,
                                                 &before->large_call_calls, i - after->call_count)
                             : large_counts_copy(&graph->large_call_calls, number,
                                                 &after->large_call_calls, i);
    }
    large_counts_sort(&graph->large_call_calls);
    large_counts_sort(&graph->large_call_calls_before);
    function_table_free(&ends);
    return is_added;
}

static int allocate(pstats_graph *graph, const struct comparison *comparison)
{
    size_t functions = comparison->after->function_count + comparison->before->function_count;
    size_t calls = comparison->after->call_count + comparison->before->call_count;
    graph->functions = array_new(functions, sizeof *graph->functions);
    graph->function_pasts = array_new(functions, sizeof *graph->function_pasts);
    graph->calls = array_new(calls, sizeof *graph->calls);
    graph->call_pasts = array_new(calls, sizeof *graph->call_pasts);
    return graph->functions != NULL && graph->function_pasts != NULL && graph->calls != NULL &&
           graph->call_pasts != NULL;
}

static pstats_graph *make_graph(struct comparison *comparison)
{
    pstats_graph *graph = graph_new(comparison->texts);
    if (graph == NULL)
        return NULL;
    graph->unit = comparison->after->unit;
    graph->total_self = comparison->after->total_self;
    graph->total = comparison->after->total;
    graph->total_self_before = comparison->before->total_self;
    graph->total_before = comparison->before->total;
    graph->function_count_before = comparison->before->function_count;
    graph->function_count_after = comparison->after->function_count;
    if (allocate(graph, comparison) && add_functions(comparison, graph) &&
        add_calls(comparison, graph)) {
        graph->places_before = comparison->moved_to;
        comparison->moved_to = NULL;
        return graph;
    }
    pstats_graph_free(graph);
    return NULL;
}

pstats_graph *pstats_graph_compare(const pstats_graph *before, const pstats_graph *after,
                                   const pstats_compare_options *options, pstats_error *error)
{
    pstats_compare_options known = PSTATS_COMPARE_INIT;
    struct comparison comparison = {.before = before, .after = after};
    pstats_graph *graph = NULL;
    error_clear(error);
    options_read(&known, sizeof known, options);
    comparison.options = known;
    comparison.texts = arena_new();
    if (comparison.texts != NULL) {
        text_table_init(&comparison.names, comparison.texts);
        if (match(&comparison))
            graph = make_graph(&comparison);
    }
    if (graph == NULL)
        error_memory(error);
    text_table_free(&comparison.names);
    text_memo_free(&comparison.key_files);
    text_memo_free(&comparison.key_names);
    text_memo_free(&comparison.copies);
    addresses_scratch_free(&comparison.scratch);
    arena_release(comparison.texts);
    free(comparison.candidates);
    free(comparison.moved_to);
    return graph;
}
