/* The ten functions of a dump that took the most time themselves:
 * top_functions PROFILE. */
#include <inttypes.h>
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>

#define SHOWN 10

struct entry {
    double share; /* of the time of all functions */
    const pstats_function *function;
    size_t index;
};

static int compare_entries(const void *first, const void *second)
{
    const struct entry *a = first, *b = second;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    /* No two are equal, so that the order never varies. */
    return (a->index > b->index) - (a->index < b->index);
}

static void print_function(const struct entry *entry)
{
    const pstats_function *f = entry->function;
    char file[120], name[80], calls[24] = "?";
    pstats_text_display(f->file, file, sizeof file);
    pstats_text_display(f->name, name, sizeof name);
    if (f->cost.calls != PSTATS_CALLS_UNKNOWN)
        snprintf(calls, sizeof calls, "%" PRId64, f->cost.calls);
    printf("%5.1f %% %9.6f %9s  %s:%" PRId64 " %s\n",
           100.0 * entry->share, f->cost.self, calls, file, f->line,
           name);
}

static int print_top(const pstats_graph *graph)
{
    size_t count = pstats_graph_function_count(graph);
    double total = pstats_graph_total_self(graph);
    struct entry *entries = malloc((count + 1) * sizeof *entries);
    if (entries == NULL)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const pstats_function *f = pstats_graph_function(graph, i);
        double share = pstats_share(f->cost.self, total);
        entries[i] = (struct entry){share, f, i};
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    printf("share   %9s %9s  function\n", pstats_graph_unit(graph),
           "calls");
    for (size_t i = 0; i < count && i < SHOWN; i++)
        print_function(&entries[i]);
    free(entries);
    return 0;
}

int main(int argc, char **argv)
{
    pstats_error error;
    if (argc != 2) {
        fprintf(stderr, "usage: top_functions PROFILE\n");
        return 2;
    }
    pstats_profile *profile =
        pstats_profile_read_file(argv[1], NULL, &error);
    if (profile == NULL) {
        fprintf(stderr, "top_functions: %s: %s\n", argv[1],
                error.message);
        return 3;
    }
    for (size_t i = 0; i < pstats_profile_warning_count(profile); i++)
        fprintf(stderr, "top_functions: %s: %s\n", argv[1],
                pstats_profile_warning_at(profile, i));
    int status = print_top(pstats_profile_graph(profile));
    pstats_profile_free(profile);
    return status == 0 && fflush(stdout) == 0 ? 0 : 4;
}
