/* Text as glyphs, measured and drawn. With whatever fonts there are. */
#include "picture/font.h"

#include "support/run_suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {"",          "f",      "render  app.py:12",
                                    "größe",     "日本語", "\xf0\x9f\x90\x8d python",
                                    "e\xcc\x81", "…",      "\xef\xbf\xbd"};

START_TEST(what_fits_is_what_is_not_too_wide)
{
    const char *text = texts[_i];
    size_t length = strlen(text);
    struct font *font = font_new("monospace", 12.0);
    ck_assert_ptr_nonnull(font);
    double whole = font_width_px(font, text, length);
    ck_assert_uint_eq(font_fit(font, text, length, whole), length);
    for (double limit = -1.0; limit < whole; limit += 1.3) {
        size_t fitting = font_fit(font, text, length, limit);
        ck_assert_double_le(font_width_px(font, text, fitting), fmax(limit, 0.0));
        ck_assert(fitting == length || ((unsigned char)text[fitting] & 0xc0) != 0x80);
    }
    ck_assert(!font_failed(font));
    font_free(font);
}
END_TEST

START_TEST(text_is_as_much_wider_as_it_is_larger)
{
    struct font *small = font_new("sans-serif", 10.0), *large = font_new("sans-serif", 30.0);
    ck_assert_double_eq_tol(font_width_px(large, "Flame", 5),
                            3.0 * font_width_px(small, "Flame", 5), 1e-6);
    font_free(small);
    font_free(large);
}
END_TEST

START_TEST(a_monospaced_font_says_how_wide_its_characters_are)
{
    struct font *font = font_new("monospace", 12.0);
    struct font_metrics metrics = font_metrics(font);
    ck_assert_double_gt(metrics.ascent_px, metrics.descent_px);
    if (!font_is_missing(font)) {
        ck_assert_double_gt(metrics.advance_px, 5.0);
        ck_assert_double_eq_tol(font_width_px(font, "iW…", 5), 3.0 * metrics.advance_px, 1e-4);
        ck_assert_ptr_null(font_substitute(font));
    }
    font_free(font);
}
END_TEST

START_TEST(a_font_that_is_not_installed_has_a_substitute_with_a_name)
{
    struct font *font = font_new("Surely No Such Font", 12.0);
    if (!font_is_missing(font)) {
        const char *substitute = font_substitute(font);
        ck_assert_ptr_nonnull(substitute);
        struct font *again = font_new(substitute, 12.0);
        ck_assert_ptr_null(font_substitute(again));
        font_free(again);
    }
    font_free(font);
}
END_TEST

/* ---- Drawing ---- */

#define SIZE 40

/* How many pixels a text leaves dark. */
static int ink_of(struct font *font, const char *text, size_t length)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, SIZE, SIZE);
    cairo_t *cr = cairo_create(surface);
    font_add(font, text, length, 5.0, 30.0, 24.0);
    ck_assert(font_show(font, cr));
    cairo_surface_flush(surface);
    int count = 0, stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++)
            count += cairo_image_surface_get_data(surface)[y * stride + x] > 64;
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return count;
}

START_TEST(letters_leave_ink_and_blanks_do_not)
{
    struct font *font = font_new("monospace", 12.0);
    ck_assert_int_gt(ink_of(font, "M", 1), 20);
    ck_assert_int_eq(ink_of(font, "  ", 2), 0);
    ck_assert_int_eq(ink_of(font, "", 0), 0); /* and nothing is left of what was drawn before */
    font_free(font);
}
END_TEST

/* U+2603, which monospaced fonts often lack and others have; U+10FFFD, which none has. */
START_TEST(characters_that_the_font_lacks_are_drawn_all_the_same)
{
    struct font *font = font_new("monospace", 12.0);
    if (!font_is_missing(font)) {
        ck_assert_int_gt(ink_of(font, "\xe2\x98\x83", 3), 5);
        ck_assert_double_gt(font_width_px(font, "\xf4\x8f\xbf\xbd", 4), 0.0);
    }
    font_free(font);
}
END_TEST

START_TEST(sizes_and_fonts_mix_in_one_drawing)
{
    struct font *font = font_new("monospace", 12.0);
    font_add(font, "a\xe2\x98\x83", 4, 1.0, 10.0, 8.0);
    ck_assert_int_gt(ink_of(font, "b", 1), 20);
    ck_assert(!font_failed(font));
    font_free(font);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("font");
    TCase *tests = tcase_create("font");
    tcase_add_loop_test(tests, what_fits_is_what_is_not_too_wide, 0,
                        (int)(sizeof texts / sizeof *texts));
    tcase_add_test(tests, text_is_as_much_wider_as_it_is_larger);
    tcase_add_test(tests, a_monospaced_font_says_how_wide_its_characters_are);
    tcase_add_test(tests, a_font_that_is_not_installed_has_a_substitute_with_a_name);
    tcase_add_test(tests, letters_leave_ink_and_blanks_do_not);
    tcase_add_test(tests, characters_that_the_font_lacks_are_drawn_all_the_same);
    tcase_add_test(tests, sizes_and_fonts_mix_in_one_drawing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
