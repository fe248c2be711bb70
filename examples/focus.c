/* The calls that matter around a function, with its callers above and
 * its callees below, as shares of the whole profile: focus PROFILE NAME.
 * Two transforms, one after the other. */
#include <pstats.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The indices of all functions of that name. NULL: no memory. */
static size_t *find_functions(const pstats_graph *graph,
                              const char *name, size_t *count)
{
    size_t function_count = pstats_graph_function_count(graph);
    size_t *found = malloc((function_count + 1) * sizeof *found);
    *count = 0;
    for (size_t i = 0; found != NULL && i < function_count; i++) {
        pstats_text text = pstats_graph_function(graph, i)->name;
        if (text.length == strlen(name) &&
            memcmp(text.bytes, name, text.length) == 0)
            found[(*count)++] = i;
    }
    return found;
}

/* Within two calls of the focus, and at least a hundredth of the total.
 * NULL: error says why. */
static pstats_graph *cut_out(const pstats_graph *graph,
                             const size_t *focuses, size_t count,
                             pstats_error *error)
{
    pstats_select_options select = PSTATS_SELECT_INIT;
    select.focuses = focuses;
    select.focus_count = count;
    select.depth = 2;
    pstats_graph *around = pstats_graph_select(graph, &select, error);
    if (around == NULL)
        return NULL;
    pstats_prune_options prune = PSTATS_PRUNE_INIT;
    prune.function_fraction = 0.01;
    prune.call_fraction = 0.01;
    pstats_graph *result = pstats_graph_prune(around, &prune, error);
    pstats_graph_free(around);
    return result;
}

static void print_name(const pstats_graph *graph, size_t function)
{
    char name[80];
    pstats_text text = pstats_graph_function(graph, function)->name;
    pstats_text_display(text, name, sizeof name);
    printf("%s", name);
}

static void print_calls(const pstats_graph *graph)
{
    double total = pstats_graph_total(graph);
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        double share = pstats_share(call->cost.cumulative, total);
        printf("%5.1f %% ", 100.0 * share);
        print_name(graph, call->caller);
        printf(" -> ");
        print_name(graph, call->callee);
        putchar('\n');
    }
}

static int focus(const pstats_profile *profile, const char *name)
{
    pstats_error error;
    size_t count;
    const pstats_graph *graph = pstats_profile_graph(profile);
    size_t *focuses = find_functions(graph, name, &count);
    if (focuses == NULL || count == 0) {
        fprintf(stderr, "focus: %s: %s\n", name,
                focuses == NULL ? "out of memory" : "no such function");
        free(focuses);
        return 2;
    }
    pstats_graph *part = cut_out(graph, focuses, count, &error);
    free(focuses);
    if (part == NULL) {
        fprintf(stderr, "focus: %s\n", error.message);
        return 3;
    }
    print_calls(part);
    pstats_graph_free(part);
    return fflush(stdout) == 0 ? 0 : 4;
}

int main(int argc, char **argv)
{
    pstats_error error;
    if (argc != 3) {
        fprintf(stderr, "usage: focus PROFILE NAME\n");
        return 2;
    }
    pstats_profile *profile =
        pstats_profile_read_file(argv[1], NULL, &error);
    if (profile == NULL) {
        fprintf(stderr, "focus: %s: %s\n", argv[1], error.message);
        return 3;
    }
    int status = focus(profile, argv[2]);
    pstats_profile_free(profile);
    return status;
}
