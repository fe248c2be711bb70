/* Call counts for the estimator, where a dump does not tell them. */
#include "estimate_counts.h"

#include "arena.h"
#include "estimate_net.h"

#include <stdlib.h>

#define CALLS_OF_ALL                                                                               \
    1e6 /* what the largest time counts as: only proportions matter, and that few are below 1 */

static double clamp(double value, double low, double high)
{
    if (value > high)
        value = high;
    return value < low ? low : value;
}

static double calls_by_time(const struct net *net)
{
    double largest = 0.0;
    for (size_t f = 0; f < net->function_count; f++) {
        if (net->functions[f].total > largest)
            largest = net->functions[f].total;
    }
    return largest > 0.0 ? CALLS_OF_ALL / largest : 0.0;
}

/* Unknown calls are taken to be as many as there is time: of a function that calls itself, sampled times hold every
 * activation, so that they tell the mean depth as counts do. */
static void fill_calls(struct net *net, unsigned char *is_uncounted, double *from_callers)
{
    double per_time = calls_by_time(net);
    for (size_t e = 0; e < net->edge_count; e++) {
        struct net_edge *edge = &net->edges[e];
        if (edge->calls < 0.0) {
            edge->calls = edge->total * per_time;
            is_uncounted[edge->callee] = 1;
        }
        from_callers[edge->callee] += edge->calls;
    }
    for (size_t f = 0; f < net->function_count; f++) {
        struct net_function *function = &net->functions[f];
        if (function->calls < 0.0) {
            is_uncounted[f] = 1;
            function->calls = from_callers[f] > 0.0 ? from_callers[f] : function->total * per_time;
        }
        if (function->calls < 1.0)
            function->calls = 1.0;
    }
}

/* Calls from outside a function's component are no re-entries. */
static void fill_primitive_calls(struct net *net, double *from_outside)
{
    for (size_t e = 0; e < net->edge_count; e++) {
        const struct net_edge *edge = &net->edges[e];
        if (net->component[edge->caller] != net->component[edge->callee])
            from_outside[edge->callee] += edge->calls;
    }
    for (size_t f = 0; f < net->function_count; f++) {
        struct net_function *function = &net->functions[f];
        if (function->primitive < 0.0 && net->is_cyclic[net->component[f]])
            function->primitive = from_outside[f];
        else if (function->primitive < 0.0)
            function->primitive = function->calls;
        function->primitive = clamp(function->primitive, 1.0, function->calls);
    }
}

/* An edge's first call is not nested in itself; yappi counts no primitive calls on edges from a function to itself.
 * A likely number is as many as the caller's primitive calls make. */
static void fill_edge_primitive_calls(struct net *net)
{
    for (size_t e = 0; e < net->edge_count; e++) {
        struct net_edge *edge = &net->edges[e];
        const struct net_function *caller = &net->functions[edge->caller];
        if (net->component[edge->caller] != net->component[edge->callee])
            edge->primitive = edge->calls;
        else if (edge->primitive <= 0.0)
            edge->primitive =
                clamp(caller->primitive * (edge->calls / caller->calls), 1.0, edge->calls);
        edge->primitive = clamp(edge->primitive, 0.0, edge->calls);
    }
}

int counts_fill(struct net *net, unsigned char *is_uncounted)
{
    double *sums = array_new_zero(net->function_count, 2 * sizeof *sums);
    if (sums == NULL)
        return 0;
    fill_calls(net, is_uncounted, sums);
    fill_primitive_calls(net, sums + net->function_count);
    fill_edge_primitive_calls(net);
    free(sums);
    return 1;
}
