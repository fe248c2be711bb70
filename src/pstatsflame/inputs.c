/* The profiles of a picture: the one that is drawn, and the one that it is compared with. */
#include "inputs.h"

#include "cli/message.h"
#include "cli/pipeline.h"
#include "cli/progress.h"

#include <stddef.h>

void inputs_free(struct inputs *inputs)
{
    pstats_graph_free(inputs->compared);
    pstats_profile_free(inputs->baseline);
    pstats_profile_free(inputs->profile);
    *inputs = (struct inputs){.profile = NULL};
}

static int compare(struct inputs *inputs, const struct settings *settings, int *exit_code)
{
    pstats_error error;
    pstats_compare_options options = PSTATS_COMPARE_INIT;
    options.prefixes = (const char *const *)settings->strip_prefixes.items;
    options.prefix_count = settings->strip_prefixes.count;
    options.has_normalised_paths = settings->has_normalised_paths;
    inputs->compared = pstats_graph_compare(pstats_profile_graph(inputs->baseline), inputs->graph,
                                            &options, &error);
    if (inputs->compared == NULL) {
        message_error(NULL, "%s", error.message);
        *exit_code = EXIT_OUTPUT;
        return 0;
    }
    inputs->graph = inputs->compared;
    return 1;
}

int inputs_read(struct inputs *inputs, const struct settings *settings,
                const struct option_strings *paths, int *exit_code)
{
    *inputs = (struct inputs){.profile = pipeline_read(paths, NULL, exit_code)};
    if (inputs->profile == NULL)
        return 0;
    inputs->graph = pstats_profile_graph(inputs->profile);
    if (settings->baselines.count == 0)
        return 1;
    inputs->baseline = pipeline_read(&settings->baselines, NULL, exit_code);
    return inputs->baseline != NULL && compare(inputs, settings, exit_code);
}

/* ---- Estimating ---- */

static pstats_tree *estimate(const pstats_profile *profile, const struct settings *settings,
                             pstats_error *error)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    pstats_estimate_options options = PSTATS_ESTIMATE_INIT;
    options.threshold = settings->threshold_percent / 100.0;
    options.max_frames = (size_t)settings->max_frames;
    progress_stage("estimating the stacks of %zu functions", pstats_graph_function_count(graph));
    return pstats_tree_estimate(graph, &options, error);
}

pstats_tree *inputs_estimate(const struct inputs *inputs, const struct settings *settings,
                             pstats_error *error)
{
    pstats_tree *after = estimate(inputs->profile, settings, error), *both = NULL;
    if (after == NULL || inputs->baseline == NULL)
        return after;
    pstats_tree *before = estimate(inputs->baseline, settings, error);
    if (before != NULL) {
        progress_stage("comparing stacks");
        both = pstats_tree_compare(inputs->compared, before, after, error);
    }
    pstats_tree_free(before);
    pstats_tree_free(after);
    return both;
}
