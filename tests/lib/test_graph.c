/* What a graph knows besides the dump: totals, shares, times that were not given, and neighbours. */
#include "lib/graph.h"

#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void read_words(const char *words)
{
    pstats_profile_free(profile);
    profile = profile_of(words);
    graph = pstats_profile_graph(profile);
}

/* ---- Totals ---- */

static const struct {
    const char *words;
    double total_self;
    double total;
} totals[] = {
    {"", 0, 0},
    {"a=1/1,0,0", 0, 0},
    {"a=1/1,0.5,2 b=1/1,1,1", 1.5, 2},
    {"a=1/1,0.5,1 b=1/1,1,1", 1.5, 1.5}, /* threads: more is spent than any one function has */
    {"a=1/1,-0.5,2 b=1/1,1,1", 1, 2},
    {"a=1/1,nan,2 b=1/1,1,1", 1, 2},
    {"a=1/1,inf,2 b=1/1,1,1", 1, 2},
    {"a=1/1,0.5,inf b=1/1,1,nan", 1.5, 1.5},
    {"a=1/1,0.5,-7 b=1/1,1,-inf", 1.5, 1.5},
    {"a=1/1,nan,nan", 0, 0},
    {"a=1/1,-1,-1", 0, 0},
    {"a=1/1,1e308,1e308 b=1/1,1e308,1e308", DBL_MAX, DBL_MAX}, /* as large as can be */
    {"a=1/1,1,2 b>a=1/1,7,9", 1, 2},                           /* calls do not count */
};

START_TEST(totals_are_sums_of_self_and_the_largest_cumulative)
{
    read_words(totals[_i].words);                                                     /* when */
    ck_assert(is_same_double(pstats_graph_total_self(graph), totals[_i].total_self)); /* then */
    ck_assert(is_same_double(pstats_graph_total(graph), totals[_i].total));
}
END_TEST

static const struct {
    double value;
    double total;
    double expected;
} shares[] = {
    {1, 4, 0.25},
    {4, 4, 1},
    {5, 4, 1},
    {0, 4, 0},
    {-0.0, 4, 0},
    {-1, 4, 0},
    {NAN, 4, 0},
    {HUGE_VAL, 4, 0},
    {-HUGE_VAL, 4, 0},
    {1, 0, 0},
    {0, 0, 0},
    {1, -4, 0},
    {1, NAN, 0},
    {1, HUGE_VAL, 0},
    {-1, -1, 0},
    {DBL_MAX, DBL_MAX, 1},
    {0x1p-1074, 1, 0x1p-1074},
    {0x1p-1074, 0x1p-1074, 1},
    {1, 0x1p-1074, 1},
    {1, DBL_MAX, 0x1p-1024},
};

START_TEST(a_share_lies_between_0_and_1_whatever_the_damage)
{
    double share = pstats_share(shares[_i].value, shares[_i].total);
    ck_assert_msg(is_same_double(share, shares[_i].expected), "%g of %g: %a", shares[_i].value,
                  shares[_i].total, share);
}
END_TEST

/* ---- Derived times ---- */

static const struct {
    const char *words;
    int64_t calls;
    int64_t derived_calls;
    double self;
    double cumulative;
} derived[] = {
    {"b=4/4,2,6 a>b=1", 1, 1, 0.5, 1.5},
    {"b=4/4,2,6 a>b=4", 4, 4, 2, 6},
    {"b=4/4,2,6 a>b=5", 5, 5, 2, 6}, /* never more than there is */
    {"b=4/4,2,6 a>b=0", 0, 0, 0, 0},
    {"b=0/0,2,6 a>b=1", 1, 1, 2, 6},   /* nothing to divide by: all of it */
    {"b=-1/-1,2,6 a>b=1", 1, 1, 0, 0}, /* unknown of what */
    {"b=4/1,2,6 a>b=2", 2, 2, 1, 3},   /* of all calls, not of the primitive ones */
    {"b=4/4,-2,6 a>b=1", 1, 1, -0.5, 1.5},
    {"b=4/4,nan,6 a>b=1", 1, 1, NAN, 1.5},
    {"b=4/4,2,inf a>b=1", 1, 1, 0.5, HUGE_VAL},
    {"b=4/4,2,6 a=1/1,1,5 a>b=", -1, -1, 0, 5},
    {"b=4/4,2,6 a=1/1,1,7 a>b=", -1, -1, 0, 6},
    {"b=4/4,2,6 a=1/1,1,-7 a>b=", -1, -1, 0, 0},
    {"b=4/4,2,nan a=1/1,1,7 a>b=", -1, -1, 0, 0},
    {"b=4/4,2,6 a=1/1,1,7 a>b=-1", -1, -1, 0, 6},
};

START_TEST(times_that_were_not_given_are_the_average_of_the_callee)
{
    read_words(derived[_i].words);                           /* when */
    const pstats_call *call = call_between(graph, "a", "b"); /* then */
    assert_cost(&call->cost, derived[_i].calls, PSTATS_CALLS_UNKNOWN, derived[_i].self,
                derived[_i].cumulative);
    ck_assert_int_eq(call->derived_calls, derived[_i].derived_calls);
}
END_TEST

/* ---- Callers without a record ---- */

static const struct {
    const char *words;
    double cumulative; /* of x */
} callers_only[] = {
    {"a=1/1,1,8 b=1/1,1,4 x>a=1/1,1,2 x>b=1/1,1,3", 5},
    {"a=1/1,1,8 b=1/1,1,4 x>a=1/1,1,7 x>b=1/1,1,3", 8}, /* no more than the total */
    {"a=1/1,1,8 x>a=1/1,1,-2", 0},
    {"a=1/1,1,8 x>a=1/1,1,nan", 0},
    {"a=1/1,1,8 b=1/1,1,4 x>a=1/1,1,inf x>b=1/1,1,3", 3},
    {"a=2/2,1,8 x>a=1", 4},
    {"a=2/2,1,8 x>a=", 0},
};

START_TEST(of_a_caller_without_a_record_is_known_what_it_spent_in_its_callees)
{
    read_words(callers_only[_i].words);                 /* when */
    const pstats_function *function = function_at("x"); /* then */
    ck_assert(function->is_caller_only);
    assert_cost(&function->cost, PSTATS_CALLS_UNKNOWN, PSTATS_CALLS_UNKNOWN, 0.0,
                callers_only[_i].cumulative);
}
END_TEST

START_TEST(a_function_with_a_record_of_zeros_is_no_caller_only)
{
    read_words("a x>a=1/1,1,1 x=0/0,0,0");        /* when */
    ck_assert(!function_at("x")->is_caller_only); /* then */
    assert_cost(&function_at("x")->cost, 0, 0, 0.0, 0.0);
}
END_TEST

START_TEST(a_caller_without_figures_is_bounded_by_what_its_other_callees_cost_it)
{
    read_words("x>b=3/3,2,5 b=3/3,2,5 x>c= c=1/1,4,4 d=1/1,9,9 x>d="); /* given */
    size_t x = function_named(graph, "x");
    ck_assert(pstats_graph_function(graph, x)->cost.cumulative == 5.0); /* then */
    ck_assert(call_between(graph, "x", "c")->cost.cumulative == 4.0);
    ck_assert(call_between(graph, "x", "d")->cost.cumulative == 5.0);
}
END_TEST

/* ---- Neighbours ---- */

static void assert_neighbours(enum adjacency_end end, const char *name, const char *expected)
{
    struct adjacency adjacency;
    char found[200] = "";
    size_t function = function_named(graph, name);
    ck_assert(adjacency_init(&adjacency, graph, end));
    for (size_t i = adjacency.first[function]; i < adjacency.first[function + 1]; i++) {
        const pstats_call *call = pstats_graph_call(graph, adjacency.call[i]);
        size_t other = end == BY_CALLER ? call->callee : call->caller;
        ck_assert_uint_eq(end == BY_CALLER ? call->caller : call->callee, function);
        strcat(found, " ");
        strncat(found, pstats_graph_function(graph, other)->name.bytes,
                pstats_graph_function(graph, other)->name.length);
    }
    ck_assert_str_eq(found, expected);
    adjacency_free(&adjacency);
}

START_TEST(calls_are_found_by_either_end_in_the_order_of_the_graph)
{
    read_words("a>b a>c b>c c>a a>a d");         /* given */
    assert_neighbours(BY_CALLER, "a", " b c a"); /* then */
    assert_neighbours(BY_CALLER, "b", " c");
    assert_neighbours(BY_CALLER, "c", " a");
    assert_neighbours(BY_CALLER, "d", "");
    assert_neighbours(BY_CALLEE, "a", " c a");
    assert_neighbours(BY_CALLEE, "b", " a");
    assert_neighbours(BY_CALLEE, "c", " a b");
    assert_neighbours(BY_CALLEE, "d", "");
}
END_TEST

START_TEST(a_graph_of_nothing_has_no_neighbours)
{
    struct adjacency adjacency = {NULL, NULL};
    adjacency_free(&adjacency);
    read_words(""); /* given */
    ck_assert(adjacency_init(&adjacency, graph, BY_CALLER));
    ck_assert_uint_eq(adjacency.first[0], 0); /* then */
    adjacency_free(&adjacency);
    ck_assert_ptr_null(adjacency.first);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("graph");
    TCase *figures = tcase_create("figures");
    tcase_add_checked_fixture(figures, NULL, release_dump);
    tcase_add_loop_test(figures, totals_are_sums_of_self_and_the_largest_cumulative, 0,
                        sizeof totals / sizeof *totals);
    tcase_add_loop_test(figures, a_share_lies_between_0_and_1_whatever_the_damage, 0,
                        sizeof shares / sizeof *shares);
    tcase_add_loop_test(figures, times_that_were_not_given_are_the_average_of_the_callee, 0,
                        sizeof derived / sizeof *derived);
    tcase_add_loop_test(figures, of_a_caller_without_a_record_is_known_what_it_spent_in_its_callees,
                        0, sizeof callers_only / sizeof *callers_only);
    tcase_add_test(figures, a_function_with_a_record_of_zeros_is_no_caller_only);
    tcase_add_test(figures, a_caller_without_figures_is_bounded_by_what_its_other_callees_cost_it);
    suite_add_tcase(suite, figures);
    TCase *neighbours = tcase_create("neighbours");
    tcase_add_checked_fixture(neighbours, NULL, release_dump);
    tcase_add_test(neighbours, calls_are_found_by_either_end_in_the_order_of_the_graph);
    tcase_add_test(neighbours, a_graph_of_nothing_has_no_neighbours);
    suite_add_tcase(suite, neighbours);
    return run_suite(suite);
}
