/* When a document says it was made. */
#include "picture/dates.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    long long epoch;
    const char *shown;
} dates[] = {
    {0, "1970-01-01T00:00:00Z"},
    {86399, "1970-01-01T23:59:59Z"},
    {951782400, "2000-02-29T00:00:00Z"},
    {951868800, "2000-03-01T00:00:00Z"},
    {1078012800, "2004-02-29T00:00:00Z"},
    {4107542400, "2100-03-01T00:00:00Z"},
    {1735689599, "2024-12-31T23:59:59Z"},
    {1700000000, "2023-11-14T22:13:20Z"},
    {253402300799, "9999-12-31T23:59:59Z"},
};

START_TEST(seconds_become_days_of_the_calendar)
{
    char text[DATES_SIZE];
    dates_iso(dates[_i].epoch, text);
    ck_assert_str_eq(text, dates[_i].shown);
}
END_TEST

static const struct {
    const char *value; /* NULL: not set */
    long long epoch;
} environments[] = {
    {NULL, 0},
    {"", 0},
    {"0", 0},
    {"1700000000", 1700000000},
    {"-5", 0},
    {"17e8", 0},
    {"yesterday", 0},
    {"99999999999999999999999", 0},
    {"253402300799", 253402300799},
    {"253402300800", 0},
};

START_TEST(the_environment_sets_the_date_with_a_number_of_seconds_only)
{
    if (environments[_i].value != NULL)
        setenv("SOURCE_DATE_EPOCH", environments[_i].value, 1);
    else
        unsetenv("SOURCE_DATE_EPOCH");
    ck_assert_int_eq(dates_epoch(), environments[_i].epoch);
}
END_TEST

static const struct {
    const char *before, *after;
} documents[] = {
    {"%PDF-1.5\n/CreationDate (D:20261121221643+00'00)\n",
     "%PDF-1.5\n/CreationDate (D:20231114221320Z     )\n"},
    {"%PDF-1.5 /CreationDate(D:2026)/ModDate (D:20261121221643+00'00) x",
     "%PDF-1.5 /CreationDate(D:2023)/ModDate (D:20231114221320Z     ) x"},
    {"%PDF-1.5 /CreationDate (D:2026", "%PDF-1.5 /CreationDate (D:2023"},
    {"%PDF-1.5 /CreationDate", "%PDF-1.5 /CreationDate"},
    {"%!PS-Adobe-3.0\n%%CreationDate: Sat Nov 21 22:16:43 2026\n%%Pages: 1\n",
     "%!PS-Adobe-3.0\n%%CreationDate: Tue Nov 14 22:13:20 2023\n%%Pages: 1\n"},
    {"%!PS\n%%CreationDate: today\n%%CreationDate: Sat Nov 21 22:16:43 2026\n",
     "%!PS\n%%CreationDate: Tue N\n%%CreationDate: Sat Nov 21 22:16:43 2026\n"},
    {"<svg>/CreationDate (D:20261121)</svg>", "<svg>/CreationDate (D:20261121)</svg>"},
    {"", ""},
};

START_TEST(dates_are_overwritten_in_place)
{
    char bytes[200];
    size_t size = strlen(documents[_i].before);
    memcpy(bytes, documents[_i].before, size + 1);
    dates_overwrite(bytes, size, 1700000000);
    ck_assert_str_eq(bytes, documents[_i].after);
    ck_assert_uint_eq(strlen(bytes), size);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dates");
    TCase *tests = tcase_create("dates");
    tcase_add_loop_test(tests, seconds_become_days_of_the_calendar, 0,
                        (int)(sizeof dates / sizeof *dates));
    tcase_add_loop_test(tests, the_environment_sets_the_date_with_a_number_of_seconds_only, 0,
                        (int)(sizeof environments / sizeof *environments));
    tcase_add_loop_test(tests, dates_are_overwritten_in_place, 0,
                        (int)(sizeof documents / sizeof *documents));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
