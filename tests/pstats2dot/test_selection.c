/* Which functions and calls pstats2dot shows. Runs the program. */
#include "support/easy_profile.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_up(void)
{
    easy_profile_write(100);
}

static void easy(const char *options)
{
    run_shell("pstats2dot %s in.pstats", options);
}

START_TEST(thresholds_take_what_is_equal_and_leave_what_is_below)
{
    easy("");
    assert_done();
    ck_assert_uint_eq(count("tooltip=\"/"), 4);
    assert_lacks("<len>");
    easy("-n 10 -e 10");
    assert_has("rest");
    ck_assert_uint_eq(count(" -> "), 4);
    easy("--node-thres=10.1 --edge-thres 20.1");
    assert_lacks("rest");
    assert_has("helper");
    ck_assert_uint_eq(count(" -> "), 1);
    easy("-n0 -e0");
    assert_has("~:0:<len>\\n0.00%");
}
END_TEST

START_TEST(node_names_are_places_in_the_whole_profile)
{
    easy("-n 15 --root main:1:work");
    assert_done();
    assert_has("\n\t1\t[");
    assert_has("\n\t3\t[");
    assert_has("\n\t1 -> 3\t[");
    assert_lacks("\n\t0");
}
END_TEST

START_TEST(paths_keep_what_starts_with_one_of_them)
{
    easy("--path /home/ -p /nothing");
    assert_done();
    assert_has("main:1:work");
    assert_lacks("helper");
    easy("-n0 -p '~'");
    ck_assert_uint_eq(count("shape=box"), 1);
    assert_has("<len>");
    assert_lacks("main");
}
END_TEST

START_TEST(several_roots_are_united)
{
    easy("-n0 -e0 --root main:1:rest --root '__init__*'");
    assert_done();
    assert_has("rest");
    assert_has("helper");
    assert_has("<len>");
    assert_lacks("main:1:work");
    assert_lacks("main:1:main");
}
END_TEST

START_TEST(a_name_alone_is_enough_but_no_pattern_of_it)
{
    easy("--root main:1:work");
    char *by_place = strdup(run.out);
    ck_assert_ptr_nonnull(by_place);
    easy("--root work");
    assert_done();
    ck_assert_str_eq(run.out, by_place);
    free(by_place);
    easy("--root 'wor?'"); /* that is of what the graph shows */
    ck_assert_int_eq(run.status, 2);
    easy("--exclude work --exclude '<len>' -n0 -e0");
    assert_done();
    assert_lacks("work");
    assert_lacks("len");
}
END_TEST

START_TEST(a_leaf_keeps_what_leads_to_it)
{
    easy("-l main:1:rest");
    assert_done();
    assert_has("main:1:main");
    assert_has("main:1:rest");
    assert_lacks("work");
}
END_TEST

START_TEST(a_focus_keeps_what_is_above_and_below)
{
    easy("-n0 -e0 --focus main:1:work");
    assert_done();
    assert_has("main:1:main");
    assert_has("helper");
    assert_has("<len>");
    assert_lacks("rest");
}
END_TEST

START_TEST(what_is_excluded_leaves_its_time_with_its_callers)
{
    easy("--exclude '__init__:1:helper' --exclude main:1:rest");
    assert_done();
    assert_has("main:1:work\\n80.00%");
    assert_lacks("helper");
    assert_lacks("rest");
}
END_TEST

START_TEST(an_empty_selector_selects_nothing_in_particular)
{
    easy("--root '' --leaf=");
    assert_done();
    assert_has("main:1:main");
    assert_has("helper");
}
END_TEST

START_TEST(a_leaf_that_no_root_reaches_is_a_wrong_command)
{
    easy("--root main:1:rest --leaf __init__:1:helper");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err, "pstats2dot: --leaf: '__init__:1:helper' is in the profile, but not "
                              "among what --root, --exclude and --depth leave\n");
}
END_TEST

START_TEST(what_leaves_a_function_out_is_told)
{
    static const struct {
        const char *arguments, *reason;
    } cases[] = {
        {"-n 50 --root=__init__:1:helper", "below --node-thres; try -n 0"},
        {"-n 0 --path=/home --root=__init__:1:helper", "left out by --path"},
        {"-n 50 --path=/home --root=__init__:1:helper", "left out by --path"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[200];
        easy(cases[i].arguments);
        ck_assert_int_eq(run.status, 2);
        snprintf(expected, sizeof expected,
                 "pstats2dot: --root: '__init__:1:helper' is in the profile, but %s\n",
                 cases[i].reason);
        ck_assert_str_eq(run.err, expected);
    }
}
END_TEST

START_TEST(a_list_of_no_function_is_a_wrong_command)
{
    easy("--list-functions=halper");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err, "pstats2dot: --list-functions: no function is called 'halper'; did "
                              "you mean '__init__:1:helper'?\n");
    easy("-n 50 --list-functions=%*helper");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err, "pstats2dot: --list-functions: '*helper' is in the profile, but "
                              "below --node-thres; try -n 0\n");
    easy("--path=/nowhere --list-functions=+");
    ck_assert_int_eq(run.status, 0);
    ck_assert_uint_eq(run.err_size, 0);
}
END_TEST

START_TEST(functions_are_listed_on_standard_error_instead_of_drawn)
{
    easy("--list-functions=+");
    assert_done();
    ck_assert_uint_eq(run.out_size, 0);
    ck_assert_str_eq(
        run.err, "0:\tmain:1:main,\n1:\tmain:1:work,\n2:\tmain:1:rest,\n3:\t__init__:1:helper\n");
    easy("-n0 --list-functions '*e*'");
    ck_assert_str_eq(run.err, "main:1:rest,\n__init__:1:helper,\n~:0:<len>\n");
    easy("--root main:1:work --leaf nowhere --list-functions='%*work'"); /* leaves come after */
    ck_assert_str_eq(run.err, "main:1:work\n\tid: 1,\n\tfile: " EASY_MAIN
                              ",\n\tcalls: 4,\n\tprimitive calls: 3,\n\t"
                              "self: 6,\n\ttotal: 8\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("selection");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, run_end);
    tcase_add_test(all, thresholds_take_what_is_equal_and_leave_what_is_below);
    tcase_add_test(all, node_names_are_places_in_the_whole_profile);
    tcase_add_test(all, paths_keep_what_starts_with_one_of_them);
    tcase_add_test(all, several_roots_are_united);
    tcase_add_test(all, a_name_alone_is_enough_but_no_pattern_of_it);
    tcase_add_test(all, a_leaf_keeps_what_leads_to_it);
    tcase_add_test(all, a_focus_keeps_what_is_above_and_below);
    tcase_add_test(all, what_is_excluded_leaves_its_time_with_its_callers);
    tcase_add_test(all, an_empty_selector_selects_nothing_in_particular);
    tcase_add_test(all, a_leaf_that_no_root_reaches_is_a_wrong_command);
    tcase_add_test(all, what_leaves_a_function_out_is_told);
    tcase_add_test(all, a_list_of_no_function_is_a_wrong_command);
    tcase_add_test(all, functions_are_listed_on_standard_error_instead_of_drawn);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
