/* pstats2dot: the call graph of Python profiles, as DOT or as a picture. */
#include "cli/cleanup.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "pstats2dot/build.h"
#include "pstats2dot/render.h"
#include "pstats2dot/selection.h"
#include "pstats2dot/settings.h"

#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* NULL as a renderer: DOT is wanted. */
struct job {
    struct settings settings;
    struct option_strings paths;
    char suffix[16];    /* of the output, in lower case; empty: none */
    const char *format; /* of a picture */
    struct renderer *renderer;
};

static int print_help(void)
{
    options_print_help(&settings_table, stdout);
    return output_end_stdio();
}

static int print_version(void)
{
    struct renderer *renderer = renderer_get();
    if (renderer == NULL)
        return EXIT_OUTPUT;
    printf("pstats2dot %s\nlibpstats %s\nGraphviz %s\n", PSTATS_VERSION, pstats_version(),
           renderer_version(renderer));
    return output_end_stdio();
}

/* ---- The format ---- */

static void find_suffix(struct job *job)
{
    const char *path = job->settings.output;
    const char *base = path == NULL                 ? ""
                       : strrchr(path, '/') != NULL ? strrchr(path, '/') + 1
                                                    : path;
    const char *dot = strrchr(base, '.');
    size_t length = dot != NULL && dot > base ? strlen(dot + 1) : 0;
    if (length >= sizeof job->suffix)
        length = 0; /* no format's name is so long */
    for (size_t i = 0; i < length; i++)
        job->suffix[i] =
            (char)(dot[1 + i] >= 'A' && dot[1 + i] <= 'Z' ? dot[1 + i] - 'A' + 'a' : dot[1 + i]);
    job->suffix[length] = '\0';
}

static int is_dot(const char *format)
{
    return *format == '\0' || strcmp(format, "dot") == 0 || strcmp(format, "gv") == 0;
}

/* As gprof2dot does, whatever the file is called. */
static void write_dot_after_all(struct job *job)
{
    job->renderer = NULL;
    message_warning(job->settings.output,
                    "'%s' is no format that Graphviz can write here, so this is DOT; "
                    "--output-format=TYPE asks for another",
                    job->suffix);
}

/* Decides between DOT and a picture, and which. 0: a message was printed. */
static int choose_format(struct job *job, int *exit_code)
{
    const char *asked = job->settings.output_format;
    find_suffix(job);
    const char *format = asked != NULL ? asked : job->suffix;
    *exit_code = EXIT_USAGE;
    if (asked != NULL && *asked == '\0') {
        message_error("--output-format", "needs a format, such as svg");
        return 0;
    }
    if (is_dot(format))
        return 1;
    job->renderer = renderer_get();
    if (job->renderer == NULL) {
        *exit_code = EXIT_OUTPUT;
        return 0;
    }
    int has_format =
        renderer_has_format(job->renderer, format, asked != NULL ? "--output-format" : NULL);
    if (has_format < 0) {
        *exit_code = EXIT_OUTPUT;
        return 0;
    }
    if (!has_format) {
        if (asked == NULL)
            write_dot_after_all(job);
        return asked == NULL;
    }
    job->format = format;
    if (render_is_text(format) || !output_is_terminal(job->settings.output))
        return 1;
    message_error(NULL, "a picture is nothing for a terminal; use -o FILE, or a pipe");
    return 0;
}

/* ---- The work ---- */

/* Is never closed: the process ends, closing takes a tenth of the time, cgraph loses the names of
 * subgraphs then, and Graphviz 2.42 frees some layouts with clusters twice. */
static Agraph_t *graph;

static void warn_of_limit(const struct selection *selection)
{
    struct buffer clause = BUFFER_INIT;
    if (pstats_graph_function_count(selection->graph) == 0)
        message_warning(NULL, "nothing is left to draw: the profile is empty, or every function is "
                              "below --node-thres or left out");
    selection_append_limit(&clause, selection);
    if (clause.length > 0)
        message_warning(NULL, "%s; --max-nodes=0 draws all", buffer_string(&clause));
    buffer_free(&clause);
}

static int write_graph(struct job *job)
{
    struct output *output = output_open(job->settings.output);
    if (output == NULL)
        return EXIT_OUTPUT;
    int is_done = job->renderer == NULL ? render_dot(graph, output)
                                        : renderer_draw(job->renderer, graph, job->format, output);
    if (is_done)
        is_done = output_close(output);
    else
        output_discard(output);
    cleanup_expect_exit(NULL);
    return is_done ? EXIT_DONE : EXIT_OUTPUT;
}

static int draw(struct job *job, const struct selection *selection)
{
    int is_picture = job->renderer != NULL;
    cleanup_expect_exit("out of memory"); /* cgraph has no other reason */
    graph = build_graph(selection, &job->settings, job->format, &render_io);
    cleanup_expect_exit(NULL);
    if (graph == NULL)
        return EXIT_OUTPUT;
    warn_of_limit(selection);
    progress_stage(is_picture ? "laying out %zu functions" : "writing %zu functions",
                   pstats_graph_function_count(selection->graph));
    return write_graph(job);
}

static int select_and_draw(struct job *job, const pstats_graph *whole)
{
    int exit_code;
    struct selection selection;
    if (selection_make(&selection, whole, &job->settings, job->renderer != NULL, &exit_code) ==
        SELECTION_DONE) {
        exit_code = draw(job, &selection);
        selection_free(&selection);
    }
    return exit_code;
}

/* NULL: out of memory, after a message. */
static pstats_graph *compare(const struct job *job, const pstats_profile *before,
                             const pstats_profile *after)
{
    pstats_error error;
    pstats_compare_options options = PSTATS_COMPARE_INIT;
    options.prefixes = (const char *const *)job->settings.strip_prefixes.items;
    options.prefix_count = job->settings.strip_prefixes.count;
    options.has_normalised_paths = job->settings.has_normalised_paths;
    progress_stage("comparing");
    pstats_graph *compared = pstats_graph_compare(pstats_profile_graph(before),
                                                  pstats_profile_graph(after), &options, &error);
    if (compared == NULL)
        message_error(NULL, "%s", error.message);
    return compared;
}

static int compare_and_draw(struct job *job, const pstats_read_options *options)
{
    const struct option_strings first = {job->paths.items, 1, 1},
                                second = {job->paths.items + 1, 1, 1};
    int exit_code;
    pstats_profile *before = pipeline_read(&first, options, &exit_code);
    pstats_profile *after = before != NULL ? pipeline_read(&second, options, &exit_code) : NULL;
    pstats_graph *compared = NULL;
    if (after != NULL) {
        compared = compare(job, before, after);
        exit_code = EXIT_OUTPUT;
    }
    pstats_profile_free(before);
    pstats_profile_free(after);
    if (compared != NULL)
        exit_code = select_and_draw(job, compared);
    pstats_graph_free(compared);
    return exit_code;
}

static int run(struct job *job)
{
    int exit_code;
    if (!choose_format(job, &exit_code))
        return exit_code;
    pstats_read_options options = PSTATS_READ_INIT;
    options.format = job->settings.input_format != 0 ? "pstats" : NULL;
    if (job->settings.is_compared)
        return compare_and_draw(job, &options);
    pstats_profile *profile = pipeline_read(&job->paths, &options, &exit_code);
    if (profile != NULL)
        exit_code = select_and_draw(job, pstats_profile_graph(profile));
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
