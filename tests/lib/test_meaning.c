/* Legal dumps that no profiler writes, read as Python reads them. */
#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <pstats.h>
#include <stdint.h>
#include <string.h>

/* A function's record up to its callers, which follow. */
static void put_figures(struct marshal_writer *writer)
{
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    put_double(writer, 0.5);
    put_double(writer, 0.5);
}

static void put_figures_and_no_callers(struct marshal_writer *writer)
{
    put_figures(writer);
    put_dict_begin(writer);
    put_dict_end(writer);
}

static void put_empty_function(struct marshal_writer *writer, int64_t line)
{
    put_function_begin(writer, "a.py", line, "f", 1, 1, 0.5, 0.5);
    put_dict_end(writer);
}

START_TEST(a_key_that_comes_twice_counts_once_the_last_time)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    put_function_begin(writer, "a.py", 1, "f", 1, 1, 0.5, 0.5);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, 1);
    put_dict_end(writer);
    put_empty_function(writer, 3);
    put_function_begin(writer, "a.py", 1, "f", 7, 7, 1.5, 2.5);
    put_key(writer, "a.py", 3, "f");
    put_int(writer, 2);
    put_key(writer, "a.py", 3, "f");
    put_int(writer, 5);
    put_dict_end(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_graph *graph = pstats_profile_graph(profile);
    ck_assert_uint_eq(pstats_graph_function_count(graph), 2); /* then */
    ck_assert_int_eq(pstats_graph_function(graph, 0)->cost.calls, 7);
    ck_assert_uint_eq(pstats_graph_call_count(graph), 1);
    ck_assert_int_eq(pstats_graph_call(graph, 0)->cost.calls, 5);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(a_null_ends_a_dict_also_where_a_value_should_stand)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    put_empty_function(writer, 1);
    put_key(writer, "a.py", 2, "g");
    put_code(writer, '0');
    pstats_profile *profile = profile_of_writer(writer);                              /* when */
    ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(profile)), 1); /* then */
    ck_assert(!pstats_graph_function(pstats_profile_graph(profile), 0)->is_caller_only);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(flags_on_objects_without_payload_take_no_slot)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_flag(writer); /* the first slot */
    put_text(writer, "a.py");
    put_raw_byte(writer, 'T' | 0x80); /* none */
    put_flag(writer);                 /* the second */
    put_text(writer, "name");
    put_figures_and_no_callers(writer);
    put_tuple(writer, 3);
    put_reference(writer, 0);
    put_int(writer, 2);
    put_reference(writer, 1);
    put_figures_and_no_callers(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_function *function = pstats_graph_function(pstats_profile_graph(profile), 1);
    ck_assert_uint_eq(function->name.length, 4);
    ck_assert_mem_eq(function->name.bytes, "name", 4);
    pstats_profile_free(profile);
}
END_TEST

/* Slots are taken before the children: a tuple's is lower than those of its items. */
START_TEST(slots_count_containers_before_their_children)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_flag(writer);
    put_dict_begin(writer);
    int32_t key = put_flag(writer);
    put_tuple(writer, 3);
    int32_t file = put_flag(writer);
    put_text(writer, "a.py");
    put_int(writer, 1);
    put_reference(writer, file);
    put_figures(writer);
    put_dict_begin(writer);
    put_reference(writer, key);
    put_int(writer, 3);
    put_dict_end(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(profile)), 1);
    ck_assert_uint_eq(pstats_graph_call(pstats_profile_graph(profile), 0)->caller, 0);
    pstats_profile_free(profile);
}
END_TEST

/* Wherever the code object stands, and whatever follows the dump, its name, file and line are found. */
START_TEST(every_layout_of_code_objects_is_recognised)
{
    static const int versions[] = {2, 3, 4, 4};
    enum code_layout layout = (enum code_layout)(_i % 4);
    int is_last = _i / 4 % 2, has_trailer = _i / 8;
    static const char expected[] = "<code object <module>, file \"script.py\", line 12>";
    struct marshal_writer *writer = marshal_writer_new(versions[layout]); /* given */
    put_dict_begin(writer);
    if (is_last)
        put_empty_function(writer, 1);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_code_object_begin(writer, layout);
    put_tuple(writer, 2);
    put_code(writer, 'N');
    put_text(writer, "constant");
    put_code_object_end(writer, layout, "script.py", "<module>", 12);
    put_figures_and_no_callers(writer);
    if (!is_last)
        put_empty_function(writer, 1);
    put_dict_end(writer);
    if (has_trailer)
        put_raw(writer, "\n\n", 2);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_function *function =
        pstats_graph_function(pstats_profile_graph(profile), is_last ? 1 : 0);
    ck_assert_msg(function->name.length == strlen(expected) &&
                      memcmp(function->name.bytes, expected, strlen(expected)) == 0,
                  "layout %d: %.*s", (int)layout, (int)function->name.length, function->name.bytes);
    pstats_profile_free(profile);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("meaning");
    TCase *all = tcase_create("all");
    tcase_add_test(all, a_key_that_comes_twice_counts_once_the_last_time);
    tcase_add_test(all, a_null_ends_a_dict_also_where_a_value_should_stand);
    tcase_add_test(all, flags_on_objects_without_payload_take_no_slot);
    tcase_add_test(all, slots_count_containers_before_their_children);
    tcase_add_loop_test(all, every_layout_of_code_objects_is_recognised, 0, 16);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
