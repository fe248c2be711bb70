/* Colours: legible, told apart by any eye, and the same in every run. */
#include "pstatsflame/palette.h"

#include "pstatsflame/difference.h"

#include "support/run_suite.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

START_TEST(labels_are_legible_on_every_color_of_every_palette)
{
    enum palette palette = (enum palette)_i;
    for (size_t i = 0; i < palette_size(palette); i++) {
        struct colour colour = palette_colour(palette, i);
        double contrast = colour_contrast(colour, colour_text_on(colour));
        ck_assert_msg(contrast >= COLOUR_TEXT_CONTRAST, "palette %d, color %zu (%d %d %d): %.2f",
                      _i, i, colour.red, colour.green, colour.blue, contrast);
    }
}
END_TEST

START_TEST(every_palette_has_a_name)
{
    int is_named[PALETTE_COUNT] = {0};
    for (const struct option_choice *c = palette_choices; c->name != NULL; c++)
        is_named[c->value] = 1;
    for (int i = 0; i < PALETTE_COUNT; i++)
        ck_assert_msg(is_named[i], "palette %d", i);
}
END_TEST

/* ---- Telling apart ---- */

struct rgb { /* linear light */
    double red, green, blue;
};

static double linear(unsigned char value)
{
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* How eyes without one kind of cones see it: Machado, Oliveira and Fernandes 2009, severity 1. The first is no change. */
static const double eyes[][3][3] = {
    {{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779},
     {-0.078411, 0.930809, 0.147602},
     {0.004733, 0.691367, 0.303900}},
};

static struct rgb seen(struct colour colour, size_t eye)
{
    const double(*m)[3] = eyes[eye];
    double r = linear(colour.red), g = linear(colour.green), b = linear(colour.blue);
    return (struct rgb){fmax(0.0, m[0][0] * r + m[0][1] * g + m[0][2] * b),
                        fmax(0.0, m[1][0] * r + m[1][1] * g + m[1][2] * b),
                        fmax(0.0, m[2][0] * r + m[2][1] * g + m[2][2] * b)};
}

static double lab_curve(double t)
{
    return t > 216.0 / 24389.0 ? cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

static void to_lab(struct rgb c, double lab[3])
{
    double x = lab_curve((0.4124564 * c.red + 0.3575761 * c.green + 0.1804375 * c.blue) / 0.95047);
    double y = lab_curve(0.2126729 * c.red + 0.7151522 * c.green + 0.0721750 * c.blue);
    double z = lab_curve((0.0193339 * c.red + 0.1191920 * c.green + 0.9503041 * c.blue) / 1.08883);
    lab[0] = 116.0 * y - 16.0;
    lab[1] = 500.0 * (x - y);
    lab[2] = 200.0 * (y - z);
}

/* CIE 1976: 2.3 is just noticeable. */
static double difference(struct colour a, struct colour b, size_t eye)
{
    double first[3], second[3];
    to_lab(seen(a, eye), first);
    to_lab(seen(b, eye), second);
    return sqrt(pow(first[0] - second[0], 2.0) + pow(first[1] - second[1], 2.0) +
                pow(first[2] - second[2], 2.0));
}

static const char *const own_files[ORIGIN_COUNT] = {
    [ORIGIN_OWN] = "/srv/app/%c%c.py",
    [ORIGIN_PACKAGES] = "/v/lib/python3.11/site-packages/%c%c.py",
    [ORIGIN_STANDARD] = "/usr/lib/python3.11/%c%c.py",
    [ORIGIN_BUILTIN] = "~",
};

static size_t choose(enum palette palette, const char *file, const char *name, int is_by_name)
{
    static const pstats_text nothing = {"", 0};
    pstats_function function = {
        .file = {file, strlen(file)}, .name = {name, strlen(name)}, .line = 1};
    pstats_text module;
    enum origin origin = origin_find(&function, &module);
    return palette_choose(palette, origin, is_by_name ? nothing : module, function.name);
}

/* The smallest difference between any color of one origin and any of the other. */
static double nearest(enum palette palette, enum origin a, enum origin b, size_t eye)
{
    double smallest = INFINITY;
    unsigned char is_used[ORIGIN_COUNT][256] = {{0}};
    for (int i = 0; i < 26 * 26; i++) {
        enum origin both[] = {a, b};
        for (size_t k = 0; k < 2; k++) {
            char file[64], name[8];
            snprintf(file, sizeof file, own_files[both[k]], 'a' + i / 26, 'a' + i % 26);
            snprintf(name, sizeof name, "<%d>", i);
            is_used[both[k]][choose(palette, file, name, 0)] = 1;
        }
    }
    for (size_t i = 0; i < palette_size(palette); i++)
        for (size_t j = 0; j < palette_size(palette); j++)
            if (is_used[a][i] && is_used[b][j])
                smallest = fmin(smallest, difference(palette_colour(palette, i),
                                                     palette_colour(palette, j), eye));
    return smallest;
}

static void assert_apart(enum palette palette, size_t eye, double least)
{
    for (int a = 0; a < ORIGIN_COUNT; a++)
        for (int b = a + 1; b < ORIGIN_COUNT; b++) {
            double found = nearest(palette, (enum origin)a, (enum origin)b, eye);
            ck_assert_msg(found >= least, "origins %d and %d, eye %zu: %.1f", a, b, eye, found);
        }
}

START_TEST(origins_are_told_apart_in_the_usual_palette)
{
    assert_apart(PALETTE_PYTHON, 0, 15.0);
}
END_TEST

START_TEST(origins_are_told_apart_by_every_kind_of_eye_in_the_palette_for_them)
{
    assert_apart(PALETTE_COLORBLIND, (size_t)_i, 15.0);
}
END_TEST

/* ---- What has changed ---- */

START_TEST(labels_are_legible_on_what_has_changed)
{
    for (size_t i = 0; i < DIFFERENCE_COUNT; i++) {
        struct colour colour = difference_colour(i);
        ck_assert_double_ge(colour_contrast(colour, colour_text_on(colour)), COLOUR_TEXT_CONTRAST);
    }
}
END_TEST

START_TEST(growth_and_the_like_shrinkage_are_equally_light)
{
    for (size_t step = 0; step < DIFFERENCE_STEPS; step++)
        ck_assert_double_le(colour_contrast(difference_colour(DIFFERENCE_MORE + step),
                                            difference_colour(DIFFERENCE_LESS + step)),
                            1.08);
    ck_assert_double_le(
        colour_contrast(difference_colour(DIFFERENCE_NEW), difference_colour(DIFFERENCE_GONE)),
        1.02);
}
END_TEST

START_TEST(changes_are_told_apart_by_every_kind_of_eye)
{
    static const size_t ends[] = {DIFFERENCE_SAME, DIFFERENCE_LESS - 1, DIFFERENCE_NEW - 1,
                                  DIFFERENCE_NEW, DIFFERENCE_GONE};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t j = 0; j < i; j++) {
            double found =
                difference(difference_colour(ends[i]), difference_colour(ends[j]), (size_t)_i);
            ck_assert_msg(found >= 15.0, "%zu and %zu: %.1f", ends[i], ends[j], found);
        }
    for (size_t step = 0; step < DIFFERENCE_STEPS; step++) /* and from what is as before */
        for (size_t way = 0; way < 2; way++) {
            size_t at = (way == 0 ? DIFFERENCE_MORE : DIFFERENCE_LESS) + step;
            struct colour below = difference_colour(step > 0 ? at - 1 : DIFFERENCE_SAME);
            ck_assert_double_ge(difference(difference_colour(at), below, (size_t)_i), 4.0);
        }
}
END_TEST

/* ---- Modules ---- */

START_TEST(a_module_has_one_color_wherever_it_is_installed)
{
    size_t color =
        choose(PALETTE_PYTHON, "/usr/lib/python3/dist-packages/yaml/loader.py", "load", 0);
    ck_assert_uint_eq(
        choose(PALETTE_PYTHON, "/v/lib/python3.12/site-packages/yaml/loader.py", "dump", 0), color);
    ck_assert_uint_eq(choose(PALETTE_PYTHON, "/home/me/app/cart.py", "f", 0),
                      choose(PALETTE_PYTHON, "/builds/7/app/cart.py", "g", 0));
    ck_assert_uint_ne(choose(PALETTE_PYTHON, "/home/me/app/cart.py", "f", 0), color);
}
END_TEST

START_TEST(colors_by_name_differ_within_a_module)
{
    size_t first = choose(PALETTE_PYTHON, "/srv/app.py", "f0", 1), others = 0;
    char name[8];
    for (int i = 1; i < 20; i++) {
        snprintf(name, sizeof name, "f%d", i);
        others += choose(PALETTE_PYTHON, "/srv/app.py", name, 1) != first;
        ck_assert_uint_eq(choose(PALETTE_PYTHON, "/srv/app.py", name, 0),
                          choose(PALETTE_PYTHON, "/srv/app.py", "f0", 0));
    }
    ck_assert_uint_gt(others, 10);
}
END_TEST

START_TEST(an_address_in_a_name_changes_no_color)
{
    ck_assert_uint_eq(choose(PALETTE_PYTHON, "~", "<built-in method f of T object at 0x7f11>", 0),
                      choose(PALETTE_PYTHON, "~", "<built-in method f of T object at 0x9e22a>", 0));
    ck_assert_uint_eq(choose(PALETTE_PYTHON, "a.py", "f at 0x1", 1),
                      choose(PALETTE_PYTHON, "a.py", "f at 0x2", 1));
}
END_TEST

/* So that a change of the palettes or of the hash is seen: pictures of today and of next year should look alike. */
START_TEST(colors_stay_what_they_were)
{
    ck_assert_uint_eq(choose(PALETTE_PYTHON, "/srv/app/cart.py", "f", 0), 2);
    ck_assert_uint_eq(choose(PALETTE_PYTHON, "/usr/lib/python3.11/json/decoder.py", "f", 0), 28);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("palette");
    TCase *tests = tcase_create("palette");
    tcase_add_loop_test(tests, labels_are_legible_on_every_color_of_every_palette, 0,
                        PALETTE_COUNT);
    tcase_add_test(tests, every_palette_has_a_name);
    tcase_add_test(tests, origins_are_told_apart_in_the_usual_palette);
    tcase_add_loop_test(tests, origins_are_told_apart_by_every_kind_of_eye_in_the_palette_for_them,
                        0, (int)(sizeof eyes / sizeof *eyes));
    tcase_add_test(tests, labels_are_legible_on_what_has_changed);
    tcase_add_test(tests, growth_and_the_like_shrinkage_are_equally_light);
    tcase_add_loop_test(tests, changes_are_told_apart_by_every_kind_of_eye, 0,
                        (int)(sizeof eyes / sizeof *eyes));
    tcase_add_test(tests, a_module_has_one_color_wherever_it_is_installed);
    tcase_add_test(tests, colors_by_name_differ_within_a_module);
    tcase_add_test(tests, an_address_in_a_name_changes_no_color);
    tcase_add_test(tests, colors_stay_what_they_were);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
