/* Long integers and decimal text as doubles, rounded once; and at the ends of 64 bits. */
#include "lib/number.h"

#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DIGITS 2000

struct digits {
    unsigned char bytes[2 * MAX_DIGITS];
    size_t count;
};

static unsigned hex_value(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
}

static void set_bit(struct digits *digits, size_t bit)
{
    size_t digit = bit / 15, within = bit % 15;
    ck_assert_uint_lt(digit, MAX_DIGITS);
    digits->bytes[2 * digit + within / 8] |= (unsigned char)(1u << within % 8);
    if (digit >= digits->count)
        digits->count = digit + 1;
}

/* HEX, shifted left; plus one when has_tail. */
static struct digits digits_of(const char *hex, size_t shift, int has_tail)
{
    struct digits digits = {.count = 0};
    size_t length = strlen(hex);
    for (size_t i = 0; i < length; i++)
        for (unsigned bit = 0; bit < 4; bit++)
            if (hex_value(hex[length - 1 - i]) >> bit & 1)
                set_bit(&digits, shift + 4 * i + bit);
    if (has_tail)
        set_bit(&digits, 0);
    return digits;
}

/* ---- Long integers ---- */

static const struct {
    const char *hex;
    size_t shift;
    int has_tail; /* plus one */
    double expected;
} longs[] = {
    {"0", 0, 0, 0.0},
    {"1", 0, 0, 1.0},
    {"7fff", 0, 0, 32767.0},
    {"8000", 0, 0, 32768.0},
    {"1", 45, 0, 0x1p45},
    {"1fffffffffffff", 0, 0, 0x1.fffffffffffffp52}, /* 2^53 - 1: the last without rounding */
    {"20000000000000", 0, 0, 0x1p53},
    /* 2^53 + 1 and its likes lie halfway: to even */
    {"20000000000001", 0, 0, 0x1p53},
    {"20000000000002", 0, 0, 0x1.0000000000001p53},
    {"20000000000003", 0, 0, 0x1.0000000000002p53},
    {"3fffffffffffff", 0, 0, 0x1p54},
    /* At the ends of 64 bits */
    {"7fffffffffffffff", 0, 0, 0x1p63},
    {"7ffffffffffffc00", 0, 0, 0x1.fffffffffffffp62},
    {"7ffffffffffffdff", 0, 0, 0x1.fffffffffffffp62},
    {"7ffffffffffffe00", 0, 0, 0x1p63},
    {"8000000000000400", 0, 0, 0x1p63},
    {"8000000000000401", 0, 0, 0x1.0000000000001p63},
    {"ffffffffffffffff", 0, 0, 0x1p64},
    {"fffffffffffffbff", 0, 0, 0x1.fffffffffffffp63},
    {"fffffffffffffc00", 0, 0, 0x1p64},
    /* Beyond: a tie, and one bit far below that breaks it */
    {"20000000000001", 11, 0, 0x1p64},
    {"20000000000001", 12, 0, 0x1p65},
    {"20000000000001", 12, 1, 0x1.0000000000001p65},
    {"20000000000001", 700, 0, 0x1p753},
    {"20000000000001", 700, 1, 0x1.0000000000001p753},
    {"20000000000003", 700, 0, 0x1.0000000000002p753},
    {"20000000000003", 700, 1, 0x1.0000000000002p753},
    {"20000000000002", 700, 1, 0x1.0000000000001p753},
    {"1", 1000, 1, 0x1p1000},
    /* At the end of the doubles */
    {"1fffffffffffff", 971, 0, DBL_MAX},
    {"1fffffffffffff", 971, 1, DBL_MAX},
    {"3ffffffffffffe", 970, 1, DBL_MAX},
    {"3fffffffffffff", 970, 0, HUGE_VAL}, /* halfway to 2^1024, which is even */
    {"3fffffffffffff", 970, 1, HUGE_VAL},
    {"7ffffffffffffd", 969, 1, DBL_MAX},
    {"1", 1024, 0, HUGE_VAL},
    {"1", 2063, 0, HUGE_VAL},
    {"1", 2064, 0, HUGE_VAL},
    {"1", 2065, 1, HUGE_VAL},
    {"1", 29999, 1, HUGE_VAL},
};

START_TEST(a_long_integer_is_rounded_once_to_the_nearest_double)
{
    struct digits digits =
        digits_of(longs[_i].hex, longs[_i].shift, longs[_i].has_tail); /* given */
    ck_assert(number_is_long(digits.bytes, digits.count));
    double value = number_long_to_double(digits.bytes, digits.count, 0); /* when */
    ck_assert_msg(is_same_double(value, longs[_i].expected), "%d: %a, not %a", _i, value,
                  longs[_i].expected); /* then */
    if (digits.count > 0)
        ck_assert(is_same_double(number_long_to_double(digits.bytes, digits.count, 1),
                                 -longs[_i].expected));
}
END_TEST

/* Wherever the first set bit stands among the digits of 15 bits. */
START_TEST(rounding_is_the_same_at_every_place_of_the_leading_bit)
{
    static const struct {
        const char *hex; /* 64 bits */
        int has_tail;
        double expected; /* times 2^shift */
    } leading[] = {
        {"8000000000000000", 0, 0x1p63},
        {"8000000000000400", 0, 0x1p63},
        {"8000000000000400", 1, 0x1.0000000000001p63},
        {"8000000000000c00", 0, 0x1.0000000000002p63},
        {"fffffffffffffbff", 1, 0x1.fffffffffffffp63},
        {"fffffffffffffc00", 0, 0x1p64},
        {"aaaaaaaaaaaaaaaa", 1, 0x1.5555555555555p63},
        {"5555555555555555", 0, 0x1.5555555555555p62},
    };
    size_t shift = (size_t)_i + 2; /* given */
    for (size_t i = 0; i < sizeof leading / sizeof *leading; i++) {
        struct digits digits = digits_of(leading[i].hex, shift, leading[i].has_tail);
        double value = number_long_to_double(digits.bytes, digits.count, 0); /* when */
        ck_assert_msg(value == ldexp(leading[i].expected, (int)shift), "%zu shifted by %zu: %a", i,
                      shift, value); /* then */
    }
}
END_TEST

static const struct {
    const char *hex;
    size_t shift;
    int is_negative;
    int is_exact;
    int64_t expected;
} integers[] = {
    {"0", 0, 0, 1, 0},
    {"1", 0, 1, 1, -1},
    {"7fffffffffffffff", 0, 0, 1, INT64_MAX},
    {"7fffffffffffffff", 0, 1, 1, -INT64_MAX},
    {"8000000000000000", 0, 0, 0, INT64_MAX},
    {"8000000000000000", 0, 1, 1, INT64_MIN},
    {"8000000000000001", 0, 1, 0, INT64_MIN},
    {"ffffffffffffffff", 0, 0, 0, INT64_MAX},
    {"ffffffffffffffff", 0, 1, 0, INT64_MIN},
    {"1", 64, 0, 0, INT64_MAX},
    {"1", 64, 1, 0, INT64_MIN},
    {"1", 60, 0, 1, INT64_C(1) << 60},
    {"1", 75, 0, 0, INT64_MAX},
    {"1", 29999, 0, 0, INT64_MAX},
    {"1", 29999, 1, 0, INT64_MIN},
};

START_TEST(a_long_integer_is_cut_to_64_bits)
{
    int64_t value = 42;
    struct digits digits = digits_of(integers[_i].hex, integers[_i].shift, 0); /* given */
    int is_exact = number_long_to_int64(digits.bytes, digits.count, integers[_i].is_negative,
                                        &value);       /* when */
    ck_assert_int_eq(is_exact, integers[_i].is_exact); /* then */
    ck_assert_msg(value == integers[_i].expected, "%d: %lld", _i, (long long)value);
}
END_TEST

static const struct {
    unsigned char bytes[8];
    size_t count;
    int is_long;
} shapes[] = {
    {{0}, 0, 1},
    {{1, 0}, 1, 1},
    {{0, 0}, 1, 0}, /* a zero on top */
    {{0xff, 0x7f}, 1, 1},
    {{0, 0x80}, 1, 0}, /* 16 bits */
    {{0xff, 0xff, 1, 0}, 2, 0},
    {{0, 0, 1, 0}, 2, 1},
    {{1, 0, 0, 0}, 2, 0},
    {{1, 0, 0, 0x80, 1, 0}, 3, 0},
};

START_TEST(digits_have_15_bits_and_no_zero_on_top)
{
    ck_assert_int_eq(number_is_long(shapes[_i].bytes, shapes[_i].count), shapes[_i].is_long);
}
END_TEST

/* ---- Text ---- */

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *text;
    size_t length;
    double expected;
} texts[] = {
    {BYTES("0"), 0.0},
    {BYTES("-0"), -0.0},
    {BYTES("-0.0"), -0.0},
    {BYTES("1"), 1.0},
    {BYTES("+1"), 1.0},
    {BYTES("1.5"), 1.5},
    {BYTES(".5"), 0.5},
    {BYTES("5."), 5.0},
    {BYTES("1e3"), 1000.0},
    {BYTES("1E+3"), 1000.0},
    {BYTES("1.e-3"), 0.001},
    {BYTES("0.1"), 0.1},
    {BYTES("0.10000000000000001"), 0.1},
    {BYTES("0.30000000000000004"), 0x1.3333333333334p-2},
    {BYTES("9007199254740993"), 0x1p53}, /* halfway: to even */
    {BYTES("9007199254740993.0000000000000000000000001"), 0x1.0000000000001p53},
    {BYTES("1.7976931348623157e308"), DBL_MAX},
    {BYTES("1.7976931348623159e308"), HUGE_VAL},
    {BYTES("1e999"), HUGE_VAL},
    {BYTES("-1e999"), -HUGE_VAL},
    {BYTES("1e-999"), 0.0},
    {BYTES("4.9406564584124654e-324"), 0x1p-1074},
    {BYTES("2.4703282292062327e-324"), 0.0},
    {BYTES("inf"), HUGE_VAL},
    {BYTES("+Inf"), HUGE_VAL},
    {BYTES("-INF"), -HUGE_VAL},
    {BYTES("Infinity"), HUGE_VAL},
    {BYTES("-infinity"), -HUGE_VAL},
    {BYTES("nan"), NAN},
    {BYTES("NaN"), NAN},
    {BYTES("-nan"), NAN},
    {BYTES("1\0abc"), 1.0}, /* as CPython stops there */
    {BYTES("00000000000000000000000000001"), 1.0},
};

START_TEST(decimal_text_is_rounded_once_to_the_nearest_double)
{
    void *locale = NULL;
    double value = 42.0;
    enum number_result result = number_parse((const unsigned char *)texts[_i].text,
                                             texts[_i].length, &locale, &value); /* when */
    ck_assert_msg(result == NUMBER_OK, "%s", texts[_i].text);                    /* then */
    ck_assert_msg(is_same_double(value, texts[_i].expected), "%s: %a", texts[_i].text, value);
    number_locale_free(locale);
}
END_TEST

static const struct {
    const char *text;
    size_t length;
} malformed[] = {
    {BYTES("")},          {BYTES("\0001")},  {BYTES(" 1")},  {BYTES("1 ")},    {BYTES("1_000")},
    {BYTES("0x10")},      {BYTES("0x1p3")},  {BYTES(".")},   {BYTES("-")},     {BYTES("+-1")},
    {BYTES("--1")},       {BYTES("1e")},     {BYTES("1e+")}, {BYTES("e5")},    {BYTES(".e5")},
    {BYTES("1.2.3")},     {BYTES("1,5")},    {BYTES("1f")},  {BYTES("1e5.0")}, {BYTES("infinit")},
    {BYTES("infinityx")}, {BYTES("nan(1)")}, {BYTES("in")},  {BYTES("+")},     {BYTES("\xd9\xa1")},
    {BYTES("1\n")},       {BYTES("1e1e1")},
};

START_TEST(what_is_no_decimal_number_is_refused)
{
    void *locale = NULL;
    double value = 42.0;
    ck_assert_msg(number_parse((const unsigned char *)malformed[_i].text, malformed[_i].length,
                               &locale, &value) == NUMBER_MALFORMED,
                  "%s: %a", malformed[_i].text, value);
    number_locale_free(locale);
}
END_TEST

START_TEST(numbers_of_255_bytes_are_read_and_no_longer_ones)
{
    void *locale = NULL;
    double value = 42.0;
    unsigned char text[256];
    memset(text, '0', sizeof text); /* given */
    text[0] = '1';
    text[1] = '.';
    ck_assert_int_eq(number_parse(text, 255, &locale, &value), NUMBER_OK); /* then */
    ck_assert_double_eq(value, 1.0);
    ck_assert_int_eq(number_parse(text, 256, &locale, &value), NUMBER_MALFORMED);
    number_locale_free(locale);
}
END_TEST

/* ---- Locales ---- */

static const char comma_locale[] = "de_DE.UTF-8"; /* made beside the build where it can be */

START_TEST(the_decimal_point_of_the_locale_does_not_matter)
{
    void *locale = NULL;
    double value = 0.0;
    char shown[8];
    if (setlocale(LC_ALL, comma_locale) == NULL) /* given */
        return;
    snprintf(shown, sizeof shown, "%.1f", 0.5);
    ck_assert_str_eq(shown, "0,5");

    ck_assert_int_eq(number_parse((const unsigned char *)"1.5", 3, &locale, &value), NUMBER_OK);
    ck_assert_double_eq(value, 1.5); /* then */
    ck_assert_int_eq(number_parse((const unsigned char *)"1,5", 3, &locale, &value),
                     NUMBER_MALFORMED);
    snprintf(shown, sizeof shown, "%.1f", 0.5);
    ck_assert_str_eq(shown, "0,5"); /* as it was before */

    number_locale_free(locale);
    setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(a_dump_with_times_as_text_reads_the_same_in_every_locale)
{
    if (setlocale(LC_ALL, comma_locale) == NULL) /* given */
        return;
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    put_text_float(writer, "0.25");
    put_text_float(writer, "1234.5e-1");
    put_dict_begin(writer);
    put_dict_end(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_function *function =
        pstats_graph_function(pstats_profile_graph(profile), 0); /* then */
    ck_assert_double_eq(function->cost.self, 0.25);
    ck_assert_double_eq(function->cost.cumulative, 123.45);
    pstats_profile_free(profile);
    setlocale(LC_ALL, "C");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("number");
    TCase *long_integers = tcase_create("long integers");
    tcase_add_loop_test(long_integers, a_long_integer_is_rounded_once_to_the_nearest_double, 0,
                        sizeof longs / sizeof *longs);
    tcase_add_loop_test(long_integers, rounding_is_the_same_at_every_place_of_the_leading_bit, 0,
                        30);
    tcase_add_loop_test(long_integers, a_long_integer_is_cut_to_64_bits, 0,
                        sizeof integers / sizeof *integers);
    tcase_add_loop_test(long_integers, digits_have_15_bits_and_no_zero_on_top, 0,
                        sizeof shapes / sizeof *shapes);
    suite_add_tcase(suite, long_integers);
    TCase *text = tcase_create("text");
    tcase_add_loop_test(text, decimal_text_is_rounded_once_to_the_nearest_double, 0,
                        sizeof texts / sizeof *texts);
    tcase_add_loop_test(text, what_is_no_decimal_number_is_refused, 0,
                        sizeof malformed / sizeof *malformed);
    tcase_add_test(text, numbers_of_255_bytes_are_read_and_no_longer_ones);
    suite_add_tcase(suite, text);
    TCase *locales = tcase_create("locales");
    tcase_add_test(locales, the_decimal_point_of_the_locale_does_not_matter);
    tcase_add_test(locales, a_dump_with_times_as_text_reads_the_same_in_every_locale);
    suite_add_tcase(suite, locales);
    return run_suite(suite);
}
