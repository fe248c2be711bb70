/* What has changed since a baseline, as users of pstatsflame see it. */
#include "support/marshal_writer.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Dumps ---- */

struct record {
    int line;
    const char *name;
    int calls;
    double self, total;
    int caller; /* place among the records; -1: none */
};

/* main 10 s: parse (4 s) reads (3 s of them), check 5 s. */
static const struct record before[] = {{1, "main", 1, 1.0, 10.0, -1},
                                       {10, "parse", 2, 1.0, 4.0, 0},
                                       {20, "read", 2, 3.0, 3.0, 1},
                                       {30, "check", 1, 5.0, 5.0, 0}};

/* Reading is gone, mapping new; checking has moved and takes as long as before, main 50 % more. */
static const struct record after[] = {{1, "main", 1, 1.5, 13.5, -1},
                                      {10, "parse", 4, 1.0, 7.0, 0},
                                      {20, "map", 4, 6.0, 6.0, 1},
                                      {33, "check", 1, 5.0, 5.0, 0}};
#define RECORDS 4

static void write_dump(const char *path, const char *folder, const struct record *records)
{
    char file[100];
    struct marshal_writer *writer = marshal_writer_new(4);
    snprintf(file, sizeof file, "%s/app.py", folder);
    put_dict_begin(writer);
    for (size_t i = 0; i < RECORDS; i++) {
        const struct record *record = &records[i];
        put_function_begin(writer, file, record->line, record->name, record->calls, record->calls,
                           record->self, record->total);
        if (record->caller >= 0) {
            put_key(writer, file, records[record->caller].line, records[record->caller].name);
            put_caller_figures(writer, record->calls, record->calls, record->self, record->total);
        }
        put_dict_end(writer);
    }
    put_dict_end(writer);
    save_written(path, writer);
}

static void write_dumps(void)
{
    write_dump("old", "/srv", before);
    write_dump("new", "/srv", after);
}

/* ---- What is said ---- */

static void run_well(const char *arguments)
{
    run_program("pstatsflame", arguments);
    ck_assert_msg(run.status == 0, "exit status %d: %s", run.status, run.err);
    ck_assert_str_eq(run.err, "");
}

/* ---- Pictures ---- */

START_TEST(the_picture_tells_what_has_changed_without_script_or_colors)
{
    write_dumps();
    run_well("--baseline=old new");
    assert_has(">Differential Flame Graph</text>");
    assert_has(">13.5 s, 10.0 s before: +3.50 s (+35.0%); 3.00 s are gone</text>");
    assert_has(">less, same, more time than before</text>");
    assert_has(">+ new</text>");
    assert_has(">+ map \xc2\xa0"
               "app.py:20</text>");
    assert_lacks(">\xe2\x88\x92 read");
    assert_has(
        "<title>main\n/srv/app.py:1\n13.5 s (100%), self 1.50 s\n10.0 s before, +3.50 s (+35.0%)"
        "</title>");
    assert_has("<title>map\n/srv/app.py:20\n6.00 s self (44.4%)\nnew</title>");
    assert_has("<title>check\n/srv/app.py:33\n5.00 s self (37.0%)\n5.00 s before, no change"
               "</title>");
    assert_has("<path fill=\"#a84c00\""); /* what is new */
    run_end();
}
END_TEST

START_TEST(negated_it_shows_what_is_gone)
{
    write_dumps();
    run_well("--baseline=old --negate --inverted new");
    assert_has(">Differential Icicle Graph</text>");
    assert_has(">10.0 s before, now 13.5 s: +3.50 s (+35.0%); 6.00 s are new</text>");
    assert_has(">\xe2\x88\x92 gone</text>");
    assert_has(">\xe2\x88\x92 read \xc2\xa0"
               "app.py:20</text>");
    assert_lacks(">+ map");
    assert_has("<title>read\n/srv/app.py:20\n3.00 s self (30.0%)\ngone</title>");
    assert_has(
        "<title>parse\n/srv/app.py:10\n4.00 s (40.0%), self 1.00 s\n7.00 s now, +3.00 s (+75.0%)"
        "</title>");
    run_end();
}
END_TEST

START_TEST(what_took_no_time_before_has_grown_by_no_share)
{
    static const double times[] = {0.0, 5e-324, 1e-9};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct record quick[RECORDS];
        memcpy(quick, before, sizeof before);
        quick[3].self = quick[3].total = times[i];
        write_dump("old", "/srv", quick);
        write_dump("new", "/srv", before);
        run_shell("pstatsflame --threshold 0 --baseline old new -T svg");
        assert_has(" before, +5.00 s</title>");
        assert_lacks("inf%");
    }
    run_end();
}
END_TEST

START_TEST(reversed_it_compares_functions_own_time)
{
    write_dumps();
    run_well("--baseline=old --reverse new");
    assert_has("; 3.00 s are gone, callers above</text>");
    assert_has("<title>check\n/srv/app.py:33\n5.00 s (37.0%)\n5.00 s before, no change</title>");
    assert_has("<title>map\n/srv/app.py:20\n6.00 s (44.4%)\nnew</title>");
    run_end();
}
END_TEST

START_TEST(a_dump_has_not_changed_since_itself)
{
    run_well(
        "-b $DATA/raytrace-cProfile-py3.12.pstats -T json $DATA/raytrace-cProfile-py3.12.pstats");
    assert_has(" before: no change\"");
    assert_has("\"color\": \"#e4e4e7\"");
    for (const char *at = run.out; (at = strstr(at, "\"color\": ")) != NULL; at++)
        ck_assert_int_eq(strncmp(at, "\"color\": \"#e4e4e7\"", 18), 0);
    run_end();
}
END_TEST

static const struct {
    const char *options;
    const char *frame; /* one that JSON has, or has not */
    int is_there;
} frames[] = {
    {"",
     "\"self\": 1, \"total\": 7, \"self_before\": 1, \"total_before\": 4, \"presence\": \"both\", "
     "\"color\": \"#eaa76b\"",
     1},
    {"",
     "\"self\": 0, \"total\": 0, \"self_before\": 3, \"total_before\": 3, \"presence\": \"gone\", "
     "\"color\": \"#2464c4\", \"inferred\": false}",
     1},
    {"", "\"presence\": \"new\", \"color\": \"#a84c00\", \"inferred\": false, \"x\": ", 1},
    {"--negate",
     "\"self\": 1, \"total\": 7, \"self_before\": 1, \"total_before\": 4, \"presence\": "
     "\"both\", \"color\": \"#eaa76b\"",
     1},
    {"--negate", "\"presence\": \"gone\", \"color\": \"#2464c4\", \"inferred\": false, \"x\": ", 1},
    {"--negate", "\"presence\": \"new\", \"color\": \"#a84c00\", \"inferred\": false}", 1},
    {"--root=parse",
     "\"level\": 0, \"self\": 0, \"total\": 7, \"self_before\": 0, \"total_before\": 4,", 1},
    {"--root=read",
     "\"level\": 0, \"self\": 0, \"total\": 0, \"self_before\": 0, \"total_before\": 3,", 1},
    {"--exclude=parse", "\"name\": \"read\"", 0},
    {"--exclude=read",
     "\"level\": 2, \"self\": 1, \"total\": 7, \"self_before\": 1, \"total_before\": 4,", 1},
    {"",
     "\"calls\": 4, \"primitive_calls\": 4, \"self\": 1, \"cumulative\": 7, \"presence\": "
     "\"both\", "
     "\"calls_before\": 2, \"primitive_calls_before\": 2, \"self_before\": 1, "
     "\"cumulative_before\": 4",
     1},
    {"--threshold=50", "\"total\": 7, \"self_before\": 1, \"total_before\": 4", 1},
    {"-b old", "\"total\": 7, \"self_before\": 2, \"total_before\": 8", 1}, /* two of them add up */
};

START_TEST(all_ways_to_cut_stacks_keep_both_figures)
{
    char arguments[200];
    write_dumps();
    snprintf(arguments, sizeof arguments, "-T json --baseline=old %s new", frames[_i].options);
    run_well(arguments);
    if (frames[_i].is_there)
        assert_has(frames[_i].frame);
    else
        assert_lacks(frames[_i].frame);
    run_end();
}
END_TEST

START_TEST(what_is_gone_counts_when_what_is_on_it_is_cut_off)
{
    write_dumps();
    run_well("--baseline=old --reverse --max-depth=1 new");
    assert_has("; 3.00 s are gone, callers above</text>");
    run_end();
}
END_TEST

START_TEST(folded_stacks_have_two_numbers)
{
    write_dumps();
    run_well("-T folded --strip-prefix=/srv -b old new");
    ck_assert_str_eq(run.out, "app.py:1:main 1000000 1500000\n"
                              "app.py:1:main;app.py:10:parse 1000000 1000000\n"
                              "app.py:1:main;app.py:10:parse;app.py:20:map 0 6000000\n"
                              "app.py:1:main;app.py:10:parse;app.py:20:read 3000000 0\n"
                              "app.py:1:main;app.py:33:check 5000000 5000000\n");
    run_well("-T folded --strip-prefix=/srv -b old --negate --root=parse new");
    ck_assert_str_eq(run.out, "app.py:10:parse 1000000 1000000\n"
                              "app.py:10:parse;app.py:20:map 6000000 0\n"
                              "app.py:10:parse;app.py:20:read 0 3000000\n");
    run_end();
}
END_TEST

START_TEST(files_are_compared_without_what_differs_between_machines)
{
    static const char check[] = "app.py:33:check 5000000 5000000\n";
    write_dump("old", "/a/lib/python3.9/site-packages/shop", before);
    write_dump("new", "/b/lib/python3.12/site-packages/shop", after);
    run_well("-T folded -b old new");
    assert_lacks(check);
    run_well("-T folded --normalise-paths -b old new");
    assert_has(check);
    run_well("-T folded --normalize-paths -b old new");
    assert_has(check);
    run_well(
        "-T folded --strip-prefix=/a/lib/python3.9 --strip-prefix=/b/lib/python3.12 -b old new");
    assert_has(check);
    run_end();
}
END_TEST

/* ---- What is wrong ---- */

static const struct {
    const char *arguments;
    int status;
    const char *message;
} wrong[] = {
    {"--negate new", 2, "--negate: needs --baseline=OLD, a profile to compare with"},
    {"--normalise-paths new", 2,
     "--normalise-paths: needs --baseline=OLD, a profile to compare with"},
    {"-b - - < old", 2, "-: standard input can be read only once"},
    {"-b - < old", 2, "-: standard input can be read only once"},
    {"-b '' new", 2, "the path of a profile is empty"},
    {"-b old -o old new", 2,
     "old: would overwrite what is read from old; use -o with another file"},
    {"-b missing new", 3, "missing: cannot open it: No such file or directory"},
    {"-b text new", 3, "text: it is text, not a profile; give the file that cProfile wrote"},
    {"-b old missing", 3, "missing: cannot open it: No such file or directory"},
    {"-b old --root=nobody new", 2, "--root: no function is called 'nobody'"},
};

START_TEST(what_is_wrong_is_said_in_a_line_and_nothing_is_written)
{
    char message[300];
    write_dumps();
    run_write_file("text", "hello\n", 6);
    run_shell(
        "pstatsflame -o out.svg %s; status=$?; test ! -e out.svg || echo written; exit $status",
        wrong[_i].arguments);
    snprintf(message, sizeof message, "pstatsflame: %s\n", wrong[_i].message);
    ck_assert_str_eq(run.err, message);
    ck_assert_int_eq(run.status, wrong[_i].status);
    ck_assert_str_eq(run.out, "");
    run_end();
}
END_TEST

START_TEST(empty_profiles_can_be_compared)
{
    run_well("-b $DATA/odd-empty-py3.10.pstats -T json $DATA/odd-empty-py3.10.pstats");
    run_well("-b $DATA/odd-empty-py3.10.pstats $DATA/queens-cProfile-py3.13.pstats");
    assert_has(" 0 s before: +");
    run_well("-b $DATA/queens-cProfile-py3.13.pstats $DATA/odd-empty-py3.10.pstats");
    assert_has("No time was recorded.");
    run_end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("difference");
    TCase *tests = tcase_create("difference");
    tcase_add_test(tests, the_picture_tells_what_has_changed_without_script_or_colors);
    tcase_add_test(tests, negated_it_shows_what_is_gone);
    tcase_add_test(tests, what_took_no_time_before_has_grown_by_no_share);
    tcase_add_test(tests, reversed_it_compares_functions_own_time);
    tcase_add_test(tests, a_dump_has_not_changed_since_itself);
    tcase_add_loop_test(tests, all_ways_to_cut_stacks_keep_both_figures, 0,
                        (int)(sizeof frames / sizeof *frames));
    tcase_add_test(tests, what_is_gone_counts_when_what_is_on_it_is_cut_off);
    tcase_add_test(tests, folded_stacks_have_two_numbers);
    tcase_add_test(tests, files_are_compared_without_what_differs_between_machines);
    tcase_add_loop_test(tests, what_is_wrong_is_said_in_a_line_and_nothing_is_written, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    tcase_add_test(tests, empty_profiles_can_be_compared);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
