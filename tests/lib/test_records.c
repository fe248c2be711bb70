/* The dialects of dumps, each made by hand, and what the library makes of them. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Profilers ---- */

START_TEST(cprofile_writes_the_counts_of_callers_the_other_way_round)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 3, "f", 2, 5, 0.25, 1.5);
    put_key(writer, "a.py", 9, "g");
    put_caller_figures(writer, 4, 1, 0.125, 1.25);
    put_dict_end(writer);
    put_simple_function("g");
    end_dump(); /* when */

    assert_cost(&function_at("f")->cost, 5, 2, 0.25, 1.5); /* then */
    ck_assert_int_eq(function_at("f")->line, 3);
    ck_assert(is_text(function_at("f")->file, "a.py"));
    const pstats_call *call = pstats_graph_call(graph, 0);
    assert_cost(&call->cost, 4, 1, 0.125, 1.25);
    ck_assert_int_eq(call->derived_calls, 0);
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 0);
}
END_TEST

START_TEST(the_pure_python_profiler_gives_only_the_calls_of_a_caller)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "", 0, "len", 8, 8, 2.0, 4.0);
    put_calls_from("f", 6);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, 2);
    put_dict_end(writer);
    put_simple_function("f");
    end_dump(); /* when */

    const pstats_call *call = call_between(graph, "f", "len"); /* then */
    assert_cost(&call->cost, 6, PSTATS_CALLS_UNKNOWN, 1.5, 3.0);
    ck_assert_int_eq(call->derived_calls, 6);
    call = call_between(graph, "g", "len");
    assert_cost(&call->cost, 2, PSTATS_CALLS_UNKNOWN, 0.5, 1.0);
    ck_assert(is_text(function_at("len")->file, ""));
    ck_assert(!function_at("len")->is_caller_only);
}
END_TEST

START_TEST(a_caller_never_gets_more_than_all_of_the_times)
{
    begin_dump(4); /* given: more calls than there were, as threads make it */
    put_function_begin(writer, "a.py", 1, "f", 2, 2, 1.0, 2.0);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, 5);
    put_key(writer, "a.py", 3, "h");
    put_int(writer, 0);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&call_between(graph, "g", "f")->cost, 5, -1, 1.0, 2.0); /* then */
    assert_cost(&call_between(graph, "h", "f")->cost, 0, -1, 0.0, 0.0);
    ck_assert_int_eq(call_between(graph, "h", "f")->derived_calls, 0);
}
END_TEST

START_TEST(the_root_of_the_pure_python_profiler_has_integers_for_times)
{
    begin_dump(4); /* given */
    put_key(writer, "profile", 0, "profiler");
    put_tuple(writer, 5);
    for (int i = 0; i < 4; i++)
        put_int(writer, 0);
    put_dict_begin(writer);
    put_dict_end(writer);
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    put_int(writer, -3);
    put_int(writer, INT64_C(9007199254740993)); /* 2^53 + 1 */
    put_dict_begin(writer);
    put_key(writer, "profile", 0, "profiler");
    put_int(writer, 1);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&function_at("profiler")->cost, 0, 0, 0.0, 0.0); /* then */
    assert_cost(&function_at("f")->cost, 1, 1, -3.0, 0x1p53);
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 1); /* of the negative time */
}
END_TEST

START_TEST(yappi_writes_the_counts_of_functions_the_other_way_round)
{
    begin_dump(4); /* given */
    put_key(writer, "a.py", 1, "fib");
    put_tuple(writer, 5);
    put_int(writer, 15); /* all */
    put_int(writer, 1);  /* primitive */
    put_double(writer, 0.5);
    put_double(writer, 0.5);
    put_dict_begin(writer);
    put_key(writer, "a.py", 1, "fib");
    put_caller_figures(writer, 14, 0, 0.25, 0.25);
    put_key(writer, "builtins", 0, "exec");
    put_caller_figures(writer, 1, 1, 0.25, 0.5);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&function_at("fib")->cost, 15, 1, 0.5, 0.5); /* then */
    assert_cost(&call_between(graph, "fib", "fib")->cost, 14, 0, 0.25, 0.25);
    assert_cost(&call_between(graph, "exec", "fib")->cost, 1, 1, 0.25, 0.5);
}
END_TEST

START_TEST(pyinstrument_knows_no_calls_and_neither_do_merges_of_its_dumps)
{
    static const int64_t counts[] = {-1, -2, -40, INT64_MIN};
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", counts[_i], counts[_i], 0.25, 1.0);
    put_key(writer, "a.py", 2, "g");
    put_caller_figures(writer, counts[_i], counts[_i], 0.25, 0.75);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&function_at("f")->cost, -1, -1, 0.25, 1.0); /* then */
    assert_cost(&call_between(graph, "g", "f")->cost, -1, -1, 0.25, 0.75);
    ck_assert_int_eq(call_between(graph, "g", "f")->derived_calls, 0);
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 0);
}
END_TEST

START_TEST(a_count_may_be_unknown_by_itself)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", -1, 3, 0.5, 0.5);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, -2);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&function_at("f")->cost, 3, -1, 0.5, 0.5); /* then */
    ck_assert_int_eq(call_between(graph, "g", "f")->cost.calls, PSTATS_CALLS_UNKNOWN);
    ck_assert_int_eq(call_between(graph, "g", "f")->derived_calls, PSTATS_CALLS_UNKNOWN);
}
END_TEST

static void put_marker(void)
{
    put_tuple(writer, 1);
    put_text(writer, "__sampled__");
    put_code(writer, 'T');
}

START_TEST(what_a_sampling_profiler_counts_are_no_calls)
{
    begin_dump(5); /* given: the marker first, in the middle, or last */
    if (_i == 0)
        put_marker();
    put_function_begin(writer, "a.py", 3, "f", 2, 8, 0.5, 2.0);
    put_key(writer, "a.py", 7, "g");
    put_int(writer, 2);
    put_dict_end(writer);
    if (_i == 1)
        put_marker();
    put_function_begin(writer, "a.py", 4, "f", 1, 1, 0.25, 0.25);
    put_dict_end(writer);
    if (_i == 2)
        put_marker();
    end_dump(); /* when */

    assert_names("f g f", "g>f"); /* then */
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(pstats_graph_function(graph, i)->cost.calls, PSTATS_CALLS_UNKNOWN);
        ck_assert_int_eq(pstats_graph_function(graph, i)->cost.primitive_calls,
                         PSTATS_CALLS_UNKNOWN);
    }
    assert_cost(&pstats_graph_call(graph, 0)->cost, -1, -1, 0.125, 0.5);
    ck_assert_int_eq(pstats_graph_function(graph, 0)->line, 3);
    ck_assert_int_eq(pstats_graph_function(graph, 2)->line, 4);
}
END_TEST

START_TEST(python_2_refers_to_names_by_a_table_of_its_own)
{
    begin_dump(2); /* given */
    put_tuple(writer, 3);
    put_string(writer, 't', "a.py", 4);
    put_int(writer, 1);
    put_string(writer, 't', "caf\xe9", 4);
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int64(writer, INT64_C(1) << 40);
    put_double(writer, 0.5);
    put_double(writer, 0.5);
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_string_reference(writer, 0);
    put_int(writer, 2);
    put_string(writer, 's', "caf\xc3\xa9", 5);
    put_int(writer, 1);
    put_dict_end(writer);
    put_tuple(writer, 3);
    put_string_reference(writer, 1);
    put_int(writer, 3);
    put_string_reference(writer, 1);
    put_tuple(writer, 5);
    for (int i = 0; i < 4; i++)
        put_int(writer, 1);
    put_dict_begin(writer);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_names("caf\xed\xb3\xa9 caf\xc3\xa9 caf\xed\xb3\xa9",
                 "caf\xc3\xa9>caf\xed\xb3\xa9"); /* then */
    ck_assert(is_text(pstats_graph_function(graph, 1)->file, "a.py"));
    ck_assert(is_text(pstats_graph_function(graph, 2)->file, "caf\xed\xb3\xa9"));
    ck_assert_int_eq(pstats_graph_function(graph, 0)->cost.calls, INT64_C(1) << 40);
}
END_TEST

/* ---- Merges by Python ---- */

static void put_figures(size_t groups)
{
    put_tuple(writer, (uint32_t)(4 * groups));
    for (size_t i = 0; i < groups; i++) {
        put_int(writer, (int64_t)i + 3);
        put_int(writer, (int64_t)i + 1);
        put_double(writer, 0.5);
        put_double(writer, 0.75);
    }
}

START_TEST(figures_that_were_strung_together_add_up)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 5, 20, 2.0, 3.0);
    put_key(writer, "a.py", 2, "one");
    put_figures(1);
    put_key(writer, "a.py", 2, "two");
    put_figures(2);
    put_key(writer, "a.py", 2, "three");
    put_figures(3);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&call_between(graph, "one", "f")->cost, 3, 1, 0.5, 0.75); /* then */
    assert_cost(&call_between(graph, "two", "f")->cost, 7, 3, 1.0, 1.5);
    assert_cost(&call_between(graph, "three", "f")->cost, 12, 6, 1.5, 2.25);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(pstats_graph_call(graph, i)->derived_calls, 0);
}
END_TEST

START_TEST(figures_that_were_strung_together_are_unknown_where_one_is)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 5, 20, 2.0, 3.0);
    put_key(writer, "a.py", 2, "g");
    put_tuple(writer, 8);
    put_int(writer, 3);
    put_int(writer, 1);
    put_double(writer, 0.5);
    put_double(writer, 0.5);
    put_int(writer, -1);
    put_int(writer, -1);
    put_double(writer, 0.25);
    put_double(writer, 0.25);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&call_between(graph, "g", "f")->cost, -1, -1, 0.75, 0.75); /* then */
}
END_TEST

START_TEST(one_callers_dict_may_mix_all_shapes)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 10, 10, 2.0, 4.0);
    put_key(writer, "a.py", 2, "tuple");
    put_figures(1);
    put_key(writer, "a.py", 2, "number");
    put_int(writer, 5);
    put_key(writer, "a.py", 2, "nothing");
    put_tuple(writer, 0);
    put_key(writer, "a.py", 2, "true");
    put_code(writer, 'T');
    put_dict_end(writer);
    put_function_begin(writer, "a.py", 2, "nothing", 1, 1, 0.5, 3.0);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_names("f tuple number nothing true", "tuple>f number>f nothing>f true>f"); /* then */
    assert_cost(&call_between(graph, "tuple", "f")->cost, 3, 1, 0.5, 0.75);
    assert_cost(&call_between(graph, "number", "f")->cost, 5, -1, 1.0, 2.0);
    assert_cost(&call_between(graph, "nothing", "f")->cost, -1, -1, 0.0, 3.0);
    ck_assert_int_eq(call_between(graph, "nothing", "f")->derived_calls, PSTATS_CALLS_UNKNOWN);
    assert_cost(&call_between(graph, "true", "f")->cost, 1, -1, 0.2, 0.4);
}
END_TEST

/* ---- Numbers of any size ---- */

static void put_2_to_the_64th(void)
{
    static const uint16_t digits[] = {0, 0, 0, 0, 16};
    put_long(writer, 1, digits, 5);
}

START_TEST(counts_and_lines_beyond_64_bits_are_cut_and_warned_of)
{
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_2_to_the_64th();
    put_text(writer, "f");
    put_tuple(writer, 5);
    put_int(writer, 7);
    put_2_to_the_64th();
    put_2_to_the_64th(); /* a time: no need to cut */
    put_double(writer, 1.0);
    put_dict_begin(writer);
    put_key(writer, "a.py", 2, "g");
    put_2_to_the_64th();
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&function_at("f")->cost, INT64_MAX, 7, 0x1p64, 1.0); /* then */
    ck_assert_int_eq(function_at("f")->line, INT64_MAX);
    ck_assert_int_eq(call_between(graph, "g", "f")->cost.calls, INT64_MAX);
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 2);
    ck_assert_str_eq(pstats_profile_warning_at(profile, 0),
                     "2 numbers of calls beyond 2^63-1 were cut to that");
    ck_assert_str_eq(pstats_profile_warning_at(profile, 1),
                     "a line number beyond 2^63-1 was cut to that");
}
END_TEST

START_TEST(sums_of_strung_figures_beyond_64_bits_are_cut_and_warned_of)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 5, 20, 2.0, 3.0);
    put_key(writer, "a.py", 2, "g");
    put_tuple(writer, 8);
    for (int i = 0; i < 2; i++) {
        put_int(writer, INT64_MAX);
        put_int(writer, i);
        put_double(writer, 0.5);
        put_double(writer, 0.5);
    }
    put_dict_end(writer);
    end_dump(); /* when */

    assert_cost(&call_between(graph, "g", "f")->cost, INT64_MAX, 1, 1.0, 1.0); /* then */
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 1);
}
END_TEST

START_TEST(lines_may_be_anything)
{
    static const int64_t lines[] = {0, -1, INT32_MAX, INT32_MIN, INT64_MAX, -INT64_MAX, INT64_MIN};
    enum { COUNT = sizeof lines / sizeof *lines };
    begin_dump(4); /* given */
    for (size_t i = 0; i < COUNT; i++) {
        put_function_begin(writer, "a.py", lines[i], "f", 1, 1, 0.5, 0.5);
        put_dict_end(writer);
    }
    end_dump(); /* when */

    ck_assert_uint_eq(pstats_graph_function_count(graph), COUNT); /* then */
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_int_eq(pstats_graph_function(graph, i)->line, lines[i]);
}
END_TEST

START_TEST(damaged_times_are_kept_and_warned_of)
{
    static const double times[] = {NAN, HUGE_VAL, -HUGE_VAL, -1.0, -0.0, 0x1p-1074};
    enum { COUNT = sizeof times / sizeof *times };
    begin_dump(4); /* given */
    for (size_t i = 0; i < COUNT; i++) {
        put_function_begin(writer, "a.py", (int64_t)i, "f", 1, 1, times[i], 0.5);
        put_dict_end(writer);
    }
    end_dump(); /* when */

    for (size_t i = 0; i < COUNT; i++) /* then */
        ck_assert(is_same_double(pstats_graph_function(graph, i)->cost.self, times[i]));
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 2);
    ck_assert_str_eq(pstats_profile_warning_at(profile, 0),
                     "3 times are infinite or not a number; they count as 0");
    ck_assert_str_eq(pstats_profile_warning_at(profile, 1),
                     "a time is negative; its share counts as 0");
}
END_TEST

static void add_dialects(Suite *suite)
{
    TCase *tcase = tcase_create("dialects");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_test(tcase, cprofile_writes_the_counts_of_callers_the_other_way_round);
    tcase_add_test(tcase, the_pure_python_profiler_gives_only_the_calls_of_a_caller);
    tcase_add_test(tcase, a_caller_never_gets_more_than_all_of_the_times);
    tcase_add_test(tcase, the_root_of_the_pure_python_profiler_has_integers_for_times);
    tcase_add_test(tcase, yappi_writes_the_counts_of_functions_the_other_way_round);
    tcase_add_loop_test(tcase, pyinstrument_knows_no_calls_and_neither_do_merges_of_its_dumps, 0,
                        4);
    tcase_add_test(tcase, a_count_may_be_unknown_by_itself);
    tcase_add_loop_test(tcase, what_a_sampling_profiler_counts_are_no_calls, 0, 3);
    tcase_add_test(tcase, python_2_refers_to_names_by_a_table_of_its_own);
    tcase_add_test(tcase, figures_that_were_strung_together_add_up);
    tcase_add_test(tcase, figures_that_were_strung_together_are_unknown_where_one_is);
    tcase_add_test(tcase, one_callers_dict_may_mix_all_shapes);
    suite_add_tcase(suite, tcase);
}

static void add_numbers(Suite *suite)
{
    TCase *tcase = tcase_create("numbers");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_test(tcase, counts_and_lines_beyond_64_bits_are_cut_and_warned_of);
    tcase_add_test(tcase, sums_of_strung_figures_beyond_64_bits_are_cut_and_warned_of);
    tcase_add_test(tcase, lines_may_be_anything);
    tcase_add_test(tcase, damaged_times_are_kept_and_warned_of);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    Suite *suite = suite_create("records");
    add_dialects(suite);
    add_numbers(suite);
    return run_suite(suite);
}
