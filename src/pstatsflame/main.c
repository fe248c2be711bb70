/* pstatsflame: a flame graph of Python profiles. */
#include "cli/chosen.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "pstatsflame/draw.h"
#include "pstatsflame/find.h"
#include "pstatsflame/inputs.h"
#include "pstatsflame/settings.h"
#include "stacks/folded.h"
#include "stacks/stacks.h"

#include <pstats.h>
#include <string.h>

/* ---- Writing ---- */

static int write_folded(const struct settings *settings, const struct stacks *stacks)
{
    struct output *output = output_open(settings->output);
    if (output == NULL)
        return EXIT_OUTPUT;
    return output_end_text(output, folded_write(stacks, &settings->strip_prefixes, output));
}

static int write_picture(const struct settings *settings, const struct stacks *stacks)
{
    struct drawing *drawing = drawing_new(stacks, settings);
    if (drawing == NULL)
        return EXIT_OUTPUT;
    struct output *output = output_open(settings->output);
    int exit_code = EXIT_OUTPUT;
    if (output != NULL)
        exit_code = output_end(output, drawing_write(drawing, output));
    drawing_free(drawing);
    return exit_code;
}

/* ---- Estimating ---- */

static struct stacks *make_stacks(const struct settings *settings, const struct inputs *inputs,
                                  const struct chosen *chosen)
{
    const pstats_graph *graph = inputs->graph;
    pstats_error error;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.roots = chosen->roots.indices;
    options.root_count = chosen->roots.count;
    options.excluded = chosen->excluded.indices;
    options.excluded_count = chosen->excluded.count;
    options.max_depth = settings->max_depth > 0 ? (size_t)settings->max_depth : SIZE_MAX;
    options.is_reversed = settings->is_reversed;
    options.max_frames = (size_t)settings->max_frames;
    int is_in_seconds = strcmp(pstats_graph_unit(graph), "seconds") == 0;
    int has_ticks = settings->format == FORMAT_FOLDED;
    options.ticks_per_unit = !has_ticks ? 0.0 : is_in_seconds ? 1e6 : 1.0;
    options.is_compared = inputs->compared != NULL;
    options.is_negated = settings->is_negated;

    pstats_tree *tree = inputs_estimate(inputs, settings, &error);
    struct stacks *stacks = tree != NULL ? stacks_new(graph, tree, &options, &error) : NULL;
    if (stacks == NULL)
        message_error(NULL, "%s", error.message);
    pstats_tree_free(tree);
    return stacks;
}

/* In a comparison, that of both profiles. */
static struct chosen_time time_of(const struct stacks *stacks)
{
    const struct stack_frame *all = &stacks->frames[0];
    return (struct chosen_time){frames_add_time(all->total, all->other.total),
                                frames_add_time(stacks->whole, stacks->other_whole)};
}

static int show(const struct settings *settings, const struct inputs *inputs,
                const struct chosen *chosen)
{
    struct stacks *stacks = make_stacks(settings, inputs, chosen);
    if (stacks == NULL)
        return EXIT_OUTPUT;
    progress_stage("writing %zu frames", stacks->count);
    int exit_code = settings->format == FORMAT_FOLDED ? write_folded(settings, stacks)
                                                      : write_picture(settings, stacks);
    if (exit_code == EXIT_DONE)
        chosen_warn(chosen_options(&settings->roots, &settings->excluded), time_of(stacks));
    stacks_free(stacks);
    return exit_code;
}

static int find_and_show(const struct settings *settings, const struct inputs *inputs)
{
    static const struct option_strings no_prefixes;
    struct chosen chosen;
    int exit_code;
    if (chosen_make(&chosen, inputs->graph, &settings->roots, &settings->excluded, &no_prefixes,
                    &find_rules, &exit_code))
        exit_code = show(settings, inputs, &chosen);
    chosen_free(&chosen);
    return exit_code;
}

static int run(void *all_settings, const struct option_strings *paths)
{
    struct settings *settings = all_settings;
    int exit_code = EXIT_USAGE;
    if (!settings_check(settings, paths) ||
        !pipeline_spares_inputs(settings->output, paths, &settings->baselines))
        return exit_code;
    int is_text = settings->format == FORMAT_FOLDED || settings->format == FORMAT_JSON;
    if (!is_text && !pipeline_check_ends(paths, settings->output, "a picture", "or a pipe"))
        return exit_code;
    struct inputs inputs;
    if (inputs_read(&inputs, settings, paths, &exit_code))
        exit_code = find_and_show(settings, &inputs);
    inputs_free(&inputs);
    return exit_code;
}

int main(int argc, char **argv)
{
    static const struct program program = {&settings_table, drawing_append_versions, run};
    struct settings settings = SETTINGS_INIT;
    return program_main(&program, &settings, argc, argv);
}
