/* The program pstats2dot as its users call it: options, files, messages, exit codes. */
#include "support/easy_profile.h"
#include "support/run_checks.h"
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define QUEENS "\"$DATA/queens-cProfile-py3.13.pstats\" "
#define RAYTRACE "\"$DATA/raytrace-cProfile-py3.12.pstats\" "
#define PARSER "\"$DATA/parser_work-cProfile-py3.11.pstats\" "

static void set_up(void)
{
    easy_profile_write(100);
}

static void easy(const char *options)
{
    run_shell("pstats2dot %s in.pstats", options);
}

/* ---- How it is shown ---- */

START_TEST(labels_have_the_measures_that_are_asked_for_in_their_order)
{
    easy("--node-label self-time --node-label total-time-per-call --node-label self-time-per-call "
         "--node-label total-time");
    assert_done();
    assert_has("label=\"main:1:work\\n(6)\\n2.666667/call\\n(1.5/call)\\n8\\n4\xc3\x97\"");
    easy("--edge-label parent-percentage --edge-label callee-percentage --edge-label total-time "
         "--edge-label self-time-percentage --edge-label total-time-per-call");
    assert_has(
        "label=\"25.00% of caller\\n100.00% of callee\\n2\\n(20.00%)\\n0.25/call\\n8\xc3\x97\"");
}
END_TEST

START_TEST(times_are_written_in_the_format_that_is_asked_for)
{
    easy("--node-label total-time --time-format '%8.2fs & 100%% \\'");
    assert_done();
    assert_has("label=\"main:1:work\\n    8.00s &amp; 100% \\\\\\n4\xc3\x97\"");
    easy("--node-label total-time --time-format %+.1E");
    assert_has("main:1:work\\n+8.0E+00\\n");
}
END_TEST

START_TEST(colours_can_tell_self_time)
{
    easy("--color-nodes-by-selftime");
    assert_done();
    char *american = strdup(run.out);
    assert_has("color=\"#ff0000\",\n\t\tfontcolor=\"#000000\",\n\t\tfontsize=10.00,\n\t\tlabel="
               "\"main:1:work");
    easy("--colour-nodes-by-selftime");
    ck_assert_str_eq(run.out, american);
    free(american);
}
END_TEST

START_TEST(names_are_stripped_and_wrapped)
{
    easy("-n0 -s");
    assert_done();
    assert_has("label=\"~:0:\\n");
    run_shell("pstats2dot -n0 -w " QUEENS);
    assert_has("~:0:<method 'disable' of\\n'_lsprof.Profiler' objects>");
}
END_TEST

/* agwrite breaks long values into lines. */
static void join_lines(void)
{
    char *to = run.out;
    for (const char *from = run.out; *from != '\0';)
        if (from[0] == '\\' && from[1] == '\n')
            from += 2;
        else
            *to++ = *from++;
    *to = '\0';
}

START_TEST(tooltips_tell_the_file_or_everything)
{
    easy("");
    assert_has("tooltip=\"" EASY_TOOLS "\"");
    easy("--strip-prefix /home/me/app");
    assert_has("tooltip=\"main.py\"");
    assert_has("tooltip=\"" EASY_TOOLS "\"");
    easy("--tooltip details --strip-prefix=/home/me/");
    assert_done();
    join_lines();
    assert_has(
        "tooltip=\"work (app/main.py:1)\\n4 calls, 3 of them not recursive\\nself 6 s, 60.00%\\n"
        "total 8 s, 80.00%\\nper call: self 1.5 s, total 2.66667 s\"");
    assert_has(
        "tooltip=\"main (app/main.py:1)\\n\xe2\x86\x92 work (app/main.py:1)\\n3 calls\\nself 5 s, "
        "50.00%\\n"
        "total 8 s, 80.00%; 80.00% of the caller's\\nper call: self 1.66667 s, total 2.66667 s\"");
    easy("-n0 -e0 --tooltip=details");
    assert_has("tooltip=\"<len>\\n100 calls\\n");
}
END_TEST

START_TEST(functions_link_to_their_source)
{
    easy("--link 'https://example.org/?f={file}&l={line}#{name}'");
    assert_done();
    assert_has("URL=\"https://example.org/?f=/home/me/app/main.py&amp;l=1#work\"");
    ck_assert_uint_eq(count("URL="), 4);
    easy("-n0 --link '{file}#L{line}' --strip-prefix /home/me");
    assert_has("URL=\"app/main.py#L1\"");
    ck_assert_uint_eq(count("URL="), 3); /* not what is elsewhere, and no builtin */
}
END_TEST

START_TEST(modules_and_packages_are_framed)
{
    easy("-n0 --cluster=module");
    assert_done();
    ck_assert_uint_eq(count("subgraph cluster_"), 2);
    assert_has("label=main");
    assert_has("label=tools");
    easy("--cluster package");
    assert_has("label=app");
    assert_has("label=tools");
    easy("--cluster=module --strip-prefix=/home/me");
    assert_has("label=\"app.main\"");
    easy("--cluster=none");
    assert_lacks("subgraph");
}
END_TEST

START_TEST(files_of_several_runs_are_added_up_in_any_order)
{
    run_shell("pstats2dot " RAYTRACE PARSER QUEENS);
    assert_done();
    char *once = strdup(run.out);
    run_shell("pstats2dot - " RAYTRACE PARSER "< " QUEENS);
    assert_done();
    ck_assert_str_eq(run.out, once);
    free(once);
    easy("--node-label total-time in.pstats");
    assert_done();
    assert_has("main:1:work\\n16\\n8\xc3\x97");
}
END_TEST

/* ---- Where it goes ---- */

START_TEST(the_suffix_tells_the_format_unless_an_option_does)
{
    static const struct {
        const char *arguments, *file, *start;
    } formats[] = {
        {"-o out.dot", "out.dot", "digraph"},
        {"-o out.gv", "out.gv", "digraph"},
        {"-oout", "out", "digraph"},
        {"-o .hidden", ".hidden", "digraph"},
        {"--output=OUT.SVG", "OUT.SVG", "<?xml"},
        {"-o out.png", "out.png", "\x89PNG\r\n"},
        {"-o out.pdf", "out.pdf", "%PDF-"},
        {"-o out.ps", "out.ps", "%!PS"},
        {"-o out.jpg", "out.jpg", "\xff\xd8\xff"},
        {"-Tdot -o out.txt", "out.txt", "digraph"},
        {"-T svg -o out.png", "out.png", "<?xml"},
        {"-T png:cairo -o out", "out", "\x89PNG\r\n"},
        {"-T plain -o out.x", "out.x", "graph "},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        easy(formats[i].arguments);
        assert_done();
        ck_assert_uint_eq(run.out_size, 0);
        char *bytes = run_read_file(formats[i].file, NULL);
        ck_assert_msg(strncmp(bytes, formats[i].start, strlen(formats[i].start)) == 0, "%s",
                      formats[i].arguments);
        free(bytes);
    }
}
END_TEST

START_TEST(the_same_input_gives_the_same_bytes_everywhere)
{
    static const char *const formats[] = {"dot", "svg", "png", "pdf", "ps", "ps:cairo"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        run_shell("mkdir -p sub; cp " QUEENS "sub/in.pstats;"
                  "pstats2dot -q -w -T %s " QUEENS "> a && cd sub &&"
                  "env LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Kolkata pstats2dot -q -w -T %s "
                  "- < in.pstats > ../b &&"
                  "cmp ../a ../b",
                  formats[i], formats[i]);
        ck_assert_msg(run.status == 0, "%s: %s%s", formats[i], run.out, run.err);
    }
}
END_TEST

START_TEST(pictures_are_dated_by_the_environment_alone)
{
    easy("-T pdf -o 1970.pdf");
    run_shell("SOURCE_DATE_EPOCH=86400 pstats2dot -T pdf in.pstats -o 1970-2.pdf; grep -a "
              "CreationDate *.pdf");
    assert_has("1970-2.pdf:   /CreationDate (D:19700102");
    assert_has("1970.pdf:   /CreationDate (D:19700101");
}
END_TEST

START_TEST(help_and_version_go_to_standard_output)
{
    run_program("pstats2dot", "--help --nonsense");
    assert_done();
    ck_assert_uint_eq(run.err_size, 0);
    ck_assert_int_eq(strncmp(run.out, "Usage: pstats2dot [OPTION]... [FILE]...\n", 40), 0);
    run_program("pstats2dot", "--version");
    assert_done();
    ck_assert_int_eq(strncmp(run.out, "pstats2dot ", 11), 0);
    assert_has("\nlibpstats ");
    assert_has("\nGraphviz ");
}
END_TEST

START_TEST(warnings_can_be_silenced)
{
    easy("--max-nodes=2 -T svg -o out.svg");
    assert_done();
    ck_assert_str_eq(run.err,
                     "pstats2dot: warning: 2 of 4 functions: those with a total time below 80% "
                     "are left out; --max-nodes=0 draws all\n");
    easy("-q --max-nodes=2 -T svg -o out.svg");
    assert_done();
    ck_assert_uint_eq(run.err_size, 0);
}
END_TEST

START_TEST(what_gprof2dot_takes_is_taken)
{
    easy("-f pstats --format=pstats --total callratios --total=callstacks --show-samples --skew 0 "
         "--depth=-3");
    assert_done();
    char *with = strdup(run.out);
    easy("");
    ck_assert_str_eq(run.out, with);
    free(with);
    easy("--no 1 --n 1");
    ck_assert_int_eq(run.status, 2); /* ambiguous there too */
    easy("--to callratios --stri --li=+ --le 'main:1:*' --f pstats --e 0 --p / --dep 3 --sh");
    assert_done(); /* clear there */
}
END_TEST

/* ---- What goes wrong ---- */

static const struct {
    const char *command;
    int status;
    const char *message; /* its start */
} failures[] = {
    {"pstats2dot --rot x in.pstats", 2,
     "pstats2dot: --rot: there is no such option; did you mean --root?\n"},
    {"pstats2dot --baseline=in.pstats in.pstats", 2,
     "pstats2dot: --baseline: pstatsflame and pstatsreport have that; here, --compare OLD NEW"},
    {"pstats2dot -n x in.pstats", 2,
     "pstats2dot: --node-thres: needs a number from 0 to 100, not 'x'\n"},
    {"pstats2dot -n 100.1 in.pstats", 2,
     "pstats2dot: --node-thres: needs a number from 0 to 100, not '100.1'\n"},
    {"pstats2dot -e -1 in.pstats", 2,
     "pstats2dot: --edge-thres: needs a number from 0 to 100, not '-1'\n"},
    {"pstats2dot --depth 1.5 in.pstats", 2,
     "pstats2dot: --depth: needs a whole number, not '1.5'\n"},
    {"pstats2dot --max-nodes -1 in.pstats", 2,
     "pstats2dot: --max-nodes: needs a whole number from 0 on, not '-1'\n"},
    {"pstats2dot in.pstats --root", 2, "pstats2dot: --root: needs a value (NAME)\n"},
    {"pstats2dot --wrap=1 in.pstats", 2, "pstats2dot: --wrap: takes no value\n"},
    {"pstats2dot -c mauve in.pstats", 2,
     "pstats2dot: --colormap: 'mauve' is none of color, pink, gray, "},
    {"pstats2dot --color in.pstats", 2,
     "pstats2dot: --color: can be short for any of --colormap, --color-nodes-by-selftime\n"},
    {"pstats2dot -f perf in.pstats", 2,
     "pstats2dot: --format: 'perf' is not supported, only pstats\n"},
    {"pstats2dot --time-format %d in.pstats", 2, "pstats2dot: --time-format: "},
    {"pstats2dot --link javascript:1 in.pstats", 2, "pstats2dot: --link: "},
    {"pstats2dot -T x11 in.pstats", 2,
     "pstats2dot: --output-format: 'x11' is no format that Graphviz can write here; -T takes "},
    {"pstats2dot -T '' in.pstats", 2, "pstats2dot: --output-format: "},
    {"pstats2dot - in.pstats -", 2, "pstats2dot: -: standard input can be read only once\n"},
    {"pstats2dot ''", 2, "pstats2dot: the path of a profile is empty\n"},
    {"pstats2dot in.pstats missing", 3, "pstats2dot: missing: "},
    {"pstats2dot -o out.pngg missing", 3, "pstats2dot: missing: "}, /* the suffix does not matter */
    {"pstats2dot < /dev/null", 3, "pstats2dot: standard input: "},
    {"pstats2dot <&-", 3, "pstats2dot: standard input: "},
    {"pstats2dot in.pstats > /dev/full", 4,
     "pstats2dot: standard output: cannot write: No space left on device\n"},
    {"pstats2dot -T png in.pstats > /dev/full", 4,
     "pstats2dot: standard output: cannot write: No space left on device\n"},
    {"pstats2dot in.pstats >&-", 4,
     "pstats2dot: standard output: cannot write: Bad file descriptor\n"},
    {"pstats2dot --help > /dev/full", 4,
     "pstats2dot: standard output: cannot write: No space left on device\n"},
    {"pstats2dot --version >&-", 4,
     "pstats2dot: standard output: cannot write: Bad file descriptor\n"},
    {"pstats2dot -o sub/out.svg in.pstats", 4,
     "pstats2dot: sub/out.svg: cannot write: No such file or directory\n"},
    {"pstats2dot -o . in.pstats", 4, "pstats2dot: .: cannot write: Is a directory\n"},
    {"pstats2dot 'bad\033[31m\nname'", 3, "pstats2dot: bad\\x1b[31m\\nname: "},
};

START_TEST(failures_have_one_line_and_a_code)
{
    run_shell("%s", failures[_i].command);
    ck_assert_msg(run.status == failures[_i].status, "%s: %d, %s", failures[_i].command, run.status,
                  run.err);
    ck_assert_msg(strncmp(run.err, failures[_i].message, strlen(failures[_i].message)) == 0,
                  "%s: %s", failures[_i].command, run.err);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
    ck_assert_uint_eq(run.out_size, 0);
}
END_TEST

START_TEST(graphs_that_graphviz_cannot_draw_are_refused_and_leave_what_was_there)
{
    run_shell("echo old > out.svg; pstats2dot -T png:nobody -o out.svg "
              "in.pstats; echo $?; cat out.svg");
    ck_assert_str_eq(run.out, "4\nold\n");
    ck_assert_ptr_nonnull(
        strstr(run.err, "pstats2dot: Graphviz cannot draw this graph as png:nobody\n"));
}
END_TEST

START_TEST(unknown_suffixes_get_dot_as_from_gprof2dot)
{
    static const char *const silent[] = {"out.txt", "out.gv",  "OUT.TXT", "out.a.dot",
                                         "out",     ".hidden", "out.",    "out.pngg -q"};
    run_shell("pstats2dot in.pstats > dot; pstats2dot -o out.pngg in.pstats && cmp out.pngg dot");
    ck_assert_int_eq(run.status, 0);
    ck_assert_str_eq(run.err,
                     "pstats2dot: out.pngg: warning: 'pngg' is no format of Graphviz, so this is "
                     "DOT, as gprof2dot writes it; --output-format=TYPE asks for another\n");
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        run_shell("pstats2dot in.pstats > dot; pstats2dot in.pstats -o %s && cmp %.*s dot",
                  silent[i], (int)strcspn(silent[i], " "), silent[i]);
        ck_assert_int_eq(run.status, 0);
        ck_assert_str_eq(run.err, "");
    }
}
END_TEST

/* icns is a format of macOS alone. */
START_TEST(suffixes_that_graphviz_lacks_here_are_refused)
{
    run_shell("echo old > out.icns; pstats2dot -o out.icns in.pstats; echo $?; cat out.icns");
    ck_assert_str_eq(run.out, "2\nold\n");
    ck_assert_ptr_nonnull(strstr(run.err,
                                 "pstats2dot: out.icns: 'icns' is no format that Graphviz can "
                                 "write here; -T takes "));
}
END_TEST

/* ---- Links ---- */

START_TEST(a_folder_that_holds_no_file_is_told_when_it_keeps_links_away)
{
    run_program("pstats2dot", "--link='x/{file}' --strip-prefix=/nowhere in.pstats");
    assert_done();
    assert_lacks("URL");
    ck_assert_str_eq(run.err, "pstats2dot: --strip-prefix: warning: nothing is linked, for no file "
                              "that is shown is in '/nowhere'\n");
    static const char *const silent[] = {
        "--link='x/{file}' in.pstats", "--strip-prefix=/nowhere in.pstats",
        "--link='x/{file}' --strip-prefix=/nowhere --strip-prefix=/home/me/app in.pstats"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        run_program("pstats2dot", silent[i]);
        assert_done();
        ck_assert_str_eq(run.err, "");
    }
}
END_TEST

START_TEST(addresses_are_written_as_the_format_wants_them)
{
    static const struct {
        const char *format, *address;
    } formats[] = {
        {"svg", "xlink:href=\"https://example.org/?f=main.py&amp;l=1\""},
        {"imap", " https://example.org/?f=main.py&l=1 "},
        {"cmapx", "href=\"https://example.org/?f=main.py&amp;l=1\""},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        run_shell("pstats2dot -T %s --strip-prefix=/home/me/app "
                  "--link='https://example.org/?f={file}&l={line}' in.pstats",
                  formats[i].format);
        assert_done();
        assert_has(formats[i].address);
    }
}
END_TEST

/* ---- Terminals ---- */

START_TEST(pictures_do_not_go_to_terminals_but_text_does)
{
    run_on_terminal("1", "pstats2dot -T png in.pstats");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err,
                     "pstats2dot: a picture is nothing for a terminal; use -o FILE, or a pipe\n");
    run_on_terminal("1", "pstats2dot -T svg -o /dev/stdout in.pstats");
    ck_assert_int_eq(run.status, 2);
    run_on_terminal("1", "pstats2dot in.pstats");
    assert_done();
    run_on_terminal("1", "pstats2dot -T plain in.pstats");
    assert_done();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("program");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, run_end);
    tcase_set_timeout(all, 60);
    tcase_add_test(all, labels_have_the_measures_that_are_asked_for_in_their_order);
    tcase_add_test(all, times_are_written_in_the_format_that_is_asked_for);
    tcase_add_test(all, colours_can_tell_self_time);
    tcase_add_test(all, names_are_stripped_and_wrapped);
    tcase_add_test(all, tooltips_tell_the_file_or_everything);
    tcase_add_test(all, functions_link_to_their_source);
    tcase_add_test(all, modules_and_packages_are_framed);
    tcase_add_test(all, files_of_several_runs_are_added_up_in_any_order);
    tcase_add_test(all, the_suffix_tells_the_format_unless_an_option_does);
    tcase_add_test(all, unknown_suffixes_get_dot_as_from_gprof2dot);
    tcase_add_test(all, suffixes_that_graphviz_lacks_here_are_refused);
    tcase_add_test(all, a_folder_that_holds_no_file_is_told_when_it_keeps_links_away);
    tcase_add_test(all, addresses_are_written_as_the_format_wants_them);
    tcase_add_test(all, the_same_input_gives_the_same_bytes_everywhere);
    tcase_add_test(all, pictures_are_dated_by_the_environment_alone);
    tcase_add_test(all, help_and_version_go_to_standard_output);
    tcase_add_test(all, warnings_can_be_silenced);
    tcase_add_test(all, what_gprof2dot_takes_is_taken);
    tcase_add_loop_test(all, failures_have_one_line_and_a_code, 0,
                        sizeof failures / sizeof *failures);
    tcase_add_test(all, graphs_that_graphviz_cannot_draw_are_refused_and_leave_what_was_there);
    tcase_add_test(all, pictures_do_not_go_to_terminals_but_text_does);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
