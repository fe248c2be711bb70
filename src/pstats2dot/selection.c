/* What of a profile's graph is drawn. */
#include "selection.h"

#include "cli/message.h"
#include "cli/names.h"
#include "cli/text.h"
#include "pstats2dot/find.h"
#include "pstats2dot/weight.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The graph as it is narrowed, step by step; each step frees the one before. */
struct narrowing {
    const struct settings *settings;
    const pstats_graph *whole;
    pstats_graph *graph; /* NULL before the first step */
    int exit_code;
};

static int fail(struct narrowing *n, int exit_code)
{
    n->exit_code = exit_code;
    return 0;
}

static int replace_graph(struct narrowing *n, pstats_graph *graph, const pstats_error *error)
{
    if (graph == NULL) {
        message_error(NULL, "%s", error->message);
        return fail(n, EXIT_OUTPUT);
    }
    pstats_graph_free(n->graph);
    n->graph = graph;
    return 1;
}

/* ---- Thresholds and paths ---- */

static int is_on_a_path(const pstats_function *function, void *context)
{
    const struct option_strings *paths = context;
    if (function->file.length == 0)
        return 1;
    for (size_t i = 0; i < paths->count; i++)
        if (text_start_length(function->file, paths->items[i]) != SIZE_MAX)
            return 1;
    return 0;
}

/* NULL: out of memory. */
static pstats_graph *new_pruned(const struct narrowing *n, double function_fraction,
                                double call_fraction, pstats_error *error)
{
    pstats_prune_options options = PSTATS_PRUNE_INIT;
    struct option_strings paths = n->settings->paths;
    options.function_fraction = function_fraction;
    options.call_fraction = call_fraction;
    if (paths.count > 0) {
        options.keep_function = is_on_a_path;
        options.context = &paths;
    }
    return pstats_graph_prune(n->whole, &options, error);
}

static int prune(struct narrowing *n)
{
    pstats_error error;
    pstats_graph *pruned =
        new_pruned(n, n->settings->node_percent / 100.0, n->settings->edge_percent / 100.0, &error);
    return replace_graph(n, pruned, &error);
}

static double largest_self_fraction(const pstats_graph *graph)
{
    double largest = 0.0;
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++)
        largest = fmax(largest, weight_of_self(graph, i));
    return largest;
}

/* ---- Selecting by name ---- */

static int is_left_with(const struct narrowing *n, const char *pattern, double function_fraction)
{
    pstats_graph *pruned = new_pruned(n, function_fraction, 0.0, NULL);
    int is_left = pruned != NULL && find_any(pruned, pattern);
    pstats_graph_free(pruned);
    return is_left;
}

/* Says that the graph has no such function, or why it has it no longer. */
static void complain(const struct narrowing *n, const char *option, const char *pattern)
{
    if (!find_any(n->whole, pattern)) {
        find_complain(n->graph, option, pattern);
        return;
    }
    const char *reason = is_left_with(n, pattern, n->settings->node_percent / 100.0)
                             ? "not among what --root, --exclude and --depth leave"
                         : is_left_with(n, pattern, 0.0) ? "below --node-thres; try -n 0"
                                                         : "left out by --path";
    struct buffer shown = BUFFER_INIT;
    names_append_clean(&shown, text_of(pattern));
    message_error(option, "'%s' is in the profile, but %s", buffer_string(&shown), reason);
    buffer_free(&shown);
}

static int are_all_in_profile(struct narrowing *n, const struct option_strings *patterns)
{
    struct found found;
    int are_all = find_functions(n->whole, patterns, &found) && found.missing == NULL;
    found_free(&found);
    return are_all;
}

static int find(struct narrowing *n, const struct option_strings *patterns, const char *option,
                struct found *found)
{
    if (!find_functions(n->graph, patterns, found))
        return message_no_memory(&n->exit_code);
    if (found->missing == NULL)
        return 1;
    if (patterns == &n->settings->excluded && are_all_in_profile(n, patterns))
        return 1; /* gone already: that is what was asked for */
    complain(n, option, found->missing);
    return fail(n, EXIT_USAGE);
}

static size_t depth_of(const struct settings *settings)
{
    return settings->depth < 0 ? SIZE_MAX : (size_t)settings->depth;
}

/* What an option names, and where pstats_graph_select wants it. */
struct named {
    const char *option;
    const struct option_strings *patterns;
    const size_t **indices;
    size_t *count;
};

static int select_named(struct narrowing *n, const struct named *named,
                        pstats_select_options *options)
{
    pstats_error error;
    struct found found[2] = {{NULL, 0, NULL}, {NULL, 0, NULL}};
    int is_done = 1;
    if (named[0].patterns->count + named[1].patterns->count == 0)
        return 1;
    for (size_t i = 0; is_done && i < 2; i++) {
        is_done = find(n, named[i].patterns, named[i].option, &found[i]);
        *named[i].indices = found[i].indices;
        *named[i].count = found[i].count;
    }
    options->depth = depth_of(n->settings);
    is_done = is_done && replace_graph(n, pstats_graph_select(n->graph, options, &error), &error);
    found_free(&found[0]);
    found_free(&found[1]);
    return is_done;
}

static int select_roots(struct narrowing *n)
{
    pstats_select_options options = PSTATS_SELECT_INIT;
    const struct named named[] = {
        {"--root", &n->settings->roots, &options.roots, &options.root_count},
        {"--exclude", &n->settings->excluded, &options.excluded, &options.excluded_count}};
    return select_named(n, named, &options);
}

/* After the roots: a leaf that none of them reaches is not there. */
static int select_leaves(struct narrowing *n)
{
    pstats_select_options options = PSTATS_SELECT_INIT;
    const struct named named[] = {
        {"--leaf", &n->settings->leaves, &options.leaves, &options.leaf_count},
        {"--focus", &n->settings->focuses, &options.focuses, &options.focus_count}};
    return select_named(n, named, &options);
}

/* ---- At most so many ---- */

struct candidate {
    size_t index;
    int is_wanted; /* by name: the last to go */
    double total, self;
};

static int compare_candidates(const void *a, const void *b) /* the one to keep first */
{
    const struct candidate *left = a, *right = b;
    if (left->is_wanted != right->is_wanted)
        return right->is_wanted - left->is_wanted;
    if (left->total != right->total)
        return left->total > right->total ? -1 : 1;
    if (left->self != right->self)
        return left->self > right->self ? -1 : 1;
    return left->index < right->index ? -1 : 1;
}

static int mark_wanted(struct narrowing *n, struct candidate *candidates)
{
    const struct settings *s = n->settings;
    const struct option_strings *const lists[] = {&s->roots, &s->leaves, &s->focuses};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct found found;
        int is_done = find_functions(n->graph, lists[i], &found);
        for (size_t j = 0; is_done && j < found.count; j++)
            candidates[found.indices[j]].is_wanted = 1;
        found_free(&found);
        if (!is_done)
            return message_no_memory(&n->exit_code);
    }
    return 1;
}

static int rank(struct narrowing *n, struct candidate *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        candidates[i] =
            (struct candidate){i, 0, weight_of_function(n->graph, i), weight_of_self(n->graph, i)};
    if (!mark_wanted(n, candidates))
        return 0;
    qsort(candidates, count, sizeof *candidates, compare_candidates);
    return 1;
}

static int drop(struct narrowing *n, const struct candidate *candidates, size_t count)
{
    pstats_error error;
    pstats_select_options options = PSTATS_SELECT_INIT;
    size_t *excluded = calloc(count, sizeof *excluded);
    if (excluded == NULL)
        return message_no_memory(&n->exit_code);
    for (size_t i = 0; i < count; i++)
        excluded[i] = candidates[i].index;
    options.excluded = excluded;
    options.excluded_count = count;
    int is_done = replace_graph(n, pstats_graph_select(n->graph, &options, &error), &error);
    free(excluded);
    return is_done;
}

static int limit_functions(struct narrowing *n, struct selection *selection, size_t max)
{
    size_t count = pstats_graph_function_count(n->graph);
    if (count <= max)
        return 1;
    struct candidate *candidates = calloc(count, sizeof *candidates);
    if (candidates == NULL)
        return message_no_memory(&n->exit_code);
    int is_done = rank(n, candidates, count);
    if (is_done) {
        selection->all_functions = count;
        selection->function_limit_percent = 100.0 * candidates[max - 1].total;
        is_done = drop(n, candidates + max, count - max);
    }
    free(candidates);
    return is_done;
}

static int compare_downwards(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (*left < *right) - (*left > *right);
}

/* The smallest share of a call such that at most max calls have it or more; 0: there is none. */
static double call_threshold(double *shares, size_t count, size_t max)
{
    qsort(shares, count, sizeof *shares, compare_downwards);
    while (max > 0 && shares[max - 1] == shares[max])
        max--;
    return max > 0 && max < count ? shares[max - 1] : 0.0;
}

static int limit_calls(struct narrowing *n, struct selection *selection, size_t max)
{
    pstats_error error;
    pstats_prune_options options = PSTATS_PRUNE_INIT;
    size_t count = pstats_graph_call_count(n->graph);
    double *shares = count > max ? calloc(count, sizeof *shares) : NULL;
    if (count <= max)
        return 1;
    if (shares == NULL)
        return message_no_memory(&n->exit_code);
    for (size_t i = 0; i < count; i++)
        shares[i] = weight_of_call(n->graph, i);
    options.function_fraction = 0.0;
    options.call_fraction = call_threshold(shares, count, max);
    free(shares);
    if (options.call_fraction == 0.0)
        return 1;
    selection->all_calls = count;
    selection->call_limit_percent = 100.0 * options.call_fraction;
    return replace_graph(n, pstats_graph_prune(n->graph, &options, &error), &error);
}

/* Layout takes its time for calls: with more than two a function, minutes. */
static int limit(struct narrowing *n, struct selection *selection)
{
    size_t max = (size_t)n->settings->max_nodes;
    return max == 0 || max > SIZE_MAX / 2 ||
           (limit_functions(n, selection, max) && limit_calls(n, selection, 2 * max));
}

/* ---- All of it ---- */

/* Graphs that come of one another share their texts. */
static int is_same_text(pstats_text a, pstats_text b)
{
    return a.length == b.length && (a.bytes == b.bytes || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static int is_same(const pstats_function *a, const pstats_function *b)
{
    return a->line == b->line && is_same_text(a->file, b->file) && is_same_text(a->name, b->name);
}

/* Both graphs have their functions in the same order. */
static int number(struct narrowing *n, size_t **ids)
{
    size_t count = pstats_graph_function_count(n->graph),
           whole_count = pstats_graph_function_count(n->whole);
    *ids = calloc(count + 1, sizeof **ids);
    if (*ids == NULL)
        return message_no_memory(&n->exit_code);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        while (at < whole_count &&
               !is_same(pstats_graph_function(n->whole, at), pstats_graph_function(n->graph, i)))
            at++;
        (*ids)[i] = at++;
    }
    return 1;
}

static int list(struct narrowing *n)
{
    size_t *ids, count = 0;
    const char *selector = n->settings->list_functions, *pattern = find_selected(selector);
    int is_done = number(n, &ids) &&
                  (find_list(n->graph, ids, selector, &count) || message_no_memory(&n->exit_code));
    free(ids);
    if (!is_done || count > 0 || strcmp(pattern, "*") == 0)
        return is_done;
    complain(n, "--list-functions", pattern);
    return fail(n, EXIT_USAGE);
}

enum selection_outcome selection_make(struct selection *selection, const pstats_graph *whole,
                                      const struct settings *settings, int is_picture,
                                      int *exit_code)
{
    struct narrowing n = {settings, whole, NULL, EXIT_DONE};
    int wants_list = settings->list_functions != NULL && settings->list_functions[0] != '\0';
    *selection = (struct selection){.graph = NULL};
    int is_done = prune(&n);
    if (is_done)
        selection->largest_self_fraction = largest_self_fraction(n.graph);
    is_done = is_done && select_roots(&n);
    if (is_done && wants_list) {
        is_done = list(&n);
        pstats_graph_free(n.graph);
        *exit_code = n.exit_code;
        return is_done ? SELECTION_LISTED : SELECTION_FAILED;
    }
    is_done = is_done && select_leaves(&n) && (!is_picture || limit(&n, selection)) &&
              number(&n, &selection->ids);
    selection->graph = n.graph;
    *exit_code = n.exit_code;
    if (is_done)
        return SELECTION_DONE;
    selection_free(selection);
    return SELECTION_FAILED;
}

void selection_free(struct selection *selection)
{
    pstats_graph_free(selection->graph);
    free(selection->ids);
    *selection = (struct selection){.graph = NULL};
}

static void append_limit(struct buffer *buffer, size_t count, size_t all, const char *what,
                         double percent)
{
    if (all == 0)
        return;
    buffer_append_format(buffer, "%s%zu of %zu %s: those with ", buffer->length > 0 ? "; " : "",
                         count, all, what);
    if (percent > 0.0)
        buffer_append_format(buffer, "a total time below %.3g%% are left out", percent);
    else
        buffer_append_string(buffer, "the smallest total times are left out");
}

void selection_append_limit(struct buffer *buffer, const struct selection *selection)
{
    append_limit(buffer, pstats_graph_function_count(selection->graph), selection->all_functions,
                 "functions", selection->function_limit_percent);
    append_limit(buffer, pstats_graph_call_count(selection->graph), selection->all_calls, "calls",
                 selection->call_limit_percent);
}
