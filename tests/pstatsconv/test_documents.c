/* What is said of the options: --help, the manual page and the completions have those of the table, and no others; and
 * the manual's examples run. */
#include "pstatsconv/settings.h"

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
              "source \"$DATA/../../completions/pstatsconv.bash\"; compopt() { :; };"
              "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _pstatsconv; "
              "echo \"${COMPREPLY[*]}\"; };"
              "try pstatsconv --out; try pstatsconv -T s; try pstatsconv --output-format = f;"
              "try pstatsconv --root x; try pstatsconv x'");
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%s", run.err);
    if (run.out_size > 0)
        ck_assert_str_eq(run.out, "--output= --output-format=\nspeedscope\nfolded\n\n\n");
}
END_TEST

START_TEST(the_examples_of_the_manual_page_run)
{
    struct buffer script = BUFFER_INIT;
    buffer_append_string(&script,
                         "set -e\npstatsconv() { command pstatsconv \"$@\"; echo $? >> statuses; "
                         "}\nmkdir prof shards shards/1 shards/2\n"
                         "cp \"$DATA/raytrace-cProfile-py3.12.pstats\" prof/1.pstats\n"
                         "cp \"$DATA/fib-profile-py3.11.pstats\" odd.pstats\n"
                         "for to in prof/2.pstats shards/1/shard.pstats shards/2/shard.pstats; do "
                         "cp prof/1.pstats $to; done\n");
    documents_append_examples(&script);
    run_write_file("examples.sh", script.bytes, script.length);
    buffer_free(&script);
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
