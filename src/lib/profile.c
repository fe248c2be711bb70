/* A profile: the graph of a file and what is odd about it; and getting at the file's bytes. */
#include "profile.h"

#include "arena.h"
#include "error.h"
#include "graph.h"
#include "options.h"
#include "records.h"
#include "sniff.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *pstats_version(void)
{
    return PSTATS_VERSION;
}

/* ---- Profiles and warnings ---- */

pstats_profile *profile_new(pstats_graph *graph, pstats_error *error)
{
    pstats_profile *profile = calloc(1, sizeof *profile);
    if (profile == NULL) {
        error_memory(error);
        pstats_graph_free(graph);
        return NULL;
    }
    profile->graph = graph;
    return profile;
}

void pstats_profile_free(pstats_profile *profile)
{
    if (profile == NULL)
        return;
    pstats_graph_free(profile->graph);
    free(profile);
}

const pstats_graph *pstats_profile_graph(const pstats_profile *profile)
{
    return profile->graph;
}

size_t pstats_profile_warning_count(const pstats_profile *profile)
{
    return profile->warning_count;
}

const char *pstats_profile_warning_at(const pstats_profile *profile, size_t index)
{
    return profile->warnings[index];
}

void profile_warn(pstats_profile *profile, size_t count, const char *one, const char *many)
{
    if (count == 0)
        return;
    char *warning = profile->warnings[profile->warning_count++];
    if (count == 1)
        snprintf(warning, PROFILE_WARNING_SIZE, "%s", one);
    else
        snprintf(warning, PROFILE_WARNING_SIZE, many, count);
}

struct damage {
    size_t negative;
    size_t not_finite;
};

static void count_damage(const pstats_cost *cost, struct damage *damage)
{
    const double times[] = {cost->self, cost->cumulative};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        damage->not_finite += !isfinite(times[i]);
        damage->negative += isfinite(times[i]) && times[i] < 0.0;
    }
}

static void warn_of_damage(pstats_profile *profile)
{
    struct damage damage = {0, 0};
    const pstats_graph *graph = profile->graph;
    for (size_t i = 0; i < graph->function_count; i++)
        count_damage(&graph->functions[i].cost, &damage);
    for (size_t i = 0; i < graph->call_count; i++)
        if (graph->calls[i].derived_calls == 0)
            count_damage(&graph->calls[i].cost, &damage);
    profile_warn(profile, damage.not_finite, "a time is infinite or not a number; it counts as 0",
                 "%zu times are infinite or not a number; they count as 0");
    profile_warn(profile, damage.negative, "a time is negative; its share counts as 0",
                 "%zu times are negative; their shares count as 0");
}

/* ---- Reading ---- */

static int check_options(const pstats_read_options *options, pstats_error *error)
{
    pstats_read_options known = PSTATS_READ_INIT;
    options_read(&known, sizeof known, options);
    if (known.format == NULL || strcmp(known.format, "pstats") == 0)
        return 1;
    error_set(error, PSTATS_ERROR_ARGUMENT, 0,
              "the format '%.60s' is not known; only pstats is read", known.format);
    return 0;
}

static pstats_profile *finish(pstats_graph *graph, const struct records_notes *notes,
                              pstats_error *error)
{
    pstats_profile *profile = profile_new(graph, error);
    if (profile == NULL)
        return NULL;
    profile_warn(profile, notes->saturated_counts,
                 "a number of calls beyond 2^63-1 was cut to that",
                 "%zu numbers of calls beyond 2^63-1 were cut to that");
    profile_warn(profile, notes->saturated_lines, "a line number beyond 2^63-1 was cut to that",
                 "%zu line numbers beyond 2^63-1 were cut to that");
    if (notes->has_odd_times)
        warn_of_damage(profile);
    return profile;
}

static pstats_profile *read_checked(const void *bytes, size_t size, pstats_error *error)
{
    struct records_notes notes;
    pstats_error failure = {PSTATS_OK, 0, ""};
    pstats_graph *graph = records_read(bytes, size, &notes, &failure);
    if (graph == NULL) {
        const char *clause = failure.code != PSTATS_ERROR_MEMORY ? sniff(bytes, size) : NULL;
        if (clause != NULL)
            error_set(error, PSTATS_ERROR_FORMAT, failure.offset, "%s", clause);
        error_set(error, failure.code, failure.offset, "%s", failure.message);
        return NULL;
    }
    return finish(graph, &notes, error);
}

pstats_profile *pstats_profile_read_bytes(const void *bytes, size_t size,
                                          const pstats_read_options *options, pstats_error *error)
{
    error_clear(error);
    if (!check_options(options, error))
        return NULL;
    return read_checked(bytes, size, error);
}

struct buffer {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
};

#define FIRST_CAPACITY ((size_t)64 * 1024)

static int make_room(struct buffer *buffer, size_t wanted)
{
    if (buffer->size < buffer->capacity)
        return 1;
    size_t capacity = buffer->capacity == 0 ? wanted : buffer->capacity * 2;
    unsigned char *bytes = capacity > buffer->capacity ? realloc(buffer->bytes, capacity) : NULL;
    if (bytes == NULL)
        return 0;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return 1;
}

#define ENOUGH_TO_TELL ((size_t)1024 * 1024)

/* What a stream is that is no profile shows in its beginning; its end may never come. */
static int is_something_else(const struct buffer *buffer)
{
    return buffer->size >= ENOUGH_TO_TELL && !records_may_begin(buffer->bytes);
}

/* Text that was left in the middle of a character is text all the same. */
static void drop_last_character(struct buffer *buffer)
{
    size_t start = buffer->size - 1;
    while (start > buffer->size - 4 && (buffer->bytes[start] & 0xc0) == 0x80)
        start--;
    if (buffer->bytes[start] >= 0xc0)
        buffer->size = start;
}

/* expected_size: room to begin with; one byte more than the file spares looking for the end in a larger buffer. */
static int read_all(struct buffer *buffer, pstats_read_function *read_some, void *context,
                    size_t expected_size, pstats_error *error)
{
    for (;;) {
        if (!make_room(buffer, expected_size)) {
            error_memory(error);
            return 0;
        }
        ptrdiff_t count =
            read_some(context, buffer->bytes + buffer->size, buffer->capacity - buffer->size);
        if (count == 0)
            return 1;
        if (count < 0) {
            error_system(error, buffer->size, "cannot read it", errno);
            return 0;
        }
        buffer->size += (size_t)count;
        if (is_something_else(buffer)) {
            drop_last_character(buffer);
            return 1;
        }
    }
}

static pstats_profile *read_stream(pstats_read_function *read_some, void *context,
                                   size_t expected_size, pstats_error *error)
{
    struct buffer buffer = {NULL, 0, 0};
    pstats_profile *profile = NULL;
    if (read_all(&buffer, read_some, context, expected_size, error))
        profile = read_checked(buffer.bytes, buffer.size, error);
    free(buffer.bytes);
    return profile;
}

pstats_profile *pstats_profile_read_stream(pstats_read_function *read_some, void *context,
                                           const pstats_read_options *options, pstats_error *error)
{
    error_clear(error);
    if (!check_options(options, error))
        return NULL;
    return read_stream(read_some, context, FIRST_CAPACITY, error);
}

struct file {
    int descriptor;
    off_t offset;
};

static ptrdiff_t read_file_once(void *context, void *buffer, size_t size)
{
    const struct file *file = context;
    ssize_t count;
    do {
        count = read(file->descriptor, buffer, size);
    } while (count < 0 && errno == EINTR);
    return count;
}

/* Leaves the descriptor where it is, for reading it once more. */
static ptrdiff_t read_file_at_offset(void *context, void *buffer, size_t size)
{
    struct file *file = context;
    ssize_t count;
    do {
        count = pread(file->descriptor, buffer, size, file->offset);
    } while (count < 0 && errno == EINTR);
    file->offset += count > 0 ? count : 0;
    return count;
}

/* A large file is read through a window, which takes a third of the memory and less time; should that fail, as a whole,
 * where everything is possible and failures are told. */

#define WINDOW_SIZE ((size_t)128 * 1024)

static pstats_profile *read_large_file(struct file *file, size_t size, pstats_error *error)
{
    struct records_notes notes;
    pstats_graph *graph = records_read_window(read_file_at_offset, file, size, WINDOW_SIZE, &notes);
    return graph != NULL ? finish(graph, &notes, error)
                         : read_stream(read_file_once, file, size + 1, error);
}

pstats_profile *pstats_profile_read_file(const char *path, const pstats_read_options *options,
                                         pstats_error *error)
{
    pstats_profile *profile = NULL;
    struct stat status;
    error_clear(error);
    if (!check_options(options, error))
        return NULL;
    struct file file = {open(path, O_RDONLY | O_CLOEXEC), 0};
    if (file.descriptor < 0) {
        error_system(error, 0, "cannot open it", errno);
        return NULL;
    }
    size_t size = 0; /* or unknown */
    if (fstat(file.descriptor, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            error_set(error, PSTATS_ERROR_FILE, 0, "it is a directory; give the files in it");
            goto done;
        }
        if (S_ISREG(status.st_mode) && status.st_size > 0 &&
            (uintmax_t)status.st_size < PTRDIFF_MAX)
            size = (size_t)status.st_size;
    }
    if (size > WINDOW_SIZE)
        profile = read_large_file(&file, size, error);
    else
        profile = read_stream(read_file_once, &file, size > 0 ? size + 1 : FIRST_CAPACITY, error);
done:
    close(file.descriptor);
    return profile;
}
