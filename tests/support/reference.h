/* What the library must make of a dump, worked out by itself from the figures in NAME.ref (see tests/data/README.md),
 * which say what stands in the dump. Ends the process when there is no memory or the file is not as it should be. */
#ifndef TESTS_REFERENCE_H
#define TESTS_REFERENCE_H

#include <pstats.h>

struct reference {
    pstats_function *functions;
    double *function_calls_uncut; /* as they stand in the dump, or the nearest double */
    size_t function_count;
    pstats_call *calls;
    double *call_calls_uncut;
    size_t call_count;
    double total_self;
    double total;
    int is_sampled;
    int is_saturated; /* a count or line is beyond 64 bits */
    int is_damaged;   /* a time is below zero, infinite or not a number */
};

struct reference *reference_read(const char *path);
void reference_free(struct reference *reference); /* NULL is allowed */

#endif
