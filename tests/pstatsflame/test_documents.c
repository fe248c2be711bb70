/* What is said of the options: --help, the manual page and the completions have those of the table, and no others; and the
 * manual's examples run. */
#include "pstatsflame/settings.h"

#include "support/documents.h"
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct settings settings = SETTINGS_INIT;

START_TEST(defaults_that_are_no_numbers_are_told)
{
    const struct {
        const char *name, *value;
    } defaults[] = {{"minwidth", settings.minimum_width},
                    {"fonttype", settings.font_family},
                    {"bgcolors", settings.background}};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        for (size_t k = 0; k < settings_table.count; k++) {
            const char *next;
            const struct option *option = &settings_table.options[k];
            if (option_name(option->names, &next) == strlen(defaults[i].name) &&
                strncmp(option->names, defaults[i].name, strlen(defaults[i].name)) == 0)
                ck_assert_str_eq(option->fallback, defaults[i].value);
        }
}
END_TEST

START_TEST(bash_completes_names_and_values)
{
    documents_assert_completions("try --sub; try -T p; try --colors = b; try --root x; try x",
                                 "--subtitle=\npng pdf ps\nblue\n\n\n");
}
END_TEST

/* ---- Examples ---- */

/* main.py in the test's folder calls what the page's examples name. */
static void write_example(void)
{
    struct marshal_writer *w = marshal_writer_new(4);
    char file[4200];
    run_shell("pwd -P");
    snprintf(file, sizeof file, "%.*s/main.py", (int)strcspn(run.out, "\n"), run.out);
    put_dict_begin(w);
    put_function_begin(w, file, 1, "main", 1, 1, 1.0, 3.0);
    put_dict_end(w);
    put_function_begin(w, "~", 0, "<built-in method time.sleep>", 1, 1, 2.0, 2.0);
    put_key(w, file, 1, "main");
    put_caller_figures(w, 1, 1, 2.0, 2.0);
    put_dict_end(w);
    put_dict_end(w);
    save_written("out.pstats", w);
}

START_TEST(the_examples_of_the_manual_page_run)
{
    write_example();
    documents_write_examples(
        "set -e\npython3() { :; }\ngit() { echo 0123abc; }\nmkdir prof\ncp out.pstats prof/1.prof\n"
        "cp out.pstats prof/2.prof\ncp out.pstats old.pstats\ncp out.pstats new.pstats\n");
    run_shell("grep -q -e --exclude=time.sleep examples.sh && sh examples.sh && ls *.svg *.pdf && "
              "cat linked.svg");
    ck_assert_msg(run.status == 0, "%s", run.err);
    ck_assert_ptr_nonnull(strstr(run.out, "2000000 ")); /* the heaviest stack of the last example */
    ck_assert_ptr_nonnull(strstr(
        run.out, "callers.svg\nchanged.svg\ngone.svg\nlinked.svg\nmain.pdf\nout.svg\ntests.svg\n"));
    ck_assert_ptr_nonnull(strstr(run.out, "https://example.org/blob/0123abc/main.py#L1"));
}
END_TEST

int main(void)
{
    TCase *all = documents_tests(&settings_table, &settings, "flamechart");
    tcase_add_test(all, defaults_that_are_no_numbers_are_told);
    tcase_add_test(all, bash_completes_names_and_values);
    tcase_add_test(all, the_examples_of_the_manual_page_run);
    return documents_run(all);
}
