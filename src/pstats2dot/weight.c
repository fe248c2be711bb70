/* How heavy functions and calls are: parts, from 0 to 1, of the whole profile. Of a comparison, in
 * the profile in which they are heavier. */
#include "weight.h"

#include <math.h>

static double by_total(const pstats_graph *graph, const pstats_cost *cost,
                       const pstats_cost *before)
{
    double share = pstats_share(cost->cumulative, pstats_graph_total(graph));
    return before == NULL
               ? share
               : fmax(share, pstats_share(before->cumulative, pstats_graph_total_before(graph)));
}

double weight_of_function(const pstats_graph *graph, size_t index)
{
    return by_total(graph, &pstats_graph_function(graph, index)->cost,
                    pstats_graph_function_before(graph, index));
}

double weight_of_call(const pstats_graph *graph, size_t index)
{
    return by_total(graph, &pstats_graph_call(graph, index)->cost,
                    pstats_graph_call_before(graph, index));
}

double weight_of_self(const pstats_graph *graph, size_t index)
{
    const pstats_cost *before = pstats_graph_function_before(graph, index);
    double share = pstats_share(pstats_graph_function(graph, index)->cost.self,
                                pstats_graph_total_self(graph));
    return before == NULL
               ? share
               : fmax(share, pstats_share(before->self, pstats_graph_total_self_before(graph)));
}
