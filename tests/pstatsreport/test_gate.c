/* Comparing, and the gate: real dumps of one program, before, repeated, slower, and with more calls. */
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEFORE "-b \"$DATA/gate-before.pstats\" "
#define REPEAT "\"$DATA/gate-repeat.pstats\" "
#define SLOWER "\"$DATA/gate-slower.pstats\" "
#define CALLED "\"$DATA/gate-called.pstats\" "

static void assert_status(int status)
{
    ck_assert_msg(run.status == status, "exit status %d: %s", run.status, run.err);
}

static int says(const char *text)
{
    return strstr(run.err, text) != NULL;
}

static size_t lines_of(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

/* ---- Real dumps ---- */

static const struct {
    const char *arguments;
    int status;
    const char *names; /* of the functions that failed, in this order */
} gates[] = {
    {REPEAT "--fail-on=calls:0%", 0, ""},
    {REPEAT "--fail-on=calls:0 --fail-on=pcalls:0", 0, ""},
    {CALLED "--fail-on=calls:0%", 1, "lookup price "},
    {CALLED "--fail-on=calls:10", 0, ""}, /* equal passes */
    {CALLED "--fail-on=calls:9", 1, "lookup price "},
    {CALLED "--fail-on=calls:50%", 0, ""},
    {CALLED "--fail-on=calls:49%", 1, "lookup "},
    {CALLED "--fail-on='calls:0%:*:price'", 1, "price "},
    {CALLED "--fail-on='calls:0%:shop.py:price'", 1, "price "},
    {CALLED "--fail-on='calls:0%:shop/shop.py:*'", 1, "lookup price "},
    {CALLED "--strip-prefix=/srv --fail-on='calls:0%:shop/shop.py:l*'", 1, "lookup "},
    {CALLED "--fail-on=calls:0% -b \"$DATA/gate-called.pstats\"", 0, ""}, /* the worst of both */
    {SLOWER "--fail-on=calls:0%", 0, ""},
    {SLOWER "--fail-on=cumulative:1000%", 1, "main order lookup price "}, /* and its callers */
    {SLOWER "--fail-on=cumulative:0.02", 1, "main order lookup price "},
    {SLOWER "--fail-on=self:0.02", 1, "price "},
    {SLOWER "--fail-on=self:10% --min-seconds=0.01", 1, "price "},
    {SLOWER "--fail-on=self:10% --min-seconds=60", 0, ""},
    {SLOWER "--fail-on=self:60", 0, ""},
    {SLOWER "--fail-on=time:0.02", 1, "price "}, /* as pstats calls it */
    {SLOWER "--fail-on=tottime:0.02", 1, "price "},
    {SLOWER "--fail-on=cumtime:0.02", 1, "main order lookup price "},
    {CALLED "--fail-on=ncalls:9", 1, "lookup price "},
    {SLOWER "--fail-on=self:0.02 --by=module -n0 -T json", 1,
     "price "},                                               /* functions, whatever is shown */
    {SLOWER "-q --fail-on=self:0.02 --exclude=price", 0, ""}, /* which is nearly all */
};

START_TEST(the_gate_fails_for_what_grew_beyond_its_limit)
{
    run_shell("pstatsreport " BEFORE "%s > /dev/null", gates[_i].arguments);
    assert_status(gates[_i].status);
    char found[200] = "";
    for (const char *line = run.err; *line != '\0'; line = strchr(line, '\n') + 1) {
        const char *name = strchr(line + strlen("pstatsreport: "), ' ') + 1;
        ck_assert_uint_lt(strlen(found) + strcspn(name, ":") + 2, sizeof found);
        strncat(found, name, strcspn(name, ":"));
        strcat(found, " ");
    }
    ck_assert_str_eq(found, gates[_i].names);
}
END_TEST

START_TEST(a_line_has_place_name_measure_figures_and_limit)
{
    run_program("pstatsreport", BEFORE CALLED "--fail-on='calls:49%:*' -o report.md");
    assert_status(1);
    ck_assert_str_eq(run.err,
                     "pstatsreport: /srv/shop/shop.py:9: lookup: calls was 20, is 30 (+50.0%); "
                     "limit 49%; 10 more by /srv/shop/shop.py:12(order)\n");
    char *report = run_read_file("report.md", NULL); /* it is written all the same */
    ck_assert_ptr_nonnull(strstr(report, "**Failed**: 1 figure grew beyond its limit.\n\n- "
                                         "`/srv/shop/shop.py:9(lookup)`: calls was 20, is 30"));
    ck_assert_ptr_nonnull(strstr(report, "| 20 | 30 |"));
    free(report);
}
END_TEST

START_TEST(what_a_list_allows_may_grow)
{
    run_shell("printf '# known\\n\\n  shop.py:lookup \\r\\n' > allow.txt; exec pstatsreport " BEFORE
                  CALLED "--fail-on=calls:0%% --allow=allow.txt");
    assert_status(1);
    ck_assert_uint_eq(lines_of(run.err), 1);
    ck_assert(says(": price: "));
    run_shell("printf '*:lookup\\n*:price' > allow.txt; exec pstatsreport " BEFORE CALLED
              "--fail-on=calls:0%% --allow=allow.txt");
    assert_status(0);
}
END_TEST

/* ---- Dumps by hand ---- */

struct figures {
    const char *name;
    int64_t calls;
    double self, cumulative;
};

static void write_dump(const char *path, const struct figures *functions, size_t count)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    for (size_t i = 0; i < count; i++) {
        put_function_begin(w, "/srv/a.py", (int64_t)i + 1, functions[i].name, functions[i].calls,
                           functions[i].calls, functions[i].self, functions[i].cumulative);
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written(path, w);
}

static void write_dumps(void)
{
    static const struct figures old[] = {
        {"same", 1, 1.0, 1.0}, {"zero", 0, 0.0, 0.0}, {"gone", 5, 2.0, 2.0}};
    static const struct figures new[] = {
        {"same", 1, 1.0, 1.0}, {"zero", 1, 0.5, 0.5}, {"fresh", 3, 2.0, 2.0}};
    write_dump("old.pstats", old, 3);
    write_dump("new.pstats", new, 3);
}

static const struct {
    const char *rule;
    int fails_zero, fails_fresh;
} from_nothing[] = {
    {"calls:50%", 1, 1},    {"calls:0", 1, 1},        {"calls:2", 0, 1},  {"pcalls:999%", 1, 1},
    {"self:10%", 1, 0},     {"cumulative:10%", 1, 0}, {"self:0.5", 0, 1}, {"self:0.4", 1, 1},
    {"cumulative:2", 0, 0}, {"tottime:1.5", 0, 1},
};

START_TEST(what_is_new_counts_for_calls_and_absolute_limits_alone)
{
    write_dumps();
    run_shell("exec pstatsreport -b old.pstats new.pstats --fail-on=%s", from_nothing[_i].rule);
    assert_status(from_nothing[_i].fails_zero || from_nothing[_i].fails_fresh);
    ck_assert_int_eq(says(": zero: "), from_nothing[_i].fails_zero);
    ck_assert_int_eq(says(": fresh: "), from_nothing[_i].fails_fresh);
    ck_assert(!says("same") && !says("gone"));
}
END_TEST

START_TEST(a_comparison_tells_new_gone_and_unchanged)
{
    write_dumps();
    run_program("pstatsreport", "-b old.pstats new.pstats -T csv");
    assert_status(0);
    const char *rows = strchr(run.out, '\n') + 1;
    ck_assert_str_eq(rows, "/srv/a.py,3,fresh,new,0,3,0,3,0,2,2,0,2,2\n"
                           "/srv/a.py,3,gone,gone,5,0,5,0,2,0,-2,2,0,-2\n"
                           "/srv/a.py,2,zero,changed,0,1,0,1,0,0.5,0.5,0,0.5,0.5\n");
    run_program("pstatsreport", "-b old.pstats new.pstats");
    ck_assert_ptr_nonnull(strstr(run.out, "Unchanged and left out: 1\n"));
    ck_assert_ptr_nonnull(strstr(run.out, " new: /srv/a.py:3(fresh)\n"));
}
END_TEST

/* pyinstrument counts no calls, and most of its functions have no time of their own. */
START_TEST(what_is_gone_is_told_also_without_calls_and_self_time)
{
    static const char dumps[] = "-q -T csv -b \"$DATA/pyinstrument-graphs-py3.13.pstats\" "
                                "\"$DATA/gate-before.pstats\" | grep -c ,gone,; "
                                "pstatsreport -q -T csv \"$DATA/pyinstrument-graphs-py3.13.pstats\""
                                " | grep -vc ^file,line";
    run_shell("pstatsreport %s", dumps);
    long gone = strtol(run.out, NULL, 10), all = strtol(strchr(run.out, '\n') + 1, NULL, 10);
    ck_assert_int_gt(all, 0);
    ck_assert_int_eq(gone, all);
}
END_TEST

START_TEST(of_several_baselines_each_figure_s_worst_counts)
{
    static const struct figures one[] = {{"f", 10, 1.0, 5.0}}, two[] = {{"f", 7, 3.0, 4.0}},
                                now[] = {{"f", 11, 2.0, 6.0}};
    write_dump("one.pstats", one, 1);
    write_dump("two.pstats", two, 1);
    write_dump("now.pstats", now, 1);
    run_program("pstatsreport", "-b one.pstats -b two.pstats now.pstats -T csv");
    ck_assert_str_eq(strchr(run.out, '\n') + 1, "/srv/a.py,1,f,changed,10,11,10,11,3,2,-1,5,6,1\n");
    run_program("pstatsreport", "-b two.pstats -b one.pstats now.pstats -T csv");
    ck_assert_str_eq(strchr(run.out, '\n') + 1, "/srv/a.py,1,f,changed,10,11,10,11,3,2,-1,5,6,1\n");
}
END_TEST

static void write_one(const char *path, const char *file, int64_t line, double self)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    put_function_begin(w, file, line, "a|b", 1, 1, self, self);
    put_dict_end(w);
    put_dict_end(w);
    save_written(path, w);
}

static const struct {
    const char *options, *file_before, *file_after;
    int is_same;
} paths[] = {
    {"", "/srv/a/m.py", "/srv/a/m.py", 1}, /* though the line has moved */
    {"", "/srv/a/m.py", "/tmp/b/m.py", 0},
    {"--strip-prefix=/srv/a --strip-prefix=/tmp/b", "/srv/a/m.py", "/tmp/b/m.py", 1},
    {"", "/opt/lib/python3.12/json/m.py", "/usr/lib/python3.11/json/m.py", 0},
    {"--normalise-paths", "/opt/lib/python3.12/json/m.py", "/usr/lib/python3.11/json/m.py", 1},
};

START_TEST(functions_match_across_lines_folders_and_interpreters)
{
    write_one("old.pstats", paths[_i].file_before, 3, 1.0);
    write_one("new.pstats", paths[_i].file_after, 5, 3.0);
    run_shell("exec pstatsreport -b old.pstats new.pstats -T markdown --fail-on=self:10%% %s",
              paths[_i].options);
    assert_status(
        paths[_i].is_same); /* a new function has no time that could have grown by a part */
    ck_assert_int_eq(strstr(run.out, "| 1 | 1 | 1.000000 | 3.000000 | +200.0% |") != NULL,
                     paths[_i].is_same);
    ck_assert_int_eq(strstr(run.out, ":5(a|b)`: self was") != NULL, paths[_i].is_same);
    ck_assert_ptr_nonnull(strstr(run.out, ":5(a\\|b)`"));
}
END_TEST

static const struct {
    const char *options, *name;
    int is_same;
} groups[] = {
    {"--by=file", "/usr/lib/python3.11/json/m.py", 0},
    {"--by=file --normalise-paths", "json/m.py", 1},
    {"--by=module", "json.m", 1},
    {"--by=package", "json", 1},
};

START_TEST(groups_match_across_interpreters)
{
    write_one("old.pstats", "/opt/lib/python3.12/json/m.py", 3, 1.0);
    write_one("new.pstats", "/usr/lib/python3.11/json/m.py", 5, 3.0);
    run_shell("exec pstatsreport -b old.pstats new.pstats -T csv %s", groups[_i].options);
    assert_status(0);
    char row[200];
    snprintf(row, sizeof row, groups[_i].is_same ? "\n%s,changed,1,1," : "\n%s,new,0,1,",
             groups[_i].name);
    ck_assert_msg(strstr(run.out, row) != NULL, "%s", run.out);
    ck_assert_int_eq((int)lines_of(run.out), groups[_i].is_same ? 2 : 3);
}
END_TEST

START_TEST(an_unchanged_dump_against_itself_shows_no_row)
{
    run_program("pstatsreport", BEFORE "\"$DATA/gate-before.pstats\" -T json --fail-on=self:0");
    assert_status(0);
    ck_assert_ptr_nonnull(strstr(run.out, "\"unchanged\": 5,"));
    ck_assert_ptr_nonnull(strstr(run.out, "\"rows\": []"));
    ck_assert_ptr_nonnull(strstr(run.out, "\"gate\": {\"passed\": true"));
}
END_TEST

START_TEST(what_is_no_number_on_either_side_has_not_changed)
{
    run_program("pstatsreport", "-q -T json -b \"$DATA/hand-times.pstats\" "
                                "\"$DATA/hand-times.pstats\"");
    assert_status(0);
    ck_assert_ptr_nonnull(strstr(run.out, "\"self\": null"));
    ck_assert_ptr_nonnull(strstr(run.out, "\"unchanged\": 7,"));
    ck_assert_ptr_nonnull(strstr(run.out, "\"rows\": []"));
}
END_TEST

/* ---- Who calls more often ---- */

struct counts {
    int64_t a, b, c; /* calls of f by each of them; -1: not in the dump */
};

static void write_calls(const char *path, struct counts counts)
{
    const int64_t by[] = {counts.a, counts.b, counts.c};
    static const char *const names[] = {"a|b", "<b>", "c"};
    struct marshal_writer *w = marshal_writer_new(4);
    int64_t sum = 0;
    for (int i = 0; i < 3; i++)
        sum += by[i] > 0 ? by[i] : 0;
    put_dict_begin(w);
    put_function_begin(w, "/srv/a.py", 9, "f", sum, sum, 0.0, 0.0);
    for (int i = 0; i < 3; i++)
        if (by[i] >= 0) {
            put_key(w, "/srv/a.py", i + 1, names[i]);
            put_caller_figures(w, by[i], by[i], 0.0, 0.0);
        }
    put_dict_end(w);
    for (int i = 0; i < 3; i++) {
        put_function_begin(w, "/srv/a.py", i + 1, names[i], 1, 1, 0.0, 0.0);
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written(path, w);
}

static const struct {
    struct counts one, two, now;
    const char *measure, *clause;
} callers[] = {
    {{1, 1, 2}, {1, 1, 2}, {4, 2, 2}, "calls", "; 3 more by a.py:1(a|b), others by 1 more\n"},
    {{1, 1, 2}, {3, 1, 2}, {4, 4, 2}, "calls", "; 3 more by a.py:2(<b>), others by 1 more\n"},
    {{1, 2, 2}, {2, 1, 2}, {2, 2, 4}, "pcalls", "; 2 more by a.py:3(c)\n"},
    {{2, 5, -1}, {2, 5, -1}, {1, 4, 3}, "calls", "; 3 more by a.py:3(c)\n"},
    {{0, 0, 0}, {0, 0, 0}, {1, 0, 0}, "calls", "; 1 more by a.py:1(a|b)\n"},
};

START_TEST(growing_calls_have_a_caller)
{
    write_calls("one.pstats", callers[_i].one);
    write_calls("two.pstats", callers[_i].two);
    write_calls("now.pstats", callers[_i].now);
    run_shell("exec pstatsreport -b one.pstats -b two.pstats now.pstats --strip-prefix=/srv "
              "--fail-on=%s:0%%",
              callers[_i].measure);
    assert_status(1);
    ck_assert_msg(says(callers[_i].clause), "%s", run.err);
    ck_assert_uint_eq(lines_of(run.err), 1);
}
END_TEST

static const struct {
    const char *format, *clause;
} caller_formats[] = {
    {"markdown", "; 3 more by `/srv/a.py:2(<b>)`\n"},
    {"html", "; 3 more by <code>/srv/a.py:2(&lt;b&gt;)</code></li>\n"},
    {"json", "\"limit\": \"0\", \"caller\": {\"file\": \"/srv/a.py\", \"line\": 2, \"function\": "
             "\"<b>\", \"more_calls\": 3, \"others\": 0}}]"},
};

START_TEST(each_format_names_the_caller)
{
    write_calls("old.pstats", (struct counts){1, 1, 1});
    write_calls("new.pstats", (struct counts){1, 4, 1});
    run_shell("exec pstatsreport -b old.pstats new.pstats --fail-on=calls:0 -T %s",
              caller_formats[_i].format);
    assert_status(1);
    ck_assert_msg(strstr(run.out, caller_formats[_i].clause) != NULL, "%s", run.out);
}
END_TEST

START_TEST(counts_that_are_unknown_pass_with_a_warning)
{
    run_shell("exec pstatsreport -b \"$DATA/hand-sampled.pstats\" \"$DATA/hand-sampled.pstats\" "
              "--fail-on=calls:0%%");
    assert_status(0);
    ck_assert_msg(says("--fail-on: warning: ") &&
                      says(" figures are unknown, or no numbers; they pass"),
                  "%s", run.err);
}
END_TEST

/* ---- Numbers of calls beyond 64 bits ---- */

/* What "main" calls 2^64 times, so many of them: "f", and "g" once. Of "f", primitive calls are as many. */
static void write_large(const char *path, uint16_t times)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    for (int i = 0; i < 2; i++) {
        const uint16_t digits[] = {0, 0, 0, 0, (uint16_t)(16 * (i == 0 ? times : 1))};
        put_key(w, "/srv/a.py", i + 1, i == 0 ? "f" : "g");
        for (int level = 0; level < 2; level++) {
            put_tuple(w, level == 0 ? 5 : 4);
            put_long(w, 1, digits, 5);
            put_long(w, 1, digits, 5);
            put_double(w, 1.0);
            put_double(w, 1.0);
            if (level == 0) {
                put_dict_begin(w);
                put_key(w, "/srv/a.py", 9, "main");
            }
        }
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written(path, w);
}

#define ONCE "18446744073709551616" /* 2^64 */
#define TWICE "36893488147419103232"
#define THRICE "55340232221128654848"
#define FOUR_TIMES "73786976294838206464"

static const struct {
    const char *options, *text;
} large[] = {
    {"-b once thrice -T csv",
     "\n/srv/a.py,1,f,changed," ONCE "," THRICE ",,,1,1,0,1,1,0\n"}, /* and nothing else */
    {"-b once thrice -T text", "Unchanged and left out: 1\n"},
    {"-b once thrice -T text", "\n" ONCE "/? " THRICE "/? +" TWICE " "},
    {"-b thrice once -T text", "\n" THRICE "/? " ONCE "/? -" TWICE " "},
    {"-b once thrice -T markdown", "\n| " ONCE "/? | " THRICE "/? | "},
    {"-b once thrice -T html",
     "<tr><td data-v=\"1.84467441e+19\" title=\"" ONCE "/?\">1.84e19/?</td>"
     "<td data-v=\"5.53402322e+19\" title=\"" THRICE "/?\">5.53e19/?</td>"
     "<td data-v=\"3.68934881e+19\" class=\"up\" title=\"+" TWICE "\">+3.69e19</td>"},
    {"-b once thrice -T json",
     "\"status\": \"changed\", \"before\": {\"calls\": " ONCE ", \"primitive_calls\": null, "},
    {"-b once thrice -T json",
     "\"total\": {\"calls\": 7.378697629483821e+19, \"primitive_calls\": null, "},
    {"thrice", "         " FOUR_TIMES " function calls (? primitive calls) in 2.000 seconds\n"},
    {"once thrice --by=module -T markdown", " function calls (? primitive calls) in "},
    {"-b once -b twice -b once thrice -T csv", "\n/srv/a.py,1,f,changed," TWICE "," THRICE ",,,"},
    {"-b once thrice -T csv --by=module", "\na,changed," TWICE "," FOUR_TIMES ",,,"},
    {"-b once -b twice thrice -T csv --by=module", "\na,changed," THRICE "," FOUR_TIMES ",,,"},
    {"-b once twice -b thrice -T csv --by=module", "\na,changed," FOUR_TIMES "," THRICE ",,,"},
};

static void write_large_dumps(void)
{
    write_large("once", 1);
    write_large("twice", 2);
    write_large("thrice", 3);
}

START_TEST(numbers_of_calls_beyond_64_bits_are_compared_uncut)
{
    write_large_dumps();
    run_shell("exec pstatsreport %s", large[_i].options);
    assert_status(0);
    ck_assert_msg(strstr(run.out, large[_i].text) != NULL, "%s", run.out);
}
END_TEST

static const struct {
    const char *arguments;
    int status;
    const char *says;
} large_gates[] = {
    {"-b once thrice --fail-on=calls:201%", 0, ""},
    {"-b once thrice --fail-on=calls:10%", 1,
     ": f: calls was " ONCE ", is " THRICE " (+200.0%); limit 10%; " TWICE
     " more by /srv/a.py:9(main)\n"},
    {"-b once -b twice thrice --fail-on=calls:0", 1,
     ": f: calls was " TWICE ", is " THRICE " (+50.0%); limit 0; " ONCE
     " more by /srv/a.py:9(main)\n"},
    {"-b thrice once --fail-on=calls:0", 0, ""},
    {"-b once thrice --fail-on=pcalls:0", 0, "2 figures are unknown, or no numbers; they pass"},
    {"-b once thrice --fail-on='pcalls:0:*:f'", 0, "1 figure is unknown, or no number; it passes"},
    {"-b none thrice --fail-on=pcalls:0", 1,
     ": f: pcalls was 0, is ? (new); limit 0; ? more by /srv/a.py:9(main)\n"},
    {"-b few thrice --fail-on='pcalls:10%:*:f'", 1,
     ": f: pcalls was 1, is ?; limit 10%; ? more by /srv/a.py:9(main)\n"},
    {"-b few thrice --fail-on='pcalls:1e18:*:f'", 1,
     ": f: pcalls was 1, is ?; limit 1e18; ? more "},
    {"-b few thrice --fail-on='pcalls:1e19:*:f'", 0,
     "1 figure is unknown, or no number; it passes"},
    {"-b thrice few --fail-on='pcalls:0:*:f'", 0, ""},
    {"-b none thrice --fail-on=pcalls:0 -T json", 1, ": f: pcalls was 0, is ? (new)"},
};

START_TEST(the_gate_judges_numbers_of_calls_beyond_64_bits)
{
    static const struct figures few = {"f", 1, 1.0, 1.0};
    write_large_dumps();
    write_dump("none", NULL, 0);
    write_dump("few", &few, 1);
    run_shell("exec pstatsreport %s", large_gates[_i].arguments);
    assert_status(large_gates[_i].status);
    ck_assert_msg(says(large_gates[_i].says), "%s", run.err);
    ck_assert(!says("9223372036854775"));
    if (strstr(large_gates[_i].arguments, "json") != NULL)
        ck_assert_ptr_nonnull(strstr(run.out, "\"before\": 0, \"after\": null, \"limit\": \"0\", "
                                              "\"caller\": {\"file\": \"/srv/a.py\", "));
}
END_TEST

/* ---- What cannot be done ---- */

static const struct {
    const char *arguments;
    int status;
    const char *says;
} refusals[] = {
    {BEFORE REPEAT "--fail-on=", 2, "--fail-on: '' is no rule: it has to begin with calls, "},
    {BEFORE REPEAT "--fail-on=calls", 2, "a limit has to follow"},
    {BEFORE REPEAT "--fail-on=calls:", 2, "the limit has to be a number"},
    {BEFORE REPEAT "--fail-on=calls:%", 2, "the limit has to be a number"},
    {BEFORE REPEAT "--fail-on=calls:-1", 2, "the limit has to be a number"},
    {BEFORE REPEAT "--fail-on=calls:1e999", 2, "the limit has to be a number"},
    {BEFORE REPEAT "--fail-on=calls:5s", 2, "the limit has to be a number"},
    {BEFORE REPEAT "--fail-on=time_:5", 2, "it has to begin with"},
    {BEFORE REPEAT "--fail-on=calls:5:", 2, "has to be a glob"},
    {BEFORE REPEAT "--fail-on=calls:5:nothing", 2, "no function's file:name matches 'nothing'"},
    {REPEAT "--fail-on=calls:5", 2, "--fail-on: needs --baseline=OLD"},
    {"--compare " BEFORE, 2, "--compare: pstats2dot has that; here, --baseline=OLD"},
    {REPEAT "--allow=x", 2, "--allow: needs --baseline=OLD"},
    {REPEAT "--normalise-paths", 2, "needs --baseline=OLD"},
    {BEFORE REPEAT "--callers=price", 2, "--callers: cannot be combined with --baseline"},
    {"-b missing.pstats " REPEAT, 3, "missing.pstats: cannot open it: "},
    {"-b in.txt " REPEAT, 3, "in.txt: "},
    {BEFORE "missing.pstats", 3, "missing.pstats: cannot open it: "},
    {BEFORE REPEAT "--fail-on=calls:5 --allow=missing.txt", 3, "missing.txt: cannot be opened: "},
    {BEFORE "-b - -", 2, "standard input can be read only once"},
};

START_TEST(what_is_wrong_is_one_line_and_nothing_is_written)
{
    run_shell("echo text > in.txt; echo before > out.txt; exec pstatsreport -o out.txt %s",
              refusals[_i].arguments);
    assert_status(refusals[_i].status);
    ck_assert_msg(says(refusals[_i].says), "%s", run.err);
    ck_assert_uint_eq(lines_of(run.err), 1);
    ck_assert_uint_eq(run.out_size, 0);
    char *output = run_read_file("out.txt", NULL);
    ck_assert_str_eq(output, "before\n");
    free(output);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, the_gate_fails_for_what_grew_beyond_its_limit, 0,
                        (int)(sizeof gates / sizeof *gates));
    tcase_add_test(all, a_line_has_place_name_measure_figures_and_limit);
    tcase_add_loop_test(all, growing_calls_have_a_caller, 0,
                        (int)(sizeof callers / sizeof *callers));
    tcase_add_loop_test(all, each_format_names_the_caller, 0,
                        (int)(sizeof caller_formats / sizeof *caller_formats));
    tcase_add_test(all, counts_that_are_unknown_pass_with_a_warning);
    tcase_add_loop_test(all, numbers_of_calls_beyond_64_bits_are_compared_uncut, 0,
                        (int)(sizeof large / sizeof *large));
    tcase_add_loop_test(all, the_gate_judges_numbers_of_calls_beyond_64_bits, 0,
                        (int)(sizeof large_gates / sizeof *large_gates));
    tcase_add_test(all, what_a_list_allows_may_grow);
    tcase_add_loop_test(all, what_is_new_counts_for_calls_and_absolute_limits_alone, 0,
                        (int)(sizeof from_nothing / sizeof *from_nothing));
    tcase_add_test(all, a_comparison_tells_new_gone_and_unchanged);
    tcase_add_test(all, what_is_gone_is_told_also_without_calls_and_self_time);
    tcase_add_test(all, of_several_baselines_each_figure_s_worst_counts);
    tcase_add_loop_test(all, functions_match_across_lines_folders_and_interpreters, 0,
                        (int)(sizeof paths / sizeof *paths));
    tcase_add_loop_test(all, groups_match_across_interpreters, 0,
                        (int)(sizeof groups / sizeof *groups));
    tcase_add_test(all, an_unchanged_dump_against_itself_shows_no_row);
    tcase_add_test(all, what_is_no_number_on_either_side_has_not_changed);
    tcase_add_loop_test(all, what_is_wrong_is_one_line_and_nothing_is_written, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
