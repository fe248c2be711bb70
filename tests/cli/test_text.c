/* Code points of texts and arguments. */
#include "cli/text.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *bytes;
    size_t length;
    uint32_t code_points[4];
    size_t count;
} decoded[] = {
    {BYTES("a"), {'a'}, 1},
    {BYTES("\0b"), {0, 'b'}, 2},
    {BYTES("\xc3\xa9"), {0xe9}, 1},
    {BYTES("\xe2\x82\xac"), {0x20ac}, 1},
    {BYTES("\xf0\x9f\x90\x8d"), {0x1f40d}, 1},
    {BYTES("\xf4\x8f\xbf\xbf"), {0x10ffff}, 1},
    {BYTES("\xed\xa0\x80"), {0xd800}, 1},     /* a surrogate, as the library has it */
    {BYTES("\xe9"), {0xdce9}, 1},             /* latin-1 */
    {BYTES("\xc0\x80"), {0xdcc0, 0xdc80}, 2}, /* overlong */
    {BYTES("\xe2\x82"), {0xdce2, 0xdc82}, 2}, /* cut off */
    {BYTES("\xe2\x28"), {0xdce2, '('}, 2},    /* broken off */
    {BYTES("\xf4\x90\x80\x80"), {0xdcf4, 0xdc90, 0xdc80, 0xdc80}, 4}, /* beyond U+10FFFF */
    {BYTES("\x80"), {0xdc80}, 1},
};

START_TEST(bytes_become_code_points_and_stray_bytes_surrogates)
{
    char *copy = malloc(decoded[_i].length); /* so that a sanitizer sees a byte read too far */
    memcpy(copy, decoded[_i].bytes, decoded[_i].length);
    size_t count;
    uint32_t *code_points = text_code_points((pstats_text){copy, decoded[_i].length}, &count);
    ck_assert_uint_eq(count, decoded[_i].count);
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_eq(code_points[i], decoded[_i].code_points[i]);
    free(code_points);
    free(copy);
}
END_TEST

START_TEST(every_code_point_is_written_as_it_is_read)
{
    struct buffer buffer = BUFFER_INIT;
    for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
        buffer_cut(&buffer, 0);
        text_append(&buffer, c);
        struct text_cursor cursor = text_cursor((pstats_text){buffer.bytes, buffer.length});
        ck_assert_uint_eq(text_next(&cursor), c);
        ck_assert_ptr_eq(cursor.at, cursor.end);
    }
    buffer_free(&buffer);
}
END_TEST

static const struct {
    uint32_t code_point;
    const char *escape;
    int is_hidden;
} escapes[] = {
    {0x1b, "\\x1b", 0},          {0x00, "\\x00", 0},           {0x202e, "\\u202e", 1},
    {0xd800, "\\ud800", 1},      {0xdce9, "\\xe9", 1},         {0xfeff, "\\ufeff", 1},
    {0x200b, "\\u200b", 1},      {0xe0041, "\\U000e0041", 1},  {0xffff, "\\uffff", 1},
    {0x2066, "\\u2066", 1},      {0xfdd0, "\\ufdd0", 1},       {0xfffe, "\\ufffe", 1},
    {0x1ffff, "\\U0001ffff", 1}, {0x10fffe, "\\U0010fffe", 1}, {0x10ffff, "\\U0010ffff", 1},
};

START_TEST(what_cannot_be_seen_has_an_escape)
{
    struct buffer buffer = BUFFER_INIT;
    text_append_escape(&buffer, escapes[_i].code_point);
    ck_assert_str_eq(buffer_string(&buffer), escapes[_i].escape);
    ck_assert_int_eq(text_is_hidden(escapes[_i].code_point), escapes[_i].is_hidden);
    buffer_free(&buffer);
}
END_TEST

START_TEST(letters_marks_and_emoji_are_not_hidden)
{
    static const uint32_t visible[] = {'a',    ' ',    0xa0,    0xe9,   0x301,  0x5d0,   0x627,
                                       0x4e2d, 0xfe0f, 0x1f600, 0xfffd, 0xfdf0, 0x10fffd};
    for (size_t i = 0; i < sizeof visible / sizeof *visible; i++)
        ck_assert_msg(!text_is_hidden(visible[i]), "U+%04X", visible[i]);
}
END_TEST

START_TEST(a_text_starts_with_an_argument_also_where_its_bytes_are_no_utf8)
{
    pstats_text text = {BYTES("/\xed\xb3\xa9t\xc3\xa9/x")}; /* U+DCE9: was the byte E9 */
    ck_assert_uint_eq(text_start_length(text, ""), 0);
    ck_assert_uint_eq(text_start_length(text, "/"), 1);
    ck_assert_uint_eq(text_start_length(text, "/\xe9t"), 5);
    ck_assert_uint_eq(text_start_length(text, "/\xe9t\xc3\xa9/x"), 9);
    ck_assert_uint_eq(text_start_length(text, "/e"), SIZE_MAX);
    ck_assert_uint_eq(text_start_length(text, "/\xe9t\xc3\xa9/xy"), SIZE_MAX);
}
END_TEST

START_TEST(a_buffer_takes_anything_and_remembers_that_it_failed)
{
    struct buffer buffer = BUFFER_INIT;
    ck_assert_str_eq(buffer_string(&buffer), "");
    for (int i = 0; i < 1000; i++)
        buffer_append_format(&buffer, "%d,", i % 10);
    ck_assert_uint_eq(buffer.length, 2000);
    buffer_cut(&buffer, 4);
    ck_assert_str_eq(buffer_string(&buffer), "0,1,");
    buffer_cut(&buffer, 9);
    ck_assert_uint_eq(buffer.length, 4);
    buffer_append(&buffer, "x", SIZE_MAX / 2); /* more than there is */
    ck_assert(buffer.failed);
    buffer_append_string(&buffer, "more");
    ck_assert_str_eq(buffer_string(&buffer), "0,1,");
    buffer_free(&buffer);
    ck_assert(!buffer.failed);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, bytes_become_code_points_and_stray_bytes_surrogates, 0,
                        sizeof decoded / sizeof *decoded);
    tcase_add_test(all, every_code_point_is_written_as_it_is_read);
    tcase_add_loop_test(all, what_cannot_be_seen_has_an_escape, 0,
                        sizeof escapes / sizeof *escapes);
    tcase_add_test(all, letters_marks_and_emoji_are_not_hidden);
    tcase_add_test(all, a_text_starts_with_an_argument_also_where_its_bytes_are_no_utf8);
    tcase_add_test(all, a_buffer_takes_anything_and_remembers_that_it_failed);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
