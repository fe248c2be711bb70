/* Numbers of the command line. */
#include "cli/numbers.h"

#include "support/run_suite.h"

#include <check.h>

static const struct {
    const char *text;
    double value;
} decimals[] = {
    {"0", 0.0},       {"100", 100.0}, {"0.5", 0.5},    {".5", 0.5},      {"5.", 5.0},
    {"-1.25", -1.25}, {"+2", 2.0},    {"1e3", 1000.0}, {"1.5E-1", 0.15}, {"1e-400", 0.0},
};

START_TEST(decimal_numbers_are_read)
{
    double value = -7.0;
    ck_assert(numbers_parse_double(decimals[_i].text, &value));
    ck_assert_double_eq(value, decimals[_i].value);
}
END_TEST

static const char *const no_decimals[] = {"",     " ",   "x",   "1x",  " 1",    "1 ",  "1,5",
                                          "0x10", "inf", "nan", "1e",  "1e400", "--1", "1.2.3",
                                          ".",    "e5",  "1_0", "1e+", "+",     "\t1"};

START_TEST(what_is_no_decimal_number_is_refused)
{
    double value = -7.0;
    ck_assert(!numbers_parse_double(no_decimals[_i], &value));
    ck_assert_double_eq(value, -7.0);
}
END_TEST

START_TEST(whole_numbers_are_read_up_to_the_limits_of_their_type)
{
    long value = 7;
    ck_assert(numbers_parse_long("-12", &value) && value == -12);
    ck_assert(numbers_parse_long("+3", &value) && value == 3);
    ck_assert(numbers_parse_long("007", &value) && value == 7);
    ck_assert(!numbers_parse_long("99999999999999999999", &value));
    ck_assert(!numbers_parse_long("1.0", &value));
    ck_assert(!numbers_parse_long("0x1", &value));
    ck_assert(!numbers_parse_long("", &value));
    ck_assert(!numbers_parse_long("-", &value));
    ck_assert_int_eq(value, 7);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("numbers");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, decimal_numbers_are_read, 0, sizeof decimals / sizeof *decimals);
    tcase_add_loop_test(all, what_is_no_decimal_number_is_refused, 0,
                        sizeof no_decimals / sizeof *no_decimals);
    tcase_add_test(all, whole_numbers_are_read_up_to_the_limits_of_their_type);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
