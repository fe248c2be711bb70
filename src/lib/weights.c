/* Weights with numbers beside them, and their order. */
#include "weights.h"

#include <string.h>

#define RUN ((size_t)8) /* so many are sorted by insertion, before they are merged */

/* Without a branch, as nobody can guess what it would be. */
static int is_before(const struct weighed *a, const struct weighed *b)
{
    return (a->weight > b->weight) | ((a->weight == b->weight) & (a->number < b->number));
}

static void insert_all(struct weighed *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct weighed item = items[i];
        size_t at = i;
        for (; at > 0 && is_before(&item, &items[at - 1]); at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Two sorted runs, one behind the other. */
static void merge(const struct weighed *from, size_t first_count, size_t count, struct weighed *to)
{
    const struct weighed *first = from, *first_end = from + first_count;
    const struct weighed *second = first_end, *end = from + count;
    while (first < first_end && second < end) {
        int is_second = is_before(second, first);
        *to++ = *(is_second ? second : first);
        second += is_second;
        first += !is_second;
    }
    memcpy(to, first, (size_t)(first_end - first) * sizeof *to);
    memcpy(to + (first_end - first), second, (size_t)(end - second) * sizeof *to);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

void weights_sort(struct weighed *items, size_t count, struct weighed *spare)
{
    struct weighed *from = items, *to = spare;
    for (size_t start = 0; start < count; start += RUN)
        insert_all(items + start, smaller(RUN, count - start));
    for (size_t run = RUN; run < count; run *= 2) {
        for (size_t start = 0; start < count; start += 2 * run)
            merge(from + start, smaller(run, count - start), smaller(2 * run, count - start),
                  to + start);
        struct weighed *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}
