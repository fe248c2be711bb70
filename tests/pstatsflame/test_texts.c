/* Text that stays text: how wide it is taken to be, and what becomes of it in SVG. */
#include "pstatsflame/cells.h"
#include "pstatsflame/texts.h"

#include "support/run_suite.h"

#include <check.h>
#include <math.h>
#include <string.h>

#define CELL_PX (10.0 * 1233.0 / 2048.0)

static const struct {
    const char *text;
    double narrow, wide; /* characters */
} widths[] = {
    {"", 0, 0},       {"main  app.py:12", 15, 0}, {"Ärger…", 6, 0},
    {"日本語", 0, 3}, {"e\xcc\x81t", 2, 0}, /* an accent of its own */
    {"🐍 ok", 3, 1},
};

START_TEST(text_is_as_wide_as_its_cells)
{
    double size_px = 10.0;
    struct layout_metrics metrics = cells_metrics(&size_px);
    const char *text = widths[_i].text;
    double expected = widths[_i].narrow * CELL_PX + widths[_i].wide * 10.0;
    double width = metrics.width_px(metrics.context, text, strlen(text));
    ck_assert_msg(fabs(width - expected) < 1e-9, "%s: %g", text, width);
    ck_assert_uint_eq(metrics.fit(metrics.context, text, strlen(text), width + 1e-9), strlen(text));
}
END_TEST

START_TEST(what_fits_are_whole_characters)
{
    double size_px = 10.0;
    struct layout_metrics metrics = cells_metrics(&size_px);
    ck_assert_uint_eq(metrics.fit(metrics.context, "äöü", 6, 2.5 * CELL_PX), 4);
    ck_assert_uint_eq(metrics.fit(metrics.context, "日本", 6, 19.9), 3);
    ck_assert_uint_eq(metrics.fit(metrics.context, "ab", 2, 1.0), 0);
}
END_TEST

/* A layout with nothing but a note. */
static void append(struct buffer *svg, const char *note, const char *family)
{
    struct stacks stacks = {0};
    struct layout_line nothing = {.text = ""};
    struct flame_layout layout = {
        .stacks = &stacks,
        .ink = {1, 2, 3},
        .font_size_px = 12.0,
        .title = nothing,
        .subtitle = nothing,
        .caption = nothing,
        .note = {note, 10.5, 20.0, 12.0, 33.25},
    };
    texts_append(svg, &layout, family);
}

static const struct {
    const char *given, *expected;
} notes[] = {
    {"plain", "plain"},
    {"a b", "a b"},
    {"a  b", "a \xc2\xa0"
             "b"},
    {"a   b", "a \xc2\xa0 b"},
    {" a ", "\xc2\xa0"
            "a\xc2\xa0"},
    {"<a> & b", "&lt;a> &amp; b"},
};

START_TEST(text_keeps_its_place_width_and_blanks)
{
    char expected[200];
    struct buffer svg = BUFFER_INIT;
    append(&svg, notes[_i].given, "monospace");
    snprintf(expected, sizeof expected,
             "<g class=\"pf-ink\" fill=\"#010203\">"
             "<text x=\"10.5\" y=\"20\" textLength=\"33.3\">%s</text></g>",
             notes[_i].expected);
    ck_assert_msg(strstr(buffer_string(&svg), expected) != NULL, "%s", buffer_string(&svg));
    buffer_free(&svg);
}
END_TEST

/* A layout with nothing but a frame's label. */
static void append_label(struct buffer *svg, const char *label, const char *family)
{
    const struct colour white = COLOUR_WHITE;
    struct stack_frame frame = {0};
    struct layout_box box = {.label_length = strlen(label), .label_px = 33.25F};
    struct stacks stacks = {.frames = &frame, .count = 1};
    struct layout_line nothing = {.text = ""};
    struct flame_layout layout = {
        .stacks = &stacks,
        .boxes = &box,
        .text = label,
        .colours = &white,
        .font_size_px = 12.0,
        .title = nothing,
        .subtitle = nothing,
        .caption = nothing,
        .note = nothing,
    };
    texts_append(svg, &layout, family);
}

static const struct {
    const char *label, *family;
    int has_width;
} labels[] = {
    {"main  app.py:1", "monospace", 0}, {"mai…", "monospace", 0}, {"mä…", "monospace", 1},
    {"日本語", "monospace", 1},         {"…", "monospace", 0},    {"main", "Noto Sans", 1},
};

START_TEST(a_label_says_its_width_where_the_viewers_font_may_be_wider)
{
    struct buffer svg = BUFFER_INIT;
    append_label(&svg, labels[_i].label, labels[_i].family);
    const char *text = strstr(buffer_string(&svg), "<text x=\"");
    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(strstr(text, " textLength=\"33.3\"") != NULL, labels[_i].has_width);
    buffer_free(&svg);
}
END_TEST

static const struct {
    const char *given, *expected;
} families[] = {
    {"monospace", "font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"12\""},
    {"sans", "font-family=\"sans-serif\""},
    {"serif", "font-family=\"serif\""},
    {"Noto Sans", "font-family=\"'Noto Sans',monospace\""},
    {"a'\"<\\b\n", "font-family=\"'a&quot;&lt;bx0a',monospace\""},
};

START_TEST(a_font_is_named_as_browsers_have_it)
{
    struct buffer svg = BUFFER_INIT;
    append(&svg, "", families[_i].given);
    ck_assert_msg(strstr(buffer_string(&svg), families[_i].expected) != NULL, "%s",
                  buffer_string(&svg));
    ck_assert_ptr_null(strstr(buffer_string(&svg), "<text"));
    buffer_free(&svg);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("texts");
    TCase *tests = tcase_create("texts");
    tcase_add_loop_test(tests, text_is_as_wide_as_its_cells, 0, sizeof widths / sizeof *widths);
    tcase_add_test(tests, what_fits_are_whole_characters);
    tcase_add_loop_test(tests, text_keeps_its_place_width_and_blanks, 0,
                        sizeof notes / sizeof *notes);
    tcase_add_loop_test(tests, a_label_says_its_width_where_the_viewers_font_may_be_wider, 0,
                        sizeof labels / sizeof *labels);
    tcase_add_loop_test(tests, a_font_is_named_as_browsers_have_it, 0,
                        sizeof families / sizeof *families);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
