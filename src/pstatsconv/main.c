/* pstatsconv: Python profiles added up, and in other formats. */
#include "cli/chosen.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "pstatsconv/estimate.h"
#include "pstatsconv/settings.h"
#include "pstatsconv/unit.h"
#include "pstatsconv/write.h"
#include "stacks/folded.h"

#include <pstats.h>
#include <string.h>

/* ---- Writing ---- */

static int write_dump(const struct settings *settings, const pstats_graph *graph,
                      struct output *output)
{
    pstats_error error;
    int is_done = pstats_format_write(graph, output, &error);
    if (is_done || error.code != PSTATS_ERROR_LIMIT)
        return output_end_text(output, is_done);
    int has_name = settings->output != NULL && strcmp(settings->output, "-") != 0;
    message_error(has_name ? settings->output : "standard output", "%s", error.message);
    return output_end(output, 0);
}

static int write_graph(const struct settings *settings, const pstats_graph *graph)
{
    progress_stage("writing %zu functions", pstats_graph_function_count(graph));
    struct output *output = output_open(settings->output);
    if (output == NULL)
        return EXIT_OUTPUT;
    return settings->format == FORMAT_CALLGRIND
               ? output_end_text(output, callgrind_write(graph, output))
               : write_dump(settings, graph, output);
}

static int write_selected(const struct settings *settings, const pstats_graph *graph,
                          const struct chosen *chosen)
{
    if (chosen->roots.count == 0 && chosen->excluded.count == 0)
        return write_graph(settings, graph);
    pstats_select_options options = PSTATS_SELECT_INIT;
    options.roots = chosen->roots.indices;
    options.root_count = chosen->roots.count;
    options.excluded = chosen->excluded.indices;
    options.excluded_count = chosen->excluded.count;
    pstats_graph *selected = pstats_graph_select(graph, &options, NULL);
    int exit_code;
    if (selected != NULL)
        exit_code = write_graph(settings, selected);
    else
        message_no_memory(&exit_code);
    if (selected != NULL && exit_code == EXIT_DONE) {
        struct chosen_time time = {0.0, 0.0};
        chosen_add_time(&time, selected, graph);
        chosen_warn(chosen_options(&settings->roots, &settings->excluded), time);
    }
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
        return output_end_text(output, speedscope_write(stacks, unit, output));
    case FORMAT_JSON:
        return output_end_text(output, json_write(stacks, unit, output));
    default:
        return output_end_text(output, folded_write(stacks, &no_prefixes, output));
    }
}

static int estimate_and_write(const struct settings *settings, const pstats_graph *graph,
                              const struct chosen *chosen)
{
    const struct unit *unit =
        settings->format == FORMAT_FOLDED ? &unit_microseconds : unit_for(graph);
    struct stacks *stacks = estimate_stacks(graph, chosen, settings, unit->per_second);
    int exit_code = stacks != NULL ? write_stacks(settings, stacks, unit) : EXIT_OUTPUT;
    if (exit_code == EXIT_DONE)
        chosen_warn(chosen_options(&settings->roots, &settings->excluded),
                    (struct chosen_time){stacks->frames[0].total, stacks->whole});
    stacks_free(stacks);
    return exit_code;
}

/* ---- Reading ---- */

static int convert(const struct settings *settings, const pstats_graph *graph)
{
    struct chosen chosen;
    int exit_code;
    if (chosen_make(&chosen, graph, &settings->roots, &settings->excluded,
                    &settings->strip_prefixes, &finder_usual_rules, &exit_code))
        exit_code = settings_is_of_stacks(settings) ? estimate_and_write(settings, graph, &chosen)
                                                    : write_selected(settings, graph, &chosen);
    chosen_free(&chosen);
    return exit_code;
}

static int run(void *all_settings, const struct option_strings *paths)
{
    struct settings *settings = all_settings;
    const struct option_strings *strip_prefixes = &settings->strip_prefixes;
    int exit_code = EXIT_USAGE;
    if (!settings_settle(settings))
        return exit_code;
    /* A dump may take the place of one that it was made of: that has been read by then. */
    if (settings->format != FORMAT_PSTATS && !pipeline_spares_inputs(settings->output, paths, NULL))
        return exit_code;
    if (settings->format == FORMAT_PSTATS &&
        !pipeline_check_ends(paths, settings->output, "a dump", "a pipe, or -T"))
        return exit_code;
    pstats_profile *profile = strip_prefixes->count > 0
                                  ? pipeline_merge(paths, NULL, strip_prefixes, &exit_code)
                                  : pipeline_read(paths, NULL, &exit_code);
    if (profile == NULL)
        return exit_code;
    exit_code = convert(settings, pstats_profile_graph(profile));
    pstats_profile_free(profile);
    return exit_code;
}

int main(int argc, char **argv)
{
    static const struct program program = {&settings_table, NULL, run};
    struct settings settings = SETTINGS_INIT;
    return program_main(&program, &settings, argc, argv);
}
