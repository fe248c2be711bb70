/* Dumps of which only a window is in memory at a time: the same graph, or a word that it cannot be done so. */
#include "lib/records.h"

#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static glob_t dumps;

struct source {
    FILE *file;
    size_t largest; /* number of bytes that come at once */
};

static ptrdiff_t read_some(void *context, void *buffer, size_t size)
{
    struct source *source = context;
    return (ptrdiff_t)fread(buffer, 1, size < source->largest ? size : source->largest,
                            source->file);
}

static pstats_graph *read_window(struct source *source, size_t size, size_t window_size)
{
    struct records_notes notes;
    rewind(source->file);
    return records_read_window(read_some, source, size, window_size, &notes);
}

static size_t open_dump(const char *path, struct source *source)
{
    source->file = fopen(path, "rb");
    ck_assert_ptr_nonnull(source->file);
    ck_assert_int_eq(fseek(source->file, 0, SEEK_END), 0);
    return (size_t)ftell(source->file);
}

/* Those in which a name is a code object, of which there are several layouts. */
static int needs_the_whole(const char *path)
{
    return strstr(path, "-profile-") != NULL && strstr(path, "/odd-") == NULL;
}

START_TEST(every_window_shows_the_same_graph)
{
    static const struct {
        size_t window_size, largest;
    } ways[] = {{1, 1}, {13, 5}, {200, 199}, {1000, 1000000}, {1000000, 1000000}};
    const char *path = dumps.gl_pathv[_i];
    pstats_profile *whole = pstats_profile_read_file(path, NULL, NULL); /* given */
    ck_assert_ptr_nonnull(whole);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct source source = {NULL, ways[i].largest};
        size_t size = open_dump(path, &source);
        pstats_graph *graph = read_window(&source, size, ways[i].window_size);          /* when */
        ck_assert_msg(graph != NULL || strstr(path, "-cProfile-") == NULL, "%s", path); /* then */
        ck_assert_msg(graph == NULL || !needs_the_whole(path), "%s", path);
        if (graph != NULL)
            ck_assert_msg(is_same_graph(graph, pstats_profile_graph(whole)), "%s in %zu", path,
                          ways[i].window_size);
        pstats_graph_free(graph);
        fclose(source.file);
    }
    pstats_profile_free(whole);
}
END_TEST

START_TEST(a_file_that_became_shorter_meanwhile_is_not_read)
{
    const char *path = dumps.gl_pathv[_i];
    struct source source = {NULL, 1000}; /* given */
    size_t size = open_dump(path, &source);
    FILE *shorter = tmpfile();
    ck_assert_ptr_nonnull(shorter);
    rewind(source.file);
    for (size_t i = 0; i + 1 < size; i++)
        ck_assert_int_ne(fputc(fgetc(source.file), shorter), EOF);
    fclose(source.file);
    source.file = shorter;
    ck_assert_ptr_null(read_window(&source, size, 100)); /* when, then */
    fclose(shorter);
}
END_TEST

struct growing {
    const unsigned char *bytes;
    size_t size, at;
    size_t told;   /* its size when it was opened */
    size_t beyond; /* bytes that were asked for behind that */
};

static ptrdiff_t read_growing(void *context, void *buffer, size_t size)
{
    struct growing *file = context;
    size_t count = size < file->size - file->at ? size : file->size - file->at;
    memcpy(buffer, file->bytes + file->at, count);
    file->at += count;
    if (file->at > file->told)
        file->beyond = file->at - file->told;
    return (ptrdiff_t)count;
}

/* It was cut short when its size was asked for, and is whole when it is read. */
START_TEST(of_a_file_that_became_longer_meanwhile_nothing_more_is_read)
{
    static const size_t window_sizes[] = {1, 100, 4096, 1000000};
    struct source source;
    size_t size = open_dump(dumps.gl_pathv[_i], &source);
    unsigned char *bytes = malloc(size); /* given */
    ck_assert_ptr_nonnull(bytes);
    rewind(source.file);
    ck_assert_uint_eq(fread(bytes, 1, size, source.file), size);
    fclose(source.file);
    for (size_t cut = 1; cut < size; cut += size / 7 + 1)
        for (size_t i = 0; i < sizeof window_sizes / sizeof *window_sizes; i++) {
            struct growing file = {bytes, size, 0, size - cut, 0};
            struct records_notes notes;
            ck_assert_ptr_null(records_read_window(read_growing, &file, file.told, window_sizes[i],
                                                   &notes)); /* when, then */
            ck_assert_uint_eq(file.beyond, 0);
        }
    free(bytes);
}
END_TEST

int main(void)
{
    if (glob("tests/data/*.pstats", 0, NULL, &dumps) != 0) {
        fprintf(stderr, "test_window: tests/data: no dumps\n");
        return 1;
    }
    Suite *suite = suite_create("window");
    TCase *tcase = tcase_create("dumps");
    tcase_set_timeout(tcase, 0); /* none */
    tcase_add_loop_test(tcase, every_window_shows_the_same_graph, 0, (int)dumps.gl_pathc);
    tcase_add_loop_test(tcase, a_file_that_became_shorter_meanwhile_is_not_read, 0,
                        (int)dumps.gl_pathc);
    tcase_add_loop_test(tcase, of_a_file_that_became_longer_meanwhile_nothing_more_is_read, 0,
                        (int)dumps.gl_pathc);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    globfree(&dumps);
    return status;
}
