/* Two profiles in one graph: figures, marks, colours, legend; and what gprof2dot gets wrong there. */
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARROW "\xe2\x86\x92"
#define SLOWER "\xe2\x96\xb2 +"
#define FASTER "\xe2\x96\xbc -"
#define TIMES "\xc3\x97"

/* ---- Profiles ---- */

/* Each function is called by the one before it, unless it stands alone; a name of NULL ends them. */
struct part {
    const char *file, *name;
    int64_t calls;
    double self, total;
};

static void write_profile(const char *path, const struct part *parts)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    for (const struct part *part = parts; part->name != NULL; part++) {
        put_function_begin(w, part->file, 1, part->name, part->calls, part->calls, part->self,
                           part->total);
        if (part > parts) {
            put_key(w, part[-1].file, 1, part[-1].name);
            put_caller_figures(w, part->calls, part->calls, part->self, part->total);
        }
        put_dict_end(w);
    }
    put_dict_end(w);
    save_written(path, w);
}

#define APP "/srv/app.py"

static const struct part before[] = {{APP, "main", 1, 1.0, 10.0},
                                     {APP, "work", 4, 5.0, 9.0},
                                     {APP, "rest", 8, 4.0, 4.0},
                                     {.name = NULL}};
static const struct part twice[] = {{APP, "main", 1, 2.0, 20.0},
                                    {APP, "work", 4, 10.0, 18.0},
                                    {APP, "rest", 8, 8.0, 8.0},
                                    {.name = NULL}};
static const struct part changed[] = {{APP, "main", 1, 1.0, 12.0},
                                      {APP, "work", 6, 7.0, 11.0},
                                      {APP, "more", 2, 4.0, 4.0},
                                      {.name = NULL}};

static void set_up(void)
{
    write_profile("before", before);
    write_profile("twice", twice);
    write_profile("changed", changed);
}

/* ---- What is in a graph ---- */

static void compare(const char *arguments)
{
    run_program("pstats2dot", arguments);
    ck_assert_msg(run.status == 0, "%s: %d, %s", arguments, run.status, run.err);
}

/* The statement of the first node or call whose label has text; freed with the next one. */
static const char *statement(const char *text)
{
    static char found[4000];
    const char *at = strstr(run.out, text);
    ck_assert_msg(at != NULL, "no %s in:\n%s", text, run.out);
    const char *end = strstr(at, "];\n"), *start = at;
    while (start > run.out && strncmp(start, ";\n", 2) != 0)
        start--;
    snprintf(found, sizeof found, "%.*s", (int)(end - start), start);
    return found;
}

static void assert_in(const char *text, const char *wanted)
{
    ck_assert_msg(strstr(text, wanted) != NULL, "no %s in:\n%s", wanted, text);
}

static void assert_not_in(const char *text, const char *unwanted)
{
    ck_assert_msg(strstr(text, unwanted) == NULL, "%s in:\n%s", unwanted, text);
}

static void assert_fill(const char *text, const char *colour)
{
    char wanted[60];
    snprintf(wanted, sizeof wanted, "fillcolor=\"%s\"", colour);
    assert_in(statement(text), wanted);
}

#define NEUTRAL "#e6e6e6"
#define SLOWEST "#d95f0e"
#define FASTEST "#2b7bba"

/* ---- Figures ---- */

START_TEST(labels_have_both_figures_and_the_change)
{
    compare("--compare before changed");
    assert_in(run.out, "label=\"app:1:main\\n" SLOWER "2 s, +20.0%\\n10 s " ARROW
                       " 12 s\\n(1 s)\\n1" TIMES "\"");
    assert_in(run.out, "label=\"app:1:work\\n" SLOWER "2 s, +22.2%\\n9 s " ARROW
                       " 11 s\\n(5 s " ARROW " 7 s)\\n4" TIMES " " ARROW " 6" TIMES "\"");
    assert_in(run.out, "label=\"" SLOWER "2 s, +22.2%\\n9 s " ARROW " 11 s\\n4" TIMES " " ARROW
                       " 6" TIMES "\"");
    compare("--compare changed before");
    assert_in(run.out, "app:1:main\\n" FASTER "2 s, -16.7%\\n12 s " ARROW " 10 s\\n");
}
END_TEST

static void write_large_counts(const char *path, uint16_t times)
{
    const uint16_t digits[] = {0, 0, 0, 0, (uint16_t)(16 * times)}; /* 2^64, so many times */
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    put_key(w, APP, 1, "main");
    put_tuple(w, 5);
    put_long(w, 1, digits, 5);
    put_long(w, 1, digits, 5);
    put_double(w, 1.0);
    put_double(w, 1.0);
    put_dict_begin(w);
    put_dict_end(w);
    put_dict_end(w);
    save_written(path, w);
}

START_TEST(numbers_of_calls_beyond_64_bits_are_shown_uncut)
{
    write_large_counts("once", 1);
    write_large_counts("thrice", 3);
    compare("--compare -q once thrice");
    assert_in(run.out, "18446744073709551616" TIMES " " ARROW " 55340232221128654848" TIMES);
    compare("--compare -q --tooltip=details once thrice");
    assert_in(run.out, "before; 18,446,744,073,709,551,616 calls;");
    assert_in(run.out, "after; 55,340,232,221,128,654,848 calls;");
}
END_TEST

START_TEST(a_program_that_is_slower_everywhere_shows_it_everywhere)
{
    compare("--compare before twice");
    assert_in(statement("app:1:main"), SLOWER "10 s, +100%");
    assert_in(statement("app:1:work"), SLOWER "9 s, +100%");
    assert_in(statement("app:1:rest"), SLOWER "4 s, +100%");
    assert_in(run.out, "all: 10 s " ARROW " 20 s, " SLOWER "10 s, +100%");
}
END_TEST

START_TEST(what_one_profile_alone_has_is_drawn_and_marked)
{
    compare("--compare before changed");
    assert_in(statement("app:1:more\\nnew\\n4 s\\n(4 s)\\n2" TIMES), "peripheries=2");
    assert_in(statement("label=\"new\\n4 s"), "arrowhead=normalnormal");
    assert_in(statement("app:1:rest\\ngone\\n4 s\\n(4 s)\\n8" TIMES), "style=\"filled,dashed\"");
    assert_in(statement("label=\"gone\\n4 s"), "style=dashed");
    assert_not_in(statement("app:1:work\\n" SLOWER), "peripheries");
    compare("--compare -c print before changed");
    assert_in(statement("app:1:rest\\ngone"), "style=dashed");
    assert_in(statement("app:1:more\\nnew"), "peripheries=2");
}
END_TEST

START_TEST(a_profile_compared_with_itself_has_no_changes)
{
    static const char *const options[] = {"", "--compare-tolerance=0 ",
                                          "--compare-color-by-difference "};
    char arguments[100];
    snprintf(arguments, sizeof arguments, "--compare %sbefore before", options[_i]);
    compare(arguments);
    assert_in(run.out, "label=\"app:1:work\\n9 s\\n(5 s)\\n4" TIMES "\"");
    assert_not_in(run.out, SLOWER);
    assert_not_in(run.out, FASTER);
    if (_i == 2)
        assert_fill("app:1:main", NEUTRAL);
}
END_TEST

START_TEST(shares_are_those_of_each_profile)
{
    compare("--compare --node-label=self-time-percentage --node-label=total-time-percentage "
            "--edge-label=caller-percentage before changed");
    assert_in(run.out, "\\n(50.00% " ARROW " 58.33%)\\n90.00% " ARROW " 91.67%\\n");
    assert_in(run.out, "90.00% " ARROW " 91.67% of caller");
}
END_TEST

START_TEST(a_change_of_many_times_is_told_as_such)
{
    write_profile("slow", (const struct part[]){{APP, "main", 1, 555.0, 555.0}, {.name = NULL}});
    compare("--compare before slow");
    assert_in(statement("app:1:main"), SLOWER "545 s, 56-fold\\n");
}
END_TEST

START_TEST(times_are_written_as_the_format_says)
{
    compare("--compare --time-format='%.1f <&> sec' before changed");
    assert_in(run.out, "10.0 <&amp;> sec " ARROW " 12.0 <&amp;> sec");
    assert_in(run.out, "all: 10.0 &lt;&amp;&gt; sec " ARROW);
    run_shell("pstats2dot --compare --time-format='%%.1f <&> sec' before changed | dot -Tsvg");
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%s", run.err);
    assert_in(run.out, "10.0 &lt;&amp;&gt; sec");
}
END_TEST

/* ---- What is shown as a change ---- */

START_TEST(changes_below_the_tolerance_are_none)
{
    compare("--compare --compare-tolerance=17 before changed"); /* 2 s of 12 s are less */
    assert_in(run.out, "label=\"app:1:main\\n12 s\\n(1 s)\\n1" TIMES "\"");
    assert_in(run.out, "4" TIMES " " ARROW " 6" TIMES); /* calls are no times */
    compare("--compare --compare-tolerance=16 before changed");
    assert_in(statement("app:1:main"), SLOWER);
}
END_TEST

START_TEST(only_one_direction_can_be_asked_for)
{
    write_profile("mixed", (const struct part[]){{APP, "main", 1, 2.0, 9.0},
                                                 {APP, "work", 4, 2.0, 7.0},
                                                 {APP, "rest", 8, 5.0, 5.0},
                                                 {.name = NULL}});
    compare("--compare --compare-only-slower --compare-color-by-difference before mixed");
    assert_in(statement("app:1:rest"), SLOWER "1 s, +25.0%");
    assert_in(run.out, "label=\"app:1:work\\n7 s\\n(2 s)\\n");
    assert_fill("app:1:work", NEUTRAL);
    assert_fill("app:1:rest", SLOWEST);
    assert_not_in(run.out, FASTER);
    compare("--compare --compare-only-faster --compare-color-by-difference before mixed");
    assert_in(statement("app:1:work"), FASTER "2 s, -22.2%");
    assert_fill("app:1:rest", NEUTRAL);
    assert_fill("app:1:work", FASTEST);
    assert_not_in(run.out, SLOWER);
}
END_TEST

/* ---- Colours and the legend ---- */

START_TEST(colours_tell_the_difference_of_the_same_function)
{
    /* In another order: what is paired by place shows changes that are none. */
    write_profile("swapped", (const struct part[]){{APP, "rest", 8, 4.0, 4.0},
                                                   {APP, "other", 8, 0.5, 0.5},
                                                   {APP, "main", 1, 1.0, 10.0},
                                                   {APP, "work", 4, 5.0, 11.0},
                                                   {.name = NULL}});
    compare("--compare --compare-color-by-difference before swapped");
    assert_fill("app:1:main", NEUTRAL);
    assert_fill("app:1:rest\\n4 s", NEUTRAL);
    assert_fill("app:1:work", SLOWEST);
}
END_TEST

START_TEST(equal_differences_have_one_colour)
{
    write_profile("plus", (const struct part[]){{APP, "main", 1, 1.0, 11.0},
                                                {APP, "work", 4, 5.0, 10.0},
                                                {APP, "rest", 8, 5.0, 5.0},
                                                {.name = NULL}});
    compare("--compare --compare-color-by-difference before plus");
    assert_fill("app:1:main", SLOWEST);
    assert_fill("app:1:work", SLOWEST);
    assert_fill("app:1:rest", SLOWEST);
    compare("--compare --compare-color-by-difference --color-nodes-by-selftime before plus");
    assert_fill("app:1:main", NEUTRAL);
    assert_fill("app:1:rest", SLOWEST);
    assert_in(run.out, "self time: -1 s");
}
END_TEST

START_TEST(the_legend_tells_what_marks_and_colours_mean)
{
    compare("--compare before changed");
    assert_in(run.out, "double outline or arrowhead: new; dashed: gone");
    assert_not_in(run.out, "bgcolor=");
    compare("--compare --compare-color-by-difference before changed");
    assert_in(run.out, "total time: -4 s</td><td bgcolor=\"" FASTEST "\"");
    assert_in(run.out, "<td bgcolor=\"" SLOWEST "\" width=\"18\"> </td><td>+4 s</td>");
    compare("--compare --compare-color-by-difference -c print before changed");
    assert_not_in(run.out, "bgcolor="); /* there sizes tell all */
}
END_TEST

START_TEST(without_comparing_nothing_of_it_is_in_the_graph)
{
    static const char *const marks[] = {"<table", "peripheries", "fillcolor", "arrowhead", ARROW};
    compare("before");
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        assert_not_in(run.out, marks[i]);
}
END_TEST

START_TEST(tooltips_tell_before_and_after)
{
    compare("--compare --tooltip=details before changed");
    assert_in(run.out, "tooltip=\"work (/srv/app.py:1)\\n" SLOWER "2 s, +22.2%\\n"
                       "before; 4 calls; self 5 s, 50.00%; total 9 s, 90.00%; ");
    assert_in(run.out, "\\nafter; 6 calls; self 7 s, 58.33%; total 11 s, 91.67%; ");
    assert_in(run.out, "\\ngone\\nbefore; 8 calls; self 4 s, 40.00%; ");
    assert_in(run.out, "\\nnew\\nafter; 2 calls; self 4 s, 33.33%; ");
}
END_TEST

/* ---- What is drawn ---- */

START_TEST(a_function_stays_when_it_was_or_is_heavy)
{
    write_profile("light", (const struct part[]){{APP, "main", 1, 9.99, 10.0},
                                                 {APP, "work", 4, 0.01, 0.01},
                                                 {.name = NULL}});
    compare("--compare -n 20 before light");
    assert_in(run.out, "app:1:work\\n" FASTER "8.99 s, -99.9%");
    assert_in(run.out, "app:1:rest\\ngone");
    compare("--compare -n 20 light before");
    assert_in(run.out, "app:1:work\\n" SLOWER "8.99 s, 900-fold");
    compare("--compare -n 50 light before");
    assert_not_in(run.out, "app:1:rest");
}
END_TEST

START_TEST(selections_hold_for_both_profiles)
{
    compare("--compare --root=app:1:work before changed");
    assert_not_in(run.out, "app:1:main");
    assert_in(run.out, "app:1:rest");
    assert_in(run.out, "app:1:more");
    compare("--compare --leaf=app:1:rest before changed");
    assert_in(run.out, "app:1:main");
    assert_not_in(run.out, "app:1:more");
    compare("--compare --exclude=app:1:rest --cluster=module before changed");
    assert_not_in(run.out, "app:1:rest");
    assert_in(run.out, "label=app");
    run_program("pstats2dot", "--compare --root=app:1:mor before changed");
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err, "pstats2dot: --root: no function is called 'app:1:mor'; did you mean "
                              "'app:1:more', 'app:1:work' or 'app:1:main'?\n");
    ck_assert_uint_eq(run.out_size, 0);
}
END_TEST

#define OLD_LIBRARY "/opt/python/3.12/lib/python3.12/json/decoder.py"
#define NEW_LIBRARY "/usr/lib/python3.11/json/decoder.py"

START_TEST(functions_are_the_same_wherever_they_are_installed)
{
    write_profile("there", (const struct part[]){{"/home/a/app.py", "main", 1, 1.0, 2.0},
                                                 {OLD_LIBRARY, "decode", 1, 1.0, 1.0},
                                                 {.name = NULL}});
    write_profile("here", (const struct part[]){{"/build/b/app.py", "main", 1, 1.0, 4.0},
                                                {NEW_LIBRARY, "decode", 1, 3.0, 3.0},
                                                {.name = NULL}});
    compare("--compare there here");
    assert_in(run.out, "app:1:main\\ngone");
    assert_in(run.out, "decoder:1:decode\\nnew");
    compare(
        "--compare --normalise-paths --strip-prefix=/home/a --strip-prefix=/build/b there here");
    assert_not_in(run.out, "gone\\n");
    assert_in(run.out, "app:1:main\\n" SLOWER "2 s, +100%");
    assert_in(run.out, "decoder:1:decode\\n" SLOWER "2 s, +200%");
}
END_TEST

START_TEST(pictures_are_drawn_and_their_text_is_there)
{
    static const char *const themes[] = {"color", "pink",       "gray", "bw",
                                         "print", "colorblind", "dark"};
    run_shell("pstats2dot --compare --compare-color-by-difference -c %s --max-nodes=3 -o out.svg "
              "before changed && xmllint --noout out.svg && cat out.svg",
              themes[_i]);
    ck_assert_msg(run.status == 0, "%s", run.err);
    assert_in(run.out, "3 of 4 functions");
    assert_in(run.out, "double outline");
    assert_in(run.out, "9 s " ARROW " 11 s");
}
END_TEST

START_TEST(standard_input_can_be_one_of_the_two)
{
    run_shell(
        "pstats2dot --compare - changed < before > a; pstats2dot --compare before - < changed "
        "> b; pstats2dot --compare before changed | cmp - a && cmp a b");
    ck_assert_msg(run.status == 0, "%s%s", run.out, run.err);
}
END_TEST

/* ---- Mistakes ---- */

static const struct {
    const char *arguments;
    int status;
    const char *message;
} mistakes[] = {
    {"--compare before", 2,
     "--compare: needs two profiles, the one before and the one after; 1 is given"},
    {"--compare before changed twice", 2,
     "--compare: needs two profiles, the one before and the one after; 3 are given"},
    {"--compare", 2,
     "--compare: needs two profiles, the one before and the one after; 0 are given"},
    {"--compare - -", 2, "-: standard input can be read only once"},
    {"--compare missing changed", 3, "missing: cannot open it: No such file or directory"},
    {"--compare before missing", 3, "missing: cannot open it: No such file or directory"},
    {"--compare-only-slower before", 2, "--compare-only-slower: needs --compare, and two profiles"},
    {"--compare-only-faster before", 2, "--compare-only-faster: needs --compare, and two profiles"},
    {"--compare-tolerance=1 before", 2, "--compare-tolerance: needs --compare, and two profiles"},
    {"--compare-color-by-difference before", 2,
     "--compare-color-by-difference: needs --compare, and two profiles"},
    {"--normalize-paths before", 2, "--normalise-paths: needs --compare, and two profiles"},
    {"--compare --compare-only-slower --compare-only-faster before changed", 2,
     "--compare-only-slower: cannot be combined with --compare-only-faster"},
    {"--compare --compare-tolerance=-1 before changed", 2,
     "--compare-tolerance: needs a number from 0 to 100, not '-1'"},
};

START_TEST(mistakes_have_one_line_a_code_and_no_output)
{
    char message[200];
    run_shell("pstats2dot -o out.dot %s; code=$?; test ! -e out.dot && exit $code",
              mistakes[_i].arguments);
    ck_assert_int_eq(run.status, mistakes[_i].status);
    snprintf(message, sizeof message, "pstats2dot: %s\n", mistakes[_i].message);
    ck_assert_str_eq(run.err, message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compare");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, run_end);
    tcase_set_timeout(all, 60);
    tcase_add_test(all, labels_have_both_figures_and_the_change);
    tcase_add_test(all, numbers_of_calls_beyond_64_bits_are_shown_uncut);
    tcase_add_test(all, a_program_that_is_slower_everywhere_shows_it_everywhere);
    tcase_add_test(all, what_one_profile_alone_has_is_drawn_and_marked);
    tcase_add_loop_test(all, a_profile_compared_with_itself_has_no_changes, 0, 3);
    tcase_add_test(all, shares_are_those_of_each_profile);
    tcase_add_test(all, a_change_of_many_times_is_told_as_such);
    tcase_add_test(all, times_are_written_as_the_format_says);
    tcase_add_test(all, changes_below_the_tolerance_are_none);
    tcase_add_test(all, only_one_direction_can_be_asked_for);
    tcase_add_test(all, colours_tell_the_difference_of_the_same_function);
    tcase_add_test(all, equal_differences_have_one_colour);
    tcase_add_test(all, the_legend_tells_what_marks_and_colours_mean);
    tcase_add_test(all, without_comparing_nothing_of_it_is_in_the_graph);
    tcase_add_test(all, tooltips_tell_before_and_after);
    tcase_add_test(all, a_function_stays_when_it_was_or_is_heavy);
    tcase_add_test(all, selections_hold_for_both_profiles);
    tcase_add_test(all, functions_are_the_same_wherever_they_are_installed);
    tcase_add_loop_test(all, pictures_are_drawn_and_their_text_is_there, 0, 7);
    tcase_add_test(all, standard_input_can_be_one_of_the_two);
    tcase_add_loop_test(all, mistakes_have_one_line_a_code_and_no_output, 0,
                        sizeof mistakes / sizeof *mistakes);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
