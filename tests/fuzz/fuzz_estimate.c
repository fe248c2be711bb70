/* Fuzzing: reading, then estimating stacks, through the public interface alone.
 *
 * What must hold whatever the bytes: frames are bounded, parents come first, no time is negative, and each function's
 * frames add up to its own time. */
#include <float.h>
#include <math.h>
#include <pstats.h>
#include <stdint.h>
#include <stdlib.h>

#define FRAMES_MAX 3000

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(int is_true)
{
    if (!is_true)
        abort();
}

static double sound(double value)
{
    return isfinite(value) && value > 0.0 ? value : 0.0;
}

static void check_sums(const pstats_graph *graph, const pstats_tree *tree)
{
    size_t count = pstats_graph_function_count(graph);
    double *sums = calloc(count + 1, sizeof *sums);
    if (sums == NULL)
        return;
    for (size_t i = 0; i < pstats_tree_frame_count(tree); i++) {
        const pstats_frame *frame = pstats_tree_frame(tree, i);
        require(frame->function < count && (frame->parent == SIZE_MAX || frame->parent < i));
        require(frame->self >= 0.0 && frame->total >= frame->self * (1.0 - 1e-9));
        sums[frame->function] += frame->self;
    }
    double total = pstats_graph_total_self(graph);
    for (size_t i = 0; i < count && total < DBL_MAX / 4; i++) {
        double self = sound(pstats_graph_function(graph, i)->cost.self);
        require(fabs(sums[i] - self) <= 1e-9 * self + DBL_MIN);
    }
    free(sums);
}

static void check_ticks(const pstats_graph *graph, const pstats_tree *tree)
{
    size_t count = pstats_tree_frame_count(tree);
    int64_t *ticks = calloc(count + 1, sizeof *ticks);
    if (ticks != NULL && pstats_graph_total_self(graph) < 1e9 &&
        pstats_tree_round_self(tree, 1e6, ticks, NULL) == 0)
        for (size_t i = 0; i < count; i++)
            require(ticks[i] >= 0);
    free(ticks);
}

/* The same dump estimated otherwise has changed nothing but places; against itself it has not changed. */
static void check_comparison(const pstats_graph *graph, const pstats_tree *tree,
                             const pstats_estimate_options *options)
{
    pstats_estimate_options other = *options;
    other.threshold = 1e-3;
    pstats_tree *before = pstats_tree_estimate(graph, &other, NULL);
    pstats_graph *both = pstats_graph_compare(graph, graph, NULL, NULL);
    pstats_tree *moved = NULL, *same = NULL;
    if (before != NULL && both != NULL) {
        moved = pstats_tree_compare(both, before, tree, NULL);
        same = pstats_tree_compare(both, tree, tree, NULL);
    }
    if (moved != NULL)
        check_sums(both, moved);
    for (size_t i = 0; same != NULL && i < pstats_tree_frame_count(same); i++)
        require(pstats_tree_frame_before(same, i) != NULL &&
                pstats_tree_frame_before(same, i)->total == pstats_tree_frame(same, i)->total);
    pstats_tree_free(moved);
    pstats_tree_free(same);
    pstats_tree_free(before);
    pstats_graph_free(both);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, NULL);
    if (profile == NULL)
        return 0;
    const pstats_graph *graph = pstats_profile_graph(profile);
    pstats_estimate_options options = PSTATS_ESTIMATE_INIT;
    options.max_frames = FRAMES_MAX;
    options.threshold = size % 2 == 0 ? 0.0 : 1e-4;
    pstats_tree *tree = pstats_tree_estimate(graph, &options, NULL);
    if (tree != NULL) {
        check_sums(graph, tree);
        check_ticks(graph, tree);
        check_comparison(graph, tree, &options);
    }
    pstats_tree_free(tree);
    pstats_profile_free(profile);
    return 0;
}
