/* The stacks that formats of stacks hold. */
#include "estimate.h"

#include "cli/message.h"
#include "cli/pipeline.h"

struct stacks *estimate_stacks(const pstats_graph *graph, const struct chosen *chosen,
                               const struct settings *settings, double ticks_per_second)
{
    pstats_error error;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.roots = chosen->roots.indices;
    options.root_count = chosen->roots.count;
    options.excluded = chosen->excluded.indices;
    options.excluded_count = chosen->excluded.count;
    options.max_frames = (size_t)settings->max_frames;
    options.ticks_per_unit = ticks_per_second;

    pstats_tree *tree =
        pipeline_estimate(graph, settings->threshold_percent, settings->max_frames, &error);
    struct stacks *stacks = tree != NULL ? stacks_new(graph, tree, &options, &error) : NULL;
    if (stacks == NULL)
        message_error(NULL, "%s", error.message);
    pstats_tree_free(tree);
    return stacks;
}
