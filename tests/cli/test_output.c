/* Where results go: files that appear when they are complete. Each test's program is a child
 * process. */
#include "cli/output.h"

#include "cli/cleanup.h"
#include "cli/message.h"
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void become_program(void)
{
    int err = chdir(run_folder()) == 0 ? open("err", O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (err < 0 || dup2(err, STDERR_FILENO) < 0)
        _exit(98);
    signal(SIGINT, SIG_DFL); /* Check has its own */
    signal(SIGTERM, SIG_DFL);
    message_set_program("test");
    umask(022);
}

/* Runs work in a child, in the test's folder, with its messages in "err"; returns as run.status
 * does. */
static int in_child(int (*work)(void))
{
    run_folder();
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        become_program();
        _exit(output_prepare() ? work() : 97);
    }
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void assert_file(const char *name, const char *expected)
{
    char *bytes = run_read_file(name, NULL);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_str_eq(bytes, expected);
    free(bytes);
}

/* Besides the files of the test there is no other: names is what ls shows. */
static void assert_folder(const char *names)
{
    run_shell("ls -A | grep -v '^.err$\\|^.out$\\|^err$' | tr '\\n' ' '");
    ck_assert_str_eq(run.out, names);
}

static mode_t mode_of(const char *name)
{
    char path[4096];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", run_folder(), name);
    ck_assert_int_eq(lstat(path, &status), 0);
    return status.st_mode;
}

static int write_new(void)
{
    struct output *output = output_open("result");
    return output != NULL && output_write(output, "new", 3) && output_close(output) ? 0 : 4;
}

START_TEST(a_new_file_has_the_usual_mode)
{
    ck_assert_int_eq(in_child(write_new), 0);
    assert_file("result", "new");
    ck_assert_int_eq(mode_of("result") & 07777, 0644);
    assert_folder("result ");
}
END_TEST

START_TEST(a_file_that_was_there_is_replaced_and_keeps_its_mode)
{
    run_shell("echo old, and longer > result; chmod 4710 result");
    ck_assert_int_eq(in_child(write_new), 0);
    assert_file("result", "new");
    ck_assert_int_eq(mode_of("result") & 07777, 04710);
    assert_folder("result ");
}
END_TEST

START_TEST(symbolic_links_stay_and_what_they_lead_to_is_written)
{
    run_shell("mkdir sub; echo old > sub/file; ln -s file sub/second; ln -s sub/second result");
    ck_assert_int_eq(in_child(write_new), 0);
    assert_file("sub/file", "new");
    ck_assert(S_ISLNK(mode_of("result")) && S_ISLNK(mode_of("sub/second")));
    assert_folder("result sub ");
}
END_TEST

START_TEST(a_symbolic_link_may_lead_to_a_file_that_is_not_there_yet)
{
    run_shell("mkdir sub; ln -s sub/file result");
    ck_assert_int_eq(in_child(write_new), 0);
    assert_file("sub/file", "new");
    ck_assert(S_ISLNK(mode_of("result")));
}
END_TEST

START_TEST(symbolic_links_in_a_circle_are_refused)
{
    run_shell("ln -s result other; ln -s other result");
    ck_assert_int_eq(in_child(write_new), 4);
    assert_file("err", "test: result: cannot write: Too many levels of symbolic links\n");
}
END_TEST

START_TEST(folders_and_what_is_in_none_are_refused)
{
    run_shell("mkdir result");
    ck_assert_int_eq(in_child(write_new), 4);
    assert_file("err", "test: result: cannot write: Is a directory\n");
    run_shell("rmdir result; ln -s nowhere/file result");
    ck_assert_int_eq(in_child(write_new), 4);
    assert_file("err", "test: result: cannot write: No such file or directory\n");
}
END_TEST

START_TEST(a_pipe_with_a_name_is_written_into)
{
    run_shell("mkfifo result; cat result > read &");
    ck_assert_int_eq(in_child(write_new), 0);
    ck_assert(S_ISFIFO(mode_of("result")));
    run_shell("while [ ! -s read ]; do sleep 0.01; done; cat read");
    ck_assert_str_eq(run.out, "new");
}
END_TEST

static int write_to_standard_output(void)
{
    int fd = open("result", O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || write(fd, "before ", 7) != 7 || dup2(fd, STDOUT_FILENO) < 0)
        return 96;
    struct output *output = output_open("/dev/stdout");
    int is_done = output != NULL && output_write(output, "new", 3) && output_close(output);
    return is_done && write(fd, " after", 6) == 6 ? 0 : 4;
}

START_TEST(the_file_behind_standard_output_is_added_to)
{
    ck_assert_int_eq(in_child(write_to_standard_output), 0);
    assert_file("result", "before new after");
}
END_TEST

static int write_and_discard(void)
{
    struct output *output = output_open("result");
    output_write(output, "new", 3);
    output_discard(output);
    return 0;
}

START_TEST(what_is_discarded_leaves_what_was_there)
{
    run_shell("echo old > result");
    ck_assert_int_eq(in_child(write_and_discard), 0);
    assert_file("result", "old\n");
    assert_folder("result ");
}
END_TEST

static struct output *volatile unfinished; /* not lost, though never finished */

static int raise_after_writing(int number)
{
    unfinished = output_open("result");
    output_write(unfinished, "new", 3);
    raise(number);
    return 0;
}
static int interrupt(void)
{
    return raise_after_writing(SIGINT);
}
static int terminate(void)
{
    return raise_after_writing(SIGTERM);
}
static int hang_up(void)
{
    return raise_after_writing(SIGHUP);
}
static int exit_early(void)
{
    unfinished = output_open("result");
    exit(5);
}
static int exit_in_library(void)
{
    unfinished = output_open("result");
    cleanup_expect_exit("the library gave up");
    exit(5);
}
static int crash_in_library(void)
{
    unfinished = output_open("result");
    cleanup_expect_exit("the library gave up");
    raise(SIGSEGV);
    return 5;
}
static int crash_outside(void)
{
    unfinished = output_open("result");
    cleanup_expect_exit("the library gave up");
    cleanup_expect_exit(NULL);
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    signal(SIGSEGV, SIG_DFL); /* a sanitizer has its own ideas */
    raise(SIGSEGV);
    return 5;
}

static const struct {
    int (*work)(void);
    int status;
    const char *message;
} ends[] = {
    {interrupt, 128 + SIGINT, ""},
    {terminate, 128 + SIGTERM, ""},
    {hang_up, 128 + SIGHUP, ""},
    {exit_early, 5, ""},
    {exit_in_library, 4, "test: the library gave up\n"},
    {crash_in_library, 4, "test: the library gave up\n"},
};

START_TEST(whatever_ends_the_program_leaves_no_other_file_behind)
{
    signal(SIGHUP, SIG_DFL); /* also where the tests run under nohup */
    run_shell("echo old > result");
    ck_assert_int_eq(in_child(ends[_i].work), ends[_i].status);
    assert_file("result", "old\n");
    assert_file("err", ends[_i].message);
    assert_folder("result ");
}
END_TEST

START_TEST(a_crash_of_our_own_is_one)
{
    ck_assert_int_eq(in_child(crash_outside), 128 + SIGSEGV);
}
END_TEST

static int ignore_hang_up(void)
{
    struct output *output = output_open("result");
    output_write(output, "new", 3);
    raise(SIGHUP);
    return output_close(output) ? 0 : 4;
}

static int in_child_with_nohup(void)
{
    struct sigaction before, ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGHUP, &ignore, &before);
    int status = in_child(ignore_hang_up);
    sigaction(SIGHUP, &before, NULL);
    return status;
}

START_TEST(a_signal_that_was_ignored_stays_so)
{
    ck_assert_int_eq(in_child_with_nohup(), 0);
    assert_file("result", "new");
}
END_TEST

static int write_too_much(void)
{
    const struct rlimit small = {100000, 100000};
    setrlimit(RLIMIT_FSIZE, &small);
    struct output *output = output_open("result");
    char block[50000];
    memset(block, 'x', sizeof block);
    int is_written = 1;
    for (int i = 0; i < 8; i++)
        is_written = output_write(output, block, sizeof block);
    return output_close(output) ? 0 : is_written ? 5 : 4;
}

START_TEST(a_write_that_fails_leaves_what_was_there)
{
    run_shell("echo old > result");
    ck_assert_int_eq(in_child(write_too_much), 4);
    assert_file("result", "old\n");
    assert_file("err", "test: result: cannot write: File too large\n");
    assert_folder("result ");
}
END_TEST

static int write_to_full_device(void)
{
    struct output *output = output_open("/dev/full");
    output_write(output, "new", 3);
    return output_close(output) ? 0 : 4;
}

START_TEST(a_full_device_is_noticed_at_the_end_at_the_latest)
{
    ck_assert_int_eq(in_child(write_to_full_device), 4);
    assert_file("err", "test: /dev/full: cannot write: No space left on device\n");
}
END_TEST

static int write_blocks(void)
{
    struct output *output = output_open("result");
    char block[1000];
    for (int i = 0; i < 1000; i++) {
        memset(block, 'a' + i % 26, sizeof block);
        if (!output_write(output, block, (size_t)i))
            return 5;
    }
    static char large[200000];
    memset(large, '+', sizeof large);
    output_write(output, large, sizeof large);
    return output_write(output, "", 0) && output_close(output) ? 0 : 4;
}

START_TEST(blocks_of_all_sizes_arrive_in_order)
{
    ck_assert_int_eq(in_child(write_blocks), 0);
    size_t size, at = 0;
    char *bytes = run_read_file("result", &size);
    ck_assert_uint_eq(size, 999 * 1000 / 2 + 200000);
    for (int i = 0; i < 1000; i++)
        for (int j = 0; j < i; j++)
            ck_assert_int_eq(bytes[at++], 'a' + i % 26);
    while (at < size)
        ck_assert_int_eq(bytes[at++], '+');
    free(bytes);
}
END_TEST

static int long_name(void)
{
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    struct output *output = output_open(name);
    return output != NULL && output_close(output) && access(name, R_OK) == 0 ? 0 : 4;
}

START_TEST(the_longest_names_are_possible)
{
    ck_assert_int_eq(in_child(long_name), 0);
}
END_TEST

/* In pieces of which some end where the output's block does, and one is longer than that. */
static int write_strings(void)
{
    static const size_t lengths[] = {0, 1, 65535, 65536, 65537, 7, 200000, 65521, 0, 8, 3};
    static char string[200001];
    struct output *output = output_open("result");
    int is_done = output != NULL;
    for (size_t i = 0; is_done && i < sizeof lengths / sizeof *lengths; i++) {
        memset(string, 'a' + (int)i, lengths[i]);
        string[lengths[i]] = '\0';
        is_done = output_write_string(output, string);
    }
    return is_done && output_close(output) ? 0 : 4;
}

START_TEST(strings_are_written_whole_wherever_blocks_end)
{
    ck_assert_int_eq(in_child(write_strings), 0);
    run_shell("fold -b -w 1 result | uniq -c | tr -s '\\n ' ' '");
    ck_assert_str_eq(run.out, " 1 b 65535 c 65536 d 65537 e 7 f 200000 g 65521 h 8 j 3 k ");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("output");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_add_test(all, a_new_file_has_the_usual_mode);
    tcase_add_test(all, a_file_that_was_there_is_replaced_and_keeps_its_mode);
    tcase_add_test(all, symbolic_links_stay_and_what_they_lead_to_is_written);
    tcase_add_test(all, a_symbolic_link_may_lead_to_a_file_that_is_not_there_yet);
    tcase_add_test(all, symbolic_links_in_a_circle_are_refused);
    tcase_add_test(all, folders_and_what_is_in_none_are_refused);
    tcase_add_test(all, a_pipe_with_a_name_is_written_into);
    tcase_add_test(all, the_file_behind_standard_output_is_added_to);
    tcase_add_test(all, what_is_discarded_leaves_what_was_there);
    tcase_add_loop_test(all, whatever_ends_the_program_leaves_no_other_file_behind, 0,
                        sizeof ends / sizeof *ends);
    tcase_add_test(all, a_crash_of_our_own_is_one);
    tcase_add_test(all, a_signal_that_was_ignored_stays_so);
    tcase_add_test(all, a_write_that_fails_leaves_what_was_there);
    tcase_add_test(all, a_full_device_is_noticed_at_the_end_at_the_latest);
    tcase_add_test(all, blocks_of_all_sizes_arrive_in_order);
    tcase_add_test(all, strings_are_written_whole_wherever_blocks_end);
    tcase_add_test(all, the_longest_names_are_possible);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
