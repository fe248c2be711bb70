/* Functions by file, line and name: one number each, in order of appearance. */
#include "lib/function_table.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>

static struct function_table table;
static uint32_t (*add_key)(struct function_table *, struct function_key);

static void make_table(void)
{
    function_table_init(&table);
    add_key = function_table_add;
}

static void make_table_by_name(void)
{
    function_table_init(&table);
    add_key = function_table_add_named;
}

static void free_table(void)
{
    function_table_free(&table);
}

static uint32_t add(uint32_t file, int64_t line, uint32_t name)
{
    return add_key(&table, (struct function_key){file, name, line});
}

START_TEST(each_key_has_one_number_in_order_of_appearance)
{
    ck_assert_uint_eq(add(1, 10, 2), 0);
    ck_assert_uint_eq(add(1, 11, 2), 1);
    ck_assert_uint_eq(add(2, 10, 1), 2);
    ck_assert_uint_eq(add(1, 10, 1), 3);
    ck_assert_uint_eq(add(1, 10, 2), 0);
    ck_assert_uint_eq(add(2, 10, 1), 2);
    ck_assert_uint_eq(add(1, 11, 2), 1);
    ck_assert_uint_eq(table.count, 4);
    ck_assert_int_eq(table.keys[1].line, 11);
}
END_TEST

START_TEST(keys_at_the_ends_of_their_ranges_are_told_apart)
{
    static const int64_t lines[] = {0, -1, INT64_MAX, INT64_MIN, INT32_MAX, INT64_C(1) << 32};
    static const uint32_t texts[] = {0, 1, 100000};
    for (uint32_t round = 0; round < 2; round++) {
        uint32_t expected = 0;
        for (size_t l = 0; l < sizeof lines / sizeof *lines; l++)
            for (size_t f = 0; f < sizeof texts / sizeof *texts; f++)
                for (size_t n = 0; n < sizeof texts / sizeof *texts; n++)
                    ck_assert_uint_eq(add(texts[f], lines[l], texts[n]), expected++);
    }
}
END_TEST

/* One name for all, a name each, and each name twice. */
START_TEST(thousands_of_keys_are_found_again)
{
    enum { COUNT = 20000 };
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t name = _i == 0 ? 7 : _i == 1 ? i : i / 2;
            ck_assert_uint_eq(add(i % 5, (int64_t)i * 1000003, name), i);
        }
    ck_assert_uint_eq(table.count, COUNT);
    for (uint32_t i = COUNT; i-- > 0;) /* and from the last to the first */
        ck_assert_uint_eq(add(i % 5, (int64_t)i * 1000003, _i == 0 ? 7 : _i == 1 ? i : i / 2), i);
}
END_TEST

static void add_tests(Suite *suite, const char *name, SFun make)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, make, free_table);
    tcase_add_test(tcase, each_key_has_one_number_in_order_of_appearance);
    tcase_add_test(tcase, keys_at_the_ends_of_their_ranges_are_told_apart);
    tcase_add_loop_test(tcase, thousands_of_keys_are_found_again, 0, 3);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    Suite *suite = suite_create("function_table");
    add_tests(suite, "keys", make_table);
    add_tests(suite, "keys by name", make_table_by_name);
    return run_suite(suite);
}
