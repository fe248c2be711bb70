/* What is said of the options: --help, the manual page and the completions have those of the table, and no others; and
 * the manual's examples run. */
#include "pstatsconv/settings.h"

#include "support/documents.h"
#include "support/run_program.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(bash_completes_names_and_values)
{
    documents_assert_completions(
        "try --out; try -T s; try --output-format = f; try --root x; try x",
        "--output= --output-format=\nspeedscope\nfolded\n\n\n");
}
END_TEST

START_TEST(the_examples_of_the_manual_page_run)
{
    documents_write_examples(
        "set -e\npstatsconv() { command pstatsconv \"$@\"; echo $? >> statuses; "
        "}\nmkdir prof shards shards/1 shards/2\n"
        "cp \"$DATA/raytrace-cProfile-py3.12.pstats\" prof/1.pstats\n"
        "cp \"$DATA/fib-profile-py3.11.pstats\" odd.pstats\n"
        "for to in prof/2.pstats shards/1/shard.pstats shards/2/shard.pstats; do "
        "cp prof/1.pstats $to; done\n");
    run_shell("sed -e 's/--root=handle/--root=trace/' examples.sh > run.sh && "
              "sh run.sh; cat statuses && test -s shard.pstats && test -s plain.prof && "
              "test -s callgrind.out.app && test -s app.speedscope.json && test -s stacks.txt");
    ck_assert_msg(run.status == 0, "%s%s", run.out, run.err);
    ck_assert_str_eq(run.out, "0\n0\n0\n0\n0\n0\n0\n");
    ck_assert_str_eq(run.err, "");
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
