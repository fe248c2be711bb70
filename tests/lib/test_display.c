/* Texts shown clean: escapes, and the ways of snprintf. */
#include "support/run_suite.h"

#include <check.h>
#include <pstats.h>
#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *given;
    size_t length;
    const char *expected;
} shown[] = {
    {BYTES(""), ""},
    {BYTES("main"), "main"},
    {BYTES("a b"), "a b"},
    {BYTES("caf\xc3\xa9"), "caf\xc3\xa9"},
    {BYTES("\xf0\x9f\x90\x8d"), "\xf0\x9f\x90\x8d"},
    {BYTES("<listcomp> \"q\" 'x' &amp; \\"), "<listcomp> \"q\" 'x' &amp; \\"},
    /* Controls, as Python's repr writes them */
    {BYTES("a\tb\nc\rd"), "a\\tb\\nc\\rd"},
    {BYTES("a\0b"), "a\\x00b"},
    {BYTES("\x01\x08\x0b\x0c\x0e\x1b[31m\x1f"), "\\x01\\x08\\x0b\\x0c\\x0e\\x1b[31m\\x1f"},
    {BYTES(" \x7e\x7f"), " ~\\x7f"},
    {BYTES("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0"), "\\x80\\x9b\\x9f\xc2\xa0"},
    /* What reorders or breaks lines */
    {BYTES("\xe2\x80\xa8\xe2\x80\xa9"), "\\u2028\\u2029"},
    {BYTES("\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae"),
     "\\u202a\\u202b\\u202c\\u202d\\u202e"},
    {BYTES("\xe2\x81\xa6\xe2\x81\xa9"), "\\u2066\\u2069"},
    {BYTES("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"), "\\u200e\\u200f\\u061c"},
    {BYTES("\xef\xbb\xbfx"), "\\ufeffx"},
    {BYTES("\xd7\xa9\xd7\x9c"), "\xd7\xa9\xd7\x9c"}, /* Hebrew itself is fine */
    /* Surrogates; of them, bytes that were no UTF-8 */
    {BYTES("\xed\xa0\x80"), "\\ud800"},
    {BYTES("\xed\xbf\xbf"), "\\udfff"},
    {BYTES("\xed\xb1\xbf"), "\\udc7f"},
    {BYTES("caf\xed\xb3\xa9.py"), "caf\\xe9.py"},
    {BYTES("\xed\xb2\x80\xed\xb3\xbf"), "\\x80\\xff"},
    {BYTES("\xed\xb4\x80"), "\\udd00"},
    /* Only a caller's own text can be no UTF-8 */
    {BYTES("\xff"
           "a"),
     "\\xffa"},
    {BYTES("a\xc3"), "a\\xc3"},
};

START_TEST(what_would_act_is_escaped_and_all_else_kept)
{
    char buffer[100];
    pstats_text text = {shown[_i].given, shown[_i].length};           /* given */
    size_t length = pstats_text_display(text, buffer, sizeof buffer); /* when */
    ck_assert_str_eq(buffer, shown[_i].expected);                     /* then */
    ck_assert_uint_eq(length, strlen(shown[_i].expected));
}
END_TEST

START_TEST(the_length_of_the_whole_is_returned_whatever_the_room)
{
    char buffer[100];
    pstats_text text = {shown[_i].given, shown[_i].length}; /* given */
    size_t whole = strlen(shown[_i].expected);
    for (size_t size = 0; size <= whole + 1; size++) {
        memset(buffer, '#', sizeof buffer);
        ck_assert_uint_eq(pstats_text_display(text, buffer, size), whole); /* then */
        ck_assert_msg(buffer[size] == '#', "byte %zu is written to", size);
        if (size > 0) {
            ck_assert_ptr_nonnull(memchr(buffer, '\0', size));
            ck_assert_int_eq(strncmp(buffer, shown[_i].expected, strlen(buffer)), 0);
        }
    }
}
END_TEST

static const struct {
    const char *given;
    size_t size;
    const char *expected;
} cut[] = {
    {"main", 5, "main"},
    {"main", 4, "mai"},
    {"main", 1, ""},
    {"\xc3\xa9t\xc3\xa9", 6, "\xc3\xa9t\xc3\xa9"},
    {"\xc3\xa9t\xc3\xa9", 5, "\xc3\xa9t"},
    {"\xc3\xa9t\xc3\xa9", 4, "\xc3\xa9t"},
    {"\xc3\xa9t\xc3\xa9", 2, ""},
    {"\xf0\x9f\x90\x8d", 5, "\xf0\x9f\x90\x8d"},
    {"\xf0\x9f\x90\x8d", 4, ""},
    {"a\nb", 5, "a\\nb"},
    {"a\nb", 4, "a\\n"},
    {"a\nb", 3, "a"},
    {"\x1b", 5, "\\x1b"},
    {"\x1b", 4, ""},
    {"a\xed\xa0\x80z", 7, "a"},
    {"a\xed\xa0\x80z", 8, "a\\ud800"},
    /* What does not fit ends the text, though something shorter comes behind it */
    {"a\xf0\x9f\x90\x8dz", 4, "a"},
};

START_TEST(a_text_is_cut_between_characters_and_between_escapes)
{
    char buffer[20];
    pstats_text text = {cut[_i].given, strlen(cut[_i].given)}; /* given */
    pstats_text_display(text, buffer, cut[_i].size);           /* when */
    ck_assert_str_eq(buffer, cut[_i].expected);                /* then */
}
END_TEST

START_TEST(the_length_can_be_asked_without_a_buffer)
{
    ck_assert_uint_eq(pstats_text_display((pstats_text){BYTES("a\nb")}, NULL, 0), 4);
    ck_assert_uint_eq(pstats_text_display((pstats_text){NULL, 0}, NULL, 0), 0);
}
END_TEST

START_TEST(a_text_without_bytes_is_empty)
{
    char buffer[2] = "#";
    ck_assert_uint_eq(pstats_text_display((pstats_text){NULL, 0}, buffer, sizeof buffer), 0);
    ck_assert_str_eq(buffer, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("display");
    TCase *escapes = tcase_create("escapes");
    tcase_add_loop_test(escapes, what_would_act_is_escaped_and_all_else_kept, 0,
                        sizeof shown / sizeof *shown);
    suite_add_tcase(suite, escapes);
    TCase *room = tcase_create("room");
    tcase_add_loop_test(room, the_length_of_the_whole_is_returned_whatever_the_room, 0,
                        sizeof shown / sizeof *shown);
    tcase_add_loop_test(room, a_text_is_cut_between_characters_and_between_escapes, 0,
                        sizeof cut / sizeof *cut);
    tcase_add_test(room, the_length_can_be_asked_without_a_buffer);
    tcase_add_test(room, a_text_without_bytes_is_empty);
    suite_add_tcase(suite, room);
    return run_suite(suite);
}
