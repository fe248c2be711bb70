/* What the picture says of functions. */
#include "pstatsflame/functions.h"

#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *file;
    const char *name;
    const char *label, *whole_label;
    const char *shown_name, *place;
} functions[] = {
    {"/srv/app.py", "render", "render", "render  app.py:7", "render", "/srv/app.py:7"},
    {"app.py", "<listcomp>", "<listcomp>", "<listcomp>  app.py:7", "<listcomp>", "app.py:7"},
    {"C:\\app\\cart.py", "f", "f", "f  cart.py:7", "f", "C:\\app\\cart.py:7"},
    {"/usr/lib/json/__init__.py", "load", "load", "load  json/__init__.py:7", "load",
     "/usr/lib/json/__init__.py:7"},
    {"__init__.py", "load", "load", "load  __init__.py:7", "load", "__init__.py:7"},
    {"/srv/app.py", "<module>", "app.py", "app.py  <module>", "<module>", "/srv/app.py:7"},
    {"<string>", "<module>", "<string>", "<string>  <module>", "<module>", "<string>:7"},
    /* builtins */
    {"~", "<built-in method builtins.len>", "len", "len", "<built-in method builtins.len>", ""},
    {"~", "<built-in method time.sleep>", "time.sleep", "time.sleep",
     "<built-in method time.sleep>", ""},
    {"~", "<method 'append' of 'list' objects>", "list.append", "list.append",
     "<method 'append' of 'list' objects>", ""},
    {"~", "<slot wrapper '__init__' of 'object' objects>", "object.__init__", "object.__init__",
     "<slot wrapper '__init__' of 'object' objects>", ""},
    {"~", "<built-in method __new__ of type object at 0x7f00>", "type.__new__", "type.__new__",
     "<built-in method __new__ of type object at 0x7f00>", ""},
    {"~", "<function T.f at 0x7f00>", "T.f", "T.f", "<function T.f at 0x7f00>", ""},
    {"~", "<len>", "len", "len", "<len>", ""},
    {"", "append", "append", "append", "append", ""},
    {"~", "<>", "<>", "<>", "<>", ""},
    {"~", "<method 'x", "<method 'x", "<method 'x", "<method 'x", ""},
    {"~", "<built-in method ", "<built-in method ", "<built-in method ", "<built-in method ", ""},
    /* what must not act on what is around it */
    {"/srv/a\nb.py", "f\x1b[31m", "f\\x1b[31m", "f\\x1b[31m  a\\x0ab.py:7", "f\\x1b[31m",
     "/srv/a\\x0ab.py:7"},
    {"a.py", "x\xe2\x80\xaey", "x\\u202ey", "x\\u202ey  a.py:7", "x\\u202ey", "a.py:7"},
    {"a.py", "größe", "größe", "größe  a.py:7", "größe", "a.py:7"},
};

static void assert_place(const struct layout_function *function, const char *expected)
{
    char place[100] = "";
    pstats_text path = function->file->path;
    if (path.length > 0)
        snprintf(place, sizeof place, "%.*s:%d", (int)path.length, path.bytes, (int)function->line);
    ck_assert_str_eq(place, expected);
}

static pstats_profile *profile_with(const char *file, const char *name)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    put_function_begin(writer, file, 7, name, 1, 1, 0.5, 0.5);
    put_dict_end(writer);
    put_dict_end(writer);
    return profile_of_writer(writer);
}

START_TEST(functions_have_a_short_name_and_a_long_one_and_a_place)
{
    const struct option_strings no_prefixes = {NULL, 0, 0};
    const unsigned char is_used[] = {1};
    struct buffer label = BUFFER_INIT;
    struct functions all;
    pstats_profile *profile = profile_with(functions[_i].file, functions[_i].name); /* given */
    ck_assert(functions_init(&all, pstats_profile_graph(profile), is_used, &no_prefixes,
                             NULL)); /* when */
    const struct layout_function *made = all.items;
    functions_append_label(&label, made);
    ck_assert_str_eq(buffer_string(&label), functions[_i].whole_label); /* then */
    ck_assert(is_text(made->short_name, functions[_i].label));
    ck_assert(is_text(made->name, functions[_i].shown_name));
    assert_place(made, functions[_i].place);
    ck_assert_ptr_null(made->link);
    functions_free(&all);
    buffer_free(&label);
    pstats_profile_free(profile);
}
END_TEST

static const struct {
    const char *prefix;
    const char *file;
    const char *place;
    const char *link;
} links[] = {
    {NULL, "/srv/app/a b.py", "/srv/app/a b.py:7", "https://x/blob/srv/app/a%20b.py#L7"},
    {"/srv/app", "/srv/app/lib/b.py", "lib/b.py:7", "https://x/blob/lib/b.py#L7"},
    {"/srv/app/", "/srv/app/lib/b.py", "lib/b.py:7", "https://x/blob/lib/b.py#L7"},
    {"/srv/app", "/usr/lib/python3.11/os.py", "/usr/lib/python3.11/os.py:7", NULL},
    {NULL, "~", "", NULL},
    {NULL, "<string>", "<string>:7", NULL},
};

START_TEST(links_lead_to_files_that_are_in_a_stripped_folder_or_to_all)
{
    const char *prefix = links[_i].prefix;
    const struct option_strings prefixes = {&prefix, prefix != NULL, 1};
    const unsigned char is_used[] = {1};
    struct functions all;
    pstats_profile *profile = profile_with(links[_i].file, "f");
    ck_assert(functions_init(&all, pstats_profile_graph(profile), is_used, &prefixes,
                             "https://x/blob/{file}#L{line}"));
    assert_place(all.items, links[_i].place);
    ck_assert_pstr_eq(all.items->link, links[_i].link);
    functions_free(&all);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(functions_without_a_frame_are_not_described)
{
    const struct option_strings no_prefixes = {NULL, 0, 0};
    struct functions all;
    pstats_profile *profile = profile_of("f g f>g");
    const pstats_graph *graph = pstats_profile_graph(profile);
    unsigned char is_used[2] = {0};
    is_used[function_named(graph, "g")] = 1;
    ck_assert(functions_init(&all, graph, is_used, &no_prefixes, NULL));
    ck_assert_ptr_null(all.items[function_named(graph, "f")].name.bytes);
    ck_assert(is_text(all.items[function_named(graph, "g")].name, "g"));
    functions_free(&all);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(functions_of_a_file_share_what_is_said_of_it)
{
    const struct option_strings no_prefixes = {NULL, 0, 0};
    static const unsigned char is_used[] = {1, 1, 1, 1};
    struct functions all;
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    static const struct {
        const char *file, *name;
        int line;
    } given[] = {{"/srv/a.py", "f", 1}, {"~", "len", 0}, {"/srv/a.py", "g", 2}, {"~", "abs", 0}};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        put_function_begin(writer, given[i].file, given[i].line, given[i].name, 1, 1, 0.5, 0.5);
        put_dict_end(writer);
    }
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer);
    ck_assert(functions_init(&all, pstats_profile_graph(profile), is_used, &no_prefixes, NULL));
    ck_assert_uint_eq(all.file_count, 2); /* then */
    ck_assert_ptr_eq(all.items[0].file, all.items[2].file);
    ck_assert_ptr_eq(all.items[1].file, all.items[3].file);
    functions_free(&all);
    pstats_profile_free(profile);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("functions");
    TCase *tests = tcase_create("functions");
    tcase_add_loop_test(tests, functions_have_a_short_name_and_a_long_one_and_a_place, 0,
                        (int)(sizeof functions / sizeof *functions));
    tcase_add_loop_test(tests, links_lead_to_files_that_are_in_a_stripped_folder_or_to_all, 0,
                        (int)(sizeof links / sizeof *links));
    tcase_add_test(tests, functions_without_a_frame_are_not_described);
    tcase_add_test(tests, functions_of_a_file_share_what_is_said_of_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
