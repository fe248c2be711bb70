/* src/lib/compare.c, paths.c and addresses.c: which functions are the same, and what they cost before and after. */
#include "lib/addresses.h"
#include "lib/paths.h"
#include "support/merging.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <pstats.h>
#include <stdlib.h>
#include <string.h>

static pstats_text text_of(const char *string)
{
    return (pstats_text){string, strlen(string)};
}

/* Functions of one file by their lines, all named alike, as "10 20 30". */
static pstats_profile *profile_with_lines(const char *file, const char *name, const char *lines)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    for (char *end; *lines != '\0'; lines = end) {
        long line = strtol(lines, &end, 10);
        put_function_begin(writer, file, line, name, line, line, 1.0, 1.0);
        put_dict_end(writer);
    }
    put_dict_end(writer);
    return profile_of_writer(writer);
}

static pstats_graph *compare(const pstats_profile *before, const pstats_profile *after,
                             const pstats_compare_options *options)
{
    pstats_error error;
    pstats_graph *graph = pstats_graph_compare(pstats_profile_graph(before),
                                               pstats_profile_graph(after), options, &error);
    ck_assert_msg(graph != NULL, "%s", error.message);
    return graph;
}

START_TEST(common_functions_carry_what_they_cost_before)
{
    pstats_profile *before = profile_of("f=3/2,1,2 g=1/1,1,1 f>g=1/1,0.5,0.5");
    pstats_profile *after = profile_of("f=4/4,2,4 g=2/2,1,1 f>g=2/2,0.75,1");

    pstats_graph *graph = compare(before, after, NULL);

    ck_assert_uint_eq(pstats_graph_function_count(graph), 2);
    size_t f = function_named(graph, "f");
    ck_assert_int_eq(pstats_graph_function_presence(graph, f), PSTATS_IN_BOTH);
    ck_assert_int_eq(pstats_graph_function(graph, f)->cost.calls, 4);
    ck_assert_int_eq(pstats_graph_function_before(graph, f)->calls, 3);
    ck_assert_double_eq(pstats_graph_function_before(graph, f)->cumulative, 2.0);
    ck_assert_uint_eq(pstats_graph_call_count(graph), 1);
    ck_assert_int_eq(pstats_graph_call_presence(graph, 0), PSTATS_IN_BOTH);
    ck_assert_int_eq(pstats_graph_call_before(graph, 0)->calls, 1);
    ck_assert_double_eq(pstats_graph_total(graph), 4.0);
    ck_assert_double_eq(pstats_graph_total_before(graph), 2.0);
    pstats_graph_free(graph);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

START_TEST(added_and_removed_functions_and_calls_are_there_as_such)
{
    pstats_profile *before = profile_of("f old f>old");
    pstats_profile *after = profile_of("f new f>new");

    pstats_graph *graph = compare(before, after, NULL);

    char *names = function_names(graph), *calls = call_names(graph);
    ck_assert_str_eq(names, "f new old");
    ck_assert_str_eq(calls, "f>new f>old");
    size_t old = function_named(graph, "old"), new = function_named(graph, "new");
    ck_assert_int_eq(pstats_graph_function_presence(graph, new), PSTATS_IN_AFTER);
    ck_assert_ptr_null(pstats_graph_function_before(graph, new));
    ck_assert_int_eq(pstats_graph_function_presence(graph, old), PSTATS_IN_BEFORE);
    ck_assert_int_eq(pstats_graph_function(graph, old)->cost.calls, 0);
    ck_assert_double_eq(pstats_graph_function_before(graph, old)->self, 1.0);
    ck_assert_int_eq(pstats_graph_call_presence(graph, 1), PSTATS_IN_BEFORE);
    ck_assert_double_eq(pstats_graph_call(graph, 1)->cost.cumulative, 0.0);
    free(names);
    free(calls);
    pstats_graph_free(graph);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

/* calls tells which of before's functions (they are called as often as their line says) each of after's is. */
static const struct moved {
    const char *before, *after;
    int64_t partners[4];
} moved[] = {
    {"10 20 30", "10 20 30", {10, 20, 30}},
    {"10 20 30", "12 22 32", {10, 20, 30}},
    {"10 20 30", "5 10 30 40", {20, 10, 30, -1}}, /* those on the same lines first */
    {"10", "1 2", {10, -1}},
    {"30 10", "32 12", {30, 10}}, /* in the order of lines, not of records */
};

START_TEST(functions_whose_lines_moved_are_matched_in_their_order)
{
    pstats_profile *before = profile_with_lines("m.py", "f", moved[_i].before);
    pstats_profile *after = profile_with_lines("m.py", "f", moved[_i].after);

    pstats_graph *graph = compare(before, after, NULL);

    size_t count = pstats_graph_function_count(pstats_profile_graph(after));
    for (size_t i = 0; i < count; i++) {
        const pstats_cost *cost = pstats_graph_function_before(graph, i);
        ck_assert_int_eq(cost != NULL ? cost->calls : -1, moved[_i].partners[i]);
    }
    pstats_graph_free(graph);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

static const struct place {
    const char *before, *after;
    const char *prefixes[3];
    int has_normalised_paths;
    int is_same;
} places[] = {
    {"/a/x.py", "/b/x.py", {NULL}, 0, 0},
    {"/a/x.py", "/b/x.py", {"/a", "/b/", NULL}, 0, 1},
    {"/a/x.py", "/ab/x.py", {"/a", NULL}, 0, 0},
    {"/opt/python/3.12/lib/python3.12/json/decoder.py",
     "/usr/lib/python3.11/json/decoder.py",
     {NULL},
     0,
     0},
    {"/opt/python/3.12/lib/python3.12/json/decoder.py",
     "/usr/lib/python3.11/json/decoder.py",
     {NULL},
     1,
     1},
    {"/v/lib/python3.9/site-packages/a/b.py",
     "/usr/lib/python3/dist-packages/a/b.py",
     {NULL},
     1,
     1},
};

START_TEST(paths_may_differ_as_far_as_the_options_say)
{
    const struct place *place = &places[_i];
    pstats_profile *before = profile_with_lines(place->before, "f", "1");
    pstats_profile *after = profile_with_lines(place->after, "f", "1");
    pstats_compare_options options = PSTATS_COMPARE_INIT;
    options.prefixes = place->prefixes;
    while (place->prefixes[options.prefix_count] != NULL)
        options.prefix_count++;
    options.has_normalised_paths = place->has_normalised_paths;

    pstats_graph *graph = compare(before, after, &options);

    ck_assert_uint_eq(pstats_graph_function_count(graph), place->is_same ? 1 : 2);
    ck_assert(is_text(pstats_graph_function(graph, 0)->file, place->after));
    pstats_graph_free(graph);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

START_TEST(addresses_in_names_do_not_matter)
{
    pstats_profile *before = profile_with_lines("~", "<function f at 0x7f06cc0f7b00>", "1");
    pstats_profile *after = profile_with_lines("~", "<function f at 0x55aa>", "1");

    pstats_graph *graph = compare(before, after, NULL);

    ck_assert_uint_eq(pstats_graph_function_count(graph), 1);
    ck_assert(is_text(pstats_graph_function(graph, 0)->name, "<function f at 0x55aa>"));
    pstats_graph_free(graph);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

START_TEST(pruning_keeps_what_is_heavy_in_either_graph)
{
    pstats_profile *before = profile_of("main=1/1,0,100 grown=1/1,0.1,0.1 gone=1/1,50,50");
    pstats_profile *after = profile_of("main=1/1,0,100 grown=1/1,50,50 light=1/1,0.1,0.1");
    pstats_graph *graph = compare(before, after, NULL);

    pstats_graph *pruned = pstats_graph_prune(graph, NULL, NULL);

    char *names = function_names(pruned);
    ck_assert_str_eq(names, "main grown gone");
    ck_assert_double_eq(pstats_graph_function_before(pruned, 2)->self, 50.0);
    ck_assert_double_eq(pstats_graph_total_before(pruned), 100.0);
    free(names);
    pstats_graph_free(pruned);
    pstats_graph_free(graph);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

/* Functions named by letters, each called 2^64 times as often as times says, all of that by "main", which comes twice as
 * their caller. Of a letter that comes twice the last counts. */
static pstats_profile *profile_with_large_counts(const char *letters, const int *times)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    for (size_t i = 0; letters[i] != '\0'; i++) {
        const uint16_t digits[] = {0, 0, 0, 0, (uint16_t)(16 * times[i])};
        put_key(writer, "a.py", 1, (char[]){letters[i], '\0'});
        for (int level = 0; level < 3; level++) {
            put_tuple(writer, level == 0 ? 5 : 4);
            put_long(writer, 1, digits, 5);
            put_long(writer, 1, digits, 5);
            put_double(writer, 1.0);
            put_double(writer, 1.0);
            if (level == 0)
                put_dict_begin(writer);
            if (level < 2)
                put_key(writer, "a.py", 1, "main");
        }
        put_dict_end(writer);
    }
    put_dict_end(writer);
    return profile_of_writer(writer);
}

static void assert_large_counts(const pstats_graph *graph, const char *name, double before,
                                double after)
{
    size_t function = function_named(graph, name), call = 0;
    while (pstats_graph_call(graph, call)->callee != function)
        call++;
    ck_assert_double_eq(pstats_graph_function_calls_uncut_before(graph, function), before);
    ck_assert_double_eq(pstats_graph_call_calls_uncut_before(graph, call), before);
    ck_assert_double_eq(pstats_graph_function_calls_uncut(graph, function), after);
    ck_assert_double_eq(pstats_graph_call_calls_uncut(graph, call), after);
}

START_TEST(numbers_of_calls_are_not_cut_before_or_after)
{
    pstats_profile *before = profile_with_large_counts("abcd", (const int[]){1, 2, 3, 4});
    pstats_profile *after = profile_with_large_counts("bedcb", (const int[]){9, 5, 6, 7, 8});
    pstats_prune_options all = PSTATS_PRUNE_INIT;
    all.function_fraction = all.call_fraction = 0.0;

    pstats_graph *compared = compare(before, after, NULL);
    pstats_graph *pruned = pstats_graph_prune(compared, &all, NULL);

    ck_assert_ptr_nonnull(pruned);
    for (int i = 0; i < 2; i++) {
        const pstats_graph *graph = i == 0 ? compared : pruned;
        assert_large_counts(graph, "a", 0x1p64, 0.0);
        assert_large_counts(graph, "b", 2 * 0x1p64, 8 * 0x1p64);
        assert_large_counts(graph, "c", 3 * 0x1p64, 7 * 0x1p64);
        assert_large_counts(graph, "d", 4 * 0x1p64, 6 * 0x1p64);
        assert_large_counts(graph, "e", 0.0, 5 * 0x1p64);
    }
    pstats_graph_free(pruned);
    pstats_graph_free(compared);
    pstats_profile_free(before);
    pstats_profile_free(after);
}
END_TEST

static int has_pair_twice(const pstats_graph *graph)
{
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++)
        for (size_t j = 0; j < i; j++) {
            const pstats_call *a = pstats_graph_call(graph, i), *b = pstats_graph_call(graph, j);
            if (a->caller == b->caller && a->callee == b->callee)
                return 1;
        }
    return 0;
}

/* So each number of calls beyond 64 bits belongs to one place, by which it is found. */
START_TEST(no_graph_has_a_pair_twice)
{
    pstats_profile *profile = profile_with_large_counts("babacb", (const int[]){1, 2, 3, 4, 5, 6});
    pstats_profile *merged = merge_profiles((pstats_profile *[]){profile, profile}, 2);
    pstats_graph *compared = compare(profile, profile, NULL);

    ck_assert_uint_eq(pstats_graph_call_count(pstats_profile_graph(profile)), 3);
    ck_assert(!has_pair_twice(pstats_profile_graph(profile)));
    ck_assert(!has_pair_twice(pstats_profile_graph(merged)));
    ck_assert(!has_pair_twice(compared));
    assert_large_counts(compared, "a", 4 * 0x1p64, 4 * 0x1p64);
    assert_large_counts(compared, "b", 6 * 0x1p64, 6 * 0x1p64);
    assert_large_counts(compared, "c", 5 * 0x1p64, 5 * 0x1p64);
    pstats_graph_free(compared);
    pstats_profile_free(merged);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(graphs_that_were_not_compared_know_no_before)
{
    pstats_profile *profile = profile_of("f g f>g");
    const pstats_graph *graph = pstats_profile_graph(profile);

    ck_assert_int_eq(pstats_graph_function_presence(graph, 0), PSTATS_IN_AFTER);
    ck_assert_ptr_null(pstats_graph_function_before(graph, 0));
    ck_assert_ptr_null(pstats_graph_call_before(graph, 0));
    ck_assert_double_eq(pstats_graph_function_calls_uncut_before(graph, 0), 0.0);
    ck_assert_double_eq(pstats_graph_call_calls_uncut_before(graph, 0), 0.0);
    ck_assert_double_eq(pstats_graph_total_before(graph), 0.0);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(profiles_compare_with_empty_ones)
{
    pstats_profile *empty = profile_of("");
    pstats_profile *other = profile_of("f g f>g");

    pstats_graph *grown = compare(empty, other, NULL), *shrunk = compare(other, empty, NULL);

    ck_assert_uint_eq(pstats_graph_function_count(grown), 2);
    ck_assert_uint_eq(pstats_graph_function_count(shrunk), 2);
    ck_assert_int_eq(pstats_graph_function_presence(shrunk, 0), PSTATS_IN_BEFORE);
    pstats_graph_free(grown);
    pstats_graph_free(shrunk);
    pstats_profile_free(empty);
    pstats_profile_free(other);
}
END_TEST

static const struct normalised {
    const char *path, *expected;
} normalised[] = {
    {"/usr/lib/python3.11/json/__init__.py", "json/__init__.py"},
    {"/usr/lib/python3/dist-packages/yaml/x.py", "yaml/x.py"},
    {"/home/me/.venv/lib/python3.12/site-packages/a.py", "a.py"},
    {"/usr/lib64/python3.9/re.py", "re.py"},
    {"/opt/pypy/lib/pypy3.10/re.py", "re.py"},
    {"/usr/lib/python3.14t/re.py", "re.py"},
    {"/usr/lib/python3.14x/re.py", "/usr/lib/python3.14x/re.py"},
    {"/usr/lib/python311.zip/re.py", "re.py"},
    {"C:\\Python312\\Lib\\re\\_parser.py", "re\\_parser.py"},
    {"C:\\Python312\\Lib\\site-packages\\a.py", "a.py"},
    {"/srv/app/lib/tools.py", "/srv/app/lib/tools.py"},
    {"/srv/python3.11/app.py", "/srv/python3.11/app.py"},
    {"/usr/lib/python3.11/", "/usr/lib/python3.11/"},
    {"~", "~"},
    {"", ""},
    {"<string>", "<string>"},
};

START_TEST(paths_of_modules_lose_the_interpreters_home)
{
    ck_assert(
        is_text(pstats_path_normalise(text_of(normalised[_i].path)), normalised[_i].expected));
}
END_TEST

static const struct addressed {
    const char *name, *expected;
} addressed[] = {
    {"<built-in method __new__ of type object at 0x7f1>", NULL}, /* too short for an address */
    {"<built-in method __new__ of type object at 0x7f12>",
     "<built-in method __new__ of type object>"},
    {"<f at 0xABCDEF and g at 0x123456>", "<f and g>"},
    {"look at 0xzz", NULL},
    {" at 0x", NULL},
    {"a b c", NULL},
    {"", NULL},
};

START_TEST(names_lose_their_addresses)
{
    struct addresses_scratch scratch = {NULL, 0};
    pstats_text name = text_of(addressed[_i].name);
    const char *expected = addressed[_i].expected;

    ck_assert(addresses_remove(&scratch, &name));

    ck_assert(is_text(name, expected != NULL ? expected : addressed[_i].name));
    addresses_scratch_free(&scratch);
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

int main(void)
{
    Suite *suite = suite_create("compare");
    TCase *tcase = tcase_create("compare");
    tcase_add_test(tcase, common_functions_carry_what_they_cost_before);
    tcase_add_test(tcase, added_and_removed_functions_and_calls_are_there_as_such);
    tcase_add_loop_test(tcase, functions_whose_lines_moved_are_matched_in_their_order, 0,
                        COUNT(moved));
    tcase_add_loop_test(tcase, paths_may_differ_as_far_as_the_options_say, 0, COUNT(places));
    tcase_add_test(tcase, addresses_in_names_do_not_matter);
    tcase_add_test(tcase, pruning_keeps_what_is_heavy_in_either_graph);
    tcase_add_test(tcase, numbers_of_calls_are_not_cut_before_or_after);
    tcase_add_test(tcase, no_graph_has_a_pair_twice);
    tcase_add_test(tcase, graphs_that_were_not_compared_know_no_before);
    tcase_add_test(tcase, profiles_compare_with_empty_ones);
    tcase_add_loop_test(tcase, paths_of_modules_lose_the_interpreters_home, 0, COUNT(normalised));
    tcase_add_loop_test(tcase, names_lose_their_addresses, 0, COUNT(addressed));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
