/* Fuzzing: writing what was read, through the public interface alone.
 *
 * What must hold whatever the bytes: what was written can be read, and gives the same bytes when it is written again; the
 * same functions and calls with the same figures are in both. */
#include <pstats.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(int is_true)
{
    if (!is_true)
        abort();
}

struct written {
    unsigned char *bytes;
    size_t size;
};

static ptrdiff_t take(void *context, const void *bytes, size_t size)
{
    struct written *written = context;
    unsigned char *grown = realloc(written->bytes, written->size + size);
    if (grown == NULL)
        return -1;
    memcpy(grown + written->size, bytes, size);
    written->bytes = grown;
    written->size += size;
    return (ptrdiff_t)size;
}

static struct written write_graph(const pstats_graph *graph)
{
    struct written written = {NULL, 0};
    require(pstats_graph_write(graph, take, &written, NULL) == 0);
    return written;
}

static double sum_of_counts(const pstats_graph *graph)
{
    double sum = 0.0;
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++)
        sum += (double)pstats_graph_function(graph, i)->cost.calls / 1e19;
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++)
        sum += (double)pstats_graph_call(graph, i)->derived_calls / 1e19;
    return sum;
}

static void compare(const pstats_graph *a, const pstats_graph *b)
{
    require(pstats_graph_function_count(a) == pstats_graph_function_count(b));
    require(pstats_graph_call_count(a) == pstats_graph_call_count(b));
    double difference = sum_of_counts(a) - sum_of_counts(b); /* in another order */
    require(difference < 1e-3 && difference > -1e-3);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, NULL);
    if (profile == NULL)
        return 0;
    struct written once = write_graph(pstats_profile_graph(profile));
    pstats_profile *again = pstats_profile_read_bytes(once.bytes, once.size, NULL, NULL);
    require(again != NULL);
    compare(pstats_profile_graph(profile), pstats_profile_graph(again));
    struct written twice = write_graph(pstats_profile_graph(again));
    require(once.size == twice.size && memcmp(once.bytes, twice.bytes, once.size) == 0);
    free(once.bytes);
    free(twice.bytes);
    pstats_profile_free(again);
    pstats_profile_free(profile);
    return 0;
}
