/* What is said of the options: --help, the manual page and the completions have those of the table, and no others; and
 * the manual's examples run. */
#include "pstatsreport/settings.h"

#include "cli/buffer.h"
#include "support/documents.h"
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(bash_completes_names_and_values)
{
    run_shell("command -v bash > /dev/null || exit 0; exec bash -c '"
              "source \"$DATA/../../completions/pstatsreport.bash\"; compopt() { :; };"
              "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _pstatsreport; "
              "echo \"${COMPREPLY[*]}\"; };"
              "try pstatsreport --cal; try pstatsreport -s c; try pstatsreport --output-format = m;"
              "try pstatsreport --by =; try pstatsreport --root x; try pstatsreport x'");
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%s", run.err);
    if (run.out_size > 0)
        ck_assert_str_eq(run.out, "--callers= --callees=\ncalls cumulative\nmarkdown\n"
                                  "function module package file\n\n\n");
}
END_TEST

START_TEST(the_examples_of_the_manual_page_run)
{
    struct buffer script = BUFFER_INIT;
    buffer_append_string(
        &script, "set -e\npython3() { :; }\npstatsreport() { command pstatsreport \"$@\" 2> err; "
                 "echo $? >> statuses; }\nGITHUB_STEP_SUMMARY=summary.md\n"
                 "cp \"$DATA/raytrace-cProfile-py3.12.pstats\" new.pstats\n"
                 "cp new.pstats old.pstats\necho '# nothing yet' > slower.txt\n");
    documents_append_examples(&script);
    run_write_file("examples.sh", script.bytes, script.length);
    buffer_free(&script);
    run_shell("sed -e 's/--callers=loads/--callers=trace/' -e 's,:app/\\*:\\*,:*,' examples.sh > "
              "run.sh && "
              "sh run.sh > out; cat statuses err; test -s report.html && test -s report.md && "
              "test -s summary.md");
    ck_assert_msg(run.status == 0, "%s%s", run.out, run.err);
    ck_assert_str_eq(run.out, "0\n0\n0\n0\n0\n0\n");
}
END_TEST

static const struct settings settings = SETTINGS_INIT;

int main(void)
{
    Suite *suite = suite_create("documents");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_set_timeout(all, 60);
    documents_add_tests(all, &settings_table, &settings, NULL);
    tcase_add_test(all, bash_completes_names_and_values);
    tcase_add_test(all, the_examples_of_the_manual_page_run);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
