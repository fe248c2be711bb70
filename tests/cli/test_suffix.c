/* The formats that outputs' names ask for. */
#include "cli/suffix.h"

#include "support/run_suite.h"

#include <check.h>

static const struct option_choice choices[] = {
    {"speedscope.json", 1}, {"json", 2}, {"txt", 3}, {NULL, 0}};

static const struct {
    const char *path, *suffix;
    int chosen;
} names[] = {
    {NULL, "", 0},
    {"", "", 0},
    {"-", "", 0},
    {"plain", "", 0},
    {"a.json", "json", 2},
    {"a.JSON", "JSON", 2},
    {"a.speedscope.Json", "Json", 1},
    {"speedscope.json", "json", 2},
    {".speedscope.json", "json", 2},
    {".json", "", 0},
    {"a/.json", "", 0},
    {"a.json/b", "", 0},
    {"a.json/b.txt", "txt", 3},
    {"a.", "", 0},
    {"a.json.", "", 0},
    {"ajson", "", 0},
    {"a.bjson", "bjson", 0},
    {"a.js", "js", 0},
    {"..json", "json", 2},
};

START_TEST(a_suffix_is_what_follows_the_last_point_of_a_name)
{
    ck_assert_str_eq(suffix_of(names[_i].path), names[_i].suffix);
}
END_TEST

START_TEST(the_first_choice_that_a_name_ends_in_is_taken)
{
    const struct option_choice *choice = suffix_find(names[_i].path, choices);
    ck_assert_int_eq(choice != NULL ? choice->value : 0, names[_i].chosen);
}
END_TEST

START_TEST(a_format_is_what_was_asked_for_or_what_the_name_says_or_the_usual_one)
{
    int format = 7, is_usual = *names[_i].suffix == '\0', is_known = names[_i].chosen > 0;
    ck_assert_int_eq(suffix_settle(&format, names[_i].path, choices, 9), 1);
    ck_assert_int_eq(format, 7);
    format = 0;
    ck_assert_int_eq(suffix_settle(&format, names[_i].path, choices, 9), is_usual || is_known);
    ck_assert_int_eq(format, is_usual ? 9 : names[_i].chosen);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("suffix");
    TCase *tests = tcase_create("all");
    int count = (int)(sizeof names / sizeof *names);
    tcase_add_loop_test(tests, a_suffix_is_what_follows_the_last_point_of_a_name, 0, count);
    tcase_add_loop_test(tests, the_first_choice_that_a_name_ends_in_is_taken, 0, count);
    tcase_add_loop_test(
        tests, a_format_is_what_was_asked_for_or_what_the_name_says_or_the_usual_one, 0, count);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
