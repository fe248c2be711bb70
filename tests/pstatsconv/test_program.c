/* The program pstatsconv as its users call it: what it makes of profiles, and when it refuses. */
#include "support/json.h"
#include "support/marshal_writer.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEENS "\"$DATA/queens-cProfile-py3.13.pstats\" "

static const char *const types[] = {"pstats", "callgrind", "speedscope", "folded", "json"};

static struct marshal_writer *w;

static void begin(void)
{
    w = marshal_writer_new(4);
    put_dict_begin(w);
}

static void end(const char *name)
{
    put_dict_end(w);
    save_written(name, w);
}

static void put_caller(const char *file, int64_t line, const char *name, int64_t calls, double self,
                       double cumulative)
{
    put_key(w, file, line, name);
    put_caller_figures(w, calls, calls, self, cumulative);
}

/* main (5 us in all) calls two functions of one name, and one of them len. */
static void write_easy(void)
{
    begin();
    put_function_begin(w, "b.py", 9, "f", 2, 2, 2e-6, 3e-6);
    put_caller("/srv/a.py", 1, "main", 2, 2e-6, 3e-6);
    put_dict_end(w);
    put_function_begin(w, "/srv/a.py", 1, "main", 1, 1, 1e-6, 5e-6);
    put_dict_end(w);
    put_function_begin(w, "b.py", 4, "f", 1, 1, 1e-6, 1e-6);
    put_caller("/srv/a.py", 1, "main", 1, 1e-6, 1e-6);
    put_dict_end(w);
    put_function_begin(w, "~", 0, "<len>", 3, 3, 1e-6, 1e-6);
    put_caller("b.py", 9, "f", 3, 1e-6, 1e-6);
    put_dict_end(w);
    end("in.pstats");
}

static void convert(const char *options)
{
    run_shell("exec pstatsconv %s in.pstats", options);
    assert_done();
}

/* ---- Formats ---- */

static const struct {
    const char *options, *expected;
} formats[] = {
    {"-T callgrind --strip-prefix=/srv",
     "# callgrind format\nversion: 1\ncreator: pstatsconv 0.1.0\npositions: line\n"
     "event: ns : Time in nanoseconds\nevents: ns\nsummary: 5000\n\n"
     "fl=(1) a.py\nfn=(1) main\n1 1000\ncfi=(2) b.py\ncfn=(2) f:4\ncalls=1 4\n1 1000\n"
     "cfi=(2)\ncfn=(3) f:9\ncalls=2 9\n1 3000\n\n"
     "fl=(2)\nfn=(2)\n4 1000\n\n"
     "fl=(2)\nfn=(3)\n9 2000\ncfi=(3) ~\ncfn=(4) <len>\ncalls=3 0\n9 1000\n\n"
     "fl=(3)\nfn=(4)\n0 1000\n\n"
     "totals: 5000\n"},
    {"-T folded", "/srv/a.py:1:main 1\n/srv/a.py:1:main;b.py:4:f 1\n/srv/a.py:1:main;b.py:9:f 2\n"
                  "/srv/a.py:1:main;b.py:9:f;~:0:<len> 1\n"},
    {"-T folded --root='b.py:9(f)' --exclude='*len*'", "b.py:9:f 3\n"},
    {"-T callgrind --root='b:9:f' --exclude='*len*'",
     "# callgrind format\nversion: 1\ncreator: pstatsconv 0.1.0\npositions: line\n"
     "event: ns : Time in nanoseconds\nevents: ns\nsummary: 2000\n\n"
     "fl=(1) b.py\nfn=(1) f\n9 2000\n\n"
     "totals: 2000\n"},
    {"-T json",
     "{\"version\": 0,\n\"costs\": [{\"description\": \"Time, of stacks that are estimated\", "
     "\"unit\": \"nanoseconds\"}],\n\"functions\": [\n{\"name\": \"a:1:main\"},\n"
     "{\"name\": \"b:4:f\"},\n{\"name\": \"b:9:f\"},\n{\"name\": \"~:0:<len>\"}],\n\"events\": [\n"
     "{\"callchain\": [0], \"cost\": [1000]},\n{\"callchain\": [1,0], \"cost\": [1000]},\n"
     "{\"callchain\": [2,0], \"cost\": [2000]},\n{\"callchain\": [3,2,0], \"cost\": [1000]}]}\n"},
    {"-T speedscope",
     "{\"$schema\": \"https://www.speedscope.app/file-format-schema.json\",\n"
     "\"exporter\": \"pstatsconv@0.1.0\",\n\"name\": \"Python profile (stacks are estimated)\",\n"
     "\"activeProfileIndex\": 0,\n\"shared\": {\"frames\": [\n"
     "{\"name\": \"main\", \"file\": \"/srv/a.py\", \"line\": 1},\n"
     "{\"name\": \"f\", \"file\": \"b.py\", \"line\": 4},\n"
     "{\"name\": \"f\", \"file\": \"b.py\", \"line\": 9},\n{\"name\": \"<len>\"}]},\n"
     "\"profiles\": [{\"type\": \"evented\", \"name\": \"Python profile (stacks are estimated)\", "
     "\"unit\": \"nanoseconds\", \"startValue\": 0, \"endValue\": 5000, \"events\": [\n"
     "{\"type\": \"O\", \"frame\": 0, \"at\": 0},\n{\"type\": \"O\", \"frame\": 1, \"at\": 1000},\n"
     "{\"type\": \"C\", \"frame\": 1, \"at\": 2000},\n"
     "{\"type\": \"O\", \"frame\": 2, \"at\": 2000},\n"
     "{\"type\": \"O\", \"frame\": 3, \"at\": 4000},\n"
     "{\"type\": \"C\", \"frame\": 3, \"at\": 5000},\n"
     "{\"type\": \"C\", \"frame\": 2, \"at\": 5000},\n"
     "{\"type\": \"C\", \"frame\": 0, \"at\": 5000}]}]}\n"},
};

START_TEST(an_easy_profile_becomes_this)
{
    write_easy();
    convert(formats[_i].options);
    ck_assert_str_eq(run.out, formats[_i].expected);
    ck_assert_str_eq(run.err, "");
}
END_TEST

static const struct {
    const char *name, *starts_with;
} names[] = {
    {"o.pstats", "{("},
    {"o.prof", "{("},
    {"o", "{("},
    {"json", "{("},
    {"o.callgrind", "# callgrind"},
    {"callgrind.out.12", "# callgrind"},
    {"callgrind.out", "# callgrind"},
    {"o.speedscope.json", "{\"$schema\""},
    {"o.json", "{\"version\": 0"},
    {"o.folded", "/srv/a.py:1:main 1"},
    {"o.collapsed", "/srv/a.py:1:main 1"},
    {"o.txt", "/srv/a.py:1:main 1"},
    {".json", "{("},
    {"o.JSON", "{\"version\": 0"},
    {"o.speedscope", "{\"$schema\""},
    {"o.out", "{("},
};

START_TEST(the_name_tells_the_format)
{
    write_easy();
    run_shell("mkdir callgrind.out.d && exec pstatsconv in.pstats -o callgrind.out.d/../%s",
              names[_i].name);
    assert_done();
    char *text = run_read_file(names[_i].name, NULL);
    ck_assert_msg(strncmp(text, names[_i].starts_with, strlen(names[_i].starts_with)) == 0, "%s",
                  text);
    free(text);
}
END_TEST

START_TEST(a_suffix_that_tells_no_format_is_an_error)
{
    write_easy();
    run_shell("echo old > o.svg; pstatsconv -o o.svg in.pstats; echo $?; cat o.svg");
    ck_assert_str_eq(run.out, "2\nold\n");
    ck_assert_str_eq(run.err,
                     "pstatsconv: o.svg: no format has this suffix; use .pstats, .callgrind, "
                     ".speedscope.json, .folded or .json, or say which with -T\n");
    run_shell(
        "pstatsconv in.pstats > dump; pstatsconv -T pstats -o o.svg in.pstats && cmp o.svg dump");
    assert_done();
    ck_assert_str_eq(run.err, "");
}
END_TEST

START_TEST(an_empty_profile_is_written_too)
{
    run_shell("exec pstatsconv -T %s \"$DATA/odd-empty-py3.10.pstats\"", types[_i]);
    assert_done();
    if (_i == 0)
        ck_assert_str_eq(run.out, "{0");
    if (_i == 2 || _i == 4)
        ck_assert(json_is_valid(run.out));
    ck_assert_uint_eq(run.out_size == 0, _i == 3);
}
END_TEST

/* ---- Real dumps ---- */

static const char *const dumps[] = {
    "raytrace-cProfile-py3.12",
    "deeprec-cProfile-py3.10",
    "mutual-profile-py3.9",
    "odd-weird-names-py3.13",
    "odd-weird-names-py2.7",
    "odd-bigtimes-py3.12",
    "odd-negative-bias-py3.13",
    "hand-texts",
    "hand-times",
    "yappi-fib-builtins-py3.12",
    "pyinstrument-graphs-py3.13",
    "odd-hugeint-py3.12",
    "hand-sampled",
    "odd-perthread-py3.7",
};

START_TEST(what_was_converted_converts_to_the_same)
{
    run_shell("pstatsconv -q -o a.pstats $DATA/%s.pstats && pstatsconv -q < a.pstats > b.pstats && "
              "cmp a.pstats b.pstats",
              dumps[_i]);
    assert_done();
}
END_TEST

START_TEST(folded_stacks_are_those_of_pstatsflame)
{
    run_shell("pstatsconv -q -T folded $DATA/%s.pstats > a && pstatsflame -q -T folded "
              "$DATA/%s.pstats > b && cmp a b",
              dumps[_i], dumps[_i]);
    assert_done();
}
END_TEST

/* Lines of events: frames open and close like brackets, and time does not run back. */
START_TEST(speedscope_gets_what_its_schema_asks_for)
{
    static size_t open[4096];
    size_t depth = 0, count = 0, frames = 0, frame;
    int64_t last = 0, at, end_value = -1;
    char type;
    run_shell("exec pstatsconv -q -T speedscope $DATA/%s.pstats", dumps[_i]);
    assert_done();
    ck_assert(json_is_valid(run.out));
    const char *end_text = strstr(run.out, "\"endValue\": ");
    ck_assert_ptr_nonnull(end_text);
    ck_assert_int_eq(sscanf(end_text, "\"endValue\": %" SCNd64, &end_value), 1);
    for (const char *line = run.out; line != NULL; line = strchr(line + 1, '\n')) {
        frames += strncmp(line, "\n{\"name\": ", 10) == 0;
        if (sscanf(line, "\n{\"type\": \"%c\", \"frame\": %zu, \"at\": %" SCNd64, &type, &frame,
                   &at) != 3)
            continue;
        ck_assert_int_ge(at, last);
        ck_assert_uint_lt(frame, frames);
        last = at;
        count++;
        ck_assert_uint_lt(depth, 4096);
        if (type == 'O')
            open[depth++] = frame;
        else
            ck_assert(depth > 0 && open[--depth] == frame);
    }
    ck_assert_uint_eq(depth, 0);
    ck_assert_uint_gt(count, 0);
    ck_assert_int_eq(last, end_value);
}
END_TEST

START_TEST(gprof2dots_json_has_the_time_of_the_stacks)
{
    int64_t total = 0, cost, end_value = -1;
    run_shell("exec pstatsconv -q -T json $DATA/%s.pstats", dumps[_i]);
    assert_done();
    ck_assert(json_is_valid(run.out));
    for (const char *at = run.out; (at = strstr(at, "], \"cost\": [")) != NULL; at++) {
        ck_assert_int_eq(sscanf(at, "], \"cost\": [%" SCNd64 "]}", &cost), 1);
        ck_assert_int_gt(cost, 0);
        total = total <= INT64_MAX - cost ? total + cost : INT64_MAX;
    }
    run_shell("exec pstatsconv -q -T speedscope $DATA/%s.pstats", dumps[_i]);
    const char *end_text = strstr(run.out, "\"endValue\": ");
    ck_assert_int_eq(sscanf(end_text, "\"endValue\": %" SCNd64, &end_value), 1);
    ck_assert_int_eq(total, end_value);
}
END_TEST

/* As callgrind_annotate reads it: a line of costs behind "calls=" is the call's, any other the function's own. */
START_TEST(callgrind_adds_up)
{
    int64_t line_number, cost, total = 0, summary = -1, totals = -2;
    int is_call = 0;
    run_shell("exec pstatsconv -q -T callgrind $DATA/%s.pstats", dumps[_i]);
    assert_done();
    for (char *line = strtok(run.out, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        sscanf(line, "summary: %" SCNd64, &summary);
        sscanf(line, "totals: %" SCNd64, &totals);
        if (sscanf(line, "%" SCNd64 " %" SCNd64, &line_number, &cost) == 2) {
            ck_assert_int_ge(line_number, 0);
            ck_assert_int_ge(cost, 0);
            total += is_call ? 0 : cost;
        }
        is_call = strncmp(line, "calls=", 6) == 0;
        ck_assert(!is_call || (line[6] >= '1' && line[6] <= '9'));
    }
    ck_assert_int_eq(summary, total);
    ck_assert_int_eq(totals, total);
}
END_TEST

START_TEST(callgrind_annotate_finds_the_same_total)
{
    run_shell("command -v callgrind_annotate > /dev/null || exit 0; "
              "pstatsconv -q -T callgrind $DATA/%s.pstats > callgrind.out || exit; "
              "said=$(callgrind_annotate callgrind.out 2>&1) || exit; "
              "total=$(sed -n 's/^totals: //p' callgrind.out); "
              "case $said in *WARNING*) echo \"$said\"; exit 1 ;; esac; "
              "[ \"$total\" = 0 ] || printf '%%s\\n' \"$said\" | tr -d , | grep -q \"^$total "
              ".*PROGRAM TOTALS\"",
              dumps[_i]);
    ck_assert_msg(run.status == 0, "%s%s", run.out, run.err);
}
END_TEST

/* ---- Hostile names ---- */

START_TEST(nothing_in_a_name_breaks_a_format)
{
    begin();
    put_function_begin(w, "a\"b\\.py", 1, "f;g\n", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, "\n(1) x", 2, "(1)", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, "", 3, "", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, " ", 4, " ", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, " y ", -5, "\x1b[31m\xed\xa0\x80\xe2\x80\xae z ", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    end("in.pstats");
    convert("-T json");
    ck_assert(json_is_valid(run.out));
    assert_has("{\"name\": \"a\\\"b\\\\:1:f;g\\\\x0a\"}");
    convert("-T speedscope");
    ck_assert(json_is_valid(run.out));
    assert_has("{\"name\": \"\\\\x1b[31m\\\\ud800\\\\u202e z \", \"file\": \" y \"}");
    convert("-T callgrind");
    assert_has("fl=(1) ???\nfn=(1) ???\n3 1000000000\n");
    assert_has("fl=(2) \\x0a(1) x\nfn=(2) (1)\n2 1000000000\n");
    assert_has("fl=(3) \\x20\nfn=(3) \\x20\n4 1000000000\n");
    assert_has("fl=(4) \\x20y\\x20\nfn=(4) \\x1b[31m\\ud800\\u202e z\\x20\n0 1000000000\n");
    assert_has("fl=(5) a\"b\\.py\nfn=(5) f;g\\x0a\n1 1000000000\n");
    convert("-T folded");
    assert_has("a\"b\\.py:1:f\\x3bg\\x0a 1000000\n");
}
END_TEST

/* Functions of one file, each called once, by line and name. */
static void write_functions(const char *file, const char *const *called, size_t count)
{
    begin();
    for (size_t i = 0; i < count; i++) {
        put_function_begin(w, file, called[i][0] - '0', called[i] + 1, 1, 1, 1.0, 1.0);
        put_dict_end(w);
    }
    end("in.pstats");
}

START_TEST(callgrind_tells_functions_apart_by_name)
{
    static const char *const called[] = {"1f",     "2f:4",   "3f",      "4f",
                                         "5f:3:4", "6g\x1b", "7g\\x1b", "8h"};
    write_functions("a.py", called, sizeof called / sizeof *called);
    convert("-T callgrind");
    assert_has("fn=(1) f:1\n");
    assert_has("fn=(2) f:4\n"); /* as it is called */
    assert_has("fn=(3) f:3\n");
    assert_has("fn=(4) f:4:4\n"); /* line 4, and the fourth */
    assert_has("fn=(5) f:3:4\n");
    assert_has("fn=(6) g\\x1b:6\n"); /* shown alike */
    assert_has("fn=(7) g\\x1b:7\n");
    assert_has("fn=(8) h\n");
}
END_TEST

START_TEST(callgrind_s_marks_go_on_until_names_differ)
{
    static const char *const called[] = {"1f", "1f:2", "1f:2:4", "2f"};
    write_functions("a.py", called, sizeof called / sizeof *called);
    convert("-T callgrind");
    assert_has("fn=(1) f:1\n");
    assert_has("fn=(4) f:2:4:4\n");
}
END_TEST

/* ---- Merging ---- */

START_TEST(the_order_of_files_changes_no_byte)
{
    run_shell("pstatsconv -q -T %s $DATA/*.pstats > a && "
              "pstatsconv -q -T %s $(ls -r $DATA/*.pstats) > b && cmp a b && test -s a",
              types[_i], types[_i]);
    assert_done();
}
END_TEST

START_TEST(runs_in_different_folders_are_one)
{
    static const char *const folders[] = {"/ci/1/a.py", "/ci/2/a.py"};
    for (int i = 0; i < 2; i++) {
        begin();
        put_function_begin(w, folders[i], 1, "f", 1, 1, 1e-6, 1e-6);
        put_dict_end(w);
        end(i == 0 ? "1.pstats" : "2.pstats");
    }
    run_shell("pstatsconv -T folded --strip-prefix=/ci/1 --strip-prefix=/ci/2/ 1.pstats 2.pstats");
    ck_assert_str_eq(run.out, "a.py:1:f 2\n");
    run_shell("pstatsconv -T folded --strip-prefix=/ci/1 < 1.pstats");
    ck_assert_str_eq(run.out, "a.py:1:f 1\n");
    run_shell("pstatsconv --strip-prefix=/ci/1 --strip-prefix=/ci/2 1.pstats 2.pstats | "
              "pstatsflame -T folded");
    ck_assert_str_eq(run.out, "a.py:1:f 2\n");
}
END_TEST

START_TEST(a_dump_may_take_the_place_of_one_that_it_was_made_of)
{
    write_easy();
    run_shell("pstatsconv -o sum in.pstats in.pstats && cp in.pstats first && "
              "pstatsconv -o in.pstats in.pstats first && cmp sum in.pstats");
    assert_done();
    ck_assert_str_eq(run.err, "");
}
END_TEST

START_TEST(what_leaves_next_to_nothing_is_told)
{
    save_profile("in.pstats", "main=1/1,999,1000 rare=1/1,1,1 main>rare=1/1,1,1");
    run_shell("exec pstatsconv -T %s --root=rare in.pstats", types[_i]);
    assert_done();
    ck_assert_str_eq(run.err,
                     "pstatsconv: --root: warning: only 0.1% of what was recorded is left\n");
    run_shell("exec pstatsconv -T %s --root=main --exclude='*' in.pstats", types[_i]);
    assert_done();
    ck_assert_str_eq(run.err, "pstatsconv: --root and --exclude: warning: nothing is left of what "
                              "was recorded\n");
    run_shell("exec pstatsconv -T %s --root=main in.pstats", types[_i]);
    assert_done();
    ck_assert_str_eq(run.err, "");
}
END_TEST

/* ---- Refusing ---- */

static const struct {
    const char *command;
    int status;
    const char *says;
} refusals[] = {
    {"pstatsconv -T png in.pstats", 2, "pstatsconv: --output-format: 'png' is none of "},
    {"pstatsconv --root=man in.pstats", 2,
     "pstatsconv: --root: no function is called 'man'; did you mean '"},
    {"pstatsconv -T json --exclude=x in.pstats", 2,
     "pstatsconv: --exclude: no function is called 'x'"},
    {"pstatsconv - < in.pstats -", 2, "pstatsconv: -: standard input can be read only once"},
    {"pstatsconv in.pstats ''", 2, "pstatsconv: the path of a profile is empty"},
    {"pstatsconv --max-frames=0 in.pstats", 2, "pstatsconv: --max-frames: "},
    {"pstatsconv -o out in.pstats missing.pstats", 3, "pstatsconv: missing.pstats: "},
    {"echo text | pstatsconv -o out", 3, "pstatsconv: standard input: "},
    {"pstatsconv -o no/such/folder in.pstats", 4, "pstatsconv: no/such/folder: cannot write: "},
    {"pstatsconv -o . in.pstats", 4, "pstatsconv: .: cannot write: "},
};

START_TEST(what_cannot_be_done_is_refused_in_one_line_and_nothing_written)
{
    write_easy();
    run_shell("%s; status=$?; test ! -e out || echo written; exit $status", refusals[_i].command);
    ck_assert_int_eq(run.status, refusals[_i].status);
    ck_assert_str_eq(run.out, "");
    ck_assert_msg(strncmp(run.err, refusals[_i].says, strlen(refusals[_i].says)) == 0, "%s",
                  run.err);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
}
END_TEST

START_TEST(a_dump_that_would_be_many_times_what_was_read_is_refused)
{
    begin();
    struct long_text file = {1024 * 1024, 0, -1};
    for (int i = 0; i < 2000; i++) {
        put_long_key(w, &file, i);
        put_record_begin(w, 1, 1, 1.0, 1.0);
        put_dict_end(w);
    }
    end("in.pstats");
    for (int i = 0; i < 2; i++) {
        run_shell("pstatsconv %s in.pstats; status=$?; test ! -e out || echo written; exit $status",
                  i == 0 ? "-o out" : "-T pstats");
        ck_assert_int_eq(run.status, 4);
        ck_assert_str_eq(run.out, "");
        ck_assert_str_eq(run.err, i == 0 ? "pstatsconv: out: cannot write: names, again for each "
                                           "call, would take 2001 MiB; the limit is 1024 MiB\n"
                                         : "pstatsconv: standard output: cannot write: names, "
                                           "again for each call, would take 2001 MiB; the limit "
                                           "is 1024 MiB\n");
    }
}
END_TEST

START_TEST(a_failing_output_is_told_and_leaves_what_was_there)
{
    run_shell("test -w /dev/full");
    if (run.status == 0) {
        run_shell("pstatsconv -T %s " QUEENS "> /dev/full", types[_i]);
        ck_assert_int_eq(run.status, 4);
        ck_assert_str_eq(run.err,
                         "pstatsconv: standard output: cannot write: No space left on device\n");
    }
    if (getenv("RUNNER") != NULL)
        return; /* valgrind has files of its own, which could not grow either */
    /* An instrumented program has more to say of files that must not grow. */
    run_shell("echo before > out; said=$(ulimit -f 0; pstatsconv -T %s -o out " QUEENS "2>&1); "
              "echo $? \"$said\" | grep pstatsconv:; cat out; ls -A | grep -v '^\\.[eo]'",
              types[_i]);
    ck_assert_str_eq(run.out, "4 pstatsconv: out: cannot write: File too large\nbefore\nout\n");
}
END_TEST

START_TEST(dumps_do_not_go_to_a_terminal_but_text_does)
{
    run_on_terminal("1", "pstatsconv " QUEENS);
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err,
                     "pstatsconv: a dump is nothing for a terminal; use -o FILE, a pipe, or -T\n");
    run_on_terminal("1", "pstatsconv -T folded " QUEENS);
    assert_done();
}
END_TEST

static int count_of(size_t bytes, size_t item)
{
    return (int)(bytes / item);
}
#define COUNT(array) count_of(sizeof(array), sizeof *(array))

int main(void)
{
    Suite *suite = suite_create("program");
    TCase *tests = tcase_create("program");
    tcase_add_checked_fixture(tests, NULL, run_end);
    tcase_add_loop_test(tests, an_easy_profile_becomes_this, 0, COUNT(formats));
    tcase_add_loop_test(tests, the_name_tells_the_format, 0, COUNT(names));
    tcase_add_test(tests, a_suffix_that_tells_no_format_is_an_error);
    tcase_add_loop_test(tests, an_empty_profile_is_written_too, 0, COUNT(types));
    tcase_add_loop_test(tests, what_was_converted_converts_to_the_same, 0, COUNT(dumps));
    tcase_add_loop_test(tests, folded_stacks_are_those_of_pstatsflame, 0, COUNT(dumps));
    tcase_add_loop_test(tests, speedscope_gets_what_its_schema_asks_for, 0, COUNT(dumps));
    tcase_add_loop_test(tests, gprof2dots_json_has_the_time_of_the_stacks, 0, COUNT(dumps));
    tcase_add_loop_test(tests, callgrind_adds_up, 0, COUNT(dumps));
    tcase_add_loop_test(tests, callgrind_annotate_finds_the_same_total, 0, COUNT(dumps));
    tcase_add_test(tests, callgrind_tells_functions_apart_by_name);
    tcase_add_test(tests, callgrind_s_marks_go_on_until_names_differ);
    tcase_add_test(tests, nothing_in_a_name_breaks_a_format);
    tcase_add_loop_test(tests, the_order_of_files_changes_no_byte, 0, COUNT(types));
    tcase_add_test(tests, runs_in_different_folders_are_one);
    tcase_add_loop_test(tests, what_cannot_be_done_is_refused_in_one_line_and_nothing_written, 0,
                        COUNT(refusals));
    tcase_add_loop_test(tests, what_leaves_next_to_nothing_is_told, 0,
                        (int)(sizeof types / sizeof *types));
    tcase_add_test(tests, a_dump_may_take_the_place_of_one_that_it_was_made_of);
    tcase_add_test(tests, a_dump_that_would_be_many_times_what_was_read_is_refused);
    tcase_add_loop_test(tests, a_failing_output_is_told_and_leaves_what_was_there, 0, COUNT(types));
    tcase_add_test(tests, dumps_do_not_go_to_a_terminal_but_text_does);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
