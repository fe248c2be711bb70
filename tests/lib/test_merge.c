/* Adding up profiles: exactly, in any order, whoever wrote them. */
#include "support/hand_dump.h"
#include "support/merging.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_INPUTS 8

/* ---- Sums ---- */

START_TEST(functions_and_callers_add_up)
{
    merge_into_graph("f=5/2,0.25,1.5 g>f=4/1,0.125,1.25 g=1/1,1,2.5",
                     "f=3/3,0.5,0.75 g>f=2/2,0.25,0.5 h>f=1/1,0.25,0.25 g=1/1,2,3.25"); /* when */

    assert_names("f g h", "g>f h>f"); /* then */
    assert_cost(&function_at("f")->cost, 8, 5, 0.75, 2.25);
    assert_cost(&function_at("g")->cost, 2, 2, 3.0, 5.75);
    assert_cost(call_cost("g", "f"), 6, 3, 0.375, 1.75);
    assert_cost(call_cost("h", "f"), 1, 1, 0.25, 0.25);
    ck_assert_double_eq(pstats_graph_total_self(graph), 3.75);
    ck_assert_double_eq(pstats_graph_total(graph), 5.75);
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 0);
    ck_assert_str_eq(pstats_graph_unit(graph), "seconds");
}
END_TEST

static void put_function(const char *file, int64_t line, const char *name)
{
    put_function_begin(writer, file, line, name, 1, 1, 0.5, 0.5);
    put_dict_end(writer);
}

START_TEST(functions_stand_by_file_line_and_name)
{
    static const struct {
        const char *file;
        int64_t line;
        const char *name;
    } sorted[] = {
        {"", 0, "len"},
        {"A.py", 1, "z"},
        {"a.py", -1, "z"},
        {"a.py", 2, "a"},
        {"a.py", 2, "b"},
        {"a.py", 2, "\xc3\xa9"},
        {"a.py", 2, "\xee\x80\x80"},
        {"a.py", 2, "\xf0\x9f\x90\x8d"},
        {"a.py", 10, "a"},
        {"aa.py", 1, "a"},
        {"~", 0, "len"},
    };
    enum { COUNT = sizeof sorted / sizeof *sorted };
    pstats_profile *inputs[2];
    begin_dump(4); /* given: from the last to the first, and every second again */
    for (size_t i = COUNT; i-- > 0;)
        put_function(sorted[i].file, sorted[i].line, sorted[i].name);
    end_dump();
    inputs[0] = profile;
    begin_dump(3);
    for (size_t i = 0; i < COUNT; i += 2)
        put_function(sorted[i].file, sorted[i].line, sorted[i].name);
    end_dump();
    inputs[1] = profile;

    profile = merge_profiles(inputs, 2); /* when */
    graph = pstats_profile_graph(profile);

    ck_assert_uint_eq(pstats_graph_function_count(graph), COUNT); /* then */
    for (size_t i = 0; i < COUNT; i++) {
        const pstats_function *function = pstats_graph_function(graph, i);
        ck_assert(is_text(function->file, sorted[i].file) && function->line == sorted[i].line &&
                  is_text(function->name, sorted[i].name));
        ck_assert_int_eq(function->cost.calls, i % 2 == 0 ? 2 : 1);
    }
    pstats_profile_free(inputs[0]);
    pstats_profile_free(inputs[1]);
}
END_TEST

START_TEST(calls_stand_by_callee_and_then_by_caller)
{
    merge_into_graph("b>c a>c c>a b>a c>c", "d>a a>a");     /* when */
    assert_names("a b c d", "a>a b>a c>a d>a a>c b>c c>c"); /* then */
}
END_TEST

/* ---- Order ---- */

static uint64_t state;

static uint64_t next_random(void)
{
    /* xorshift64* */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545f4914f6cdd1d);
}

static double random_time(void)
{
    static const double special[] = {NAN, HUGE_VAL, -HUGE_VAL, DBL_MAX, -DBL_MAX, -0.0, 0x1p-1074};
    uint64_t kind = next_random() % 100;
    if (kind < sizeof special / sizeof *special)
        return special[kind];
    return ldexp((double)(int64_t)(next_random() >> 10), -60 - (int)(next_random() % 40)) *
           (kind < 20 ? -1.0 : 1.0);
}

static int64_t random_count(void)
{
    uint64_t kind = next_random() % 40;
    return kind == 0 ? -1 : kind == 1 ? INT64_MAX : (int64_t)(next_random() % 1000);
}

/* Some of the functions f0 … f9 with some callers, in all shapes. */
static pstats_profile *random_profile(void)
{
    char name[8];
    struct marshal_writer *random = marshal_writer_new(4);
    put_dict_begin(random);
    for (int i = 0; i < 10; i++) {
        if (next_random() % 3 == 0)
            continue;
        snprintf(name, sizeof name, "f%d", i);
        put_function_begin(random, "a.py", i % 4, name, random_count(), random_count(),
                           random_time(), random_time());
        for (int k = 0; k < 10; k++) {
            uint64_t shape = next_random() % 6;
            if (shape > 2)
                continue;
            snprintf(name, sizeof name, "f%d", k);
            put_key(random, "a.py", k % 4, name);
            if (shape == 0)
                put_int(random, random_count());
            else if (shape == 1)
                put_caller_figures(random, random_count(), random_count(), random_time(),
                                   random_time());
            else
                put_tuple(random, 0);
        }
        put_dict_end(random);
    }
    put_dict_end(random);
    return profile_of_writer(random);
}

static void shuffle(pstats_profile **inputs, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random() % i);
        pstats_profile *input = inputs[i - 1];
        inputs[i - 1] = inputs[other];
        inputs[other] = input;
    }
}

static void assert_same_warnings(const pstats_profile *a, const pstats_profile *b)
{
    ck_assert_uint_eq(pstats_profile_warning_count(a), pstats_profile_warning_count(b));
    for (size_t i = 0; i < pstats_profile_warning_count(a); i++)
        ck_assert_str_eq(pstats_profile_warning_at(a, i), pstats_profile_warning_at(b, i));
}

START_TEST(the_order_of_adding_never_shows)
{
    pstats_profile *inputs[MAX_INPUTS];
    state = (uint64_t)_i * 7919 + 17; /* given */
    for (size_t i = 0; i < MAX_INPUTS; i++)
        inputs[i] = random_profile();
    profile = merge_profiles(inputs, MAX_INPUTS);
    for (int round = 0; round < 10; round++) {
        shuffle(inputs, MAX_INPUTS);
        pstats_profile *other = merge_profiles(inputs, MAX_INPUTS); /* when */
        ck_assert(
            is_same_graph(pstats_profile_graph(profile), pstats_profile_graph(other))); /* then */
        assert_same_warnings(profile, other);
        pstats_profile_free(other);
    }
    for (size_t i = 0; i < MAX_INPUTS; i++)
        pstats_profile_free(inputs[i]);
}
END_TEST

START_TEST(what_was_merged_merges_into_itself)
{
    pstats_profile *inputs[MAX_INPUTS];
    state = (uint64_t)_i * 104729 + 29; /* given */
    for (size_t i = 0; i < MAX_INPUTS; i++)
        inputs[i] = random_profile();
    pstats_profile *once = merge_profiles(inputs, 1 + (size_t)_i % MAX_INPUTS);
    profile = merge_profiles(&once, 1); /* when */
    graph = pstats_profile_graph(profile);

    const pstats_graph *before = pstats_profile_graph(once); /* then */
    ck_assert_uint_eq(pstats_graph_call_count(graph), pstats_graph_call_count(before));
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *a = pstats_graph_call(before, i), *b = pstats_graph_call(graph, i);
        ck_assert_int_eq(a->cost.calls, b->cost.calls);
        ck_assert_int_eq(a->cost.primitive_calls, b->cost.primitive_calls);
        ck_assert_int_eq(a->derived_calls, b->derived_calls);
        ck_assert_msg(is_same_double(a->cost.self, b->cost.self) ||
                          fabs(a->cost.self - b->cost.self) <= 1e-12 * fabs(a->cost.self) ||
                          !isfinite(a->cost.self),
                      "%zu: %a and %a", i, a->cost.self, b->cost.self);
    }
    pstats_profile_free(once);
    for (size_t i = 0; i < MAX_INPUTS; i++)
        pstats_profile_free(inputs[i]);
}
END_TEST

/* ---- Names ---- */

static const struct {
    const char *first;
    const char *second;
    const char *merged; /* NULL: they stay two */
} names[] = {
    {"<method 'join' of type object at 0x7f12ab>", "<method 'join' of type object at 0x55DEAD>",
     "<method 'join' of type object>"},
    {"f at 0x1234", "f", "f"},
    {"f at 0xabcdef0123456789", "f at 0x1234", "f"},
    {"<a at 0x1234> <b at 0x5678>", "<a at 0x9abc> <b at 0xdef0>", "<a> <b>"},
    {"f at 0x123", "f at 0x124", NULL}, /* too short for an address */
    {"f at 0x", "f", NULL},
    {"fat 0x1234", "fat 0x5678", NULL},
    {"f at 1234", "f at 5678", NULL},
    {"f at 0xghij", "f at 0xghik", NULL},
};

START_TEST(addresses_in_names_are_noise)
{
    pstats_profile *inputs[2];
    for (size_t i = 0; i < 2; i++) { /* given */
        begin_dump(4);
        put_function("~", 0, i == 0 ? names[_i].first : names[_i].second);
        end_dump();
        inputs[i] = profile;
    }
    profile = merge_profiles(inputs, 2); /* when */
    graph = pstats_profile_graph(profile);
    ck_assert_uint_eq(pstats_graph_function_count(graph),
                      names[_i].merged != NULL ? 1 : 2); /* then */
    if (names[_i].merged != NULL) {
        ck_assert(is_text(pstats_graph_function(graph, 0)->name, names[_i].merged));
        ck_assert_int_eq(pstats_graph_function(graph, 0)->cost.calls, 2);
    }
    pstats_profile_free(inputs[0]);
    pstats_profile_free(inputs[1]);
}
END_TEST

START_TEST(functions_of_one_input_that_differ_in_an_address_become_one)
{
    begin_dump(4); /* given */
    put_key(writer, "~", 0, "f at 0x1000");
    put_costs(2, 0.5, 1.0);
    put_dict_begin(writer);
    put_key(writer, "~", 0, "g at 0x1000");
    put_caller_figures(writer, 1, 1, 0.25, 0.25);
    put_key(writer, "~", 0, "g at 0x2000");
    put_caller_figures(writer, 1, 1, 0.25, 0.75);
    put_dict_end(writer);
    put_key(writer, "~", 0, "f at 0x2000");
    put_costs(3, 0.25, 0.5);
    put_no_callers();
    end_dump();
    pstats_profile *input = profile;
    profile = merge_profiles(&input, 1); /* when */
    graph = pstats_profile_graph(profile);
    pstats_profile_free(input);

    assert_names("f g", "g>f"); /* then */
    assert_cost(&function_at("f")->cost, 5, 5, 0.75, 1.5);
    assert_cost(call_cost("g", "f"), 2, 2, 0.5, 1.0);
}
END_TEST

/* ---- Mergers ---- */

static pstats_profile *profile_in(const char *folder)
{
    char file[40];
    struct marshal_writer *w = marshal_writer_new(4);
    snprintf(file, sizeof file, "%s/f.py", folder);
    put_dict_begin(w);
    put_function_begin(w, file, 1, "f", 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_function_begin(w, "~", 0, "g", 1, 1, 1.0, 1.0);
    put_key(w, file, 1, "f");
    put_caller_figures(w, 1, 1, 1.0, 1.0);
    put_dict_end(w);
    put_dict_end(w);
    return profile_of_writer(w);
}

START_TEST(files_in_different_folders_are_the_same_without_them)
{
    static const char *const prefixes[] = {"/ci/2/", "/ci/1"};
    pstats_profile *inputs[] = {profile_in("/ci/1/app"), profile_in("/ci/2/app"),
                                profile_in("/ci/12/app")};
    pstats_merger *merger = pstats_merger_new(NULL); /* when */
    pstats_merger_strip(merger, prefixes, 2);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(pstats_merger_add(merger, inputs[i], NULL), 0);
    profile = pstats_merger_finish(merger, NULL);
    graph = pstats_profile_graph(profile);
    ck_assert_uint_eq(pstats_graph_function_count(graph), 3); /* then */
    ck_assert(is_text(pstats_graph_function(graph, 0)->file, "/ci/12/app/f.py"));
    ck_assert(is_text(pstats_graph_function(graph, 1)->file, "app/f.py"));
    ck_assert_int_eq(pstats_graph_function(graph, 1)->cost.calls, 2);
    ck_assert_uint_eq(pstats_graph_call_count(graph), 2);
    pstats_merger_free(merger);
    for (size_t i = 0; i < 3; i++)
        pstats_profile_free(inputs[i]);
}
END_TEST

START_TEST(the_sum_of_nothing_is_an_empty_profile)
{
    pstats_profile *empty = profile_of("");
    for (size_t count = 0; count < 2; count++) {
        pstats_profile *merged = merge_profiles(&empty, count);                          /* when */
        ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(merged)), 0); /* then */
        ck_assert_uint_eq(pstats_profile_warning_count(merged), 0);
        pstats_profile_free(merged);
    }
    pstats_profile_free(empty);
}
END_TEST

START_TEST(a_sum_may_be_taken_at_any_time)
{
    pstats_profile *input = profile_of("f=1/1,0.5,1 g>f"); /* given */
    pstats_merger *merger = pstats_merger_new(NULL);
    pstats_profile *sums[4];
    for (size_t i = 0; i < 4; i++) { /* when */
        sums[i] = pstats_merger_finish(merger, NULL);
        ck_assert_int_eq(pstats_merger_add(merger, input, NULL), 0);
    }
    pstats_merger_free(merger);
    pstats_profile_free(input);
    ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(sums[0])), 0); /* then */
    for (size_t i = 1; i < 4; i++) {
        graph = pstats_profile_graph(sums[i]);
        assert_cost(&function_at("f")->cost, (int64_t)i, (int64_t)i, 0.5 * (double)i, (double)i);
    }
    for (size_t i = 0; i < 4; i++)
        pstats_profile_free(sums[i]);
}
END_TEST

START_TEST(a_profile_may_be_added_several_times)
{
    pstats_profile *input = profile_of("f=3/2,0.1,0.3 g>f=3"); /* given */
    pstats_profile *inputs[] = {input, input, input};
    profile = merge_profiles(inputs, 3); /* when */
    graph = pstats_profile_graph(profile);
    pstats_profile_free(input);
    assert_cost(&function_at("f")->cost, 9, 6, 0x1.3333333333334p-2,
                0x1.cccccccccccccp-1); /* then */
    ck_assert_int_eq(call_cost("g", "f")->calls, 9);
}
END_TEST

static void add_sums(Suite *suite)
{
    TCase *tcase = tcase_create("sums");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_test(tcase, functions_and_callers_add_up);
    tcase_add_test(tcase, functions_stand_by_file_line_and_name);
    tcase_add_test(tcase, calls_stand_by_callee_and_then_by_caller);
    tcase_add_loop_test(tcase, the_order_of_adding_never_shows, 0, 30);
    tcase_add_loop_test(tcase, what_was_merged_merges_into_itself, 0, 40);
    suite_add_tcase(suite, tcase);
}

static void add_mergers(Suite *suite)
{
    TCase *tcase = tcase_create("names and mergers");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, addresses_in_names_are_noise, 0, sizeof names / sizeof *names);
    tcase_add_test(tcase, functions_of_one_input_that_differ_in_an_address_become_one);
    tcase_add_test(tcase, files_in_different_folders_are_the_same_without_them);
    tcase_add_test(tcase, the_sum_of_nothing_is_an_empty_profile);
    tcase_add_test(tcase, a_sum_may_be_taken_at_any_time);
    tcase_add_test(tcase, a_profile_may_be_added_several_times);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    Suite *suite = suite_create("merge");
    add_sums(suite);
    add_mergers(suite);
    return run_suite(suite);
}
