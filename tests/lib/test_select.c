/* The part of a graph that is reachable from some functions, or leads to them. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SET 8
#define NO_LIMIT SIZE_MAX

static const pstats_graph *whole;

static void read_words(const char *words)
{
    profile = profile_of(words);
    whole = pstats_profile_graph(profile);
}

/* The indices of names with blanks between them. */
static size_t set_of(const char *names, size_t set[MAX_SET])
{
    size_t count = 0;
    while (*(names += strspn(names, " ")) != '\0') {
        char name[16];
        int length = (int)strcspn(names, " ");
        ck_assert_uint_lt(count, MAX_SET);
        snprintf(name, sizeof name, "%.*s", length, names);
        set[count++] = function_named(whole, name);
        names += length;
    }
    return count;
}

static pstats_graph *select_part(const char *roots, const char *leaves, const char *focuses,
                                 const char *excluded, size_t depth)
{
    size_t sets[4][MAX_SET];
    pstats_error error;
    pstats_select_options options = PSTATS_SELECT_INIT;
    options.roots = sets[0];
    options.root_count = set_of(roots, sets[0]);
    options.leaves = sets[1];
    options.leaf_count = set_of(leaves, sets[1]);
    options.focuses = sets[2];
    options.focus_count = set_of(focuses, sets[2]);
    options.excluded = sets[3];
    options.excluded_count = set_of(excluded, sets[3]);
    options.depth = depth;
    pstats_graph *part = pstats_graph_select(whole, &options, &error);
    ck_assert_msg(part != NULL, "%s", error.message);
    ck_assert_int_eq(error.code, PSTATS_OK);
    graph = part;
    return part;
}

/* ---- What is reachable ---- */

/* main calls a and b, both call c, which calls d and e; e calls itself and f; x and y call each other; z is alone. */
#define NET "main main>a main>b a>c b>c c>d c>e e>e e>f x>y y>x z"
#define NET_CALLS "main>a main>b a>c b>c c>d c>e e>e e>f x>y y>x"

static const struct {
    const char *words;
    const char *roots, *leaves, *focuses, *excluded;
    size_t depth;
    const char *functions; /* in the order of the graph */
} parts[] = {
    {NET, "", "", "", "", NO_LIMIT, "main a b c d e f y x z"},
    {NET, "", "", "", "", 0, "main a b c d e f y x z"}, /* nothing is asked for */
    /* Roots */
    {NET, "main", "", "", "", NO_LIMIT, "main a b c d e f"},
    {NET, "main", "", "", "", 0, "main"},
    {NET, "main", "", "", "", 1, "main a b"},
    {NET, "main", "", "", "", 2, "main a b c"},
    {NET, "main", "", "", "", 4, "main a b c d e f"},
    {NET, "c", "", "", "", NO_LIMIT, "c d e f"},
    {NET, "f", "", "", "", NO_LIMIT, "f"},
    {NET, "x", "", "", "", NO_LIMIT, "y x"},
    {NET, "z", "", "", "", NO_LIMIT, "z"},
    {NET, "z a", "", "", "", 1, "a c z"},
    {NET, "c c c", "", "", "", 1, "c d e"},
    {NET, "e", "", "", "", 1, "e f"},
    /* The nearest root counts */
    {NET, "main e", "", "", "", 1, "main a b e f"},
    {NET, "main c", "", "", "", 2, "main a b c d e f"},
    /* Leaves */
    {NET, "", "f", "", "", NO_LIMIT, "main a b c e f"},
    {NET, "", "f", "", "", 1, "e f"},
    {NET, "", "f", "", "", 2, "c e f"},
    {NET, "", "main", "", "", NO_LIMIT, "main"},
    {NET, "", "d f", "", "", NO_LIMIT, "main a b c d e f"},
    {NET, "", "d", "", "", 0, "d"},
    {NET, "", "x", "", "", NO_LIMIT, "y x"},
    /* Both */
    {NET, "a", "d", "", "", NO_LIMIT, "a c d"},
    {NET, "a", "f", "", "", NO_LIMIT, "a c e f"},
    {NET, "f", "a", "", "", NO_LIMIT, ""},
    {NET, "main", "z", "", "", NO_LIMIT, ""},
    {NET, "main", "d", "", "", 2, ""}, /* d is not within two calls of main */
    {NET, "main", "d c", "", "", 2, "main a b c"},
    {NET, "main", "f", "", "", 4, "main a b c e f"},
    /* Focuses: ancestors and descendants, not what else those reach */
    {NET, "", "", "c", "", NO_LIMIT, "main a b c d e f"},
    {NET, "", "", "a", "", NO_LIMIT, "main a c d e f"},
    {NET, "", "", "d", "", NO_LIMIT, "main a b c d"},
    {NET, "", "", "c", "", 1, "a b c d e"},
    {NET, "", "", "c", "", 0, "c"},
    {NET, "", "", "a d", "", 1, "main a c d"},
    {NET, "", "", "z x", "", NO_LIMIT, "y x z"},
    {NET, "b", "", "e", "", NO_LIMIT, "b c e f"},
    {NET, "b", "e", "c", "", 1, ""}, /* nothing of b and c calls e in one call */
    /* Excluded */
    {NET, "", "", "", "c", NO_LIMIT, "main a b d e f y x z"},
    {NET, "main", "", "", "c", NO_LIMIT, "main a b"},
    {NET, "main", "", "", "a", NO_LIMIT, "main b c d e f"},
    {NET, "main", "", "", "a b", NO_LIMIT, "main"},
    {NET, "main", "", "", "main", NO_LIMIT, ""},
    {NET, "", "d", "", "a", NO_LIMIT, "main b c d"},
    {NET, "", "", "c", "d b b", NO_LIMIT, "main a c e f"},
    {NET, "main z", "", "", "main", NO_LIMIT, "z"},
    /* The shortest way counts, not the first that is found */
    {"m m>a a>b b>c m>c c>d", "m", "", "", "", 2, "m a b c d"},
    {"m m>a a>b b>c m>c c>d d>e", "m", "", "", "", 2, "m a b c d"},
    {"m m>a a>b b>c m>c c>d d>e", "", "e", "", "", 3, "m b c d e"},
};

START_TEST(what_is_reachable_stays)
{
    read_words(parts[_i].words); /* given */
    pstats_graph *part = select_part(parts[_i].roots, parts[_i].leaves, parts[_i].focuses,
                                     parts[_i].excluded, parts[_i].depth); /* when */
    char *names = function_names(part);
    ck_assert_str_eq(names, parts[_i].functions); /* then */
    free(names);
    pstats_graph_free(part);
}
END_TEST

START_TEST(all_calls_between_what_is_kept_stay)
{
    static const struct {
        const char *words;
        const char *roots;
        size_t depth;
        const char *calls;
    } kept[] = {
        {NET, "main", NO_LIMIT, "main>a main>b a>c b>c c>d c>e e>e e>f"},
        {NET, "e", 0, "e>e"},
        {NET, "x", 0, ""},
        {NET, "x", 1, "x>y y>x"},
        {"m m>a m>b a>b b>a a>m", "m", 1,
         "a>m m>a b>a m>b a>b"}, /* also between those at the end */
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        read_words(kept[i].words);                                                  /* given */
        pstats_graph *part = select_part(kept[i].roots, "", "", "", kept[i].depth); /* when */
        char *names = call_names(part);
        ck_assert_str_eq(names, kept[i].calls); /* then */
        free(names);
        pstats_graph_free(part);
        release_dump();
    }
}
END_TEST

/* ---- Long ways ---- */

START_TEST(a_long_chain_needs_no_deep_stack)
{
    enum { LENGTH = 300000 };
    begin_dump(4); /* given: each function is called by the one before it */
    for (int i = 0; i < LENGTH; i++) {
        put_function_begin(writer, "a.py", i, "f", 1, 1, 0.5, 0.5);
        if (i > 0) {
            put_key(writer, "a.py", i - 1, "f");
            put_int(writer, 1);
        }
        put_dict_end(writer);
    }
    end_dump();
    size_t start = 0;
    pstats_select_options options = PSTATS_SELECT_INIT;
    options.roots = &start;
    options.root_count = 1;
    for (int step = 0; step < 2; step++) {
        options.depth = step == 0 ? SIZE_MAX : LENGTH / 2;
        pstats_graph *part = pstats_graph_select(graph, &options, NULL); /* when */
        ck_assert_uint_eq(pstats_graph_function_count(part),
                          step == 0 ? LENGTH : LENGTH / 2 + 1); /* then */
        pstats_graph_free(part);
    }
}
END_TEST

/* ---- Options and results ---- */

START_TEST(an_index_out_of_range_is_refused)
{
    static const size_t outside[] = {0, 3, 1};
    static const size_t far_outside[] = {SIZE_MAX};
    read_words("a b c"); /* given */
    for (int i = 0; i < 8; i++) {
        pstats_select_options options = PSTATS_SELECT_INIT;
        pstats_error error;
        const size_t *set = i % 2 == 0 ? outside : far_outside;
        size_t count = i % 2 == 0 ? 3 : 1;
        *(i / 2 == 0   ? &options.roots
          : i / 2 == 1 ? &options.leaves
          : i / 2 == 2 ? &options.focuses
                       : &options.excluded) = set;
        *(i / 2 == 0   ? &options.root_count
          : i / 2 == 1 ? &options.leaf_count
          : i / 2 == 2 ? &options.focus_count
                       : &options.excluded_count) = count;
        ck_assert_ptr_null(pstats_graph_select(whole, &options, &error)); /* when */
        ck_assert_int_eq(error.code, PSTATS_ERROR_ARGUMENT);              /* then */
        ck_assert_str_ne(error.message, "");
        ck_assert_ptr_null(pstats_graph_select(whole, &options, NULL));
    }
}
END_TEST

START_TEST(without_options_everything_stays)
{
    read_words(NET);                                             /* given */
    pstats_graph *part = pstats_graph_select(whole, NULL, NULL); /* when */
    ck_assert(is_same_graph(part, whole));                       /* then */
    graph = part;
    assert_names("main a b c d e f y x z", NET_CALLS);
    pstats_graph_free(part);
}
END_TEST

START_TEST(what_is_kept_is_as_it_was_and_totals_are_those_of_the_whole)
{
    read_words("main=1/1,2,100 main>a=4 a=8/5,3,60 a>a=7/0,1,2 b=1/1,50,50 x>a=1"); /* given */
    pstats_graph *part = select_part("a", "", "", "", NO_LIMIT);                    /* when */
    assert_names("a", "a>a");                                                       /* then */
    assert_cost(&function_at("a")->cost, 8, 5, 3.0, 60.0);
    assert_cost(&pstats_graph_call(graph, 0)->cost, 7, 0, 1.0, 2.0);
    ck_assert_double_eq(pstats_graph_total(graph), 100.0);
    ck_assert_double_eq(pstats_graph_total_self(graph), 55.0);
    pstats_graph_free(part);
}
END_TEST

START_TEST(a_part_outlives_the_whole)
{
    read_words(NET); /* given */
    pstats_graph *part = select_part("c", "", "", "", NO_LIMIT);
    release_dump();                             /* when */
    assert_names("c d e f", "c>d c>e e>e e>f"); /* then */
    pstats_graph_free(part);
}
END_TEST

START_TEST(an_empty_graph_has_an_empty_part)
{
    read_words("");                                             /* given */
    pstats_graph *part = select_part("", "", "", "", NO_LIMIT); /* when */
    assert_names("", "");                                       /* then */
    pstats_graph_free(part);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("select");
    TCase *tcase = tcase_create("select");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, what_is_reachable_stays, 0, sizeof parts / sizeof *parts);
    tcase_add_test(tcase, all_calls_between_what_is_kept_stay);
    tcase_add_test(tcase, a_long_chain_needs_no_deep_stack);
    tcase_add_test(tcase, an_index_out_of_range_is_refused);
    tcase_add_test(tcase, without_options_everything_stays);
    tcase_add_test(tcase, what_is_kept_is_as_it_was_and_totals_are_those_of_the_whole);
    tcase_add_test(tcase, a_part_outlives_the_whole);
    tcase_add_test(tcase, an_empty_graph_has_an_empty_part);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
