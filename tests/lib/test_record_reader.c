/* Dumps whose parts are shared through references, and code objects as names. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const pstats_cost *cost_of(const char *name)
{
    return &pstats_graph_function(graph, function_named(graph, name))->cost;
}

/* ---- References ---- */

START_TEST(a_key_may_be_a_reference_to_a_key)
{
    begin_dump(4); /* given: f has itself for a caller, and g, which follows */
    int32_t f = put_flag(writer);
    put_key(writer, "a.py", 1, "f");
    put_costs(3, 0.5, 1.0);
    put_dict_begin(writer);
    put_reference(writer, f);
    put_int(writer, 2);
    int32_t g = put_flag(writer);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, 1);
    put_dict_end(writer);
    put_reference(writer, g);
    put_costs(1, 0.25, 1.25);
    put_no_callers();
    end_dump(); /* when */

    char *names = call_names(graph); /* then */
    ck_assert_str_eq(names, "f>f g>f");
    free(names);
    ck_assert(!pstats_graph_function(graph, 1)->is_caller_only);
    ck_assert_double_eq(cost_of("g")->cumulative, 1.25);
}
END_TEST

START_TEST(a_name_may_be_a_reference_and_serve_as_a_file_too)
{
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    int32_t text = put_flag(writer);
    put_string(writer, 'u', "caf\xc3\xa9", 5);
    put_int(writer, 1);
    put_reference(writer, text);
    put_costs(1, 0.5, 0.5);
    put_no_callers();
    end_dump(); /* when */

    ck_assert(is_text(pstats_graph_function(graph, 0)->file, "caf\xc3\xa9")); /* then */
    ck_assert(is_text(pstats_graph_function(graph, 0)->name, "caf\xc3\xa9"));
}
END_TEST

/* Keys as they stand in most dumps: file and, from the second time on, name are references, and the line may be one. */
static const struct short_key {
    int is_line_reference;
    int32_t line;         /* an index, where it is one; the line at index 1 is 40 */
    const char *new_name; /* NULL: a reference to the name at */
    int32_t name;
} short_keys[] = {
    {0, 1, NULL, 2},  {1, 1, NULL, 2}, {0, 2, "h", 3},   {0, 2, NULL, 3},
    {1, 1, NULL, 3},  {0, 1, NULL, 3}, {0, 40, NULL, 2}, {1, 1, "i", 4},
    {0, 40, NULL, 4}, {1, 1, NULL, 4}, {0, 40, NULL, 3}, {0, 2, NULL, 2},
};

START_TEST(keys_of_references_and_numbers_are_told_apart)
{
    enum { KEYS = sizeof short_keys / sizeof *short_keys, DIFFERENT = 7 };
    static const char *const names[] = {"g", "h", "i"};
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    ck_assert_int_eq(put_flag(writer), 0);
    put_text(writer, "f.py");
    ck_assert_int_eq(put_flag(writer), 1);
    put_int(writer, 40);
    ck_assert_int_eq(put_flag(writer), 2);
    put_text(writer, "g");
    put_costs(1000, 0.5, 1.0);
    put_dict_begin(writer);
    for (size_t i = 0; i < KEYS; i++) {
        const struct short_key *key = &short_keys[i];
        put_tuple(writer, 3);
        put_reference(writer, 0);
        if (key->is_line_reference)
            put_reference(writer, key->line);
        else
            put_int(writer, key->line);
        if (key->new_name != NULL) {
            ck_assert_int_eq(put_flag(writer), key->name);
            put_text(writer, key->new_name);
        } else {
            put_reference(writer, key->name);
        }
        put_caller_figures(writer, (int64_t)i + 1, (int64_t)i + 1, 0.0, 0.0);
    }
    put_dict_end(writer);
    end_dump(); /* when */

    ck_assert_uint_eq(pstats_graph_function_count(graph), DIFFERENT); /* then */
    ck_assert_uint_eq(pstats_graph_call_count(graph), DIFFERENT);
    for (size_t i = 0; i < DIFFERENT; i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        const pstats_function *caller = pstats_graph_function(graph, call->caller);
        const struct short_key *key = &short_keys[call->cost.calls - 1];
        ck_assert_int_eq(caller->line, key->is_line_reference ? 40 : key->line);
        ck_assert(is_text(caller->name, names[key->name - 2]));
    }
}
END_TEST

/* One small integer object is what Python writes for all uses of its value. */
START_TEST(one_number_may_be_a_count_a_line_and_a_time_by_turns)
{
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    int32_t five = put_flag(writer);
    put_int(writer, 5);
    put_text(writer, "f");
    put_tuple(writer, 5);
    for (int i = 0; i < 4; i++)
        put_reference(writer, five);
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_reference(writer, five);
    put_text(writer, "g");
    put_reference(writer, five);
    put_dict_end(writer);
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_reference(writer, five);
    put_text(writer, "g");
    put_tuple(writer, 5);
    for (int i = 0; i < 4; i++)
        put_reference(writer, five);
    put_no_callers();
    end_dump(); /* when */

    for (size_t i = 0; i < 2; i++) { /* then */
        const pstats_function *function = pstats_graph_function(graph, i);
        ck_assert_int_eq(function->line, 5);
        ck_assert_int_eq(function->cost.calls, 5);
        ck_assert_int_eq(function->cost.primitive_calls, 5);
        ck_assert_double_eq(function->cost.self, 5.0);
        ck_assert_double_eq(function->cost.cumulative, 5.0);
    }
    ck_assert_int_eq(pstats_graph_call(graph, 0)->cost.calls, 5);
}
END_TEST

START_TEST(a_time_may_be_a_reference_to_a_double)
{
    begin_dump(4); /* given */
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    int32_t time = put_flag(writer);
    put_double(writer, -0.1);
    put_reference(writer, time);
    put_no_callers();
    end_dump(); /* when */

    ck_assert(is_same_double(cost_of("f")->self, -0.1)); /* then */
    ck_assert(is_same_double(cost_of("f")->cumulative, -0.1));
}
END_TEST

START_TEST(a_record_may_be_a_reference_and_its_callers_come_with_it)
{
    begin_dump(4); /* given */
    put_key(writer, "a.py", 1, "f");
    int32_t record = put_flag(writer);
    put_costs(4, 0.5, 1.0);
    put_dict_begin(writer);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, 2);
    put_key(writer, "a.py", 3, "h");
    put_caller_figures(writer, 2, 2, 0.125, 0.25);
    put_dict_end(writer);
    put_key(writer, "a.py", 4, "k");
    put_reference(writer, record);
    end_dump(); /* when */

    char *names = call_names(graph); /* then */
    ck_assert_str_eq(names, "g>f h>f g>k h>k");
    free(names);
    ck_assert_int_eq(cost_of("k")->calls, 4);
    ck_assert_double_eq(call_between(graph, "g", "k")->cost.cumulative, 0.5);
    ck_assert_double_eq(call_between(graph, "h", "k")->cost.cumulative, 0.25);
}
END_TEST

START_TEST(callers_and_their_figures_may_be_references)
{
    begin_dump(4); /* given */
    put_key(writer, "a.py", 1, "f");
    put_costs(4, 0.5, 1.0);
    int32_t callers = put_flag(writer);
    put_dict_begin(writer);
    put_key(writer, "a.py", 2, "g");
    int32_t figures = put_flag(writer);
    put_caller_figures(writer, 2, 1, 0.125, 0.25);
    put_key(writer, "a.py", 3, "h");
    put_reference(writer, figures);
    put_dict_end(writer);
    put_key(writer, "a.py", 4, "k");
    put_costs(4, 0.5, 1.0);
    put_reference(writer, callers);
    end_dump(); /* when */

    char *names = call_names(graph); /* then */
    ck_assert_str_eq(names, "g>f h>f g>k h>k");
    free(names);
    for (size_t i = 0; i < 4; i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        ck_assert_int_eq(call->cost.calls, 2);
        ck_assert_int_eq(call->cost.primitive_calls, 1);
        ck_assert_double_eq(call->cost.self, 0.125);
        ck_assert_int_eq(call->derived_calls, 0);
    }
}
END_TEST

START_TEST(a_number_of_calls_may_be_a_reference_too)
{
    begin_dump(4); /* given */
    put_key(writer, "a.py", 1, "f");
    put_costs(4, 0.5, 1.0);
    put_dict_begin(writer);
    put_key(writer, "a.py", 2, "g");
    int32_t number = put_flag(writer);
    put_int(writer, 2);
    put_key(writer, "a.py", 3, "h");
    put_reference(writer, number);
    put_dict_end(writer);
    end_dump(); /* when */

    for (size_t i = 0; i < 2; i++) { /* then */
        ck_assert_int_eq(pstats_graph_call(graph, i)->cost.calls, 2);
        ck_assert_int_eq(pstats_graph_call(graph, i)->derived_calls, 2);
        ck_assert_double_eq(pstats_graph_call(graph, i)->cost.cumulative, 0.5);
    }
}
END_TEST

/* A replaced record's calls go, and those that were copied from it stay. */
START_TEST(a_record_that_is_replaced_may_have_been_shared)
{
    begin_dump(4); /* given */
    put_key(writer, "a.py", 1, "f");
    int32_t record = put_flag(writer);
    put_costs(4, 0.5, 1.0);
    put_dict_begin(writer);
    put_key(writer, "a.py", 2, "g");
    put_int(writer, 2);
    put_dict_end(writer);
    put_key(writer, "a.py", 4, "k");
    put_reference(writer, record);
    put_key(writer, "a.py", 1, "f");
    put_costs(1, 0.25, 0.25);
    put_no_callers();
    end_dump(); /* when */

    char *names = call_names(graph); /* then */
    ck_assert_str_eq(names, "g>k");
    free(names);
    ck_assert_double_eq(cost_of("f")->cumulative, 0.25);
    ck_assert_double_eq(cost_of("k")->cumulative, 1.0);
}
END_TEST

/* ---- Limits ---- */

/* Whether f1, f2, … may share one callers dict of so many entries. */
static pstats_code read_shared_callers(int callers_count, int function_count, size_t *size)
{
    pstats_error error = {PSTATS_OK, 0, ""};
    struct marshal_writer *sharing = marshal_writer_new(4);
    int32_t callers = -1;
    put_dict_begin(sharing);
    for (int i = 0; i < function_count; i++) {
        put_key(sharing, "a.py", i, "f");
        put_tuple(sharing, 5);
        put_int(sharing, 1);
        put_int(sharing, 1);
        put_double(sharing, 0.5);
        put_double(sharing, 0.5);
        if (callers >= 0) {
            put_reference(sharing, callers);
            continue;
        }
        callers = put_flag(sharing);
        put_dict_begin(sharing);
        for (int k = 0; k < callers_count; k++) {
            put_key(sharing, "b.py", k, "g");
            put_int(sharing, 1);
        }
        put_dict_end(sharing);
    }
    put_dict_end(sharing);
    *size = marshal_writer_size(sharing);
    pstats_profile_free(read_written(sharing, &error));
    marshal_writer_free(sharing);
    return error.code;
}

START_TEST(shared_callers_may_expand_to_8_calls_a_byte_and_no_more)
{
    enum { CALLERS = 1000 };
    size_t size;
    int largest = 0;
    for (int step = 1024; step > 0; step /= 2) /* when: the most functions that are read */
        if (read_shared_callers(CALLERS, largest + step, &size) == PSTATS_OK)
            largest += step;

    ck_assert_int_eq(read_shared_callers(CALLERS, largest, &size), PSTATS_OK); /* then */
    ck_assert_uint_le((size_t)(largest - 1) * CALLERS, 8 * (size + 1));
    ck_assert_int_eq(read_shared_callers(CALLERS, largest + 1, &size), PSTATS_ERROR_LIMIT);
    ck_assert_uint_gt((size_t)largest * CALLERS, 8 * size);
}
END_TEST

/* Code objects within one another, and each the name of a function: to read over all that is in the outermost would be
 * to read the innermost once for each. */
static pstats_code read_nested_code(int depth)
{
    pstats_error error = {PSTATS_OK, 0, ""};
    struct marshal_writer *nested = marshal_writer_new(4);
    put_dict_begin(nested);
    put_tuple(nested, 3);
    put_text(nested, "profile");
    put_int(nested, 0);
    for (int i = 0; i < depth; i++) {
        put_flag(nested);
        put_code_object_begin(nested, CODE_PYTHON_3_11);
    }
    put_tuple(nested, 200);
    put_repeated(nested, "N", 1, 200);
    for (int i = depth; i-- > 0;)
        put_code_object_end(nested, CODE_PYTHON_3_11, "script.py", "f", i);
    for (int i = 0; i < depth; i++) {
        if (i > 0) {
            put_tuple(nested, 3);
            put_text(nested, "profile");
            put_int(nested, 0);
            put_reference(nested, i);
        }
        put_tuple(nested, 5);
        put_repeated(nested, "i\0\0\0\0", 5, 4);
        put_raw(nested, "{0", 2);
    }
    put_dict_end(nested);
    pstats_profile *read = read_written(nested, &error);
    if (read != NULL)
        ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(read)), (size_t)depth);
    pstats_profile_free(read);
    marshal_writer_free(nested);
    return error.code;
}

START_TEST(what_is_read_again_has_a_limit)
{
    ck_assert_int_eq(read_nested_code(20), PSTATS_OK);
    ck_assert_int_eq(read_nested_code(1000), PSTATS_ERROR_LIMIT);
}
END_TEST

/* ---- Code objects ---- */

static const struct {
    enum code_layout layout;
    int version;
} layouts[] = {
    {CODE_PYTHON_2_7, 2}, {CODE_PYTHON_3_0, 4}, {CODE_PYTHON_3_8, 4}, {CODE_PYTHON_3_11, 4}};

static void put_code_object(enum code_layout layout)
{
    put_code_object_begin(writer, layout);
    put_tuple(writer, 2);
    put_code(writer, 'N');
    put_code_object_begin(writer, layout);
    put_tuple(writer, 0);
    put_code_object_end(writer, layout, "inner.py", "inner", 7);
    put_code_object_end(writer, layout, "dir/script.py", "<module>", 3);
}

#define SCRIPT "<code object <module>, file \"dir/script.py\", line 3>"

START_TEST(a_code_object_names_a_function_and_a_caller)
{
    begin_dump(layouts[_i].version); /* given */
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_code_object(layouts[_i].layout);
    put_costs(1, 0.5, 1.0);
    put_no_callers();
    put_key(writer, "a.py", 1, "f");
    put_costs(1, 0.5, 0.5);
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_code_object(layouts[_i].layout);
    put_int(writer, 1);
    put_dict_end(writer);
    end_dump(); /* when */

    char *names = call_names(graph); /* then */
    ck_assert_str_eq(names, SCRIPT ">f");
    free(names);
    ck_assert_uint_eq(pstats_graph_function_count(graph), 2);
}
END_TEST

START_TEST(a_code_object_may_be_referred_to)
{
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    int32_t code = put_flag(writer);
    put_code_object(layouts[_i].layout);
    put_costs(1, 0.5, 1.0);
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_reference(writer, code);
    put_int(writer, 1);
    put_dict_end(writer);
    end_dump(); /* when */

    char *names = call_names(graph); /* then */
    ck_assert_str_eq(names, SCRIPT ">" SCRIPT);
    free(names);
}
END_TEST

/* What was read over among a code object's constants can be referred to from where it matters. */
START_TEST(a_reference_may_lead_into_a_code_object)
{
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_code_object_begin(writer, CODE_PYTHON_3_8);
    put_tuple(writer, 3);
    int32_t name = put_flag(writer);
    put_text(writer, "f");
    int32_t key = put_flag(writer);
    put_key(writer, "a.py", 9, "k");
    int32_t callers = put_flag(writer);
    put_dict_begin(writer);
    put_reference(writer, key);
    put_int(writer, 1);
    put_dict_end(writer);
    put_code_object_end(writer, CODE_PYTHON_3_8, "script.py", "<module>", 3);
    put_costs(1, 0.5, 1.0);
    put_no_callers();
    for (int i = 1; i < 3; i++) {
        put_tuple(writer, 3);
        put_text(writer, "a.py");
        put_int(writer, i);
        put_reference(writer, name);
        put_costs(1, 0.5, 1.0);
        put_reference(writer, callers);
    }
    end_dump(); /* when */

    ck_assert_uint_eq(pstats_graph_function_count(graph), 4); /* then */
    char *names = call_names(graph);
    ck_assert_str_eq(names, "k>f k>f");
    free(names);
    ck_assert_int_eq(pstats_graph_function(graph, function_named(graph, "k"))->line, 9);
}
END_TEST

static void add_references(Suite *suite)
{
    TCase *tcase = tcase_create("references");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_test(tcase, a_key_may_be_a_reference_to_a_key);
    tcase_add_test(tcase, a_name_may_be_a_reference_and_serve_as_a_file_too);
    tcase_add_test(tcase, keys_of_references_and_numbers_are_told_apart);
    tcase_add_test(tcase, one_number_may_be_a_count_a_line_and_a_time_by_turns);
    tcase_add_test(tcase, a_time_may_be_a_reference_to_a_double);
    tcase_add_test(tcase, a_record_may_be_a_reference_and_its_callers_come_with_it);
    tcase_add_test(tcase, callers_and_their_figures_may_be_references);
    tcase_add_test(tcase, a_number_of_calls_may_be_a_reference_too);
    tcase_add_test(tcase, a_record_that_is_replaced_may_have_been_shared);
    tcase_add_test(tcase, shared_callers_may_expand_to_8_calls_a_byte_and_no_more);
    tcase_add_test(tcase, what_is_read_again_has_a_limit);
    suite_add_tcase(suite, tcase);
}

static void add_code_objects(Suite *suite)
{
    TCase *tcase = tcase_create("code objects");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, a_code_object_names_a_function_and_a_caller, 0,
                        sizeof layouts / sizeof *layouts);
    tcase_add_loop_test(tcase, a_code_object_may_be_referred_to, 1,
                        sizeof layouts / sizeof *layouts); /* Python 2 has no references */
    tcase_add_test(tcase, a_reference_may_lead_into_a_code_object);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    Suite *suite = suite_create("record_reader");
    add_references(suite);
    add_code_objects(suite);
    return run_suite(suite);
}
