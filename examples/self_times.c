/* The library in ten statements: each function of a dump with the time
 * that it took itself, for `sort -rn`. */
#include <pstats.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    pstats_error error;
    pstats_profile *profile =
        pstats_profile_read_file(argv[argc - 1], NULL, &error);
    if (profile == NULL)
        return fprintf(stderr, "self_times: %s\n", error.message), 3;
    const pstats_graph *graph = pstats_profile_graph(profile);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *f = pstats_graph_function(graph, i);
        char name[100];
        pstats_text_display(f->name, name, sizeof name);
        printf("%.6f %s\n", f->cost.self, name);
    }
    pstats_profile_free(profile);
}
