/* Sums of doubles that are exact until they are rounded, once: the order of adding never shows. */
#include "exact_sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOO_LARGE 0x1p1000

static const double *parts_of(const struct exact_sum *sum)
{
    return sum->capacity > 0 ? sum->store.heap : sum->store.parts;
}

static int make_room(struct exact_sum *sum)
{
    unsigned short capacity = sum->capacity > 0 ? sum->capacity : EXACT_SUM_INLINE;
    if (sum->count < capacity)
        return 1;
    unsigned short wanted = (unsigned short)(capacity * 2); /* 40 parts span all doubles */
    double *heap = malloc(wanted * sizeof *heap);
    if (heap == NULL)
        return 0;
    memcpy(heap, parts_of(sum), sum->count * sizeof *heap);
    exact_sum_free(sum);
    sum->store.heap = heap;
    sum->capacity = wanted;
    return 1;
}

static int add_special(struct exact_sum *sum, double value)
{
    if (fabs(value) < TOO_LARGE)
        return 0;
    if (isnan(value))
        sum->has_nan = 1;
    else if (value > 0)
        sum->has_infinity = 1;
    else
        sum->has_minus_infinity = 1;
    return 1;
}

int exact_sum_add(struct exact_sum *sum, double value)
{
    if (value == 0.0 || add_special(sum, value))
        return 1;
    if (!make_room(sum))
        return 0;
    double *parts = sum->capacity > 0 ? sum->store.heap : sum->store.parts;
    unsigned short kept = 0;
    for (unsigned short i = 0; i < sum->count; i++) {
        /* Two-Sum (Knuth): high + low is value + parts[i], exactly. */
        double part = parts[i];
        double high = value + part;
        double seen = high - value;
        double low = (value - (high - seen)) + (part - seen);
        if (low != 0.0)
            parts[kept++] = low;
        value = high;
    }
    if (value != 0.0)
        parts[kept++] = value;
    sum->count = kept;
    return 1;
}

double exact_sum_round(const struct exact_sum *sum)
{
    if (sum->has_nan || (sum->has_infinity && sum->has_minus_infinity))
        return (double)NAN;
    if (sum->has_infinity || sum->has_minus_infinity)
        return sum->has_infinity ? HUGE_VAL : -HUGE_VAL;
    const double *parts = parts_of(sum);
    unsigned short count = sum->count;
    if (count == 0)
        return 0.0;
    /* From the largest part down until something is lost to rounding: what is left below cannot reach further than the
     * last bit, and only decides a tie. */
    double high = parts[--count], low = 0.0;
    while (count > 0 && low == 0.0) {
        double part = parts[--count], rounded = high + part;
        low = part - (rounded - high);
        high = rounded;
    }
    if (count > 0 &&
        ((low < 0.0 && parts[count - 1] < 0.0) || (low > 0.0 && parts[count - 1] > 0.0))) {
        double twice = low * 2.0, up = high + twice;
        if (twice == up - high)
            high = up;
    }
    return high;
}

void exact_sum_free(struct exact_sum *sum)
{
    if (sum->capacity > 0)
        free(sum->store.heap);
    sum->capacity = 0;
}
