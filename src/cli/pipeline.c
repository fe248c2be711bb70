/* From the files of a command line to one profile, to stacks, or to a comparison. */
#include "pipeline.h"

#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char standard_input[] = "standard input";

static ptrdiff_t read_descriptor(void *context, void *buffer, size_t size)
{
    ssize_t length;
    do
        length = read(*(const int *)context, buffer, size);
    while (length < 0 && errno == EINTR);
    return length;
}

static int is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

static const char *shown(const char *path)
{
    return is_standard(path) ? standard_input : path;
}

/* Where reading stopped helps only when the bytes were a profile up to there. */
static int tells_offset(const pstats_error *error)
{
    return error->code == PSTATS_ERROR_TRUNCATED || error->code == PSTATS_ERROR_MARSHAL ||
           error->code == PSTATS_ERROR_RECORD || error->code == PSTATS_ERROR_LIMIT;
}

static void print_warnings(const char *subject, const pstats_profile *profile)
{
    for (size_t i = 0; i < pstats_profile_warning_count(profile); i++)
        message_warning(subject, "%s", pstats_profile_warning_at(profile, i));
}

static pstats_profile *read_one(const char *path, const pstats_read_options *options)
{
    pstats_error error;
    int fd = STDIN_FILENO;
    pstats_profile *profile =
        is_standard(path) ? pstats_profile_read_stream(read_descriptor, &fd, options, &error)
                          : pstats_profile_read_file(path, options, &error);
    if (profile == NULL) {
        if (tells_offset(&error))
            message_error(shown(path), "%s (at byte %zu)", error.message, error.offset);
        else
            message_error(shown(path), "%s", error.message);
        return NULL;
    }
    print_warnings(shown(path), profile);
    return profile;
}

static int add_one(pstats_merger *merger, const char *path, const pstats_read_options *options)
{
    pstats_error error;
    pstats_profile *profile = read_one(path, options);
    if (profile == NULL)
        return 0;
    int is_added = pstats_merger_add(merger, profile, &error) == 0;
    if (!is_added)
        message_error(shown(path), "%s", error.message);
    pstats_profile_free(profile);
    return is_added;
}

static pstats_profile *merge(const struct option_strings *paths, const pstats_read_options *options,
                             const struct option_strings *strip_prefixes)
{
    pstats_error error;
    pstats_merger *merger = pstats_merger_new(&error);
    pstats_profile *sum = NULL;
    size_t done = 0;
    if (merger != NULL)
        pstats_merger_strip(merger, (const char *const *)strip_prefixes->items,
                            strip_prefixes->count);
    while (merger != NULL && done < paths->count) {
        progress_stage("reading file %zu of %zu", done + 1, paths->count);
        if (!add_one(merger, paths->items[done], options))
            break;
        done++;
    }
    if (merger != NULL && done == paths->count)
        sum = pstats_merger_finish(merger, &error);
    if (sum == NULL && (merger == NULL || done == paths->count))
        message_error(NULL, "%s", error.message);
    if (sum != NULL)
        print_warnings(NULL, sum);
    pstats_merger_free(merger);
    return sum;
}

/* ---- What can be read ---- */

static size_t count_standard(const struct option_strings *paths)
{
    size_t count = 0;
    for (size_t i = 0; i < paths->count; i++)
        count += is_standard(paths->items[i]);
    return count;
}

int pipeline_reads_once(const struct option_strings *paths, const struct option_strings *others)
{
    size_t count = count_standard(paths) + (paths->count == 0);
    if (count + (others != NULL ? count_standard(others) : 0) <= 1)
        return 1;
    message_error("-", "standard input can be read only once");
    return 0;
}

/* 0: no path, or standard input, cannot be what is meant. */
static int check_paths(const struct option_strings *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        if (paths->items[i][0] == '\0') {
            message_error(NULL, "the path of a profile is empty");
            return 0;
        }
    if (!pipeline_reads_once(paths, NULL))
        return 0;
    if ((paths->count > 0 && count_standard(paths) == 0) || !isatty(STDIN_FILENO))
        return 1;
    message_error(NULL, "give a profile's path, or pipe one in; --help tells more");
    return 0;
}

int pipeline_check_ends(const struct option_strings *paths, const char *output, const char *what,
                        const char *instead)
{
    if (!check_paths(paths))
        return 0;
    if (!output_is_terminal(output))
        return 1;
    message_error(NULL, "%s is nothing for a terminal; use -o FILE, %s", what, instead);
    return 0;
}

/* What path leads to, if that is a regular file: what is written to others replaces nothing. */
static int find_file(const char *path, int standard, struct stat *status)
{
    int is_there = is_standard(path) ? fstat(standard, status) : stat(path, status);
    return is_there == 0 && S_ISREG(status->st_mode);
}

static int is_spared(const char *output, const struct stat *written, const char *path)
{
    struct stat status;
    if (!find_file(path, STDIN_FILENO, &status) || status.st_dev != written->st_dev ||
        status.st_ino != written->st_ino)
        return 1;
    message_error(is_standard(output) ? "standard output" : output,
                  "would overwrite what is read from %.500s; use -o with another file",
                  shown(path));
    return 0;
}

static int are_spared(const char *output, const struct stat *written,
                      const struct option_strings *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        if (!is_spared(output, written, paths->items[i]))
            return 0;
    return 1;
}

int pipeline_spares_inputs(const char *output, const struct option_strings *paths,
                           const struct option_strings *others)
{
    const char *path = output != NULL ? output : "-";
    struct stat written;
    if (!find_file(path, STDOUT_FILENO, &written))
        return 1;
    return (paths->count > 0 || is_spared(path, &written, "-")) &&
           are_spared(path, &written, paths) &&
           (others == NULL || are_spared(path, &written, others));
}

/* ---- Reading it ---- */

pstats_profile *pipeline_merge(const struct option_strings *paths,
                               const pstats_read_options *options,
                               const struct option_strings *strip_prefixes, int *exit_code)
{
    const char *items[] = {"-"};
    const struct option_strings standard = {items, 1, 1};
    *exit_code = EXIT_USAGE;
    if (!check_paths(paths))
        return NULL;
    *exit_code = EXIT_INPUT;
    return merge(paths->count > 0 ? paths : &standard, options, strip_prefixes);
}

pstats_profile *pipeline_read(const struct option_strings *paths,
                              const pstats_read_options *options, int *exit_code)
{
    const struct option_strings no_prefixes = {NULL, 0, 0};
    *exit_code = EXIT_USAGE;
    if (!check_paths(paths))
        return NULL;
    *exit_code = EXIT_INPUT;
    if (paths->count > 1)
        return merge(paths, options, &no_prefixes);
    progress_stage("reading");
    return read_one(paths->count == 1 ? paths->items[0] : "-", options);
}

/* ---- What is made of it ---- */

pstats_graph *pipeline_compare(const pstats_graph *before, const pstats_graph *after,
                               const struct option_strings *strip_prefixes,
                               int has_normalised_paths, int *exit_code)
{
    pstats_error error;
    pstats_compare_options options = PSTATS_COMPARE_INIT;
    options.prefixes = (const char *const *)strip_prefixes->items;
    options.prefix_count = strip_prefixes->count;
    options.has_normalised_paths = has_normalised_paths;
    pstats_graph *compared = pstats_graph_compare(before, after, &options, &error);
    if (compared == NULL) {
        message_error(NULL, "%s", error.message);
        *exit_code = EXIT_OUTPUT;
    }
    return compared;
}

pstats_tree *pipeline_estimate(const pstats_graph *graph, double threshold_percent, long max_frames,
                               pstats_error *error)
{
    pstats_estimate_options options = PSTATS_ESTIMATE_INIT;
    options.threshold = threshold_percent / 100.0;
    options.max_frames = (size_t)max_frames;
    progress_stage("estimating the stacks of %zu functions", pstats_graph_function_count(graph));
    return pstats_tree_estimate(graph, &options, error);
}
