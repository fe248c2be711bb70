/* Text cut to a width. */
#include "pstatsflame/labels.h"

#include "support/run_suite.h"

#include <check.h>
#include <string.h>

/* Every character is 10 px wide, but for W: 20. */
static double width_px(void *context, const char *text, size_t length)
{
    double width = 0.0;
    (void)context;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xc0) == 0x80 ? 0.0 : text[i] == 'W' ? 20.0 : 10.0;
    return width;
}

static size_t fit(void *context, const char *text, size_t length, double limit_px)
{
    size_t fitting = length;
    while (fitting > 0 && (width_px(context, text, fitting) > limit_px ||
                           (fitting < length && ((unsigned char)text[fitting] & 0xc0) == 0x80)))
        fitting--;
    return fitting;
}

static const struct layout_metrics metrics = {NULL, width_px, fit, 8.0, 2.0, 0.0};

static const struct {
    const char *text;
    double limit_px;
    const char *shown;
} cuts[] = {
    {"render", 60.0, "render"},
    {"render", 59.9, "rend…"},
    {"render", 40.0, "ren…"},
    {"render", 30.0, "re…"},
    {"render", 29.9, ""},
    {"render", 0.0, ""},
    {"render", -5.0, ""},
    {"f", 10.0, "f"},
    {"f", 9.0, ""},
    {"WWW", 50.0, "WW…"},
    {"WWW", 45.0, ""},
    {"to do it", 40.0, "to…"}, /* no blank before the ellipsis */
    {"größer", 50.0, "größ…"},
    {"größer", 40.0, "grö…"},
    {"日本語", 30.0, "日本語"},
    {"日本語文", 30.0, "日本…"},
    {"", 100.0, ""},
};

START_TEST(a_label_is_cut_between_characters_and_never_too_wide)
{
    struct buffer buffer = BUFFER_INIT;
    labels_append_cut(&buffer, &metrics, cuts[_i].text, strlen(cuts[_i].text), cuts[_i].limit_px);
    ck_assert_str_eq(buffer_string(&buffer), cuts[_i].shown);
    ck_assert(buffer.length == 0 ||
              width_px(NULL, buffer.bytes, buffer.length) <= cuts[_i].limit_px);
    buffer_free(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("labels");
    TCase *tests = tcase_create("labels");
    tcase_add_loop_test(tests, a_label_is_cut_between_characters_and_never_too_wide, 0,
                        (int)(sizeof cuts / sizeof *cuts));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
