/* What gprof2dot gets wrong on pstats input, done right: a test for each defect. Runs the program.
 */
#include "support/marshal_writer.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Dumps by hand ---- */

static struct marshal_writer *w;

static void begin(void)
{
    w = marshal_writer_new(4);
    put_dict_begin(w);
}

static void finish(const char *name)
{
    put_dict_end(w);
    save_written(name, w);
}

/* A function of a.py that was called so often, with times; callers follow, then put_dict_end. */
static void function(const char *name, int64_t calls, double self, double total)
{
    put_function_begin(w, "/src/a.py", 1, name, calls, calls, self, total);
}

static void caller(const char *name, int64_t calls, double self, double total)
{
    put_key(w, "/src/a.py", 1, name);
    put_caller_figures(w, calls, calls, self, total);
}

static void leaf_function(const char *name, int64_t calls, double self, double total)
{
    function(name, calls, self, total);
    put_dict_end(w);
}

/* A dump of one function, of this file and name. */
static void write_single(const char *file, const char *name)
{
    begin();
    put_function_begin(w, file, 7, name, 1, 1, 0.5, 0.5);
    put_dict_end(w);
    finish("in.pstats");
}

/* dot takes the DOT of the last run without a word. */
static void assert_dot_accepts(void)
{
    char *dot = run.out;
    run_write_file("out.dot", dot, run.out_size);
    run_shell("dot -Tsvg out.dot -o out.svg && xmllint --noout out.svg");
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%d: %s", run.status, run.err);
}

/* ---- Dumps that it cannot read ---- */

static const char *const unreadable[] = {
    "fib-cProfile-py2.7", /* of Python 2.7 */
    "fib-profile-py2.7",
    "odd-empty-py3.10",           /* without functions */
    "hand-sampled",               /* of Python 3.15's sampling profiler */
    "odd-merge-mixed-py3.11",     /* profile's and cProfile's, merged */
    "path-latin1-cProfile-py2.7", /* names that are bytes, not UTF-8 */
    "yappi-fib-py3.13",
    "fib-profile-py3.11", /* a code object as a name */
};

START_TEST(dumps_of_every_kind_become_dot)
{
    run_shell("pstats2dot -n0 -e0 \"$DATA/%s.pstats\"", unreadable[_i]);
    assert_done();
    assert_dot_accepts();
}
END_TEST

START_TEST(a_caller_without_a_record_of_its_own_is_a_node_without_calls)
{
    begin();
    function("work", 3, 1.0, 1.0);
    caller("ghost", 3, 1.0, 1.0);
    put_dict_end(w);
    finish("in.pstats");
    run_program("pstats2dot", "in.pstats");
    assert_done();
    assert_has("label=\"a:1:ghost\\n100.00%\"");
    assert_has("label=\"a:1:work\\n100.00%\\n(100.00%)\\n3\xc3\x97\"");
    ck_assert_uint_eq(count(" -> "), 1);
}
END_TEST

START_TEST(times_that_are_no_numbers_are_warned_of_and_count_as_nothing)
{
    begin();
    leaf_function("bad", 1, NAN, INFINITY);
    leaf_function("good", 1, 2.0, 2.0);
    finish("in.pstats");
    run_program("pstats2dot", "-n0 in.pstats");
    assert_done();
    ck_assert_ptr_nonnull(strstr(run.err, "pstats2dot: in.pstats: warning: "));
    assert_has("a:1:bad\\n0.00%\\n(0.00%)");
    assert_has("a:1:good\\n100.00%\\n(100.00%)");
}
END_TEST

/* ---- Files that are none ---- */

static const struct {
    const char *make, *path; /* make: a shell command that makes the file */
} no_dumps[] = {
    {"true", "missing.pstats"},
    {"head -c 100 \"$DATA/queens-cProfile-py3.13.pstats\" > in.pstats", "in.pstats"},
    {"echo '{\"json\": 1}' > in.pstats", "in.pstats"},
    {"echo hello > in.pstats", "in.pstats"},
    {": > in.pstats", "in.pstats"},
    {"mkdir in.pstats", "in.pstats"},
};

START_TEST(what_is_no_dump_gets_one_line_and_the_output_stays)
{
    run_shell("%s; echo before > out.dot; exec pstats2dot -o out.dot %s", no_dumps[_i].make,
              no_dumps[_i].path);
    ck_assert_int_eq(run.status, 3);
    ck_assert_uint_eq(run.out_size, 0);
    char start[100];
    snprintf(start, sizeof start, "pstats2dot: %s: ", no_dumps[_i].path);
    ck_assert_msg(strncmp(run.err, start, strlen(start)) == 0, "%s", run.err);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
    char *output = run_read_file("out.dot", NULL);
    ck_assert_str_eq(output, "before\n");
    free(output);
    run_shell("ls -A | grep tmp");
    ck_assert_uint_eq(run.out_size, 0);
}
END_TEST

START_TEST(dumps_come_from_pipes_and_dot_goes_into_them)
{
    run_shell("pstats2dot \"$DATA/queens-cProfile-py3.13.pstats\" > file.dot &&"
              "cat \"$DATA/queens-cProfile-py3.13.pstats\" | pstats2dot - > dash.dot &&"
              "pstats2dot < \"$DATA/queens-cProfile-py3.13.pstats\" > none.dot &&"
              "cmp file.dot dash.dot && cmp file.dot none.dot");
    assert_done();
    run_shell("{ sleep 1; cat \"$DATA/raytrace-cProfile-py3.12.pstats\"; } |"
              "{ pstats2dot -n0 -e0; echo $? > status; } | true; cat status");
    ck_assert_str_eq(run.out, "4\n"); /* nobody reads */
    ck_assert_str_eq(run.err, "");    /* and whoever reads no more knows it */
}
END_TEST

/* ---- Numbers ---- */

START_TEST(averages_are_of_the_calls_that_were_not_cut)
{
    static const uint16_t calls[] = {0, 0, 0, 0, 0, 1}; /* two to the power of 75 */
    w = marshal_writer_new(4);
    put_dict_begin(w);
    put_key(w, "m.py", 1, "f");
    put_tuple(w, 5);
    put_long(w, 1, calls, 6);
    put_long(w, 1, calls, 6);
    put_double(w, 18889465931478580854784.0); /* of 74 */
    put_double(w, 18889465931478580854784.0);
    put_dict_begin(w);
    put_dict_end(w);
    put_dict_end(w);
    save_written("in.pstats", w);
    run_shell(
        "pstats2dot -q --tooltip=details --node-label=self-time-per-call "
        "--node-label=total-time-per-call in.pstats | sed -e ':a' -e '/\\\\$/N; s/\\\\\\n//; ta'");
    assert_done();
    assert_has("label=\"m:1:f\\n(0.5/call)\\n37778931862957161709568\xc3\x97\"");
    assert_has("\\n37,778,931,862,957,161,709,568 calls\\n");
    assert_has("\\nper call: self 0.5 s\"];");
}
END_TEST

/* ---- Names ---- */

static const struct {
    const char *file, *name, *expected; /* what stands in the DOT */
} names[] = {
    {"\xed\xb2\x80.py", "f", "label=\"\\\\x80:7:f\\n"}, /* U+DC80: the byte 80 */
    {"\xed\xa0\x80.py", "f", "tooltip=\"\\\\ud800.py\""},
    {"3d", "f", "tooltip=\"3d\""},
    {"a.py", "tab\there", "label=\"a:7:tab here\\n"},
    {"a.py", "two\nlines", "label=\"a:7:two\\nlines\\n"},
    {"a.py", "x&lt;y", "label=\"a:7:x&amp;lt;y\\n"},
    {"a.py", "back\\nslash", "label=\"a:7:back\\\\nslash\\n"},
    {"a.py", "\\N\\G", "label=\"a:7:\\\\N\\\\G\\n"},
    {"a.py", "\"q\"", "label=\"a:7:\\\"q\\\"\\n"},
    {"a.py", "end\\", "label=\"a:7:end\\\\\\n"},
    {"a.py", "\x1b[31m", "label=\"a:7:&#0000027;[31m\\n"},
    {"a.py",
     "\xe2\x80\xae"
     "abc",
     "label=\"a:7:\\\\u202eabc\\n"},
    {"<b>", "<i>", "label=\"<b>:7:<i>\\n"},
};

START_TEST(the_graph_shows_names_as_they_are)
{
    write_single(names[_i].file, names[_i].name);
    run_program("pstats2dot", "in.pstats");
    assert_done();
    assert_has(names[_i].expected);
    assert_dot_accepts();
}
END_TEST

START_TEST(a_nul_in_a_name_is_an_escape)
{
    begin();
    put_tuple(w, 3);
    put_text(w, "a.py");
    put_int(w, 7);
    put_string(w, 'u', "f\0g", 3);
    put_tuple(w, 5);
    put_int(w, 1);
    put_int(w, 1);
    put_double(w, 0.5);
    put_double(w, 0.5);
    put_dict_begin(w);
    put_dict_end(w);
    finish("in.pstats");
    run_program("pstats2dot", "in.pstats");
    assert_done();
    assert_has("label=\"a:7:f\\\\x00g\\n");
    assert_dot_accepts();
}
END_TEST

/* Each takes 100,000 characters, of one to four bytes. */
static const char *const long_parts[] = {"x",  "(", "\xc3\xa9", "\xe4\xb8\xad", "\xf0\x9f\x90\x8d",
                                         "\\", "&", "\"",       "\x01"};

START_TEST(names_of_any_length_are_cut_so_that_dot_accepts_them)
{
    size_t length = strlen(long_parts[_i]);
    char *name = calloc(100000, length + 1);
    for (size_t i = 0; i < 100000; i++)
        memcpy(name + i * length, long_parts[_i], length);
    write_single(name, name);
    free(name);
    run_program("pstats2dot", "in.pstats");
    assert_done();
    ck_assert_str_eq(run.err, "pstats2dot: warning: 1 name is too long to be shown whole\n");
    assert_has("\xe2\x80\xa6");
    assert_dot_accepts();
}
END_TEST

/* ---- Figures ---- */

START_TEST(recursive_calls_are_all_counted)
{
    run_shell("pstats2dot \"$DATA/fib-cProfile-py2.7.pstats\"");
    assert_done();
    assert_has("3162\xc3\x97"); /* of the function to itself; one of them is not recursive */
}
END_TEST

START_TEST(a_count_of_calls_after_other_callers_takes_its_part_of_the_right_total)
{
    begin();
    function("work", 10, 4.0, 8.0); /* 10 calls in 8 s */
    caller("one", 5, 2.0, 6.0);
    put_key(w, "/src/a.py", 1, "two");
    put_int(w, 5); /* as profile writes it */
    put_dict_end(w);
    leaf_function("one", 1, 0.0, 8.0);
    leaf_function("two", 1, 0.0, 8.0);
    finish("in.pstats");
    run_program("pstats2dot", "in.pstats");
    assert_done();
    assert_has("label=\"75.00%\\n5\xc3\x97\"");
    assert_has("label=\"50.00%\\n5\xc3\x97\"");
}
END_TEST

START_TEST(without_any_time_everything_has_no_share)
{
    begin();
    leaf_function("f", 1, 0.0, 0.0);
    finish("in.pstats");
    run_program("pstats2dot", "-n0 -e0 in.pstats");
    assert_done();
    assert_has("a:1:f\\n0.00%\\n(0.00%)\\n1\xc3\x97");
    assert_has("color=\"#0d0d73\""); /* the coldest */
}
END_TEST

START_TEST(a_negative_time_takes_nothing_from_others)
{
    begin();
    leaf_function("late", 1, -3.0, -3.0);
    leaf_function("work", 1, 4.0, 4.0);
    finish("in.pstats");
    run_program("pstats2dot", "-n0 in.pstats");
    assert_done();
    assert_has("a:1:work\\n100.00%\\n(100.00%)");
    assert_has("a:1:late\\n0.00%\\n(0.00%)");
    ck_assert_ptr_nonnull(strstr(run.err, " negative"));
}
END_TEST

START_TEST(yappi_s_calls_are_all_calls_and_pyinstrument_has_none)
{
    run_shell("pstats2dot -n0 -e0 \"$DATA/yappi-fib-py3.13.pstats\"");
    assert_done();
    ck_assert_msg(strstr(run.out, "\\n1\xc3\x97\",\n\t\ttooltip") != NULL, "%s", run.out);
    run_shell("pstats2dot -n0 -e0 \"$DATA/pyinstrument-parser_work-py3.8.pstats\"");
    assert_done();
    assert_lacks("\xc3\x97");
    assert_lacks("-1");
}
END_TEST

/* ---- Selecting ---- */

/* c0 calls c1, that c2, and so on; and first calls last itself. Keys stand backwards, so that ids
 * say nothing. */
static void write_chain(int length)
{
    char name[20], before[20];
    begin();
    for (int i = length - 1; i >= 0; i--) {
        snprintf(name, sizeof name, "c%d", i);
        function(name, 1, 1.0, length - i);
        if (i > 0) {
            snprintf(before, sizeof before, "c%d", i - 1);
            caller(before, 1, 1.0, length - i);
        }
        if (i == length - 1)
            caller("c0", 1, 1.0, 1.0);
        put_dict_end(w);
    }
    finish("in.pstats");
}

START_TEST(depth_counts_calls_whatever_the_order_in_the_dump)
{
    write_chain(8);
    run_program("pstats2dot", "-n0 -e0 --root a:1:c0 --depth 2 in.pstats");
    assert_done();
    assert_has("a:1:c1\\n");
    assert_has("a:1:c2\\n");
    assert_has("a:1:c7\\n"); /* one call away */
    assert_lacks("a:1:c3\\n");
    assert_lacks("a:1:c6\\n");
    run_program("pstats2dot", "-n0 -e0 --leaf a:1:c7 --depth 1 in.pstats");
    assert_has("a:1:c0\\n");
    assert_has("a:1:c6\\n");
    assert_lacks("a:1:c1\\n");
}
END_TEST

START_TEST(roots_and_leaves_are_all_functions_of_the_name)
{
    static const char *const folders[] = {"/x", "/y", "/z"};
    begin();
    for (int i = 0; i < 3; i++) {
        char file[40], called[40];
        snprintf(file, sizeof file, "%s/__init__.py", folders[i]);
        snprintf(called, sizeof called, "%s/called.py", folders[i]);
        put_function_begin(w, called, 1, "f", 1, 1, 1.0, 1.0);
        put_key(w, file, 1, "<module>");
        put_caller_figures(w, 1, 1, 1.0, 1.0);
        put_dict_end(w);
        put_function_begin(w, file, 1, "<module>", 1, 1, 1.0, 2.0);
        put_dict_end(w);
    }
    finish("in.pstats");
    run_program("pstats2dot", "--root '__init__:1:<module>' in.pstats");
    assert_done();
    ck_assert_uint_eq(count(" -> "), 3);
    run_program("pstats2dot", "--leaf 'called:1:f' in.pstats");
    ck_assert_uint_eq(count(" -> "), 3);
}
END_TEST

START_TEST(names_with_brackets_are_found_as_they_stand)
{
    write_single("a.py", "f[int]");
    run_program("pstats2dot", "--root 'a:7:f[int]' in.pstats");
    assert_done();
    assert_has("a:7:f[int]");
    run_program("pstats2dot", "--leaf 'a:7:f[[]int]' in.pstats"); /* as a pattern */
    assert_done();
    assert_has("a:7:f[int]");
}
END_TEST

START_TEST(names_are_found_as_they_are_shown)
{
    write_single("a.py", "f\x1bg\xe2\x80\xae");
    run_program("pstats2dot", "--root 'a:7:f\\x1bg\\u202e' in.pstats");
    assert_done();
    ck_assert_uint_eq(count("label="), 1);
}
END_TEST

START_TEST(a_function_that_is_nowhere_is_a_wrong_command_that_names_the_nearest)
{
    write_chain(3);
    run_program("pstats2dot", "--root a:1:c9 in.pstats");
    ck_assert_int_eq(run.status, 2);
    ck_assert_uint_eq(run.out_size, 0);
    ck_assert_str_eq(run.err, "pstats2dot: --root: no function is called 'a:1:c9'; did you mean "
                              "'a:1:c2', 'a:1:c1' or 'a:1:c0'?\n");
    run_program("pstats2dot", "--leaf C1 in.pstats");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err,
                     "pstats2dot: --leaf: no function is called 'C1'; did you mean 'a:1:c1'?\n");
    run_program("pstats2dot", "-n 60 --root a:1:c2 in.pstats");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err,
                     "pstats2dot: --root: 'a:1:c2' is in the profile, but below --node-thres; "
                     "try -n 0\n");
}
END_TEST

START_TEST(selecting_a_root_among_a_hundred_thousand_functions_takes_linear_time)
{
    write_chain(100000); /* where it takes minutes, or overflows the stack, this would not end */
    run_program("pstats2dot", "-n0 -e0 --root a:1:c0 --leaf a:1:c99999 in.pstats -o out.dot");
    assert_done();
    run_shell("grep -c -- ' -> ' out.dot");
    ck_assert_str_eq(run.out, "100000\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("defects");
    TCase *reading = tcase_create("reading");
    tcase_add_checked_fixture(reading, NULL, run_end);
    tcase_add_loop_test(reading, dumps_of_every_kind_become_dot, 0,
                        sizeof unreadable / sizeof *unreadable);
    tcase_add_test(reading, a_caller_without_a_record_of_its_own_is_a_node_without_calls);
    tcase_add_test(reading, times_that_are_no_numbers_are_warned_of_and_count_as_nothing);
    tcase_add_loop_test(reading, what_is_no_dump_gets_one_line_and_the_output_stays, 0,
                        sizeof no_dumps / sizeof *no_dumps);
    tcase_add_test(reading, dumps_come_from_pipes_and_dot_goes_into_them);
    tcase_add_test(reading, averages_are_of_the_calls_that_were_not_cut);
    suite_add_tcase(suite, reading);
    TCase *naming = tcase_create("names");
    tcase_add_checked_fixture(naming, NULL, run_end);
    tcase_add_loop_test(naming, the_graph_shows_names_as_they_are, 0, sizeof names / sizeof *names);
    tcase_add_test(naming, a_nul_in_a_name_is_an_escape);
    tcase_add_loop_test(naming, names_of_any_length_are_cut_so_that_dot_accepts_them, 0,
                        sizeof long_parts / sizeof *long_parts);
    suite_add_tcase(suite, naming);
    TCase *figures = tcase_create("figures");
    tcase_add_checked_fixture(figures, NULL, run_end);
    tcase_add_test(figures, recursive_calls_are_all_counted);
    tcase_add_test(figures, a_count_of_calls_after_other_callers_takes_its_part_of_the_right_total);
    tcase_add_test(figures, without_any_time_everything_has_no_share);
    tcase_add_test(figures, a_negative_time_takes_nothing_from_others);
    tcase_add_test(figures, yappi_s_calls_are_all_calls_and_pyinstrument_has_none);
    suite_add_tcase(suite, figures);
    TCase *selecting = tcase_create("selecting");
    tcase_set_timeout(selecting, 120);
    tcase_add_checked_fixture(selecting, NULL, run_end);
    tcase_add_test(selecting, depth_counts_calls_whatever_the_order_in_the_dump);
    tcase_add_test(selecting, roots_and_leaves_are_all_functions_of_the_name);
    tcase_add_test(selecting, names_with_brackets_are_found_as_they_stand);
    tcase_add_test(selecting, names_are_found_as_they_are_shown);
    tcase_add_test(selecting, a_function_that_is_nowhere_is_a_wrong_command_that_names_the_nearest);
    tcase_add_test(selecting,
                   selecting_a_root_among_a_hundred_thousand_functions_takes_linear_time);
    suite_add_tcase(suite, selecting);
    return run_suite(suite);
}
