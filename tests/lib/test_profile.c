/* Getting at a profile's bytes: from memory, files and streams; and what its warnings say. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const unsigned char *bytes;
static size_t size;

/* Some thousand functions, so that the bytes are more than any first buffer. */
static void make_dump(void)
{
    begin_dump(4);
    for (int i = 0; i < 5000; i++) {
        put_function_begin(writer, "a.py", i, "function", 1, 1, 0.5, 0.5);
        put_dict_end(writer);
    }
    put_dict_end(writer);
    bytes = marshal_writer_bytes(writer);
    size = marshal_writer_size(writer);
}

static void assert_is_whole(const pstats_profile *read, const pstats_error *error)
{
    ck_assert_msg(read != NULL, "%s", error->message);
    ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(read)), 5000);
    ck_assert_int_eq(pstats_graph_function(pstats_profile_graph(read), 4999)->line, 4999);
}

/* ---- Files ---- */

static char folder[200];
static char path[300];

static void make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/test_profile.XXXXXX", parent != NULL ? parent : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/f.pstats", folder);
    make_dump();
}

static void remove_folder(void)
{
    unlink(path);
    rmdir(path);
    ck_assert_int_eq(rmdir(folder), 0);
    release_dump();
}

static void write_file(const char *to, const void *content, size_t length)
{
    FILE *file = fopen(to, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(content, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

static void assert_refused(pstats_code code, const char *part)
{
    pstats_error error;
    ck_assert_ptr_null(pstats_profile_read_file(path, NULL, &error));
    ck_assert_msg(error.code == code, "%d: %s", (int)error.code, error.message);
    ck_assert_msg(strstr(error.message, part) != NULL, "%s, not %s", error.message, part);
    ck_assert_ptr_null(strstr(error.message, path)); /* that is for the program to say */
    ck_assert_ptr_null(pstats_profile_read_file(path, NULL, NULL));
}

START_TEST(a_file_is_read_to_its_end)
{
    pstats_error error;
    write_file(path, bytes, size);                          /* given */
    profile = pstats_profile_read_file(path, NULL, &error); /* when */
    assert_is_whole(profile, &error);                       /* then */
}
END_TEST

START_TEST(a_missing_file_is_an_error_of_the_file)
{
    assert_refused(PSTATS_ERROR_FILE, strerror(ENOENT));
}
END_TEST

START_TEST(a_folder_is_named_as_one)
{
    ck_assert_int_eq(mkdir(path, 0700), 0); /* given */
    assert_refused(PSTATS_ERROR_FILE, "directory");
}
END_TEST

START_TEST(a_file_that_may_not_be_read_is_an_error_of_the_file)
{
    write_file(path, bytes, size); /* given */
    ck_assert_int_eq(chmod(path, 0), 0);
    uid_t user = geteuid();
    if (user == 0) /* who may read everything */
        ck_assert_int_eq(seteuid(65534), 0);
    assert_refused(PSTATS_ERROR_FILE, strerror(EACCES));
    ck_assert_int_eq(seteuid(user), 0);
}
END_TEST

START_TEST(an_empty_file_is_named_as_one)
{
    write_file(path, "", 0); /* given */
    assert_refused(PSTATS_ERROR_FORMAT, "it is empty");
}
END_TEST

START_TEST(a_file_that_is_cut_short_says_where)
{
    pstats_error error;
    write_file(path, bytes, size - 100); /* given */
    assert_refused(PSTATS_ERROR_TRUNCATED, "ends in the middle");
    pstats_profile_read_file(path, NULL, &error);
    ck_assert_uint_eq(error.offset, size - 100);
}
END_TEST

/* Its size is not known beforehand, and it comes in pieces. */
START_TEST(a_pipe_with_a_name_is_read_to_its_end)
{
    pstats_error error;
    ck_assert_int_eq(mkfifo(path, 0600), 0); /* given */
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int descriptor = open(path, O_WRONLY);
        size_t done = 0;
        while (descriptor >= 0 && done < size) {
            size_t step = size - done < 1000 ? size - done : 1000;
            ssize_t count = write(descriptor, bytes + done, step);
            if (count < 0)
                _exit(1);
            done += (size_t)count;
        }
        _exit(descriptor < 0);
    }
    profile = pstats_profile_read_file(path, NULL, &error); /* when */
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    assert_is_whole(profile, &error); /* then */
}
END_TEST

START_TEST(a_device_without_bytes_is_empty)
{
    pstats_error error;
    ck_assert_ptr_null(pstats_profile_read_file("/dev/null", NULL, &error)); /* when */
    ck_assert_int_eq(error.code, PSTATS_ERROR_FORMAT);                       /* then */
}
END_TEST

START_TEST(no_descriptor_stays_open)
{
    pstats_error error;
    write_file(path, bytes, size); /* given */
    int before = open("/dev/null", O_RDONLY);
    close(before);
    pstats_profile_free(pstats_profile_read_file(path, NULL, &error)); /* when */
    write_file(path, "x", 1);
    pstats_profile_read_file(path, NULL, &error);
    pstats_profile_read_file(folder, NULL, &error);
    int after = open("/dev/null", O_RDONLY);
    close(after);
    ck_assert_int_eq(after, before); /* then */
}
END_TEST

/* ---- Streams ---- */

struct source {
    size_t position;
    size_t step; /* at most so many bytes at once */
    size_t fails_at;
    int failure; /* errno there */
    size_t largest;
};

static ptrdiff_t read_source(void *context, void *buffer, size_t wanted)
{
    struct source *source = context;
    ck_assert_uint_gt(wanted, 0);
    source->largest = wanted > source->largest ? wanted : source->largest;
    if (source->position >= source->fails_at) {
        errno = source->failure;
        return -1;
    }
    size_t count = size - source->position;
    if (count > wanted)
        count = wanted;
    if (count > source->step)
        count = source->step;
    memcpy(buffer, bytes + source->position, count);
    source->position += count;
    return (ptrdiff_t)count;
}

static const size_t steps[] = {1, 2, 3, 7, 1000, 65535, 65536, 65537, SIZE_MAX};

START_TEST(a_stream_may_give_as_few_bytes_at_once_as_it_likes)
{
    pstats_error error;
    struct source source = {0, steps[_i], SIZE_MAX, 0, 0};                    /* given */
    profile = pstats_profile_read_stream(read_source, &source, NULL, &error); /* when */
    assert_is_whole(profile, &error);                                         /* then */
    ck_assert_uint_eq(source.position, size);
}
END_TEST

START_TEST(a_stream_that_fails_is_an_error_of_the_file_and_says_where)
{
    static const size_t places[] = {0, 1, 100000};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        pstats_error error;
        struct source source = {0, 1, places[i], EIO, 0}; /* given */
        ck_assert_ptr_null(
            pstats_profile_read_stream(read_source, &source, NULL, &error)); /* when */
        ck_assert_int_eq(error.code, PSTATS_ERROR_FILE);                     /* then */
        ck_assert_uint_eq(error.offset, places[i]);
        ck_assert_ptr_nonnull(strstr(error.message, strerror(EIO)));
        source = (struct source){0, 1, places[i], EIO, 0};
        ck_assert_ptr_null(pstats_profile_read_stream(read_source, &source, NULL, NULL));
    }
}
END_TEST

START_TEST(a_stream_that_ends_at_once_is_empty)
{
    pstats_error error;
    struct source source = {size, SIZE_MAX, SIZE_MAX, 0, 0};                            /* given */
    ck_assert_ptr_null(pstats_profile_read_stream(read_source, &source, NULL, &error)); /* when */
    ck_assert_int_eq(error.code, PSTATS_ERROR_FORMAT);                                  /* then */
}
END_TEST

struct endless {
    const char *first; /* then over and over: */
    const char *again;
    size_t position;
};

static ptrdiff_t read_endless(void *context, void *buffer, size_t wanted)
{
    struct endless *source = context;
    size_t length = strlen(source->first), period = strlen(source->again);
    ck_assert_uint_lt(source->position, (size_t)4 << 20);
    for (size_t i = 0; i < wanted; i++, source->position++)
        ((char *)buffer)[i] = source->position < length ? source->first[source->position]
                              : period > 0 ? source->again[(source->position - length) % period]
                                           : '\0';
    return (ptrdiff_t)wanted;
}

static const struct {
    struct endless source;
    const char *clause;
} endless[] = {
    {{"", "", 0}, "it holds nothing but zero bytes; it was not written to its end"},
    {{"", "yes.\n", 0}, "it is text, not a profile; give the file that cProfile wrote"},
    {{"", "\xc3\xa9", 0}, "it is text, not a profile; give the file that cProfile wrote"},
    {{"x", "\xc3\xa9", 0}, "it is text, not a profile; give the file that cProfile wrote"},
    {{"", "\xf0\x9f\x98\x80", 0}, "it is text, not a profile; give the file that cProfile wrote"},
    {{"abc", "\xf0\x9f\x98\x80", 0},
     "it is text, not a profile; give the file that cProfile wrote"},
    {{"", "\x80", 0}, "byte 0x80 starts no marshal object; the file is damaged or no profile"},
    {{"", "{\"a\": 1}\n", 0}, "it is JSON; only Python's pstats dumps are read"},
    {{"(", "", 0}, "it is Python data, but not a profile: its outermost object is not a dict"},
};

/* What else would end? The memory. */
START_TEST(a_stream_without_end_that_is_no_dump_is_told)
{
    pstats_error error;
    struct endless source = endless[_i].source;                                          /* given */
    ck_assert_ptr_null(pstats_profile_read_stream(read_endless, &source, NULL, &error)); /* when */
    ck_assert_str_eq(error.message, endless[_i].clause);                                 /* then */
}
END_TEST

/* ---- Options and errors ---- */

START_TEST(pstats_is_the_only_format)
{
    static const struct {
        const char *format;
        int is_known;
    } formats[] = {{NULL, 1},      {"pstats", 1}, {"", 0},         {"Pstats", 0},
                   {"pstats ", 0}, {"json", 0},   {"callgrind", 0}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        pstats_read_options options = PSTATS_READ_INIT; /* given */
        pstats_error error;
        struct source source = {0, SIZE_MAX, SIZE_MAX, 0, 0};
        options.format = formats[i].format;
        write_file(path, bytes, size);
        pstats_profile *read[] = {
            pstats_profile_read_bytes(bytes, size, &options, &error),
            pstats_profile_read_file(path, &options, &error),
            pstats_profile_read_stream(read_source, &source, &options, &error)};
        for (size_t k = 0; k < 3; k++) { /* then */
            ck_assert_int_eq(read[k] != NULL, formats[i].is_known);
            pstats_profile_free(read[k]);
        }
        ck_assert_int_eq(error.code, formats[i].is_known ? PSTATS_OK : PSTATS_ERROR_ARGUMENT);
        if (!formats[i].is_known)
            ck_assert_ptr_nonnull(strstr(error.message, formats[i].format));
    }
}
END_TEST

START_TEST(an_unknown_format_is_told_before_a_file_is_looked_for)
{
    pstats_read_options options = {sizeof options, "json"}; /* given */
    pstats_error error;
    ck_assert_ptr_null(pstats_profile_read_file(path, &options, &error)); /* when */
    ck_assert_int_eq(error.code, PSTATS_ERROR_ARGUMENT);                  /* then */
    ck_assert_uint_eq(error.offset, 0);
}
END_TEST

START_TEST(a_long_name_of_a_format_does_not_crowd_out_the_message)
{
    char format[1000];
    memset(format, 'x', sizeof format - 1); /* given */
    format[sizeof format - 1] = '\0';
    pstats_read_options options = {sizeof options, format};
    pstats_error error;
    ck_assert_ptr_null(pstats_profile_read_bytes(bytes, size, &options, &error)); /* when */
    ck_assert_uint_lt(strlen(error.message), sizeof error.message);               /* then */
    ck_assert_ptr_nonnull(strstr(error.message, "only pstats is read"));
}
END_TEST

START_TEST(an_error_need_not_be_cleared_before)
{
    pstats_error error;
    memset(&error, 0xff, sizeof error);                             /* given */
    profile = pstats_profile_read_bytes(bytes, size, NULL, &error); /* when */
    ck_assert_int_eq(error.code, PSTATS_OK);                        /* then */
    ck_assert_uint_eq(error.offset, 0);
    ck_assert_str_eq(error.message, "");
}
END_TEST

START_TEST(the_bytes_are_not_needed_afterwards)
{
    pstats_error error;
    unsigned char *copy = malloc(size); /* given */
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, bytes, size);
    profile = pstats_profile_read_bytes(copy, size, NULL, &error);
    memset(copy, 0xff, size); /* when */
    free(copy);
    assert_is_whole(profile, &error); /* then */
    ck_assert(is_text(pstats_graph_function(pstats_profile_graph(profile), 7)->name, "function"));
}
END_TEST

START_TEST(freeing_nothing_does_nothing)
{
    pstats_profile_free(NULL);
    pstats_graph_free(NULL);
    pstats_merger_free(NULL);
}
END_TEST

START_TEST(the_library_says_its_version)
{
    ck_assert_str_eq(pstats_version(), PSTATS_VERSION);
}
END_TEST

/* ---- Warnings ---- */

static const struct {
    const char *words;
    size_t count;
    const char *expected;
} warned[] = {
    {"a=1/1,0,0 a>b=1/1,0,0", 0, NULL},
    {"a=1/1,-1,1", 1, "a time is negative; its share counts as 0"},
    {"a=1/1,-1,-2", 1, "2 times are negative; their shares count as 0"},
    {"a=1/1,-0.0,1", 0, NULL},
    {"a=1/1,nan,1", 1, "a time is infinite or not a number; it counts as 0"},
    {"a=1/1,inf,-inf", 1, "2 times are infinite or not a number; they count as 0"},
    {"a>b=1/1,-1,nan", 2, "a time is infinite or not a number; it counts as 0"},
    /* What was derived is no damage of its own */
    {"b=2/2,-1,1 a>b=2", 1, "a time is negative; its share counts as 0"},
    {"b=2/2,nan,inf a>b=1 c>b=1", 1, "2 times are infinite or not a number; they count as 0"},
};

START_TEST(warnings_count_what_is_odd)
{
    profile = profile_of(warned[_i].words);                                     /* when */
    ck_assert_uint_eq(pstats_profile_warning_count(profile), warned[_i].count); /* then */
    if (warned[_i].count > 0)
        ck_assert_str_eq(pstats_profile_warning_at(profile, 0), warned[_i].expected);
}
END_TEST

START_TEST(all_warnings_have_room_and_a_fixed_order)
{
    static const uint16_t digits[] = {0, 0, 0, 0, 16}; /* 2^64 */
    begin_dump(4);                                     /* given */
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_long(writer, 1, digits, 5);
    put_text(writer, "f");
    put_tuple(writer, 5);
    put_long(writer, 1, digits, 5);
    put_int(writer, 1);
    put_double(writer, NAN);
    put_double(writer, -1.0);
    put_no_callers();
    end_dump(); /* when */

    static const char *const expected[] = {
        "a number of calls beyond 2^63-1 was cut to that",
        "a line number beyond 2^63-1 was cut to that",
        "a time is infinite or not a number; it counts as 0",
        "a time is negative; its share counts as 0",
    };
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 4); /* then */
    for (size_t i = 0; i < 4; i++)
        ck_assert_str_eq(pstats_profile_warning_at(profile, i), expected[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("profile");
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, make_folder, remove_folder);
    tcase_add_test(files, a_file_is_read_to_its_end);
    tcase_add_test(files, a_missing_file_is_an_error_of_the_file);
    tcase_add_test(files, a_folder_is_named_as_one);
    tcase_add_test(files, a_file_that_may_not_be_read_is_an_error_of_the_file);
    tcase_add_test(files, an_empty_file_is_named_as_one);
    tcase_add_test(files, a_file_that_is_cut_short_says_where);
    tcase_add_test(files, a_pipe_with_a_name_is_read_to_its_end);
    tcase_add_test(files, a_device_without_bytes_is_empty);
    tcase_add_test(files, no_descriptor_stays_open);
    tcase_add_test(files, pstats_is_the_only_format);
    tcase_add_test(files, an_unknown_format_is_told_before_a_file_is_looked_for);
    suite_add_tcase(suite, files);
    TCase *streams = tcase_create("streams");
    tcase_add_checked_fixture(streams, make_dump, release_dump);
    tcase_add_loop_test(streams, a_stream_may_give_as_few_bytes_at_once_as_it_likes, 0,
                        sizeof steps / sizeof *steps);
    tcase_add_test(streams, a_stream_that_fails_is_an_error_of_the_file_and_says_where);
    tcase_add_test(streams, a_stream_that_ends_at_once_is_empty);
    tcase_add_loop_test(streams, a_stream_without_end_that_is_no_dump_is_told, 0,
                        sizeof endless / sizeof *endless);
    tcase_add_test(streams, a_long_name_of_a_format_does_not_crowd_out_the_message);
    tcase_add_test(streams, an_error_need_not_be_cleared_before);
    tcase_add_test(streams, the_bytes_are_not_needed_afterwards);
    suite_add_tcase(suite, streams);
    TCase *warnings = tcase_create("warnings");
    tcase_add_checked_fixture(warnings, NULL, release_dump);
    tcase_add_loop_test(warnings, warnings_count_what_is_odd, 0, sizeof warned / sizeof *warned);
    tcase_add_test(warnings, all_warnings_have_room_and_a_fixed_order);
    tcase_add_test(warnings, freeing_nothing_does_nothing);
    tcase_add_test(warnings, the_library_says_its_version);
    suite_add_tcase(suite, warnings);
    return run_suite(suite);
}
