/* How heavy functions and calls are: parts, from 0 to 1, of the whole profile. Of a comparison, in
 * the profile in which they are heavier. */
#ifndef PSTATS2DOT_WEIGHT_H
#define PSTATS2DOT_WEIGHT_H

#include <pstats.h>

double weight_of_function(const pstats_graph *graph, size_t index); /* by total time */
double weight_of_self(const pstats_graph *graph, size_t index);     /* by self time */
double weight_of_call(const pstats_graph *graph, size_t index);

#endif
