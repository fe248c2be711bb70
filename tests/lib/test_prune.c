/* Graphs without what is too light. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const pstats_graph *whole;

static void read_words(const char *words)
{
    profile = profile_of(words);
    whole = pstats_profile_graph(profile);
}

/* The result becomes the graph that assert_names and the like look at. */
static pstats_graph *prune(double function_fraction, double call_fraction)
{
    pstats_prune_options options = PSTATS_PRUNE_INIT;
    pstats_error error;
    options.function_fraction = function_fraction;
    options.call_fraction = call_fraction;
    pstats_graph *pruned = pstats_graph_prune(whole, &options, &error);
    ck_assert_msg(pruned != NULL, "%s", error.message);
    ck_assert_int_eq(error.code, PSTATS_OK);
    graph = pruned;
    return pruned;
}

/* ---- Thresholds ---- */

#define HUNDRED                                                                                    \
    "main=1/1,20,100 main>a=1/1,1,50 a=1/1,30,50 a>b=1/1,5,5 b=1/1,5,5 main>b=1/1,1,1 "            \
    "main>c=1/1,0,1 c=1/1,1,1 zero=1/1,0,0"

static const struct {
    double function_fraction;
    double call_fraction;
    const char *functions;
    const char *calls;
} thresholds[] = {
    {0, 0, "main a b c zero", "main>a a>b main>b main>c"},
    {0.01, 0, "main a b c", "main>a a>b main>b main>c"}, /* equal stays */
    {0.010000001, 0, "main a b", "main>a a>b main>b"},
    {0.05, 0, "main a b", "main>a a>b main>b"},
    {0.06, 0, "main a", "main>a"},
    {0.5, 0, "main a", "main>a"},
    {0.51, 0, "main", ""},
    {1, 0, "main", ""},
    {0, 0.01, "main a b c zero", "main>a a>b main>b main>c"},
    {0, 0.011, "main a b c zero", "main>a a>b"},
    {0, 0.5, "main a b c zero", "main>a"}, /* what is left alone stays */
    {0, 1, "main a b c zero", ""},
    {0.05, 0.05, "main a b", "main>a a>b"},
};

START_TEST(what_has_less_than_a_fraction_of_the_total_goes)
{
    read_words(HUNDRED); /* given */
    pstats_graph *pruned =
        prune(thresholds[_i].function_fraction, thresholds[_i].call_fraction); /* when */
    assert_names(thresholds[_i].functions, thresholds[_i].calls);              /* then */
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(nothing_is_bridged)
{
    read_words("a=1/1,9,10 a>b=1/1,0,0.1 b=1/1,0,0.1 b>c=1/1,9,9 c=1/1,9,9"); /* given */
    pstats_graph *pruned = prune(0.1, 0);                                     /* when */
    assert_names("a c", "");                                                  /* then */
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(damage_has_no_share)
{
    read_words("a=1/1,1,10 b=1/1,1,nan c=1/1,1,inf d=1/1,1,-10 a>b=1/1,1,nan b>a=1/1,1,inf "
               "c>a=1/1,1,-5 d>a=1/1,1,5");  /* given */
    pstats_graph *pruned = prune(1e-300, 0); /* when */
    assert_names("a", "");                   /* then */
    pstats_graph_free(pruned);
    pruned = prune(0, 1e-300);
    assert_names("a b c d", "d>a");
    pstats_graph_free(pruned);
    pruned = prune(0, 0);
    assert_names("a b c d", "b>a c>a d>a a>b");
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(where_no_time_was_spent_only_a_fraction_of_0_keeps_anything)
{
    read_words("a=1/1,0,0 b=1/1,0,0 a>b=1/1,0,0"); /* given */
    pstats_graph *pruned = prune(0, 0);            /* when */
    assert_names("a b", "a>b");                    /* then */
    pstats_graph_free(pruned);
    pruned = prune(0.005, 0.001);
    assert_names("", "");
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(a_call_without_times_counts_as_the_smaller_of_its_ends)
{
    read_words("a=1/1,1,10 b=1/1,1,4 c=1/1,1,2 a>b= b>c= c>b="); /* given */
    pstats_graph *pruned = prune(0, 0.3);                        /* when */
    assert_names("a b c", "a>b");                                /* then */
    pstats_graph_free(pruned);
    pruned = prune(0, 0.2);
    assert_names("a b c", "a>b c>b b>c");
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(shares_of_calls_that_were_derived_count_like_any_other)
{
    read_words("a=1/1,1,10 b=4/4,4,8 a>b=3 c>b=1"); /* given: 6 and 2 */
    pstats_graph *pruned = prune(0, 0.5);           /* when */
    assert_names("a b c", "a>b");                   /* then */
    pstats_graph_free(pruned);
}
END_TEST

/* ---- Functions that are not wanted ---- */

struct seen {
    char names[100];
    const char *refused;
};

static int refuse_one(const pstats_function *function, void *context)
{
    struct seen *seen = context;
    strcat(seen->names, " ");
    strncat(seen->names, function->name.bytes, function->name.length);
    return is_text(function->name, seen->refused) ? 0 : 1024; /* any other than 0 keeps it */
}

START_TEST(functions_can_be_refused_by_whatever_they_are)
{
    struct seen seen = {"", "b"};
    pstats_prune_options options = PSTATS_PRUNE_INIT;
    read_words("a=1/1,1,10 b=1/1,1,9 c=1/1,1,8 a>b b>c a>c light=1/1,0,0"); /* given */
    options.keep_function = refuse_one;
    options.context = &seen;
    pstats_graph *pruned = pstats_graph_prune(whole, &options, NULL); /* when */
    graph = pruned;
    assert_names("a c", "a>c"); /* then */
    ck_assert_str_eq(seen.names, " a b c");
    pstats_graph_free(pruned);
}
END_TEST

/* ---- Options and results ---- */

START_TEST(a_fraction_lies_between_0_and_1)
{
    static const double fractions[] = {-0.1, -0x1p-1074, 1.0000000000000002, 5,
                                       NAN,  HUGE_VAL,   -HUGE_VAL};
    read_words("a"); /* given */
    for (size_t i = 0; i < 2 * sizeof fractions / sizeof *fractions; i++) {
        pstats_prune_options options = PSTATS_PRUNE_INIT;
        pstats_error error;
        *(i % 2 == 0 ? &options.function_fraction : &options.call_fraction) = fractions[i / 2];
        ck_assert_ptr_null(pstats_graph_prune(whole, &options, &error)); /* when */
        ck_assert_int_eq(error.code, PSTATS_ERROR_ARGUMENT);             /* then */
        ck_assert_str_ne(error.message, "");
        ck_assert_ptr_null(pstats_graph_prune(whole, &options, NULL));
    }
}
END_TEST

START_TEST(without_options_the_thresholds_are_half_and_a_tenth_of_a_percent)
{
    read_words("a=1/1,1,1000 b=1/1,1,5 c=1/1,1,4.9 a>b=1/1,1,1 b>a=1/1,1,0.9"); /* given */
    pstats_graph *pruned = pstats_graph_prune(whole, NULL, NULL);               /* when */
    graph = pruned;
    assert_names("a b", "a>b"); /* then */
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(what_is_kept_is_as_it_was_and_totals_are_those_of_the_whole)
{
    read_words("a=7/3,1,10 b=4/4,0.25,9 a>b=4 c=1/1,20,20"); /* given */
    pstats_graph *pruned = prune(0, 0.2);                    /* when */
    ck_assert(is_same_graph(pruned, whole));                 /* then */
    pstats_graph_free(pruned);
    pruned = prune(0.6, 0);
    assert_names("c", "");
    ck_assert_double_eq(pstats_graph_total(pruned), pstats_graph_total(whole));
    ck_assert_double_eq(pstats_graph_total_self(pruned), pstats_graph_total_self(whole));
    ck_assert_str_eq(pstats_graph_unit(pruned), "seconds");
    pstats_graph_free(pruned);
}
END_TEST

START_TEST(a_part_outlives_the_whole)
{
    read_words("a=1/1,1,10 b=1/1,1,9 a>b=1/1,1,9"); /* given */
    pstats_graph *pruned = prune(0.95, 0);
    pstats_graph *again = pstats_graph_prune(pruned, NULL, NULL);
    release_dump(); /* when */
    pstats_graph_free(pruned);
    graph = again;
    assert_names("a", ""); /* then */
    ck_assert(is_text(function_at("a")->file, "a.py"));
    pstats_graph_free(again);
}
END_TEST

START_TEST(an_empty_graph_has_an_empty_part)
{
    read_words("");                     /* given */
    pstats_graph *pruned = prune(0, 0); /* when */
    assert_names("", "");               /* then */
    pstats_graph_free(pruned);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("prune");
    TCase *tcase = tcase_create("prune");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, what_has_less_than_a_fraction_of_the_total_goes, 0,
                        sizeof thresholds / sizeof *thresholds);
    tcase_add_test(tcase, nothing_is_bridged);
    tcase_add_test(tcase, damage_has_no_share);
    tcase_add_test(tcase, where_no_time_was_spent_only_a_fraction_of_0_keeps_anything);
    tcase_add_test(tcase, a_call_without_times_counts_as_the_smaller_of_its_ends);
    tcase_add_test(tcase, shares_of_calls_that_were_derived_count_like_any_other);
    tcase_add_test(tcase, functions_can_be_refused_by_whatever_they_are);
    tcase_add_test(tcase, a_fraction_lies_between_0_and_1);
    tcase_add_test(tcase, without_options_the_thresholds_are_half_and_a_tenth_of_a_percent);
    tcase_add_test(tcase, what_is_kept_is_as_it_was_and_totals_are_those_of_the_whole);
    tcase_add_test(tcase, a_part_outlives_the_whole);
    tcase_add_test(tcase, an_empty_graph_has_an_empty_part);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
