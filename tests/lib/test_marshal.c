/* The cursor over marshal data: heads, claims and slots. */
#include "lib/marshal.h"

#include "lib/marshal_skip.h"

#include "support/marshal_objects.h"
#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
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

/* ---- Heads ---- */

static const struct {
    const unsigned char *bytes;
    size_t size;
    enum marshal_kind kind;
    int64_t integer;
    double number;
    size_t count;
} heads[] = {
    {BYTES("0"), MARSHAL_NULL, 0, 0, 0},
    {BYTES("N"), MARSHAL_SIMPLE, 0, 0, 0},
    {BYTES("F"), MARSHAL_SIMPLE, 0, 0, 0},
    {BYTES("T"), MARSHAL_SIMPLE, 1, 1, 0},
    {BYTES("S"), MARSHAL_SIMPLE, 0, 0, 0},
    {BYTES("."), MARSHAL_SIMPLE, 0, 0, 0},
    {BYTES("i\1\0\0\0"), MARSHAL_INTEGER, 1, 1, 0},
    {BYTES("i\xff\xff\xff\xff"), MARSHAL_INTEGER, -1, -1, 0},
    {BYTES("i\xff\xff\xff\x7f"), MARSHAL_INTEGER, INT32_MAX, INT32_MAX, 0},
    {BYTES("i\0\0\0\x80"), MARSHAL_INTEGER, INT32_MIN, INT32_MIN, 0},
    {BYTES("I\1\0\0\0\1\0\0\0"), MARSHAL_INTEGER, 0x100000001, 0x100000001, 0},
    {BYTES("I\0\0\0\0\0\0\0\x80"), MARSHAL_INTEGER, INT64_MIN, -0x1p63, 0},
    {BYTES("I\xff\xff\xff\xff\xff\xff\xff\x7f"), MARSHAL_INTEGER, INT64_MAX, 0x1p63, 0},
    {BYTES("l\0\0\0\0"), MARSHAL_INTEGER, 0, 0, 0},
    {BYTES("l\1\0\0\0\5\0"), MARSHAL_INTEGER, 5, 5, 0},
    {BYTES("l\xff\xff\xff\xff\5\0"), MARSHAL_INTEGER, -5, -5, 0},
    {BYTES("l\3\0\0\0\0\0\0\0\4\0"), MARSHAL_INTEGER, INT64_C(1) << 32, 0x1p32, 0},
    {BYTES("l\5\0\0\0\xff\x7f\xff\x7f\xff\x7f\xff\x7f\7\0"), MARSHAL_INTEGER, INT64_MAX, 0x1p63, 0},
    {BYTES("g\0\0\0\0\0\0\xf0\x3f"), MARSHAL_FLOAT, 0, 1.0, 0},
    {BYTES("g\0\0\0\0\0\0\0\x80"), MARSHAL_FLOAT, 0, -0.0, 0},
    {BYTES("g\1\0\0\0\0\0\0\0"), MARSHAL_FLOAT, 0, 0x1p-1074, 0},
    {BYTES("g\0\0\0\0\0\0\xf0\x7f"), MARSHAL_FLOAT, 0, HUGE_VAL, 0},
    {BYTES("g\0\0\0\0\0\0\xf8\xff"), MARSHAL_FLOAT, 0, NAN, 0},
    {BYTES("f\0031.5"), MARSHAL_FLOAT, 0, 1.5, 0},
    {BYTES("f\4-inf"), MARSHAL_FLOAT, 0, -HUGE_VAL, 0},
    {BYTES("f\3nan"), MARSHAL_FLOAT, 0, NAN, 0},
    {BYTES("y\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40"), MARSHAL_COMPLEX, 0, 0, 0},
    {BYTES("x\0011\0032.5"), MARSHAL_COMPLEX, 0, 0, 0},
    {BYTES("s\2\0\0\0ab"), MARSHAL_BYTES, 0, 0, 2},
    {BYTES("s\0\0\0\0"), MARSHAL_BYTES, 0, 0, 0},
    {BYTES("t\2\0\0\0ab"), MARSHAL_BYTES, 0, 0, 2},      /* Python 2 */
    {BYTES("\xf4\2\0\0\0ab"), MARSHAL_UNICODE, 0, 0, 2}, /* Python 3: flags and all */
    {BYTES("u\2\0\0\0ab"), MARSHAL_UNICODE, 0, 0, 2},
    {BYTES("a\2\0\0\0ab"), MARSHAL_LATIN1, 0, 0, 2},
    {BYTES("A\2\0\0\0ab"), MARSHAL_LATIN1, 0, 0, 2},
    {BYTES("z\2ab"), MARSHAL_LATIN1, 0, 0, 2},
    {BYTES("Z\2ab"), MARSHAL_LATIN1, 0, 0, 2},
    {BYTES("(\2\0\0\0NN"), MARSHAL_SEQUENCE, 0, 0, 2},
    {BYTES("[\2\0\0\0NN"), MARSHAL_SEQUENCE, 0, 0, 2},
    {BYTES(")\2NN"), MARSHAL_SEQUENCE, 0, 0, 2},
    {BYTES("<\2\0\0\0NN"), MARSHAL_SET, 0, 0, 2},
    {BYTES(">\2\0\0\0NN"), MARSHAL_SET, 0, 0, 2},
    {BYTES("{0"), MARSHAL_DICT, 0, 0, 0},
    {BYTES("}0"), MARSHAL_DICT, 0, 0, 0},
    {BYTES(":NNN"), MARSHAL_SLICE, 0, 0, 3},
    {BYTES("c"), MARSHAL_CODE, 0, 0, 0},
};

START_TEST(a_head_says_what_kind_of_object_follows_and_its_value)
{
    begin(heads[_i].bytes, heads[_i].size); /* given */
    next();                                 /* when */
    ck_assert(!marshal.failed);             /* then */
    ck_assert_int_eq(object.kind, heads[_i].kind);
    ck_assert_int_eq(object.integer, heads[_i].integer);
    ck_assert_msg(is_same_double(object.number, heads[_i].number), "%a", object.number);
    ck_assert_uint_eq(object.count, heads[_i].count);
    ck_assert_int_eq(object.is_saturated, 0);
    ck_assert_int_eq(object.is_boolean, heads[_i].bytes[0] == 'T' || heads[_i].bytes[0] == 'F');
    ck_assert_uint_eq(object.offset, 0);
}
END_TEST

START_TEST(the_bytes_of_a_string_are_given_where_they_stand)
{
    static const unsigned char bytes[] = "z\3abcNs\2\0\0\0de";
    begin(bytes, sizeof bytes - 1); /* given */
    next();
    ck_assert_ptr_eq(object.bytes, bytes + 2); /* then */
    next();
    ck_assert_uint_eq(object.offset, 5);
    next();
    ck_assert_ptr_eq(object.bytes, bytes + 11);
    ck_assert_uint_eq(object.offset, 6);
    ck_assert_uint_eq(marshal.position, sizeof bytes - 1);
}
END_TEST

START_TEST(an_integer_beyond_64_bits_is_cut_and_its_double_is_not)
{
    begin(BYTES("l\xfb\xff\xff\xff\0\0\0\0\0\0\0\0\x10\0")); /* given: -2^64 */
    next();
    ck_assert_int_eq(object.is_saturated, 1); /* then */
    ck_assert_int_eq(object.integer, INT64_MIN);
    ck_assert_double_eq(object.number, -0x1p64);
}
END_TEST

/* ---- What is no marshal data ---- */

static const struct {
    const char *what;
    const unsigned char *bytes;
    size_t size;
    pstats_code code;
    size_t offset;
} faults[] = {
    {"an unknown code", BYTES("?"), PSTATS_ERROR_MARSHAL, 0},
    {"a NUL", BYTES("\0"), PSTATS_ERROR_MARSHAL, 0},
    {"a flag alone", BYTES("\x80"), PSTATS_ERROR_MARSHAL, 0},
    {"all bits", BYTES("\xff"), PSTATS_ERROR_MARSHAL, 0},
    {"nothing", BYTES(""), PSTATS_ERROR_TRUNCATED, 0},
    {"half an integer", BYTES("i\1\0\0"), PSTATS_ERROR_TRUNCATED, 4},
    {"half a long one", BYTES("I\1\0\0\0\1\0\0"), PSTATS_ERROR_TRUNCATED, 8},
    {"half a double", BYTES("g\0\0\0\0\0\0\xf0"), PSTATS_ERROR_TRUNCATED, 8},
    {"half a complex", BYTES("y\0\0\0\0\0\0\xf0\x3f\0"), PSTATS_ERROR_TRUNCATED, 10},
    {"half a size", BYTES("s\1\0"), PSTATS_ERROR_TRUNCATED, 3},
    {"half a string", BYTES("z\3ab"), PSTATS_ERROR_TRUNCATED, 4},
    {"no size of a text float", BYTES("f"), PSTATS_ERROR_TRUNCATED, 1},
    {"half a text float", BYTES("f\0031."), PSTATS_ERROR_TRUNCATED, 4},
    {"half a reference", BYTES("r\0"), PSTATS_ERROR_TRUNCATED, 2},
    {"digits that are not there", BYTES("l\2\0\0\0\5\0"), PSTATS_ERROR_TRUNCATED, 7},
    {"half a digit", BYTES("l\1\0\0\0\5"), PSTATS_ERROR_TRUNCATED, 6},
    {"2^31 - 1 digits", BYTES("l\xff\xff\xff\x7f\5\0"), PSTATS_ERROR_TRUNCATED, 7},
    {"-(2^31 - 1) digits", BYTES("l\1\0\0\x80\5\0"), PSTATS_ERROR_TRUNCATED, 7},
    {"-2^31 digits", BYTES("l\0\0\0\x80\5\0"), PSTATS_ERROR_MARSHAL, 0},
    {"a digit of 16 bits", BYTES("l\1\0\0\0\0\x80"), PSTATS_ERROR_MARSHAL, 0},
    {"a zero on top", BYTES("l\2\0\0\0\5\0\0\0"), PSTATS_ERROR_MARSHAL, 0},
    {"an empty number", BYTES("f\0"), PSTATS_ERROR_MARSHAL, 0},
    {"a number with a blank", BYTES("f\2 1"), PSTATS_ERROR_MARSHAL, 0},
    {"an imaginary part that is none", BYTES("x\0011\1?"), PSTATS_ERROR_MARSHAL, 0},
    {"a string of -1 bytes", BYTES("s\xff\xff\xff\xff"), PSTATS_ERROR_MARSHAL, 1},
    {"a text of -2^31 bytes", BYTES("u\0\0\0\x80"), PSTATS_ERROR_MARSHAL, 1},
    {"a tuple of -1", BYTES("(\xff\xff\xff\xff"), PSTATS_ERROR_MARSHAL, 1},
    {"a string of 2^31 - 1 bytes", BYTES("s\xff\xff\xff\x7f"), PSTATS_ERROR_TRUNCATED, 1},
    {"a string of one byte too many", BYTES("a\3\0\0\0ab"), PSTATS_ERROR_TRUNCATED, 1},
    {"a tuple of 2^31 - 1",
     BYTES("(\xff\xff\xff\x7f"
           "NN"),
     PSTATS_ERROR_TRUNCATED, 1},
    {"a list of one too many", BYTES("[\3\0\0\0NN"), PSTATS_ERROR_TRUNCATED, 1},
    {"a set of one too many", BYTES("<\3\0\0\0NN"), PSTATS_ERROR_TRUNCATED, 1},
    {"a reference to nothing", BYTES("r\0\0\0\0"), PSTATS_ERROR_MARSHAL, 0},
    {"a reference to -1", BYTES("r\xff\xff\xff\xff"), PSTATS_ERROR_MARSHAL, 0},
    {"a reference to 2^31 - 1", BYTES("r\xff\xff\xff\x7f"), PSTATS_ERROR_MARSHAL, 0},
    {"a reference to no string", BYTES("R\0\0\0\0"), PSTATS_ERROR_MARSHAL, 0},
};

START_TEST(what_is_no_marshal_data_fails_where_it_stands)
{
    /* A copy of just that size, so that a byte read too far shows under a sanitizer. */
    unsigned char *copy = malloc(faults[_i].size + (faults[_i].size == 0));
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, faults[_i].bytes, faults[_i].size);
    begin(copy, faults[_i].size);                         /* given */
    next();                                               /* when */
    ck_assert_msg(marshal.failed, "%s", faults[_i].what); /* then */
    ck_assert_int_eq(object.kind, MARSHAL_NULL);
    ck_assert_msg(marshal.error.code == faults[_i].code &&
                      marshal.error.offset == faults[_i].offset,
                  "%s: %d at %zu: %s", faults[_i].what, (int)marshal.error.code,
                  marshal.error.offset, marshal.error.message);
    forget();
    free(copy);
}
END_TEST

START_TEST(after_a_failure_come_only_nulls_and_the_first_is_kept)
{
    begin(BYTES("?i\1\0\0\0")); /* given */
    next();
    for (int i = 0; i < 3; i++) {
        next();                                      /* when */
        ck_assert_int_eq(object.kind, MARSHAL_NULL); /* then */
    }
    marshal_skip_next(&marshal);
    marshal_fail(&marshal, PSTATS_ERROR_LIMIT, 7, "second");
    ck_assert_int_eq(marshal.error.code, PSTATS_ERROR_MARSHAL);
    ck_assert_uint_eq(marshal.error.offset, 0);
}
END_TEST

/* ---- Slots ---- */

START_TEST(a_flag_reserves_a_slot_and_a_reference_finds_it)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_flag(writer);
    put_int(writer, 7);
    size_t offset = marshal_writer_size(writer);
    put_flag(writer);
    put_one(writer, slotted_codes[_i]);
    put_reference(writer, 1);
    put_reference(writer, 0);
    begin_written(writer);
    marshal_skip_next(&marshal); /* when */
    marshal_skip_next(&marshal);
    next();
    ck_assert_msg(!marshal.failed, "%c: %s", slotted_codes[_i], marshal.error.message); /* then */
    ck_assert_int_eq(object.kind, MARSHAL_REFERENCE);
    ck_assert_uint_eq(marshal_slot_at(&marshal, object.slot)->offset, offset);
    next();
    ck_assert_uint_eq(marshal_slot_at(&marshal, object.slot)->offset, 0);
    ck_assert_uint_eq(marshal.slot_count, 2);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(without_a_flag_there_is_no_slot)
{
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_one(writer, slotted_codes[_i]);
    put_reference(writer, 0);
    begin_written(writer);
    marshal_skip_next(&marshal); /* when */
    ck_assert(!marshal.failed);  /* then */
    next();
    ck_assert_msg(marshal.failed, "%c", slotted_codes[_i]);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(a_flag_on_what_is_only_its_code_means_nothing)
{
    static const char codes[] = "NFTS.";
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    for (size_t i = 0; i < sizeof codes - 1; i++)
        put_raw_byte(writer, (unsigned char)(codes[i] | 0x80));
    put_flag(writer);
    put_int(writer, 7);
    put_raw_byte(writer, 'r' | 0x80);
    put_raw_int32(writer, 0);
    begin_written(writer);
    for (size_t i = 0; i < sizeof codes - 1; i++) {
        next(); /* when */
        ck_assert_int_eq(object.kind, MARSHAL_SIMPLE);
        ck_assert_uint_eq(object.slot, MARSHAL_NO_SLOT);
    }
    next();
    ck_assert_uint_eq(object.slot, 0); /* then */
    next();
    ck_assert_int_eq(object.kind, MARSHAL_REFERENCE);
    ck_assert_uint_eq(object.slot, 0);
    ck_assert_uint_eq(marshal.slot_count, 1);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(a_null_with_a_flag_still_ends_a_dict)
{
    begin(BYTES("{\xb0N"));      /* given */
    marshal_skip_next(&marshal); /* when */
    ck_assert(!marshal.failed);  /* then */
    ck_assert_uint_eq(marshal.position, 2);
    ck_assert_uint_eq(marshal.slot_count, 0);
}
END_TEST

/* Containers that hold one object with a flag: which has the lower slot? */
static const char nesting[] = "(){[<>:";

START_TEST(the_slot_of_a_container_comes_before_those_of_its_children)
{
    char code = nesting[_i];
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_flag(writer);
    put_code(writer, code);
    if (code == ')')
        put_raw_byte(writer, 1);
    else if (code != '{' && code != ':')
        put_raw_int32(writer, 1);
    size_t inner = marshal_writer_size(writer);
    put_flag(writer);
    put_int(writer, 7);
    if (code == ':')
        put_raw(writer, "NN", 2);
    if (code == '{')
        put_raw(writer, "N0", 2);
    put_reference(writer, 0);
    put_reference(writer, 1);
    begin_written(writer);
    marshal_skip_next(&marshal); /* when */
    next();
    ck_assert_msg(!marshal.failed, "%c: %s", code, marshal.error.message); /* then */
    ck_assert_uint_eq(marshal_slot_at(&marshal, object.slot)->offset, 0);
    next();
    ck_assert_uint_eq(marshal_slot_at(&marshal, object.slot)->offset, inner);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(an_object_that_is_not_complete_cannot_be_referred_to)
{
    char code = nesting[_i];
    struct marshal_writer *writer = marshal_writer_new(4); /* given */
    put_flag(writer);
    put_code(writer, code);
    if (code == ')')
        put_raw_byte(writer, 1);
    else if (code != '{' && code != ':')
        put_raw_int32(writer, 1);
    size_t inner = marshal_writer_size(writer);
    put_reference(writer, 0);
    put_raw(writer, "NN0", 3);
    begin_written(writer);
    marshal_skip_next(&marshal);               /* when */
    ck_assert_msg(marshal.failed, "%c", code); /* then */
    ck_assert_int_eq(marshal.error.code, PSTATS_ERROR_MARSHAL);
    ck_assert_uint_eq(marshal.error.offset, inner);
    marshal_writer_free(writer);
}
END_TEST

START_TEST(interned_strings_of_python_2_are_counted_by_themselves)
{
    begin(BYTES("t\1\0\0\0a"
                "s\1\0\0\0b"
                "t\1\0\0\0c"
                "R\1\0\0\0"
                "R\0\0\0\0"
                "R\2\0\0\0")); /* given */
    for (int i = 0; i < 3; i++)
        next();
    ck_assert_int_eq(object.kind, MARSHAL_BYTES);
    next();                                                                /* when */
    ck_assert_uint_eq(marshal_slot_at(&marshal, object.slot)->offset, 12); /* then: c */
    next();
    ck_assert_uint_eq(marshal_slot_at(&marshal, object.slot)->offset, 0); /* a */
    next();
    ck_assert(marshal.failed);
}
END_TEST

START_TEST(interned_strings_of_python_3_are_text_and_not_counted)
{
    begin(BYTES("\xe9\7\0\0\0"
                "t\1\0\0\0a"
                "R\0\0\0\0")); /* given */
    next();
    next();                                         /* when */
    ck_assert_int_eq(object.kind, MARSHAL_UNICODE); /* then */
    next();
    ck_assert(marshal.failed);
}
END_TEST

START_TEST(what_was_made_of_an_object_is_remembered_with_its_role)
{
    enum { ONE = MARSHAL_ROLE_FIRST, OTHER };
    uint64_t value = 0;
    begin(BYTES("\xe9\7\0\0\0\xe9\7\0\0\0")); /* given */
    next();
    next();
    ck_assert(!marshal_recall_small(&marshal, 0, ONE, &value));
    marshal_remember(&marshal, 0, ONE, 0); /* when */
    marshal_remember(&marshal, 1, ONE, UINT64_MAX);

    ck_assert(marshal_recall_small(&marshal, 0, ONE, &value)); /* then */
    ck_assert_uint_eq(value, 0);
    ck_assert(!marshal_recall_small(&marshal, 0, OTHER, &value));
    ck_assert(!marshal_recall_small(&marshal, 1, ONE, &value)); /* not small */
    ck_assert_uint_eq(marshal_slot_at(&marshal, 1)->value, UINT64_MAX);
    ck_assert(!marshal_recall_small(&marshal, 2, ONE, &value));
    ck_assert(!marshal_recall_small(&marshal, UINT32_MAX, ONE, &value));
    marshal_remember(&marshal, 0, OTHER, (1u << MARSHAL_HINT_BITS) - 1);
    ck_assert(!marshal_recall_small(&marshal, 0, ONE, &value));
    ck_assert(marshal_recall_small(&marshal, 0, OTHER, &value));
    ck_assert_uint_eq(value, (1u << MARSHAL_HINT_BITS) - 1);
    marshal_remember(&marshal, 0, OTHER, 1u << MARSHAL_HINT_BITS);
    ck_assert(!marshal_recall_small(&marshal, 0, OTHER, &value));
}
END_TEST

START_TEST(an_object_can_be_read_again_without_taking_slots_again)
{
    begin(BYTES("\xa9\2\xe9\7\0\0\0\xfa\1xN")); /* given: (7, 'x'), None */
    next();
    marshal_skip(&marshal, &object);
    size_t position = marshal_replay(&marshal, 0); /* when */
    next();
    ck_assert_int_eq(object.kind, MARSHAL_SEQUENCE); /* then */
    ck_assert_uint_eq(object.slot, MARSHAL_NO_SLOT);
    next();
    ck_assert_int_eq(object.integer, 7);
    next();
    ck_assert_uint_eq(object.count, 1);
    marshal_resume(&marshal, position);
    next();
    ck_assert_int_eq(object.type, 'N');
    ck_assert_uint_eq(marshal.slot_count, 3);
    ck_assert_uint_eq(marshal.position, 11);
}
END_TEST

/* ---- Versions ---- */

START_TEST(every_version_reads_the_same)
{
    struct marshal_writer *writer = marshal_writer_new(_i); /* given */
    put_tuple(writer, 3);
    put_text(writer, "a.py");
    put_int(writer, INT64_C(1) << 40);
    put_double(writer, 0.1);
    begin_written(writer);
    next();                                          /* when */
    ck_assert_int_eq(object.kind, MARSHAL_SEQUENCE); /* then */
    ck_assert_uint_eq(object.count, 3);
    next();
    ck_assert(is_text((pstats_text){(const char *)object.bytes, object.count}, "a.py"));
    next();
    ck_assert_int_eq(object.integer, INT64_C(1) << 40);
    next();
    ck_assert_int_eq(object.kind, MARSHAL_FLOAT);
    ck_assert(is_same_double(object.number, 0.1));
    ck_assert_uint_eq(marshal.position, marshal_writer_size(writer));
    marshal_writer_free(writer);
}
END_TEST

static void add_reading(Suite *suite)
{
    TCase *tcase = tcase_create("heads");
    tcase_add_checked_fixture(tcase, NULL, forget);
    tcase_add_loop_test(tcase, a_head_says_what_kind_of_object_follows_and_its_value, 0,
                        sizeof heads / sizeof *heads);
    tcase_add_test(tcase, the_bytes_of_a_string_are_given_where_they_stand);
    tcase_add_test(tcase, an_integer_beyond_64_bits_is_cut_and_its_double_is_not);
    tcase_add_loop_test(tcase, what_is_no_marshal_data_fails_where_it_stands, 0,
                        sizeof faults / sizeof *faults);
    tcase_add_test(tcase, after_a_failure_come_only_nulls_and_the_first_is_kept);
    tcase_add_loop_test(tcase, every_version_reads_the_same, 0, 7);
    suite_add_tcase(suite, tcase);
}

static void add_slots(Suite *suite)
{
    TCase *tcase = tcase_create("slots");
    tcase_add_checked_fixture(tcase, NULL, forget);
    tcase_add_loop_test(tcase, a_flag_reserves_a_slot_and_a_reference_finds_it, 0,
                        strlen(slotted_codes));
    tcase_add_loop_test(tcase, without_a_flag_there_is_no_slot, 0, strlen(slotted_codes));
    tcase_add_test(tcase, a_flag_on_what_is_only_its_code_means_nothing);
    tcase_add_test(tcase, a_null_with_a_flag_still_ends_a_dict);
    tcase_add_loop_test(tcase, the_slot_of_a_container_comes_before_those_of_its_children, 0,
                        sizeof nesting - 1);
    tcase_add_loop_test(tcase, an_object_that_is_not_complete_cannot_be_referred_to, 0,
                        sizeof nesting - 1);
    tcase_add_test(tcase, interned_strings_of_python_2_are_counted_by_themselves);
    tcase_add_test(tcase, interned_strings_of_python_3_are_text_and_not_counted);
    tcase_add_test(tcase, what_was_made_of_an_object_is_remembered_with_its_role);
    tcase_add_test(tcase, an_object_can_be_read_again_without_taking_slots_again);
    suite_add_tcase(suite, tcase);
}

int main(void)
{
    Suite *suite = suite_create("marshal");
    add_reading(suite);
    add_slots(suite);
    return run_suite(suite);
}
