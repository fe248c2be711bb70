/* How times and shares are written for people. */
#include "pstatsflame/amount.h"

#include "support/run_suite.h"

#include <check.h>

static const struct {
    double value;
    const char *unit;
    const char *shown;
} amounts[] = {
    {0.0, "seconds", "0 s"},
    {1.0, "seconds", "1.00 s"},
    {2.544, "seconds", "2.54 s"},
    {0.9996, "seconds", "1.00 s"},
    {0.9994, "seconds", "999 ms"},
    {0.0456, "seconds", "45.6 ms"},
    {0.000789, "seconds", "789 µs"},
    {1.5e-6, "seconds", "1.50 µs"},
    {5e-9, "seconds", "0.01 µs"},
    {4.9e-9, "seconds", "<0.01 µs"},
    {99.949, "seconds", "99.9 s"},
    {99.96, "seconds", "100 s"},
    {12345.4, "seconds", "12,345 s"},
    {1234567.0, "seconds", "1,234,567 s"},
    {1e20, "seconds", "1e+20 s"},
    {0.0, "samples", "0 samples"},
    {7.0, "samples", "7 samples"},
    {1000.0, "samples", "1,000 samples"},
    {123456789.0, "samples", "123,456,789 samples"},
    {2.5, "samples", "2.50 samples"},
    {12.0, "", "12"},
};

START_TEST(amounts_have_three_digits_and_the_unit_that_suits_them)
{
    struct buffer buffer = BUFFER_INIT;
    amount_append(&buffer, amounts[_i].value, amounts[_i].unit);
    ck_assert_str_eq(buffer_string(&buffer), amounts[_i].shown);
    buffer_free(&buffer);
}
END_TEST

static const struct {
    double value, total;
    const char *shown;
} shares[] = {
    {0.0, 1.0, "0%"},       {1.0, 1.0, "100%"},      {0.9996, 1.0, "100%"},
    {0.9994, 1.0, "99.9%"}, {0.5, 4.0, "12.5%"},     {0.0123, 1.0, "1.23%"},
    {0.0004, 1.0, "0.04%"}, {0.00005, 1.0, "0.01%"}, {0.00004, 1.0, "<0.01%"},
    {1.0, 0.0, "0%"},       {0.0, 0.0, "0%"},
};

START_TEST(shares_are_percentages_that_are_never_0_for_something)
{
    struct buffer buffer = BUFFER_INIT;
    amount_append_share(&buffer, shares[_i].value, shares[_i].total);
    ck_assert_str_eq(buffer_string(&buffer), shares[_i].shown);
    buffer_free(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("amount");
    TCase *tests = tcase_create("amount");
    tcase_add_loop_test(tests, amounts_have_three_digits_and_the_unit_that_suits_them, 0,
                        (int)(sizeof amounts / sizeof *amounts));
    tcase_add_loop_test(tests, shares_are_percentages_that_are_never_0_for_something, 0,
                        (int)(sizeof shares / sizeof *shares));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
