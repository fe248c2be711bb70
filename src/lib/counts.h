/* Numbers of calls while a dump is read: one beyond 64 bits is kept as a double, in place of a count below -1, until the
 * graph is made. Knows nothing of dumps. */
#ifndef LIB_COUNTS_H
#define LIB_COUNTS_H

#include <stddef.h>
#include <stdint.h>

int64_t count_of_large(double calls); /* at least 2^63 */
int count_is_large(int64_t count);
double count_as_double(int64_t count);
int count_is_fewer(int64_t a, int64_t b);

/* Unknown if either is; counts in *saturated_counts that it came to more than 64 bits. */
int64_t count_add(int64_t a, int64_t b, size_t *saturated_counts);

#endif
