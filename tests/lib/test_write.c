/* From graphs to dumps, and back. */
#include "support/marshal_writer.h"
#include "support/merging.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <errno.h>
#include <glob.h>
#include <math.h>
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA "tests/data/"
#define DUMPS_MIN 50 /* so that a missing folder does not pass */

static glob_t dumps;

/* What was written; limits make it take less, or fail. */
struct sink {
    unsigned char *bytes;
    size_t size;
    size_t most;     /* bytes that it takes at once */
    size_t fails_at; /* bytes after which it fails */
    int error;       /* with that; 0: it takes nothing, and says so */
};
#define SINK_INIT                                                                                  \
    {                                                                                              \
        NULL, 0, SIZE_MAX, SIZE_MAX, 0                                                             \
    }

static ptrdiff_t take(void *context, const void *bytes, size_t size)
{
    struct sink *sink = context;
    if (sink->size >= sink->fails_at) {
        errno = sink->error;
        return sink->error != 0 ? -1 : 0;
    }
    if (size > sink->most)
        size = sink->most;
    sink->bytes = realloc(sink->bytes, sink->size + size);
    ck_assert_ptr_nonnull(sink->bytes);
    memcpy(sink->bytes + sink->size, bytes, size);
    sink->size += size;
    return (ptrdiff_t)size;
}

static struct sink written(const pstats_graph *graph)
{
    struct sink sink = SINK_INIT;
    pstats_error error;
    ck_assert_msg(pstats_graph_write(graph, take, &sink, &error) == 0, "%s", error.message);
    return sink;
}

static pstats_profile *read_back(const struct sink *sink)
{
    pstats_error error;
    pstats_profile *profile = pstats_profile_read_bytes(sink->bytes, sink->size, NULL, &error);
    ck_assert_msg(profile != NULL, "%s", error.message);
    return profile;
}

static void assert_same_bytes(const struct sink *a, const struct sink *b, const char *what)
{
    ck_assert_msg(a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0, "%s", what);
}

static int is_near(double a, double b)
{
    return is_same_double(a, b) || fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b));
}

static void assert_near_cost(const pstats_cost *a, const pstats_cost *b, size_t index)
{
    ck_assert_int_eq(a->calls, b->calls);
    ck_assert_int_eq(a->primitive_calls, b->primitive_calls);
    ck_assert_msg(is_near(a->self, b->self), "%zu: self %a and %a", index, a->self, b->self);
    ck_assert_msg(is_near(a->cumulative, b->cumulative), "%zu: cumulative %a and %a", index,
                  a->cumulative, b->cumulative);
}

static void assert_near(const pstats_graph *a, const pstats_graph *b)
{
    ck_assert_uint_eq(pstats_graph_function_count(a), pstats_graph_function_count(b));
    ck_assert_uint_eq(pstats_graph_call_count(a), pstats_graph_call_count(b));
    for (size_t i = 0; i < pstats_graph_function_count(a); i++) {
        const pstats_function *f = pstats_graph_function(a, i), *g = pstats_graph_function(b, i);
        ck_assert_uint_eq(f->name.length, g->name.length);
        ck_assert_mem_eq(f->name.bytes, g->name.bytes, f->name.length);
        ck_assert_int_eq(f->line, g->line);
        ck_assert_int_eq(f->is_caller_only, g->is_caller_only);
        assert_near_cost(&f->cost, &g->cost, i);
    }
    for (size_t i = 0; i < pstats_graph_call_count(a); i++) {
        const pstats_call *call = pstats_graph_call(a, i), *other = pstats_graph_call(b, i);
        ck_assert_uint_eq(call->caller, other->caller);
        ck_assert_uint_eq(call->callee, other->callee);
        ck_assert_int_eq(call->derived_calls, other->derived_calls);
        assert_near_cost(&call->cost, &other->cost, i);
    }
}

/* ---- Real dumps ---- */

START_TEST(what_was_written_reads_as_the_same_graph)
{
    const char *path = dumps.gl_pathv[_i]; /* given */
    pstats_profile *profile = pstats_profile_read_file(path, NULL, NULL);

    struct sink once = written(pstats_profile_graph(profile)); /* when */
    pstats_profile *again = read_back(&once);
    struct sink twice = written(pstats_profile_graph(again));

    pstats_profile *a = merge_profiles(&profile, 1),
                   *b = merge_profiles(&again, 1); /* then: in one order */
    ck_assert_msg(is_same_graph(pstats_profile_graph(a), pstats_profile_graph(b)), "%s", path);
    assert_same_bytes(&once, &twice, path);
    ck_assert(is_same_double(pstats_graph_total_self(pstats_profile_graph(profile)),
                             pstats_graph_total_self(pstats_profile_graph(again))));
    free(once.bytes);
    free(twice.bytes);
    pstats_profile_free(profile);
    pstats_profile_free(again);
    pstats_profile_free(a);
    pstats_profile_free(b);
}
END_TEST

/* Three at a time, then the sums: every dialect meets every other. */
START_TEST(a_tree_of_merges_through_dumps_is_one_merge)
{
    enum { STEP = 3, PARTS = 32 };
    pstats_profile *inputs[STEP * PARTS] = {NULL}, *parts[PARTS];
    size_t count = dumps.gl_pathc < STEP * PARTS ? dumps.gl_pathc : STEP * PARTS, part_count = 0;
    for (size_t i = 0; i < count; i++) /* given, with another start each time */
        inputs[i] =
            pstats_profile_read_file(dumps.gl_pathv[(i * 7 + (size_t)_i) % count], NULL, NULL);
    pstats_profile *all = merge_profiles(inputs, count);
    for (size_t i = 0; i < count; i += STEP) { /* when */
        pstats_profile *part = merge_profiles(inputs + i, count - i < STEP ? count - i : STEP);
        struct sink sink = written(pstats_profile_graph(part));
        parts[part_count++] = read_back(&sink);
        free(sink.bytes);
        pstats_profile_free(part);
    }
    pstats_profile *tree = merge_profiles(parts, part_count);
    assert_near(pstats_profile_graph(all), pstats_profile_graph(tree)); /* then */
    for (size_t i = 0; i < count; i++)
        pstats_profile_free(inputs[i]);
    for (size_t i = 0; i < part_count; i++)
        pstats_profile_free(parts[i]);
    pstats_profile_free(all);
    pstats_profile_free(tree);
}
END_TEST

/* ---- Bytes ---- */

START_TEST(the_order_of_the_dump_does_not_show)
{
    pstats_profile *one =
        profile_of("a=2/2,1,9 b=1/1,2,3 c=1/1,1,1 a>b=1/1,2,3 c>b=0/0,0,1 b>a=1 a>c");
    pstats_profile *other =
        profile_of("c=1/1,1,1 a>c b=1/1,2,3 c>b=0/0,0,1 a>b=1/1,2,3 a=2/2,1,9 b>a=1");
    struct sink first = written(pstats_profile_graph(one)),
                second = written(pstats_profile_graph(other));
    assert_same_bytes(&first, &second, "differs");
    free(first.bytes);
    free(second.bytes);
    pstats_profile_free(one);
    pstats_profile_free(other);
}
END_TEST

#define KEY "(\3\0\0\0t\4\0\0\0f.pyi\1\0\0\0t\1\0\0\0f"
#define FIGURES "g\0\0\0\0\0\0\xf8\x3fg\0\0\0\0\0\0\0\x40"

static const struct {
    const char *words;
    const char *bytes;
    size_t size;
} small[] = {
    {"", "{0", 2},
    {"f=3/2,1.5,2", "{" KEY "(\5\0\0\0i\2\0\0\0i\3\0\0\0" FIGURES "{00",
     sizeof "{" KEY "(\5\0\0\0i\2\0\0\0i\3\0\0\0" FIGURES "{00" - 1},
    {"f=-1/-1,1.5,2", "{" KEY "(\5\0\0\0i\xff\xff\xff\xffi\xff\xff\xff\xff" FIGURES "{00",
     sizeof "{" KEY "(\5\0\0\0i\xff\xff\xff\xffi\xff\xff\xff\xff" FIGURES "{00" - 1},
    /* 2^40 is 2^10 * 2^30 */
    {"f=1099511627776/2,1.5,2", "{" KEY "(\5\0\0\0i\2\0\0\0l\3\0\0\0\0\0\0\0\0\4" FIGURES "{00",
     sizeof "{" KEY "(\5\0\0\0i\2\0\0\0l\3\0\0\0\0\0\0\0\0\4" FIGURES "{00" - 1},
    /* a caller of which the times are derived, 2 of 2 calls */
    {"f=2/2,1.5,2 f>f=2",
     "{" KEY "(\5\0\0\0i\2\0\0\0i\2\0\0\0" FIGURES "{" KEY
     "(\4\0\0\0i\2\0\0\0i\xfd\xff\xff\xff" FIGURES "00",
     sizeof "{" KEY "(\5\0\0\0i\2\0\0\0i\2\0\0\0" FIGURES "{" KEY
            "(\4\0\0\0i\2\0\0\0i\xfd\xff\xff\xff" FIGURES "00" -
         1},
};

START_TEST(these_are_the_bytes)
{
    pstats_profile *profile = profile_of(small[_i].words);
    struct sink sink = written(pstats_profile_graph(profile));
    ck_assert_uint_eq(sink.size, small[_i].size);
    ck_assert_mem_eq(sink.bytes, small[_i].bytes, sink.size);
    free(sink.bytes);
    pstats_profile_free(profile);
}
END_TEST

static const struct {
    int sign;
    uint16_t digits[80];
    int32_t count;
} counts[] = {
    {1, {0, 0, 0, 0, 8}, 5}, {1, {0, 0, 0, 0, 16}, 5}, {1, {0, 0, 0, 0, 0x7000, 0x7fff}, 6},
    {1, {[68] = 8}, 69},     {1, {[68] = 16}, 69},     {1, {[79] = 1}, 80},
};

START_TEST(counts_beyond_64_bits_are_kept)
{
    struct marshal_writer *w = marshal_writer_new(2);
    put_dict_begin(w);
    put_key(w, "f.py", 1, "f");
    put_tuple(w, 5);
    put_int(w, 1);
    put_long(w, counts[_i].sign, counts[_i].digits, counts[_i].count);
    put_double(w, 1.0);
    put_double(w, 1.0);
    put_dict_begin(w);
    put_dict_end(w);
    put_dict_end(w);
    pstats_profile *profile = profile_of_writer(w);
    double calls = pstats_graph_function_calls_uncut(pstats_profile_graph(profile), 0);
    struct sink sink = written(pstats_profile_graph(profile));
    pstats_profile *again = read_back(&sink);
    ck_assert(
        is_same_double(pstats_graph_function_calls_uncut(pstats_profile_graph(again), 0), calls));
    ck_assert(calls >= 0x1p63);
    free(sink.bytes);
    pstats_profile_free(profile);
    pstats_profile_free(again);
}
END_TEST

/* ---- Comparisons ---- */

START_TEST(of_a_comparison_there_is_what_comes_after)
{
    pstats_profile *before = profile_of("a=1/1,1,2 gone=1/1,1,1 a>gone a>b"),
                   *after = profile_of("a=1/1,1,3 b=1/1,1,1 new a>new");
    pstats_graph *both =
        pstats_graph_compare(pstats_profile_graph(before), pstats_profile_graph(after), NULL, NULL);
    struct sink compared = written(both), alone = written(pstats_profile_graph(after));
    assert_same_bytes(&compared, &alone, "differs");
    free(compared.bytes);
    free(alone.bytes);
    pstats_graph_free(both);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

/* ---- Writing ---- */

START_TEST(a_writer_may_take_less_than_it_is_given)
{
    pstats_profile *profile =
        pstats_profile_read_file(DATA "raytrace-cProfile-py3.12.pstats", NULL, NULL);
    struct sink whole = written(pstats_profile_graph(profile)), parts = SINK_INIT;
    parts.most = 7;
    ck_assert_int_eq(pstats_graph_write(pstats_profile_graph(profile), take, &parts, NULL), 0);
    assert_same_bytes(&whole, &parts, "differs");
    free(whole.bytes);
    free(parts.bytes);
    pstats_profile_free(profile);
}
END_TEST

static const struct {
    size_t fails_at;
    int error;
    const char *message;
} failures[] = {
    {0, ENOSPC, "cannot write: No space left on device"},
    {100, EPIPE, "cannot write: Broken pipe"},
    {66000, ENOSPC, "cannot write: No space left on device"},
    {0, 0, "cannot write: Input/output error"},
};

START_TEST(a_failure_to_write_is_told)
{
    struct marshal_writer *w = marshal_writer_new(4);
    put_dict_begin(w);
    for (int i = 0; i < 2000; i++) {
        put_function_begin(w, "a.py", i, "f", 1, 1, 1.0, 1.0);
        put_dict_end(w);
    }
    put_dict_end(w);
    pstats_profile *profile = profile_of_writer(w);
    struct sink sink = SINK_INIT;
    sink.fails_at = failures[_i].fails_at;
    sink.error = failures[_i].error;
    sink.most = 1000;
    pstats_error error;
    ck_assert_int_eq(pstats_graph_write(pstats_profile_graph(profile), take, &sink, &error), -1);
    ck_assert_int_eq(error.code, PSTATS_ERROR_FILE);
    ck_assert_str_eq(error.message, failures[_i].message);
    ck_assert_uint_lt(sink.size, sink.fails_at + 1000);
    free(sink.bytes);
    pstats_profile_free(profile);
}
END_TEST

#define MEBIBYTE ((size_t)1024 * 1024)

static ptrdiff_t count(void *context, const void *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)context += size;
    return (ptrdiff_t)size;
}

/* function_count functions, of which the first calls the next call_count, share the name of their file. */
static pstats_profile *profile_of_long_name(int function_count, int call_count)
{
    struct marshal_writer *w = marshal_writer_new(4);
    struct long_text file = {MEBIBYTE, 0, -1};
    put_dict_begin(w);
    for (int i = 0; i < function_count; i++) {
        put_long_key(w, &file, i);
        put_record_begin(w, 1, 1, 1.0, 1.0);
        if (i > 0 && i <= call_count) {
            put_long_key(w, &file, 0);
            put_caller_figures(w, 1, 1, 1.0, 1.0);
        }
        put_dict_end(w);
    }
    put_dict_end(w);
    return profile_of_writer(w);
}

/* Texts of 1 MiB and a byte, so 1023 of them are within the limit of 1 GiB, and 1024 are not. */
static const struct {
    int function_count, call_count;
    const char *taken; /* NULL: it is written */
} long_names[] = {
    {1023, 0, NULL}, {512, 511, NULL}, {1024, 0, "1025"}, {513, 511, "1025"}, {2000, 1999, "4000"},
};

START_TEST(names_are_not_written_again_and_again_without_end)
{
    pstats_profile *profile =
        profile_of_long_name(long_names[_i].function_count, long_names[_i].call_count);
    const char *taken = long_names[_i].taken;
    size_t size = 0;
    pstats_error error;
    int result = pstats_graph_write(pstats_profile_graph(profile), count, &size, &error);
    if (taken == NULL) {
        ck_assert_int_eq(result, 0);
        ck_assert_uint_gt(size, 1023 * MEBIBYTE);
    } else {
        char message[sizeof error.message];
        snprintf(
            message, sizeof message,
            "cannot write: names, again for each call, would take %s MiB; the limit is 1024 MiB",
            taken);
        ck_assert_int_eq(result, -1);
        ck_assert_int_eq(error.code, PSTATS_ERROR_LIMIT);
        ck_assert_str_eq(error.message, message);
        ck_assert_uint_eq(size, 0);
    }
    pstats_profile_free(profile);
}
END_TEST

int main(void)
{
    if (glob(DATA "*.pstats", 0, NULL, &dumps) != 0 || dumps.gl_pathc < DUMPS_MIN)
        return 1;
    Suite *suite = suite_create("write");
    TCase *tests = tcase_create("write");
    tcase_add_loop_test(tests, what_was_written_reads_as_the_same_graph, 0, (int)dumps.gl_pathc);
    tcase_add_loop_test(tests, a_tree_of_merges_through_dumps_is_one_merge, 0, 4);
    tcase_add_test(tests, the_order_of_the_dump_does_not_show);
    tcase_add_loop_test(tests, these_are_the_bytes, 0, (int)(sizeof small / sizeof *small));
    tcase_add_loop_test(tests, counts_beyond_64_bits_are_kept, 0,
                        (int)(sizeof counts / sizeof *counts));
    tcase_add_test(tests, of_a_comparison_there_is_what_comes_after);
    tcase_add_test(tests, a_writer_may_take_less_than_it_is_given);
    tcase_add_loop_test(tests, a_failure_to_write_is_told, 0,
                        (int)(sizeof failures / sizeof *failures));
    tcase_add_loop_test(tests, names_are_not_written_again_and_again_without_end, 0,
                        (int)(sizeof long_names / sizeof *long_names));
    suite_add_tcase(suite, tests);
    int status = run_suite(suite);
    globfree(&dumps);
    return status;
}
