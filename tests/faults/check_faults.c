/* Every program, in every format, when memory runs out or a file fails: the promises of the manual hold.
 *
 * Each allocation of the program, and of the libraries where the output is text, fails in turn; where libraries draw,
 * theirs do first one by one, then a sample of them (all with FAULTS=all). So do opening, reading, writing, flushing,
 * closing and renaming. */
#include "faults/replay.h"
#include "faults/run.h"
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What is run ---- */

static const char *const dumps[] = {
    "tests/data/fib-cProfile-py2.7.pstats",
    "tests/data/queens-cProfile-py3.13.pstats",
    "tests/data/fib-profile-py3.11.pstats",
    "tests/data/yappi-fib-py3.13.pstats",
    "tests/data/pyinstrument-graphs-py3.13.pstats",
    "tests/data/hand-sampled.pstats",
    "tests/data/hand-integers.pstats",
    "tests/data/odd-merge-mixed-py3.11.pstats",
    "tests/data/odd-wirep-v0-py3.13.pstats",
};
#define DUMPS ((int)(sizeof dumps / sizeof *dumps))

/* What is the same for every dump: of these the first alone is used. */
static const struct command commands[] = {
    /* With every dump */
    {"pstats2dot", "-n0 -e0 -o o.dot IN", "o.dot", 0, 0},
    {"pstatsflame", "-o o.folded IN", "o.folded", 0, 0},
    {"pstatsflame", "-o o.svg IN", "o.svg", 1, 0},
    {"pstatsreport", "-o o.txt IN", "o.txt", 0, 0},
    {"pstatsconv", "-o o.pstats IN", "o.pstats", 0, 0},
#define COMMANDS_FOR_ALL 5
    /* With the first alone */
    {"pstats2dot", "IN", NULL, 0, 0},
    {"pstats2dot", "--help", NULL, 0, 0},
    {"pstats2dot",
     "-w -s --cluster=module --tooltip=details --link=https://h/{file}#L{line} -z * -o o.dot IN IN",
     "o.dot", 0, 0},
    {"pstats2dot", "--compare -o o.dot IN IN", "o.dot", 0, 0},
    {"pstats2dot", "--no-such-option IN", NULL, 0, 2},
    {"pstats2dot", "-z fibb IN", NULL, 0, 2},
    {"pstats2dot", "-o o.svg IN", "o.svg", 1, 0},
    {"pstats2dot", "-o o.png IN", "o.png", 1, 0},
    {"pstats2dot", "-o o.pdf IN", "o.pdf", 1, 0},
    {"pstats2dot", "-o o.ps IN", "o.ps", 1, 0},
    {"pstats2dot", "-o o.json IN", "o.json", 1, 0},
    {"pstats2dot", "-T plain IN", NULL, 1, 0},
    {"pstats2dot", "--version", NULL, 1, 0},
    {"pstatsflame", "-T folded IN", NULL, 0, 0},
    {"pstatsflame", "--help", NULL, 0, 0},
    {"pstatsflame", "--version", NULL, 0, 0},
    {"pstatsflame", "--reverse --root=* --exclude=m* --strip-prefix=/usr -o o.folded IN IN",
     "o.folded", 0, 0},
    {"pstatsflame", "-o o.json IN", "o.json", 1, 0},
    {"pstatsflame", "-T svg --title=T --subtitle=S --link=https://h/{file} IN IN", NULL, 1, 0},
    {"pstatsflame", "-o o.png IN", "o.png", 1, 0},
    {"pstatsflame", "-o o.pdf IN", "o.pdf", 1, 0},
    {"pstatsflame", "-o o.ps IN", "o.ps", 1, 0},
    {"pstatsreport", "IN", NULL, 0, 0},
    {"pstatsreport", "--help", NULL, 0, 0},
    {"pstatsreport", "--version", NULL, 0, 0},
    {"pstatsreport", "-o o.md IN IN", "o.md", 0, 0},
    {"pstatsreport", "-o o.csv --by=module -s calls,name IN", "o.csv", 0, 0},
    {"pstatsreport", "-o o.json --callers=* --callees=* IN", "o.json", 0, 0},
    {"pstatsreport", "-o o.html -n m -n 50% --title=T IN", "o.html", 0, 0},
    {"pstatsreport", "--normalise-paths --baseline=IN --fail-on=calls:10% -o o.txt IN", "o.txt", 0,
     0},
    {"pstatsreport", "--fail-on=calls:1 --baseline=IN -o o.md IN IN", "o.md", 0, 1},
    {"pstatsconv", "IN", NULL, 0, 0},
    {"pstatsconv", "--help", NULL, 0, 0},
    {"pstatsconv", "-z * --exclude=m* --strip-prefix=/usr -o o.pstats IN IN", "o.pstats", 0, 0},
    {"pstatsconv", "-T callgrind -o o.out IN IN", "o.out", 0, 0},
    {"pstatsconv", "-T speedscope -o o.json IN", "o.json", 0, 0},
    {"pstatsconv", "-T folded -o o.folded IN", "o.folded", 0, 0},
    {"pstatsconv", "-T json -o o.json IN", "o.json", 0, 0},
};
#define COMMANDS ((int)(sizeof commands / sizeof *commands))

static int is_thorough;
static char complaints[4000];

static struct choice choice_of(const struct command *command, enum owner owner)
{
    static const struct choice some = {200, 300};
    return command->is_picture && owner == OWNER_LIBRARY && !is_thorough ? some : CHOICE_ALL;
}

static void assert_kept(size_t runs, const char *what)
{
    if (getenv("VERBOSE") != NULL)
        fprintf(stderr, "%s: %zu runs\n", what, runs);
    ck_assert_msg(complaints[0] == '\0', "of %zu runs:\n%s", runs, complaints);
}

/* ---- Tests ---- */

START_TEST(without_memory_programs_say_so_and_leave_nothing)
{
    const struct command *command = &commands[_i]; /* given */
    for (enum owner owner = 0; owner < OWNERS; owner++) {
        size_t runs = replay(command, dumps[0], FAULT_ALLOCATION, owner, choice_of(command, owner),
                             complaints, sizeof complaints); /* when */
        assert_kept(runs, command->arguments);               /* then */
    }
}
END_TEST

/* What the dump is shows in the program's own allocations. */
START_TEST(so_they_do_with_every_dialect)
{
    const struct command *command = &commands[_i % COMMANDS_FOR_ALL];
    size_t runs = replay(command, dumps[1 + _i / COMMANDS_FOR_ALL], FAULT_ALLOCATION, OWNER_PROGRAM,
                         CHOICE_ALL, complaints, sizeof complaints);
    assert_kept(runs, command->arguments);
}
END_TEST

START_TEST(when_a_file_fails_programs_say_so_and_leave_nothing)
{
    const struct command *command = &commands[_i];
    for (enum fault fault = FAULT_OPEN; fault < FAULTS; fault++) {
        size_t runs = replay(command, dumps[0], fault, OWNER_PROGRAM, CHOICE_ALL, complaints,
                             sizeof complaints);
        assert_kept(runs, command->arguments);
    }
}
END_TEST

START_TEST(slow_files_change_nothing)
{
    replay_slowly(&commands[_i], dumps[0], complaints, sizeof complaints);
    assert_kept(1, commands[_i].arguments);
}
END_TEST

/* ---- Places ---- */

static const char *const programs[] = {"pstats2dot",           "pstats2dot -T svg",
                                       "pstatsflame -T svg",   "pstatsflame -T json",
                                       "pstatsreport -T html", "pstatsconv -T pstats"};
#define PROGRAMS ((int)(sizeof programs / sizeof *programs))

#define DUMP "\"$DATA/fib-cProfile-py2.7.pstats\""
static const struct {
    const char *arguments;
    int status;
    const char *clause; /* part of the message */
} places[] = {
    {DUMP " > /dev/full", 4, ": standard output: cannot write: No space left on device\n"},
    {"-o /dev/full " DUMP, 4, ": /dev/full: cannot write: No space left on device\n"},
    {"-o none/o " DUMP, 4, ": none/o: cannot write: No such file or directory\n"},
    {"-o . " DUMP, 4, ": .: cannot write: Is a directory\n"},
    {"-o " DUMP "/o " DUMP, 4, "cannot write: Not a directory\n"},
    {DUMP " >&-", 4, ": standard output: cannot write: Bad file descriptor\n"},
    {".", 3, ": .: it is a directory; give the files in it\n"},
    {"none", 3, ": none: cannot open it: No such file or directory\n"},
    {DUMP " none", 3, ": none: cannot open it: No such file or directory\n"},
    {DUMP "/none", 3, "cannot open it: Not a directory\n"},
    {"< .", 3, ": standard input: cannot read it: Is a directory\n"},
    {"<&-", 3, ": standard input: cannot read it: Bad file descriptor\n"},
};
#define PLACES ((int)(sizeof places / sizeof *places))

START_TEST(places_that_are_none_are_said_in_a_line)
{
    const char *program = programs[_i / PLACES], *arguments = places[_i % PLACES].arguments;
    run_shell("%s %s", program, arguments);
    ck_assert_msg(run.status == places[_i % PLACES].status, "%s %s: %d, %s", program, arguments,
                  run.status, run.err);
    ck_assert_msg(strstr(run.err, places[_i % PLACES].clause) != NULL &&
                      strchr(run.err, '\n') == run.err + run.err_size - 1,
                  "%s %s: %s", program, arguments, run.err);
    run_shell("ls");
    ck_assert_str_eq(run.out, "");
    run_end();
}
END_TEST

int main(void)
{
    const char *faults = getenv("FAULTS");
    is_thorough = faults != NULL && strcmp(faults, "all") == 0;
    Suite *suite = suite_create("faults");
    TCase *memory = tcase_create("memory"), *files = tcase_create("files");
    tcase_set_timeout(memory, 0); /* none */
    tcase_set_timeout(files, 0);
    tcase_add_loop_test(memory, without_memory_programs_say_so_and_leave_nothing, 0, COMMANDS);
    tcase_add_loop_test(memory, so_they_do_with_every_dialect, 0, COMMANDS_FOR_ALL * (DUMPS - 1));
    tcase_add_loop_test(files, when_a_file_fails_programs_say_so_and_leave_nothing, 0, COMMANDS);
    tcase_add_loop_test(files, slow_files_change_nothing, 0, COMMANDS);
    tcase_add_loop_test(files, places_that_are_none_are_said_in_a_line, 0, PROGRAMS * PLACES);
    suite_add_tcase(suite, memory);
    suite_add_tcase(suite, files);
    return run_suite(suite);
}
