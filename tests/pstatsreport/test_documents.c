/* What is said of the options: --help, the manual page and the completions have those of the table, and no others; and
 * the manual's examples run. */
#include "pstatsreport/settings.h"

#include "support/documents.h"
#include "support/run_program.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(bash_completes_names_and_values)
{
    documents_assert_completions(
        "try --cal; try -s c; try --output-format = m; try --by =; try --root x; try x",
        "--callers= --callees=\ncalls cumulative\nmarkdown\nfunction module package file\n\n\n");
}
END_TEST

START_TEST(the_examples_of_the_manual_page_run)
{
    documents_write_examples(
        "set -e\npython3() { :; }\npstatsreport() { command pstatsreport \"$@\" 2> err; "
        "echo $? >> statuses; }\nGITHUB_STEP_SUMMARY=summary.md\n"
        "cp \"$DATA/raytrace-cProfile-py3.12.pstats\" new.pstats\n"
        "cp new.pstats old.pstats\necho '# nothing yet' > slower.txt\n");
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
    TCase *all = documents_tests(&settings_table, &settings, NULL);
    tcase_add_test(all, bash_completes_names_and_values);
    tcase_add_test(all, the_examples_of_the_manual_page_run);
    return documents_run(all);
}
