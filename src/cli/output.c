/* Where results go: a file that appears only when it is complete, or standard output; every byte is
 * checked. */
#include "output.h"

#include "cli/buffer.h"
#include "cli/cleanup.h"
#include "cli/message.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)64 * 1024)
#define LINKS_MAX 40 /* symbolic links that lead to one another, as the kernel has it */

struct output {
    const char *name; /* as messages call it; borrowed */
    int fd;
    int error;            /* errno of the first failure, or 0 */
    struct buffer target; /* what temporary replaces; empty when the fd is the target itself */
    int is_standard;
    size_t used;
    char block[BLOCK];
};

/* Standard input gets the null device's writing end, standard output its reading end: whoever uses
 * them learns that they are not there. */
int output_prepare(void)
{
    static const int flags[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        if (open("/dev/null", flags[fd]) != fd) {
            message_error("/dev/null", "cannot open: %s", strerror(errno));
            return 0;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return cleanup_start();
}

/* ---- Opening ---- */

static int is_standard_output(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

int output_is_terminal(const char *path)
{
    if (is_standard_output(path))
        return isatty(STDOUT_FILENO);
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISCHR(status.st_mode))
        return 0;
    int fd = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    int is_terminal = fd >= 0 && isatty(fd);
    if (fd >= 0)
        close(fd);
    return is_terminal;
}

/* Follows the symbolic links at the end of target, which need not lead to anything. 0: errno says
 * why not. */
static int follow_links(struct buffer *target)
{
    for (int i = 0; i < LINKS_MAX; i++) {
        char link[PATH_MAX];
        ssize_t length = readlink(buffer_string(target), link, sizeof link);
        if (length < 0)
            return errno == EINVAL || errno == ENOENT;
        if ((size_t)length >= sizeof link) {
            errno = ENAMETOOLONG;
            return 0;
        }
        buffer_cut(target,
                   length > 0 && link[0] == '/' ? 0 : cleanup_folder_length(buffer_string(target)));
        buffer_append(target, link, (size_t)length);
    }
    errno = ELOOP;
    return 0;
}

/* The temporary file gets what the file that it will replace has. Where the owner cannot be kept,
 * it is ours. */
static int keep_attributes(int fd, const struct stat *old)
{
    struct stat now;
    if (fstat(fd, &now) != 0)
        return 0;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(fd, old->st_uid, old->st_gid) != 0 && fchown(fd, (uid_t)-1, old->st_gid) != 0)
        errno = 0; /* a file of ours with the old mode */
    return fchmod(fd, old->st_mode & 07777) == 0;
}

/* The standard stream that is this very file, as /dev/stdout is; -1: none. */
static int standard_stream(const struct stat *file)
{
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        struct stat status;
        if (fstat(fd, &status) == 0 && status.st_dev == file->st_dev &&
            status.st_ino == file->st_ino)
            return fd;
    }
    return -1;
}

static int is_descriptor(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strncmp(path, "/proc/", 6) == 0;
}

static int open_target(struct output *output, const char *path)
{
    struct stat status;
    int is_there = stat(path, &status) == 0;
    if (!is_there && errno != ENOENT)
        return -1;
    if (is_there && S_ISREG(status.st_mode) && standard_stream(&status) >= 0)
        return dup(standard_stream(
            &status)); /* what the shell wrote there stays, and what follows is added */
    if (is_there && (!S_ISREG(status.st_mode) || is_descriptor(path)))
        return open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (is_there && access(path, W_OK) != 0)
        return -1; /* a file that must not be written is not replaced either */
    buffer_append_string(&output->target, path);
    if (!follow_links(&output->target))
        return -1;
    if (output->target.failed ||
        cleanup_folder_length(buffer_string(&output->target)) == output->target.length) {
        errno = output->target.failed ? ENOMEM : output->target.length == 0 ? ENOENT : EISDIR;
        return -1;
    }
    int fd = cleanup_create_file(buffer_string(&output->target));
    if (fd >= 0 && is_there && !keep_attributes(fd, &status)) {
        int error = errno;
        close(fd);
        cleanup_remove_file();
        errno = error;
        return -1;
    }
    return fd;
}

struct output *output_open(const char *path)
{
    struct output *output = malloc(sizeof *output);
    if (output == NULL) {
        message_error(path, "out of memory");
        return NULL;
    }
    output->target = (struct buffer)BUFFER_INIT;
    output->error = 0;
    output->used = 0;
    output->is_standard = is_standard_output(path);
    output->name = output->is_standard ? "standard output" : path;
    output->fd = output->is_standard ? STDOUT_FILENO : open_target(output, path);
    if (output->fd >= 0)
        return output;
    message_error(path, "cannot write: %s", strerror(errno));
    buffer_free(&output->target);
    free(output);
    return NULL;
}

/* ---- Writing ---- */

static void write_all(struct output *output, const char *bytes, size_t size)
{
    while (size > 0 && output->error == 0) {
        ssize_t written = write(output->fd, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            output->error = written < 0 ? errno : EIO;
            return;
        }
        bytes += written;
        size -= (size_t)written;
    }
}

static void flush(struct output *output)
{
    write_all(output, output->block, output->used);
    output->used = 0;
}

int output_write(struct output *output, const void *bytes, size_t size)
{
    if (size > BLOCK - output->used)
        flush(output);
    if (size >= BLOCK) {
        write_all(output, bytes, size);
    } else if (size > 0) {
        memcpy(output->block + output->used, bytes, size);
        output->used += size;
    }
    return output->error == 0;
}

int output_write_string(struct output *output, const char *string)
{
    const char *from = string;
    size_t used = output->used;
    while (used < BLOCK && (output->block[used] = *from) != '\0') {
        used++;
        from++;
    }
    if (used == BLOCK) /* nothing of it counts yet */
        return output_write(output, string, strlen(string));
    output->used = used;
    return output->error == 0;
}

static void free_output(struct output *output)
{
    buffer_free(&output->target);
    free(output);
}

void output_discard(struct output *output)
{
    if (output == NULL)
        return;
    if (!output->is_standard)
        close(output->fd);
    cleanup_remove_file();
    free_output(output);
}

/* A reader who has seen enough and went away, as head(1) does, knows it. */
static void complain(const char *name, int error)
{
    if (error != EPIPE)
        message_error(name, "cannot write: %s", strerror(error));
}

int output_close(struct output *output)
{
    flush(output);
    if (close(output->fd) != 0 && errno != EINTR && output->error == 0)
        output->error = errno;
    if (output->error == 0 && output->target.length > 0) {
        if (cleanup_rename_file(buffer_string(&output->target)) != 0)
            output->error = errno;
    }
    cleanup_remove_file();
    int error = output->error;
    if (error != 0)
        complain(output->name, error);
    else
        cleanup_complete();
    free_output(output);
    return error == 0;
}

int output_end(struct output *output, int is_done)
{
    if (is_done)
        return output_close(output) ? EXIT_DONE : EXIT_OUTPUT;
    output_discard(output);
    return EXIT_OUTPUT;
}

int output_end_text(struct output *output, int is_done)
{
    int has_memory = is_done || output->error != 0;
    if (!has_memory)
        message_error(NULL, "out of memory");
    return output_end(output, has_memory);
}

int output_end_stdio(void)
{
    int is_written = fflush(stdout) == 0 && !ferror(stdout);
    int error = errno;
    if (is_written && close(STDOUT_FILENO) == 0)
        return EXIT_DONE;
    complain("standard output", is_written ? errno : error);
    return EXIT_OUTPUT;
}
