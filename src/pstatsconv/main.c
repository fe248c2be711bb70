/* pstatsconv: Python profiles added up, and in other formats. */
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "pstatsconv/estimate.h"
#include "pstatsconv/selection.h"
#include "pstatsconv/settings.h"
#include "pstatsconv/unit.h"
#include "pstatsconv/write.h"
#include "stacks/folded.h"

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
    printf("pstatsconv %s\nlibpstats %s\n", PSTATS_VERSION, pstats_version());
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
    if (!is_done && output_write(output, "", 0)) { /* nothing is wrong with the output */
        output_discard(output);
        return fail_for_memory();
    }
    return output_close(output) ? EXIT_DONE : EXIT_OUTPUT;
}

static int write_dump(const struct settings *settings, const pstats_graph *graph,
                      struct output *output)
{
    pstats_error error;
    int is_done = pstats_format_write(graph, output, &error);
    if (is_done || error.code != PSTATS_ERROR_LIMIT)
        return end(output, is_done);
    int has_name = settings->output != NULL && strcmp(settings->output, "-") != 0;
    message_error(has_name ? settings->output : "standard output", "%s", error.message);
    output_discard(output);
    return EXIT_OUTPUT;
}

static int write_graph(const struct settings *settings, const pstats_graph *graph)
{
    progress_stage("writing %zu functions", pstats_graph_function_count(graph));
    struct output *output = output_open(settings->output);
    if (output == NULL)
        return EXIT_OUTPUT;
    return settings->format == FORMAT_CALLGRIND ? end(output, callgrind_write(graph, output))
                                                : write_dump(settings, graph, output);
}

static int write_selected(const struct settings *settings, const pstats_graph *graph,
                          const struct selection *selection)
{
    if (selection->root_count == 0 && selection->excluded_count == 0)
        return write_graph(settings, graph);
    pstats_select_options options = PSTATS_SELECT_INIT;
    options.roots = selection->roots;
    options.root_count = selection->root_count;
    options.excluded = selection->excluded;
    options.excluded_count = selection->excluded_count;
    pstats_graph *selected = pstats_graph_select(graph, &options, NULL);
    int exit_code = selected != NULL ? write_graph(settings, selected) : fail_for_memory();
    pstats_graph_free(selected);
    return exit_code;
}

static int write_stacks(const struct settings *settings, const struct stacks *stacks,
                        const struct unit *unit)
{
    const struct option_strings no_prefixes = {NULL, 0, 0}; /* they are gone already */
    progress_stage("writing %zu frames", stacks->count);
    struct output *output = output_open(settings->output);
    if (output == NULL)
        return EXIT_OUTPUT;
    switch (settings->format) {
    case FORMAT_SPEEDSCOPE:
        return end(output, speedscope_write(stacks, unit, output));
    case FORMAT_JSON:
        return end(output, json_write(stacks, unit, output));
    default:
        return end(output, folded_write(stacks, &no_prefixes, output));
    }
}

static int estimate_and_write(const struct settings *settings, const pstats_graph *graph,
                              const struct selection *selection)
{
    const struct unit *unit =
        settings->format == FORMAT_FOLDED ? &unit_microseconds : unit_for(graph);
    struct stacks *stacks = estimate_stacks(graph, selection, settings, unit->per_second);
    int exit_code = stacks != NULL ? write_stacks(settings, stacks, unit) : EXIT_OUTPUT;
    stacks_free(stacks);
    return exit_code;
}

/* ---- Reading ---- */

static int convert(const struct settings *settings, const pstats_graph *graph)
{
    struct selection selection;
    int exit_code = EXIT_USAGE;
    if (selection_make(&selection, graph, settings, &exit_code))
        exit_code = settings_is_of_stacks(settings)
                        ? estimate_and_write(settings, graph, &selection)
                        : write_selected(settings, graph, &selection);
    selection_free(&selection);
    return exit_code;
}

static pstats_profile *read_all(const struct job *job, int *exit_code)
{
    const struct option_strings *strip_prefixes = &job->settings.strip_prefixes;
    return strip_prefixes->count > 0 ? pipeline_merge(&job->paths, NULL, strip_prefixes, exit_code)
                                     : pipeline_read(&job->paths, NULL, exit_code);
}

static int run(struct job *job)
{
    int exit_code;
    settings_settle(&job->settings);
    if (job->settings.format == FORMAT_PSTATS && output_is_terminal(job->settings.output)) {
        message_error(NULL, "a dump is nothing for a terminal; use -o FILE, a pipe, or -T");
        return EXIT_USAGE;
    }
    pstats_profile *profile = read_all(job, &exit_code);
    if (profile == NULL)
        return exit_code;
    exit_code = convert(&job->settings, pstats_profile_graph(profile));
    pstats_profile_free(profile);
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
