/* Ends that nobody planned: what must not stay behind, and what is said then. */
#include "cleanup.h"

#include "cli/message.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char temporary[PATH_MAX];
static volatile sig_atomic_t has_temporary;
static volatile sig_atomic_t is_complete;
/* Of the two threads that set one and then look at the other, one at least sees what the other has set. */
static atomic_int is_completing; /* the main thread */
static atomic_int is_crashing;   /* another thread, which will end the program */
static pthread_t main_thread;
static const char *volatile exit_clause;
static const char
    *volatile last_clause; /* for a thread that is at work longer than was asked for */

void cleanup_remove_file(void)
{
    if (has_temporary)
        unlink(temporary);
    has_temporary = 0;
}

static void on_signal(int number)
{
    cleanup_remove_file();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_exit_of_library(void)
{
    cleanup_remove_file();
    if (exit_clause == NULL)
        return;
    message_error(NULL, "%s", exit_clause);
    _exit(EXIT_OUTPUT);
}

int cleanup_start(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    main_thread = pthread_self();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before, action = {.sa_handler = on_signal};
        sigemptyset(&action.sa_mask);
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
            sigaction(numbers[i], &action, NULL);
    }
    if (atexit(on_exit_of_library) == 0)
        return 1;
    message_error(NULL, "out of memory");
    return 0;
}

/* ---- The file ---- */

size_t cleanup_folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* Signals wait, so that the file is never there without their handler knowing. */
static int create(const char *path)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int error = errno;
    has_temporary = fd >= 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return fd;
}

int cleanup_create_file(const char *target)
{
    size_t folder = cleanup_folder_length(target);
    int fd = -1;
    errno = EEXIST;
    for (unsigned attempt = 0; attempt < 1000 && fd < 0 && errno == EEXIST; attempt++) {
        int length = snprintf(temporary, sizeof temporary, "%.*s.%.200s.%ld-%u.tmp", (int)folder,
                              target, target + folder, (long)getpid(), attempt);
        if (length < 0 || (size_t)length >= sizeof temporary) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = create(temporary);
    }
    return fd;
}

static void wait_for_end(void)
{
    for (;;)
        pause();
}

/* For the main thread: another one that crashes waits from here on. */
static void begin_completing(void)
{
    is_completing = 1;
    if (!is_crashing)
        return;
    is_completing = 0;
    wait_for_end();
}

static void complete(void)
{
    is_complete = 1;
    exit_clause = NULL;
}

int cleanup_rename_file(const char *target)
{
    begin_completing();
    int is_renamed = rename(temporary, target) == 0;
    if (is_renamed) {
        has_temporary = 0;
        complete();
    }
    is_completing = 0;
    return is_renamed ? 0 : -1;
}

void cleanup_complete(void)
{
    begin_completing();
    complete();
    is_completing = 0;
}

/* ---- Libraries ---- */

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
#define CRASHES (sizeof crashes / sizeof *crashes)
static struct sigaction before_crashes[CRASHES];
static int is_catching;

static void leave_crashes(void)
{
    for (size_t i = 0; i < CRASHES && is_catching; i++)
        sigaction(crashes[i], &before_crashes[i], NULL);
    is_catching = 0;
}

/* Another thread may end the program at any time. */
static void say_in_one_go(const char *clause)
{
    const char *const parts[] = {message_program(), ": ", clause, "\n"};
    char line[512];
    size_t length = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const char *from = parts[i]; *from != '\0' && length < sizeof line; from++)
            line[length++] = *from;
    if (write(STDERR_FILENO, line, length) < 0)
        return; /* there is nobody to tell */
}

/* Nothing can be relied on any more, stdio included. */
static void on_crash(int number)
{
    const char *clause = exit_clause;
    if (!pthread_equal(pthread_self(), main_thread)) {
        is_crashing = 1;
        while (is_completing) /* the other thread, which needs nothing but the system for it */
            sched_yield();
        if (is_complete)
            _exit(EXIT_DONE);
        clause = last_clause;
    }
    if (clause == NULL) {
        cleanup_remove_file();
        leave_crashes();
        raise(number);
        return;
    }
    cleanup_remove_file();
    say_in_one_go(clause);
    _exit(EXIT_OUTPUT);
}

/* On a stack of its own: the usual reason is that the other one ran out. */
static void catch_crashes(void)
{
    static char stack[16 * 1024];
    const stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    if (is_catching || sigaltstack(&alternative, NULL) != 0)
        return;
    for (size_t i = 0; i < CRASHES; i++) {
        struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        sigaction(crashes[i], &action, &before_crashes[i]);
    }
    is_catching = 1;
}

/* Once begun, crashes are caught to the end, for the temporary file's sake. */
void cleanup_expect_exit(const char *clause)
{
    exit_clause = clause;
    if (clause == NULL)
        return;
    last_clause = clause;
    catch_crashes();
}
