/* What changed between two dumps: the functions whose own time differs
 * by a hundredth of the total or more. changes BEFORE AFTER. Modules of
 * Python are the same wherever they are installed. */
#include <math.h>
#include <pstats.h>
#include <stdio.h>

static void print_change(const pstats_graph *graph, size_t index)
{
    const pstats_function *f = pstats_graph_function(graph, index);
    const pstats_cost *before =
        pstats_graph_function_before(graph, index);
    double change =
        f->cost.self - (before != NULL ? before->self : 0.0);
    if (!(fabs(change) >= 0.01 * pstats_graph_total_before(graph)))
        return;
    char name[80];
    const char *remark = "";
    pstats_text_display(f->name, name, sizeof name);
    if (pstats_graph_function_presence(graph, index) != PSTATS_IN_BOTH)
        remark = before == NULL ? " (new)" : " (gone)";
    printf("%+10.6f %s%s\n", change, name, remark);
}

static pstats_profile *read_profile(const char *path)
{
    pstats_error error;
    pstats_profile *profile =
        pstats_profile_read_file(path, NULL, &error);
    if (profile == NULL)
        fprintf(stderr, "changes: %s: %s\n", path, error.message);
    return profile;
}

static int compare(const pstats_profile *before,
                   const pstats_profile *after)
{
    pstats_error error;
    pstats_compare_options options = PSTATS_COMPARE_INIT;
    options.has_normalised_paths = 1;
    pstats_graph *both = pstats_graph_compare(
        pstats_profile_graph(before), pstats_profile_graph(after),
        &options, &error);
    if (both == NULL) {
        fprintf(stderr, "changes: %s\n", error.message);
        return 3;
    }
    for (size_t i = 0; i < pstats_graph_function_count(both); i++)
        print_change(both, i);
    pstats_graph_free(both);
    return fflush(stdout) == 0 ? 0 : 4;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: changes BEFORE AFTER\n");
        return 2;
    }
    pstats_profile *before = read_profile(argv[1]);
    pstats_profile *after =
        before != NULL ? read_profile(argv[2]) : NULL;
    int status = after != NULL ? compare(before, after) : 3;
    pstats_profile_free(before);
    pstats_profile_free(after);
    return status;
}
