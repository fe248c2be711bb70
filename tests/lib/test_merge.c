/* Adding up profiles: exactly, in any order, whoever wrote them. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_INPUTS 8

/* ---- Merging ---- */

static pstats_profile *merge(pstats_profile *const *inputs, size_t count)
{
    pstats_error error;
    pstats_merger *merger = pstats_merger_new(&error);
    ck_assert_ptr_nonnull(merger);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(pstats_merger_add(merger, inputs[i], &error), 0);
    pstats_profile *merged = pstats_merger_finish(merger, &error);
    ck_assert_ptr_nonnull(merged);
    ck_assert_int_eq(error.code, PSTATS_OK);
    pstats_merger_free(merger);
    return merged;
}

/* Sentences of profile_of, as many as are not NULL. */
static pstats_profile *merge_words(const char *const *words)
{
    pstats_profile *inputs[MAX_INPUTS];
    size_t count = 0;
    for (; count < MAX_INPUTS && words[count] != NULL; count++)
        inputs[count] = profile_of(words[count]);
    pstats_profile *merged = merge(inputs, count);
    for (size_t i = 0; i < count; i++)
        pstats_profile_free(inputs[i]); /* what was merged does not need them */
    return merged;
}

static void merge_into_graph(const char *first, const char *second)
{
    profile = merge_words((const char *const[]){first, second, NULL});
    graph = pstats_profile_graph(profile);
}

static const pstats_cost *call_cost(const char *caller, const char *callee)
{
    return &call_between(graph, caller, callee)->cost;
}

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

    profile = merge(inputs, 2); /* when */
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
    profile = merge(inputs, MAX_INPUTS);
    for (int round = 0; round < 10; round++) {
        shuffle(inputs, MAX_INPUTS);
        pstats_profile *other = merge(inputs, MAX_INPUTS); /* when */
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
    pstats_profile *once = merge(inputs, 1 + (size_t)_i % MAX_INPUTS);
    profile = merge(&once, 1); /* when */
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

/* ---- Counts ---- */

START_TEST(a_count_that_is_unknown_in_one_input_is_unknown_in_the_sum)
{
    static const char *const inputs[][2] = {
        {"f=-1/-1,1,1 g>f=-1/-1,0.5,0.5", "f=3/2,1,1 g>f=3/2,0.5,0.5"},
        {"f=3/2,1,1 g>f=3/2,0.5,0.5", "f=-1/-1,1,1 g>f=-1/-1,0.5,0.5"},
        {"f=-1/-1,1,1 g>f=-1/-1,0.5,0.5", "f=-1/-1,1,1 g>f=-1/-1,0.5,0.5"},
        {"f=-1/-1,1,1 g>f=-1/-1,0.5,0.5", "f=9223372036854775807/1,1,1 g>f=1/1,0.5,0.5"},
    };
    merge_into_graph(inputs[_i][0], inputs[_i][1]);         /* when */
    assert_cost(&function_at("f")->cost, -1, -1, 2.0, 2.0); /* then */
    assert_cost(call_cost("g", "f"), -1, -1, 1.0, 1.0);
}
END_TEST

START_TEST(each_count_is_unknown_by_itself)
{
    merge_into_graph("f=3/-1,1,1 g>f=2", "f=3/2,1,1 g>f=3/2,0.5,0.5"); /* when */
    ck_assert_int_eq(function_at("f")->cost.calls, 6);                 /* then */
    ck_assert_int_eq(function_at("f")->cost.primitive_calls, -1);
    ck_assert_int_eq(call_cost("g", "f")->calls, 5);
    ck_assert_int_eq(call_cost("g", "f")->primitive_calls, -1);
}
END_TEST

START_TEST(a_caller_without_figures_leaves_the_count_unknown_and_adds_no_time)
{
    static const char *const inputs[][2] = {{"f g>f=", "f g>f=3/2,0.25,0.5"},
                                            {"f g>f=3/2,0.25,0.5", "f g>f="}};
    merge_into_graph(inputs[_i][0], inputs[_i][1]);      /* when */
    assert_cost(call_cost("g", "f"), -1, -1, 0.25, 0.5); /* then */
}
END_TEST

START_TEST(without_figures_in_any_input_there_are_none_in_the_sum)
{
    merge_into_graph("f=1/1,1,3 g=1/1,1,4 g>f=", "f=1/1,1,2 g=1/1,1,4 g>f="); /* when */
    assert_cost(call_cost("g", "f"), -1, -1, 0.0, 5.0);                       /* then */
    ck_assert_int_eq(call_between(graph, "g", "f")->derived_calls, PSTATS_CALLS_UNKNOWN);
}
END_TEST

START_TEST(a_record_that_one_input_does_not_have_adds_nothing)
{
    merge_into_graph("f g>f=1/1,0.5,0.5", "g=3/2,0.25,4"); /* when */
    ck_assert(!function_at("g")->is_caller_only);          /* then */
    assert_cost(&function_at("g")->cost, 3, 2, 0.25, 4.0);
}
END_TEST

START_TEST(a_caller_without_a_record_in_any_input_has_none_in_the_sum)
{
    merge_into_graph("f=1/1,1,1 g>f=1/1,0.5,0.5", "f=1/1,1,1 g>f=1/1,0.25,0.25"); /* when */
    ck_assert(function_at("g")->is_caller_only);                                  /* then */
    assert_cost(&function_at("g")->cost, -1, -1, 0.0, 0.75);
}
END_TEST

#define MAX "9223372036854775807"

static const struct {
    const char *words[4];
    int64_t calls;
    const char *warning; /* NULL: none */
} saturated[] = {
    {{"f=" MAX "/1,1,1", NULL}, INT64_MAX, NULL},
    {{"f=" MAX "/1,1,1", "f=0/0,1,1", NULL}, INT64_MAX, NULL},
    {{"f=9223372036854775806/1,1,1", "f=1/0,1,1", NULL}, INT64_MAX, NULL},
    {{"f=" MAX "/1,1,1", "f=1/1,1,1", NULL},
     INT64_MAX,
     "a sum of calls beyond 2^63-1 was cut to that"},
    {{"f=" MAX "/1,1,1", "f=1/1,1,1", "f=1/1,1,1", NULL},
     INT64_MAX,
     "a sum of calls beyond 2^63-1 was cut to that"},
    {{"f=1/1,1,1", "f=1/1,1,1", "f=" MAX "/1,1,1", NULL},
     INT64_MAX,
     "a sum of calls beyond 2^63-1 was cut to that"},
    {{"f=" MAX "/" MAX ",1,1", "f=" MAX "/" MAX ",1,1", NULL},
     INT64_MAX,
     "2 sums of calls beyond 2^63-1 were cut to that"},
    {{"f=" MAX "/1,1,1", "f=1/1,1,1", "f=-1/-1,1,1", NULL}, -1, NULL},
    {{"f=-1/-1,1,1", "f=" MAX "/1,1,1", "f=1/1,1,1", NULL}, -1, NULL},
    {{"f=1/1,1,1 g>f=" MAX, "f=1/1,1,1 g>f=" MAX, NULL},
     2,
     "a sum of calls beyond 2^63-1 was cut to that"},
};

START_TEST(sums_of_counts_beyond_64_bits_are_cut_and_warned_of_once_each)
{
    profile = merge_words(saturated[_i].words); /* when */
    graph = pstats_profile_graph(profile);
    ck_assert_int_eq(function_at("f")->cost.calls, saturated[_i].calls); /* then */
    ck_assert_uint_eq(pstats_profile_warning_count(profile), saturated[_i].warning != NULL);
    if (saturated[_i].warning != NULL)
        ck_assert_str_eq(pstats_profile_warning_at(profile, 0), saturated[_i].warning);
}
END_TEST

/* ---- Times that were not given ---- */

START_TEST(calls_alone_and_all_figures_of_one_caller_add_up)
{
    merge_into_graph("f=4/4,2,4 g>f=3/2,0.25,0.5", "f=6/6,3,6 g>f=5"); /* when */

    const pstats_call *call = call_between(graph, "g", "f"); /* then: 5 of 10 calls have no times */
    assert_cost(&call->cost, 8, -1, 0.25 + 2.5, 0.5 + 5.0);
    ck_assert_int_eq(call->derived_calls, 5);
}
END_TEST

START_TEST(times_are_derived_from_the_sums)
{
    merge_into_graph("f=1/1,1,1 g>f=1", "f=3/3,2,6 h>f=1"); /* when */
    assert_cost(call_cost("g", "f"), 1, -1, 0.75, 1.75);    /* then: a quarter */
    assert_cost(call_cost("h", "f"), 1, -1, 0.75, 1.75);
}
END_TEST

/* (a + b) + c and a + (b + c) are a + b + c, though what (a + b) derived is not what the sum of all derives. */
START_TEST(times_are_derived_from_each_input_where_one_does_not_know_the_calls)
{
    merge_into_graph("c=100/100,1,1 a>c=1 b>c=99", "c=-1/-1,1,1 a>c=-1/-1,1,1"); /* when */

    ck_assert_double_eq_tol(call_cost("a", "c")->cumulative, 1.01, 1e-12); /* then */
    ck_assert_double_eq_tol(call_cost("b", "c")->cumulative, 0.99, 1e-12);
}
END_TEST

START_TEST(a_tree_of_merges_derives_from_all_of_it)
{
    static const char *const words[] = {
        "f=4/4,2,4 g>f=3/2,0.25,0.5 h>f=0/0,0.125,0.25 k>f=1",
        "f=6/6,3,6 g>f=5 h>f=4 k>f=1",
        "f=10/10,90,100 g>f=1 h>f=1/1,0.5,0.5 k>f=1",
    };
    pstats_profile *inputs[3], *pair[2];
    for (size_t i = 0; i < 3; i++) /* given */
        inputs[i] = profile_of(words[i]);
    profile = merge(inputs, 3);
    graph = pstats_profile_graph(profile);
    for (size_t odd = 0; odd < 3; odd++) {
        pstats_profile *others[2] = {inputs[(odd + 1) % 3], inputs[(odd + 2) % 3]};
        pair[0] = merge(others, 2);
        pair[1] = inputs[odd];
        pstats_profile *tree = merge(pair, 2); /* when */
        const pstats_graph *other = pstats_profile_graph(tree);
        ck_assert_uint_eq(pstats_graph_call_count(other), 3); /* then */
        for (size_t i = 0; i < 3; i++) {
            const pstats_call *a = pstats_graph_call(graph, i), *b = pstats_graph_call(other, i);
            ck_assert_int_eq(a->cost.calls, b->cost.calls);
            ck_assert_int_eq(a->derived_calls, b->derived_calls);
            ck_assert_double_eq_tol(a->cost.self, b->cost.self, 1e-12 * a->cost.self);
            ck_assert_double_eq_tol(a->cost.cumulative, b->cost.cumulative,
                                    1e-12 * a->cost.cumulative);
        }
        pstats_profile_free(tree);
        pstats_profile_free(pair[0]);
    }
    for (size_t i = 0; i < 3; i++)
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
    profile = merge(inputs, 2); /* when */
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
    profile = merge(&input, 1); /* when */
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
        pstats_profile *merged = merge(&empty, count);                                   /* when */
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
    profile = merge(inputs, 3); /* when */
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
    tcase_add_test(tcase, calls_alone_and_all_figures_of_one_caller_add_up);
    tcase_add_test(tcase, times_are_derived_from_the_sums);
    tcase_add_test(tcase, a_tree_of_merges_derives_from_all_of_it);
    tcase_add_test(tcase, times_are_derived_from_each_input_where_one_does_not_know_the_calls);
    suite_add_tcase(suite, tcase);
}

static void add_counts(Suite *suite)
{
    TCase *tcase = tcase_create("counts");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, a_count_that_is_unknown_in_one_input_is_unknown_in_the_sum, 0, 4);
    tcase_add_test(tcase, each_count_is_unknown_by_itself);
    tcase_add_loop_test(tcase, a_caller_without_figures_leaves_the_count_unknown_and_adds_no_time,
                        0, 2);
    tcase_add_test(tcase, without_figures_in_any_input_there_are_none_in_the_sum);
    tcase_add_test(tcase, a_record_that_one_input_does_not_have_adds_nothing);
    tcase_add_test(tcase, a_caller_without_a_record_in_any_input_has_none_in_the_sum);
    tcase_add_loop_test(tcase, sums_of_counts_beyond_64_bits_are_cut_and_warned_of_once_each, 0,
                        sizeof saturated / sizeof *saturated);
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
    add_counts(suite);
    add_mergers(suite);
    return run_suite(suite);
}
