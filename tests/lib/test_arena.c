/* Memory that is freed all at once, and arrays whose sizes are claims. */
#include "lib/arena.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- Arenas ---- */

static const size_t sizes[] = {0, 1, 7, 100, 16383, 16384, 16385, 65535, 65536, 65537, 1000000};
#define SIZES (sizeof sizes / sizeof *sizes)

static int is_filled(const unsigned char *bytes, size_t size, unsigned char byte)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != byte)
            return 0;
    return 1;
}

START_TEST(what_is_allocated_does_not_overlap)
{
    enum { ROUNDS = 20 };
    unsigned char *pieces[ROUNDS][SIZES];
    struct arena *arena = arena_new();
    ck_assert_ptr_nonnull(arena);
    for (size_t round = 0; round < ROUNDS; round++) /* given: each is filled with its own number */
        for (size_t i = 0; i < SIZES; i++) {
            pieces[round][i] = arena_alloc(arena, sizes[i]);
            ck_assert_ptr_nonnull(pieces[round][i]);
            memset(pieces[round][i], (int)(round * SIZES + i), sizes[i]);
        }
    for (size_t round = 0; round < ROUNDS; round++) /* then */
        for (size_t i = 0; i < SIZES; i++)
            ck_assert_msg(is_filled(pieces[round][i], sizes[i], (unsigned char)(round * SIZES + i)),
                          "%zu bytes", sizes[i]);
    arena_release(arena);
}
END_TEST

START_TEST(an_arena_lives_as_long_as_anyone_holds_it)
{
    struct arena *arena = arena_new(); /* given */
    char *text = arena_alloc(arena, 5);
    memcpy(text, "text", 5);
    arena_retain(arena);
    arena_retain(arena);
    arena_release(arena); /* when */
    arena_release(arena);
    ck_assert_str_eq(text, "text"); /* then: and sanitizers see what is freed too early or never */
    arena_release(arena);
    arena_release(NULL);
}
END_TEST

START_TEST(more_than_there_can_be_is_refused)
{
    struct arena *arena = arena_new();
    ck_assert_ptr_null(arena_alloc(arena, SIZE_MAX)); /* when */
    ck_assert_ptr_nonnull(arena_alloc(arena, 1));     /* then it still works */
    arena_release(arena);
}
END_TEST

/* ---- Arrays ---- */

START_TEST(an_array_has_room_for_what_was_reserved_and_keeps_what_was_in_it)
{
    static const size_t counts[] = {0, 1, 16, 17, 1000, 3, 1001};
    uint32_t *array = NULL;
    size_t capacity = 0, filled = 0;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ck_assert(array_reserve(&array, &capacity, counts[i], sizeof *array)); /* when */
        ck_assert_uint_ge(capacity, counts[i]);                                /* then */
        for (; filled < counts[i]; filled++)
            array[filled] = (uint32_t)filled;
        for (size_t k = 0; k < filled; k++)
            ck_assert_uint_eq(array[k], k);
    }
    size_t before = capacity;
    ck_assert(!array_reserve(&array, &capacity, SIZE_MAX, sizeof *array));
    ck_assert(!array_reserve(&array, &capacity, PTRDIFF_MAX / 2, sizeof *array));
    ck_assert_uint_eq(capacity, before);
    ck_assert_uint_eq(array[1000], 1000);
    free(array);
}
END_TEST

START_TEST(an_array_whose_size_overflows_is_refused)
{
    static const struct {
        size_t count, size;
    } overflows[] = {{SIZE_MAX, 1},         {SIZE_MAX, 2}, {SIZE_MAX / 2, 2},
                     {SIZE_MAX / 8 + 2, 8}, {2, SIZE_MAX}, {(size_t)PTRDIFF_MAX + 1, 1}};
    for (size_t i = 0; i < sizeof overflows / sizeof *overflows; i++)
        ck_assert_ptr_null(array_new(overflows[i].count, overflows[i].size));
}
END_TEST

START_TEST(an_array_of_nothing_is_not_null)
{
    void *arrays[] = {array_new(0, 8), array_new(8, 0), array_new_zero(0, 8), array_new_zero(8, 0)};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_ptr_nonnull(arrays[i]);
        free(arrays[i]);
    }
}
END_TEST

START_TEST(an_array_of_zeros_is_all_zero)
{
    unsigned char *zeros = array_new_zero(1000, 3);
    ck_assert_ptr_nonnull(zeros);
    for (size_t i = 0; i < 3000; i++)
        ck_assert_uint_eq(zeros[i], 0);
    free(zeros);
}
END_TEST

START_TEST(an_array_grows_and_keeps_what_is_in_it)
{
    uint32_t *items = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 10000; i++) { /* when */
        ck_assert(array_grow(&items, &capacity, i, sizeof *items));
        ck_assert_uint_gt(capacity, i);
        items[i] = i * 3;
    }
    for (uint32_t i = 0; i < 10000; i++) /* then */
        ck_assert_uint_eq(items[i], i * 3);
    free(items);
}
END_TEST

START_TEST(an_array_that_cannot_grow_is_as_it_was)
{
    static const size_t capacities[] = {SIZE_MAX, SIZE_MAX / 2 + 1, (size_t)PTRDIFF_MAX / 8};
    for (size_t i = 0; i < sizeof capacities / sizeof *capacities; i++) {
        uint64_t item = 42, *items = &item; /* given */
        size_t capacity = capacities[i];
        ck_assert(!array_grow(&items, &capacity, capacity, sizeof *items)); /* when */
        ck_assert_ptr_eq(items, &item);                                     /* then */
        ck_assert_uint_eq(capacity, capacities[i]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("memory");
    tcase_add_test(tcase, what_is_allocated_does_not_overlap);
    tcase_add_test(tcase, an_arena_lives_as_long_as_anyone_holds_it);
    tcase_add_test(tcase, more_than_there_can_be_is_refused);
    tcase_add_test(tcase, an_array_whose_size_overflows_is_refused);
    tcase_add_test(tcase, an_array_of_nothing_is_not_null);
    tcase_add_test(tcase, an_array_of_zeros_is_all_zero);
    tcase_add_test(tcase, an_array_grows_and_keeps_what_is_in_it);
    tcase_add_test(tcase, an_array_has_room_for_what_was_reserved_and_keeps_what_was_in_it);
    tcase_add_test(tcase, an_array_that_cannot_grow_is_as_it_was);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
