/* Pictures that pstats2dot draws itself. Runs the program, and dot beside it. */
#include "support/marshal_writer.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One function for each name, each calling the next, all with a second of their own but the last,
 * which has two. */
static void write_chain(const char *const *names, int length)
{
    struct marshal_writer *w = marshal_writer_new(4);
    char numbered[2][20];
    put_dict_begin(w);
    for (int i = 0; i < length; i++) {
        for (int k = 0; k < 2; k++)
            snprintf(numbered[k], sizeof numbered[k], "f%d", i - k);
        double rest = length - i + 1, self = i == length - 1 ? 2.0 : 1.0;
        put_function_begin(w, "/src/a.py", i, names != NULL ? names[i] : numbered[0], 1, 1, self,
                           rest);
        if (i > 0) {
            put_key(w, "/src/a.py", i - 1, names != NULL ? names[i - 1] : numbered[1]);
            put_caller_figures(w, 1, 1, self, rest);
        }
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("in.pstats", w);
}

static const char *const dumps[] = {
    "queens-cProfile-py3.13",    "raytrace-cProfile-py3.12",   "parser_work-profile-py3.8",
    "merged-cProfile-py2.7",     "odd-weird-names-py3.13",     "odd-weird-files-profile-py2.7",
    "path-quote-cProfile-py3.7", "pyinstrument-graphs-py3.13", "generators-profile-py3.6",
};

static const char *const styles[] = {"", "-n0 -e0 -w -c dark", "--cluster=module -c print",
                                     "-n0 --cluster=package --link '{file}#L{line}'"};

#define DUMPS (int)(sizeof dumps / sizeof *dumps)
#define STYLES (int)(sizeof styles / sizeof *styles)

START_TEST(our_picture_is_the_one_that_dot_draws_of_our_dot)
{
    run_shell(
        "pstats2dot -q %s --max-nodes=0 --tooltip=file -T svg \"$DATA/%s.pstats\" > ours.svg &&"
        "pstats2dot -q %s \"$DATA/%s.pstats\" | dot -Tsvg > its.svg && cmp ours.svg its.svg && "
        "xmllint --noout ours.svg",
        styles[_i % STYLES], dumps[_i / STYLES], styles[_i % STYLES], dumps[_i / STYLES]);
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%s %s: %s%s", dumps[_i / STYLES],
                  styles[_i % STYLES], run.out, run.err);
}
END_TEST

START_TEST(pictures_show_names_as_they_are)
{
    static const char *const names[] = {
        "<b>x</b>", "a&lt;b & c",      "C:\\new\\N",        "\"q\" 'p'",        "]]>",
        "\x1b[0m",  "two\nlines",      "\xe2\x80\xaeright", "\xd7\xa9\xd7\x9c", "<!-- no -->",
        "&#65;",    "\xf0\x9f\x90\x8d"};
    static const char *const shown[] = {">a:0:&lt;b&gt;x&lt;/b&gt;</text>",
                                        ">a:1:a&amp;lt;b &amp; c</text>",
                                        ">a:2:C:\\new\\N</text>",
                                        ">a:3:&quot;q&quot; &#39;p&#39;</text>",
                                        ">a:4:]]&gt;</text>",
                                        ">a:5:&amp;#0000027;[0m</text>",
                                        ">a:6:two</text>",
                                        ">a:7:\\u202eright</text>",
                                        ">a:8:\xd7\xa9\xd7\x9c</text>",
                                        ">a:9:&lt;!&#45;&#45; no &#45;&#45;&gt;</text>",
                                        ">a:10:&amp;#65;</text>",
                                        ">a:11:\xf0\x9f\x90\x8d</text>"};
    enum { COUNT = sizeof names / sizeof *names };
    write_chain(names, COUNT);
    run_shell("pstats2dot -T svg in.pstats > out.svg && xmllint --noout out.svg && cat out.svg");
    assert_done();
    for (int i = 0; i < COUNT; i++)
        assert_has(shown[i]);
    assert_has("xlink:title=\"a&amp;lt;b &amp; c (/src/a.py:1)&#10;1 call&#10;");
    assert_has("xlink:title=\"C:\\new\\N (/src/a.py:2)&#10;");
}
END_TEST

/* cairo draws no text any more once it has met one, and Graphviz tells of that on standard error alone. */
START_TEST(what_is_no_character_spoils_no_picture)
{
    static const char *const names[] = {"\xf4\x8f\xbf\xbf", "\xef\xb7\x90", "\xef\xbf\xbf"};
    write_chain(names, 3);
    run_shell("pstats2dot -T pdf in.pstats > out.pdf && pstats2dot in.pstats");
    assert_done();
    assert_has("label=\"a:0:\\\\U0010ffff\\n");
    assert_has("label=\"a:1:\\\\ufdd0\\n");
    assert_has("label=\"a:2:\\\\uffff\\n");
}
END_TEST

START_TEST(pictures_tell_details_of_functions_and_calls)
{
    write_chain(NULL, 2);
    run_shell("pstats2dot -T svg in.pstats");
    assert_done();
    assert_has("xlink:title=\"f0 (/src/a.py:0)&#10;1 call&#10;self 1 s, 33.33%&#10;total 3 s, "
               "100.00%&#10;");
    ck_assert_uint_eq(
        count("xlink:title=\"f0 (/src/a.py:0)&#10;\xe2\x86\x92 f1 (/src/a.py:1)&#10;1 call&#10;"),
        2);
}
END_TEST

START_TEST(links_lead_where_they_should)
{
    write_chain((const char *const[]){"f&g", "\"><script>"}, 2);
    run_shell(
        "pstats2dot -T svg --link 'https://example.org/?a=1&b={line}#{name}' in.pstats > out.svg &&"
        "xmllint --noout out.svg && cat out.svg");
    assert_done();
    assert_has("xlink:href=\"https://example.org/?a=1&amp;b=0#f%26g\"");
    assert_has("xlink:href=\"https://example.org/?a=1&amp;b=1#%22%3E%3Cscript%3E\"");
}
END_TEST

START_TEST(pictures_have_at_most_so_many_functions_and_say_so)
{
    write_chain(NULL, 400);
    run_shell("pstats2dot -n0 -e0 -T svg in.pstats");
    assert_done();
    ck_assert_uint_eq(count("class=\"node\""), 300);
    assert_has(">300 of 400 functions: those with a total time below 25.4% are left out</text>");
    ck_assert_str_eq(run.err,
                     "pstats2dot: warning: 300 of 400 functions: those with a total time below "
                     "25.4% are left out; --max-nodes=0 draws all\n");
    run_shell("pstats2dot -n0 -e0 in.pstats");
    ck_assert_uint_eq(count("tooltip=\"/src"), 400);
    run_shell("pstats2dot -n0 -e0 --max-nodes=0 -T plain in.pstats");
    ck_assert_uint_eq(count("\nnode "), 400);
    ck_assert_uint_eq(run.err_size, 0);
}
END_TEST

/* Every function calls all that follow. */
static void write_dense(int length)
{
    struct marshal_writer *w = marshal_writer_new(4);
    char name[20];
    put_dict_begin(w);
    for (int i = 0; i < length; i++) {
        snprintf(name, sizeof name, "f%d", i);
        put_function_begin(w, "/src/a.py", 1, name, 1, 1, 1.0, 100.0 - i);
        for (int k = 0; k < i; k++) {
            snprintf(name, sizeof name, "f%d", k);
            put_key(w, "/src/a.py", 1, name);
            put_caller_figures(w, 1, 1, 1.0, 50.0 - i - k * 0.01);
        }
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("in.pstats", w);
}

START_TEST(pictures_have_at_most_twice_as_many_calls_and_say_so)
{
    write_dense(30);
    run_shell("pstats2dot -n0 -e0 --max-nodes=30 -T svg in.pstats");
    assert_done();
    ck_assert_uint_eq(count("class=\"node\""), 30);
    ck_assert_uint_eq(count("class=\"edge\""), 60);
    assert_has(">60 of 435 calls: those with a total time below 39% are left out</text>");
    run_shell("pstats2dot -n0 -e0 --max-nodes=20 -T svg in.pstats");
    assert_has(">20 of 30 functions: those with a total time below 81% are left out; "
               "40 of 190 calls: those with a total time below 41% are left out</text>");
}
END_TEST

START_TEST(what_is_asked_for_by_name_is_drawn_whatever_the_limit)
{
    write_chain(NULL, 50);
    run_shell(
        "pstats2dot -n0 -e0 --max-nodes=3 --leaf a:49:f49 --focus a:30:f30 -T plain in.pstats");
    assert_done();
    ck_assert_uint_eq(count("\nnode "), 3);
    assert_has("\nnode 0 ");
    assert_has("\nnode 30 ");
    assert_has("\nnode 49 ");
}
END_TEST

START_TEST(a_crash_in_the_layout_has_a_message_and_leaves_what_was_there)
{
    if (getenv("RUNNER") != NULL)
        return; /* valgrind reports the overflow itself, with an exit code of its own */
    write_chain(NULL, 20000); /* dot descends along the chain */
    run_shell("echo old > out.svg; ulimit -s 256; pstats2dot -n0 -e0 --max-nodes=0 -o out.svg "
              "in.pstats; echo $?;"
              "cat out.svg; ls -A | grep tmp");
    ck_assert_str_eq(run.out, "4\nold\n");
    ck_assert_str_eq(run.err, "pstats2dot: Graphviz gave up: out of memory, most likely\n");
}
END_TEST

START_TEST(graphviz_is_missed_by_pictures_and_by_no_dot)
{
    static const char start[] = "pstats2dot: Graphviz cannot be loaded (its package is graphviz): ";
    run_write_file(LIBGVC_SONAME, "no library", 10);
    write_chain(NULL, 2);
    run_shell("LD_LIBRARY_PATH=\"$PWD\" pstats2dot in.pstats");
    assert_done();
    assert_has("a:0:f0");
    run_shell("LD_LIBRARY_PATH=\"$PWD\" pstats2dot -q -o out.tmp in.pstats && cat out.tmp");
    assert_done();
    assert_has("a:0:f0");
    run_shell("echo old > out.svg; LD_LIBRARY_PATH=\"$PWD\" pstats2dot -o out.svg in.pstats; "
              "echo $?; cat out.svg");
    ck_assert_str_eq(run.out, "4\nold\n");
    ck_assert_msg(strncmp(run.err, start, sizeof start - 1) == 0, "%s", run.err);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
}
END_TEST

/* Debian's plugin for WebP is not linked with libgvc, whose functions it calls all the same. */
START_TEST(a_plugin_finds_the_functions_of_graphviz)
{
    write_chain(NULL, 2);
    run_shell("pstats2dot -T webp -o out.webp in.pstats; echo $?; ls -A | grep webp");
    if (strncmp(run.out, "2\n", 2) == 0)
        return; /* there is none */
    ck_assert_msg(strcmp(run.out, "0\nout.webp\n") == 0, "%s%s", run.out, run.err);
}
END_TEST

START_TEST(without_a_font_there_is_a_warning)
{
    static const char nothing[] =
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>";
    run_write_file("fonts.conf", nothing, sizeof nothing - 1);
    write_chain(NULL, 2);
    run_shell("FONTCONFIG_FILE=\"$PWD/fonts.conf\" pstats2dot -T svg -o out.svg in.pstats");
    assert_done();
    ck_assert_ptr_nonnull(strstr(run.err, "fonts-dejavu-core"));
    run_shell("FONTCONFIG_FILE=\"$PWD/fonts.conf\" pstats2dot -o out.dot in.pstats");
    ck_assert_uint_eq(run.err_size, 0);
}
END_TEST

START_TEST(what_is_too_large_for_an_image_is_drawn_smaller)
{
    char name[4000 + 1];
    const char *const names[] = {name, name};
    memset(name, 'W', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    write_chain(names, 2);
    run_shell(
        "pstats2dot -T png -o out.png in.pstats && pstats2dot -q -T png -o quiet.png in.pstats"
        " && cmp out.png quiet.png && pstats2dot -T svg -o out.svg in.pstats");
    assert_done();
    static const char start[] = "pstats2dot: warning: images have at most 32767 pixels a side, so "
                                "everything is drawn at ";
    ck_assert_msg(strncmp(run.err, start, sizeof start - 1) == 0, "%s", run.err);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
    size_t size;
    char *png = run_read_file("out.png", &size);
    ck_assert_uint_gt(size, 20);
    ck_assert_int_eq((unsigned char)png[18] << 8 | (unsigned char)png[19], 32766); /* its width */
    free(png);
}
END_TEST

START_TEST(an_empty_profile_is_an_empty_picture)
{
    run_shell(
        "pstats2dot -T svg \"$DATA/odd-empty-py3.10.pstats\" > out.svg && xmllint --noout out.svg");
    assert_done();
}
END_TEST

START_TEST(a_limit_among_functions_without_time_names_no_share)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    for (int i = 1; i <= 3; i++) {
        put_function_begin(w, "m.py", i, "f", 1, 1, 0.0, 0.0);
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("in.pstats", w);
    run_program("pstats2dot", "-n0 -e0 -Tsvg --max-nodes=2 in.pstats");
    assert_has("2 of 3 functions: those with the smallest total times are left out</text>");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pictures");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, our_picture_is_the_one_that_dot_draws_of_our_dot, 0, DUMPS * STYLES);
    tcase_add_test(all, pictures_show_names_as_they_are);
    tcase_add_test(all, what_is_no_character_spoils_no_picture);
    tcase_add_test(all, pictures_tell_details_of_functions_and_calls);
    tcase_add_test(all, links_lead_where_they_should);
    tcase_add_test(all, pictures_have_at_most_so_many_functions_and_say_so);
    tcase_add_test(all, pictures_have_at_most_twice_as_many_calls_and_say_so);
    tcase_add_test(all, what_is_asked_for_by_name_is_drawn_whatever_the_limit);
    tcase_add_test(all, a_crash_in_the_layout_has_a_message_and_leaves_what_was_there);
    tcase_add_test(all, graphviz_is_missed_by_pictures_and_by_no_dot);
    tcase_add_test(all, a_plugin_finds_the_functions_of_graphviz);
    tcase_add_test(all, without_a_font_there_is_a_warning);
    tcase_add_test(all, what_is_too_large_for_an_image_is_drawn_smaller);
    tcase_add_test(all, an_empty_profile_is_an_empty_picture);
    tcase_add_test(all, a_limit_among_functions_without_time_names_no_share);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
