/* Reading over what nobody needs: to the right place, and no deeper than it may. */
#include "lib/marshal_skip.h"

#include "support/marshal_objects.h"
#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(literal) (const unsigned char *)literal, sizeof(literal) - 1

static struct marshal marshal;
static struct marshal_object object;

static void begin(const unsigned char *bytes, size_t size)
{
    marshal_free(&marshal);
    marshal_init(&marshal, bytes, size, MARSHAL_CODE_3_11);
}

static void begin_written(const struct marshal_writer *writer)
{
    begin(marshal_writer_bytes(writer), marshal_writer_size(writer));
}

static void next(void)
{
    marshal_next(&marshal, &object);
}

static void forget(void)
{
    marshal_free(&marshal);
}

/* ---- Depth ---- */

#define MAX_DEPTH 2000

static const struct {
    const char *open;
    size_t size;
    const char *close;
} levels[] = {{"(\1\0\0\0", 5, ""}, {"[\1\0\0\0", 5, ""}, {")\1", 2, ""}, {"<\1\0\0\0", 5, ""},
              {">\1\0\0\0", 5, ""}, {"{N", 2, "0"},       {":NN", 3, ""}, {"{", 1, "N0"}};

static struct marshal_writer *nest(size_t level, size_t depth)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    put_repeated(writer, levels[level].open, levels[level].size, depth);
    put_raw(writer, "N", 1);
    put_repeated(writer, levels[level].close, strlen(levels[level].close), depth);
    return writer;
}

START_TEST(objects_may_be_nested_2000_deep)
{
    struct marshal_writer *writer = nest((size_t)_i, MAX_DEPTH); /* given */
    begin_written(writer);
    marshal_skip_next(&marshal);                                 /* when */
    ck_assert_msg(!marshal.failed, "%s", marshal.error.message); /* then */
    ck_assert_uint_eq(marshal.position, marshal_writer_size(writer));
    ck_assert_uint_eq(marshal.depth, 0);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(objects_nested_deeper_are_refused_where_that_begins)
{
    static const size_t depths[] = {MAX_DEPTH + 1, 200000};
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        struct marshal_writer *writer = nest((size_t)_i, depths[i]); /* given */
        begin_written(writer);
        marshal_skip_next(&marshal); /* when */
        ck_assert(marshal.failed);   /* then */
        ck_assert_int_eq(marshal.error.code, PSTATS_ERROR_LIMIT);
        ck_assert_uint_eq(marshal.error.offset, MAX_DEPTH * levels[_i].size);
        marshal_writer_free(writer);
    }
}
END_TEST

START_TEST(what_a_user_has_entered_counts_as_depth)
{
    struct marshal_writer *writer = nest(0, MAX_DEPTH + 1); /* given */
    begin_written(writer);
    for (int i = 0; i < MAX_DEPTH; i++) {
        next();
        ck_assert(marshal_enter(&marshal, &object)); /* when */
    }
    next();
    ck_assert(!marshal_enter(&marshal, &object)); /* then */
    ck_assert_int_eq(marshal.error.code, PSTATS_ERROR_LIMIT);
    marshal_writer_free(writer);
}
END_TEST

/* ---- Skipping ---- */

static void put_everything(struct marshal_writer *writer)
{
    put_tuple(writer, (uint32_t)strlen(slotted_codes));
    for (size_t i = 0; i < strlen(slotted_codes); i++)
        put_one(writer, slotted_codes[i]);
}

static void put_dicts(struct marshal_writer *writer)
{
    put_dict_begin(writer);
    put_text(writer, "a");
    put_dict_begin(writer);
    put_text(writer, "b");
    put_tuple(writer, 2);
    put_int(writer, 1);
    put_dict_begin(writer);
    put_dict_end(writer);
    put_dict_end(writer);
    put_tuple(writer, 0);
    put_double(writer, 0.5);
    put_dict_end(writer);
}

/* As in Python, a NULL ends a dict as a value, too. */
static void put_dict_that_ends_with_a_key(struct marshal_writer *writer)
{
    put_tuple(writer, 2);
    put_dict_begin(writer);
    put_text(writer, "a");
    put_dict_end(writer);
    put_int(writer, 1);
}

static void put_slices(struct marshal_writer *writer)
{
    put_code(writer, ':');
    put_code(writer, ':');
    put_raw(writer, "NNN", 3);
    put_tuple(writer, 1);
    put_int(writer, 3);
    put_code(writer, '.');
}

static void put_references(struct marshal_writer *writer)
{
    put_tuple(writer, 3);
    int32_t tuple = put_flag(writer);
    put_tuple(writer, 1);
    int32_t text = put_flag(writer);
    put_text(writer, "a");
    put_reference(writer, text);
    put_reference(writer, tuple);
}

static void put_sets(struct marshal_writer *writer)
{
    put_code(writer, '<');
    put_raw_int32(writer, 2);
    put_int(writer, 3);
    put_code(writer, '>');
    put_raw_int32(writer, 1);
    put_text(writer, "a");
}

static void (*const skipped[])(struct marshal_writer *writer) = {
    put_everything, put_dicts, put_dict_that_ends_with_a_key, put_slices, put_references, put_sets};

START_TEST(an_object_is_read_over_to_its_end)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    skipped[_i](writer);
    size_t size = marshal_writer_size(writer);
    put_raw(writer, "NNNN", 4);
    begin_written(writer);
    marshal_skip_next(&marshal);                                 /* when */
    ck_assert_msg(!marshal.failed, "%s", marshal.error.message); /* then */
    ck_assert_uint_eq(marshal.position, size);
    ck_assert_uint_eq(marshal.depth, 0);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(an_object_that_ends_too_early_is_truncated_wherever_that_is)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    skipped[_i](writer);
    size_t size = marshal_writer_size(writer);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *copy = malloc(cut + (cut == 0));
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, marshal_writer_bytes(writer), cut);
        begin(copy, cut);
        marshal_skip_next(&marshal);                      /* when */
        ck_assert_msg(marshal.failed, "cut at %zu", cut); /* then */
        ck_assert_int_eq(marshal.error.code, PSTATS_ERROR_TRUNCATED);
        ck_assert_uint_le(marshal.error.offset, cut);
        forget();
        free(copy);
    }
    marshal_writer_free(writer);
}
END_TEST

static const struct {
    const char *what;
    const unsigned char *bytes;
    size_t size;
    size_t offset;
} missing[] = {
    {"alone", BYTES("0"), 0},
    {"in a tuple", BYTES(")\2N0N"), 3},
    {"in a list", BYTES("[\1\0\0\0000"), 5},
    {"in a set", BYTES("<\1\0\0\0000"), 5},
    {"in a slice", BYTES(":N0N"), 2},
    {"in a tuple in a dict", BYTES("{N)\1000"), 4},
};

START_TEST(a_null_is_missing_wherever_it_does_not_end_a_dict)
{
    begin(missing[_i].bytes, missing[_i].size);            /* given */
    marshal_skip_next(&marshal);                           /* when */
    ck_assert_msg(marshal.failed, "%s", missing[_i].what); /* then */
    ck_assert_int_eq(marshal.error.code, PSTATS_ERROR_MARSHAL);
    ck_assert_uint_eq(marshal.error.offset, missing[_i].offset);
}
END_TEST

/* ---- Code objects ---- */

static const struct {
    enum code_layout written;
    enum marshal_code_layout layout;
} layouts[] = {{CODE_PYTHON_2_7, MARSHAL_CODE_2_7},
               {CODE_PYTHON_3_0, MARSHAL_CODE_3_0},
               {CODE_PYTHON_3_8, MARSHAL_CODE_3_8},
               {CODE_PYTHON_3_11, MARSHAL_CODE_3_11}};

/* A code object whose constants are code objects, a frozenset and a dict. */
static void put_code_with_constants(struct marshal_writer *writer, enum code_layout layout)
{
    put_code_object_begin(writer, layout);
    put_tuple(writer, 3);
    for (int i = 0; i < 2; i++) {
        put_code_object_begin(writer, layout);
        put_tuple(writer, 0);
        put_code_object_end(writer, layout, "inner.py", "inner", 7);
    }
    put_dicts(writer);
    put_code_object_end(writer, layout, "outer.py", "outer", 1234567);
}

START_TEST(a_code_object_is_read_over_in_each_layout)
{
    struct marshal_writer *writer =
        marshal_writer_new(layouts[_i].layout == MARSHAL_CODE_2_7 ? 2 : 4);
    put_code_with_constants(writer, layouts[_i].written); /* given */
    begin_written(writer);
    marshal.code_layout = layouts[_i].layout;
    ck_assert(!marshal.has_code);
    marshal_skip_next(&marshal);                                 /* when */
    ck_assert_msg(!marshal.failed, "%s", marshal.error.message); /* then */
    ck_assert_uint_eq(marshal.position, marshal_writer_size(writer));
    ck_assert(marshal.has_code);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(a_code_object_is_not_read_to_its_end_in_another_layout)
{
    struct marshal_writer *writer =
        marshal_writer_new(layouts[_i].layout == MARSHAL_CODE_2_7 ? 2 : 4);
    put_code_with_constants(writer, layouts[_i].written); /* given */
    for (size_t other = 0; other < sizeof layouts / sizeof *layouts; other++) {
        begin_written(writer);
        marshal.code_layout = layouts[other].layout;
        marshal_skip_next(&marshal); /* when */
        int is_at_end = !marshal.failed && marshal.position == marshal_writer_size(writer);
        ck_assert_int_eq(is_at_end, other == (size_t)_i); /* then */
    }
    marshal_writer_free(writer);
}
END_TEST

START_TEST(the_fields_of_a_code_object_stand_where_each_layout_has_them)
{
    struct marshal_writer *writer =
        marshal_writer_new(layouts[_i].layout == MARSHAL_CODE_2_7 ? 2 : 4);
    put_code_with_constants(writer, layouts[_i].written); /* given */
    begin_written(writer);
    marshal.code_layout = layouts[_i].layout;
    next();
    ck_assert_int_eq(object.kind, MARSHAL_CODE);
    marshal_code_head(&marshal); /* when */
    for (unsigned i = 0; i < MARSHAL_CODE_OBJECTS; i++) {
        next();
        if (i == marshal_code_file_index(&marshal)) /* then */
            ck_assert(is_text((pstats_text){(const char *)object.bytes, object.count}, "outer.py"));
        if (i == marshal_code_file_index(&marshal) + 1)
            ck_assert(is_text((pstats_text){(const char *)object.bytes, object.count}, "outer"));
        marshal_skip(&marshal, &object);
    }
    ck_assert_int_eq(marshal_code_line(&marshal), 1234567);
    for (unsigned i = 0; i < marshal_code_tail_objects(&marshal); i++)
        marshal_skip_next(&marshal);
    ck_assert(!marshal.failed);
    ck_assert_uint_eq(marshal.position, marshal_writer_size(writer));
    marshal_writer_free(writer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("marshal_skip");
    TCase *tcase = tcase_create("containers");
    tcase_add_checked_fixture(tcase, NULL, forget);
    tcase_add_loop_test(tcase, objects_may_be_nested_2000_deep, 0, sizeof levels / sizeof *levels);
    tcase_add_loop_test(tcase, objects_nested_deeper_are_refused_where_that_begins, 0,
                        sizeof levels / sizeof *levels);
    tcase_add_test(tcase, what_a_user_has_entered_counts_as_depth);
    tcase_add_loop_test(tcase, an_object_is_read_over_to_its_end, 0,
                        sizeof skipped / sizeof *skipped);
    tcase_add_loop_test(tcase, an_object_that_ends_too_early_is_truncated_wherever_that_is, 0,
                        sizeof skipped / sizeof *skipped);
    tcase_add_loop_test(tcase, a_null_is_missing_wherever_it_does_not_end_a_dict, 0,
                        sizeof missing / sizeof *missing);
    tcase_add_loop_test(tcase, a_code_object_is_read_over_in_each_layout, 0,
                        sizeof layouts / sizeof *layouts);
    tcase_add_loop_test(tcase, a_code_object_is_not_read_to_its_end_in_another_layout, 0,
                        sizeof layouts / sizeof *layouts);
    tcase_add_loop_test(tcase, the_fields_of_a_code_object_stand_where_each_layout_has_them, 0,
                        sizeof layouts / sizeof *layouts);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
