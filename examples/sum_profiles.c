/* Adds up dumps, as of several runs or processes, and prints what each
 * one and the sum hold: sum_profiles PROFILE... ; `-` is standard
 * input. */
#include <pstats.h>
#include <stdio.h>
#include <string.h>

static ptrdiff_t read_stdio(void *context, void *buffer, size_t size)
{
    FILE *file = context;
    size_t count = fread(buffer, 1, size, file);
    return count == 0 && ferror(file) ? -1 : (ptrdiff_t)count;
}

static pstats_profile *read_profile(const char *path)
{
    pstats_error error;
    pstats_profile *profile;
    if (strcmp(path, "-") == 0)
        profile =
            pstats_profile_read_stream(read_stdio, stdin, NULL, &error);
    else
        profile = pstats_profile_read_file(path, NULL, &error);
    if (profile == NULL)
        fprintf(stderr, "sum_profiles: %s: %s\n", path, error.message);
    return profile;
}

static void print_profile(const char *path,
                          const pstats_profile *profile)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    printf("%s: %zu functions, %zu calls, %.6f %s\n", path,
           pstats_graph_function_count(graph),
           pstats_graph_call_count(graph),
           pstats_graph_total_self(graph), pstats_graph_unit(graph));
    for (size_t i = 0; i < pstats_profile_warning_count(profile); i++)
        printf("%s: warning: %s\n", path,
               pstats_profile_warning_at(profile, i));
}

/* NULL: said. */
static pstats_profile *sum_profiles(pstats_merger *merger, char **paths)
{
    pstats_error error;
    for (; *paths != NULL; paths++) {
        pstats_profile *profile = read_profile(*paths);
        if (profile == NULL)
            return NULL;
        print_profile(*paths, profile);
        int status = pstats_merger_add(merger, profile, &error);
        pstats_profile_free(profile); /* the merger has what it needs */
        if (status != 0) {
            fprintf(stderr, "sum_profiles: %s: %s\n", *paths,
                    error.message);
            return NULL;
        }
    }
    pstats_profile *sum = pstats_merger_finish(merger, &error);
    if (sum == NULL)
        fprintf(stderr, "sum_profiles: %s\n", error.message);
    return sum;
}

int main(int argc, char **argv)
{
    pstats_error error;
    if (argc < 2) {
        fprintf(stderr, "usage: sum_profiles PROFILE...\n");
        return 2;
    }
    pstats_merger *merger = pstats_merger_new(&error);
    if (merger == NULL) {
        fprintf(stderr, "sum_profiles: %s\n", error.message);
        return 3;
    }
    pstats_profile *sum = sum_profiles(merger, argv + 1);
    if (sum != NULL)
        print_profile("sum", sum);
    int status = sum == NULL ? 3 : fflush(stdout) == 0 ? 0 : 4;
    pstats_profile_free(sum);
    pstats_merger_free(merger);
    return status;
}
