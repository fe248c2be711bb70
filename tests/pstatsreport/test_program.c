/* The program pstatsreport as its users call it: tables, their order, their formats. */
#include "support/easy_profile.h"
#include "support/marshal_writer.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RAYTRACE "\"$DATA/raytrace-cProfile-py3.12.pstats\" "

#define MAIN EASY_MAIN
#define TOOLS EASY_TOOLS

static struct marshal_writer *w;

static void write_easy(void)
{
    easy_profile_write(0);
}

static void report(const char *options)
{
    write_easy();
    run_shell("exec pstatsreport %s in.pstats", options);
    assert_done();
}

/* The names of the rows, each after the last ':' or a blank, up to the bracket. */
static void assert_names(const char *expected)
{
    char found[400] = "";
    const char *line = strstr(run.out, "filename:lineno(function)\n");
    ck_assert_ptr_nonnull(line);
    for (line = strchr(line, '\n') + 1; *line != '\n' && *line != '\0';
         line = strchr(line, '\n') + 1) {
        size_t length = strcspn(line, "\n"), start = length;
        while (start > 0 && strchr("({", line[start - 1]) == NULL)
            start--;
        strncat(found, line + start, length - start - 1);
        strcat(found, " ");
    }
    ck_assert_str_eq(found, expected);
}

/* ---- The table ---- */

START_TEST(the_table_is_that_of_pstats_with_shares)
{
    report("");
    ck_assert_str_eq(
        run.out,
        "         14 function calls (13 primitive calls) in 10.000 seconds\n\n"
        "   Ordered by: cumulative time\n\n"
        "   ncalls  tottime  percall  self%  cumtime  percall   cum% filename:lineno(function)\n"
        "        1    1.000    1.000  10.0%   10.000   10.000 100.0% /home/me/app/main.py:1(main)\n"
        "      4/3    6.000    1.500  60.0%    8.000    2.667  80.0% /home/me/app/main.py:1(work)\n"
        "        8    2.000    0.250  20.0%    2.000    0.250  20.0% " TOOLS ":1(helper)\n"
        "        1    1.000    1.000  10.0%    1.000    1.000  10.0% /home/me/app/main.py:1(rest)\n"
        "        0    0.000            0.0%    0.000            0.0% {len}\n\n");
}
END_TEST

static const struct {
    const char *options, *names;
} orders[] = {
    {"-s cumulative", "main work helper rest len "},
    {"-s cumtime", "main work helper rest len "},
    {"-s time", "work helper main rest len "}, /* equal ones as they stand in the dump */
    {"-s tottime,calls", "work helper main rest len "},
    {"-s calls", "helper work main rest len "},
    {"-s ncalls -s name", "helper work main rest len "},
    {"-s pcalls", "helper work main rest len "},
    {"-s name", "len helper main rest work "},
    {"-s nfl", "len helper main rest work "},
    {"-s file,name", "main rest work helper len "},
    {"-s module", "main work rest helper len "},
    {"-s line", "len main work rest helper "},
    {"-s stdname", "main rest work helper len "},
    {"-s -1", "main rest work helper len "},
    {"-s 2", "main work helper rest len "},
    {"-s cum", "main work helper rest len "},
    {"-s time -r", "len rest main helper work "},
    {"-n 2", "main work "},
    {"-n 50%", "main work helper "}, /* half of five is three, as int(2.5 + .5) */
    {"-n 0.1", "main "},
    {"-n 100%", "main work helper rest len "},
    {"-n main.py", "main work rest "},
    {"-n 'main\\.py:\\d+\\((?:work|rest)' -n 1", "work "},
    {"-n 3 -n rest", ""},
    {"-n '^\\{'", "len "},
    {"-n 'm(a)in\\.py.*m\\1in'", "main "},       /* what refers to a group of its own */
    {"-n '(work)|rest)|len'", "work rest len "}, /* a parenthesis that closes none */
    {"-n '[[:digit:](]work'", "work "},
    {"-n '[])]work|main.py:1[(]m'", "main "},
    {"--exclude='work' -s name", "len helper main rest "},
    {"--root='main:1:work' -s name", "helper work "},
    {"--root='*main.py:1(work)' -s name", "helper work "},
    {"--root='main.py:1(work)' -s name", "helper work "},
};

START_TEST(rows_are_sorted_and_limited_as_by_pstats)
{
    report(orders[_i].options);
    if (orders[_i].names[0] == '\0')
        assert_lacks("filename:lineno");
    else
        assert_names(orders[_i].names);
}
END_TEST

START_TEST(what_a_limit_leaves_out_is_told)
{
    report("-n main -n 1");
    assert_has("   List reduced from 5 to 3 due to restriction <main>\n"
               "   List reduced from 3 to 1 due to restriction <1>\n");
}
END_TEST

START_TEST(callers_and_callees_have_the_figures_of_the_calls)
{
    report("-T csv --callers=work --callees=work");
    ck_assert_str_eq(strchr(run.out, '\n') + 1,
                     "caller," MAIN ",1,work," MAIN
                     ",1,main,3,3,5,1.6666666666666667,8,2.6666666666666665,0.5,0.8\n"
                     "caller," MAIN ",1,work," MAIN ",1,work,1,1,1,1,1,1,0.1,0.1\n"
                     "callee," MAIN ",1,work," TOOLS ",1,helper,8,8,2,0.25,2,0.25,0.2,0.2\n"
                     "callee," MAIN ",1,work," MAIN ",1,work,1,1,1,1,1,1,0.1,0.1\n");
    report("--callers=rest");
    assert_has(MAIN ":1(rest) was called by\n");
    report("--callers=main");
    assert_has(MAIN ":1(main) was called by: nothing\n");
}
END_TEST

START_TEST(groups_add_up_and_count_their_stacks_once)
{
    report("--by=module -T csv");
    ck_assert_str_eq(run.out,
                     "module,ncalls,pcalls,tottime,tottime_percall,cumtime,cumtime_percall,"
                     "tottime_share,cumtime_share\n"
                     "main,6,5,8,1.3333333333333333,10,2,0.8,1\n"
                     "tools,8,8,2,0.25,2,0.25,0.2,0.2\n"
                     "{built-in},0,0,0,,0,,0,0\n");
    report("--by=package --strip-prefix=/home/me -s name");
    assert_has(" app\n");
    assert_has(" tools\n");
    report("--by=file --strip-prefix=/home/me");
    assert_has(" app/main.py\n");
}
END_TEST

START_TEST(a_group_takes_as_long_as_its_longest_function)
{
    /* Estimated stacks alone give the file 0.474 s. */
    run_shell("pstatsreport --by=file -T csv -n pages.py $DATA/../../examples/pages-after.pstats");
    assert_has(",0.48595493500000003,");
    run_shell("pstatsreport -T csv -n pages.py:1 $DATA/../../examples/pages-after.pstats");
    assert_has("pages.py,1,<module>,1,1,5.1267e-05,5.1267e-05,0.48595493500000003,");
}
END_TEST

/* ---- Formats ---- */

/* 0.1 + 0.2 + 0.3 is 0.6000000000000001, 0.3 + 0.2 + 0.1 is 0.6. */
START_TEST(sums_of_times_do_not_show_their_order)
{
    static const double times[2][3] = {{0.1, 0.2, 0.3}, {0.3, 0.2, 0.1}};
    char name[] = "f0";
    w = marshal_writer_new(4);
    put_dict_begin(w);
    for (int i = 0; i < 3; i++, name[1]++) {
        put_function_begin(w, "/srv/a.py", 1, name, 1, 1, times[_i][i], times[_i][i]);
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("in.pstats", w);
    run_shell("pstatsreport --by=module -T json in.pstats");
    assert_done();
    ck_assert_uint_eq(count("\"self\": 0.6,"), 2); /* of all, and of the group */
}
END_TEST

START_TEST(json_has_every_figure)
{
    report("-T json -n work --title='a \"b\"'");
    assert_has("\"schema\": 1, \"unit\": \"seconds\", \"by\": \"function\", \"sorted_by\": "
               "\"cumulative time\", "
               "\"reversed\": false, \"title\": \"a \\\"b\\\"\", \"total\": {\"calls\": 14, "
               "\"primitive_calls\": 13, \"self\": 10, \"cumulative\": 10}");
    assert_has("{\"row_count\": 5, \"rows\": [\n{\"file\": \"" MAIN
               "\", \"line\": 1, \"function\": "
               "\"work\", \"calls\": 4, \"primitive_calls\": 3, \"self\": 6, \"cumulative\": 8, "
               "\"self_share\": 0.6, \"cumulative_share\": 0.8}]}]}\n");
}
END_TEST

static const struct {
    const char *name, *starts_with;
} suffixes[] = {
    {"r.txt", "         14 function"}, {"r", "         14 function"},
    {"r.md", "**14 function"},         {"r.csv", "file,line,function"},
    {"r.json", "{\"pstatsreport\""},   {"r.html", "<!DOCTYPE html>"},
    {"r.x.md", "**14 function"},       {"md", "         14 function"},
};

START_TEST(the_suffix_tells_the_format)
{
    write_easy();
    run_shell("exec pstatsreport in.pstats -o %s", suffixes[_i].name);
    assert_done();
    char *text = run_read_file(suffixes[_i].name, NULL);
    ck_assert_msg(strncmp(text, suffixes[_i].starts_with, strlen(suffixes[_i].starts_with)) == 0,
                  "%s", text);
    free(text);
}
END_TEST

static const struct {
    const char *name;
    int is_known;
} unusual_suffixes[] = {
    {"r.pdf", 0},   {"r.pdf -q", 0}, {"r.htlm", 0},        {"r.", 1},     {"./r", 1},
    {".hidden", 1}, {"./a.b/r", 1},  {"r.pdf -T text", 1}, {"r.TEXT", 1}, {"r.a.txt", 1},
};

START_TEST(a_suffix_that_is_no_format_is_an_error)
{
    const char *name = unusual_suffixes[_i].name;
    report("");
    char *table = strdup(run.out);
    ck_assert_ptr_nonnull(table);
    run_shell("mkdir a.b; pstatsreport in.pstats -o %s && cat ./%.*s", name,
              (int)strcspn(name, " "), name);
    ck_assert_int_eq(run.status, unusual_suffixes[_i].is_known ? 0 : 2);
    ck_assert_str_eq(run.out, unusual_suffixes[_i].is_known ? table : "");
    free(table);
    if (unusual_suffixes[_i].is_known)
        ck_assert_str_eq(run.err, "");
    else
        ck_assert_ptr_nonnull(strstr(run.err, ": no format has this suffix; use .txt, .md, .csv, "
                                              ".json or .html, or say which with -T\n"));
    if (_i == 0) {
        run_shell("pstatsreport missing -o r.pdf; echo $?"); /* before anything is read */
        ck_assert_str_eq(run.out, "2\n");
    }
}
END_TEST

/* ---- What is left ---- */

static const struct {
    const char *options;
    const char *says;
} remains[] = {
    {"--root=rare", "--root: warning: only 0.1% of what was recorded is left"},
    {"--root=rare --by=module", "--root: warning: only 0.1% of what was recorded is left"},
    {"--root=rare --callers=rare", "--root: warning: only 0.1% of what was recorded is left"},
    {"--root=rare -b in.pstats -b in.pstats",
     "--root: warning: only 0.1% of what was recorded is left"},
    {"--root=rare -b busy", NULL},
    {"--root=rare -b other --fail-on=calls:0",
     "--root: warning: only 0.05% of what was recorded is left\n"
     "pstatsreport: rare.py:1: rare: calls was 0, is 1 (new); limit 0"},
    {"--exclude='*'", "--exclude: warning: nothing is left of what was recorded"},
    {"--root=main --exclude='[mr]*'",
     "--root and --exclude: warning: nothing is left of what was recorded"},
    {"--root=main", NULL},
    {"--exclude=rare", NULL},
    {"-q --root=rare", NULL},
};

START_TEST(what_leaves_next_to_nothing_is_told)
{
    char expected[300] = "";
    save_profile("in.pstats", "main=1/1,999,1000 rare=1/1,1,1 main>rare=1/1,1,1"); /* given */
    save_profile("other", "main=1/1,1000,1000");
    save_profile("busy", "main=1/1,500,1000 rare=1/1,500,500 main>rare=1/1,500,500");
    run_shell("exec pstatsreport %s in.pstats", remains[_i].options); /* when */
    if (remains[_i].says != NULL)                                     /* then */
        snprintf(expected, sizeof expected, "pstatsreport: %s\n", remains[_i].says);
    ck_assert_str_eq(run.err, expected);
    ck_assert_int_eq(run.status, strstr(expected, "limit") != NULL ? 1 : 0);
    ck_assert(run.out_size > 0);
}
END_TEST

/* ---- Long names ---- */

enum { SHARING = 2000 }; /* functions that share a name, which only one of them spells */

static void write_sharing(size_t length, int has_long_file)
{
    struct long_text text = {length, !has_long_file, -1};
    w = marshal_writer_new(4);
    put_dict_begin(w);
    for (int i = 0; i < SHARING; i++) {
        put_long_key(w, &text, i);
        put_record_begin(w, 1, 1, 1.0, 1.0);
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("in.pstats", w);
}

static const struct {
    const char *options;
    int has_long_file;
} sharing[] = {
    {"-T text", 0},
    {"-T text", 1},
    {"-T csv", 0},
    {"-T csv", 1},
    {"-T json", 0},
    {"-T json", 1},
    {"-T html", 0},
    {"-T markdown --max-bytes=100000000", 0},
    {"-T text -s stdname", 1},
    {"-T text -s nfl", 0},
    {"-T text -n x{9}", 0},
    {"-T text --by=file --normalise-paths -b in.pstats", 1},
    {"-T json -b empty --fail-on=calls:0", 1},
};

START_TEST(thousands_of_functions_may_share_a_long_name)
{
    static const char empty[] = "{0";
    write_sharing(300000, sharing[_i].has_long_file); /* given */
    run_write_file("empty", empty, 2);
    run_shell("pstatsreport %s in.pstats 2> messages", sharing[_i].options); /* when */
    ck_assert_int_le(run.status, 1);
    ck_assert_uint_le(run.out_size, (size_t)2 * SHARING * (4096 + 600)); /* then */
    size_t longest = 0, length = 0;
    for (size_t i = 0; i < run.out_size; i++) {
        length = run.out[i] == 'x' ? length + 1 : 0;
        longest = length > longest ? length : longest;
    }
    ck_assert_uint_le(longest, 4095);
}
END_TEST

static void write_hostile(void)
{
    w = marshal_writer_new(4);
    put_dict_begin(w);
    put_function_begin(w, "a,\"b\".py", 1, "<script>alert(1)</script>", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, "c|d.py", 2, "`x` ``y`` [l](u) \\", 1, 1, 0.5, 0.5);
    put_dict_end(w);
    put_function_begin(w, "e\n.py", 3, "\x1b[31m\xed\xa0\x80&amp;", 1, 1, 0.25, 0.25);
    put_dict_end(w);
    put_dict_end(w);
    save_written("in.pstats", w);
}

static const struct {
    const char *format;
    const char *lines[3];
} hostile[] = {
    {"text",
     {" a,\"b\".py:1(<script>alert(1)</script>)\n", " c|d.py:2(`x` ``y`` [l](u) \\)\n",
      " e\\n.py:3(\\x1b[31m\\ud800&amp;)\n"}},
    {"csv",
     {"\n\"a,\"\"b\"\".py\",1,<script>alert(1)</script>,1,", "\nc|d.py,2,`x` ``y`` [l](u) \\,1,",
      "\ne\\n.py,3,\\x1b[31m\\ud800&amp;,1,"}},
    {"json", {"\"a,\\\"b\\\".py\"", "\"`x` ``y`` [l](u) \\\\\"", "\"\\\\x1b[31m\\\\ud800&amp;\""}},
    {"html",
     {"<td>a,&quot;b&quot;.py:1(&lt;script&gt;alert(1)&lt;/script&gt;)</td>",
      "<td>c|d.py:2(`x` ``y`` [l](u) \\)</td>", "<td>e\\n.py:3(\\x1b[31m\\ud800&amp;amp;)</td>"}},
    {"markdown",
     {"| `a,\"b\".py:1(<script>alert(1)</script>)` |\n",
      "| ```c\\|d.py:2(`x` ``y`` [l](u) \\)``` |\n", "| `e\\n.py:3(\\x1b[31m\\ud800&amp;)` |\n"}},
};

START_TEST(nothing_in_a_name_breaks_a_format)
{
    write_hostile();
    run_shell("exec pstatsreport in.pstats -T %s", hostile[_i].format);
    assert_done();
    for (size_t i = 0; i < 3; i++)
        assert_has(hostile[_i].lines[i]);
    ck_assert_ptr_null(memchr(run.out, '\x1b', run.out_size));
}
END_TEST

START_TEST(html_is_one_well_formed_page_without_anything_external)
{
    report("-T html --title='<b>' -o out.html");
    run_shell("xmllint --html --noout out.html 2>&1; "
              "grep -c '<tr>' out.html; grep -E -c 'https?:|src=|href=|<link' out.html; grep -c "
              "'<h1>&lt;b&gt;</h1>' "
              "out.html");
    ck_assert_str_eq(run.out, "6\n0\n1\n");
}
END_TEST

/* ---- Markdown's size ---- */

static void write_many(int count)
{
    char name[60];
    w = marshal_writer_new(4);
    put_dict_begin(w);
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "function_%d_with_a_name_of_some_length", i);
        put_function_begin(w, "/srv/app/module.py", i, name, 1, 1, 1.0 + i, 1.0 + i);
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("in.pstats", w);
}

START_TEST(markdown_folds_rows_and_stays_below_its_size)
{
    write_many(2000);
    run_program("pstatsreport", "-T markdown in.pstats");
    assert_has("<details><summary>1980 more functions</summary>\n\n| calls |");
    assert_has("function_0_with");
    assert_lacks("Left out");
    for (size_t limit = 10000; limit < 200000; limit += 18999) {
        run_shell("exec pstatsreport -T markdown in.pstats --max-bytes=%zu", limit);
        ck_assert_uint_le(run.out_size, limit);
        ck_assert_uint_ge(run.out_size, limit - 1500); /* and it is used */
        const char *left = strstr(run.out, "**Left out: ");
        ck_assert_ptr_nonnull(left);
        size_t rows = 0, count = strtoul(left + strlen("**Left out: "), NULL, 10);
        for (const char *at = run.out; (at = strstr(at, "| `/srv")) != NULL; at++)
            rows++;
        ck_assert_uint_eq(rows + count, 2000);
        ck_assert_ptr_nonnull(strstr(run.out, "</details>"));
    }
}
END_TEST

START_TEST(a_table_of_markdown_ends_before_what_is_appended)
{
    for (int i = 0; i < 2; i++) { /* a table alone, and one with rows that are folded away */
        if (i == 0)
            write_easy();
        else
            write_many(30);
        run_program("pstatsreport", "-T markdown in.pstats");
        ck_assert_ptr_nonnull(
            strstr(run.out + run.out_size - 14, i == 0 ? " |\n\n" : "</details>\n\n"));
    }
}
END_TEST

/* ---- Terminals ---- */

START_TEST(text_fits_the_width_that_it_is_given)
{
    for (int width = 50; width <= 130; width += 8) {
        write_easy();
        run_shell("exec pstatsreport --width=%d in.pstats -n 3", width);
        const char *line = strstr(run.out, "ncalls");
        for (; *line != '\0'; line += strcspn(line, "\n") + 1) {
            size_t length =
                strcspn(line, "\n") - 2 * (memchr(line, '\xe2', strcspn(line, "\n")) != NULL);
            ck_assert_msg(length <= (size_t)width, "%d: %s", width, line);
        }
        assert_has("helper)\n"); /* the end is what tells */
    }
}
END_TEST

START_TEST(files_get_neither_width_nor_colour)
{
    run_shell("COLUMNS=40 TERM=xterm pstatsreport " RAYTRACE);
    assert_done();
    ck_assert_ptr_null(memchr(run.out, '\x1b', run.out_size));
    ck_assert_ptr_nonnull(strstr(run.out, " {method 'disable' of '_lsprof.Profiler' objects}\n"));
    run_shell("pstatsreport --color=always -n 1 " RAYTRACE);
    ck_assert_ptr_nonnull(memchr(run.out, '\x1b', run.out_size));
}
END_TEST

/* ---- What cannot be done ---- */

static const struct {
    const char *arguments;
    const char *says;
} refusals[] = {
    {"--sort=nothing", "--sort: 'nothing' is no key to sort by; calls, "},
    {"--sort=n", "--sort: 'n' is no key"}, /* ncalls, name or nfl */
    {"--sort=time,", "--sort: '' is no key"},
    {"--limit='('", "--limit: '(' is no regular expression: "},
    {"--limit='((a{1,255}){1,255}){1,255}'", "--limit: '((a{1,255}){1,255}){1,255}' is too large a "
                                             "regular expression, or too deeply nested"},
    {"--limit=-3", "--limit: '-3' is no number of rows"},
    {"--limit=101%", "--limit: '101%' is no number of rows"},
    {"--callers=wrok", "--callers: no function is called 'wrok'; did you mean 'main:1:work'"},
    {"--callees=x", "--callees: no function is called 'x'"},
    {"--root=x", "--root: no function is called 'x'"},
    {"--exclude=x", "--exclude: no function is called 'x'"},
    {"--by=module --callers=work", "--by: cannot be combined with --callers"},
    {"-T pdf", "pdf"},
    {"--max-bytes=9", "--max-bytes"},
    {"''", "pstatsreport: the path of a profile is empty"},
    {"-b ''", "pstatsreport: the path of a profile is empty"},
    {"-b other -o other < in.pstats",
     "pstatsreport: other: would overwrite what is read from other"},
    {"-b other --fail-on=calls:0 --allow=known -o known",
     "pstatsreport: known: would overwrite what is read from known; use -o with another file"},
    {"-b other --fail-on=calls:0 --allow=''", "pstatsreport: --allow: needs a path, not ''"},
};

START_TEST(a_wrong_command_line_is_one_line_and_nothing_is_written)
{
    write_easy();
    run_shell("cp in.pstats other; echo '*' > known; exec pstatsreport -o out.txt in.pstats %s",
              refusals[_i].arguments);
    ck_assert_int_eq(run.status, 2);
    ck_assert_msg(strstr(run.err, refusals[_i].says) != NULL, "%s", run.err);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
    ck_assert_uint_eq(run.out_size, 0);
    ck_assert_ptr_null(run_read_file("out.txt", NULL));
}
END_TEST

START_TEST(a_full_disk_is_told)
{
    run_shell("pstatsreport -T json " RAYTRACE "> /dev/full");
    ck_assert_int_eq(run.status, 4);
    ck_assert_ptr_nonnull(strstr(run.err, "pstatsreport: standard output: cannot write: "));
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(all, test, 0, (int)(sizeof table / sizeof *table))

int main(void)
{
    Suite *suite = suite_create("program");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_set_timeout(all, 60);
    tcase_add_test(all, the_table_is_that_of_pstats_with_shares);
    LOOP(rows_are_sorted_and_limited_as_by_pstats, orders);
    tcase_add_test(all, what_a_limit_leaves_out_is_told);
    tcase_add_test(all, callers_and_callees_have_the_figures_of_the_calls);
    tcase_add_test(all, groups_add_up_and_count_their_stacks_once);
    tcase_add_test(all, a_group_takes_as_long_as_its_longest_function);
    tcase_add_loop_test(all, sums_of_times_do_not_show_their_order, 0, 2);
    tcase_add_test(all, json_has_every_figure);
    LOOP(the_suffix_tells_the_format, suffixes);
    LOOP(a_suffix_that_is_no_format_is_an_error, unusual_suffixes);
    LOOP(what_leaves_next_to_nothing_is_told, remains);
    LOOP(thousands_of_functions_may_share_a_long_name, sharing);
    LOOP(nothing_in_a_name_breaks_a_format, hostile);
    tcase_add_test(all, html_is_one_well_formed_page_without_anything_external);
    tcase_add_test(all, markdown_folds_rows_and_stays_below_its_size);
    tcase_add_test(all, a_table_of_markdown_ends_before_what_is_appended);
    tcase_add_test(all, text_fits_the_width_that_it_is_given);
    tcase_add_test(all, files_get_neither_width_nor_colour);
    LOOP(a_wrong_command_line_is_one_line_and_nothing_is_written, refusals);
    tcase_add_test(all, a_full_disk_is_told);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
