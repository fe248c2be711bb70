/* src/lib/tree_compare.c and tree_settle.c: which frames are the same, and what they took before and after. */
#include "lib/tree.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA "tests/data/"

/* Two profiles and all that is made of them on the way to a compared tree. */
struct compared {
    pstats_profile *profiles[2];
    pstats_tree *trees[2];
    pstats_graph *graph;
    pstats_tree *tree;
};

static struct compared compare(pstats_profile *before, pstats_profile *after)
{
    struct compared compared = {.profiles = {before, after}};
    pstats_error error;
    for (int side = 0; side < 2; side++) {
        const pstats_graph *graph = pstats_profile_graph(compared.profiles[side]);
        compared.trees[side] = pstats_tree_estimate(graph, NULL, &error);
        ck_assert_msg(compared.trees[side] != NULL, "%s", error.message);
    }
    compared.graph = pstats_graph_compare(pstats_profile_graph(before), pstats_profile_graph(after),
                                          NULL, &error);
    ck_assert_msg(compared.graph != NULL, "%s", error.message);
    compared.tree =
        pstats_tree_compare(compared.graph, compared.trees[0], compared.trees[1], &error);
    ck_assert_msg(compared.tree != NULL, "%s", error.message);
    return compared;
}

static void free_compared(struct compared *compared)
{
    pstats_tree_free(compared->tree);
    pstats_graph_free(compared->graph);
    for (int side = 0; side < 2; side++) {
        pstats_tree_free(compared->trees[side]);
        pstats_profile_free(compared->profiles[side]);
    }
}

static pstats_profile *read_dump(const char *name)
{
    char path[300];
    pstats_error error;
    snprintf(path, sizeof path, DATA "%s.pstats", name);
    pstats_profile *profile = pstats_profile_read_file(path, NULL, &error);
    ck_assert_msg(profile != NULL, "%s: %s", path, error.message);
    return profile;
}

/* The frame of the stack "main a s", from the root up. SIZE_MAX: there is none. */
static size_t frame_at(const struct compared *compared, const char *stack)
{
    size_t frame = SIZE_MAX, count = pstats_tree_frame_count(compared->tree);
    for (size_t length; *stack != '\0'; stack += length + (stack[length] != '\0')) {
        size_t i = 0, below = frame;
        length = strcspn(stack, " ");
        for (frame = SIZE_MAX; frame == SIZE_MAX && i < count; i++) {
            const pstats_frame *found = pstats_tree_frame(compared->tree, i);
            pstats_text name = pstats_graph_function(compared->graph, found->function)->name;
            if (found->parent == below && name.length == length &&
                memcmp(name.bytes, stack, length) == 0)
                frame = i;
        }
        if (frame == SIZE_MAX)
            return SIZE_MAX;
    }
    return frame;
}

static double total_before(const struct compared *compared, size_t frame)
{
    const pstats_frame *before = pstats_tree_frame_before(compared->tree, frame);
    return before != NULL ? before->total : 0.0;
}

/* ---- No change ---- */

static const char *const dumps[] = {
    "fib-profile-py3.10",
    "deeprec-cProfile-py3.10",
    "mutual-cProfile-py3.7",
    "parser_work-cProfile-py3.11",
    "queens-cProfile-py3.13",
    "raytrace-cProfile-py3.12",
    "yappi-fib-py3.13",
    "odd-bigtimes-py3.12",
    "odd-empty-py3.10",
    "odd-merge-mixed-py3.11",
    "odd-negative-bias-py3.13",
    "hand-sampled",
    "hand-times",
};
#define DUMPS (sizeof dumps / sizeof *dumps)

START_TEST(a_dump_has_not_changed_since_itself)
{
    struct compared compared = compare(read_dump(dumps[_i]), read_dump(dumps[_i]));

    ck_assert_uint_eq(pstats_tree_frame_count(compared.tree),
                      pstats_tree_frame_count(compared.trees[1]));
    for (size_t i = 0; i < pstats_tree_frame_count(compared.tree); i++) {
        const pstats_frame *after = pstats_tree_frame(compared.tree, i);
        const pstats_frame *before = pstats_tree_frame_before(compared.tree, i);
        ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, i), PSTATS_IN_BOTH);
        ck_assert(is_same_double(before->self, after->self));
        ck_assert(is_same_double(before->total, after->total));
        const pstats_frame *alone = pstats_tree_frame(compared.trees[1], i);
        ck_assert_uint_eq(after->function, alone->function);
        ck_assert_uint_eq(after->parent, alone->parent);
        ck_assert_double_le(fabs(after->self - alone->self),
                            1e-6 * pstats_graph_total_self(compared.graph));
    }
    free_compared(&compared);
}
END_TEST

/* ---- Sums ---- */

static const struct {
    const char *before, *after;
} pairs[] = {
    {"gate-before", "gate-slower"},
    {"gate-before", "gate-called"},
    {"parser_work-cProfile-py3.11", "parser_work-profile-py3.8"},
    {"fib-profile-py3.10", "yappi-fib-py3.13"},
    {"mutual-profile-py3.9", "mutual-cProfile-py3.7"},
    {"queens-cProfile-py3.13", "odd-empty-py3.10"},
    {"odd-empty-py3.10", "raytrace-cProfile-py3.12"},
    {"odd-bigtimes-py3.12", "odd-tinytimes-py3.11"},
    {"generators-cProfile-py3.6", "generators-cProfile-py3.9"},
    {"hand-times", "hand-sampled"},
};
#define PAIRS (sizeof pairs / sizeof *pairs)

static double sound(double time)
{
    return isfinite(time) && time > 0.0 ? time : 0.0;
}

static void expect_sums(const struct compared *compared, int is_before)
{
    size_t functions = pstats_graph_function_count(compared->graph);
    double *sums = calloc(functions + 1, sizeof *sums);
    ck_assert_ptr_nonnull(sums);
    for (size_t i = 0; i < pstats_tree_frame_count(compared->tree); i++) {
        const pstats_frame *frame = is_before ? pstats_tree_frame_before(compared->tree, i)
                                              : pstats_tree_frame(compared->tree, i);
        if (frame == NULL)
            continue;
        ck_assert_double_ge(frame->self, 0.0);
        ck_assert_double_ge(frame->total, frame->self);
        sums[frame->function] += frame->self;
    }
    for (size_t f = 0; f < functions; f++) {
        const pstats_cost *cost = is_before ? pstats_graph_function_before(compared->graph, f)
                                            : &pstats_graph_function(compared->graph, f)->cost;
        double wanted = cost != NULL ? sound(cost->self) : 0.0;
        ck_assert_msg(fabs(sums[f] - wanted) <= 1e-12 * wanted, "function %zu: %.17g, not %.17g", f,
                      sums[f], wanted);
    }
    free(sums);
}

START_TEST(frames_add_up_to_what_the_graphs_have_before_and_after)
{
    struct compared compared = compare(read_dump(pairs[_i].before), read_dump(pairs[_i].after));
    expect_sums(&compared, 1);
    expect_sums(&compared, 0);
    free_compared(&compared);
}
END_TEST

START_TEST(ticks_before_add_up_to_rounded_self_times)
{
    struct compared compared = compare(profile_of("f=1/1,1.6,2 g=2/2,0.4,0.4 f>g=2/2,0.4,0.4"),
                                       profile_of("f=1/1,3.2,5 h=2/2,1.8,1.8 f>h=2/2,1.8,1.8"));
    int64_t before[3], after[3];
    ck_assert_int_eq(pstats_tree_round_self_before(compared.tree, 1e3, before, NULL), 0);
    ck_assert_int_eq(pstats_tree_round_self(compared.tree, 1e3, after, NULL), 0);
    size_t f = frame_at(&compared, "f"), g = frame_at(&compared, "f g");
    size_t h = frame_at(&compared, "f h");
    ck_assert_int_eq(before[f], 1600);
    ck_assert_int_eq(before[g], 400);
    ck_assert_int_eq(before[h], 0);
    ck_assert_int_eq(after[f], 3200);
    ck_assert_int_eq(after[g], 0);
    ck_assert_int_eq(after[h], 1800);
    free_compared(&compared);
}
END_TEST

/* ---- What is there ---- */

START_TEST(added_and_removed_frames_are_there_as_such)
{
    struct compared compared = compare(profile_of("f=1/1,1,3 old=1/1,2,2 f>old=1/1,2,2"),
                                       profile_of("f=1/1,1,5 new=1/1,4,4 f>new=1/1,4,4"));

    size_t f = frame_at(&compared, "f"), new = frame_at(&compared, "f new");
    size_t old = frame_at(&compared, "f old");
    ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, f), PSTATS_IN_BOTH);
    ck_assert_double_eq(pstats_tree_frame(compared.tree, f)->total, 5.0);
    ck_assert_double_eq(total_before(&compared, f), 3.0);
    ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, new), PSTATS_IN_AFTER);
    ck_assert_ptr_null(pstats_tree_frame_before(compared.tree, new));
    ck_assert_double_eq(pstats_tree_frame(compared.tree, new)->total, 4.0);
    ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, old), PSTATS_IN_BEFORE);
    ck_assert_double_eq(pstats_tree_frame(compared.tree, old)->total, 0.0);
    ck_assert_double_eq(total_before(&compared, old), 2.0);
    free_compared(&compared);
}
END_TEST

START_TEST(a_frame_behind_a_new_call_is_new_though_its_function_is_not)
{
    struct compared compared =
        compare(profile_of("m=1/1,1,4 a=1/1,1,1 b=1/1,1,2 c=1/1,1,1 m>a=1/1,1,1 m>b=1/1,1,2 "
                           "b>c=1/1,1,1"),
                profile_of("m=1/1,1,5 a=1/1,1,2 b=1/1,1,2 c=2/2,2,2 m>a=1/1,1,2 m>b=1/1,1,2 "
                           "b>c=1/1,1,1 a>c=1/1,1,1"));
    ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, frame_at(&compared, "m a c")),
                     PSTATS_IN_AFTER);
    ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, frame_at(&compared, "m b c")),
                     PSTATS_IN_BOTH);
    free_compared(&compared);
}
END_TEST

START_TEST(frames_come_in_the_order_of_all_trees)
{
    struct compared compared =
        compare(profile_of("f=1/1,1,4 a=1/1,1,1 c=1/1,2,2 f>a=1/1,1,1 f>c=1/1,2,2"),
                profile_of("f=1/1,1,4 b=1/1,1,1 d=1/1,2,2 f>b=1/1,1,1 f>d=1/1,2,2"));
    ck_assert_uint_eq(frame_at(&compared, "f"), 0);
    ck_assert_uint_eq(frame_at(&compared, "f a"), 1);
    ck_assert_uint_eq(frame_at(&compared, "f b"), 2);
    ck_assert_uint_eq(frame_at(&compared, "f c"), 3);
    ck_assert_uint_eq(frame_at(&compared, "f d"), 4);
    free_compared(&compared);
}
END_TEST

/* A function main at one line, calling f at another. */
static pstats_profile *profile_with_lines(int main_line, int f_line, double f_self)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    put_function_begin(writer, "m.py", main_line, "main", 1, 1, 1.0, 1.0 + f_self);
    put_dict_end(writer);
    put_function_begin(writer, "m.py", f_line, "f", 1, 1, f_self, f_self);
    put_key(writer, "m.py", main_line, "main");
    put_caller_figures(writer, 1, 1, f_self, f_self);
    put_dict_end(writer);
    put_dict_end(writer);
    return profile_of_writer(writer);
}

START_TEST(frames_are_the_same_when_their_lines_moved)
{
    struct compared compared =
        compare(profile_with_lines(10, 20, 2.0), profile_with_lines(12, 30, 3.0));
    ck_assert_uint_eq(pstats_tree_frame_count(compared.tree), 2);
    ck_assert_double_eq(total_before(&compared, frame_at(&compared, "main f")), 2.0);
    ck_assert_int_eq(pstats_tree_frame_presence(compared.tree, 1), PSTATS_IN_BOTH);
    free_compared(&compared);
}
END_TEST

/* ---- What is left open ---- */

/* a and b share s, which calls x and y: how x and y lie on a and b no dump tells. */
START_TEST(a_change_elsewhere_changes_no_frame_that_its_calls_do_not_ask_to)
{
    struct compared compared =
        compare(profile_of("m=1/1,1,20 a=1/1,1,8 b=1/1,1,6 s=2/2,2,12 x=2/2,6,6 y=2/2,4,4 "
                           "z=1/1,5,5 m>a=1/1,1,8 m>b=1/1,1,6 a>s=1/1,1,7 b>s=1/1,1,5 "
                           "s>x=2/2,6,6 s>y=2/2,4,4 m>z=1/1,5,5"),
                profile_of("m=1/1,1,25 a=1/1,1,8 b=1/1,1,6 s=2/2,2,12 x=2/2,6,6 y=2/2,4,4 "
                           "z=1/1,10,10 m>a=1/1,1,8 m>b=1/1,1,6 a>s=1/1,1,7 b>s=1/1,1,5 "
                           "s>x=2/2,6,6 s>y=2/2,4,4 m>z=1/1,10,10"));
    static const char *const same[] = {"m a", "m a s", "m a s x", "m b s x", "m b s y"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        size_t frame = frame_at(&compared, same[i]);
        ck_assert_double_eq_tol(pstats_tree_frame(compared.tree, frame)->total,
                                total_before(&compared, frame), 1e-6);
    }
    size_t z = frame_at(&compared, "m z");
    ck_assert_double_eq_tol(total_before(&compared, z), 5.0, 1e-12);
    ck_assert_double_eq_tol(pstats_tree_frame(compared.tree, z)->total, 10.0, 1e-12);
    free_compared(&compared);
}
END_TEST

START_TEST(a_change_of_callers_moves_the_frames_on_them)
{
    struct compared compared =
        compare(profile_of("m=1/1,0,20 a=1/1,0,10 b=1/1,0,10 s=2/2,2,20 x=2/2,18,18 m>a=1/1,0,10 "
                           "m>b=1/1,0,10 a>s=1/1,1,10 b>s=1/1,1,10 s>x=2/2,18,18"),
                profile_of("m=1/1,0,20 a=1/1,0,18 b=1/1,0,2 s=2/2,2,20 x=2/2,18,18 m>a=1/1,0,18 "
                           "m>b=1/1,0,2 a>s=1/1,1,18 b>s=1/1,1,2 s>x=2/2,18,18"));
    size_t on_a = frame_at(&compared, "m a s x"), on_b = frame_at(&compared, "m b s x");
    ck_assert_double_eq_tol(total_before(&compared, on_a), 9.0, 1e-5);
    ck_assert_double_eq_tol(total_before(&compared, on_b), 9.0, 1e-5);
    ck_assert_double_eq_tol(pstats_tree_frame(compared.tree, on_a)->total, 17.0, 1e-5);
    ck_assert_double_eq_tol(pstats_tree_frame(compared.tree, on_b)->total, 1.0, 1e-5);
    free_compared(&compared);
}
END_TEST

START_TEST(recorded_trees_are_compared_as_they_are)
{
    struct compared compared =
        compare(read_dump("deeprec-cProfile-py3.10"), read_dump("deeprec-profile-py3.13"));
    compared.trees[0]->is_exact = compared.trees[1]->is_exact = 1;
    pstats_tree *tree =
        pstats_tree_compare(compared.graph, compared.trees[0], compared.trees[1], NULL);
    ck_assert(pstats_tree_is_exact(tree));
    double sum = 0.0, sum_before = 0.0;
    size_t members[4] = {0, 0, 0, 0};
    for (size_t i = 0; i < pstats_tree_frame_count(tree); i++) {
        const pstats_frame *before = pstats_tree_frame_before(tree, i);
        pstats_presence presence = pstats_tree_frame_presence(tree, i);
        sum += pstats_tree_frame(tree, i)->self;
        sum_before += before != NULL ? before->self : 0.0;
        members[presence]++;
        ck_assert_int_eq(presence != PSTATS_IN_BEFORE, pstats_tree_frame(tree, i)->total > 0.0);
        ck_assert_int_eq(presence != PSTATS_IN_AFTER, before != NULL && before->total > 0.0);
    }
    ck_assert_uint_eq(members[PSTATS_IN_AFTER] + members[PSTATS_IN_BOTH],
                      pstats_tree_frame_count(compared.trees[1]));
    ck_assert_uint_eq(members[PSTATS_IN_BEFORE] + members[PSTATS_IN_BOTH],
                      pstats_tree_frame_count(compared.trees[0]));
    ck_assert_double_eq_tol(sum, pstats_graph_total_self(compared.graph), 1e-9);
    ck_assert_double_eq_tol(sum_before, pstats_graph_total_self_before(compared.graph), 1e-9);
    compared.trees[0]->is_exact = 0;
    ck_assert_ptr_null(
        pstats_tree_compare(compared.graph, compared.trees[0], compared.trees[1], NULL));
    pstats_tree_free(tree);
    free_compared(&compared);
}
END_TEST

/* ---- What does not belong together ---- */

START_TEST(graphs_that_do_not_compare_the_trees_are_refused)
{
    struct compared compared = compare(profile_of("f g f>g"), profile_of("f h f>h"));
    pstats_error error;
    pstats_graph *pruned = pstats_graph_prune(compared.graph, NULL, &error);
    const pstats_graph *graphs[] = {pruned, pstats_profile_graph(compared.profiles[1])};
    for (size_t i = 0; i < 2; i++) {
        error.code = PSTATS_OK;
        ck_assert_ptr_null(
            pstats_tree_compare(graphs[i], compared.trees[0], compared.trees[1], &error));
        ck_assert_int_eq(error.code, PSTATS_ERROR_ARGUMENT);
        ck_assert_str_eq(error.message, "the graph does not compare those of the trees");
    }
    pstats_profile *larger = profile_of("f g h f>g f>h");
    pstats_tree *tree = pstats_tree_estimate(pstats_profile_graph(larger), NULL, NULL);
    ck_assert_ptr_null(pstats_tree_compare(compared.graph, tree, compared.trees[1], &error));
    ck_assert_int_eq(error.code, PSTATS_ERROR_ARGUMENT);
    pstats_tree_free(tree);
    pstats_profile_free(larger);
    pstats_graph_free(pruned);
    free_compared(&compared);
}
END_TEST

START_TEST(trees_that_were_not_compared_know_no_before)
{
    pstats_profile *profile = profile_of("f");
    pstats_tree *tree = pstats_tree_estimate(pstats_profile_graph(profile), NULL, NULL);
    int64_t ticks = 1;
    ck_assert_int_eq(pstats_tree_frame_presence(tree, 0), PSTATS_IN_AFTER);
    ck_assert_ptr_null(pstats_tree_frame_before(tree, 0));
    ck_assert_int_eq(pstats_tree_round_self_before(tree, 1e6, &ticks, NULL), 0);
    ck_assert_int_eq(ticks, 0);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tree_compare");
    TCase *tcase = tcase_create("trees");
    tcase_add_loop_test(tcase, a_dump_has_not_changed_since_itself, 0, DUMPS);
    tcase_add_loop_test(tcase, frames_add_up_to_what_the_graphs_have_before_and_after, 0, PAIRS);
    tcase_add_test(tcase, ticks_before_add_up_to_rounded_self_times);
    tcase_add_test(tcase, added_and_removed_frames_are_there_as_such);
    tcase_add_test(tcase, a_frame_behind_a_new_call_is_new_though_its_function_is_not);
    tcase_add_test(tcase, frames_come_in_the_order_of_all_trees);
    tcase_add_test(tcase, frames_are_the_same_when_their_lines_moved);
    tcase_add_test(tcase, a_change_elsewhere_changes_no_frame_that_its_calls_do_not_ask_to);
    tcase_add_test(tcase, a_change_of_callers_moves_the_frames_on_them);
    tcase_add_test(tcase, recorded_trees_are_compared_as_they_are);
    tcase_add_test(tcase, graphs_that_do_not_compare_the_trees_are_refused);
    tcase_add_test(tcase, trees_that_were_not_compared_know_no_before);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
