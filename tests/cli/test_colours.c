/* Colours and their contrast. */
#include "cli/colours.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>

static const struct {
    struct hsl hsl;
    const char *hex;
} made[] = {
    {{0.0, 1.0, 0.5}, "#ff0000"},        {{1.0 / 3.0, 1.0, 0.5}, "#00ff00"},
    {{2.0 / 3.0, 1.0, 0.5}, "#0000ff"},  {{1.0, 1.0, 0.5}, "#ff0000"},
    {{-1.0 / 3.0, 1.0, 0.5}, "#0000ff"}, {{0.3, 0.0, 0.5}, "#808080"},
    {{0.3, 1.0, 0.0}, "#000000"},        {{0.3, 1.0, 1.0}, "#ffffff"},
    {{2.0 / 3.0, 0.8, 0.25}, "#0d0d73"},
};

START_TEST(colours_are_made_as_css_makes_them)
{
    char hex[COLOUR_HEX_SIZE];
    colour_hex(colour_from_hsl(made[_i].hsl, 1.0), hex);
    ck_assert_str_eq(hex, made[_i].hex);
}
END_TEST

START_TEST(contrast_is_what_wcag_says)
{
    ck_assert_double_eq_tol(colour_contrast(COLOUR_WHITE, COLOUR_BLACK), 21.0, 1e-9);
    ck_assert_double_eq_tol(colour_contrast(COLOUR_BLACK, COLOUR_BLACK), 1.0, 1e-9);
    ck_assert_double_eq_tol(colour_contrast((struct colour){0x76, 0x76, 0x76}, COLOUR_WHITE), 4.54,
                            0.005);
    ck_assert_double_eq_tol(colour_contrast((struct colour){0xff, 0, 0}, COLOUR_WHITE), 4.0, 0.005);
}
END_TEST

/* Colours all over the cube, its corners and greys among them. */
enum { COLOURS = 16 * 52 * 16 };
static struct colour colour_at(int i)
{
    return (struct colour){(unsigned char)(i % 16 * 17), (unsigned char)(i / 16 % 52 * 5),
                           (unsigned char)(i / 16 / 52 * 17)};
}

START_TEST(text_is_legible_on_every_colour)
{
    for (int i = 0; i < COLOURS; i++)
        ck_assert_double_ge(colour_contrast(colour_text_on(colour_at(i)), colour_at(i)),
                            COLOUR_TEXT_CONTRAST);
}
END_TEST

static const struct colour pages[] = {
    {255, 255, 255}, {242, 242, 242}, {0x16, 0x1b, 0x22}, {0, 0, 0}};

START_TEST(every_colour_becomes_legible_and_good_ones_stay)
{
    for (int i = 0; i < COLOURS; i++) {
        struct colour colour = colour_at(i);
        struct colour legible = colour_legible(colour, pages[_i], COLOUR_TEXT_CONTRAST);
        ck_assert_double_ge(colour_contrast(legible, pages[_i]), COLOUR_TEXT_CONTRAST);
        if (colour_contrast(colour, pages[_i]) >= COLOUR_TEXT_CONTRAST)
            ck_assert_mem_eq(&legible, &colour, sizeof colour);
    }
}
END_TEST

START_TEST(a_darkened_colour_keeps_its_hue)
{
    struct colour green = {0, 255, 0};
    struct colour legible = colour_legible(green, COLOUR_WHITE, COLOUR_TEXT_CONTRAST);
    ck_assert_uint_eq(legible.red, 0);
    ck_assert_uint_eq(legible.blue, 0);
    ck_assert_uint_ge(legible.green, 0x80); /* no darker than need be */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("colours");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, colours_are_made_as_css_makes_them, 0, sizeof made / sizeof *made);
    tcase_add_test(all, contrast_is_what_wcag_says);
    tcase_add_test(all, text_is_legible_on_every_colour);
    tcase_add_loop_test(all, every_colour_becomes_legible_and_good_ones_stay, 0,
                        sizeof pages / sizeof *pages);
    tcase_add_test(all, a_darkened_colour_keeps_its_hue);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
