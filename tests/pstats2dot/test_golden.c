/* The whole DOT of a few dumps, byte for byte. `make bless` rewrites what differs. */
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *arguments;
} graphs[] = {
    {"default", "\"$DATA/queens-cProfile-py3.13.pstats\""},
    {"everything", "-n0 -e0 \"$DATA/mutual-profile-py3.9.pstats\""},
    {"names", "-n0 -e0 -w \"$DATA/odd-weird-names-py3.13.pstats\""},
    {"files", "-n0 -e0 \"$DATA/odd-weird-files-py3.11.pstats\""},
    {"print", "-c print --skew 0.3 -s \"$DATA/raytrace-cProfile-py3.12.pstats\""},
    {"dark-clusters", "-n0 -c dark --cluster=module --tooltip=details --link '{file}#L{line}'"
                      " \"$DATA/deeprec-cProfile-py3.10.pstats\""},
    {"measures", "--node-label self-time --node-label total-time-per-call --edge-label "
                 "caller-percentage --edge-label total-time"
                 " --time-format '%.3f s' --color-nodes-by-selftime -c colorblind "
                 "\"$DATA/fib-cProfile-py2.7.pstats\""},
    {"merged", "-n1 \"$DATA/yappi-fib-py3.13.pstats\" \"$DATA/fib-cProfile-py2.7.pstats\""},
    {"uncounted", "\"$DATA/pyinstrument-parser_work-py3.8.pstats\""},
    {"sampled", "\"$DATA/hand-sampled.pstats\""},
    {"compared", "--compare --compare-color-by-difference --time-format=%.2e -n1 "
                 "\"$DATA/gate-before.pstats\" \"$DATA/gate-called.pstats\""},
    {"empty", "\"$DATA/odd-empty-py3.10.pstats\""},
};

static char *read_golden(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return strdup("");
    char *text = NULL;
    size_t size;
    FILE *copy = open_memstream(&text, &size);
    for (int c; (c = getc(file)) != EOF;)
        putc(c, copy);
    fclose(copy);
    fclose(file);
    return text;
}

START_TEST(the_graph_is_the_golden_one)
{
    char path[200];
    snprintf(path, sizeof path, "tests/golden/pstats2dot/%s.dot", graphs[_i].name);
    run_program("pstats2dot", graphs[_i].arguments);
    ck_assert_msg(run.status == 0, "%s", run.err);
    char *golden = read_golden(path);
    int is_same = strcmp(run.out, golden) == 0;
    free(golden);
    if (!is_same && getenv("BLESS") != NULL) {
        FILE *file = fopen(path, "wb");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(run.out, 1, run.out_size, file), run.out_size);
        ck_assert_int_eq(fclose(file), 0);
    } else if (!is_same) {
        run_write_file("is.dot", run.out, run.out_size);
        run_shell("diff -u \"$DATA/../golden/pstats2dot/%s.dot\" is.dot | head -n 40",
                  graphs[_i].name);
        ck_abort_msg("%s differs; 'make bless' accepts it:\n%s", path, run.out);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("golden");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_add_loop_test(all, the_graph_is_the_golden_one, 0, sizeof graphs / sizeof *graphs);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
