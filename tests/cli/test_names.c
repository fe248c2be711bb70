/* Names of functions. What wrapped names should be is what Python's textwrap.fill(name, 32,
 * break_long_words=False) says. */
#include "cli/names.h"

#include "cli/text.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct buffer name;

static void clear(void)
{
    buffer_free(&name);
}

static void set_name(const char *text)
{
    buffer_cut(&name, 0);
    buffer_append_string(&name, text);
}

static const struct {
    const char *file, *shown;
} files[] = {
    {"/usr/lib/json/decoder.py", "decoder:3:f"},
    {"x.tar.gz", "x.tar:3:f"},
    {"<frozen importlib._bootstrap>", "<frozen importlib:3:f"},
    {"/a/b/", ":3:f"},
    {"/a.b/c", "c:3:f"},
    {"~", "~:3:f"},
    {"", ":3:f"},
    {".hid", ".hid:3:f"},
    {"...", "...:3:f"},
    {"/x/..hid.py", "..hid:3:f"},
    {".hid.py", ".hid:3:f"},
    {"a.", "a:3:f"},
    {"d:\\ls\\m.py", "d:\\ls\\m:3:f"},
    {"<string>", "<string>:3:f"},
};

START_TEST(a_function_is_called_after_its_file_line_and_name)
{
    pstats_function function = {.file = text_of(files[_i].file), .name = text_of("f"), .line = 3};
    names_append(&name, &function);
    ck_assert_str_eq(buffer_string(&name), files[_i].shown);
}
END_TEST

START_TEST(only_so_much_of_a_long_text_is_copied)
{
    enum { LENGTH = 3 * NAMES_READ_MAX };
    char *text = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < LENGTH; i += 3)
        memcpy(text + i, "\xe2\x86\x92", 3);
    text[LENGTH] = '\0';
    ck_assert_uint_eq(names_read_part(text_of(text)).length, NAMES_READ_MAX / 3 * 3);
    pstats_function function = {.file = text_of("a.py"), .name = text_of(text), .line = 3};
    names_append(&name, &function);
    ck_assert_uint_eq(name.length, strlen("a:3:") + NAMES_READ_MAX / 3 * 3);
    buffer_cut(&name, 0);
    function = (pstats_function){.file = text_of(text), .name = text_of("f"), .line = 3};
    names_append(&name, &function);
    ck_assert_uint_le(name.length, NAMES_READ_MAX + strlen(":3:f"));
    buffer_cut(&name, 0);
    ck_assert(names_append_cut(&name, text_of(text)));
    ck_assert_uint_eq(name.length, 3 * NAMES_MAX); /* with the ellipsis */
    buffer_cut(&name, 0);
    ck_assert(!names_append_cut(&name, text_of("short")));
    ck_assert_str_eq(buffer_string(&name), "short");
    free(text);
}
END_TEST

static const struct {
    const char *from, *to;
} stripped[] = {
    {"f(int, char)", "f"},
    {"f<T>::g(a(b)c) const", "f::g"},
    {"~:0:<built-in method builtins.len>", "~:0:"},
    {"a<b<c>d>e", "ae"},
    {"(a", "(a"},
    {"((a)", "("},
    {"a)b", "a)b"},
    {"a)(b)", "a)"},
    {"x<y", "x<y"},
    {"a->b<c>", "a->b"},
    {"f const", "f"},
    {"f\t const\n", "f\n"},
    {"fconst", "fconst"},
    {" const", ""},
    {"", ""},
};

START_TEST(brackets_are_stripped_where_both_ends_are_there)
{
    set_name(stripped[_i].from);
    names_strip(&name);
    ck_assert_str_eq(buffer_string(&name), stripped[_i].to);
}
END_TEST

START_TEST(deeply_nested_brackets_are_stripped_too)
{
    for (int i = 0; i < 100000; i++)
        buffer_append_char(&name, '<');
    for (int i = 0; i < 100000; i++)
        buffer_append_char(&name, '>');
    names_strip(&name);
    ck_assert_str_eq(buffer_string(&name), "");
}
END_TEST

static const struct {
    const char *from, *to;
} wrapped[] = {
    {"short name", "short name"},
    {"a, b", "a,b"},
    {"A<B<C> > >", "A<B<C>>>"},
    {"12345678901234567890123456789012", "12345678901234567890123456789012"},
    {"123456789012345678901234567890 23", "123456789012345678901234567890\n23"},
    {"~:0:<method 'disable' of '_lsprof.Profiler' objects>",
     "~:0:<method 'disable' of\n'_lsprof.Profiler' objects>"},
    {"one_word_that_is_longer_than_the_whole_line and more",
     "one_word_that_is_longer_than_the_whole_line\nand more"},
    {"a compound-word that is broken-behind its hyphen",
     "a compound-word that is broken-\nbehind its hyphen"},
    {"a dash -- between words that runs over--the edge",
     "a dash -- between words that\nruns over--the edge"},
    {"tabs\tare\tblanks that reach to the next stop",
     "tabs    are     blanks that\nreach to the next stop"},
    {"newlines\nare blanks as well, in long names only",
     "newlines are blanks as well,in\nlong names only"},
    {"  blanks at the start stay, those between lines go  ",
     "  blanks at the start stay,\nthose between lines go"},
    {"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 counts characters, no bytes",
     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 counts characters,"
     "no\nbytes"},
    {"                                   ", ""},
};

START_TEST(long_names_are_wrapped_as_in_python)
{
    set_name(wrapped[_i].from);
    names_wrap(&name);
    ck_assert_str_eq(buffer_string(&name), wrapped[_i].to);
}
END_TEST

START_TEST(names_of_4096_characters_are_cut)
{
    for (int i = 0; i < 4095; i++)
        buffer_append_string(&name, "\xc3\xa9");
    ck_assert(!names_cut(&name));
    ck_assert_uint_eq(name.length, 2 * 4095);
    buffer_append_char(&name, 'x');
    ck_assert(names_cut(&name));
    ck_assert_uint_eq(name.length, 2 * 4095 + 3);
    ck_assert_str_eq(buffer_string(&name) + 2 * 4094, "\xc3\xa9\xe2\x80\xa6");
}
END_TEST

START_TEST(names_are_cut_between_characters_at_the_limit_of_bytes)
{
    for (int i = 0; i < 3073; i++)
        buffer_append_string(&name, "\xf0\x9f\x90\x8d");
    ck_assert(names_cut(&name));
    ck_assert_uint_eq(name.length, 3071 * 4 + 3);
}
END_TEST

START_TEST(what_is_shown_is_cut_at_4096_characters)
{
    struct buffer long_name = BUFFER_INIT, shown = BUFFER_INIT;
    for (int i = 0; i < 5000; i++)
        buffer_append_string(&long_name, i % 2 ? "ö" : "x");
    names_append_clean(&shown, (pstats_text){long_name.bytes, long_name.length});
    ck_assert_uint_eq(shown.length, 4095 + 2047 + 3);
    ck_assert_str_eq(shown.bytes + shown.length - 4, "x…");
    buffer_free(&long_name);
    buffer_free(&shown);
}
END_TEST

START_TEST(a_name_of_printable_ascii_is_clean_wherever_another_byte_might_stand)
{
    for (int byte = 0; byte < 256; byte++)
        for (size_t at = 0; at < 19; at++) {
            char text[19]; /* given */
            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            int is_clean = names_is_clean((pstats_text){text, sizeof text});           /* when */
            ck_assert_msg(is_clean == (byte >= 0x20 && byte < 0x7f), "byte %d", byte); /* then */
        }
    ck_assert(names_is_clean((pstats_text){NULL, 0}));
}
END_TEST

START_TEST(what_is_escaped_is_cut_where_it_has_grown)
{
    struct buffer escapes = BUFFER_INIT, shown = BUFFER_INIT;
    for (int i = 0; i < 5000; i++)
        buffer_append_char(&escapes, '\x1b');
    names_append_display(&shown, (pstats_text){escapes.bytes, escapes.length});
    ck_assert_uint_eq(shown.length, 4095 + 3);
    ck_assert_str_eq(shown.bytes + shown.length - 6, "\\x1…"); /* the last one is not whole */
    buffer_cut(&shown, 0);
    names_append_display(&shown, text_of("a\nb ö"));
    ck_assert_str_eq(buffer_string(&shown), "a\\nb ö");
    buffer_free(&escapes);
    buffer_free(&shown);
}
END_TEST

static const struct {
    const char *file;
    int64_t line;
    const char *name;
} compared[] = {
    {"a.py", 1, "f"},  {"a.py", 1, "ff"}, {"a.py", 10, "f"},   {"a.py", 9, "f"},
    {"a.py", -1, "f"}, {"a", 1, "f"},     {"a.py:1(f", 1, ""}, {"a.py:1", 1, "f"},
    {"", 0, "f"},      {"~", 0, "f"},     {"~", 0, "<f>"},     {"~", 0, "<>"},
    {"~", 0, ""},      {"~", 1, "<f>"},   {"~", 0, "{f}"},     {"\xc3\xb6", 1, "f"},
    {"a.py", 1, "f)"}, {"a.py", 1, ""},
};
#define COMPARED_COUNT (sizeof compared / sizeof *compared)

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

START_TEST(functions_are_ordered_as_what_pstats_calls_them)
{
    struct buffer other = BUFFER_INIT;
    for (size_t i = 0; i < COMPARED_COUNT * COMPARED_COUNT; i++) {
        size_t a = i / COMPARED_COUNT, b = i % COMPARED_COUNT;
        buffer_cut(&name, 0);
        buffer_cut(&other, 0);
        names_append_standard(&name, text_of(compared[a].file), compared[a].line,
                              text_of(compared[a].name));
        names_append_standard(&other, text_of(compared[b].file), compared[b].line,
                              text_of(compared[b].name));
        int order = names_compare_standard(text_of(compared[a].file), compared[a].line,
                                           text_of(compared[a].name), text_of(compared[b].file),
                                           compared[b].line, text_of(compared[b].name));
        ck_assert_msg(sign(order) == sign(strcmp(buffer_string(&name), buffer_string(&other))),
                      "%s, %s: %d", name.bytes, other.bytes, order);
    }
    buffer_free(&other);
}
END_TEST

/* Of which there are a few bytes only. */
START_TEST(a_text_is_not_compared_with_itself)
{
    const pstats_text shared = {"x", SIZE_MAX / 4}, f = text_of("f"), g = text_of("g");
    ck_assert_int_eq(names_compare(shared, shared), 0);
    ck_assert_int_lt(names_compare_standard(shared, 1, f, shared, 1, g), 0);
    ck_assert_int_lt(names_compare_standard(f, 1, shared, f, 2, shared), 0);
    ck_assert_int_eq(names_compare_standard(f, 1, shared, f, 1, shared), 0);
}
END_TEST

static const struct {
    const char *file, *folder, *rest;
} folders[] = {
    {"/src/app/m.py", "/src", "app/m.py"},
    {"/src/app/m.py", "/src/", "app/m.py"},
    {"/src/app/m.py", "/sr", NULL},
    {"/src/app/m.py", "/src/app/m.py", NULL},
    {"/src//m.py", "/src", "m.py"},
    {"/m.py", "/", "m.py"},
    {"C:\\p\\m.py", "C:\\p", "m.py"},
    {"m.py", "/src", "m.py"}, /* a script that was started in its folder */
    {"app/m.py", "/src", "app/m.py"},
    {"../m.py", "/src", NULL},
    {"\\\\server\\m.py", "/src", NULL},
    {"D:\\m.py", "/src", NULL},
    {"<string>", "/src", NULL},
    {"~", "/src", NULL},
    {"", "/src", NULL},
};

START_TEST(files_lose_the_folder_that_they_are_in)
{
    const char *items[] = {"/elsewhere", folders[_i].folder};
    struct option_strings list = {items, 2, 2};
    int is_inside = -1;
    pstats_text rest = names_strip_folder(text_of(folders[_i].file), &list, &is_inside);
    const char *expected = folders[_i].rest != NULL ? folders[_i].rest : folders[_i].file;
    ck_assert_int_eq(is_inside, folders[_i].rest != NULL);
    ck_assert_uint_eq(rest.length, strlen(expected));
    ck_assert_mem_eq(rest.bytes, expected, rest.length);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("names");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, clear);
    tcase_add_test(all, only_so_much_of_a_long_text_is_copied);
    tcase_add_loop_test(all, a_function_is_called_after_its_file_line_and_name, 0,
                        sizeof files / sizeof *files);
    tcase_add_loop_test(all, brackets_are_stripped_where_both_ends_are_there, 0,
                        sizeof stripped / sizeof *stripped);
    tcase_add_test(all, deeply_nested_brackets_are_stripped_too);
    tcase_add_loop_test(all, long_names_are_wrapped_as_in_python, 0,
                        sizeof wrapped / sizeof *wrapped);
    tcase_add_test(all, names_of_4096_characters_are_cut);
    tcase_add_test(all, what_is_shown_is_cut_at_4096_characters);
    tcase_add_test(all, a_name_of_printable_ascii_is_clean_wherever_another_byte_might_stand);
    tcase_add_test(all, what_is_escaped_is_cut_where_it_has_grown);
    tcase_add_test(all, functions_are_ordered_as_what_pstats_calls_them);
    tcase_add_test(all, a_text_is_not_compared_with_itself);
    tcase_add_test(all, names_are_cut_between_characters_at_the_limit_of_bytes);
    tcase_add_loop_test(all, files_lose_the_folder_that_they_are_in, 0,
                        sizeof folders / sizeof *folders);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
