/* Weights with numbers beside them, and their order. */
#ifndef LIB_WEIGHTS_H
#define LIB_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

struct weighed {
    double weight;
    uint32_t number;
};

/* Sorts: the heaviest first, and of equals that with the lower number. spare: room for as many. */
void weights_sort(struct weighed *items, size_t count, struct weighed *spare);

#endif
