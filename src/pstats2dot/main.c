/* pstats2dot: the call graph of Python profiles, as DOT or as a picture. */
#include "cli/cleanup.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/suffix.h"
#include "pstats2dot/build.h"
#include "pstats2dot/formats.h"
#include "pstats2dot/render.h"
#include "pstats2dot/selection.h"
#include "pstats2dot/settings.h"

#include <pstats.h>

/* NULL as a renderer: DOT is wanted. */
struct job {
    struct settings *settings;
    const struct option_strings *paths;
    int has_unknown_suffix;
    const char *format; /* of a picture; NULL: DOT */
    struct renderer *renderer;
};

static int append_versions(struct buffer *text)
{
    struct renderer *renderer = renderer_get();
    if (renderer != NULL)
        buffer_append_format(text, "Graphviz %s\n", renderer_version(renderer));
    return renderer != NULL;
}

/* ---- The format ---- */

/* NULL: DOT. */
static const char *format_of(struct job *job)
{
    const char *path = job->settings->output, *asked = job->settings->output_format;
    const struct option_choice *choice = suffix_find(path, formats_suffixes);
    if (asked != NULL)
        return formats_kind(asked) == FORMAT_DOT ? NULL : asked;
    job->has_unknown_suffix = choice == NULL && *suffix_of(path) != '\0';
    return choice == NULL || choice->value == FORMAT_DOT ? NULL : choice->name;
}

/* Decides between DOT and a picture, and which. Whatever names gprof2dot is given, it writes DOT: so is it here, unless a
 * name asks for what Graphviz has. 0: a message was printed. */
static int choose_format(struct job *job, int *exit_code)
{
    const char *asked = job->settings->output_format;
    *exit_code = EXIT_USAGE;
    if (asked != NULL && *asked == '\0') {
        message_error("--output-format", "needs a format, such as svg");
        return 0;
    }
    job->format = format_of(job);
    if (job->format == NULL)
        return 1;
    job->renderer = renderer_get();
    int has_format =
        job->renderer == NULL
            ? -1
            : renderer_has_format(job->renderer, job->format,
                                  asked != NULL ? "--output-format" : job->settings->output);
    if (has_format < 0)
        *exit_code = EXIT_OUTPUT;
    return has_format > 0 &&
           (formats_kind(job->format) == FORMAT_TEXT ||
            pipeline_check_ends(job->paths, job->settings->output, "a picture", "or a pipe"));
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
    struct output *output = output_open(job->settings->output);
    if (output == NULL)
        return EXIT_OUTPUT;
    if (job->has_unknown_suffix)
        message_warning(
            job->settings->output,
            "'%.100s' is no format of Graphviz, so this is DOT, as gprof2dot writes it; "
            "--output-format=TYPE asks for another",
            suffix_of(job->settings->output));
    int is_done = job->renderer == NULL ? render_dot(graph, output)
                                        : renderer_draw(job->renderer, graph, job->format, output);
    int exit_code = output_end(output, is_done);
    cleanup_expect_exit(NULL);
    return exit_code;
}

static int draw(struct job *job, const struct selection *selection)
{
    int is_picture = job->renderer != NULL;
    cleanup_expect_exit("out of memory"); /* cgraph has no other reason */
    graph = build_graph(selection, job->settings, job->format, &render_io);
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
    if (selection_make(&selection, whole, job->settings, job->renderer != NULL, &exit_code) ==
        SELECTION_DONE) {
        exit_code = draw(job, &selection);
        selection_free(&selection);
    }
    return exit_code;
}

static int compare_and_draw(struct job *job, const pstats_read_options *options)
{
    const struct option_strings first = {job->paths->items, 1, 1},
                                second = {job->paths->items + 1, 1, 1};
    int exit_code;
    pstats_profile *before = pipeline_read(&first, options, &exit_code);
    pstats_profile *after = before != NULL ? pipeline_read(&second, options, &exit_code) : NULL;
    pstats_graph *compared = NULL;
    if (after != NULL) {
        progress_stage("comparing");
        compared = pipeline_compare(pstats_profile_graph(before), pstats_profile_graph(after),
                                    &job->settings->strip_prefixes,
                                    job->settings->has_normalised_paths, &exit_code);
    }
    pstats_profile_free(before);
    pstats_profile_free(after);
    if (compared != NULL)
        exit_code = select_and_draw(job, compared);
    pstats_graph_free(compared);
    return exit_code;
}

static int run(void *settings, const struct option_strings *paths)
{
    struct job job = {.settings = settings, .paths = paths};
    int exit_code = EXIT_USAGE;
    if (!settings_check(job.settings, paths) ||
        !pipeline_spares_inputs(job.settings->output, paths, NULL) ||
        !choose_format(&job, &exit_code))
        return exit_code;
    pstats_read_options options = PSTATS_READ_INIT;
    options.format = job.settings->input_format != 0 ? "pstats" : NULL;
    if (job.settings->is_compared)
        return compare_and_draw(&job, &options);
    pstats_profile *profile = pipeline_read(paths, &options, &exit_code);
    if (profile != NULL)
        exit_code = select_and_draw(&job, pstats_profile_graph(profile));
    pstats_profile_free(profile);
    return exit_code;
}

int main(int argc, char **argv)
{
    static const struct program program = {&settings_table, append_versions, run};
    struct settings settings = SETTINGS_INIT;
    return program_main(&program, &settings, argc, argv);
}
