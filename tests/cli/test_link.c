/* Addresses from templates. */
#include "cli/link.h"

#include "cli/names.h"
#include "cli/text.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *link;
    int is_good;
} templates[] = {
    {"https://example.org/blob/abc/{file}#L{line}", 1},
    {"HTTP://example.org/{name}", 1},
    {"src/{file}.html", 1},
    {"{file}#L{line}", 1},
    {"../{file}?a=1&b={line}", 1},
    {"/{file}:{line}", 1},
    {"#{name}", 1},
    {"", 0},
    {"javascript:alert({line})", 0},
    {"JavaScript:alert(1)", 0},
    {"data:text/html,{name}", 0},
    {"file:///{file}", 0},
    {"ftp://example.org/{file}", 0},
    {"http:{file}", 0},
    {"{file}:{line}", 0}, /* a file called javascript would make it one */
    {"https://example.org/{path}", 0},
    {"https://example.org/{", 0},
    {"https://example.org/a b", 0},
    {"java\tscript:alert(1)", 0},
    {" javascript:alert(1)", 0},
    {"\\\\host\\{file}", 0},
    {"https://example.org/\"{file}", 0},
    {"https://example.org/<b>{file}", 0},
    {"https://example.org/{file}>", 0},
    {"https://example.org/'{file}", 1},
};

START_TEST(only_http_https_and_relative_templates_are_good)
{
    ck_assert_msg((link_problem(templates[_i].link) == NULL) == templates[_i].is_good, "%s",
                  templates[_i].link);
}
END_TEST

static const struct {
    const char *link, *file, *name, *address;
} filled[] = {
    {"https://e.org/{file}#L{line}", "pkg/m.py", "f", "https://e.org/pkg/m.py#L12"},
    {"x/{name}", "m.py", "<lambda> \"q\"&'", "x/%3Clambda%3E%20%22q%22%26%27"},
    {"{file}", "javascript:alert(1)", "f", "javascript%3Aalert%281%29"},
    {"{file}", "//evil.org/x", "f", "/%2Fevil.org/x"},
    {"/{file}", "/evil.org/x", "f", "/evil.org/x"},
    {"https://e.org/blob/{file}", "/srv/m.py", "f", "https://e.org/blob/srv/m.py"},
    {"https://e.org/blob/{file}", "\\\\srv\\m.py", "f", "https://e.org/blob/srv/m.py"},
    {"https://e.org/blob{file}", "/srv/m.py", "f", "https://e.org/blob/srv/m.py"},
    {"https://e.org/?{file}", "/srv/m.py", "f", "https://e.org/?/srv/m.py"},
    {"/{file}", "//evil.org/x", "f", "/evil.org/x"},
    {"https://e.org/{file}", "a\\b\\c.py", "f", "https://e.org/a/b/c.py"},
    {"https://e.org/{file}", "a\\b/c.py", "f", "https://e.org/a%5Cb/c.py"},
    {"{file}", "\\\\evil.org\\x", "f", "/%2Fevil.org/x"},
    {"s/{file}", "\xc3\xa9\xed\xb3\xa9", "f", "s/%C3%A9%E9"}, /* U+DCE9: was the byte E9 */
    {"s/{line}{line}}", "f", "f", "s/1212}"},
};

START_TEST(fields_are_filled_in_and_lead_nowhere_else)
{
    struct buffer address = BUFFER_INIT;
    ck_assert_ptr_null(link_problem(filled[_i].link));
    link_append(&address, filled[_i].link, text_of(filled[_i].file), 12, text_of(filled[_i].name));
    ck_assert_str_eq(buffer_string(&address), filled[_i].address);
    buffer_free(&address);
}
END_TEST

START_TEST(long_fields_are_cut)
{
    enum { LENGTH = 1000 * 1000 };
    char *text = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    struct buffer address = BUFFER_INIT;
    link_append(&address, "{file}#{name}", text_of(text), 12, text_of(text));
    ck_assert_uint_eq(address.length, 2 * (NAMES_MAX - 1) + 1);
    buffer_free(&address);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, only_http_https_and_relative_templates_are_good, 0,
                        sizeof templates / sizeof *templates);
    tcase_add_loop_test(all, fields_are_filled_in_and_lead_nowhere_else, 0,
                        sizeof filled / sizeof *filled);
    tcase_add_test(all, long_fields_are_cut);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
