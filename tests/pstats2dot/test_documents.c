/* What is said of the options: --help, the manual page and the completions have
 * those of the table, and no others; and the manual's examples run. */
#include "pstats2dot/settings.h"

#include "support/documents.h"
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(bash_completes_names_and_values)
{
    documents_assert_completions(
        "try --strip; try -c gr; try --colormap = d; try --cluster =; try --root x; try x",
        "--strip --strip-prefix=\ngray grey\ndark\nnone module package\n\n\n");
}
END_TEST

/* ---- Examples ---- */

/* main.py in the test's folder calls loads of json. */
static void write_example(void)
{
    struct marshal_writer *w = marshal_writer_new(4);
    const char *file = "script.py"; /* as Python calls a script that is started where it is */
    put_dict_begin(w);
    put_function_begin(w, file, 1, "main", 1, 1, 1.0, 3.0);
    put_dict_end(w);
    put_function_begin(w, "/usr/lib/python3.11/json/json.py", 9, "loads", 1, 1, 2.0, 2.0);
    put_key(w, file, 1, "main");
    put_caller_figures(w, 1, 1, 2.0, 2.0);
    put_dict_end(w);
    put_dict_end(w);
    save_written("out.pstats", w);
}

START_TEST(the_examples_of_the_manual_page_run)
{
    write_example();
    documents_write_examples("set -e\npython3() { :; }\ngit() { echo 0123abc; "
                             "}\nmkdir prof\ncp out.pstats prof/1.prof\n"
                             "cp out.pstats prof/2.prof\ncp out.pstats old.pstats\n"
                             "cp out.pstats new.pstats\n");
    run_shell("grep -q -e --focus= examples.sh && sh examples.sh && xmllint --noout out.svg "
              "all.svg loads.svg "
              "mine.svg linked.svg changed.svg && "
              "cat linked.svg");
    ck_assert_msg(run.status == 0, "%s", run.err);
    ck_assert_ptr_nonnull(
        strstr(run.out, "xlink:href=\"https://example.org/blob/0123abc/script.py#L1\""));
}
END_TEST

static const struct settings settings = SETTINGS_INIT;

START_TEST(defaults_that_are_no_numbers_are_told)
{
    char *page = documents_read("man/pstats2dot.1");
    ck_assert_ptr_nonnull(strstr(page, "\\-normalize\\-paths"));
    ck_assert_ptr_nonnull(strstr(page, "\\-compare\\-colour\\-by\\-difference"));
    ck_assert_ptr_nonnull(strstr(page, "\\-colour\\-nodes\\-by\\-selftime"));
    free(page);
}
END_TEST

int main(void)
{
    TCase *all = documents_tests(&settings_table, &settings, NULL);
    tcase_add_test(all, defaults_that_are_no_numbers_are_told);
    tcase_add_test(all, bash_completes_names_and_values);
    tcase_add_test(all, the_examples_of_the_manual_page_run);
    return documents_run(all);
}
