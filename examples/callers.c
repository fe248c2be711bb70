/* Who calls a function, and what its calls cost from there: callers
 * PROFILE NAME. All functions of that name are shown. A time with `~` is
 * not the dump's own: the callee's average stands in for it. */
#include <inttypes.h>
#include <pstats.h>
#include <stdio.h>
#include <string.h>

static int has_name(const pstats_function *function, const char *name)
{
    pstats_text text = function->name; /* has no NUL at its end */
    return text.length == strlen(name) &&
           memcmp(text.bytes, name, text.length) == 0;
}

static void print_place(const pstats_function *function)
{
    char file[120], name[80];
    pstats_text_display(function->file, file, sizeof file);
    pstats_text_display(function->name, name, sizeof name);
    printf("%s:%" PRId64 " %s\n", file, function->line, name);
}

static void print_call(const pstats_graph *graph,
                       const pstats_call *call)
{
    if (call->cost.calls == PSTATS_CALLS_UNKNOWN)
        printf("%10s", "?");
    else
        printf("%10" PRId64, call->cost.calls);
    printf(" %c%.6f  ", call->derived_calls != 0 ? '~' : ' ',
           call->cost.cumulative);
    print_place(pstats_graph_function(graph, call->caller));
}

/* Returns how many functions there are of that name. */
static size_t print_callers(const pstats_graph *graph, const char *name)
{
    size_t found = 0;
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *f = pstats_graph_function(graph, i);
        if (!has_name(f, name))
            continue;
        found++;
        print_place(f);
        for (size_t j = 0; j < pstats_graph_call_count(graph); j++)
            if (pstats_graph_call(graph, j)->callee == i)
                print_call(graph, pstats_graph_call(graph, j));
    }
    return found;
}

int main(int argc, char **argv)
{
    pstats_error error;
    if (argc != 3) {
        fprintf(stderr, "usage: callers PROFILE NAME\n");
        return 2;
    }
    pstats_profile *profile =
        pstats_profile_read_file(argv[1], NULL, &error);
    if (profile == NULL) {
        fprintf(stderr, "callers: %s: %s\n", argv[1], error.message);
        return 3;
    }
    size_t found =
        print_callers(pstats_profile_graph(profile), argv[2]);
    pstats_profile_free(profile);
    if (found == 0) {
        fprintf(stderr, "callers: %s: no function is named '%s'\n",
                argv[1], argv[2]);
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 4;
}
