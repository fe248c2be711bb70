/* What becomes of the records: which functions and calls there are, and in which order. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdio.h>

START_TEST(functions_stand_in_the_order_of_first_encounter)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 1, 1, 0.5, 0.5);
    put_calls_from("g", 1);
    put_calls_from("h", 1);
    put_dict_end(writer);
    put_simple_function("k");
    put_function_begin(writer, "a.py", 1, "h", 1, 1, 0.5, 0.5);
    put_calls_from("f", 1);
    put_calls_from("m", 1);
    put_dict_end(writer);
    put_simple_function("g");
    end_dump(); /* when */

    assert_names("f g h k m", "g>f h>f f>h m>h"); /* then */
    ck_assert(function_at("m")->is_caller_only);
    ck_assert(!function_at("g")->is_caller_only);
}
END_TEST

START_TEST(of_a_key_that_comes_twice_the_last_record_counts)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 1, 1, 0.5, 0.5);
    put_calls_from("g", 1);
    put_calls_from("h", 1);
    put_dict_end(writer);
    put_simple_function("g");
    put_function_begin(writer, "a.py", 1, "f", 2, 3, 0.75, 1.0);
    put_calls_from("g", 3);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_names("f g", "g>f"); /* then */
    assert_cost(&function_at("f")->cost, 3, 2, 0.75, 1.0);
    assert_cost(&call_between(graph, "g", "f")->cost, 3, -1, 0.75, 1.0);
}
END_TEST

START_TEST(of_a_caller_that_comes_twice_the_last_figures_count)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 1, 4, 0.5, 0.5);
    put_calls_from("g", 1);
    put_calls_from("h", 2);
    put_calls_from("g", 4);
    put_dict_end(writer);
    put_function_begin(writer, "a.py", 1, "k", 1, 4, 0.5,
                       0.5); /* another dict: nothing to do with it */
    put_calls_from("g", 3);
    put_dict_end(writer);
    end_dump(); /* when */

    assert_names("f g h k", "g>f h>f g>k"); /* then */
    ck_assert_int_eq(call_between(graph, "g", "f")->cost.calls, 4);
    ck_assert_int_eq(call_between(graph, "g", "k")->cost.calls, 3);
}
END_TEST

/* Callers c00, c01 and so on, each with so many calls as its number and added are. */
static void put_callers(int count, int added)
{
    for (int i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "c%02d", i);
        put_key(writer, "a.py", 1, name);
        put_int(writer, i + added);
    }
}

static void assert_calls_of_callers(const char *callee, int count, int added)
{
    for (int i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "c%02d", i);
        ck_assert_int_eq(call_between(graph, name, callee)->cost.calls, i + added);
    }
}

/* However many they are: few are told apart in another way than many. */
START_TEST(of_many_callers_that_come_twice_the_last_figures_count)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 1, 4, 0.5, 0.5);
    put_callers(_i, 1);
    put_callers(_i, 100);
    put_dict_end(writer);
    put_function_begin(writer, "a.py", 1, "g", 1, 4, 0.5, 0.5);
    put_callers(20, 200);
    put_callers(_i, 300);
    put_dict_end(writer);
    end_dump(); /* when */

    ck_assert_uint_eq(pstats_graph_call_count(graph), (size_t)_i + 20); /* then */
    assert_calls_of_callers("f", _i, 100);
    assert_calls_of_callers("g", _i, 300);
}
END_TEST

START_TEST(keys_that_differ_in_one_part_are_different_functions)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 1, 1, 0.5, 0.5);
    put_dict_end(writer);
    put_function_begin(writer, "b.py", 1, "f", 1, 1, 0.5, 0.5);
    put_dict_end(writer);
    put_function_begin(writer, "a.py", 2, "f", 1, 1, 0.5, 0.5);
    put_dict_end(writer);
    put_function_begin(writer, "a.py", 1, "g", 1, 1, 0.5, 0.5);
    put_dict_end(writer);
    put_function_begin(writer, "f", 1, "a.py", 1, 1, 0.5, 0.5);
    put_dict_end(writer);
    end_dump(); /* when */

    ck_assert_uint_eq(pstats_graph_function_count(graph), 5); /* then */
}
END_TEST

START_TEST(a_dump_without_functions_is_an_empty_profile)
{
    begin_dump(4); /* given */
    end_dump();    /* when */

    ck_assert_uint_eq(pstats_graph_function_count(graph), 0); /* then */
    ck_assert_uint_eq(pstats_graph_call_count(graph), 0);
    ck_assert_double_eq(pstats_graph_total(graph), 0.0);
    ck_assert_uint_eq(pstats_profile_warning_count(profile), 0);
}
END_TEST

START_TEST(what_follows_the_dump_is_ignored)
{
    struct marshal_writer *longer = marshal_writer_new(4); /* given */
    put_dict_begin(longer);
    put_function_begin(longer, "a.py", 1, "f", 1, 1, 0.5, 0.5);
    put_dict_end(longer);
    put_dict_end(longer);
    put_raw(longer, "\xff\0garbage", 9);
    profile = profile_of_writer(longer); /* when */
    graph = pstats_profile_graph(profile);
    assert_names("f", ""); /* then */
}
END_TEST

START_TEST(a_null_for_a_value_ends_a_dict)
{
    begin_dump(4); /* given */
    put_function_begin(writer, "a.py", 1, "f", 1, 1, 0.5, 0.5);
    put_calls_from("g", 1);
    put_key(writer, "a.py", 1, "h"); /* its value is the NULL that ends the callers */
    put_dict_end(writer);
    put_key(writer, "a.py", 1, "k"); /* likewise */
    end_dump();                      /* when */

    assert_names("f g", "g>f"); /* then */
    assert_cost(&function_at("f")->cost, 1, 1, 0.5, 0.5);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("record_graph");
    TCase *tcase = tcase_create("places");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_test(tcase, functions_stand_in_the_order_of_first_encounter);
    tcase_add_test(tcase, of_a_key_that_comes_twice_the_last_record_counts);
    tcase_add_test(tcase, of_a_caller_that_comes_twice_the_last_figures_count);
    tcase_add_loop_test(tcase, of_many_callers_that_come_twice_the_last_figures_count, 1, 20);
    tcase_add_test(tcase, keys_that_differ_in_one_part_are_different_functions);
    tcase_add_test(tcase, a_dump_without_functions_is_an_empty_profile);
    tcase_add_test(tcase, what_follows_the_dump_is_ignored);
    tcase_add_test(tcase, a_null_for_a_value_ends_a_dict);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
