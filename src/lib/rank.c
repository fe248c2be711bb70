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

/* The functions in order, for the caller to free. NULL: out of memory. */
static struct named *sort_functions(const pstats_graph *graph)
{
    size_t count = graph->function_count;
    struct named *sorted = array_new(count, sizeof *sorted);
    pstats_text *texts = array_new(count, 2 * sizeof *texts); /* files, then names */
    uint32_t *ranks = array_new(count, 2 * sizeof *ranks);
    int is_done = sorted != NULL && texts != NULL && ranks != NULL;
    for (size_t i = 0; is_done && i < count; i++) {
        texts[i] = graph->functions[i].file;
        texts[count + i] = graph->functions[i].name;
    }
    is_done = is_done && text_rank(texts, 2 * count, ranks);
    for (size_t i = 0; is_done && i < count; i++)
        sorted[i] =
            (struct named){ranks[i], ranks[count + i], graph->functions[i].line, (uint32_t)i};
    if (is_done) {
        qsort(sorted, count, sizeof *sorted, compare_named);
    } else {
        free(sorted);
        sorted = NULL;
    }
    free(texts);
    free(ranks);
    return sorted;
}

int rank_functions(const pstats_graph *graph, uint32_t *by_rank)
{
    struct named *sorted = sort_functions(graph);
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
    struct named *sorted = sort_functions(graph);
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
