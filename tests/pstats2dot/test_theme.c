/* Themes: gprof2dot's arithmetic, and legibility. */
#include "pstats2dot/theme.h"

#include "support/run_suite.h"

#include <check.h>
#include <string.h>

static int index_of(const char *name)
{
    const struct option_choice *choice = theme_choices;
    while (strcmp(choice->name, name) != 0)
        choice++;
    return choice->value;
}

static const struct theme *theme(const char *name)
{
    return theme_at(index_of(name));
}

/* What gprof2dot 2025.04.14 writes for these weights. */
static const struct {
    const char *theme;
    double weight, skew;
    const char *hex;
} colours[] = {
    {"color", 0.0, 1.0, "#0d0d73"}, {"color", 1.0, 1.0, "#ff0000"},
    {"color", 0.3, 1.0, "#0c9a7e"}, {"color", 0.75, 1.0, "#dada06"},
    {"color", 0.3, 0.1, "#30bd09"}, {"color", 0.3, 2.0, "#0c8791"},
    {"pink", 0.0, 1.0, "#ff9c9c"},  {"pink", 0.5, 1.0, "#ff2222"},
    {"gray", 0.0, 1.0, "#b2b2b2"},  {"gray", 0.3, 1.0, "#515151"},
    {"bw", 0.3, 1.0, "#000000"},    {"print", 1.0, 1.0, "#000000"},
    {"color", 7.0, 1.0, "#ff0000"}, {"color", -1.0, 1.0, "#0d0d73"},
};

START_TEST(colours_are_gprof2dot_s)
{
    char hex[COLOUR_HEX_SIZE];
    colour_hex(theme_colour(theme(colours[_i].theme), colours[_i].weight, colours[_i].skew), hex);
    ck_assert_str_eq(hex, colours[_i].hex);
}
END_TEST

START_TEST(sizes_are_gprof2dot_s)
{
    ck_assert_double_eq_tol(theme_font_size(theme("color"), 1.0), 10.0, 1e-9);
    ck_assert_double_eq_tol(theme_font_size(theme("bw"), 0.9), 19.44, 1e-9);
    ck_assert_double_eq_tol(theme_font_size(theme("bw"), 0.1), 8.0, 1e-9);
    ck_assert_double_eq_tol(theme_pen_width(theme("color"), 0.5), 2.0, 1e-9);
    ck_assert_double_eq_tol(theme_pen_width(theme("color"), 0.01), 0.5, 1e-9);
    ck_assert_double_eq_tol(theme_pen_width(theme("print"), 0.5), 4.0, 1e-9);
    ck_assert_double_eq_tol(theme_arrow_size(theme("color"), 1.0), 1.0, 1e-9);
    ck_assert_double_eq_tol(theme_arrow_size(theme("print"), 0.5), 1.0, 1e-9);
}
END_TEST

START_TEST(text_is_legible_on_every_node_of_every_theme)
{
    static const double skews[] = {1.0, 0.1, 20.0};
    for (const struct option_choice *choice = theme_choices; choice->name != NULL; choice++)
        for (int i = 0; i <= 3 * 200; i++) {
            const struct theme *t = theme_at(choice->value);
            struct colour node = theme_colour(t, i % 201 / 200.0, skews[i / 201 % 3]);
            struct colour text = theme_node_text(t, node);
            double contrast = colour_contrast(text, t->is_filled ? node : t->page);
            ck_assert_msg(contrast >= COLOUR_TEXT_CONTRAST, "%s at %d: %f", choice->name, i,
                          contrast);
        }
}
END_TEST

START_TEST(text_is_legible_whatever_has_changed)
{
    for (const struct option_choice *choice = theme_choices; choice->name != NULL; choice++)
        for (int i = -100; i <= 100; i++) {
            const struct theme *t = theme_at(choice->value);
            struct colour node = theme_change_colour(t, i / 100.0, 1.0);
            struct colour text = theme_node_text(t, node);
            ck_assert_double_ge(colour_contrast(text, t->is_filled ? node : t->page),
                                COLOUR_TEXT_CONTRAST);
            ck_assert_double_ge(colour_contrast(theme_outline(t, node), t->page),
                                COLOUR_LINE_CONTRAST);
        }
}
END_TEST

/* The axis that nobody's eyes lack. */
START_TEST(slower_is_yellower_and_faster_is_bluer)
{
    static const char *const names[] = {"color", "pink", "colorblind", "dark"};
    const struct theme *t = theme(names[_i]);
    for (int i = 10; i <= 100; i += 10) {
        struct colour slower = theme_change_colour(t, i / 100.0, 1.0);
        struct colour faster = theme_change_colour(t, -i / 100.0, 1.0);
        ck_assert_int_gt(slower.red, slower.blue);
        ck_assert_int_gt(faster.blue, faster.red);
    }
}
END_TEST

START_TEST(the_theme_for_the_colour_blind_darkens_all_the_way)
{
    double before = 2.0;
    for (int i = 0; i <= 100; i += 4) {
        double luminance = colour_luminance(theme_colour(theme("colorblind"), i / 100.0, 1.0));
        ck_assert_msg(luminance < before, "at %d%%", i);
        before = luminance;
    }
}
END_TEST

START_TEST(the_lines_of_our_own_themes_can_be_seen_on_their_page)
{
    static const char *const names[] = {"colorblind", "dark"};
    for (int i = 0; i <= 200; i++) {
        const struct theme *t = theme(names[i % 2]);
        struct colour line = theme_line_colour(t, i / 200.0, 1.0);
        ck_assert_double_ge(colour_contrast(line, t->page), 3.0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("theme");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, colours_are_gprof2dot_s, 0, sizeof colours / sizeof *colours);
    tcase_add_test(all, sizes_are_gprof2dot_s);
    tcase_add_test(all, text_is_legible_on_every_node_of_every_theme);
    tcase_add_test(all, text_is_legible_whatever_has_changed);
    tcase_add_loop_test(all, slower_is_yellower_and_faster_is_bluer, 0, 4);
    tcase_add_test(all, the_theme_for_the_colour_blind_darkens_all_the_way);
    tcase_add_test(all, the_lines_of_our_own_themes_can_be_seen_on_their_page);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
