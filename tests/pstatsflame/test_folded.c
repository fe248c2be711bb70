/* Stacks as text. */
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A dump of main, which calls a function of this file and name. */
static void write_dump(const char *file, const char *name)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    put_function_begin(w, "main.py", 1, "main", 1, 1, 0.25, 1.0);
    put_dict_end(w);
    put_function_begin(w, file, 7, name, 1, 1, 0.75, 0.75);
    put_key(w, "main.py", 1, "main");
    put_caller_figures(w, 1, 1, 0.75, 0.75);
    put_dict_end(w);
    put_dict_end(w);
    save_written("in.pstats", w);
}

static const struct {
    const char *file;
    const char *name;
    const char *key;
} keys[] = {
    {"/srv/app.py", "render", "/srv/app.py:7:render"},
    {"~", "<built-in method builtins.len>", "~:7:<built-in method builtins.len>"},
    {"a;b.py", "f;g", "a\\x3bb.py:7:f\\x3bg"},
    {"a\nb.py", "f\r", "a\\x0ab.py:7:f\\x0d"},
    {"a.py", "f ", "a.py:7:f\\x20"},
    {"a.py", "f  ", "a.py:7:f\\x20\\x20"},
    {"a.py", "f g", "a.py:7:f g"},
    {"a.py", "thread 12",
     "a.py:7:thread\\x2012"}, /* others take the 12 for a count, and the count for another */
    {"a.py", "thread 1.5 2", "a.py:7:thread\\x201.5\\x202"},
    {"a.py", "", "a.py:7:"},
    {"", "append", ":7:append"},
    {"größe.py", "日本", "größe.py:7:日本"},
};

START_TEST(a_frame_is_file_line_and_name_and_cannot_end_early)
{
    char expected[200];
    write_dump(keys[_i].file, keys[_i].name);
    run_program("pstatsflame", "-T folded in.pstats");
    snprintf(expected, sizeof expected, "main.py:1:main 250000\nmain.py:1:main;%s 750000\n",
             keys[_i].key);
    ck_assert_int_eq(run.status, 0);
    ck_assert_str_eq(run.out, expected);
    ck_assert_str_eq(run.err, "");
    run_end();
}
END_TEST

START_TEST(a_stripped_prefix_is_left_out)
{
    write_dump("/srv/app/lib/a.py", "f");
    run_program("pstatsflame", "-T folded --strip-prefix /srv/app in.pstats");
    ck_assert_str_eq(run.out, "main.py:1:main 250000\nmain.py:1:main;lib/a.py:7:f 750000\n");
    run_end();
}
END_TEST

START_TEST(time_that_is_cut_off_is_counted_where_it_was_cut)
{
    write_dump("a.py", "f");
    run_program("pstatsflame", "-T folded --exclude f in.pstats");
    ck_assert_str_eq(run.out, "main.py:1:main 1000000\n");
    run_program("pstatsflame", "-T folded --max-depth 1 in.pstats");
    ck_assert_str_eq(run.out, "main.py:1:main 1000000\n");
    run_program("pstatsflame", "-T folded --root f in.pstats");
    ck_assert_str_eq(run.out, "a.py:7:f 750000\n");
    run_program("pstatsflame", "-T folded --reverse in.pstats");
    ck_assert_str_eq(run.out, "a.py:7:f;main.py:1:main 750000\nmain.py:1:main 250000\n");
    run_end();
}
END_TEST

/* ---- Sums ---- */

static const char *const dumps[] = {
    "deeprec-cProfile-py3.10",     "dupes-cProfile-py3.8",
    "generators-cProfile-py3.9",   "mutual-cProfile-py3.7",
    "parser_work-cProfile-py3.11", "raytrace-cProfile-py3.12",
    "fib-cProfile-py2.7",          "yappi-generators-builtins-py3.8",
    "odd-perthread-py3.7",
};

struct sum {
    char key[400];
    int64_t ticks;
};

/* What the last frame of a line is, and its ticks. */
static void add_line(struct sum *sums, size_t *count, char *line)
{
    char *blank = strrchr(line, ' ');
    ck_assert_ptr_nonnull(blank);
    *blank = '\0';
    char *last = strrchr(line, ';');
    const char *key = last != NULL ? last + 1 : line;
    size_t i = 0;
    while (i < *count && strcmp(sums[i].key, key) != 0)
        i++;
    if (i == *count) {
        snprintf(sums[i].key, sizeof sums[i].key, "%s", key);
        sums[(*count)++].ticks = 0;
    }
    sums[i].ticks += strtoll(blank + 1, NULL, 10);
}

static size_t add_up(char *text, struct sum *sums)
{
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        add_line(sums, &count, line);
    return count;
}

/* Upright, every function's own time stands at the tips; all thresholds put it somewhere. */
START_TEST(sums_do_not_depend_on_the_threshold)
{
    static struct sum exact[400], rough[400];
    run_shell("pstatsflame -q -T folded --threshold 0 $DATA/%s.pstats", dumps[_i]);
    ck_assert_int_eq(run.status, 0);
    size_t count = add_up(run.out, exact);
    run_shell("pstatsflame -q -T folded --threshold 5 --max-frames 1000 $DATA/%s.pstats",
              dumps[_i]);
    ck_assert_int_eq(run.status, 0);
    ck_assert_uint_eq(add_up(run.out, rough), count);
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < count && strcmp(rough[k].key, exact[i].key) != 0)
            k++;
        ck_assert_msg(k < count && rough[k].ticks == exact[i].ticks, "%s", exact[i].key);
    }
    run_end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("folded");
    TCase *tests = tcase_create("folded");
    tcase_add_loop_test(tests, a_frame_is_file_line_and_name_and_cannot_end_early, 0,
                        (int)(sizeof keys / sizeof *keys));
    tcase_add_test(tests, a_stripped_prefix_is_left_out);
    tcase_add_test(tests, time_that_is_cut_off_is_counted_where_it_was_cut);
    tcase_add_loop_test(tests, sums_do_not_depend_on_the_threshold, 0,
                        (int)(sizeof dumps / sizeof *dumps));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
