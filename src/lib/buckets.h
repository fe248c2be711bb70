/* Hash tables of numbers. Knows nothing of what has the numbers. */
#ifndef LIB_BUCKETS_H
#define LIB_BUCKETS_H

#include "prefetch.h"

#include <stddef.h>
#include <stdint.h>

/* An upper part of the hash as a number's tag tells nearly all others from it: hardly ever is what has the number looked
 * at in vain. */
struct bucket {
    uint32_t number; /* + 1; 0: empty */
    uint32_t tag;
};

/* All zero is one without room. */
struct buckets {
    struct bucket *items;
    size_t count; /* a power of two */
};

/* Sees to it that there is room for a number beside those that it holds. 0: no memory. */
int buckets_grow(struct buckets *buckets, size_t held);
void buckets_free(struct buckets *buckets);

/* Where the search for a tag begins, and goes on: at the first empty bucket it ends. In the order of tags, so that growing
 * goes through memory from start to end. */
static inline size_t buckets_first(const struct buckets *buckets, uint32_t tag)
{
    return (size_t)((uint64_t)tag * buckets->count >> 32);
}

/* For a tag that will be searched for soon. */
static inline void buckets_prefetch(const struct buckets *buckets, uint32_t tag)
{
    if (buckets->count > 0)
        PREFETCH(&buckets->items[buckets_first(buckets, tag)]);
}

static inline size_t buckets_next(const struct buckets *buckets, size_t at)
{
    return (at + 1) & (buckets->count - 1);
}

#endif
