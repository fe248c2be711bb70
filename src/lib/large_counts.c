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

void large_counts_free(struct large_counts *counts)
{
    free(counts->items);
    *counts = (struct large_counts){NULL, 0, 0};
}
