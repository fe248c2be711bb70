/* The dumps of tests/data, real ones of every interpreter, profiler and dialect, against their reference figures. */
#include "support/reference.h"
#include "support/run_suite.h"

#include <check.h>
#include <glob.h>
#include <math.h>
#include <pstats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA "tests/data/"
#define DUMPS_MIN 50 /* so that a missing folder does not pass */

static glob_t dumps;

struct loaded {
    const char *path;
    pstats_profile *profile;
    const pstats_graph *graph;
    struct reference *reference;
};

static struct loaded load(int index)
{
    struct loaded loaded = {.path = dumps.gl_pathv[index]};
    pstats_error error;
    char reference_path[300];
    loaded.profile = pstats_profile_read_file(loaded.path, NULL, &error);
    ck_assert_msg(loaded.profile != NULL, "%s: %s", loaded.path, error.message);
    loaded.graph = pstats_profile_graph(loaded.profile);
    snprintf(reference_path, sizeof reference_path, "%.*s.ref",
             (int)(strlen(loaded.path) - strlen(".pstats")), loaded.path);
    loaded.reference = reference_read(reference_path);
    return loaded;
}

static void unload(struct loaded *loaded)
{
    pstats_profile_free(loaded->profile);
    reference_free(loaded->reference);
}

static int is_same_text(pstats_text a, pstats_text b)
{
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static int is_same_time(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static int is_same_cost(const pstats_cost *a, const pstats_cost *b)
{
    return a->calls == b->calls && a->primitive_calls == b->primitive_calls &&
           is_same_time(a->self, b->self) && is_same_time(a->cumulative, b->cumulative);
}

static const char *described(const pstats_cost *cost)
{
    static char texts[2][200];
    static int next;
    char *text = texts[next = !next];
    snprintf(text, sizeof texts[0], "%lld calls, %lld primitive, %a self, %a cumulative",
             (long long)cost->calls, (long long)cost->primitive_calls, cost->self,
             cost->cumulative);
    return text;
}

START_TEST(functions_stand_in_the_order_of_first_encounter_with_the_figures_of_the_dump)
{
    struct loaded loaded = load(_i); /* given */
    const struct reference *reference = loaded.reference;

    ck_assert_uint_eq(pstats_graph_function_count(loaded.graph),
                      reference->function_count); /* then */
    for (size_t i = 0; i < reference->function_count; i++) {
        const pstats_function *expected = &reference->functions[i];
        const pstats_function *got = pstats_graph_function(loaded.graph, i);
        ck_assert_msg(is_same_text(got->file, expected->file) &&
                          is_same_text(got->name, expected->name) && got->line == expected->line,
                      "%s: function %zu is %.*s:%lld:%.*s, not %.*s:%lld:%.*s", loaded.path, i,
                      (int)got->file.length, got->file.bytes, (long long)got->line,
                      (int)got->name.length, got->name.bytes, (int)expected->file.length,
                      expected->file.bytes, (long long)expected->line, (int)expected->name.length,
                      expected->name.bytes);
        ck_assert_msg(is_same_cost(&got->cost, &expected->cost), "%s: %.*s: %s, not %s",
                      loaded.path, (int)got->name.length, got->name.bytes, described(&got->cost),
                      described(&expected->cost));
        ck_assert_msg(got->is_caller_only == expected->is_caller_only, "%s: %.*s: is_caller_only",
                      loaded.path, (int)got->name.length, got->name.bytes);
    }
    unload(&loaded);
}
END_TEST

START_TEST(calls_stand_by_callee_with_the_figures_of_the_dump_or_derived_ones)
{
    struct loaded loaded = load(_i); /* given */
    const struct reference *reference = loaded.reference;

    ck_assert_uint_eq(pstats_graph_call_count(loaded.graph), reference->call_count); /* then */
    for (size_t i = 0; i < reference->call_count; i++) {
        const pstats_call *expected = &reference->calls[i];
        const pstats_call *got = pstats_graph_call(loaded.graph, i);
        ck_assert_msg(got->caller == expected->caller && got->callee == expected->callee,
                      "%s: call %zu is %zu to %zu, not %zu to %zu", loaded.path, i, got->caller,
                      got->callee, expected->caller, expected->callee);
        ck_assert_msg(is_same_cost(&got->cost, &expected->cost), "%s: call %zu: %s, not %s",
                      loaded.path, i, described(&got->cost), described(&expected->cost));
        ck_assert_msg(reference->is_sampled || got->derived_calls == expected->derived_calls,
                      "%s: call %zu: %lld derived, not %lld", loaded.path, i,
                      (long long)got->derived_calls, (long long)expected->derived_calls);
    }
    unload(&loaded);
}
END_TEST

START_TEST(counts_of_any_size_are_known_as_doubles)
{
    struct loaded loaded = load(_i); /* given */
    const struct reference *reference = loaded.reference;

    for (size_t i = 0; i < reference->function_count; i++) { /* then */
        double expected = PSTATS_CALLS_UNKNOWN;
        if (reference->functions[i].cost.calls >= 0)
            expected = reference->function_calls_uncut[i];
        ck_assert_msg(is_same_time(pstats_graph_function_calls_uncut(loaded.graph, i), expected),
                      "%s: function %zu: %a, not %a", loaded.path, i,
                      pstats_graph_function_calls_uncut(loaded.graph, i), expected);
    }
    for (size_t i = 0; i < reference->call_count; i++) {
        const pstats_call *call = &reference->calls[i];
        double got = pstats_graph_call_calls_uncut(loaded.graph, i);
        if (call->cost.calls < INT64_MAX)
            ck_assert_msg(is_same_time(got, (double)call->cost.calls), "%s: call %zu: %a",
                          loaded.path, i, got);
        else
            ck_assert_msg(is_same_time(got, reference->call_calls_uncut[i]), "%s: call %zu: %a",
                          loaded.path, i, got);
    }
    unload(&loaded);
}
END_TEST

START_TEST(totals_count_damage_as_nothing)
{
    struct loaded loaded = load(_i); /* given */

    ck_assert_msg(is_same_time(pstats_graph_total_self(loaded.graph), loaded.reference->total_self),
                  "%s: %a, not %a", loaded.path, pstats_graph_total_self(loaded.graph),
                  loaded.reference->total_self); /* then */
    ck_assert_msg(is_same_time(pstats_graph_total(loaded.graph), loaded.reference->total),
                  "%s: %a, not %a", loaded.path, pstats_graph_total(loaded.graph),
                  loaded.reference->total);
    ck_assert_str_eq(pstats_graph_unit(loaded.graph), "seconds");
    unload(&loaded);
}
END_TEST

START_TEST(damage_and_counts_that_were_cut_are_warned_of_and_nothing_else)
{
    struct loaded loaded = load(_i); /* given */
    int is_odd = loaded.reference->is_saturated || loaded.reference->is_damaged;

    size_t count = pstats_profile_warning_count(loaded.profile); /* then */
    ck_assert_msg((count > 0) == is_odd, "%s: %zu warnings", loaded.path, count);
    int warns_of_counts = 0;
    for (size_t i = 0; i < count; i++)
        warns_of_counts |= strstr(pstats_profile_warning_at(loaded.profile, i), "2^63") != NULL;
    ck_assert_msg(warns_of_counts == loaded.reference->is_saturated, "%s: counts", loaded.path);
    unload(&loaded);
}
END_TEST

static void *contents(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    void *bytes = malloc(*size);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

START_TEST(a_dump_that_ends_anywhere_too_early_is_refused_with_an_offset_inside_it)
{
    size_t size;
    unsigned char *bytes = contents(dumps.gl_pathv[_i], &size); /* given */
    for (size_t cut = 0; cut < size; cut++) {
        pstats_error error;
        unsigned char *exact = malloc(cut + 1); /* so that reading beyond the end is caught */
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, bytes, cut);
        pstats_profile *profile = pstats_profile_read_bytes(exact, cut, NULL, &error); /* when */
        ck_assert_msg(profile == NULL, "%s: is read when cut to %zu", dumps.gl_pathv[_i],
                      cut); /* then */
        ck_assert_msg(error.code != PSTATS_OK && error.offset <= cut && error.message[0] != '\0',
                      "%s cut to %zu: code %d, offset %zu", dumps.gl_pathv[_i], cut,
                      (int)error.code, error.offset);
        free(exact);
    }
    free(bytes);
}
END_TEST

struct pieces {
    const unsigned char *bytes;
    size_t left;
    size_t next_size;
};

static ptrdiff_t read_piece(void *context, void *buffer, size_t size)
{
    struct pieces *pieces = context;
    size_t count = pieces->next_size < size ? pieces->next_size : size;
    count = count < pieces->left ? count : pieces->left;
    memcpy(buffer, pieces->bytes, count);
    pieces->bytes += count;
    pieces->left -= count;
    pieces->next_size = pieces->next_size % 1000 + 1;
    return (ptrdiff_t)count;
}

START_TEST(a_dump_read_in_pieces_is_the_same)
{
    size_t size;
    unsigned char *bytes = contents(dumps.gl_pathv[_i], &size); /* given */
    struct pieces pieces = {bytes, size, 1};
    struct loaded loaded = load(_i);
    pstats_error error;
    pstats_profile *other =
        pstats_profile_read_stream(read_piece, &pieces, NULL, &error); /* when */
    ck_assert_ptr_nonnull(other);
    free(bytes);

    const pstats_graph *graph = pstats_profile_graph(other); /* then */
    ck_assert_uint_eq(pstats_graph_function_count(graph), loaded.reference->function_count);
    ck_assert_uint_eq(pstats_graph_call_count(graph), loaded.reference->call_count);
    for (size_t i = 0; i < loaded.reference->function_count; i++)
        ck_assert(is_same_text(pstats_graph_function(graph, i)->name,
                               loaded.reference->functions[i].name));
    pstats_profile_free(other);
    unload(&loaded);
}
END_TEST

START_TEST(there_is_a_dump_of_every_interpreter_and_profiler)
{
    static const char *const kinds[] = {"-py2.7.",    "-py3.6.",       "-py3.7.",   "-py3.8.",
                                        "-py3.9.",    "-py3.10.",      "-py3.11.",  "-py3.12.",
                                        "-py3.13.",   "-cProfile-",    "-profile-", "yappi-",
                                        "-builtins-", "pyinstrument-", "hand-"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        int is_there = 0;
        for (size_t i = 0; i < dumps.gl_pathc; i++)
            is_there |= strstr(dumps.gl_pathv[i], kinds[k]) != NULL;
        ck_assert_msg(is_there, "no dump is named *%s*", kinds[k]);
    }
}
END_TEST

int main(void)
{
    if (glob(DATA "*.pstats", 0, NULL, &dumps) != 0 || dumps.gl_pathc < DUMPS_MIN) {
        fprintf(stderr, "test_dumps: %s: fewer than %d dumps\n", DATA, DUMPS_MIN);
        return 1;
    }
    int count = (int)dumps.gl_pathc;
    Suite *suite = suite_create("dumps");
    TCase *tcase = tcase_create("reference");
    tcase_set_timeout(tcase, 0); /* none */
    tcase_add_loop_test(
        tcase, functions_stand_in_the_order_of_first_encounter_with_the_figures_of_the_dump, 0,
        count);
    tcase_add_loop_test(tcase, calls_stand_by_callee_with_the_figures_of_the_dump_or_derived_ones,
                        0, count);
    tcase_add_loop_test(tcase, counts_of_any_size_are_known_as_doubles, 0, count);
    tcase_add_loop_test(tcase, totals_count_damage_as_nothing, 0, count);
    tcase_add_loop_test(tcase, damage_and_counts_that_were_cut_are_warned_of_and_nothing_else, 0,
                        count);
    tcase_add_loop_test(
        tcase, a_dump_that_ends_anywhere_too_early_is_refused_with_an_offset_inside_it, 0, count);
    tcase_add_loop_test(tcase, a_dump_read_in_pieces_is_the_same, 0, count);
    tcase_add_test(tcase, there_is_a_dump_of_every_interpreter_and_profiler);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    globfree(&dumps);
    return status;
}
