/* Numbers of calls while a dump is read: one beyond 64 bits is kept as a double, in place of a count far below zero,
 * until the graph is made. Counts a little below zero are what stands in the dump, if not all of it. */
#ifndef LIB_COUNTS_H
#define LIB_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#define COUNT_LOWEST (1 - (INT64_C(1) << 52)) /* below that are the bits of doubles */

int64_t count_of_large(double calls);      /* at least 2^63 */
int64_t count_of_negative(int64_t number); /* below zero: itself, but not below COUNT_LOWEST */
int64_t count_known(int64_t count);        /* unknown when it is below zero */
int count_is_large(int64_t count);
double count_as_double(int64_t count);
int count_is_fewer(int64_t a, int64_t b);

/* How a dump that the library writes tells of how many of a caller's calls the times are derived (pstats.h has
 * derived_calls): a number below -1 in place of the primitive calls, which are unknown then. */
int64_t count_to_derived_mark(int64_t derived_calls);

/* From the two counts of a caller as they stand in a dump: derived_calls, but -2 - N when N calls have derived times
 * that are in the dump, too. */
int64_t count_of_derived_mark(int64_t calls, int64_t mark);
int count_is_derived_in_dump(int64_t derived_calls);            /* is it -2 - N? */
int64_t count_of_derived(int64_t derived_calls, int64_t calls); /* then N, of so many calls */

/* Unknown if either is; counts in *saturated_counts that it came to more than 64 bits. */
int64_t count_add(int64_t a, int64_t b, size_t *saturated_counts);

#endif
