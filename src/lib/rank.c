/* The order of a graph's functions: by file, line and name. */
#include "rank.h"

#include "arena.h"
#include "error.h"
#include "graph.h"
#include "text_order.h"

#include <stdlib.h>

struct named {
    uint32_t file, name; /* ranks */
    int64_t line;
    uint32_t index;
};

static int compare_named(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Fills in the functions' ranks of files and, where they are wanted, of names among the same; else names have rank 0. */
static int rank_texts(const pstats_graph *graph, int with_names, struct named *functions)
{
    size_t count = graph->function_count, text_count = with_names ? 2 * count : count;
    pstats_text *texts = array_new(text_count, sizeof *texts); /* files, then names */
    uint32_t *ranks = array_new(text_count, sizeof *ranks);
    int is_done = texts != NULL && ranks != NULL;
    for (size_t i = 0; is_done && i < text_count; i++)
        texts[i] = i < count ? graph->functions[i].file : graph->functions[i - count].name;
    is_done = is_done && text_rank(texts, text_count, ranks);
    for (size_t i = 0; is_done && i < count; i++)
        functions[i] = (struct named){.file = ranks[i],
                                      .name = with_names ? ranks[count + i] : 0,
                                      .line = graph->functions[i].line,
                                      .index = (uint32_t)i};
    free(texts);
    free(ranks);
    return is_done;
}

/* By file in one go, then those of each file. */
static int sort_named(const struct named *functions, size_t count, struct named *sorted)
{
    size_t file_count = 0;
    for (size_t i = 0; i < count; i++)
        file_count = functions[i].file >= file_count ? (size_t)functions[i].file + 1 : file_count;
    size_t *ends = array_new_zero(file_count + 1, sizeof *ends); /* of a file's; first the starts */
    if (ends == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        ends[functions[i].file + 1]++;
    for (size_t file = 0; file < file_count; file++)
        ends[file + 1] += ends[file];
    for (size_t i = 0; i < count; i++)
        sorted[ends[functions[i].file]++] = functions[i];
    for (size_t file = 0, start = 0; file < file_count; start = ends[file++])
        qsort(sorted + start, ends[file] - start, sizeof *sorted, compare_named);
    free(ends);
    return 1;
}

static int is_same_place(const struct named *a, const struct named *b)
{
    return a->file == b->file && a->line == b->line;
}

/* Behind start, where the functions end that have its file and line. */
static size_t end_of_place(const struct named *sorted, size_t count, size_t start)
{
    size_t end = start + 1;
    while (end < count && is_same_place(&sorted[start], &sorted[end]))
        end++;
    return end;
}

/* Names matter where file and line are the same: there alone they are compared. */
static int sort_places(const pstats_graph *graph, struct named *sorted)
{
    size_t count = graph->function_count, tied = 0, end;
    pstats_text *names = array_new(count, sizeof *names);
    uint32_t *ranks = array_new(count, sizeof *ranks);
    int is_done = names != NULL && ranks != NULL;
    for (size_t start = 0; is_done && start < count; start = end) {
        end = end_of_place(sorted, count, start);
        for (size_t i = start; end - start > 1 && i < end; i++)
            names[tied++] = graph->functions[sorted[i].index].name;
    }
    is_done = is_done && text_rank(names, tied, ranks);
    tied = 0;
    for (size_t start = 0; is_done && start < count; start = end) {
        end = end_of_place(sorted, count, start);
        if (end - start == 1)
            continue;
        for (size_t i = start; i < end; i++)
            sorted[i].name = ranks[tied++];
        qsort(sorted + start, end - start, sizeof *sorted, compare_named);
    }
    free(names);
    free(ranks);
    return is_done;
}

/* The functions in order, for the caller to free. NULL: out of memory. */
static struct named *sort_functions(const pstats_graph *graph, int with_names)
{
    size_t count = graph->function_count;
    struct named *functions = array_new(count, sizeof *functions);
    struct named *sorted = array_new(count, sizeof *sorted);
    if (functions == NULL || sorted == NULL || !rank_texts(graph, with_names, functions) ||
        !sort_named(functions, count, sorted) || (!with_names && !sort_places(graph, sorted))) {
        free(sorted);
        sorted = NULL;
    }
    free(functions);
    return sorted;
}

int rank_functions(const pstats_graph *graph, uint32_t *by_rank)
{
    struct named *sorted = sort_functions(graph, 0);
    if (sorted == NULL)
        return 0;
    for (size_t i = 0; i < graph->function_count; i++)
        by_rank[i] = sorted[i].index;
    free(sorted);
    return 1;
}

int pstats_graph_rank_functions(const pstats_graph *graph, size_t *ranks, size_t *file_ranks,
                                size_t *name_ranks, pstats_error *error)
{
    error_clear(error);
    struct named *sorted = sort_functions(graph, file_ranks != NULL || name_ranks != NULL);
    if (sorted == NULL) {
        error_memory(error);
        return -1;
    }
    for (size_t i = 0; i < graph->function_count; i++) {
        const struct named *named = &sorted[i];
        if (ranks != NULL)
            ranks[named->index] = i;
        if (file_ranks != NULL)
            file_ranks[named->index] = named->file;
        if (name_ranks != NULL)
            name_ranks[named->index] = named->name;
    }
    free(sorted);
    return 0;
}

int pstats_texts_rank(const pstats_text *texts, size_t count, size_t *ranks, pstats_error *error)
{
    error_clear(error);
    uint32_t *found = count < UINT32_MAX ? array_new(count, sizeof *found) : NULL;
    int is_done = found != NULL && text_rank(texts, count, found);
    for (size_t i = 0; is_done && i < count; i++)
        ranks[i] = found[i];
    if (!is_done)
        error_memory(error);
    free(found);
    return is_done ? 0 : -1;
}
