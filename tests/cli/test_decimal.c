/* Numbers as text, beside printf's. */
#include "cli/decimal.h"

#include "support/run_suite.h"

#include <check.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void assert_fixed(double value, size_t places)
{
    char text[DECIMAL_SIZE], expected[DECIMAL_SIZE]; /* given */
    snprintf(expected, sizeof expected, "%.*f", (int)places, value);
    size_t length = decimal_fixed(value, places, text);                                  /* when */
    ck_assert_msg(strcmp(text, expected) == 0, "%a: %s, not %s", value, text, expected); /* then */
    ck_assert_uint_eq(length, strlen(expected));
}

START_TEST(fractions_are_rounded_as_printf_does)
{
    static const double odd[] = {
        0.0,    -0.0,       0.005,      0.015,      0.125,       0.375,       2.675,   1.005,
        99.995, 0.994999,   9999999,    1e7,        1e300,       DBL_MAX,     DBL_MIN, -1.5,
        -0.001, INFINITY,   -INFINITY,  NAN,        0.5,         9999.995,    1e-10,   0.01,
        0.1,    9999999.99, 123456.785, 99999999.9, 999999999.0, 999999999.5, 1e9};
    size_t places = (size_t)_i;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_fixed(odd[i], places);
    for (int i = 0; i < 40000; i++) {
        double middle = i / 2.0 / pow(10.0, _i); /* every other lies between two results */
        assert_fixed(middle, places);
        assert_fixed(nextafter(middle, 1e9), places);
        assert_fixed(nextafter(middle, -1.0), places);
        assert_fixed(i / 7.0, places);
    }
}
END_TEST

START_TEST(integers_are_written_up_to_their_limits)
{
    static const int64_t values[] = {0,   1,    -1,        9,         10,         99,
                                     100, -100, INT64_MAX, INT64_MIN, 12345678901};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[DECIMAL_SIZE], expected[DECIMAL_SIZE]; /* given */
        snprintf(expected, sizeof expected, "%" PRId64, values[i]);
        ck_assert_uint_eq(decimal_integer(values[i], text), strlen(expected)); /* when, then */
        ck_assert_str_eq(text, expected);
    }
}
END_TEST

START_TEST(what_is_appended_follows_what_was_there)
{
    struct buffer buffer = BUFFER_INIT;
    buffer_append_string(&buffer, "x"); /* given */
    decimal_append_integer(&buffer, -12);
    decimal_append_fixed(&buffer, 1.5, 2);
    ck_assert_str_eq(buffer_string(&buffer), "x-121.50"); /* then */
    buffer_free(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decimal");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, fractions_are_rounded_as_printf_does, 0, DECIMAL_PLACES_MAX + 1);
    tcase_add_test(all, integers_are_written_up_to_their_limits);
    tcase_add_test(all, what_is_appended_follows_what_was_there);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
