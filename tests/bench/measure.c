/* Runs a command and prints what it took: wall clock and processor seconds, peak memory in KiB, exit status;
 * those of its children are with it. It is small, and so its own memory, which the
 * kernel counts for a process that is about to become another program, hides nobody's.
 *
 *     measure [-o FILE] COMMAND [ARGUMENT]...        FILE: where the command prints to, instead of /dev/null */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static double now_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void become(const char *output, char **command)
{
    int target = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (target >= 0 && dup2(target, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    perror(target < 0 ? output : command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    const char *output = "/dev/null";
    if (argc > 2 && strcmp(argv[1], "-o") == 0) {
        output = argv[2];
        argv += 2, argc -= 2;
    }
    if (argc < 2) {
        fputs("usage: measure [-o FILE] COMMAND [ARGUMENT]...\n", stderr);
        return 2;
    }

    double start = now_seconds();
    pid_t child = fork();
    if (child == 0)
        become(output, argv + 1);
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("measure");
        return 4;
    }
    printf("%.6f %.6f %ld %d\n", now_seconds() - start,
           seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), (long)usage.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fflush(stdout) == 0 ? 0 : 4;
}
