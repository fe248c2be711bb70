/* What the library does when there is no memory: each of its allocations is made to fail in turn, alone and with all
 * that follow. The link replaces malloc and its kin by what is here. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Allocations ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *bytes);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *bytes);

struct watch {
    int is_on;
    int is_lasting;  /* once one fails, all do */
    size_t fails_at; /* the number of the allocation, from 1 */
    size_t count;
    size_t failures;
    ptrdiff_t live;
};

/* The compiler takes it that malloc changes nothing here. */
static volatile struct watch watch;

static int is_to_fail(void)
{
    if (!watch.is_on)
        return 0;
    watch.count++;
    if (watch.count != watch.fails_at && !(watch.is_lasting && watch.count > watch.fails_at))
        return 0;
    watch.failures++;
    errno = ENOMEM;
    return 1;
}

static void *counted(void *bytes)
{
    watch.live += watch.is_on && bytes != NULL;
    return bytes;
}

void *__wrap_malloc(size_t size)
{
    return is_to_fail() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_to_fail() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    if (is_to_fail())
        return NULL;
    void *bytes = __real_realloc(old, size);
    return old == NULL ? counted(bytes) : bytes;
}

void __wrap_free(void *bytes)
{
    watch.live -= watch.is_on && bytes != NULL;
    __real_free(bytes);
}

/* ---- Dumps to work on ---- */

static const char *const files[] = {
    "tests/data/fib-cProfile-py2.7.pstats",
    "tests/data/fib-profile-py3.11.pstats",
    "tests/data/odd-wirep-v0-py3.13.pstats",
    "tests/data/hand-groups.pstats",
    "tests/data/hand-integers.pstats",
    "tests/data/hand-references.pstats",
    "tests/data/hand-sampled.pstats",
    "tests/data/hand-slice-v5.pstats",
    "tests/data/hand-texts.pstats",
    "tests/data/hand-times.pstats",
    "tests/data/queens-cProfile-py3.13.pstats",
};
#define FILES (sizeof files / sizeof *files)

static unsigned char *bytes;
static size_t size;
static pstats_profile *first, *second;

/* So many functions, callers and references that every table has to grow, and times of which sums have many parts. */
static void make_large_dump(void)
{
    int32_t callers = -1;
    begin_dump(4);
    for (int i = 0; i < 300; i++) {
        char name[40];
        snprintf(name, sizeof name, "caf\xc3\xa9%d at 0x%x", i, 0x10000 + i);
        put_tuple(writer, 3);
        put_flag(writer);
        put_text(writer, "a.py");
        put_int(writer, i % 7);
        put_text(writer, name);
        put_flag(writer);
        put_costs(i, 0x1p-300 * i, 0x1p300 * i);
        if (callers >= 0 && i % 3 == 0) {
            put_reference(writer, callers);
            continue;
        }
        callers = put_flag(writer);
        put_dict_begin(writer);
        for (int k = 1; k < 4; k++) {
            snprintf(name, sizeof name, "g%d", i * k % 97);
            put_key(writer, "b.py", k, name);
            put_flag(writer);
            put_caller_figures(writer, k, k, 0x1p-200 * k, 0x1p200);
        }
        put_dict_end(writer);
    }
    /* A number of calls beyond 64 bits of each kind, and a record that is replaced. */
    static const uint16_t digits[] = {0, 0, 0, 0, 16};
    for (int i = 0; i < 40; i++) {
        put_key(writer, "a.py", i / 2, "large");
        put_tuple(writer, 5);
        put_int(writer, 1);
        put_flag(writer);
        put_long(writer, 1, digits, 5);
        put_double(writer, 1.0);
        put_double(writer, 1e301);
        put_dict_begin(writer);
        put_key(writer, "c.py", i, "caller");
        put_long(writer, 1, digits, 5);
        put_dict_end(writer);
    }
    put_dict_end(writer);
}

static void keep_bytes(const void *from, size_t length)
{
    bytes = malloc(length);
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, from, length);
    size = length;
}

static void load_file(const char *path)
{
    unsigned char buffer[200000];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size_t length = fread(buffer, 1, sizeof buffer, file);
    ck_assert_uint_lt(length, sizeof buffer);
    fclose(file);
    keep_bytes(buffer, length);
}

static void load(size_t index)
{
    if (index < FILES) {
        load_file(files[index]);
    } else {
        make_large_dump();
        keep_bytes(marshal_writer_bytes(writer), marshal_writer_size(writer));
    }
    first = pstats_profile_read_bytes(bytes, size, NULL, NULL);
    ck_assert_ptr_nonnull(first);
    second = profile_of("f=5/2,1e-300,1e300 g>f=4 h>f= f>f=1/0,1,1 g=1/1,-1,nan");
}

static void unload(void)
{
    free(bytes);
    pstats_profile_free(first);
    pstats_profile_free(second);
    bytes = NULL;
    first = second = NULL;
    release_dump();
}

/* ---- What is done with them ---- */

/* What came of it: one of these, or none when it failed. */
struct result {
    pstats_profile *profile;
    pstats_graph *graph;
    pstats_tree *tree;
};

static struct result read_them(pstats_error *error)
{
    return (struct result){pstats_profile_read_bytes(bytes, size, NULL, error), NULL, NULL};
}

/* A few bytes at a time, for the buffer to grow. */
static ptrdiff_t read_some(void *context, void *buffer, size_t wanted)
{
    size_t *position = context;
    size_t count = size - *position < wanted ? size - *position : wanted;
    memcpy(buffer, bytes + *position, count);
    *position += count;
    return (ptrdiff_t)count;
}

static struct result read_stream(pstats_error *error)
{
    size_t position = 0;
    return (struct result){pstats_profile_read_stream(read_some, &position, NULL, error), NULL,
                           NULL};
}

static struct result merge(pstats_error *error)
{
    struct result result = {NULL, NULL, NULL};
    pstats_merger *merger = pstats_merger_new(error);
    if (merger != NULL && pstats_merger_add(merger, first, error) == 0 &&
        pstats_merger_add(merger, second, error) == 0 &&
        pstats_merger_add(merger, first, error) == 0)
        result.profile = pstats_merger_finish(merger, error);
    pstats_merger_free(merger);
    return result;
}

/* What failed once stays so: half a profile must not come out. */
static struct result merge_regardless(pstats_error *error)
{
    struct result result = {NULL, NULL, NULL};
    pstats_merger *merger = pstats_merger_new(error);
    if (merger == NULL)
        return result;
    int has_failed = pstats_merger_add(merger, first, error) != 0;
    has_failed |= pstats_merger_add(merger, second, error) != 0;
    result.profile = pstats_merger_finish(merger, error);
    if (has_failed && result.profile != NULL)
        abort();
    pstats_merger_free(merger);
    return result;
}

static struct result prune(pstats_error *error)
{
    return (struct result){NULL, pstats_graph_prune(pstats_profile_graph(first), NULL, error),
                           NULL};
}

static struct result select_part(pstats_error *error)
{
    static const size_t one = 0;
    pstats_select_options options = PSTATS_SELECT_INIT;
    options.leaves = options.focuses = &one;
    options.leaf_count = options.focus_count = 1;
    options.depth = 3;
    return (struct result){NULL, pstats_graph_select(pstats_profile_graph(first), &options, error),
                           NULL};
}

static struct result compare(pstats_error *error)
{
    return (struct result){NULL,
                           pstats_graph_compare(pstats_profile_graph(second),
                                                pstats_profile_graph(first), NULL, error),
                           NULL};
}

static struct result prune_comparison(pstats_error *error)
{
    struct result whole = compare(error), result = {NULL, NULL, NULL};
    if (whole.graph != NULL)
        result.graph = pstats_graph_prune(whole.graph, NULL, error);
    pstats_graph_free(whole.graph);
    return result;
}

static struct result estimate(pstats_error *error)
{
    return (struct result){NULL, NULL,
                           pstats_tree_estimate(pstats_profile_graph(first), NULL, error)};
}

/* The dump comes in one piece, which the result is read from while nothing is watched. */
struct written {
    unsigned char *bytes;
    size_t size;
};

static ptrdiff_t take(void *context, const void *block, size_t count)
{
    struct written *written = context;
    written->bytes = __real_realloc(written->bytes, written->size + count);
    if (written->bytes == NULL)
        abort();
    memcpy(written->bytes + written->size, block, count);
    written->size += count;
    return (ptrdiff_t)count;
}

static struct result write_it(pstats_error *error)
{
    struct result result = {NULL, NULL, NULL};
    struct written written = {NULL, 0};
    int is_done = pstats_graph_write(pstats_profile_graph(first), take, &written, error) == 0;
    if (is_done != (written.size > 0))
        abort();
    if (is_done)
        result.profile = pstats_profile_read_bytes(written.bytes, written.size, NULL, error);
    __real_free(written.bytes);
    return result;
}

static struct result compare_trees(pstats_error *error)
{
    struct result result = compare(error);
    pstats_tree *before = NULL, *after = NULL;
    if (result.graph != NULL) {
        before = pstats_tree_estimate(pstats_profile_graph(second), NULL, error);
        if (before != NULL)
            after = pstats_tree_estimate(pstats_profile_graph(first), NULL, error);
        if (after != NULL)
            result.tree = pstats_tree_compare(result.graph, before, after, error);
    }
    pstats_tree_free(before);
    pstats_tree_free(after);
    if (result.tree == NULL) {
        pstats_graph_free(result.graph);
        result.graph = NULL;
    }
    return result;
}

static const struct {
    const char *name;
    struct result (*run)(pstats_error *error);
} tasks[] = {
    {"reading", read_them},   {"reading a stream", read_stream},
    {"merging", merge},       {"merging regardless", merge_regardless},
    {"pruning", prune},       {"selecting", select_part},
    {"comparing", compare},   {"pruning a comparison", prune_comparison},
    {"estimating", estimate}, {"comparing trees", compare_trees},
    {"writing", write_it},
};
#define TASKS (sizeof tasks / sizeof *tasks)

static int is_nothing(const struct result *result)
{
    return result->profile == NULL && result->graph == NULL && result->tree == NULL;
}

static int is_same_tree(const pstats_tree *a, const pstats_tree *b)
{
    size_t count = pstats_tree_frame_count(a);
    if (count != pstats_tree_frame_count(b))
        return 0;
    for (size_t i = 0; i < count; i++) {
        const pstats_frame *one = pstats_tree_frame(a, i), *other = pstats_tree_frame(b, i);
        if (one->function != other->function || one->parent != other->parent ||
            !is_same_double(one->self, other->self))
            return 0;
    }
    return 1;
}

static int is_same(const struct result *a, const struct result *b)
{
    if (a->tree != NULL)
        return is_same_tree(a->tree, b->tree);
    if (a->profile != NULL)
        return is_same_graph(pstats_profile_graph(a->profile), pstats_profile_graph(b->profile));
    return is_same_graph(a->graph, b->graph);
}

static void free_result(struct result *result)
{
    pstats_profile_free(result->profile);
    pstats_graph_free(result->graph);
    pstats_tree_free(result->tree);
}

/* ---- Failing ---- */

static struct result run_watched(size_t task, size_t fails_at, int is_lasting, pstats_error *error)
{
    watch = (struct watch){.is_on = 1, .is_lasting = is_lasting, .fails_at = fails_at};
    struct result result = tasks[task].run(error);
    watch.is_on = 0;
    return result;
}

START_TEST(without_memory_there_is_an_error_and_nothing_leaks)
{
    size_t task = (size_t)_i % TASKS, file = (size_t)_i / TASKS;
    load(file); /* given */
    pstats_error error;
    struct result expected = run_watched(task, 0, 0, &error);
    size_t allocations = watch.count;
    ck_assert_uint_gt(allocations, 0);
    ck_assert(!is_nothing(&expected));
    for (size_t i = 2; i < 2 * allocations + 2; i++) {
        struct result result = run_watched(task, i / 2, i % 2, &error); /* when */
        ck_assert_uint_gt(watch.failures, 0);                           /* then */
        if (!is_nothing(&result)) /* it could do without: what was only to be made smaller */
            ck_assert_msg(is_same(&result, &expected), "%s %zu: another result", tasks[task].name,
                          i / 2);
        else
            ck_assert_msg(error.code == PSTATS_ERROR_MEMORY && watch.live == 0,
                          "%s without allocation %zu of %zu: %d, %s; %td are not freed",
                          tasks[task].name, i / 2, allocations, (int)error.code, error.message,
                          watch.live);
        watch.is_on = 1;
        watch.fails_at = SIZE_MAX;
        free_result(&result);
        watch.is_on = 0;
        ck_assert_int_eq(watch.live, 0);
    }
    free_result(&expected);
    unload();
}
END_TEST

START_TEST(without_memory_the_error_may_be_asked_for_or_not)
{
    load(FILES); /* given */
    for (size_t task = 0; task < TASKS; task++) {
        struct result result = run_watched(task, 1, 1, NULL); /* when */
        ck_assert(is_nothing(&result));                       /* then */
        ck_assert_int_eq(watch.live, 0);
    }
    unload();
}
END_TEST

int main(void)
{
    watch.is_on = 1;
    void *volatile probe = malloc(1); /* volatile: not optimised away */
    watch.is_on = 0;
    free(probe);
    if (watch.count == 0) {
        fputs("test_memory: malloc cannot be replaced in this build: nothing to check\n", stderr);
        return 0;
    }
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("failures");
    tcase_set_timeout(tcase, 0); /* none */
    tcase_add_loop_test(tcase, without_memory_there_is_an_error_and_nothing_leaks, 0,
                        (int)((FILES + 1) * TASKS));
    tcase_add_test(tcase, without_memory_the_error_may_be_asked_for_or_not);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
