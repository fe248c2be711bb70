/* Numbers of calls while a dump is read, also those beyond 64 bits. Knows nothing of dumps. */
#include "counts.h"

#include <pstats.h>
#include <string.h>

#define SIGN (UINT64_C(1) << 63)
#define NO_FIGURES_MARK (-(INT64_C(1) << 31))
#define MOST_DERIVED (-2 - COUNT_LOWEST) /* so that -2 - MOST_DERIVED is no large count */

int64_t count_of_large(double calls)
{
    uint64_t bits;
    memcpy(&bits, &calls, sizeof bits);
    return (int64_t)(bits | SIGN);
}

int64_t count_of_negative(int64_t number)
{
    return number < COUNT_LOWEST ? COUNT_LOWEST : number;
}

int count_is_large(int64_t count)
{
    return count < COUNT_LOWEST;
}

int64_t count_known(int64_t count)
{
    return count >= 0 || count_is_large(count) ? count : PSTATS_CALLS_UNKNOWN;
}

double count_as_double(int64_t count)
{
    uint64_t bits = (uint64_t)count & ~SIGN;
    double calls;
    memcpy(&calls, &bits, sizeof calls);
    return count_is_large(count) ? calls : (double)count;
}

int64_t count_to_derived_mark(int64_t derived_calls)
{
    return derived_calls == PSTATS_CALLS_UNKNOWN ? NO_FIGURES_MARK : -1 - derived_calls;
}

int64_t count_of_derived_mark(int64_t calls, int64_t mark)
{
    if (mark >= PSTATS_CALLS_UNKNOWN || count_is_large(mark))
        return 0;
    if (calls == PSTATS_CALLS_UNKNOWN && mark == NO_FIGURES_MARK)
        return PSTATS_CALLS_UNKNOWN;
    if (calls < PSTATS_CALLS_UNKNOWN && !count_is_large(calls))
        return 0; /* a sum that Python made */
    int64_t derived = -1 - mark;
    return -2 - (derived < MOST_DERIVED ? derived : MOST_DERIVED);
}

int64_t count_of_derived(int64_t derived_calls, int64_t calls)
{
    int64_t derived = -2 - derived_calls, most = calls >= 0 ? calls : INT64_MAX;
    return derived < MOST_DERIVED && derived < most ? derived : most;
}

int count_is_derived_in_dump(int64_t derived_calls)
{
    return derived_calls < PSTATS_CALLS_UNKNOWN && !count_is_large(derived_calls);
}

int count_is_fewer(int64_t a, int64_t b)
{
    return count_is_large(a) || count_is_large(b) ? count_as_double(a) < count_as_double(b) : a < b;
}

int64_t count_add(int64_t a, int64_t b, size_t *saturated_counts)
{
    if (a == PSTATS_CALLS_UNKNOWN || b == PSTATS_CALLS_UNKNOWN)
        return PSTATS_CALLS_UNKNOWN;
    if (!count_is_large(a) && !count_is_large(b) && a <= INT64_MAX - b)
        return a + b;
    ++*saturated_counts;
    return count_of_large(count_as_double(a) + count_as_double(b));
}
