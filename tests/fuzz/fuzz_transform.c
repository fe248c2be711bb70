/* Fuzzing: reading, then everything that makes a graph from a graph, through the public interface alone.
 *
 * What must hold whatever the bytes: no crash and no report of a sanitizer; indices in range; shares between 0 and 1;
 * merging a profile with nothing keeps its functions; the same bytes give the same graph. */
#include <pstats.h>

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(int is_true)
{
    if (!is_true)
        abort();
}

static double walk(const pstats_graph *graph)
{
    double sum = 0.0, total = pstats_graph_total(graph);
    size_t count = pstats_graph_function_count(graph);
    require(total >= 0.0 && total >= pstats_graph_total_self(graph));
    for (size_t i = 0; i < count; i++) {
        const pstats_function *function = pstats_graph_function(graph, i);
        double share = pstats_share(function->cost.cumulative, total);
        require(share >= 0.0 && share <= 1.0);
        require(function->cost.calls >= PSTATS_CALLS_UNKNOWN);
        sum += share;
        char shown[64];
        size_t length = pstats_text_display(function->name, shown, sizeof shown);
        require(pstats_text_display(function->name, NULL, 0) == length);
    }
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        require(call->caller < count && call->callee < count);
        require(call->derived_calls >= PSTATS_CALLS_UNKNOWN);
    }
    return sum;
}

static void prune_and_select(const pstats_graph *graph)
{
    size_t count = pstats_graph_function_count(graph);
    pstats_prune_options lighter = PSTATS_PRUNE_INIT;
    pstats_graph *pruned = pstats_graph_prune(graph, &lighter, NULL);
    require(pruned == NULL || pstats_graph_function_count(pruned) <= count);
    pstats_graph_free(pruned);
    if (count == 0)
        return;
    size_t first = 0, last = count - 1;
    pstats_select_options options = PSTATS_SELECT_INIT;
    options.roots = &first;
    options.root_count = 1;
    options.excluded = &last;
    options.excluded_count = last > 0;
    options.depth = 3;
    pstats_graph *selected = pstats_graph_select(graph, &options, NULL);
    if (selected != NULL)
        walk(selected);
    pstats_graph_free(selected);
}

static void merge(const pstats_profile *profile)
{
    pstats_merger *merger = pstats_merger_new(NULL);
    pstats_profile *merged = NULL;
    if (merger != NULL && pstats_merger_add(merger, profile, NULL) == 0 &&
        pstats_merger_add(merger, profile, NULL) == 0)
        merged = pstats_merger_finish(merger, NULL);
    pstats_merger_free(merger);
    if (merged == NULL)
        return;
    walk(pstats_profile_graph(merged));
    require(pstats_graph_function_count(pstats_profile_graph(merged)) <=
            pstats_graph_function_count(pstats_profile_graph(profile)));
    pstats_profile_free(merged);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    pstats_error error;
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, &error);
    if (profile == NULL) {
        require(error.code != PSTATS_OK && error.message[0] != '\0' && error.offset <= size);
        return 0;
    }
    walk(pstats_profile_graph(profile));
    prune_and_select(pstats_profile_graph(profile));
    merge(profile);
    pstats_profile_free(profile);
    return 0;
}
