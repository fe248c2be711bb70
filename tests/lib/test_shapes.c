/* Dumps that no profiler writes: deep, shared, referring to themselves or cut, which are refused; and legal ones that are
 * expensive for who is careless. They are built here. */
#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
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

/* A dump whose one function is named by a code object with what put_constants puts, once, as its constants. */
static void write_with_constants(struct marshal_writer *writer,
                                 void (*put_constants)(struct marshal_writer *, size_t),
                                 size_t count)
{
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    put_code_object_begin(writer, CODE_PYTHON_3_11);
    put_constants(writer, count);
    put_code_object_end(writer, CODE_PYTHON_3_11, "a.py", "<module>", 1);
    put_figures_and_no_callers(writer);
    put_dict_end(writer);
}

static void put_deep_tuples(struct marshal_writer *writer, size_t depth)
{
    put_repeated(writer, ")\1", 2, depth);
    put_code(writer, 'N');
}

static void put_deep_lists(struct marshal_writer *writer, size_t depth)
{
    put_repeated(writer, "[\1\0\0\0", 5, depth);
    put_code(writer, 'N');
}

static void put_deep_frozensets(struct marshal_writer *writer, size_t depth)
{
    put_repeated(writer, "\xbe\1\0\0\0", 5, depth); /* with FLAG_REF */
    put_code(writer, 'N');
}

static void put_deep_slices(struct marshal_writer *writer, size_t depth)
{
    put_repeated(writer, ":NN", 3, depth);
    put_code(writer, 'N');
}

static void put_deep_dict_keys(struct marshal_writer *writer, size_t depth)
{
    put_repeated(writer, "{", 1, depth);
    put_code(writer, 'N');
    put_repeated(writer, "N0", 2, depth);
}

static void put_deep_dict_values(struct marshal_writer *writer, size_t depth)
{
    put_repeated(writer, "{N", 2, depth);
    put_code(writer, 'N');
    put_repeated(writer, "0", 1, depth);
}

static void put_deep_code(struct marshal_writer *writer, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        put_code_object_begin(writer, CODE_PYTHON_3_11);
    put_code(writer, 'N');
    for (size_t i = 0; i < depth; i++)
        put_code_object_end(writer, CODE_PYTHON_3_11, "a.py", "f", 1);
}

/* A tuple of twice the tuple before it, and so on: 2^depth leaves for who follows the references. */
static void put_laughs(struct marshal_writer *writer, size_t depth)
{
    put_tuple(writer, (uint32_t)depth + 1);
    int32_t previous = put_flag(writer);
    put_tuple(writer, 0);
    for (size_t i = 0; i < depth; i++) {
        int32_t next = put_flag(writer);
        put_tuple(writer, 2);
        put_reference(writer, previous);
        put_reference(writer, previous);
        previous = next;
    }
}

static void put_open_reference(struct marshal_writer *writer, char code)
{
    int32_t self = put_flag(writer);
    put_code(writer, code);
    put_raw_int32(writer, 1);
    put_reference(writer, self);
}

static void put_frozenset_with_itself(struct marshal_writer *writer, size_t count)
{
    (void)count;
    put_open_reference(writer, '>');
}

static void put_slice_with_itself(struct marshal_writer *writer, size_t count)
{
    (void)count;
    int32_t self = put_flag(writer);
    put_code(writer, ':');
    put_reference(writer, self);
    put_code(writer, 'N');
    put_code(writer, 'N');
}

static const struct {
    const char *what;
    void (*put_constants)(struct marshal_writer *writer, size_t count);
    size_t count;
    pstats_code code;
} constants[] = {
    {"200,000 nested tuples", put_deep_tuples, 200000, PSTATS_ERROR_LIMIT},
    {"200,000 nested lists", put_deep_lists, 200000, PSTATS_ERROR_LIMIT},
    {"200,000 nested frozensets", put_deep_frozensets, 200000, PSTATS_ERROR_LIMIT},
    {"200,000 nested slices", put_deep_slices, 200000, PSTATS_ERROR_LIMIT},
    {"200,000 dicts as keys", put_deep_dict_keys, 200000, PSTATS_ERROR_LIMIT},
    {"200,000 dicts as values", put_deep_dict_values, 200000, PSTATS_ERROR_LIMIT},
    {"20,000 nested code objects", put_deep_code, 20000, PSTATS_ERROR_LIMIT},
    {"1,900 nested tuples", put_deep_tuples, 1900, PSTATS_OK},
    {"1,900 dicts as keys", put_deep_dict_keys, 1900, PSTATS_OK},
    {"1,900 nested code objects", put_deep_code, 1900, PSTATS_OK},
    {"200 doublings", put_laughs, 200, PSTATS_OK},
    {"a frozenset that contains itself", put_frozenset_with_itself, 1, PSTATS_ERROR_MARSHAL},
    {"a slice that contains itself", put_slice_with_itself, 1, PSTATS_ERROR_MARSHAL},
};

START_TEST(constants_of_any_shape_are_skipped_or_refused)
{
    pstats_error error;
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    write_with_constants(writer, constants[_i].put_constants, constants[_i].count);
    pstats_profile *profile = read_written(writer, &error); /* when */
    ck_assert_msg((profile != NULL) == (constants[_i].code == PSTATS_OK), "%s: %s",
                  constants[_i].what, error.message); /* then */
    if (profile == NULL)
        ck_assert_msg(error.code == constants[_i].code, "%s: %d, %s", constants[_i].what,
                      (int)error.code, error.message);
    pstats_profile_free(profile);
    marshal_writer_free(writer);
}
END_TEST

/* A reference to itself where a profile has its own parts. */
static void write_key_with_itself(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    int32_t self = put_flag(writer);
    put_tuple(writer, 3);
    put_reference(writer, self);
    put_int(writer, 1);
    put_text(writer, "f");
    put_figures_and_no_callers(writer);
    put_dict_end(writer);
}

static void write_code_with_itself(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    int32_t self = put_flag(writer);
    put_code_object_begin(writer, CODE_PYTHON_3_11);
    put_reference(writer, self);
    put_code_object_end(writer, CODE_PYTHON_3_11, "a.py", "<module>", 1);
    put_figures_and_no_callers(writer);
    put_dict_end(writer);
}

/* A code object up to its file and names, three objects, and what follows them. */
static void put_code_before_names(struct marshal_writer *writer)
{
    put_code_object_begin(writer, CODE_PYTHON_3_11);
    for (int i = 0; i < 4; i++)
        put_tuple(writer, 0);
}

static void put_code_after_names(struct marshal_writer *writer, int32_t line)
{
    put_raw_int32(writer, line);
    put_string(writer, 's', "", 0);
    put_string(writer, 's', "", 0);
}

/* Each code object is named by the one before it, twice: its name would double each time. */
static void write_code_named_by_code(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_text(writer, "profile");
    put_int(writer, 0);
    int32_t name = put_flag(writer);
    put_text(writer, "laugh");
    put_figures_and_no_callers(writer);
    for (int i = 0; i < 20; i++) {
        put_tuple(writer, 3);
        put_text(writer, "profile");
        put_int(writer, 0);
        int32_t next = put_flag(writer);
        put_code_before_names(writer);
        put_reference(writer, name);
        put_reference(writer, name);
        put_reference(writer, name);
        put_code_after_names(writer, i);
        put_figures_and_no_callers(writer);
        name = next;
    }
    put_dict_end(writer);
}

static void put_callers(struct marshal_writer *writer, int count)
{
    put_dict_begin(writer);
    for (int i = 0; i < count; i++) {
        put_key(writer, "b.py", i, "g");
        put_int(writer, 1);
    }
    put_dict_end(writer);
}

static void write_shared_callers(struct marshal_writer *writer, int caller_count,
                                 int function_count)
{
    put_dict_begin(writer);
    put_key(writer, "a.py", 0, "f");
    put_figures(writer);
    int32_t callers = put_flag(writer);
    put_callers(writer, caller_count);
    for (int i = 1; i < function_count; i++) {
        put_key(writer, "a.py", i, "f");
        put_figures(writer);
        put_reference(writer, callers);
    }
    put_dict_end(writer);
}

static void write_six_million_calls(struct marshal_writer *writer)
{
    write_shared_callers(writer, 1500, 4001);
}

/* The whole record is shared, not only its callers. */
static void write_shared_record(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_key(writer, "a.py", 0, "f");
    int32_t record = put_flag(writer);
    put_figures(writer);
    put_callers(writer, 1500);
    for (int i = 1; i < 4001; i++) {
        put_key(writer, "a.py", i, "f");
        put_reference(writer, record);
    }
    put_dict_end(writer);
}

/* Thousands of code objects that share one long file name would be as many long names. */
static void write_long_code_names(struct marshal_writer *writer)
{
    static char long_name[300001];
    memset(long_name, 'x', sizeof long_name - 1);
    put_dict_begin(writer);
    int32_t file = -1;
    for (int i = 0; i < 5000; i++) {
        put_tuple(writer, 3);
        put_text(writer, "profile");
        put_int(writer, 0);
        put_code_before_names(writer);
        if (file < 0) {
            file = put_flag(writer);
            put_text(writer, long_name);
        } else {
            put_reference(writer, file);
        }
        put_text(writer, "f");
        put_text(writer, "f");
        put_code_after_names(writer, i);
        put_figures_and_no_callers(writer);
    }
    put_dict_end(writer);
}

static void write_string_reference_too_far(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_tuple(writer, 3);
    put_string(writer, 't', "a.py", 4);
    put_int(writer, 1);
    put_string_reference(writer, 1);
    put_figures_and_no_callers(writer);
    put_dict_end(writer);
}

static const struct {
    const char *what;
    int version;
    void (*write)(struct marshal_writer *writer);
    pstats_code code;
} refused[] = {
    {"a key that contains itself", 4, write_key_with_itself, PSTATS_ERROR_MARSHAL},
    {"a code object among its own constants", 4, write_code_with_itself, PSTATS_ERROR_MARSHAL},
    {"code objects named by code objects", 4, write_code_named_by_code, PSTATS_ERROR_RECORD},
    {"one callers dict shared by 4001 functions", 4, write_six_million_calls, PSTATS_ERROR_LIMIT},
    {"one record shared by 4001 functions", 4, write_shared_record, PSTATS_ERROR_LIMIT},
    {"code objects that share a long file name", 4, write_long_code_names, PSTATS_ERROR_LIMIT},
    {"a reference beyond Python 2's strings", 2, write_string_reference_too_far,
     PSTATS_ERROR_MARSHAL},
};

START_TEST(shapes_that_no_profiler_writes_are_refused)
{
    pstats_error error;
    struct marshal_writer *writer = marshal_writer_new(refused[_i].version); /* given */
    refused[_i].write(writer);
    pstats_profile *profile = read_written(writer, &error);          /* when */
    ck_assert_msg(profile == NULL, "%s: is read", refused[_i].what); /* then */
    ck_assert_msg(error.code == refused[_i].code, "%s: %d, %s", refused[_i].what, (int)error.code,
                  error.message);
    ck_assert_msg(error.offset <= marshal_writer_size(writer) && error.message[0] != '\0',
                  "%s: offset %zu", refused[_i].what, error.offset);
    marshal_writer_free(writer);
}
END_TEST

/* ---- Legal, but expensive for who is careless ---- */

START_TEST(a_callers_dict_may_be_shared_within_the_limit)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    write_shared_callers(writer, 30, 100);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_graph *graph = pstats_profile_graph(profile);
    ck_assert_uint_eq(pstats_graph_function_count(graph), 130);
    ck_assert_uint_eq(pstats_graph_call_count(graph), 3000);
    for (size_t i = 0; i < 3000; i++)
        ck_assert_uint_eq(pstats_graph_call(graph, i)->callee, i < 30 ? 0 : i / 30 + 30);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(thousands_of_functions_may_share_a_long_name)
{
    static char long_name[150001];
    memset(long_name, 'x', sizeof long_name - 1);
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    int32_t file = -1;
    for (int i = 0; i < 3000; i++) {
        put_tuple(writer, 3);
        if (file < 0) {
            file = put_flag(writer);
            put_text(writer, long_name);
        } else {
            put_reference(writer, file);
        }
        put_int(writer, i);
        put_text(writer, "f");
        put_figures_and_no_callers(writer);
    }
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(profile)), 3000);
    pstats_profile_free(profile);
}
END_TEST

/* A number of 400 kB, to which thousands of records refer, now as a count and now as a time. */
START_TEST(a_huge_number_may_be_referred_to_often)
{
    enum { DIGITS = 200000, FUNCTIONS = 4000 };
    static uint16_t digits[DIGITS];
    digits[DIGITS - 1] = 1;
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    int32_t number = -1;
    for (int i = 0; i < FUNCTIONS; i++) {
        put_key(writer, "a.py", i, "f");
        put_tuple(writer, 5);
        for (int k = 0; k < 4; k++) {
            if (number >= 0) {
                put_reference(writer, number);
                continue;
            }
            number = put_flag(writer);
            put_long(writer, 1, digits, DIGITS);
        }
        put_dict_begin(writer);
        put_dict_end(writer);
    }
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_cost *cost =
        &pstats_graph_function(pstats_profile_graph(profile), FUNCTIONS - 1)->cost;
    ck_assert_int_eq(cost->calls, INT64_MAX);
    ck_assert(isinf(cost->self) && cost->self > 0);
    pstats_profile_free(profile);
}
END_TEST

START_TEST(a_function_may_have_thousands_of_callers)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_dict_begin(writer);
    put_function_begin(writer, "a.py", 0, "f", 20000, 20000, 2.0, 2.0);
    for (int i = 1; i <= 20000; i++) {
        put_key(writer, "a.py", i, "caller");
        put_caller_figures(writer, 1, 1, 0.0001, 0.0001);
    }
    put_dict_end(writer);
    put_dict_end(writer);
    pstats_profile *profile = profile_of_writer(writer); /* when */
    const pstats_graph *graph = pstats_profile_graph(profile);
    ck_assert_uint_eq(pstats_graph_call_count(graph), 20000);
    for (size_t i = 0; i < 20000; i++)
        ck_assert_uint_eq(pstats_graph_call(graph, i)->caller, i + 1);
    pstats_profile_free(profile);
}
END_TEST

#define LENGTH(array) ((int)(sizeof(array) / sizeof *(array)))

int main(void)
{
    Suite *suite = suite_create("shapes");
    TCase *shapes = tcase_create("shapes");
    tcase_set_timeout(shapes, 0); /* none */
    tcase_add_loop_test(shapes, constants_of_any_shape_are_skipped_or_refused, 0,
                        LENGTH(constants));
    tcase_add_loop_test(shapes, shapes_that_no_profiler_writes_are_refused, 0, LENGTH(refused));
    tcase_add_test(shapes, a_callers_dict_may_be_shared_within_the_limit);
    tcase_add_test(shapes, thousands_of_functions_may_share_a_long_name);
    tcase_add_test(shapes, a_huge_number_may_be_referred_to_often);
    tcase_add_test(shapes, a_function_may_have_thousands_of_callers);
    suite_add_tcase(suite, shapes);
    return run_suite(suite);
}
