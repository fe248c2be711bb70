/* The stacks that formats of stacks hold. */
#include "estimate.h"

#include "cli/message.h"
#include "cli/progress.h"

struct stacks *estimate_stacks(const pstats_graph *graph, const struct selection *selection,
                               const struct settings *settings, double ticks_per_second)
{
    pstats_error error;
    pstats_estimate_options estimate = PSTATS_ESTIMATE_INIT;
    estimate.threshold = settings->threshold_percent / 100.0;
    estimate.max_frames = (size_t)settings->max_frames;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.roots = selection->roots;
    options.root_count = selection->root_count;
    options.excluded = selection->excluded;
    options.excluded_count = selection->excluded_count;
    options.max_frames = (size_t)settings->max_frames;
    options.ticks_per_unit = ticks_per_second;

    progress_stage("estimating the stacks of %zu functions", pstats_graph_function_count(graph));
    pstats_tree *tree = pstats_tree_estimate(graph, &estimate, &error);
    struct stacks *stacks = tree != NULL ? stacks_new(graph, tree, &options, &error) : NULL;
    if (stacks == NULL)
        message_error(NULL, "%s", error.message);
    pstats_tree_free(tree);
    return stacks;
}
