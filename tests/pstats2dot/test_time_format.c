/* --time-format. */
#include "pstats2dot/time_format.h"

#include "support/run_suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *format;
    double value;
    const char *expected;
} formats[] = {
    {"%.7g", 0.1, "0.1"},
    {"%.7g", 1234567.891, "1234568"},
    {"%8.2fs", 1.005, "    1.00s"},
    {"%-8.2f|", 1.5, "1.50    |"},
    {"%+.3e", 12.0, "+1.200e+01"},
    {"%#.0f", 3.0, "3."},
    {"%%%f%%", 1.0, "%1.000000%"},
    {"%lf", 1.0, "1.000000"},
    {"%05.1F", 1.0, "001.0"},
    {"% g", 2.0, " 2"},
    {"%G s", 1e-10, "1E-10 s"},
    {"%f", (double)NAN, "nan"},
    {"%f", (double)INFINITY, "inf"},
    {"a\xc3\xa9\\n%g", 1.0, "a\xc3\xa9\\n1"},
};

START_TEST(times_are_written_as_printf_does_with_text_around)
{
    struct time_format format;
    struct buffer text = BUFFER_INIT;
    ck_assert_ptr_null(time_format_parse(formats[_i].format, &format));
    time_format_append(&text, &format, formats[_i].value);
    ck_assert_str_eq(buffer_string(&text), formats[_i].expected);
    buffer_free(&text);
}
END_TEST

static const char *const refused[] = {"",       "seconds", "%",        "%%",   "%s",   "%d",
                                      "%n",     "%f %f",   "%*f",      "%.*f", "%1$f", "%(x)f",
                                      "%1000f", "%.1000f", "%f%",      "%p",   "%a",   "%5",
                                      "%.f%n",  "%f%s",    "%++++++f", "%c",   "%r"};

START_TEST(anything_but_one_number_is_refused)
{
    struct time_format format;
    ck_assert_msg(time_format_parse(refused[_i], &format) != NULL, "%s", refused[_i]);
}
END_TEST

START_TEST(the_largest_number_fits)
{
    struct time_format format;
    struct buffer text = BUFFER_INIT;
    ck_assert_ptr_null(time_format_parse("%999.999f", &format));
    time_format_append(&text, &format, -1.7e308);
    ck_assert_uint_eq(text.length, 1 + 309 + 1 + 999);
    buffer_free(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("time_format");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, times_are_written_as_printf_does_with_text_around, 0,
                        sizeof formats / sizeof *formats);
    tcase_add_loop_test(all, anything_but_one_number_is_refused, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_test(all, the_largest_number_fits);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
