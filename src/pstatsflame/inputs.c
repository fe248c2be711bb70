/* The profiles of a picture: the one that is drawn, and the one that it is compared with. */
#include "inputs.h"

#include "cli/pipeline.h"
#include "cli/progress.h"

void inputs_free(struct inputs *inputs)
{
    pstats_graph_free(inputs->compared);
    pstats_profile_free(inputs->baseline);
    pstats_profile_free(inputs->profile);
    *inputs = (struct inputs){.profile = NULL};
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
    if (inputs->baseline == NULL)
        return 0;
    inputs->compared =
        pipeline_compare(pstats_profile_graph(inputs->baseline), inputs->graph,
                         &settings->strip_prefixes, settings->has_normalised_paths, exit_code);
    inputs->graph = inputs->compared;
    return inputs->compared != NULL;
}

/* ---- Estimating ---- */

static pstats_tree *estimate(const pstats_profile *profile, const struct settings *settings,
                             pstats_error *error)
{
    return pipeline_estimate(pstats_profile_graph(profile), settings->threshold_percent,
                             settings->max_frames, error);
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
