/* A graph without what is too light to matter. */
#include "arena.h"
#include "error.h"
#include "graph.h"
#include "options.h"
#include "subset.h"

#include <math.h>
#include <stdlib.h>

static int is_fraction(double value)
{
    return value >= 0.0 && value <= 1.0;
}

/* In a comparison, what is heavy in either graph. */
static double larger_share(const pstats_graph *graph, double cumulative, const pstats_cost *before)
{
    double share = pstats_share(cumulative, graph->total);
    return before != NULL ? fmax(share, pstats_share(before->cumulative, graph->total_before))
                          : share;
}

static void mark_functions(const pstats_graph *graph, const pstats_prune_options *options,
                           unsigned char *keep)
{
    for (size_t i = 0; i < graph->function_count; i++) {
        const pstats_function *function = &graph->functions[i];
        double share =
            larger_share(graph, function->cost.cumulative, pstats_graph_function_before(graph, i));
        keep[i] =
            share >= options->function_fraction &&
            (options->keep_function == NULL || options->keep_function(function, options->context));
    }
}

static void mark_calls(const pstats_graph *graph, const pstats_prune_options *options,
                       unsigned char *keep)
{
    if (graph->call_pasts == NULL) {
        for (size_t i = 0; i < graph->call_count; i++)
            keep[i] = graph_share(graph->calls[i].cost.cumulative, graph->total) >=
                      options->call_fraction;
        return;
    }
    for (size_t i = 0; i < graph->call_count; i++)
        keep[i] = larger_share(graph, graph->calls[i].cost.cumulative,
                               pstats_graph_call_before(graph, i)) >= options->call_fraction;
}

pstats_graph *pstats_graph_prune(const pstats_graph *graph, const pstats_prune_options *given,
                                 pstats_error *error)
{
    pstats_prune_options options = PSTATS_PRUNE_INIT;
    error_clear(error);
    options_read(&options, sizeof options, given);
    if (!is_fraction(options.function_fraction) || !is_fraction(options.call_fraction)) {
        error_set(error, PSTATS_ERROR_ARGUMENT, 0, "a threshold is not a fraction between 0 and 1");
        return NULL;
    }
    unsigned char *keep_function = array_new(graph->function_count, 1);
    unsigned char *keep_call = array_new(graph->call_count, 1);
    pstats_graph *result = NULL;
    if (keep_function == NULL || keep_call == NULL) {
        error_memory(error);
        goto done;
    }
    mark_functions(graph, &options, keep_function);
    mark_calls(graph, &options, keep_call);
    result = subset_new(graph, keep_function, keep_call, error);
done:
    free(keep_function);
    free(keep_call);
    return result;
}
