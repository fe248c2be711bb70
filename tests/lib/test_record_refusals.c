/* What is marshal data, but no profile. */
#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <string.h>

static void put_list_as_key(void)
{
    put_code(writer, '[');
    put_raw_int32(writer, 3);
    put_text(writer, "a.py");
    put_int(writer, 1);
    put_text(writer, "f");
}

static void put_key_of_two(void)
{
    put_tuple(writer, 2);
    put_text(writer, "a.py");
    put_int(writer, 1);
}

static void put_other_marker(void)
{
    put_tuple(writer, 1);
    put_text(writer, "__samples__");
    put_code(writer, 'T');
}

static void put_empty_key(void)
{
    put_tuple(writer, 0);
}

static void put_text_as_key(void)
{
    put_text(writer, "f");
}

static void put_line_of_text(void)
{
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_text(writer, "1");
    put_text(writer, "f");
}

static void put_name_of_none(void)
{
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_int(writer, 1);
    put_code(writer, 'N');
}

static void put_file_of_a_tuple(void)
{
    put_tuple(writer, 3);
    put_calls_from("f", 1);
    put_text(writer, "f");
}

static void put_record_of_four(void)
{
    put_key(writer, "a.py", 1, "f");
    put_caller_figures(writer, 1, 1, 0.5, 0.5);
}

static void put_record_of_a_number(void)
{
    put_calls_from("f", 1);
}

static void put_count_of_a_double(void)
{
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_double(writer, 1.0);
}

static void put_count_of_none(void)
{
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_code(writer, 'N');
}

static void put_time_of_text(void)
{
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    put_text(writer, "0.5");
}

static void put_time_of_a_complex(void)
{
    put_key(writer, "a.py", 1, "f");
    put_tuple(writer, 5);
    put_int(writer, 1);
    put_int(writer, 1);
    put_code(writer, 'y');
    put_repeated(writer, "", 1, 16);
}

static void put_callers_of_a_tuple(void)
{
    put_key(writer, "a.py", 1, "f");
    put_costs(1, 0.5, 0.5);
    put_tuple(writer, 0);
}

static void put_callers_of_none(void)
{
    put_key(writer, "a.py", 1, "f");
    put_costs(1, 0.5, 0.5);
    put_code(writer, 'N');
}

static void put_caller_with(void (*put_figures)(void))
{
    put_key(writer, "a.py", 1, "f");
    put_costs(1, 0.5, 0.5);
    put_dict_begin(writer);
    put_key(writer, "a.py", 1, "f");
    put_figures();
}

static void put_three(void)
{
    put_tuple(writer, 3);
}

static void put_half(void)
{
    put_double(writer, 0.5);
}

static void put_figures_of_three(void)
{
    put_caller_with(put_three);
}

static void put_figures_of_a_double(void)
{
    put_caller_with(put_half);
}

static void put_marker_as_caller(void)
{
    put_key(writer, "a.py", 1, "f");
    put_costs(1, 0.5, 0.5);
    put_dict_begin(writer);
    put_tuple(writer, 1);
    put_text(writer, "__sampled__");
}

#define KEY "a key is not (file, line, name)"

static const struct {
    void (*put)(void);
    const char *clause;
} refused[] = {
    {put_list_as_key, KEY},
    {put_key_of_two, KEY},
    {put_other_marker, KEY},
    {put_empty_key, KEY},
    {put_text_as_key, KEY},
    {put_marker_as_caller, KEY},
    {put_line_of_text, "a line number is not an integer"},
    {put_name_of_none, "the name of a function or file is not text"},
    {put_file_of_a_tuple, "the name of a function or file is not text"},
    {put_record_of_four, "a function's figures are not five"},
    {put_record_of_a_number, "a function's figures are not five"},
    {put_count_of_a_double, "a number of calls is not an integer"},
    {put_count_of_none, "a number of calls is not an integer"},
    {put_time_of_text, "a time is not a number"},
    {put_time_of_a_complex, "a time is not a number"},
    {put_callers_of_a_tuple, "a function's callers are not a dict"},
    {put_callers_of_none, "a function's callers are not a dict"},
    {put_figures_of_three, "a caller's figures are not four"},
    {put_figures_of_a_double, "a caller's figures are neither four nor a number of calls"},
};

START_TEST(what_has_another_shape_is_python_data_but_not_a_profile)
{
    pstats_error error;
    begin_dump(4); /* given */
    refused[_i].put();
    size_t size = marshal_writer_size(writer);
    put_repeated(writer, "N", 1, 20);
    profile = read_written(writer, &error); /* when */
    ck_assert_ptr_null(profile);            /* then */
    ck_assert_msg(error.code == PSTATS_ERROR_RECORD, "%s", error.message);
    ck_assert_str_eq(strstr(error.message, ": ") + 2, refused[_i].clause);
    ck_assert_uint_lt(error.offset, size);
}
END_TEST

static const struct {
    const char *bytes;
    size_t size;
} tops[] = {{"N", 1}, {"i\1\0\0\0", 5}, {")\0", 2}, {"s\0\0\0\0", 5}, {"(\1\0\0\0N", 6}};

START_TEST(a_dump_is_a_dict)
{
    pstats_error error;
    profile = pstats_profile_read_bytes(tops[_i].bytes, tops[_i].size, NULL, &error); /* when */
    ck_assert_ptr_null(profile);                                                      /* then */
    ck_assert_int_eq(error.code, PSTATS_ERROR_RECORD);
    ck_assert_uint_eq(error.offset, 0);
}
END_TEST

START_TEST(a_frozendict_is_a_dict_too)
{
    struct marshal_writer *frozen = marshal_writer_new(5); /* given */
    put_code(frozen, '}');
    put_key(frozen, "a.py", 1, "f");
    put_tuple(frozen, 5);
    put_int(frozen, 1);
    put_int(frozen, 1);
    put_double(frozen, 0.5);
    put_double(frozen, 0.5);
    put_code(frozen, '}');
    put_dict_end(frozen);
    put_dict_end(frozen);
    profile = profile_of_writer(frozen);                                              /* when */
    ck_assert_uint_eq(pstats_graph_function_count(pstats_profile_graph(profile)), 1); /* then */
}
END_TEST

static const struct {
    const char *what;
    char code;
    const char *bytes;
} texts[] = {
    {"UTF-8 that is none", 'u', "caf\xe9"},
    {"UTF-8 that is cut", 'u', "caf\xc3"},
    {"an overlong form", 'u', "\xc0\xaf"},
};

START_TEST(a_text_that_is_no_utf8_is_damage)
{
    pstats_error error;
    begin_dump(4); /* given */
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_int(writer, 1);
    size_t offset = marshal_writer_size(writer);
    put_string(writer, texts[_i].code, texts[_i].bytes, strlen(texts[_i].bytes));
    put_costs(1, 0.5, 0.5);
    put_no_callers();
    put_dict_end(writer);
    profile = read_written(writer, &error); /* when */
    ck_assert_ptr_null(profile);            /* then */
    ck_assert_msg(error.code == PSTATS_ERROR_MARSHAL, "%s: %s", texts[_i].what, error.message);
    ck_assert_uint_eq(error.offset, offset);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("record_refusals");
    TCase *tcase = tcase_create("refusals");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, what_has_another_shape_is_python_data_but_not_a_profile, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_loop_test(tcase, a_dump_is_a_dict, 0, sizeof tops / sizeof *tops);
    tcase_add_test(tcase, a_frozendict_is_a_dict_too);
    tcase_add_loop_test(tcase, a_text_that_is_no_utf8_is_damage, 0, sizeof texts / sizeof *texts);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
