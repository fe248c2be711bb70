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
    /* what anybody may write */
    {"", ".{0,1000}", "", 1, 0},
    {"", "(a|b){0,800}", "", 1, 0},
    {"", "(a?){1000}", "", 1, 0},
    {"", "[0-9]{32000}", "", 1, 0},
    {"", "\\w{32000}", "", 1, 0},
    {"", "(a|b){5000}", "", 1, 0},
    {"", "^(foo|bar)$", "", 1, 0},
    {"", "(^|/)tests?/", "", 1, 0},
    {"", "\\bfoo\\b.*\\bbar\\b", "", 1, 0},
    {"", "(^|\\.)(a|b)(\\.|$)", "", 1, 0},
    {"", "(foo-?)*", "", 1, 0},
    {"^shop$|", "", "", 1000, 0},
    /* groups without anything in them, which repetitions multiply */
    {"", "(){15}", "", 1, 0},
    {"", "(){16}", "", 1, 1},
    {"", "((){300}){300}", "", 1, 1},
    {"", "((((){100}){100}){100}){100}", "", 1, 1},
    {"", "((){100}){100}", "", 1, 1},
    {"", "(a{0}){30000}", "", 1, 1},
    {"", "(|a){2500}", "", 1, 0},
    {"", "(|a){5001}", "", 1, 1},
    {"()", "", "", 2501, 1},
    /* anchors, which make copies of what follows them */
    {"", "(^){15}", "", 1, 0},
    {"", "(^){16}", "", 1, 1},
    {"", "(^|x){3000}", "", 1, 1},
    {"(^|x)", "", "", 25, 1},
    {"($|x)", "", "", 25, 1},
    {"\\b", "", "", 7, 0},
    {"\\b", "", "", 8, 1},
    {"\\B", "", "", 13, 1},
    {"\\<", "", "", 25, 1},
    {"\\>", "", "", 25, 1},
    {"\\`", "", "", 25, 1},
    {"\\'", "", "", 25, 1},
    {"[\\b^$]", "", "", 25, 0},
    {"\\^\\$", "", "", 25, 0},
    {"(\\bx?)", "", "", 600, 1},
    {"(^|a$|", "b", ")", 100, 0},
    {"", "(\\ba\\b|\\bb\\b|\\bc\\b|\\bd\\b|\\be\\b)x", "", 1, 0},
    {"", "^(a|b|(^c$|^d$|^e$|^f$|^g$|^h$|^i$|^j$|^k$|^l$))$", "", 1, 0},
    {"(^|$)", "", "", 15, 0},
    {"(^|$)", "", "", 17, 1},
    /* and loops that hold some, or could go round without taking anything */
    {"(\\b|b)*", "", "", 1, 0},
    {"(\\b|b)*", "", "", 2, 1},
    {"(\\b|b)+", "", "", 10, 1},
    {"(\\b|b)?", "", "", 10, 1},
    {"(^|b)*", "", "", 2, 0},
    {"(^|b)*", "", "", 3, 1},
    {"($|b)*", "", "", 20, 1},
    {"(^)*", "", "", 20, 1},
    {"(\\<|\\>)*", "", "", 20, 1},
    {"(\\b)*", "", "", 20, 1},
    {"", "(^|b){0,20}", "", 1, 1},
    {"", "(^|b){20,}", "", 1, 1},
    {"", "((^|b)*){20}", "", 1, 1},
    {"", "(^|$|\\b|\\B|x)*", "", 1, 1},
    {"", "((\\b\\B)*(\\b\\B)*)*", "", 1, 1},
    {"", "((\\b|x){1000})*", "", 1, 1},
    {"(a*)*", "", "", 6, 0},
    {"(a*)*", "", "", 7, 1},
    {"(a|b*)*", "", "", 7, 1},
    {"(a*|b)*", "", "", 7, 1},
    {"(a*b)*", "", "", 50, 0},
    {"(\\1)*", "", "", 7, 1},
    {"", "\\b((a?){300})*", "", 1, 1},
    {"a?", "(^|b)*", "", 600, 0},
    {"a?", "(^|b)*", "", 700, 1},
    {"^", "(^|b)*", "", 10, 0},
    {"^", "(^|b)*", "", 11, 1},
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
