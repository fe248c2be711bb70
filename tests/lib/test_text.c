/* Texts out of marshal's encodings, each kept once, and their order. */
#include "lib/text.h"

#include "lib/arena.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct text_table table;

static void make_table(void)
{
    arena = arena_new();
    ck_assert_ptr_nonnull(arena);
    text_table_init(&table, arena);
}

static void free_table(void)
{
    text_table_free(&table);
    arena_release(arena);
}

#define BYTES(literal) literal, sizeof(literal) - 1

static uint32_t intern(const char *bytes, size_t length, enum text_encoding encoding)
{
    int is_invalid = -1;
    /* A copy of just that size, so that a byte read too far shows under a sanitizer. */
    char *copy = malloc(length + (length == 0));
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, bytes, length);
    uint32_t text = text_intern(&table, copy, length, encoding, &is_invalid);
    ck_assert_int_eq(is_invalid, 0);
    free(copy);
    return text;
}

static int holds(uint32_t text, const char *bytes, size_t length)
{
    return table.texts[text].length == length &&
           memcmp(table.texts[text].bytes, bytes, length) == 0;
}

/* ---- Encodings ---- */

static const struct {
    const char *what;
    enum text_encoding encoding;
    const char *given;
    size_t given_length;
    const char *expected;
    size_t expected_length;
} decoded[] = {
    {"nothing", TEXT_UTF8, BYTES(""), BYTES("")},
    {"nothing of Python 2", TEXT_BYTES, BYTES(""), BYTES("")},
    {"ASCII", TEXT_UTF8, BYTES("main"), BYTES("main")},
    {"ASCII as latin-1", TEXT_LATIN1, BYTES("main"), BYTES("main")},
    {"ASCII as bytes", TEXT_BYTES, BYTES("main"), BYTES("main")},
    {"a NUL", TEXT_UTF8, BYTES("a\0b"), BYTES("a\0b")},
    {"the last byte of ASCII", TEXT_LATIN1, BYTES("\x7f"), BYTES("\x7f")},

    {"the first byte beyond ASCII as latin-1", TEXT_LATIN1, BYTES("\x80"), BYTES("\xc2\x80")},
    {"latin-1", TEXT_LATIN1, BYTES("caf\xe9.py"), BYTES("caf\xc3\xa9.py")},
    {"the last byte of latin-1", TEXT_LATIN1, BYTES("\xff"), BYTES("\xc3\xbf")},
    {"UTF-8 as latin-1", TEXT_LATIN1, BYTES("\xc3\xa9"), BYTES("\xc3\x83\xc2\xa9")},
    {"latin-1 behind eight bytes", TEXT_LATIN1, BYTES("12345678\xe9"), BYTES("12345678\xc3\xa9")},

    {"two bytes", TEXT_UTF8, BYTES("\xc3\xa9"), BYTES("\xc3\xa9")},
    {"the first of two bytes", TEXT_UTF8, BYTES("\xc2\x80"), BYTES("\xc2\x80")},
    {"the last of two bytes", TEXT_UTF8, BYTES("\xdf\xbf"), BYTES("\xdf\xbf")},
    {"the first of three bytes", TEXT_UTF8, BYTES("\xe0\xa0\x80"), BYTES("\xe0\xa0\x80")},
    {"the last of three bytes", TEXT_UTF8, BYTES("\xef\xbf\xbf"), BYTES("\xef\xbf\xbf")},
    {"the first of four bytes", TEXT_UTF8, BYTES("\xf0\x90\x80\x80"), BYTES("\xf0\x90\x80\x80")},
    {"the last of four bytes", TEXT_UTF8, BYTES("\xf4\x8f\xbf\xbf"), BYTES("\xf4\x8f\xbf\xbf")},
    {"the first surrogate", TEXT_UTF8, BYTES("\xed\xa0\x80"), BYTES("\xed\xa0\x80")},
    {"the last surrogate", TEXT_UTF8, BYTES("\xed\xbf\xbf"), BYTES("\xed\xbf\xbf")},

    {"UTF-8 of Python 2", TEXT_BYTES, BYTES("caf\xc3\xa9"), BYTES("caf\xc3\xa9")},
    {"latin-1 of Python 2", TEXT_BYTES, BYTES("caf\xe9.py"), BYTES("caf\xed\xb3\xa9.py")},
    {"the first byte that can be escaped", TEXT_BYTES, BYTES("\x80"), BYTES("\xed\xb2\x80")},
    {"the last byte that can be escaped", TEXT_BYTES, BYTES("\xff"), BYTES("\xed\xb3\xbf")},
    {"half a character at the end", TEXT_BYTES, BYTES("a\xe2\x82"),
     BYTES("a\xed\xb3\xa2\xed\xb2\x82")},
    {"a character behind a byte", TEXT_BYTES, BYTES("\xe9\xc3\xa9"), BYTES("\xed\xb3\xa9\xc3\xa9")},
    {"a surrogate of Python 2", TEXT_BYTES, BYTES("\xed\xa0\x80"),
     BYTES("\xed\xb3\xad\xed\xb2\xa0\xed\xb2\x80")},
    {"an escape that looks like ours", TEXT_BYTES, BYTES("\xed\xb3\xa9"),
     BYTES("\xed\xb3\xad\xed\xb2\xb3\xed\xb2\xa9")},
    {"an overlong slash", TEXT_BYTES, BYTES("\xc0\xaf"), BYTES("\xed\xb3\x80\xed\xb2\xaf")},
    {"beyond Unicode", TEXT_BYTES, BYTES("\xf4\x90\x80\x80"),
     BYTES("\xed\xb3\xb4\xed\xb2\x90\xed\xb2\x80\xed\xb2\x80")},
};

START_TEST(each_encoding_becomes_utf8_with_surrogates)
{
    uint32_t text =
        intern(decoded[_i].given, decoded[_i].given_length, decoded[_i].encoding); /* when */
    ck_assert_msg(text != TEXT_NONE, "%s", decoded[_i].what);                      /* then */
    ck_assert_msg(holds(text, decoded[_i].expected, decoded[_i].expected_length), "%s: %.*s",
                  decoded[_i].what, (int)table.texts[text].length, table.texts[text].bytes);
}
END_TEST

static const struct {
    const char *what;
    const char *bytes;
    size_t length;
} refused[] = {
    {"a byte that only continues", BYTES("\x80")},
    {"the last of those", BYTES("a\xbf")},
    {"an overlong NUL", BYTES("\xc0\x80")},
    {"an overlong DEL", BYTES("\xc1\xbf")},
    {"an overlong form of three bytes", BYTES("\xe0\x9f\xbf")},
    {"an overlong form of four bytes", BYTES("\xf0\x8f\xbf\xbf")},
    {"beyond U+10FFFF", BYTES("\xf4\x90\x80\x80")},
    {"a lead of what would be five bytes", BYTES("\xf8\x88\x80\x80\x80")},
    {"F5", BYTES("\xf5\x80\x80\x80")},
    {"FF", BYTES("\xff")},
    {"one byte of two", BYTES("\xc3")},
    {"two bytes of three", BYTES("\xe2\x82")},
    {"three bytes of four", BYTES("\xf0\x9f\x92")},
    {"a lead before ASCII", BYTES("\xc3(")},
    {"a second byte that is no continuation", BYTES("\xe2(\xa1")},
    {"a third byte that is no continuation", BYTES("\xf0\x9f(\xbc")},
    {"a fault behind eight bytes", BYTES("12345678\xff")},
};

START_TEST(what_is_no_utf8_is_refused_and_not_kept)
{
    int is_invalid = 0;
    uint32_t text = text_intern(&table, refused[_i].bytes, refused[_i].length, TEXT_UTF8,
                                &is_invalid);                               /* when */
    ck_assert_msg(text == TEXT_NONE && is_invalid, "%s", refused[_i].what); /* then */
    ck_assert_uint_eq(table.count, 0);
}
END_TEST

/* ---- Keeping ---- */

START_TEST(a_text_has_one_number_whatever_it_was_encoded_in)
{
    uint32_t utf8 = intern(BYTES("caf\xc3\xa9"), TEXT_UTF8); /* given */
    uint32_t other = intern(BYTES("caf"), TEXT_UTF8);

    ck_assert_uint_eq(utf8, 0); /* then */
    ck_assert_uint_eq(other, 1);
    ck_assert_uint_eq(intern(BYTES("caf\xe9"), TEXT_LATIN1), utf8);
    ck_assert_uint_eq(intern(BYTES("caf\xc3\xa9"), TEXT_BYTES), utf8);
    ck_assert_uint_eq(intern(BYTES("caf"), TEXT_LATIN1), other);
    ck_assert_uint_eq(table.count, 2);
}
END_TEST

START_TEST(texts_that_differ_only_behind_a_nul_are_two)
{
    ck_assert_uint_ne(intern(BYTES("a\0b"), TEXT_UTF8), intern(BYTES("a\0c"), TEXT_UTF8));
    ck_assert_uint_ne(intern(BYTES("a"), TEXT_UTF8), intern(BYTES("a\0"), TEXT_UTF8));
    ck_assert_uint_ne(intern(BYTES(""), TEXT_UTF8), intern(BYTES("\0"), TEXT_UTF8));
}
END_TEST

START_TEST(thousands_of_texts_are_numbered_in_order_of_appearance)
{
    enum { COUNT = 20000 };
    char name[24];
    for (uint32_t round = 0; round < 2; round++) /* the second finds what the first put in */
        for (uint32_t i = 0; i < COUNT; i++) {
            int length = snprintf(name, sizeof name, "%s%u", i % 3 == 0 ? "module." : "f", i);
            ck_assert_uint_eq(intern(name, (size_t)length, TEXT_UTF8), i);
        }
    ck_assert_uint_eq(table.count, COUNT);
    ck_assert(holds(19999, BYTES("f19999")));
    ck_assert(holds(0, BYTES("module.0")));
}
END_TEST

START_TEST(texts_live_on_when_the_table_is_freed)
{
    char long_name[100000]; /* larger than a block of the arena */
    memset(long_name, 'x', sizeof long_name);
    uint32_t first = intern(BYTES("first"), TEXT_UTF8); /* given */
    uint32_t second = intern(long_name, sizeof long_name, TEXT_UTF8);
    pstats_text small = table.texts[first], large = table.texts[second];

    text_table_free(&table); /* when */

    ck_assert_uint_eq(small.length, 5); /* then */
    ck_assert_int_eq(memcmp(small.bytes, "first", 5), 0);
    ck_assert_uint_eq(large.length, sizeof long_name);
    ck_assert_int_eq(memcmp(large.bytes, long_name, sizeof long_name), 0);
}
END_TEST

/* ---- Order ---- */

START_TEST(texts_stand_in_the_order_of_their_code_points)
{
    static const struct {
        const char *bytes;
        size_t length;
    } ordered[] = {
        {BYTES("")},
        {BYTES("\0")},
        {BYTES("A")},
        {BYTES("a")},
        {BYTES("a\0")},
        {BYTES("aa")},
        {BYTES("b")},
        {BYTES("\xc3\xa9")},         /* U+00E9 */
        {BYTES("\xe2\x82\xac")},     /* U+20AC */
        {BYTES("\xed\xa0\x80")},     /* U+D800 */
        {BYTES("\xee\x80\x80")},     /* U+E000 */
        {BYTES("\xf0\x9f\x90\x8d")}, /* U+1F40D */
    };
    enum { COUNT = sizeof ordered / sizeof *ordered };
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < COUNT; k++) {
            int order = text_compare((pstats_text){ordered[i].bytes, ordered[i].length},
                                     (pstats_text){ordered[k].bytes, ordered[k].length});
            ck_assert_msg((order > 0) - (order < 0) == (i > k) - (i < k), "%zu and %zu: %d", i, k,
                          order);
        }
}
END_TEST

START_TEST(no_bytes_at_all_are_an_empty_text)
{
    ck_assert_int_eq(text_compare((pstats_text){NULL, 0}, (pstats_text){"", 0}), 0);
    ck_assert_int_lt(text_compare((pstats_text){NULL, 0}, (pstats_text){"a", 1}), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *encodings = tcase_create("encodings");
    tcase_add_checked_fixture(encodings, make_table, free_table);
    tcase_add_loop_test(encodings, each_encoding_becomes_utf8_with_surrogates, 0,
                        sizeof decoded / sizeof *decoded);
    tcase_add_loop_test(encodings, what_is_no_utf8_is_refused_and_not_kept, 0,
                        sizeof refused / sizeof *refused);
    suite_add_tcase(suite, encodings);
    TCase *keeping = tcase_create("keeping");
    tcase_add_checked_fixture(keeping, make_table, free_table);
    tcase_add_test(keeping, a_text_has_one_number_whatever_it_was_encoded_in);
    tcase_add_test(keeping, texts_that_differ_only_behind_a_nul_are_two);
    tcase_add_test(keeping, thousands_of_texts_are_numbered_in_order_of_appearance);
    tcase_add_test(keeping, texts_live_on_when_the_table_is_freed);
    suite_add_tcase(suite, keeping);
    TCase *order = tcase_create("order");
    tcase_add_test(order, texts_stand_in_the_order_of_their_code_points);
    tcase_add_test(order, no_bytes_at_all_are_an_empty_text);
    suite_add_tcase(suite, order);
    return run_suite(suite);
}
