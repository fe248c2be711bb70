/* Runs the programs of the build, as a user would, and keeps what they say. */
#include "run_program.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct run run;

static char folder[PATH_MAX];

static void stop(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(99);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)where;
    if (kind == FTW_DNR)
        chmod(path, 0700);
    return remove(path);
}

const char *run_folder(void)
{
    const char *parent = getenv("TMPDIR");
    if (folder[0] != '\0')
        return folder;
    snprintf(folder, sizeof folder, "%s/pstats-test-XXXXXX", parent != NULL ? parent : "/tmp");
    if (mkdtemp(folder) == NULL)
        stop(folder);
    return folder;
}

static void path_in_folder(char path[PATH_MAX], const char *name)
{
    if (snprintf(path, PATH_MAX, "%s/%s", run_folder(), name) >= PATH_MAX)
        stop(name);
}

char *run_read_file(const char *name, size_t *size)
{
    char path[PATH_MAX];
    path_in_folder(path, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    size_t used = 0, capacity = 4096;
    char *bytes = malloc(capacity);
    for (size_t got;
         bytes != NULL && (got = fread(bytes + used, 1, capacity - used - 1, file)) > 0;) {
        used += got;
        if (capacity - used < 2)
            bytes = realloc(bytes, capacity *= 2);
    }
    if (bytes == NULL)
        stop(path);
    fclose(file);
    bytes[used] = '\0';
    if (size != NULL)
        *size = used;
    return bytes;
}

void run_write_file(const char *name, const void *bytes, size_t size)
{
    char path[PATH_MAX];
    path_in_folder(path, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        stop(path);
}

/* Does not return. */
static void become_shell(const char *command, const char *build, const char *data)
{
    static const char *const streams[] = {"/dev/null", ".out", ".err"};
    for (int fd = 0; fd < 3; fd++) {
        char path[PATH_MAX];
        if (fd == 0)
            snprintf(path, sizeof path, "%s", streams[fd]);
        else
            path_in_folder(path, streams[fd]);
        int opened = open(path, fd == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (opened < 0 || dup2(opened, fd) < 0)
            stop(path);
        close(opened);
    }
    char *search;
    const char *before = getenv("PATH");
    size_t size = strlen(build) + 2 + (before != NULL ? strlen(before) : 0);
    search = malloc(size);
    if (search == NULL || chdir(folder) != 0)
        stop(folder);
    snprintf(search, size, "%s:%s", build, before != NULL ? before : "");
    setenv("PATH", search, 1);
    setenv("DATA", data, 1);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    stop("/bin/sh");
}

static void run_command(const char *command)
{
    char build[PATH_MAX], data[PATH_MAX];
    const char *named = getenv("BUILD");
    run_folder();
    if (realpath(named != NULL ? named : "build/release", build) == NULL ||
        realpath("tests/data", data) == NULL)
        stop("the build's folder or tests/data");
    pid_t child = fork();
    if (child < 0)
        stop("fork");
    if (child == 0)
        become_shell(command, build, data);
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            stop("waitpid");
    free(run.out);
    free(run.err);
    run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    run.out = run_read_file(".out", &run.out_size);
    run.err = run_read_file(".err", &run.err_size);
}

void run_shell(const char *format, ...)
{
    char command[8192];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof command)
        stop("a command that is too long");
    run_command(command);
}

void run_program(const char *program, const char *arguments)
{
    run_shell("exec %s %s", program, arguments);
}

/* Takes what is written to a terminal, until nobody has it open any more. */
static pid_t drain(int master)
{
    char block[4096];
    pid_t child = fork();
    if (child < 0)
        stop("fork");
    if (child > 0)
        return child;
    while (read(master, block, sizeof block) > 0)
        ;
    _exit(0);
}

void run_on_terminal(const char *streams, const char *command)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        stop("a terminal");
    char redirections[4 * PATH_MAX] = "";
    const char *terminal = ptsname(master);
    for (size_t used = 0; *streams != '\0'; streams++)
        used += (size_t)snprintf(redirections + used, sizeof redirections - used, " %c<>%s",
                                 *streams, terminal);
    pid_t drainer = drain(master);
    run_shell("exec %s%s", command, redirections);
    waitpid(drainer, NULL, 0);
    close(master);
}

void run_end(void)
{
    if (folder[0] != '\0')
        nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    folder[0] = '\0';
    free(run.out);
    free(run.err);
    memset(&run, 0, sizeof run);
}
