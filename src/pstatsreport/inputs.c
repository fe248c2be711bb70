/* The profiles of a report: the one that it is about, and those that it is compared with. */
#include "inputs.h"

#include "cli/finder.h"
#include "cli/message.h"
#include "cli/pipeline.h"
#include "cli/progress.h"

#include <stdlib.h>

void inputs_free(struct inputs *inputs)
{
    for (size_t i = 0; inputs->baselines != NULL && i < inputs->baseline_count; i++) {
        pstats_graph_free(inputs->baselines[i].compared);
        pstats_graph_free(inputs->baselines[i].selected);
        pstats_profile_free(inputs->baselines[i].profile);
    }
    free(inputs->baselines);
    pstats_graph_free(inputs->selected);
    pstats_profile_free(inputs->profile);
    *inputs = (struct inputs){.profile = NULL};
}

/* ---- Reading ---- */

static int read_all(struct inputs *inputs, const struct settings *settings,
                    const struct option_strings *paths, int *exit_code)
{
    inputs->profile = pipeline_read(paths, NULL, exit_code);
    if (inputs->profile == NULL)
        return 0;
    inputs->graph = pstats_profile_graph(inputs->profile);
    for (size_t i = 0; i < inputs->baseline_count; i++) {
        struct baseline *baseline = &inputs->baselines[i];
        const struct option_strings one = {settings->baselines.items + i, 1, 1};
        baseline->profile = pipeline_read(&one, NULL, exit_code);
        if (baseline->profile == NULL)
            return 0;
        baseline->graph = pstats_profile_graph(baseline->profile);
    }
    return 1;
}

/* ---- Selecting ---- */

struct selection {
    struct finder *roots, *excluded;
};

/* When roots are wanted and graph has none of them, nothing of it stays. */
static pstats_graph *select(const struct selection *selection, const struct settings *settings,
                            const pstats_graph *graph)
{
    size_t root_count = 0, excluded_count = 0;
    pstats_graph *selected = NULL;
    size_t *roots = finder_indices(selection->roots, graph, &root_count);
    size_t *excluded = finder_indices(selection->excluded, graph, &excluded_count);
    if (roots != NULL && excluded != NULL) {
        if (settings->roots.count > 0 && root_count == 0) {
            excluded_count = pstats_graph_function_count(graph);
            for (size_t i = 0; i < excluded_count; i++)
                excluded[i] = i;
        }
        pstats_select_options options = PSTATS_SELECT_INIT;
        options.roots = roots;
        options.root_count = root_count;
        options.excluded = excluded;
        options.excluded_count = excluded_count;
        selected = pstats_graph_select(graph, &options, NULL);
    }
    free(roots);
    free(excluded);
    return selected;
}

static int select_with(struct inputs *inputs, const struct settings *settings,
                       const struct selection *selection, int *exit_code)
{
    const pstats_graph *whole = inputs->graph;
    inputs->selected = select(selection, settings, whole);
    if (inputs->selected == NULL)
        return message_no_memory(exit_code);
    inputs->graph = inputs->selected;
    chosen_add_time(&inputs->time, inputs->graph, whole);
    for (size_t i = 0; i < inputs->baseline_count; i++) {
        struct baseline *baseline = &inputs->baselines[i];
        baseline->selected = select(selection, settings, baseline->graph);
        if (baseline->selected == NULL)
            return message_no_memory(exit_code);
        chosen_add_time(&inputs->time, baseline->selected, baseline->graph);
        baseline->graph = baseline->selected;
    }
    const char *root = finder_missing(selection->roots);
    const char *missing = root != NULL ? root : finder_missing(selection->excluded);
    if (missing == NULL)
        return 1;
    finder_complain(whole, root != NULL ? "--root" : "--exclude", missing);
    *exit_code = EXIT_USAGE;
    return 0;
}

static int select_all(struct inputs *inputs, const struct settings *settings, int *exit_code)
{
    if (settings->roots.count == 0 && settings->excluded.count == 0)
        return 1;
    struct selection selection = {finder_new(&settings->roots, &settings->strip_prefixes),
                                  finder_new(&settings->excluded, &settings->strip_prefixes)};
    int is_done = selection.roots != NULL && selection.excluded != NULL
                      ? select_with(inputs, settings, &selection, exit_code)
                      : message_no_memory(exit_code);
    finder_free(selection.roots);
    finder_free(selection.excluded);
    return is_done;
}

/* ---- Comparing ---- */

static int compare_all(struct inputs *inputs, const struct settings *settings, int *exit_code)
{
    for (size_t i = 0; i < inputs->baseline_count; i++) {
        struct baseline *baseline = &inputs->baselines[i];
        progress_stage("comparing with file %zu of %zu", i + 1, inputs->baseline_count);
        baseline->compared =
            pipeline_compare(baseline->graph, inputs->graph, &settings->strip_prefixes,
                             settings->has_normalised_paths, exit_code);
        if (baseline->compared == NULL)
            return 0;
    }
    return 1;
}

int inputs_read(struct inputs *inputs, const struct settings *settings,
                const struct option_strings *paths, int *exit_code)
{
    size_t count = settings->baselines.count;
    *inputs = (struct inputs){.baselines = calloc(count + 1, sizeof *inputs->baselines),
                              .baseline_count = count};
    if (inputs->baselines == NULL)
        return message_no_memory(exit_code);
    return read_all(inputs, settings, paths, exit_code) &&
           select_all(inputs, settings, exit_code) && compare_all(inputs, settings, exit_code);
}
