/* The library in ten lines: every function of a dump with the time that it took itself, for sort(1). */
#include <pstats.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    pstats_error error;
    pstats_profile *profile = pstats_profile_read_file(argv[argc - 1], NULL, &error);
    if (profile == NULL)
        return fprintf(stderr, "self_times: %s: %s\n", argv[argc - 1], error.message), 3;
    const pstats_graph *graph = pstats_profile_graph(profile);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        char name[80];
        pstats_text_display(pstats_graph_function(graph, i)->name, name, sizeof name);
        printf("%.6f %s\n", pstats_graph_function(graph, i)->cost.self, name);
    }
    pstats_profile_free(profile);
}
