/* One run of a program under the shim. */
#include "run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX 40
#define SECONDS_MAX 10
static const char before[] = "what was there before\n";

struct runner {
    const struct command *command;
    char program[PATH_MAX];
    char shim[PATH_MAX];
    char folder[PATH_MAX / 2]; /* has out, err, plan and work */
    char work[PATH_MAX];       /* the working folder */
    char words[PATH_MAX * 2];  /* the arguments, each ending with a NUL */
    char *arguments[WORDS_MAX];
    struct lent lent[PLAN_LENT];
    struct plan *plan;
    int plan_fd;
    sigset_t mask; /* of the signals, before SIGCHLD was blocked to be waited for */
};

void run_stop(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(99);
}

void *run_checked(void *memory)
{
    if (memory == NULL)
        run_stop("the test itself");
    return memory;
}

static void find(char path[PATH_MAX], const char *name)
{
    char relative[PATH_MAX];
    const char *build = getenv("BUILD");
    snprintf(relative, sizeof relative, "%s/%s", build != NULL ? build : "build/release", name);
    if (realpath(relative, path) == NULL)
        run_stop(relative);
}

static void path_in(const struct runner *runner, char path[PATH_MAX], const char *name)
{
    if (snprintf(path, PATH_MAX, "%s/%s", runner->folder, name) >= PATH_MAX)
        run_stop(name);
}

/* ---- Making a runner ---- */

/* Where the functions are by which cgraph gets and keeps its memory. */
static void find_lent(struct runner *runner)
{
    static const char *const names[] = {"alloc_memory", "resize_memory"};
    char line[PATH_MAX + 100];
    const char *nm = getenv("NM");
    size_t count = 0;
    snprintf(line, sizeof line, "%s -S '%s'", nm != NULL ? nm : "nm", runner->program);
    FILE *symbols = popen(line, "r");
    if (symbols == NULL)
        run_stop(line);
    while (fgets(line, sizeof line, symbols) != NULL) {
        size_t start, size;
        char name[40];
        if (sscanf(line, "%zx %zx %*c %39s", &start, &size, name) != 3)
            continue;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(name, names[i]) == 0 && count < PLAN_LENT)
                runner->lent[count++] = (struct lent){start, start + size};
    }
    pclose(symbols);
}

/* The words of the command, with the dump's path in the place of IN. */
static void split_arguments(struct runner *runner, const char *dump)
{
    char path[PATH_MAX], *to = runner->words;
    size_t count = 0, room = sizeof runner->words;
    if (realpath(dump, path) == NULL)
        run_stop(dump);
    runner->arguments[count++] = runner->program;
    const char *from = runner->command->arguments;
    while (*(from += strspn(from, " ")) != '\0' && count < WORDS_MAX - 1) {
        int length = (int)strcspn(from, " "),
            is_dump = length >= 2 && strncmp(from + length - 2, "IN", 2) == 0;
        int used = snprintf(to, room, "%.*s%s", length - 2 * is_dump, from, is_dump ? path : "");
        if (used < 0 || (size_t)used >= room)
            run_stop("a command that is too long");
        runner->arguments[count++] = to;
        to += used + 1;
        room -= (size_t)used + 1;
        from += length;
    }
}

static void map_plan(struct runner *runner)
{
    char path[PATH_MAX];
    path_in(runner, path, "plan");
    runner->plan_fd = open(path, O_RDWR | O_CREAT, 0600);
    if (runner->plan_fd < 0 || ftruncate(runner->plan_fd, sizeof *runner->plan) != 0)
        run_stop(path);
    void *mapped =
        mmap(NULL, sizeof *runner->plan, PROT_READ | PROT_WRITE, MAP_SHARED, runner->plan_fd, 0);
    if (mapped == MAP_FAILED)
        run_stop("mmap");
    runner->plan = mapped;
}

struct runner *runner_new(const struct command *command, const char *dump)
{
    struct runner *runner = run_checked(calloc(1, sizeof *runner));
    const char *parent = getenv("TMPDIR");
    runner->command = command;
    find(runner->program, command->program);
    find(runner->shim, "tests/faults/shim.so");
    snprintf(runner->folder, sizeof runner->folder, "%s/pstats-faults-XXXXXX",
             parent != NULL ? parent : "/tmp");
    if (mkdtemp(runner->folder) == NULL)
        run_stop(runner->folder);
    path_in(runner, runner->work, "work");
    if (mkdir(runner->work, 0700) != 0)
        run_stop(runner->work);
    split_arguments(runner, dump);
    find_lent(runner);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends, &runner->mask);
    map_plan(runner);
    return runner;
}

static void empty_folder(const char *folder, int *count)
{
    DIR *entries = opendir(folder);
    if (entries == NULL)
        run_stop(folder);
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            unlinkat(dirfd(entries), entry->d_name, 0);
            ++*count;
        }
    closedir(entries);
}

void runner_free(struct runner *runner)
{
    int count = 0;
    sigprocmask(SIG_SETMASK, &runner->mask, NULL);
    munmap(runner->plan, sizeof *runner->plan);
    close(runner->plan_fd);
    empty_folder(runner->work, &count);
    rmdir(runner->work);
    empty_folder(runner->folder, &count);
    rmdir(runner->folder);
    free(runner);
}

/* ---- Running ---- */

static void redirect(const struct runner *runner, const char *name, int fd)
{
    char path[PATH_MAX];
    path_in(runner, path, name);
    int opened =
        open(fd == STDIN_FILENO ? "/dev/null" : path,
             fd == STDIN_FILENO ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    if (opened < 0 || dup2(opened, fd) < 0)
        run_stop(path);
    close(opened);
}

/* Does not return. */
static void become_program(const struct runner *runner)
{
    char number[20];
    const struct rlimit no_dump = {0, 0};
    snprintf(number, sizeof number, "%d", runner->plan_fd);
    redirect(runner, "", STDIN_FILENO);
    redirect(runner, "out", STDOUT_FILENO);
    redirect(runner, "err", STDERR_FILENO);
    setrlimit(RLIMIT_CORE, &no_dump);
    sigprocmask(SIG_SETMASK, &runner->mask, NULL);
    if (chdir(runner->work) != 0 || setenv(PLAN_VARIABLE, number, 1) != 0 ||
        setenv("LD_PRELOAD", runner->shim, 1) != 0)
        run_stop(runner->work);
    execv(runner->program, runner->arguments);
    run_stop(runner->program);
}

static void put_before(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, before, sizeof before - 1) != (ssize_t)sizeof before - 1 ||
        close(fd) != 0)
        run_stop(path);
}

/* Of a file that is not there: empty. */
static char *read_file(const char *path, size_t *size)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &status) != 0)
        run_stop(path);
    size_t length = fd >= 0 ? (size_t)status.st_size : 0;
    char *bytes = run_checked(malloc(length + 1));
    if (fd >= 0 && read(fd, bytes, length) != (ssize_t)length)
        run_stop(path);
    if (fd >= 0)
        close(fd);
    bytes[length] = '\0';
    *size = length;
    return bytes;
}

static void collect(const struct runner *runner, int has_before, struct run_result *result)
{
    char path[PATH_MAX];
    size_t err_size;
    int count = 0, is_there;
    path_in(runner, path, "err");
    result->err = read_file(path, &err_size);
    path_in(runner, path, "out");
    if (runner->command->output != NULL &&
        (size_t)snprintf(path, sizeof path, "%s/%s", runner->work, runner->command->output) >=
            sizeof path)
        run_stop(runner->command->output);
    is_there = access(path, F_OK) == 0;
    result->bytes = read_file(path, &result->size);
    int is_before = has_before && strcmp(result->bytes, before) == 0;
    result->is_new = has_before ? !is_before : is_there;
    empty_folder(runner->work, &count);
    result->has_leftovers = count != (runner->command->output != NULL && is_there);
}

/* Until the program has ended; one that hangs is told to. */
static int wait_for(pid_t child, int *is_hung)
{
    const struct timespec limit = {SECONDS_MAX, 0};
    sigset_t ends;
    int status;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    *is_hung = 0;
    for (;;) {
        pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR)
            run_stop("waitpid");
        if (sigtimedwait(&ends, NULL, &limit) >= 0 || errno != EAGAIN)
            continue;
        kill(child, *is_hung ? SIGKILL : SIGTERM);
        *is_hung = 1;
    }
}

void runner_run(struct runner *runner, struct plan *plan, int has_before, struct run_result *result)
{
    char path[PATH_MAX];
    if (runner->command->output != NULL && has_before) {
        if ((size_t)snprintf(path, sizeof path, "%s/%s", runner->work, runner->command->output) >=
            sizeof path)
            run_stop(runner->command->output);
        put_before(path);
    }
    memcpy(plan->lent, runner->lent, sizeof plan->lent);
    *runner->plan = *plan;
    pid_t child = fork();
    if (child < 0)
        run_stop("fork");
    if (child == 0)
        become_program(runner);
    result->status = wait_for(child, &result->is_hung);
    *plan = *runner->plan;
    collect(runner, has_before, result);
}

void run_result_free(struct run_result *result)
{
    free(result->bytes);
    free(result->err);
}
