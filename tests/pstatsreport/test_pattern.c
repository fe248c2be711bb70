/* Regular expressions that are translated, and those that are refused. */
#include "pstatsreport/pattern.h"

#include "support/run_suite.h"

#include <check.h>

static const struct {
    const char *python, *posix;
} translations[] = {
    {"main", "main"},         {"\\d+\\D", "[0-9]+[^0-9]"},
    {"[\\d]\\.", "[\\d]\\."}, {"(?:a|b)(c)", "(a|b)(c)"},
    {"[(?:]", "[(?:]"},       {"[]x]\\d", "[]x][0-9]"},
    {"[^]\\d]", "[^]\\d]"},   {"[[:alpha:]\\d]", "[[:alpha:]\\d]"},
    {"a\\", "a\\"},           {"[\\d", "[\\d"},
};

START_TEST(what_posix_lacks_is_translated)
{
    struct buffer buffer = BUFFER_INIT;
    pattern_translate(&buffer, translations[_i].python);
    ck_assert_str_eq(buffer_string(&buffer), translations[_i].posix);
    buffer_free(&buffer);
}
END_TEST

static const struct {
    const char *before, *middle, *after; /* the outer two as often as times says */
    int times;
    int is_large;
} patterns[] = {
    {"", "json\\.py", "", 1, 0},
    {"", "a{1,255}", "", 1, 0},
    {"", "(a{4}){5,}", "", 1, 0},
    {"", "a{32767}", "", 1, 0},
    {"", "a{,1001}", "", 1, 1},
    {"", "a{99999999999999999999999}{9}", "", 1, 1},
    {"", "((a{1,255}){1,255}){1,255}", "", 1, 1},
    {"", "[a{1,255}{1,255}]", "", 1, 0},
    {"", "\\(a{1,255}\\){1,255}", "", 1, 0},
    {"(", "a", ")", 250, 0},
    {"(", "a", ")", 251, 1},
    {"(", "a", "", 250, 0},
    {"(", "a", "", 60000, 1},
    {"", "a", ")", 60000, 0},
    {"(", "a", ")+", 9, 0},
    {"(", "a", ")+", 25, 1},
    {"(", "(a)+", ")+", 12, 1},
    {"((", "a", ")+", 25, 1}, /* a bracket is missing */
    {"a*", "", "", 1000, 0},
    {"a*", "", "", 1001, 1},
    {"shop.py:12(price)|", "", "", 5000, 0},
    {"shop.py:12(price)|", "", "", 5001, 1},
    {"(a|", "b", ")", 250, 0},
    {"[", "", "", 60000, 0},
    {"{", "", "", 60000, 0},
    {"\\", "", "", 60001, 0},
    {"[[:", "", "", 1, 0},
    {"a{", "", "", 1, 0},
    {"a{1", "", "", 1, 0},
    {"a{1,", "", "", 1, 0},
};

START_TEST(what_would_take_all_memory_or_the_stack_is_large)
{
    struct buffer buffer = BUFFER_INIT;
    for (int i = 0; i < patterns[_i].times; i++)
        buffer_append_string(&buffer, patterns[_i].before);
    buffer_append_string(&buffer, patterns[_i].middle);
    for (int i = 0; i < patterns[_i].times; i++)
        buffer_append_string(&buffer, patterns[_i].after);
    ck_assert_int_eq(pattern_is_large(buffer_string(&buffer)), patterns[_i].is_large);
    buffer_free(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pattern");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, what_posix_lacks_is_translated, 0,
                        sizeof translations / sizeof *translations);
    tcase_add_loop_test(all, what_would_take_all_memory_or_the_stack_is_large, 0,
                        sizeof patterns / sizeof *patterns);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
