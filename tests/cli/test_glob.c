/* Shell patterns. What is expected is what Python's fnmatch.fnmatchcase says. */
#include "cli/glob.h"

#include "cli/text.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static int matches(const char *pattern, const char *name)
{
    struct glob *glob = glob_new(text_of(pattern));
    ck_assert_ptr_nonnull(glob);
    int is_match = glob_matches(glob, text_of(name));
    glob_free(glob);
    return is_match;
}

static const struct {
    const char *pattern, *name;
    int is_match;
} cases[] = {
    {"", "", 1},
    {"", "a", 0},
    {"*", "", 1},
    {"*", "a\nb", 1},
    {"a*", "abc", 1},
    {"a*c", "abcbc", 1},
    {"a*c", "abcb", 0},
    {"*b*", "abc", 1},
    {"?", "", 0},
    {"?", "\xc3\xa9", 1},
    {"??", "\xc3\xa9", 0},
    {"A", "a", 0},
    {"[ab]", "b", 1},
    {"[!ab]", "b", 0},
    {"[!ab]", "c", 1},
    {"[a-c]x", "bx", 1},
    {"[a-c]x", "dx", 0},
    {"[]a]", "]", 1},
    {"[!]a]", "]", 0},
    {"[!]a]", "b", 1},
    {"[a", "[a", 1},
    {"[", "[", 1},
    {"[!", "[!", 1},
    {"[]", "[]", 1},
    {"[a-]", "-", 1},
    {"[-a]", "-", 1},
    {"[--a]", ".", 1},
    {"[z-a]", "m", 0},
    {"[z-ab]", "b", 1},
    {"[a-c-e]", "-", 1},
    {"[a-c-e]", "d", 0},
    {"[!z-a]", "m", 1},
    {"[^a]", "^", 1},
    {"[\\]", "\\", 1},
    {"\\*", "\\x", 1},
    {"\xc3\xa9*", "\xc3\xa9t\xc3\xa9", 1},
    {"[\xc3\xa0-\xc3\xaf]", "\xc3\xa9", 1},
    {"**a**", "bab", 1},
    {"<listcomp>", "<listcomp>", 1},
    {"x[1].y", "x[1].y", 0},
};

START_TEST(patterns_match_as_in_python)
{
    ck_assert_msg(matches(cases[_i].pattern, cases[_i].name) == cases[_i].is_match, "%s on %s",
                  cases[_i].pattern, cases[_i].name);
}
END_TEST

START_TEST(many_stars_do_not_take_exponential_time)
{
    char pattern[601], name[4001]; /* a backtracking matcher would not end */
    for (size_t i = 0; i < 600; i += 2)
        memcpy(pattern + i, "a*", 2);
    strcpy(pattern + 598, "*b");
    memset(name, 'a', 4000);
    name[4000] = '\0';
    ck_assert(!matches(pattern, name));
    name[3999] = 'b';
    ck_assert(matches(pattern, name));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("glob");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, patterns_match_as_in_python, 0, sizeof cases / sizeof *cases);
    tcase_add_test(all, many_stars_do_not_take_exponential_time);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
