/* What each of the library's stages takes for a dump: prints a line `STAGE PROCESSOR-SECONDS` for reading (the file's
 * bytes are in memory before), merging it with itself, pruning it, selecting what belongs to its first function,
 * estimating stacks, and freeing it all.
 *
 *     stages FILE */
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "stages: %s\n", what);
    exit(3);
}

/* The seconds since the last one. */
static void report(const char *stage, double *since)
{
    printf("%s %.6f\n", stage, now_seconds() - *since);
    *since = now_seconds();
}

static unsigned char *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        fail("cannot open the file");
    long end = ftell(file);
    unsigned char *bytes = end > 0 ? malloc((size_t)end) : NULL;
    rewind(file);
    if (bytes == NULL || fread(bytes, 1, (size_t)end, file) != (size_t)end)
        fail("cannot read the file");
    fclose(file);
    *size = (size_t)end;
    return bytes;
}

static void merge_with_itself(const pstats_profile *profile)
{
    pstats_error error = {PSTATS_OK, 0, ""};
    pstats_merger *merger = pstats_merger_new(&error);
    pstats_profile *merged = NULL;
    if (merger != NULL && pstats_merger_add(merger, profile, &error) == 0 &&
        pstats_merger_add(merger, profile, &error) == 0)
        merged = pstats_merger_finish(merger, &error);
    if (merged == NULL)
        fail(error.message);
    pstats_profile_free(merged);
    pstats_merger_free(merger);
}

int main(int argc, char **argv)
{
    pstats_error error = {PSTATS_OK, 0, ""};
    pstats_prune_options prune = PSTATS_PRUNE_INIT;
    pstats_select_options select = PSTATS_SELECT_INIT;
    size_t size, first = 0;
    if (argc != 2)
        fail("usage: stages FILE");
    unsigned char *bytes = read_whole(argv[1], &size);

    double since = now_seconds();
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, &error);
    if (profile == NULL)
        fail(error.message);
    report("read", &since);

    merge_with_itself(profile);
    report("merge", &since);

    const pstats_graph *graph = pstats_profile_graph(profile);
    prune.function_fraction = prune.call_fraction = 1e-6;
    pstats_graph *pruned = pstats_graph_prune(graph, &prune, &error);
    if (pruned == NULL)
        fail(error.message);
    report("prune", &since);

    select.focuses = &first;
    select.focus_count = 1;
    pstats_graph *selected = pstats_graph_select(graph, &select, &error);
    if (selected == NULL)
        fail(error.message);
    report("select", &since);

    pstats_tree *tree = pstats_tree_estimate(graph, NULL, &error);
    if (tree == NULL)
        fail(error.message);
    report("estimate", &since);

    pstats_tree_free(tree);
    pstats_graph_free(selected);
    pstats_graph_free(pruned);
    pstats_profile_free(profile);
    report("free", &since);
    free(bytes);
    return 0;
}
