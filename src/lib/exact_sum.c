/* Sums of doubles that are exact until they are rounded, once: the order of adding never shows. */
#include "exact_sum.h"

#include "error.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HUGE_MIN                                                                                   \
    0x1p900 /* from here on sums are kept scaled, so that no order of adding overflows */
#define SCALE_DOWN 0x1p-128
#define SCALE_UP 0x1p128
#define PARTS_MAX 80        /* twice 40, which span all doubles */
#define NEGLIGIBLE 0x1p-960 /* scaled: too small to be exact for sure */
#define CANCELLED 0x1p-800  /* scaled: a sum to which what is negligible could matter */

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
    if (sum->capacity > 0)
        free(sum->store.heap);
    sum->store.heap = heap;
    sum->capacity = wanted;
    return 1;
}

static int add_special(struct exact_sum *sum, double value)
{
    if (isfinite(value))
        return 0;
    if (isnan(value))
        sum->has_nan = 1;
    else if (value > 0)
        sum->has_infinity = 1;
    else
        sum->has_minus_infinity = 1;
    return 1;
}

static int add_huge(struct exact_sum *sum, double value)
{
    if (sum->huge == NULL)
        sum->huge = calloc(1, sizeof *sum->huge);
    return sum->huge != NULL && exact_sum_add(sum->huge, value * SCALE_DOWN);
}

/* Adds a value to count parts; returns how many they are then, at most one more. */
static unsigned short grow(double *parts, unsigned short count, double value)
{
    unsigned short kept = 0;
    for (unsigned short i = 0; i < count; i++) {
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
    return kept;
}

int exact_sum_add(struct exact_sum *sum, double value)
{
    if (value == 0.0 || add_special(sum, value))
        return 1;
    if (fabs(value) >= HUGE_MIN)
        return add_huge(sum, value);
    if (!make_room(sum))
        return 0;
    sum->count = grow(sum->capacity > 0 ? sum->store.heap : sum->store.parts, sum->count, value);
    return 1;
}

static double round_parts(const double *parts, unsigned short count)
{
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

/* Both kinds of parts, scaled down. Of tiny parts the largest has the sign of all, which is enough to decide a tie. */
static double round_scaled(const struct exact_sum *sum)
{
    double parts[PARTS_MAX];
    unsigned short count = sum->huge->count;
    memcpy(parts, parts_of(sum->huge), count * sizeof *parts);
    for (unsigned short i = sum->count; i > 0 && count < PARTS_MAX; i--) {
        double part = parts_of(sum)[i - 1], scaled = part * SCALE_DOWN;
        if (fabs(scaled) < NEGLIGIBLE) {
            count = grow(parts, count, copysign(DBL_TRUE_MIN, part));
            break;
        }
        count = grow(parts, count, scaled);
    }
    return round_parts(parts, count);
}

/* Both kinds of parts as they are, once it is known that the huge ones are not beyond all doubles. */
static double round_unscaled(const struct exact_sum *sum)
{
    double parts[PARTS_MAX];
    unsigned short count = sum->count;
    memcpy(parts, parts_of(sum), count * sizeof *parts);
    for (unsigned short i = 0; i < sum->huge->count && count < PARTS_MAX; i++)
        count = grow(parts, count, parts_of(sum->huge)[i] * SCALE_UP);
    return round_parts(parts, count);
}

double exact_sum_round(const struct exact_sum *sum)
{
    if (sum->has_nan || (sum->has_infinity && sum->has_minus_infinity))
        return (double)NAN;
    if (sum->has_infinity || sum->has_minus_infinity)
        return sum->has_infinity ? HUGE_VAL : -HUGE_VAL;
    if (sum->huge == NULL || sum->huge->count == 0)
        return round_parts(parts_of(sum), sum->count);
    double scaled = round_scaled(sum);
    return fabs(scaled) >= CANCELLED ? scaled * SCALE_UP : round_unscaled(sum);
}

void exact_sum_free(struct exact_sum *sum)
{
    if (sum->capacity > 0)
        free(sum->store.heap);
    sum->capacity = 0;
    if (sum->huge != NULL)
        exact_sum_free(sum->huge);
    free(sum->huge);
    sum->huge = NULL;
}

int pstats_times_sum(const double *times, size_t count, double *sum, pstats_error *error)
{
    struct exact_sum exact = {.count = 0};
    int is_done = 1;
    error_clear(error);
    for (size_t i = 0; i < count && is_done; i++)
        is_done = exact_sum_add(&exact, times[i]);
    if (is_done)
        *sum = exact_sum_round(&exact);
    else
        error_memory(error);
    exact_sum_free(&exact);
    return is_done ? 0 : -1;
}
