/* pstatsflame: a flame graph of Python profiles. */
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "pstatsflame/draw.h"
#include "pstatsflame/find.h"
#include "pstatsflame/inputs.h"
#include "pstatsflame/settings.h"
#include "stacks/folded.h"
#include "stacks/stacks.h"

#include <pstats.h>
#include <stdio.h>
#include <string.h>

struct job {
    struct settings settings;
    struct option_strings paths;
};

static int print_help(void)
{
    options_print_help(&settings_table, stdout);
    return output_end_stdio();
}

static int print_version(void)
{
    printf("pstatsflame %s\nlibpstats %s\n", PSTATS_VERSION, pstats_version());
    drawing_print_versions();
    return output_end_stdio();
}

static int fail_for_memory(void)
{
    message_error(NULL, "out of memory");
    return EXIT_OUTPUT;
}

/* ---- Writing ---- */

static int end(struct output *output, int is_done)
{
    if (is_done)
        return output_close(output) ? EXIT_DONE : EXIT_OUTPUT;
    output_discard(output);
    return EXIT_OUTPUT;
}

static int write_folded(const struct job *job, const struct stacks *stacks)
{
    struct output *output = output_open(job->settings.output);
    if (output == NULL)
        return EXIT_OUTPUT;
    int is_done = folded_write(stacks, &job->settings.strip_prefixes, output);
    if (!is_done)
        message_error(NULL, "out of memory");
    return end(output, is_done);
}

static int write_picture(const struct job *job, const struct stacks *stacks)
{
    struct drawing *drawing = drawing_new(stacks, &job->settings);
    if (drawing == NULL)
        return EXIT_OUTPUT;
    struct output *output = output_open(job->settings.output);
    int exit_code = EXIT_OUTPUT;
    if (output != NULL)
        exit_code = end(output, drawing_write(drawing, output));
    drawing_free(drawing);
    return exit_code;
}

/* ---- Estimating ---- */

static struct stacks *make_stacks(const struct job *job, const struct inputs *inputs,
                                  const struct found *roots, const struct found *excluded)
{
    const struct settings *settings = &job->settings;
    const pstats_graph *graph = inputs->graph;
    pstats_error error;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.roots = roots->indices;
    options.root_count = roots->count;
    options.excluded = excluded->indices;
    options.excluded_count = excluded->count;
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

static int show(const struct job *job, const struct inputs *inputs, const struct found *roots,
                const struct found *excluded)
{
    struct stacks *stacks = make_stacks(job, inputs, roots, excluded);
    if (stacks == NULL)
        return EXIT_OUTPUT;
    progress_stage("writing %zu frames", stacks->count);
    int exit_code = job->settings.format == FORMAT_FOLDED ? write_folded(job, stacks)
                                                          : write_picture(job, stacks);
    stacks_free(stacks);
    return exit_code;
}

static int find_and_show(const struct job *job, const struct inputs *inputs)
{
    const pstats_graph *graph = inputs->graph;
    struct found roots, excluded = {NULL, 0, NULL};
    int exit_code;
    int is_found = find_functions(graph, &job->settings.roots, &roots) &&
                   find_functions(graph, &job->settings.excluded, &excluded);
    const char *missing = roots.missing != NULL ? roots.missing : excluded.missing;
    if (!is_found) {
        exit_code = fail_for_memory();
    } else if (missing != NULL) {
        find_complain(graph, missing == roots.missing ? "--root" : "--exclude", missing);
        exit_code = EXIT_USAGE;
    } else {
        exit_code = show(job, inputs, &roots, &excluded);
    }
    found_free(&roots);
    found_free(&excluded);
    return exit_code;
}

static int run(const struct job *job)
{
    int exit_code,
        is_text = job->settings.format == FORMAT_FOLDED || job->settings.format == FORMAT_JSON;
    if (!is_text && output_is_terminal(job->settings.output)) {
        message_error(NULL, "a picture is nothing for a terminal; use -o FILE, or a pipe");
        return EXIT_USAGE;
    }
    struct inputs inputs;
    if (inputs_read(&inputs, &job->settings, &job->paths, &exit_code))
        exit_code = find_and_show(job, &inputs);
    inputs_free(&inputs);
    return exit_code;
}

int main(int argc, char **argv)
{
    struct job job = {.settings = SETTINGS_INIT};
    int exit_code = EXIT_USAGE;
    message_set_program(settings_table.program);
    if (!output_prepare())
        return EXIT_OUTPUT;
    switch (options_parse(&settings_table, argc, argv, &job.settings, &job.paths)) {
    case OPTIONS_HELP:
        exit_code = print_help();
        break;
    case OPTIONS_VERSION:
        exit_code = print_version();
        break;
    case OPTIONS_RUN:
        message_set_quiet(job.settings.is_quiet);
        if (settings_check(&job.settings, &job.paths))
            exit_code = run(&job);
        break;
    case OPTIONS_WRONG:
        break;
    case OPTIONS_FAILED:
        exit_code = EXIT_OUTPUT;
        break;
    }
    progress_clear();
    options_free(&settings_table, &job.settings, &job.paths);
    return exit_code;
}
