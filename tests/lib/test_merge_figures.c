/* Adding up profiles that do not give all figures, or figures too large. */
#include "support/hand_dump.h"
#include "support/merging.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>

/* ---- Counts ---- */

START_TEST(a_count_that_is_unknown_in_one_input_is_unknown_in_the_sum)
{
    static const char *const inputs[][2] = {
        {"f=-1/-1,1,1 g>f=-1/-1,0.5,0.5", "f=3/2,1,1 g>f=3/2,0.5,0.5"},
        {"f=3/2,1,1 g>f=3/2,0.5,0.5", "f=-1/-1,1,1 g>f=-1/-1,0.5,0.5"},
        {"f=-1/-1,1,1 g>f=-1/-1,0.5,0.5", "f=-1/-1,1,1 g>f=-1/-1,0.5,0.5"},
        {"f=-1/-1,1,1 g>f=-1/-1,0.5,0.5", "f=9223372036854775807/1,1,1 g>f=1/1,0.5,0.5"},
    };
    merge_into_graph(inputs[_i][0], inputs[_i][1]);         /* when */
    assert_cost(&function_at("f")->cost, -1, -1, 2.0, 2.0); /* then */
    assert_cost(call_cost("g", "f"), -1, -1, 1.0, 1.0);
}
END_TEST

START_TEST(each_count_is_unknown_by_itself)
{
    merge_into_graph("f=3/-1,1,1 g>f=2", "f=3/2,1,1 g>f=3/2,0.5,0.5"); /* when */
    ck_assert_int_eq(function_at("f")->cost.calls, 6);                 /* then */
    ck_assert_int_eq(function_at("f")->cost.primitive_calls, -1);
    ck_assert_int_eq(call_cost("g", "f")->calls, 5);
    ck_assert_int_eq(call_cost("g", "f")->primitive_calls, -1);
}
END_TEST

START_TEST(a_caller_without_figures_leaves_the_count_unknown_and_adds_no_time)
{
    static const char *const inputs[][2] = {{"f g>f=", "f g>f=3/2,0.25,0.5"},
                                            {"f g>f=3/2,0.25,0.5", "f g>f="}};
    merge_into_graph(inputs[_i][0], inputs[_i][1]);      /* when */
    assert_cost(call_cost("g", "f"), -1, -1, 0.25, 0.5); /* then */
}
END_TEST

START_TEST(without_figures_in_any_input_there_are_none_in_the_sum)
{
    merge_into_graph("f=1/1,1,3 g=1/1,1,4 g>f=", "f=1/1,1,2 g=1/1,1,4 g>f="); /* when */
    assert_cost(call_cost("g", "f"), -1, -1, 0.0, 5.0);                       /* then */
    ck_assert_int_eq(call_between(graph, "g", "f")->derived_calls, PSTATS_CALLS_UNKNOWN);
}
END_TEST

START_TEST(a_record_that_one_input_does_not_have_adds_nothing)
{
    merge_into_graph("f g>f=1/1,0.5,0.5", "g=3/2,0.25,4"); /* when */
    ck_assert(!function_at("g")->is_caller_only);          /* then */
    assert_cost(&function_at("g")->cost, 3, 2, 0.25, 4.0);
}
END_TEST

START_TEST(a_caller_without_a_record_in_any_input_has_none_in_the_sum)
{
    merge_into_graph("f=1/1,1,1 g>f=1/1,0.5,0.5", "f=1/1,1,1 g>f=1/1,0.25,0.25"); /* when */
    ck_assert(function_at("g")->is_caller_only);                                  /* then */
    assert_cost(&function_at("g")->cost, -1, -1, 0.0, 0.75);
}
END_TEST

#define MAX "9223372036854775807"

static const struct {
    const char *words[4];
    int64_t calls;
    const char *warning; /* NULL: none */
} saturated[] = {
    {{"f=" MAX "/1,1,1", NULL}, INT64_MAX, NULL},
    {{"f=" MAX "/1,1,1", "f=0/0,1,1", NULL}, INT64_MAX, NULL},
    {{"f=9223372036854775806/1,1,1", "f=1/0,1,1", NULL}, INT64_MAX, NULL},
    {{"f=" MAX "/1,1,1", "f=1/1,1,1", NULL},
     INT64_MAX,
     "a sum of calls beyond 2^63-1 was cut to that"},
    {{"f=" MAX "/1,1,1", "f=1/1,1,1", "f=1/1,1,1", NULL},
     INT64_MAX,
     "a sum of calls beyond 2^63-1 was cut to that"},
    {{"f=1/1,1,1", "f=1/1,1,1", "f=" MAX "/1,1,1", NULL},
     INT64_MAX,
     "a sum of calls beyond 2^63-1 was cut to that"},
    {{"f=" MAX "/" MAX ",1,1", "f=" MAX "/" MAX ",1,1", NULL},
     INT64_MAX,
     "2 sums of calls beyond 2^63-1 were cut to that"},
    {{"f=" MAX "/1,1,1", "f=1/1,1,1", "f=-1/-1,1,1", NULL}, -1, NULL},
    {{"f=-1/-1,1,1", "f=" MAX "/1,1,1", "f=1/1,1,1", NULL}, -1, NULL},
    {{"f=1/1,1,1 g>f=" MAX, "f=1/1,1,1 g>f=" MAX, NULL},
     2,
     "a sum of calls beyond 2^63-1 was cut to that"},
};

START_TEST(sums_of_counts_beyond_64_bits_are_cut_and_warned_of_once_each)
{
    profile = merge_words(saturated[_i].words); /* when */
    graph = pstats_profile_graph(profile);
    ck_assert_int_eq(function_at("f")->cost.calls, saturated[_i].calls); /* then */
    ck_assert_uint_eq(pstats_profile_warning_count(profile), saturated[_i].warning != NULL);
    if (saturated[_i].warning != NULL)
        ck_assert_str_eq(pstats_profile_warning_at(profile, 0), saturated[_i].warning);
}
END_TEST

/* ---- Times that were not given ---- */

START_TEST(calls_alone_and_all_figures_of_one_caller_add_up)
{
    merge_into_graph("f=4/4,2,4 g>f=3/2,0.25,0.5", "f=6/6,3,6 g>f=5"); /* when */

    const pstats_call *call = call_between(graph, "g", "f"); /* then: 5 of 10 calls have no times */
    assert_cost(&call->cost, 8, -1, 0.25 + 2.5, 0.5 + 5.0);
    ck_assert_int_eq(call->derived_calls, 5);
}
END_TEST

START_TEST(times_are_derived_from_the_sums)
{
    merge_into_graph("f=1/1,1,1 g>f=1", "f=3/3,2,6 h>f=1"); /* when */
    assert_cost(call_cost("g", "f"), 1, -1, 0.75, 1.75);    /* then: a quarter */
    assert_cost(call_cost("h", "f"), 1, -1, 0.75, 1.75);
}
END_TEST

/* (a + b) + c and a + (b + c) are a + b + c, though what (a + b) derived is not what the sum of all derives. */
START_TEST(times_are_derived_from_each_input_where_one_does_not_know_the_calls)
{
    merge_into_graph("c=100/100,1,1 a>c=1 b>c=99", "c=-1/-1,1,1 a>c=-1/-1,1,1"); /* when */

    ck_assert_double_eq_tol(call_cost("a", "c")->cumulative, 1.01, 1e-12); /* then */
    ck_assert_double_eq_tol(call_cost("b", "c")->cumulative, 0.99, 1e-12);
}
END_TEST

START_TEST(a_tree_of_merges_derives_from_all_of_it)
{
    static const char *const words[] = {
        "f=4/4,2,4 g>f=3/2,0.25,0.5 h>f=0/0,0.125,0.25 k>f=1",
        "f=6/6,3,6 g>f=5 h>f=4 k>f=1",
        "f=10/10,90,100 g>f=1 h>f=1/1,0.5,0.5 k>f=1",
    };
    pstats_profile *inputs[3], *pair[2];
    for (size_t i = 0; i < 3; i++) /* given */
        inputs[i] = profile_of(words[i]);
    profile = merge_profiles(inputs, 3);
    graph = pstats_profile_graph(profile);
    for (size_t odd = 0; odd < 3; odd++) {
        pstats_profile *others[2] = {inputs[(odd + 1) % 3], inputs[(odd + 2) % 3]};
        pair[0] = merge_profiles(others, 2);
        pair[1] = inputs[odd];
        pstats_profile *tree = merge_profiles(pair, 2); /* when */
        const pstats_graph *other = pstats_profile_graph(tree);
        ck_assert_uint_eq(pstats_graph_call_count(other), 3); /* then */
        for (size_t i = 0; i < 3; i++) {
            const pstats_call *a = pstats_graph_call(graph, i), *b = pstats_graph_call(other, i);
            ck_assert_int_eq(a->cost.calls, b->cost.calls);
            ck_assert_int_eq(a->derived_calls, b->derived_calls);
            ck_assert_double_eq_tol(a->cost.self, b->cost.self, 1e-12 * a->cost.self);
            ck_assert_double_eq_tol(a->cost.cumulative, b->cost.cumulative,
                                    1e-12 * a->cost.cumulative);
        }
        pstats_profile_free(tree);
        pstats_profile_free(pair[0]);
    }
    for (size_t i = 0; i < 3; i++)
        pstats_profile_free(inputs[i]);
}
END_TEST

static void add_counts(Suite *suite)
{
    TCase *tcase = tcase_create("counts");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, a_count_that_is_unknown_in_one_input_is_unknown_in_the_sum, 0, 4);
    tcase_add_test(tcase, each_count_is_unknown_by_itself);
    tcase_add_loop_test(tcase, a_caller_without_figures_leaves_the_count_unknown_and_adds_no_time,
                        0, 2);
    tcase_add_test(tcase, without_figures_in_any_input_there_are_none_in_the_sum);
    tcase_add_test(tcase, a_record_that_one_input_does_not_have_adds_nothing);
    tcase_add_test(tcase, a_caller_without_a_record_in_any_input_has_none_in_the_sum);
    tcase_add_loop_test(tcase, sums_of_counts_beyond_64_bits_are_cut_and_warned_of_once_each, 0,
                        sizeof saturated / sizeof *saturated);
    suite_add_tcase(suite, tcase);
}

static void add_times(Suite *suite)
{
    TCase *tcase = tcase_create("times");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_test(tcase, calls_alone_and_all_figures_of_one_caller_add_up);
    tcase_add_test(tcase, times_are_derived_from_the_sums);
    tcase_add_test(tcase, a_tree_of_merges_derives_from_all_of_it);
    tcase_add_test(tcase, times_are_derived_from_each_input_where_one_does_not_know_the_calls);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    Suite *suite = suite_create("merge figures");
    add_counts(suite);
    add_times(suite);
    return run_suite(suite);
}
