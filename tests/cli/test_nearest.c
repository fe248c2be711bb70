/* Suggestions. */
#include "cli/nearest.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *const functions[] = {"json:10:loads", "json:20:dumps", "decoder:5:decode",
                                        "main:1:main",   "domain:3:get",  "~:0:<len>",
                                        "x:1:remainder", "util:9:main"};

static const struct {
    const char *wanted;
    const char *expected[NEAREST_MAX]; /* NULL: no more */
} cases[] = {
    {"main",
     {"main:1:main", "util:9:main", "domain:3:get"}}, /* parts first, then insides of words */
    {"json:10:laods", {"json:10:loads", "json:20:dumps"}},
    {"JSON:10:LOADS", {"json:10:loads"}},
    {"decode", {"decoder:5:decode"}},
    {"something:9:else", {NULL}},
    {"", {NULL}},
};

START_TEST(the_nearest_names_come_first)
{
    struct nearest nearest;
    nearest_start(&nearest, cases[_i].wanted);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        nearest_offer(&nearest, i, functions[i]);
    for (size_t i = 0; i < NEAREST_MAX && cases[_i].expected[i] != NULL; i++) {
        ck_assert_uint_gt(nearest.count, i);
        ck_assert_str_eq(functions[nearest.index[i]], cases[_i].expected[i]);
    }
    ck_assert(cases[_i].expected[0] != NULL || nearest.count == 0);
}
END_TEST

START_TEST(names_of_any_length_are_compared)
{
    static char wanted[100001], name[100001];
    memset(wanted, 'a', 100000);
    memset(name, 'a', 100000);
    name[50] = 'b';
    struct nearest nearest;
    nearest_start(&nearest, wanted);
    nearest_offer(&nearest, 7, name);
    ck_assert_uint_eq(nearest.count, 1);
    ck_assert_uint_eq(nearest.index[0], 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nearest");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, the_nearest_names_come_first, 0, sizeof cases / sizeof *cases);
    tcase_add_test(all, names_of_any_length_are_compared);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
