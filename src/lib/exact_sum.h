/* Sums of doubles that are exact until they are rounded, once: the order of adding never shows. */
#ifndef LIB_EXACT_SUM_H
#define LIB_EXACT_SUM_H

#include <stddef.h>

#define EXACT_SUM_INLINE 3

/* A sum is kept as parts that do not overlap, the smallest first: Shewchuk, Adaptive Precision Floating-Point Arithmetic
 * and Fast Robust Geometric Predicates, 1997, Grow-Expansion. All zero is an empty sum. */
struct exact_sum {
    union {
        double parts[EXACT_SUM_INLINE];
        double *heap;
    } store;
    unsigned short count;
    unsigned short capacity; /* of heap; 0: the parts are in the sum itself */
    unsigned char has_nan, has_infinity, has_minus_infinity;
    struct exact_sum *huge; /* of what could overflow, scaled down; mostly NULL */
};

/* 0: no memory; the sum is then as it was. */
int exact_sum_add(struct exact_sum *sum, double value);
double exact_sum_round(const struct exact_sum *sum); /* to the nearest, ties to even */
void exact_sum_free(struct exact_sum *sum);

#endif
