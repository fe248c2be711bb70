/* Where boxes go, what they say, and the page around them. */
#include "pstatsflame/layout.h"

#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every character is 7 px wide. */
static double width_px(void *context, const char *text, size_t length)
{
    double width = 0.0;
    (void)context;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xc0) == 0x80 ? 0.0 : 7.0;
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

static const struct layout_metrics metrics = {NULL, width_px, fit, 11.0, 3.0, 7.0};
static const struct option_strings no_prefixes = {NULL, 0, 0};

static struct layout_options usual_options(void)
{
    return (struct layout_options){
        .title = "Flame Graph",
        .unit = "seconds",
        .width_px = 1020.0, /* 1000 between the margins */
        .frame_height_px = 16.0,
        .max_levels = 1000,
        .font_size_px = 12.0,
        .minimum_px = 0.1,
        .palette = PALETTE_PYTHON,
        .page = COLOUR_WHITE,
        .strip_prefixes = &no_prefixes,
    };
}

/* ---- Making ---- */

static pstats_profile *profile;
static struct stacks *stacks;
static struct flame_layout *layout;

static void take(pstats_profile *made, const struct stacks_options *wanted,
                 const struct layout_options *options)
{
    pstats_error error;
    struct stacks_options usual = STACKS_OPTIONS_INIT;
    profile = made;
    ck_assert_ptr_nonnull(profile);
    pstats_tree *tree = pstats_tree_estimate(pstats_profile_graph(profile), NULL, &error);
    ck_assert_ptr_nonnull(tree);
    stacks =
        stacks_new(pstats_profile_graph(profile), tree, wanted != NULL ? wanted : &usual, &error);
    ck_assert_ptr_nonnull(stacks);
    pstats_tree_free(tree);
    layout = layout_new(stacks, options, &metrics);
    ck_assert_ptr_nonnull(layout);
}

static void release(void)
{
    layout_free(layout);
    stacks_free(stacks);
    pstats_profile_free(profile);
}

static size_t box_named(const char *name)
{
    for (size_t i = 1; i < stacks->count; i++)
        if (is_text(layout->functions[stacks->frames[i].function].name, name))
            return i;
    ck_abort_msg("no frame of %s", name);
    return 0;
}

static char *label_of(size_t index)
{
    static char label[200];
    const struct layout_box *box = &layout->boxes[index];
    snprintf(label, sizeof label, "%.*s", (int)box->label_length, layout->text + box->label);
    return label;
}

/* ---- A shop: code of every origin, without recursion ---- */

static const struct {
    const char *file;
    int line;
    const char *name;
    double self, cumulative;
    int caller; /* -1: none */
} shop[] = {
    {"~", 0, "<built-in method builtins.exec>", 0.001, 2.0, -1},
    {"/srv/shop/manage.py", 1, "<module>", 0.009, 1.999, 0},
    {"/srv/shop/shop/cart.py", 41, "total_of_all_the_items_in_the_cart", 0.49, 0.79, 1},
    {"~", 0, "<method 'append' of 'list' objects>", 0.1, 0.1, 2},
    {"/usr/lib/python3.11/decimal.py", 3, "quantize", 0.2, 0.2, 2},
    {"/srv/venv/lib/python3.11/site-packages/yaml/__init__.py", 74, "load", 0.3, 1.2, 1},
    {"/srv/venv/lib/python3.11/site-packages/yaml/reader.py", 9, "read", 0.6, 0.9, 5},
    {"/usr/lib/python3.11/codecs.py", 319, "decode", 0.3, 0.3, 6},
};

static pstats_profile *make_shop(void)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    for (size_t i = 0; i < sizeof shop / sizeof *shop; i++) {
        put_function_begin(writer, shop[i].file, shop[i].line, shop[i].name, 1, 1, shop[i].self,
                           shop[i].cumulative);
        if (shop[i].caller >= 0) {
            put_key(writer, shop[shop[i].caller].file, shop[shop[i].caller].line,
                    shop[shop[i].caller].name);
            put_caller_figures(writer, 1, 1, shop[i].self, shop[i].cumulative);
        }
        put_dict_end(writer);
    }
    put_dict_end(writer);
    return profile_of_writer(writer);
}

/* ---- Golden lists ---- */

static pstats_profile *read_dump(const char *name)
{
    char path[200];
    pstats_error error;
    snprintf(path, sizeof path, "tests/data/%s", name);
    return pstats_profile_read_file(path, NULL, &error);
}

static void print_line(FILE *stream, const char *what, const struct layout_line *line)
{
    if (line->text[0] != '\0')
        fprintf(stream, "%s %g at %.1f %.1f: %s\n", what, line->size_px, line->x_px,
                line->baseline_px, line->text);
}

static void print_layout(FILE *stream)
{
    fprintf(stream, "page %g x %g, frames %g..%g, details %g..%g\n", layout->width_px,
            layout->height_px, layout->frames_top_px, layout->frames_bottom_px,
            layout->details_top_px, layout->details_bottom_px);
    print_line(stream, "title", &layout->title);
    print_line(stream, "subtitle", &layout->subtitle);
    print_line(stream, "note", &layout->note);
    print_line(stream, "caption", &layout->caption);
    for (size_t i = 0; i < layout->legend_count; i++)
        fprintf(stream, "legend at %.1f %.1f: %s\n", layout->legend[i].x_px,
                layout->legend[i].baseline_px, layout->legend[i].text);
    fprintf(stream, "# row, from, to, color, label\n");
    for (size_t i = 0; i < stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        if (box->is_drawn)
            fprintf(stream, "%g %.1f %.1f %u %s\n", layout_row_px(layout, stacks->frames[i].level),
                    (double)box->left_px, (double)box->right_px, (unsigned)box->colour,
                    label_of(i));
    }
}

static char *read_golden(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    if (file == NULL || text == NULL)
        return text;
    size_t length = fread(text, 1, (1 << 20) - 1, file);
    text[length] = '\0';
    fclose(file);
    return text;
}

/* `make bless` writes the file anew. */
static void assert_golden(const char *name)
{
    char path[200], *printed = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "tests/golden/pstatsflame/%s.boxes", name);
    FILE *stream = open_memstream(&printed, &size);
    print_layout(stream);
    fclose(stream);
    if (getenv("BLESS") != NULL) {
        FILE *file = fopen(path, "wb");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(printed, 1, size, file), size);
        ck_assert_int_eq(fclose(file), 0);
    }
    char *expected = read_golden(path);
    ck_assert_msg(strcmp(printed, expected) == 0,
                  "%s is not what is laid out now; see it with make bless", path);
    free(expected);
    free(printed);
}

static const struct {
    const char *name;
    const char *dump; /* NULL: the shop */
    int is_inverted, is_reversed, has_details;
    double width_px, minimum_px;
    const char *subtitle;
} goldens[] = {
    {"shop", NULL, 0, 0, 1, 1020.0, 0.1, "at noon"},
    {"shop-icicle", NULL, 1, 0, 0, 1020.0, 200.0, NULL},
    {"shop-reversed", NULL, 0, 1, 0, 600.0, 2.0, NULL},
    {"shop-narrow", NULL, 0, 0, 0, 200.0, 0.1, NULL},
    {"texts", "hand-texts.pstats", 0, 0, 0, 400.0, 0.1, NULL},
    {"empty", "odd-empty-py3.10.pstats", 0, 0, 1, 1020.0, 0.1, NULL},
};

START_TEST(boxes_are_where_they_were)
{
    struct layout_options options = usual_options();
    struct stacks_options wanted = STACKS_OPTIONS_INIT;
    options.is_inverted = goldens[_i].is_inverted;
    options.has_details = goldens[_i].has_details;
    options.width_px = goldens[_i].width_px;
    options.minimum_px = goldens[_i].minimum_px;
    options.subtitle = goldens[_i].subtitle;
    wanted.is_reversed = goldens[_i].is_reversed;
    take(goldens[_i].dump != NULL ? read_dump(goldens[_i].dump) : make_shop(), &wanted, &options);
    assert_golden(goldens[_i].name);
    release();
}
END_TEST

/* ---- Arithmetic ---- */

static const char words[] =
    "main=1/1,2,10 a=1/1,1,1 b=1/1,4,7 c=1/1,3,3 main>a=1/1,1,1 main>b=1/1,4,7 b>c=1/1,3,3";

START_TEST(children_stand_side_by_side_and_own_time_is_left_over_on_the_right)
{
    struct layout_options options = usual_options();
    take(profile_of(words), NULL, &options);
    const struct layout_box *all = &layout->boxes[0], *a = &layout->boxes[box_named("a")];
    const struct layout_box *b = &layout->boxes[box_named("b")],
                            *c = &layout->boxes[box_named("c")];
    ck_assert_double_eq(all->x, 0.0);
    ck_assert_double_eq(all->width, 1.0);
    ck_assert_double_eq_tol(a->x, 0.0, 1e-12);
    ck_assert_double_eq_tol(a->width, 0.1, 1e-12);
    ck_assert_double_eq_tol(b->x, 0.1, 1e-12);
    ck_assert_double_eq_tol(b->width, 0.7, 1e-12);
    ck_assert_double_eq_tol(c->x, 0.1, 1e-12);
    ck_assert_double_eq_tol(c->width, 0.3, 1e-12);
    ck_assert_float_eq_tol(b->left_px, 110.0f, 1e-4f);
    ck_assert_float_eq_tol(b->right_px, 810.0f - (float)layout->gap_px / 2.0f, 1e-4f);
    release();
}
END_TEST

START_TEST(rows_grow_upwards_or_when_inverted_downwards)
{
    struct layout_options options = usual_options();
    take(profile_of(words), NULL, &options);
    ck_assert_uint_eq(layout->drawn_level_count, 4);
    ck_assert_double_eq(layout_row_px(layout, 0), layout->frames_bottom_px - 16.0);
    ck_assert_double_eq(layout_row_px(layout, 3), layout->frames_top_px);
    release();
    options.is_inverted = 1;
    take(profile_of(words), NULL, &options);
    ck_assert_double_eq(layout_row_px(layout, 0), layout->frames_top_px);
    ck_assert_double_eq(layout_row_px(layout, 3), layout->frames_bottom_px - 16.0);
    ck_assert_double_eq(layout_height_px(layout, 4), layout->height_px);
    ck_assert_double_eq(layout_height_px(layout, 6), layout->height_px + 32.0);
    release();
}
END_TEST

static const struct {
    double minimum_px, minimum_fraction;
    const char *drawn;
} minimums[] = {
    {0.0, 0.0, "a b c"}, {99.0, 0.0, "a b c"}, {101.0, 0.0, "b c"}, {0.0, 0.2, "b c"},
    {0.0, 0.31, "b"},    {301.0, 0.2, "b"},    {2000.0, 0.0, ""},
};

START_TEST(narrow_boxes_are_not_drawn_and_take_no_room)
{
    char drawn[32] = "";
    static const char *const names[] = {"a", "b", "c"};
    struct layout_options options = usual_options();
    options.minimum_px = minimums[_i].minimum_px;
    options.minimum_fraction = minimums[_i].minimum_fraction;
    take(profile_of(words), NULL, &options);
    uint32_t levels = 1;
    for (size_t i = 0; i < 3; i++)
        if (layout->boxes[box_named(names[i])].is_drawn)
            snprintf(drawn + strlen(drawn), sizeof drawn - strlen(drawn), "%s%s", *drawn ? " " : "",
                     names[i]);
    for (size_t i = 0; i < stacks->count; i++)
        if (layout->boxes[i].is_drawn && stacks->frames[i].level >= levels)
            levels = stacks->frames[i].level + 1;
    ck_assert_str_eq(drawn, minimums[_i].drawn);
    ck_assert_uint_eq(layout->drawn_level_count, levels);
    ck_assert(layout->boxes[0].is_drawn);
    release();
}
END_TEST

START_TEST(a_page_that_would_be_too_high_ends_early_and_says_so)
{
    struct layout_options options = usual_options();
    options.max_levels = 2;
    take(profile_of(words), NULL, &options);
    ck_assert_uint_eq(layout->drawn_level_count, 2);
    ck_assert_uint_eq(layout->wide_level_count, 4);
    ck_assert(!layout->boxes[box_named("b")].is_drawn);
    release();
}
END_TEST

/* ---- Labels ---- */

static const struct {
    double width_px; /* of the page; main has all of it but the margins */
    const char *main_label, *all_label;
} labels[] = {
    {1020.0, "main  main.py:1", "all  10.0 s"},
    {20.0 + 3 + 15 * 7 + 3 + 0.5, "main  main.py:1", "all  10.0 s"},
    {20.0 + 3 + 15 * 7 + 3, "main", "all  10.0 s"},
    {20.0 + 3 + 4 * 7 + 3 + 0.5, "main", "all…"},
    {20.0 + 3 + 4 * 7 + 3, "ma…", "al…"},
    {20.0 + 3 + 3 * 7 + 3, "", ""},
};

START_TEST(a_label_is_as_long_as_there_is_room)
{
    struct layout_options options = usual_options();
    options.width_px = labels[_i].width_px;
    take(profile_of(words), NULL, &options);
    ck_assert_str_eq(label_of(box_named("main")), labels[_i].main_label);
    ck_assert_str_eq(label_of(0), labels[_i].all_label);
    release();
}
END_TEST

START_TEST(rows_too_low_for_text_have_none)
{
    struct layout_options options = usual_options();
    options.frame_height_px = 6.0;
    take(profile_of(words), NULL, &options);
    for (size_t i = 0; i < stacks->count; i++)
        ck_assert_uint_eq(layout->boxes[i].label_length, 0);
    release();
}
END_TEST

/* ---- What always holds ---- */

static const char *const dumps[] = {
    "deeprec-cProfile-py3.10.pstats",
    "dupes-cProfile-py3.8.pstats",
    "generators-cProfile-py3.9.pstats",
    "../fuzz/corpus/flame-largest-times",
    "hand-times.pstats",
    "hand-texts.pstats",
    "odd-negative-bias-py3.13.pstats",
    "odd-bigtimes-py3.12.pstats",
    "odd-empty-py3.10.pstats",
    "odd-tinytimes-py3.11.pstats",
    "parser_work-cProfile-py3.11.pstats",
    "raytrace-cProfile-py3.12.pstats",
    "odd-weird-names-py3.13.pstats",
};

static void check_box(size_t index, float *row_end)
{
    const struct stack_frame *frame = &stacks->frames[index];
    const struct layout_box *box = &layout->boxes[index];
    double row_px = layout_row_px(layout, frame->level);
    float *end = &row_end[frame->level];
    ck_assert_msg(box->left_px + 0.01f >= *end, "box %zu begins before %f", index, (double)*end);
    ck_assert_msg(box->right_px > box->left_px, "box %zu", index);
    ck_assert((double)box->right_px <= layout->right_px + 0.11);
    ck_assert(row_px >= layout->frames_top_px - 0.01);
    ck_assert(row_px + layout->frame_height_px <= layout->frames_bottom_px + 0.01);
    if (index > 0) {
        const struct layout_box *parent = &layout->boxes[frame->parent];
        ck_assert(parent->is_drawn);
        ck_assert(box->left_px >= parent->left_px - 0.01f && box->x >= parent->x - 1e-12);
        ck_assert(box->right_px <= parent->right_px + (float)layout->gap_px / 2.0f + 0.11f);
        ck_assert(box->x + box->width <= parent->x + parent->width + 1e-9);
    }
    if (box->label_length > 0)
        ck_assert(width_px(NULL, layout->text + box->label, box->label_length) +
                      2.0 * layout->label_inset_px <=
                  (double)(box->right_px - box->left_px) + 1e-3);
    *end = box->right_px -
           (box->right_px - box->left_px < 0.15f ? 0.1f : 0.0f); /* what is drawn at least */
}

START_TEST(boxes_lie_on_their_parents_without_overlap_and_labels_in_them)
{
    static const double widths[] = {120.0, 1020.0, 9000.0};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        struct layout_options options = usual_options();
        options.width_px = widths[w];
        take(read_dump(dumps[_i]), NULL, &options);
        float *row_end = calloc(layout->drawn_level_count, sizeof *row_end);
        for (size_t i = 0; i < stacks->count; i++) {
            ck_assert(i == 0 ||
                      layout->boxes[i].width <=
                          layout->boxes[stacks->frames[i].parent].width); /* drawn or not */
            if (layout->boxes[i].is_drawn)
                check_box(i, row_end);
        }
        ck_assert_int_eq(layout->is_empty, stacks->frames[0].total <= 0.0);
        free(row_end);
        release();
    }
}
END_TEST

/* Letters take less than the ascent, which has room for accents. */
START_TEST(letters_stay_in_their_box_and_underscores_clear_of_its_edge_where_it_is_high_enough)
{
    struct layout_options options = usual_options();
    double box_px = 12.0 + _i;
    options.frame_height_px = box_px + 1.0;
    take(make_shop(), NULL, &options);
    double above_px = layout->label_baseline_px - 0.82 * metrics.ascent_px;
    double below_px = box_px - layout->label_baseline_px - metrics.descent_px;
    ck_assert_double_eq(layout->label_baseline_px, floor(layout->label_baseline_px));
    ck_assert_double_ge(above_px, 0.0);
    ck_assert_double_ge(below_px, box_px < 14.0 ? -1.0 : 1.0);
    ck_assert_double_le(fabs(above_px - below_px), 3.0);
    release();
}
END_TEST

/* ---- The page ---- */

START_TEST(text_around_the_boxes_stays_on_the_page)
{
    struct layout_options options = usual_options();
    options.title = "A title that is a good deal longer than the page is wide, and goes on and on";
    options.subtitle = "a\nsub\x1btitle";
    options.width_px = 100.0 + 60.0 * _i;
    take(profile_of(words), NULL, &options);
    const struct layout_line *lines[] = {&layout->title, &layout->subtitle, &layout->caption};
    for (size_t i = 0; i < 3; i++) {
        double width =
            width_px(NULL, lines[i]->text, strlen(lines[i]->text)) * lines[i]->size_px / 12.0;
        ck_assert_double_ge(lines[i]->x_px, layout->left_px - 0.1);
        ck_assert_double_le(lines[i]->x_px + width, layout->right_px + 0.1);
        ck_assert_double_lt(lines[i]->baseline_px, layout->height_px);
    }
    for (size_t i = 0; i < layout->legend_count; i++)
        ck_assert_double_lt(layout->legend[i].baseline_px, layout->height_px);
    ck_assert_ptr_null(strchr(layout->subtitle.text, '\n'));
    ck_assert_ptr_null(strchr(layout->subtitle.text, '\x1b'));
    ck_assert_double_lt(layout->title.baseline_px, layout->subtitle.baseline_px);
    ck_assert_double_lt(layout->subtitle.baseline_px, layout->frames_top_px);
    ck_assert_double_gt(layout->caption.baseline_px, layout->frames_bottom_px);
    release();
}
END_TEST

static const struct colour pages[] = {
    {255, 255, 255}, {0, 0, 0}, {240, 240, 242}, {128, 128, 128}, {31, 35, 40}};

START_TEST(text_on_the_page_is_legible_and_in_colors_of_its_own)
{
    struct layout_options options = usual_options();
    options.page = pages[_i];
    take(profile_of(words), NULL, &options);
    ck_assert_double_ge(colour_contrast(layout->ink, layout->page), 4.4);
    ck_assert_double_ge(colour_contrast(layout->faint, layout->page), 4.4);
    for (size_t i = 0; i < layout->colour_count; i++) {
        ck_assert(memcmp(&layout->colours[i], &layout->ink, sizeof layout->ink) != 0);
        ck_assert(memcmp(&layout->colours[i], &layout->faint, sizeof layout->faint) != 0);
    }
    release();
}
END_TEST

START_TEST(the_legend_has_the_origins_in_colors_that_are_in_the_picture)
{
    struct layout_options options = usual_options();
    take(make_shop(), NULL, &options);
    ck_assert_uint_eq(layout->legend_count, ORIGIN_COUNT);
    for (size_t i = 0; i < layout->legend_count; i++) {
        size_t found = 0;
        for (size_t k = 1; k < stacks->count; k++) {
            const struct colour *colour = &layout->colours[layout->boxes[k].colour];
            found += memcmp(colour, &layout->legend[i].colour, sizeof *colour) == 0 &&
                     layout->functions[stacks->frames[k].function].file->origin == (enum origin)i;
        }
        ck_assert_str_eq(layout->legend[i].text, origin_names[i]);
        ck_assert_uint_gt(found, 0);
    }
    release();
    options.palette = PALETTE_HOT;
    take(make_shop(), NULL, &options);
    ck_assert_uint_eq(layout->legend_count, 0);
    release();
    options.palette = PALETTE_PYTHON;
    take(profile_of(words), NULL, &options);
    ck_assert_uint_eq(layout->legend_count, 1);
    release();
}
END_TEST

START_TEST(a_profile_without_time_says_so)
{
    struct layout_options options = usual_options();
    take(profile_of("f=1/1,0,0"), NULL, &options);
    ck_assert(layout->is_empty);
    ck_assert_str_eq(layout->note.text, "No time was recorded.");
    ck_assert(!layout->boxes[0].is_drawn);
    ck_assert_double_lt(layout->note.baseline_px, layout->frames_bottom_px);
    ck_assert_double_gt(layout->note.baseline_px, layout->frames_top_px);
    release();
}
END_TEST

START_TEST(time_that_was_left_out_is_told_with_the_options_that_did_it)
{
    static const size_t all[] = {0};
    struct layout_options options = usual_options();
    struct stacks_options wanted = STACKS_OPTIONS_INIT;
    options.chosen_by = "--exclude";
    wanted.excluded = all;
    wanted.excluded_count = 1;
    take(profile_of("f=1/1,1.5,1.5"), &wanted, &options);
    ck_assert(layout->is_empty);
    ck_assert_str_eq(layout->note.text, "Nothing is left of 1.50 s: --exclude left it all out.");
    release();
    take(profile_of("f=1/1,0,0"), &wanted, &options);
    ck_assert_str_eq(layout->note.text, "No time was recorded.");
    release();
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_loop_test(tests, boxes_are_where_they_were, 0,
                        (int)(sizeof goldens / sizeof *goldens));
    tcase_add_test(tests, children_stand_side_by_side_and_own_time_is_left_over_on_the_right);
    tcase_add_test(tests, rows_grow_upwards_or_when_inverted_downwards);
    tcase_add_loop_test(tests, narrow_boxes_are_not_drawn_and_take_no_room, 0,
                        (int)(sizeof minimums / sizeof *minimums));
    tcase_add_test(tests, a_page_that_would_be_too_high_ends_early_and_says_so);
    tcase_add_loop_test(tests, a_label_is_as_long_as_there_is_room, 0,
                        (int)(sizeof labels / sizeof *labels));
    tcase_add_test(tests, rows_too_low_for_text_have_none);
    tcase_add_loop_test(
        tests, letters_stay_in_their_box_and_underscores_clear_of_its_edge_where_it_is_high_enough,
        0, 20);
    tcase_add_loop_test(tests, boxes_lie_on_their_parents_without_overlap_and_labels_in_them, 0,
                        (int)(sizeof dumps / sizeof *dumps));
    tcase_add_loop_test(tests, text_around_the_boxes_stays_on_the_page, 0, 12);
    tcase_add_loop_test(tests, text_on_the_page_is_legible_and_in_colors_of_its_own, 0,
                        (int)(sizeof pages / sizeof *pages));
    tcase_add_test(tests, the_legend_has_the_origins_in_colors_that_are_in_the_picture);
    tcase_add_test(tests, a_profile_without_time_says_so);
    tcase_add_test(tests, time_that_was_left_out_is_told_with_the_options_that_did_it);
}

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");
    add_tests(tests);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
