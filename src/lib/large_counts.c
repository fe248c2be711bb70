/* Numbers of calls beyond 64 bits, by the index of what they are the calls of. */
#include "large_counts.h"

#include "arena.h"

#include <stdlib.h>

int large_counts_add(struct large_counts *counts, size_t index, double calls)
{
    if (!array_grow(&counts->items, &counts->capacity, counts->count, sizeof *counts->items))
        return 0;
    counts->items[counts->count++] = (struct large_count){index, calls};
    return 1;
}

double large_counts_find(const struct large_counts *counts, size_t index)
{
    size_t low = 0, high = counts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (counts->items[middle].index == index)
            return counts->items[middle].calls;
        if (counts->items[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    return 0.0;
}

int large_counts_copy(struct large_counts *counts, size_t index, const struct large_counts *from,
                      size_t from_index)
{
    double calls = from->count > 0 ? large_counts_find(from, from_index) : 0.0;
    return !(calls > 0.0) || large_counts_add(counts, index, calls);
}

static int compare_indices(const void *a, const void *b)
{
    const struct large_count *left = a, *right = b;
    return (left->index > right->index) - (left->index < right->index);
}

void large_counts_sort(struct large_counts *counts)
{
    if (counts->count > 1)
        qsort(counts->items, counts->count, sizeof *counts->items, compare_indices);
}

void large_counts_free(struct large_counts *counts)
{
    free(counts->items);
    *counts = (struct large_counts){NULL, 0, 0};
}
