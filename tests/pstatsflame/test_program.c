/* pstatsflame as its users see it: what it writes, says and returns. */
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEENS "$DATA/queens-cProfile-py3.13.pstats"

static void assert_begins(const char *text, const char *start)
{
    ck_assert_msg(strncmp(text, start, strlen(start)) == 0, "'%.60s' does not begin with '%s'",
                  text, start);
}

static void assert_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no '%s' in: %.2000s", part, text);
}

static void assert_exit(int status)
{
    ck_assert_msg(run.status == status, "exit status %d: %s", run.status, run.err);
}

/* ---- Formats ---- */

static const struct {
    const char *type;
    const char *start;
} formats[] = {
    {"svg", "<svg "}, {"png", "\x89PNG\r\n"},           {"pdf", "%PDF-"},
    {"ps", "%!PS"},   {"json", "{\"pstatsflame\": \""}, {"folded", "~:0:<built-in"},
};

START_TEST(the_suffix_or_T_says_what_is_written)
{
    const char *type = formats[_i].type;
    run_shell("pstatsflame -o out.%s " QUEENS, type);
    assert_exit(0);
    ck_assert_str_eq(run.err, "");
    run_shell("cat out.%s", type);
    assert_begins(run.out, formats[_i].start);
    run_shell("pstatsflame -T %s " QUEENS " > piped; cmp piped out.%s", type, type);
    assert_exit(0);
    run_shell("pstatsflame -T %s -o other.svg " QUEENS "; cmp other.svg out.%s", type, type);
    assert_exit(0);
    run_end();
}
END_TEST

START_TEST(suffixes_may_be_in_capitals_or_missing)
{
    run_shell("pstatsflame -o out.PNG " QUEENS " && cat out.PNG");
    assert_begins(run.out, "\x89PNG");
    run_shell("pstatsflame -o out " QUEENS " && cat out");
    assert_begins(run.out, "<svg ");
    run_shell("mkdir a.png && pstatsflame -o a.png/out " QUEENS " && cat a.png/out");
    assert_begins(run.out, "<svg ");
    run_shell("pstatsflame -o .png " QUEENS " && cat .png");
    assert_begins(run.out, "<svg ");
    run_end();
}
END_TEST

START_TEST(the_same_input_gives_the_same_bytes_whenever_and_wherever)
{
    const char *type = formats[_i].type;
    run_shell("pstatsflame -T %s " QUEENS " > one; mkdir d; cd d;"
              "LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo COLUMNS=40 pstatsflame -T %s - < " QUEENS
              " > ../two; cmp ../one ../two",
              type, type);
    assert_exit(0);
    run_end();
}
END_TEST

START_TEST(documents_are_of_the_year_that_the_environment_names)
{
    run_shell("SOURCE_DATE_EPOCH=86400 pstatsflame -T pdf " QUEENS " | grep -a /CreationDate");
    assert_has(run.out, "(19700102000000Z");
    run_shell("SOURCE_DATE_EPOCH=86400 pstatsflame -T ps " QUEENS);
    assert_has(run.out, "%%CreationDate: Fri Jan  2 00:00:00 1970\n");
    run_shell("pstatsflame -T ps " QUEENS);
    assert_has(run.out, "%%CreationDate: Thu Jan  1 00:00:00 1970\n");
    run_end();
}
END_TEST

START_TEST(the_svg_is_well_formed)
{
    static const char *const names[] = {"hand-texts",
                                        "odd-weird-names-py3.13",
                                        "odd-weird-files-py3.11",
                                        "path-quote-cProfile-py3.7",
                                        "odd-empty-py3.10",
                                        "raytrace-cProfile-py3.12"};
    run_shell("command -v xmllint");
    int can_check = run.status == 0;
    for (size_t i = 0; can_check && i < sizeof names / sizeof *names; i++) {
        run_shell("pstatsflame -q -T svg --title '</title><script>&' --subtitle ']]>' "
                  "$DATA/%s.pstats | xmllint --noout -",
                  names[i]);
        ck_assert_msg(run.status == 0 && run.err_size == 0, "%s: %s", names[i], run.err);
    }
    run_end();
}
END_TEST

/* ---- Usage ---- */

static const struct {
    const char *arguments;
    const char *message; /* the beginning of standard error's first line */
} wrong[] = {
    {"--colors pink " QUEENS, "pstatsflame: --colors: "},
    {"--colors", "pstatsflame: --colors: "},
    {"--frobnicate " QUEENS, "pstatsflame: --frobnicate: "},
    {"-T gif " QUEENS, "pstatsflame: --output-format: "},
    {"-o out.gif " QUEENS, "pstatsflame: out.gif: no format has this suffix"},
    {"--width 20 " QUEENS, "pstatsflame: --width: "},
    {"--width 99999 " QUEENS, "pstatsflame: --width: "},
    {"--height 0 " QUEENS, "pstatsflame: --height: "},
    {"--fontsize x " QUEENS, "pstatsflame: --fontsize: "},
    {"--minwidth wide " QUEENS, "pstatsflame: --minwidth: 'wide' is neither"},
    {"--minwidth 101% " QUEENS, "pstatsflame: --minwidth: "},
    {"--minwidth -1 " QUEENS, "pstatsflame: --minwidth: "},
    {"--minwidth '' " QUEENS, "pstatsflame: --minwidth: "},
    {"--minwidth % " QUEENS, "pstatsflame: --minwidth: "},
    {"--bgcolors mauve " QUEENS, "pstatsflame: --bgcolors: 'mauve' is no color"},
    {"--bgcolors '#12345' " QUEENS, "pstatsflame: --bgcolors: "},
    {"--bgcolors '#12345g' " QUEENS, "pstatsflame: --bgcolors: "},
    {"--link javascript:alert " QUEENS, "pstatsflame: --link: "},
    {"--link 'https://x/{nonsense}' " QUEENS, "pstatsflame: --link: "},
    {"--max-depth 0 " QUEENS, "pstatsflame: --max-depth: "},
    {"--max-frames 0 " QUEENS, "pstatsflame: --max-frames: "},
    {"--threshold 101 " QUEENS, "pstatsflame: --threshold: "},
    {"--flamechart " QUEENS,
     "pstatsflame: --flamechart: a pstats file does not tell when functions ran"},
    {"--compare " QUEENS " " QUEENS,
     "pstatsflame: --compare: pstats2dot has that; here, --baseline=OLD compares"},
    {"- - < " QUEENS, "pstatsflame: -: standard input can be read only once"},
    {"--root hanoy " QUEENS,
     "pstatsflame: --root: no function is called 'hanoy'; did you mean 'hanoi'"},
    {"--exclude hanoy " QUEENS,
     "pstatsflame: --exclude: no function is called 'hanoy'; did you mean 'hanoi'"},
    {"--root hanoi --root nobody " QUEENS, "pstatsflame: --root: no function is called 'nobody'"},
    {"--root queens:99:place " QUEENS,
     "pstatsflame: --root: no function is called 'queens:99:place'; did you mean "
     "'queens:1:place'"},
};

START_TEST(what_is_wrong_with_a_command_line_is_said_in_one_line)
{
    run_program("pstatsflame", wrong[_i].arguments);
    assert_exit(2);
    assert_begins(run.err, wrong[_i].message);
    ck_assert_ptr_eq(strchr(run.err, '\n'), run.err + run.err_size - 1);
    ck_assert_str_eq(run.out, "");
    run_end();
}
END_TEST

START_TEST(pictures_do_not_go_to_a_terminal_but_text_does)
{
    run_on_terminal("1", "pstatsflame " QUEENS);
    assert_exit(2);
    ck_assert_str_eq(run.err,
                     "pstatsflame: a picture is nothing for a terminal; use -o FILE, or a pipe\n");
    run_on_terminal("1", "pstatsflame -T folded " QUEENS);
    assert_exit(0);
    run_end();
}
END_TEST

START_TEST(help_and_version_are_asked_for)
{
    run_program("pstatsflame", "--help");
    assert_exit(0);
    assert_begins(run.out, "Usage: pstatsflame [OPTION]... [FILE]...");
    assert_has(run.out, "--minwidth=WIDTH");
    run_program("pstatsflame", "--version");
    assert_exit(0);
    assert_begins(run.out, "pstatsflame ");
    assert_has(run.out, "\nlibpstats ");
    assert_has(run.out, "\ncairo ");
    run_end();
}
END_TEST

/* ---- Input and output ---- */

START_TEST(what_cannot_be_read_is_named)
{
    run_program("pstatsflame", "missing.pstats");
    assert_exit(3);
    assert_begins(run.err, "pstatsflame: missing.pstats: ");
    run_shell("echo hello > text; pstatsflame text");
    assert_exit(3);
    assert_begins(run.err, "pstatsflame: text: ");
    run_shell("pstatsflame -o out.svg " QUEENS " missing.pstats; echo $?; ls out.svg");
    assert_begins(run.out, "3\n");
    run_end();
}
END_TEST

START_TEST(what_cannot_be_written_leaves_what_was_there)
{
    run_shell("pstatsflame -o nowhere/out.svg " QUEENS);
    assert_exit(4);
    assert_begins(run.err, "pstatsflame: nowhere/out.svg: ");
    run_shell("test -w /dev/full");
    if (run.status == 0) {
        run_shell("pstatsflame -T %s " QUEENS " > /dev/full", formats[_i].type);
        assert_exit(4);
        assert_begins(run.err, "pstatsflame: standard output: cannot write: ");
    }
    run_shell("echo before > out.svg; ulimit -f 1; trap '' XFSZ; pstatsflame -o out.svg " QUEENS
              "; cat out.svg; ls");
    ck_assert_str_eq(run.out, "before\nout.svg\n");
    run_end();
}
END_TEST

START_TEST(several_files_are_added_up)
{
    run_shell("pstatsflame -T folded " QUEENS " > one; pstatsflame -T folded " QUEENS " " QUEENS
              " > two;"
              "awk '{ a += $NF } END { print a }' one; awk '{ a += $NF } END { print a }' two");
    long one, two;
    ck_assert_int_eq(sscanf(run.out, "%ld %ld", &one, &two), 2);
    ck_assert_int_le(labs(two - 2 * one), 10); /* functions are rounded one by one */
    run_end();
}
END_TEST

/* ---- What is drawn ---- */

START_TEST(names_may_be_short_whole_exact_or_patterns)
{
    static const char *const names[] = {
        "exec",
        "'<built-in method builtins.exec>'",
        "'~:0:<built-in method builtins.exec>'",
        "'*builtins.exec*'",
        "'e?ec'",
    };
    run_shell("pstatsflame -T folded --root exec " QUEENS " > expected; cat expected");
    assert_begins(run.out, "~:0:<built-in method builtins.exec> ");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        run_shell("pstatsflame -T folded --root %s " QUEENS " | cmp - expected", names[i]);
        assert_exit(0);
    }
    run_shell("pstatsflame -T folded --root '' --exclude '' " QUEENS
              " > a; pstatsflame -T folded " QUEENS " | cmp - a");
    assert_exit(0);
    run_end();
}
END_TEST

START_TEST(options_reach_the_picture)
{
    run_shell("pstatsflame -T json --title T1 --subtitle S1 --width 700 --height 20 --fontsize 10 "
              "--countname ticks "
              "--bgcolors '#abc' --inverted --reverse --link 'https://x/{file}#{line}' "
              "--strip-prefix / " QUEENS);
    assert_exit(0);
    assert_has(run.out,
               "\"title\": \"T1\", \"subtitle\": \"S1\", \"unit\": \"ticks\", \"estimated\": true, "
               "\"reversed\": true, \"inverted\": true, \"width\": 700, ");
    assert_has(run.out, "\"font_size\": 10, \"background\": \"#aabbcc\"");
    assert_has(run.out, "\"height\": 19");
    run_shell("pstatsflame -T json " QUEENS);
    assert_has(run.out, "\"title\": \"Flame Graph\"");
    assert_has(run.out, "\"height\": 15");
    run_shell("pstatsflame -T json --colors hot " QUEENS
              " > hot; pstatsflame -T json --colors hot --hash " QUEENS
              " > hash; ! cmp -s hot hash");
    assert_exit(0);
    run_end();
}
END_TEST

START_TEST(what_amounts_are_counted_in_harms_no_document)
{
    run_shell("pstatsflame -T svg --countname \"$(printf 'a<\\376\\357\\277\\277\\1')\" " QUEENS);
    assert_exit(0);
    ck_assert_ptr_nonnull(strstr(run.out, "a&lt;\\xfe"));
    ck_assert_ptr_null(strpbrk(run.out, "\376\1"));
    ck_assert_ptr_null(strstr(run.out, "\357\277\277"));
    run_shell("pstatsflame -T json --countname \"$(printf 'a\"\\376')\" " QUEENS);
    assert_has(run.out, "\"unit\": \"a\\\"\\\\xfe\", ");
    run_end();
}
END_TEST

START_TEST(the_json_is_json)
{
    run_shell("command -v python3");
    if (run.status == 0) {
        run_shell("for f in hand-texts odd-weird-names-py3.13 odd-empty-py3.10 hand-times; do "
                  "pstatsflame -q -T json $DATA/$f.pstats | python3 -m json.tool > /dev/null || "
                  "exit; done");
        assert_exit(0);
    }
    run_end();
}
END_TEST

START_TEST(a_font_that_is_not_there_is_named)
{
    run_program("pstatsflame", "--fonttype 'No Such Font' -o out.png " QUEENS);
    assert_exit(0);
    assert_begins(run.err, "pstatsflame: --fonttype: warning: 'No Such Font' is not installed; '");
    run_program("pstatsflame", "-q --fonttype 'No Such Font' -o out.png " QUEENS);
    ck_assert_str_eq(run.err, "");
    run_end();
}
END_TEST

START_TEST(where_there_is_no_font_the_package_is_named)
{
    run_shell("echo '<fontconfig><cachedir>cache</cachedir></fontconfig>' > fonts.conf;"
              "FONTCONFIG_FILE=$PWD/fonts.conf pstatsflame -o out.%s " QUEENS,
              formats[_i].type);
    assert_exit(0);
    int is_drawn = strstr("png pdf ps", formats[_i].type) != NULL; /* elsewhere text stays text */
    if (!is_drawn)
        ck_assert_str_eq(run.err, "");
    else
        assert_has(run.err, "warning: no fonts are installed");
    run_end();
}
END_TEST

static const char *const damaged[] = {
    "hand-times",           "odd-negative-bias-py3.13",
    "odd-empty-py3.10",     "odd-bigtimes-py3.12",
    "odd-perthread-py3.7",  "odd-hugeint-py3.12",
    "odd-tinytimes-py3.11", "hand-groups",
    "hand-sampled",
};

START_TEST(damaged_and_odd_profiles_are_drawn_too)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        run_shell("pstatsflame -q -o out.%s $DATA/%s.pstats", formats[i].type, damaged[_i]);
        assert_exit(0);
        ck_assert_str_eq(run.err, "");
    }
    run_end();
}
END_TEST

/* A chain of functions, each calling the next. */
static void write_chain(int length)
{
    struct marshal_writer *w = marshal_writer_new(4);
    char name[16];
    put_dict_begin(w);
    for (int i = 0; i < length; i++) {
        snprintf(name, sizeof name, "f%d", i);
        put_function_begin(w, "chain.py", i, name, 1, 1, 1.0, length - i);
        if (i > 0) {
            snprintf(name, sizeof name, "f%d", i - 1);
            put_key(w, "chain.py", i - 1, name);
            put_caller_figures(w, 1, 1, 1.0, length - i);
        }
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written("chain.pstats", w);
}

START_TEST(a_png_that_would_be_too_high_is_cut_and_the_others_are_not)
{
    write_chain(3000);
    run_program("pstatsflame", "-o out.png chain.pstats");
    assert_exit(0);
    assert_begins(run.err, "pstatsflame: warning: the lowest ");
    assert_has(run.err, " of 3001 levels are drawn");
    run_program("pstatsflame", "-o out.svg chain.pstats");
    assert_exit(0);
    ck_assert_str_eq(run.err, "");
    run_program("pstatsflame", "--reverse -T svg -o out.svg chain.pstats");
    assert_exit(0);
    run_end();
}
END_TEST

/* main (1000 s in all) calls work and rare (1 s). */
static const struct {
    const char *options;
    const char *says;  /* on standard error */
    const char *shows; /* in the picture */
} remains[] = {
    {"--exclude=main", "--exclude: warning: nothing is left of what was recorded",
     "Nothing is left of 1,000 s: --exclude left it all out."},
    {"--exclude='*' --reverse", "--exclude: warning: nothing is left of what was recorded",
     "Nothing is left of 1,000 s: --exclude left it all out."},
    {"--root=main --exclude=main",
     "--root and --exclude: warning: nothing is left of what was recorded",
     "Nothing is left of 1,000 s: --root and --exclude left it all out."},
    {"--root=rare", "--root: warning: only 0.1% of what was recorded is left", "rare"},
    {"--root=rare -b uneven", "--root: warning: only 0.1% of what was recorded is left", "rare"},
    {"--exclude=main -b uneven", "--exclude: warning: nothing is left of what was recorded",
     "Nothing is left of 1,000 s: --exclude left it all out."},
    {"--exclude=work", NULL, "1,000 s in 2 functions"},
    {"--root=work --exclude=''", NULL, "900 s in 1 function"},
    {"-q --root=rare", NULL, "rare"},
};

START_TEST(what_leaves_next_to_nothing_is_told)
{
    char expected[200] = "";
    save_profile("uneven", "main=1/1,99,1000 work=1/1,900,900 rare=1/1,1,1 "
                           "main>work=1/1,900,900 main>rare=1/1,1,1");
    run_shell("exec pstatsflame %s uneven", remains[_i].options);
    assert_exit(0);
    if (remains[_i].says != NULL)
        snprintf(expected, sizeof expected, "pstatsflame: %s\n", remains[_i].says);
    ck_assert_str_eq(run.err, expected);
    assert_has(run.out, remains[_i].shows);
    run_end();
}
END_TEST

/* The dump gives "code" 0.325 of 0.486 seconds, nearly all of them for what it calls through others, as "render" does. */
START_TEST(what_is_called_in_two_places_has_its_time_in_both)
{
    run_shell("pstatsflame -T folded $DATA/../../examples/pages-after.pstats | "
              "awk '/:code;/ { code += $NF } { all += $NF } END { print int(100 * code / all) }'");
    ck_assert_int_eq(run.status, 0);
    ck_assert_int_ge(atoi(run.out), 64);
    ck_assert_int_le(atoi(run.out), 70);
    run_end();
}
END_TEST

static void add_tests(TCase *tests)
{
    int format_count = (int)(sizeof formats / sizeof *formats);
    tcase_add_loop_test(tests, the_suffix_or_T_says_what_is_written, 0, format_count);
    tcase_add_test(tests, what_is_called_in_two_places_has_its_time_in_both);
    tcase_add_test(tests, suffixes_may_be_in_capitals_or_missing);
    tcase_add_loop_test(tests, the_same_input_gives_the_same_bytes_whenever_and_wherever, 0,
                        format_count);
    tcase_add_test(tests, documents_are_of_the_year_that_the_environment_names);
    tcase_add_test(tests, the_svg_is_well_formed);
    tcase_add_loop_test(tests, what_is_wrong_with_a_command_line_is_said_in_one_line, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    tcase_add_test(tests, pictures_do_not_go_to_a_terminal_but_text_does);
    tcase_add_test(tests, help_and_version_are_asked_for);
    tcase_add_test(tests, what_cannot_be_read_is_named);
    tcase_add_loop_test(tests, what_cannot_be_written_leaves_what_was_there, 0, format_count);
    tcase_add_test(tests, several_files_are_added_up);
    tcase_add_test(tests, names_may_be_short_whole_exact_or_patterns);
    tcase_add_test(tests, options_reach_the_picture);
    tcase_add_test(tests, what_amounts_are_counted_in_harms_no_document);
    tcase_add_test(tests, the_json_is_json);
    tcase_add_test(tests, a_font_that_is_not_there_is_named);
    tcase_add_loop_test(tests, where_there_is_no_font_the_package_is_named, 0, format_count);
    tcase_add_loop_test(tests, damaged_and_odd_profiles_are_drawn_too, 0,
                        (int)(sizeof damaged / sizeof *damaged));
    tcase_add_loop_test(tests, what_leaves_next_to_nothing_is_told, 0,
                        (int)(sizeof remains / sizeof *remains));
    tcase_add_test(tests, a_png_that_would_be_too_high_is_cut_and_the_others_are_not);
}

int main(void)
{
    Suite *suite = suite_create("program");
    TCase *tests = tcase_create("program");
    tcase_set_timeout(tests, 120);
    add_tests(tests);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
