/* Paths and numbers in few bytes. */
#include "picture/svg_path.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *what;
    const char *given;
    const char *expected;
} paths[] = {
    {"nothing", "", ""},
    {"a rectangle, as cairo writes it",
     "M 77.699219 736 L 78 736 L 78 751 L 77.699219 751 Z M 77.699219 736 ",
     "M77.7 736h.3v15h-.3z"},
    {"a rectangle behind another", "M 10 10 L 20 10 L 20 20 L 10 20 Z M 11 9 L 12 9 Z ",
     "M10 10h10v10H10zm1-1h1z"},
    {"absolute where that is shorter", "M 100 5 L 0 5 L 0 7 ", "M100 5H0v2"},
    {"lines in a row of their own each",
     "M 10 7.5 L 20.1 7.5 M 21 7.5 L 30 7.5 M 10 23.5 L 12 23.5 ", "M10 7.5h10.1m.9 0h9m-20 16h2"},
    {"signs and points instead of blanks", "M 0.5 0.5 L 0.25 0.75 L 1.25 0.125 ",
     "M.5.5L.25.75l1-.62"},
    {"horizontal and vertical lines by name", "M 1 2 H 5 V 7 Z", "M1 2h4v5z"},
    {"a move that nothing follows", "M 1 1 L 2 2 M 3 3 ", "M1 1l1 1"},
    {"moves in a row", "M 1 1 M 2 2 L 3 3", "M2 2l1 1"},
    {"a path from where the last one was closed", "M 5 5 L 6 5 Z L 5 6 Z", "M5 5h1zv1z"},
    {"commas", "M1,1L2,3", "M1 1l1 2"},
    {"errors that do not add up", "M 0 0 L 0.334 0 L 0.667 0 L 1.001 0 L 1.334 0 L 1.667 0 L 2 0",
     "M0 0h.33.34H1h.33.34H2"},
};

/* What cairo does not write */
static const char *const strange[] = {
    "M 1 1 A 5 5 0 0 1 3 3", "M 1 1 C 1 1 2 1 2 2",        "m 1 1 l 2 2",   "M 1", "M 1 x", "L 2 2",
    "M 1e3 4 L 2 2",         "M 9999999999999999 1 L 2 2", "M 1 1 L 2 2 3", "Z",   "M - 1", "M . .",
};

static const struct {
    const char *given, *expected;
} numbers[] = {
    {"0", "0"},        {"12", "12"},
    {"-0.001", "0"},   {"0.5", ".5"},
    {"-0.5", "-.5"},   {"77.699219", "77.7"},
    {"1.005", "1.01"}, {"-1.994", "-1.99"},
    {"3.", "3"},       {"999.999", "1000"},
    {"10%", "10%"},    {"12px", "12px"},
    {"", ""},          {"-", "-"},
    {"007", "7"},
};

static const struct svg_placing unplaced = SVG_PLACING_INIT;

START_TEST(a_path_says_the_same_in_fewer_bytes)
{
    struct buffer out = BUFFER_INIT; /* given */
    int is_known = svg_path_append(&out, paths[_i].given, strlen(paths[_i].given), &unplaced);
    ck_assert(is_known);                                                /* when */
    ck_assert_msg(strcmp(buffer_string(&out), paths[_i].expected) == 0, /* then */
                  "%s: %s", paths[_i].what, buffer_string(&out));
    buffer_free(&out);
}
END_TEST

START_TEST(a_path_that_cairo_does_not_write_is_left_alone)
{
    struct buffer out = BUFFER_INIT;
    buffer_append_string(&out, "before ");
    ck_assert(!svg_path_append(&out, strange[_i], strlen(strange[_i]), &unplaced));
    ck_assert_str_eq(buffer_string(&out), "before ");
    buffer_free(&out);
}
END_TEST

START_TEST(a_short_path_is_read_as_it_was_written)
{
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        /* a copy of just that size, so that a byte read too far shows under a sanitizer */
        size_t length = strlen(paths[i].given);
        char *copy = malloc(length + (length == 0));
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, paths[i].given, length);
        struct buffer out = BUFFER_INIT;
        ck_assert(svg_path_append(&out, copy, length, &unplaced));
        ck_assert_str_eq(buffer_string(&out), paths[i].expected);
        ck_assert_uint_le(out.length, length);
        buffer_free(&out);
        free(copy);
    }
}
END_TEST

static const struct {
    const char *transform;
    const char *expected; /* of a path from 1, 2 to 1.000199, 4; NULL: more than scaled and moved */
} transforms[] = {
    {"matrix(1,0,0,1,0,0)", "M1 2v2"},
    {"matrix(256,0,0,256,-256,-256)", "M0 256l.05 512"},
    {"matrix(256, 0, 0, 256, -256.5, -256)", "M-.5 256l.05 512"},
    {"matrix(0.5,0,0,0.5,0,0)", "M.5 1v1"},
    {"matrix(1,0,0,-1,0,0)", NULL},
    {"matrix(-1,0,0,-1,0,0)", NULL},
    {"matrix(1,1,0,1,0,0)", NULL},
    {"matrix(1,0,1,1,0,0)", NULL},
    {"matrix(1,0,0,1,0)", NULL},
    {"matrix(1,0,0,1,0,0,0)", NULL},
    {"matrix(1,0,0,1,0,0", NULL},
    {"matrix(1,0,0,1,0,0) scale(2)", NULL},
    {"matrix(", NULL},
    {"scale(2)", NULL},
    {"", NULL},
};

START_TEST(a_path_is_placed_where_its_transform_only_scales_and_moves)
{
    static const char data[] = "M 1 2 L 1.000199 4";
    const char *transform = transforms[_i].transform, *expected = transforms[_i].expected;
    struct svg_placing placing;
    struct buffer out = BUFFER_INIT;
    ck_assert_int_eq(svg_placing_scan(transform, strlen(transform), &placing), expected != NULL);
    if (expected == NULL)
        return;
    ck_assert(svg_path_append(&out, data, sizeof data - 1, &placing));
    ck_assert_str_eq(buffer_string(&out), expected);
    buffer_free(&out);
}
END_TEST

START_TEST(what_placing_makes_too_large_is_left_alone)
{
    static const char data[] = "M 1 2 L 900000000 4";
    const struct svg_placing huge = {1e9, 0.0, 0.0};
    struct buffer out = BUFFER_INIT;
    ck_assert(!svg_path_append(&out, data, sizeof data - 1, &huge));
    ck_assert_uint_eq(out.length, 0);
    buffer_free(&out);
}
END_TEST

START_TEST(a_number_is_rounded_to_hundredths)
{
    struct buffer out = BUFFER_INIT;
    svg_number_append(&out, numbers[_i].given, strlen(numbers[_i].given), 1.0);
    ck_assert_str_eq(buffer_string(&out), numbers[_i].expected);
    buffer_free(&out);
}
END_TEST

START_TEST(reading_a_number_stops_behind_it)
{
    const char text[] = " 12.3456%,-7";
    const char *at = text, *end = text + sizeof text - 1;
    int64_t hundredths = 0;
    ck_assert_int_eq(svg_number_scan(&at, end, &hundredths), 1);
    ck_assert_int_eq(hundredths, 1235);
    ck_assert_ptr_eq(at, text + 8);
    ck_assert_int_eq(svg_number_scan(&at, end, &hundredths), 0); /* the % is in the way */
    ck_assert_ptr_eq(at, text + 8);
    at++;
    ck_assert_int_eq(svg_number_scan(&at, end, &hundredths), 1);
    ck_assert_int_eq(hundredths, -700);
    ck_assert_ptr_eq(at, end);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("svg_path");
    TCase *tests = tcase_create("paths");
    tcase_add_loop_test(tests, a_path_says_the_same_in_fewer_bytes, 0,
                        sizeof paths / sizeof *paths);
    tcase_add_loop_test(tests, a_path_that_cairo_does_not_write_is_left_alone, 0,
                        sizeof strange / sizeof *strange);
    tcase_add_test(tests, a_short_path_is_read_as_it_was_written);
    tcase_add_loop_test(tests, a_path_is_placed_where_its_transform_only_scales_and_moves, 0,
                        sizeof transforms / sizeof *transforms);
    tcase_add_test(tests, what_placing_makes_too_large_is_left_alone);
    tcase_add_loop_test(tests, a_number_is_rounded_to_hundredths, 0,
                        sizeof numbers / sizeof *numbers);
    tcase_add_test(tests, reading_a_number_stops_behind_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
