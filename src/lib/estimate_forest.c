/* Trees of call paths, laid out from the roots down. */
#include "estimate_forest.h"

#include "arena.h"
#include "tree.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

int forest_init(struct forest *forest, uint32_t count)
{
    forest->count = count;
    forest->edge = array_new(count, sizeof *forest->edge);
    forest->parent = array_new(count, sizeof *forest->parent);
    forest->end = array_new(count, sizeof *forest->end);
    forest->self = array_new(count, sizeof *forest->self);
    forest->exit = array_new(count, sizeof *forest->exit);
    return forest->edge != NULL && forest->parent != NULL && forest->end != NULL &&
           forest->self != NULL && forest->exit != NULL;
}

void forest_free(struct forest *forest)
{
    free(forest->edge);
    free(forest->parent);
    free(forest->end);
    free(forest->self);
    free(forest->exit);
    memset(forest, 0, sizeof *forest);
}

int forest_order(const uint32_t *parent, const uint32_t *sequence, uint32_t *order,
                 struct forest *forest)
{
    uint32_t count = forest->count;
    uint32_t *place = array_new(count, sizeof *place);
    if (place == NULL || !tree_preorder(parent, count, sequence, order)) {
        free(place);
        return 0;
    }
    for (uint32_t k = 0; k < count; k++) {
        place[order[k]] = k;
        forest->parent[k] = parent[order[k]] == NONE ? NONE : place[parent[order[k]]];
        forest->end[k] = k + 1;
    }
    for (uint32_t k = count; k-- > 0;) {
        if (forest->parent[k] != NONE && forest->end[forest->parent[k]] < forest->end[k])
            forest->end[forest->parent[k]] = forest->end[k];
    }
    free(place);
    return 1;
}

void forest_totals(const struct forest *forest, double *totals)
{
    for (uint32_t k = 0; k < forest->count; k++)
        totals[k] = forest->self[k] + forest->exit[k];
    for (uint32_t k = forest->count; k-- > 0;) {
        if (forest->parent[k] != NONE)
            totals[forest->parent[k]] += totals[k];
    }
}
