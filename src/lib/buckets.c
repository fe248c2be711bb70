/* Hash tables of numbers. Knows nothing of what has the numbers. */
#include "buckets.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_COUNT ((size_t)64)

int buckets_grow(struct buckets *buckets, size_t held)
{
    if (held + held / 2 < buckets->count)
        return 1;
    struct buckets grown = {NULL, buckets->count > 0 ? buckets->count * 2 : FIRST_COUNT};
    grown.items = array_new_zero(grown.count, sizeof *grown.items);
    if (grown.items == NULL)
        return 0;
    for (size_t i = 0; i < buckets->count; i++) {
        if (buckets->items[i].number == 0)
            continue;
        size_t at = buckets_first(&grown, buckets->items[i].tag);
        while (grown.items[at].number != 0)
            at = buckets_next(&grown, at);
        grown.items[at] = buckets->items[i];
    }
    free(buckets->items);
    *buckets = grown;
    return 1;
}

void buckets_free(struct buckets *buckets)
{
    free(buckets->items);
    memset(buckets, 0, sizeof *buckets);
}
