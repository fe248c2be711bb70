/* src/lib/estimate*.c: the times of estimated frames, and how many there are at most. */
#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double thresholds[] = {0.0, 1e-5, 0.1};

#define THRESHOLDS ((int)(sizeof thresholds / sizeof thresholds[0]))

/* Two ways to s: 0.5 + 1.5 below a, 1.5 + 2.5 below b. */
static const char diamond[] =
    "main=1/1,1,10 a=1/1,1,3 b=1/1,2,6 s=2/2,2,6 x=2/2,4,4 main>a=1/1,1,3 main>b=1/1,2,6 "
    "a>s=1/1,0.5,2 b>s=1/1,1.5,4 s>x=2/2,4,4";

/* A tree that is walked by visit, which calls itself by child. */
static const char visitor[] =
    "main=1/1,1,40 visit=15/1,15,39 child=14/2,14,36 leaf=8/8,10,10 main>visit=1/1,1,39 "
    "visit>child=14/2,14,36 child>visit=14/2,14,35 visit>leaf=8/8,10,10";

/* A script that imports what imports more: exec runs the script and all modules. No call of exec but the outermost takes
 * as long as the script. */
static const char imports[] =
    "exec=4/1,1,101 script=1/1,70,100.6 load=3/1,1,25.6 one=1/1,9,25 two=1/1,9,15.5 three=1/1,6,6 "
    "work=1/1,5,5 exec>script=1/1,70,100.6 exec>one=1/1,9,25 exec>two=1/1,9,15.5 "
    "exec>three=1/1,6,6 script>load=1/1,0.4,25.6 script>work=1/1,5,5 load>exec=3/1,0.6,25.2 "
    "one>load=1/1,0.3,16 two>load=1/1,0.3,6.5";

static const char *const profiles[] = {diamond, visitor, imports};

#define PROFILES ((int)(sizeof profiles / sizeof profiles[0]))

static pstats_tree *estimate(const pstats_profile *profile, double threshold, size_t max_frames)
{
    pstats_error error;
    pstats_estimate_options options = PSTATS_ESTIMATE_INIT;
    options.threshold = threshold;
    if (max_frames > 0)
        options.max_frames = max_frames;
    pstats_tree *tree = pstats_tree_estimate(pstats_profile_graph(profile), &options, &error);
    ck_assert_msg(tree != NULL, "%s", error.message);
    return tree;
}

static int is_near(double value, double expected, double share)
{
    return fabs(value - expected) <= share * fabs(expected);
}

/* ---- What frames add up to ---- */

static double self_in_frames(const pstats_tree *tree, size_t function)
{
    double sum = 0.0;
    for (size_t i = 0; i < pstats_tree_frame_count(tree); i++)
        sum += pstats_tree_frame(tree, i)->function == function ? pstats_tree_frame(tree, i)->self
                                                                : 0.0;
    return sum;
}

static void assert_self_times(const pstats_profile *profile, const pstats_tree *tree)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    for (size_t f = 0; f < pstats_graph_function_count(graph); f++) {
        double self = pstats_graph_function(graph, f)->cost.self;
        ck_assert_msg(is_near(self_in_frames(tree, f), self, 1e-12), "function %zu", f);
    }
}

START_TEST(frames_of_a_function_add_up_to_its_self_time)
{
    pstats_profile *profile = profile_of(profiles[_i / THRESHOLDS]);
    pstats_tree *tree = estimate(profile, thresholds[_i % THRESHOLDS], 0);
    assert_self_times(profile, tree);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}
END_TEST

/* Whether the frame is reached by the call, and no frame above it. */
static int is_first(const pstats_tree *tree, size_t frame, const pstats_call *call)
{
    int is_call = 0;
    for (size_t i = frame; i != SIZE_MAX; i = pstats_tree_frame(tree, i)->parent) {
        const pstats_frame *at = pstats_tree_frame(tree, i);
        if (at->function != call->callee || at->parent == SIZE_MAX ||
            pstats_tree_frame(tree, at->parent)->function != call->caller)
            continue;
        if (i != frame)
            return 0;
        is_call = 1;
    }
    return is_call;
}

START_TEST(frames_below_a_call_add_up_to_its_time)
{
    pstats_profile *profile = profile_of(profiles[_i]);
    const pstats_graph *graph = pstats_profile_graph(profile);
    pstats_tree *tree = estimate(profile, 0.0, 0);
    for (size_t c = 0; c < pstats_graph_call_count(graph); c++) {
        const pstats_call *call = pstats_graph_call(graph, c);
        double sum = 0.0;
        for (size_t i = 0; i < pstats_tree_frame_count(tree); i++)
            sum += is_first(tree, i, call) ? pstats_tree_frame(tree, i)->total : 0.0;
        ck_assert_msg(is_near(sum, call->cost.cumulative, 0.02), "profile %d, call %zu: %g", _i, c,
                      sum);
    }
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}
END_TEST

/* ---- Bounds ---- */

static void put_name(struct marshal_writer *writer, size_t number)
{
    char name[32];
    snprintf(name, sizeof name, "f%zu", number);
    put_key(writer, "a.py", (int64_t)number + 1, name);
}

static void put_record_of(struct marshal_writer *writer, size_t number, int64_t calls, double time)
{
    char name[32];
    snprintf(name, sizeof name, "f%zu", number);
    put_function_begin(writer, "a.py", (int64_t)number + 1, name, 1, calls, 1.0, time);
}

/* 50 layers of two functions, each of which both of the next layer's call: 2^50 stacks. */
static void put_ladder(struct marshal_writer *writer)
{
    for (size_t f = 0; f < 100; f++) {
        put_record_of(writer, f, 2, 100.0 - (double)f);
        for (size_t caller = f < 2 ? 2 : 0; caller < 2; caller++) {
            put_name(writer, (f / 2 - 1) * 2 + caller);
            put_caller_figures(writer, 1, 1, 0.5, (100.0 - (double)f) / 2.0);
        }
        put_dict_end(writer);
    }
}

/* A cycle of 5,000 functions with chords. */
static void put_cycle(struct marshal_writer *writer)
{
    const size_t count = 5000, steps[] = {1, 7, 100, 2503};
    for (size_t f = 0; f < count; f++) {
        put_record_of(writer, f, 40, 5000.0);
        for (size_t i = 0; i < 4; i++) {
            put_name(writer, (f + count - steps[i]) % count);
            put_caller_figures(writer, 10, 1, 0.25, 4000.0);
        }
        put_dict_end(writer);
    }
}

/* All call all: tables of pairs would have 16 million cells. */
static void put_clique(struct marshal_writer *writer)
{
    for (size_t f = 0; f < 200; f++) {
        put_record_of(writer, f, 400, 200.0);
        for (size_t caller = 0; caller < 200; caller++) {
            put_name(writer, caller);
            put_caller_figures(writer, 2, 1, 1.0 / 200.0, 199.0);
        }
        put_dict_end(writer);
    }
}

static void put_chain(struct marshal_writer *writer)
{
    for (size_t f = 0; f < 4000; f++) {
        put_record_of(writer, f, 1, 4000.0 - (double)f);
        if (f > 0) {
            put_name(writer, f - 1);
            put_caller_figures(writer, 1, 1, 1.0, 4000.0 - (double)f);
        }
        put_dict_end(writer);
    }
}

#define RING 240
#define IMPORTERS 700

/* A ring of functions through which each of many more, called once each, leads to the next: ways to them are long. first:
 * the number of the first function. */
static void put_ring(struct marshal_writer *writer, size_t first, size_t ring, size_t importers)
{
    const size_t importer = first + ring, main_function = importer + importers;
    const double self = 0.1 / (double)ring, whole = (double)importers + 1.0;
    put_record_of(writer, main_function, 1, whole);
    put_dict_end(writer);
    for (size_t i = 0; i < importers; i++) {
        put_record_of(writer, importer + i, 1, (double)(importers - i));
        put_name(writer, first + ring - 1);
        put_caller_figures(writer, 1, 1, 0.9, (double)(importers - i));
        put_dict_end(writer);
    }
    for (size_t f = 0; f < ring; f++) {
        put_record_of(writer, first + f, (int)importers, whole);
        put_name(writer, f == 0 ? main_function : first + f - 1);
        put_caller_figures(writer, f == 0 ? 1 : (int)importers, 1, self, whole);
        for (size_t i = 0; f == 0 && i + 1 < importers; i++) {
            put_name(writer, importer + i);
            put_caller_figures(writer, 1, 0, self, (double)(importers - i) - 0.9);
        }
        put_dict_end(writer);
    }
}

static void put_importers(struct marshal_writer *writer)
{
    put_ring(writer, 0, RING, IMPORTERS);
}

#define RINGS 16
#define SMALL_RING 24
#define FEW_IMPORTERS 80

static void put_rings(struct marshal_writer *writer)
{
    for (size_t i = 0; i < RINGS; i++)
        put_ring(writer, i * (SMALL_RING + FEW_IMPORTERS + 1), SMALL_RING, FEW_IMPORTERS);
}

static const struct large {
    void (*put)(struct marshal_writer *writer);
    size_t least_frames;
} large[] = {{put_ladder, 100},
             {put_cycle, 5000},
             {put_clique, 200},
             {put_chain, 4000},
             {put_importers, RING + IMPORTERS},
             {put_rings, RINGS *(SMALL_RING + FEW_IMPORTERS)}};

#define LARGE ((int)(sizeof large / sizeof large[0]))
#define MAX_FRAMES 20000

/* The names of a frame and of those above it, from the root on. */
static void write_stack(const pstats_tree *tree, size_t frame, const pstats_graph *graph,
                        char *stack, size_t size)
{
    size_t frames[64], count = 0, length = 0;
    for (size_t i = frame; i != SIZE_MAX; i = pstats_tree_frame(tree, i)->parent) {
        ck_assert_uint_lt(count, sizeof frames / sizeof frames[0]);
        frames[count++] = pstats_tree_frame(tree, i)->function;
    }
    while (count-- > 0) {
        pstats_text name = pstats_graph_function(graph, frames[count])->name;
        ck_assert_uint_lt(length + name.length + 2, size);
        length += (size_t)snprintf(stack + length, size - length, "%.*s%s", (int)name.length,
                                   name.bytes, count > 0 ? " " : "");
    }
}

START_TEST(a_module_has_its_time_where_it_was_imported)
{
    static const char *const stacks[] = {"exec script", "exec script load exec one",
                                         "exec script load exec one load exec two",
                                         "exec script load exec one load exec two load exec three"};
    pstats_profile *profile = profile_of(imports);
    const pstats_graph *graph = pstats_profile_graph(profile);
    pstats_tree *tree = estimate(profile, thresholds[_i], 0);
    for (size_t s = 0; s < sizeof stacks / sizeof stacks[0]; s++) {
        size_t function = function_named(graph, strrchr(stacks[s], ' ') + 1);
        double found = 0.0;
        for (size_t i = 0; i < pstats_tree_frame_count(tree); i++) {
            char stack[256];
            write_stack(tree, i, graph, stack, sizeof stack);
            if (strcmp(stack, stacks[s]) == 0)
                found += pstats_tree_frame(tree, i)->self;
        }
        ck_assert_msg(is_near(found, pstats_graph_function(graph, function)->cost.self, 1e-12),
                      "%s", stacks[s]);
    }
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(frames_are_no_more_than_asked_for_whatever_the_graph)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    large[_i / 2].put(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer);
    pstats_tree *tree = estimate(profile, _i % 2 == 0 ? 0.0 : 1e-5, MAX_FRAMES); /* when */
    size_t count = pstats_tree_frame_count(tree);                                /* then */
    ck_assert_uint_ge(count, large[_i / 2].least_frames);
    ck_assert_uint_le(count, MAX_FRAMES);
    assert_self_times(profile, tree);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(ways_to_what_is_called_once_take_no_more_frames_than_asked_for)
{
    static const size_t limits[] = {5000, 10000, 20000, 100000};
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    (_i % 2 == 0 ? put_importers : put_rings)(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer);
    pstats_tree *tree =
        estimate(profile, thresholds[_i / 2 % THRESHOLDS], limits[_i / 2 / THRESHOLDS]);
    ck_assert_uint_le(pstats_tree_frame_count(tree), limits[_i / 2 / THRESHOLDS]); /* then */
    assert_self_times(profile, tree);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("estimate");
    TCase *tcase = tcase_create("stacks");
    tcase_add_loop_test(tcase, ways_to_what_is_called_once_take_no_more_frames_than_asked_for, 0,
                        2 * 4 * THRESHOLDS);
    tcase_add_loop_test(tcase, frames_of_a_function_add_up_to_its_self_time, 0,
                        PROFILES * THRESHOLDS);
    tcase_add_loop_test(tcase, frames_below_a_call_add_up_to_its_time, 0, PROFILES);
    tcase_add_loop_test(tcase, a_module_has_its_time_where_it_was_imported, 0, 2);
    tcase_add_loop_test(tcase, frames_are_no_more_than_asked_for_whatever_the_graph, 0, 2 * LARGE);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
