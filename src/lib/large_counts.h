/* Numbers of calls beyond 64 bits, by the index of what they are the calls of. Rare, so they stand beside the graph. */
#ifndef LIB_LARGE_COUNTS_H
#define LIB_LARGE_COUNTS_H

#include <stddef.h>

struct large_count {
    size_t index;
    double calls;
};

/* In ascending order of index. All zero is empty. */
struct large_counts {
    struct large_count *items;
    size_t count;
    size_t capacity;
};

int large_counts_add(struct large_counts *counts, size_t index,
                     double calls); /* behind the others. 0: no memory */
int large_counts_copy(struct large_counts *counts, size_t index, const struct large_counts *from,
                      size_t from_index);            /* likewise, if it is there */
void large_counts_sort(struct large_counts *counts); /* after some that came in another order */
double large_counts_find(const struct large_counts *counts, size_t index); /* 0: there is none */
void large_counts_free(struct large_counts *counts);

#endif
