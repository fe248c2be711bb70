/* Numbers of calls while a dump is read, also those beyond 64 bits. Knows nothing of dumps. */
#include "counts.h"

#include <pstats.h>
#include <string.h>

#define SIGN (UINT64_C(1) << 63)

int64_t count_of_large(double calls)
{
    uint64_t bits;
    memcpy(&bits, &calls, sizeof bits);
    return (int64_t)(bits | SIGN);
}

int count_is_large(int64_t count)
{
    return count < PSTATS_CALLS_UNKNOWN;
}

double count_as_double(int64_t count)
{
    uint64_t bits = (uint64_t)count & ~SIGN;
    double calls;
    memcpy(&calls, &bits, sizeof calls);
    return count_is_large(count) ? calls : (double)count;
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
