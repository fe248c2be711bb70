/* The SVG that is delivered: its table of frames, its tooltips, and what holds of it whatever names there are. */
#include "pstatsflame/interactive.h"

#include "cli/text.h"
#include "pstatsflame/calls.h"
#include "pstatsflame/markup.h"
#include "pstatsflame/table.h"
#include "pstatsflame/tooltips.h"
#include "support/marshal_writer.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCRIPT_AND_STYLE_MAX 24000 /* bytes */

/* ---- A profile, laid out: every character is 7 px wide ---- */

static double width_px(void *context, const char *text, size_t length)
{
    (void)context;
    (void)text;
    return 7.0 * (double)length;
}

static size_t fit(void *context, const char *text, size_t length, double limit_px)
{
    (void)context;
    (void)text;
    double most = floor(limit_px / 7.0);
    return most >= (double)length ? length : most > 0.0 ? (size_t)most : 0;
}

static pstats_profile *profile;
static struct stacks *stacks;
static struct flame_layout *layout;

struct wish {
    const char *link, *unit;
    size_t max_depth;
    int is_reversed;
};

static void take(pstats_profile *made, struct wish wish)
{
    static const struct layout_metrics metrics = {NULL, width_px, fit, 11.0, 3.0, 7.0};
    static const struct option_strings no_prefixes = {NULL, 0, 0};
    struct stacks_options stacks_options = STACKS_OPTIONS_INIT;
    struct layout_options options = {
        .title = "Flame Graph",
        .subtitle = "of a <test>",
        .unit = wish.unit != NULL ? wish.unit : "seconds",
        .width_px = 1020.0,
        .frame_height_px = 16.0,
        .max_levels = 1000,
        .font_size_px = 12.0,
        .minimum_px = 0.1,
        .has_details = 1,
        .palette = PALETTE_PYTHON,
        .page = COLOUR_WHITE,
        .strip_prefixes = &no_prefixes,
        .link = wish.link,
    };
    pstats_error error;
    profile = made;
    ck_assert_ptr_nonnull(profile);
    pstats_tree *tree = pstats_tree_estimate(pstats_profile_graph(profile), NULL, &error);
    ck_assert_ptr_nonnull(tree);
    stacks_options.is_reversed = wish.is_reversed;
    if (wish.max_depth > 0)
        stacks_options.max_depth = wish.max_depth;
    stacks = stacks_new(pstats_profile_graph(profile), tree, &stacks_options, &error);
    ck_assert_ptr_nonnull(stacks);
    pstats_tree_free(tree);
    layout = layout_new(stacks, &options, &metrics);
    ck_assert_ptr_nonnull(layout);
}

static void release(void)
{
    layout_free(layout);
    stacks_free(stacks);
    pstats_profile_free(profile);
}

static void put_record(struct marshal_writer *writer, const char *file, int64_t line,
                       const char *name, int64_t calls, double self, double total,
                       const char *const caller[2])
{
    put_function_begin(writer, file, line, name, calls, calls, self, total);
    if (caller != NULL) {
        put_key(writer, caller[0], 1, caller[1]);
        put_caller_figures(writer, calls, calls, self, total);
    }
    put_dict_end(writer);
}

/* run (10 s) calls parse and, for a hundredth of the least that is drawn, hair, which calls thin. */
static pstats_profile *make_parser(const char *parse_name)
{
    static const char *const run[] = {"/srv/app/run.py", "run"};
    static const char *const hair[] = {"/srv/app/run.py", "hair"};
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    put_record(writer, "/srv/app/run.py", 1, "run", 1, 3.99999, 10.0, NULL);
    put_record(writer, "/srv/app/parse/__init__.py", 1, parse_name, 1234, 6.0, 6.0, run);
    put_record(writer, "/srv/app/run.py", 1, "hair", 2, 0.000004, 0.00001, run);
    put_record(writer, "~", 0, "<method 'thin' of 'str' objects>", 7, 0.000006, 0.000006, hair);
    put_dict_end(writer);
    return profile_of_writer(writer);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        count++;
    return count;
}

/* ---- Markup ---- */

START_TEST(text_is_escaped_for_xml_for_a_value_and_for_json_in_xml)
{
    static const char given[] = "a<b>&\"c\"\\'é]]>]>";
    struct buffer xml = BUFFER_INIT, value = BUFFER_INIT, json = BUFFER_INIT;
    markup_append(&xml, text_of(given));
    markup_append_json(&json, text_of(given));
    markup_append_value(&value, text_of(given));
    ck_assert_str_eq(buffer_string(&xml), "a&lt;b>&amp;\"c\"\\'é]]&gt;]>");
    ck_assert_str_eq(buffer_string(&value), "a&lt;b&gt;&amp;&quot;c&quot;\\'é]]&gt;]&gt;");
    ck_assert_str_eq(buffer_string(&json),
                     "\"a\\u003cb\\u003e\\u0026\\\"c\\\"\\\\'é]]\\u003e]\\u003e\"");
    buffer_free(&xml);
    buffer_free(&value);
    buffer_free(&json);
}
END_TEST

/* ---- Calls ---- */

START_TEST(every_call_of_a_graph_is_found_by_its_ends_and_no_other)
{
    pstats_error error;
    profile = pstats_profile_read_file("examples/demo.pstats", NULL, &error);
    ck_assert_ptr_nonnull(profile);
    const pstats_graph *graph = pstats_profile_graph(profile);
    struct calls *calls = calls_new(graph);
    ck_assert_ptr_nonnull(calls);
    size_t functions = pstats_graph_function_count(graph), found = 0;
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        ck_assert_uint_eq(calls_find(calls, call->caller, call->callee), i);
    }
    for (size_t caller = 0; caller < functions; caller++)
        for (size_t callee = 0; callee < functions; callee++)
            found += calls_find(calls, caller, callee) != SIZE_MAX;
    ck_assert_uint_eq(found, pstats_graph_call_count(graph));
    calls_free(calls);
    pstats_profile_free(profile);
}
END_TEST

/* ---- The table ---- */

static char *make_table(void)
{
    struct buffer table = BUFFER_INIT;
    ck_assert_int_eq(table_append(&table, layout, 0), 1);
    return table.bytes;
}

/* What follows the key, up to the next one or the end of the facts; "" if there is no such key. */
static const char *field(const char *table, const char *key)
{
    static char value[4096];
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    const char *start = strstr(table, quoted);
    value[0] = '\0';
    if (start == NULL)
        return value;
    start += strlen(quoted);
    const char *next = strstr(start, ",\"");
    size_t length = strcspn(start, "}\n");
    if (next != NULL && (size_t)(next - start) < length)
        length = (size_t)(next - start);
    ck_assert_uint_lt(length, sizeof value);
    memcpy(value, start, length);
    value[length] = '\0';
    return value;
}

/* Reads numbers as the script does. */
struct digits {
    char all[256];
    const char *at;
};

static struct digits start_digits(const char *table)
{
    struct digits digits;
    size_t count = 0;
    for (char c = '!'; c <= '~'; c++)
        if (strchr("&<>\"'\\", c) == NULL)
            digits.all[count++] = c;
    digits.all[count] = '\0';
    ck_assert_uint_eq(count, 88);
    digits.at = strrchr(table, '\n');
    ck_assert_ptr_nonnull(digits.at);
    digits.at++;
    return digits;
}

static uint64_t next_number(struct digits *digits)
{
    uint64_t value = 0, unit = 1;
    for (;; unit *= 44) {
        const char *place = strchr(digits->all, *digits->at++);
        ck_assert_ptr_nonnull(place);
        uint64_t digit = (uint64_t)(place - digits->all);
        value += digit % 44 * unit;
        if (digit < 44)
            return value;
    }
}

/* The widest first; of equals those that come first. */
static int compare_widths(const void *first, const void *second)
{
    size_t a = *(const size_t *)first, b = *(const size_t *)second;
    double width = layout->boxes[a].width, other = layout->boxes[b].width;
    int order = (width < other) - (width > other);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Marks so many frames, the widest ones; for the caller to free. */
static unsigned char *mark_widest(size_t count)
{
    size_t *order = calloc(stacks->count, sizeof *order);
    unsigned char *marks = calloc(stacks->count, 1);
    ck_assert(order != NULL && marks != NULL);
    for (size_t i = 0; i < stacks->count; i++)
        order[i] = i;
    qsort(order, stacks->count, sizeof *order, compare_widths);
    for (size_t i = 0; i < count; i++)
        marks[order[i]] = 1;
    free(order);
    return marks;
}

static size_t frame_count(const char *table)
{
    struct digits digits = start_digits(table);
    return next_number(&digits);
}

/* Compares every frame of the table with the stacks'. What is left of its total without its own time and the frames on it
 * must be its cut. */
static void check_frames(const char *table)
{
    struct digits digits = start_digits(table);
    double all = stacks->frames[0].total, steps = 0.0;
    unsigned char *is_there = mark_widest(next_number(&digits));
    double *left = calloc(stacks->count, sizeof *left);
    uint32_t child_level = 0;
    ck_assert_ptr_nonnull(left);
    for (size_t i = 0; i < stacks->count; i++) {
        const struct stack_frame *frame = &stacks->frames[i];
        if (!is_there[i])
            continue;
        uint64_t head = next_number(&digits), function = next_number(&digits);
        double total = (double)next_number(&digits);
        if (i == 0)
            steps = total;
        ck_assert_uint_eq(child_level - (head >> 3), frame->level);
        ck_assert_int_eq((head & 2) != 0, frame->is_inferred != 0);
        ck_assert_int_eq(function == 0, frame->function == STACKS_NO_FUNCTION);
        ck_assert_msg(fabs(total / steps - frame->total / all) < 1e-8, "frame %zu", i);
        if (head & 1)
            next_number(&digits);
        left[i] += total - frame->self / all * steps;
        if (head & 4)
            left[i] -= (double)next_number(&digits);
        if (i > 0)
            left[frame->parent] -= total;
        child_level = frame->level + 1;
    }
    ck_assert_int_eq(*digits.at, '\0');
    for (size_t i = 0; i < stacks->count; i++)
        ck_assert_msg(!is_there[i] || fabs(left[i]) <= 2.0, "frame %zu: %g", i, left[i]);
    free(left);
    free(is_there);
}

static const char *const dumps[] = {
    "examples/demo.pstats",
    "tests/data/fib-cProfile-py2.7.pstats",
    "tests/data/mutual-cProfile-py3.7.pstats",
    "tests/data/hand-texts.pstats",
    "tests/data/hand-groups.pstats",
};

START_TEST(the_table_has_every_frame_with_its_level_function_and_time)
{
    pstats_error error;
    for (int is_reversed = 0; is_reversed < 2; is_reversed++) {
        take(pstats_profile_read_file(dumps[_i], NULL, &error),
             (struct wish){.is_reversed = is_reversed});
        char *table = make_table();
        check_frames(table);
        free(table);
        release();
    }
}
END_TEST

START_TEST(of_very_many_frames_the_table_has_the_widest_and_all_that_are_drawn)
{
    pstats_error error;
    take(pstats_profile_read_file("examples/demo.pstats", NULL, &error),
         (struct wish){.is_reversed = 1});
    ck_assert_uint_gt(stacks->count, 30000); /* else this tests nothing */
    char *table = make_table();
    size_t count = frame_count(table), drawn = 0;
    ck_assert_uint_eq(count + strtoul(field(table, "omitted"), NULL, 10), stacks->count);
    ck_assert_uint_gt(count, 5000);
    unsigned char *is_there = mark_widest(count);
    for (size_t i = 0; i < stacks->count; i++) {
        drawn += layout->boxes[i].is_drawn != 0;
        ck_assert(!layout->boxes[i].is_drawn || is_there[i]);
    }
    free(is_there);
    ck_assert_uint_gt(drawn, 100);
    ck_assert_uint_lt(strlen(table), 200 * drawn);
    free(table);
    release();
}
END_TEST

START_TEST(the_table_has_functions_by_file_and_says_no_more_than_it_takes)
{
    take(make_parser("<module>"), (struct wish){0});
    char *table = make_table();
    ck_assert_ptr_nonnull(strstr(table, "}\n&lt;method 'thin' of 'str' objects>\t!,"));
    ck_assert_ptr_nonnull(strstr(table, "\tstr.thin\n"));
    ck_assert_ptr_nonnull(strstr(table, "\n/srv/app/parse/__init__.py\n&lt;module>\t$"));
    ck_assert_ptr_nonnull(strstr(table, "\n/srv/app/run.py\nrun\t$$"));
    ck_assert_ptr_nonnull(strstr(table, "\nhair\t$%"));
    ck_assert_str_eq(field(table, "unit"), "");
    ck_assert_uint_eq(frame_count(table), 5);
    ck_assert_str_eq(field(table, "omitted"), "");
    free(table);
    release();
}
END_TEST

START_TEST(the_table_has_links_where_they_are_asked_for)
{
    take(make_parser("parse"), (struct wish){.link = "https://example.org/{file}?a=1&b=2"});
    char *table = make_table();
    ck_assert_uint_eq(count_of(table, "\t\t\thttps://example.org/srv/app/"), 3);
    ck_assert_uint_eq(count_of(table, "?a=1&amp;b=2\n"), 3);
    free(table);
    release();
}
END_TEST

START_TEST(time_that_was_cut_off_is_told_from_own_time)
{
    take(make_parser("parse"), (struct wish){.max_depth = 1});
    char *table = make_table();
    ck_assert_uint_eq(frame_count(table), 2);
    check_frames(table);
    free(table);
    release();
}
END_TEST

START_TEST(nothing_in_a_table_is_markup)
{
    take(make_parser("</metadata><script>alert(1)</script>&amp;]]>"),
         (struct wish){.unit = "<i>\n\"&"});
    char *table = make_table();
    ck_assert_ptr_null(strchr(table, '<'));
    ck_assert_ptr_null(strstr(table, "]]>"));
    ck_assert_ptr_nonnull(
        strstr(table, "\n&lt;/metadata>&lt;script>alert(1)&lt;/script>&amp;amp;]]&gt;\t"));
    ck_assert_str_eq(field(table, "unit"), "\"\\u003ci\\u003e\\\\x0a\\\"\\u0026\"");
    free(table);
    release();
}
END_TEST

/* ---- Tooltips ---- */

START_TEST(frames_from_two_px_on_have_a_title_with_what_matters)
{
    struct buffer tips = BUFFER_INIT;
    take(make_parser("a < b"), (struct wish){0});
    tooltips_append(&tips, layout);
    const char *text = buffer_string(&tips);
    ck_assert_uint_eq(count_of(text, "<title>"), 3); /* all, run and parse */
    ck_assert_ptr_nonnull(strstr(text, "<title>all\n10.0 s (100%)</title>"));
    ck_assert_ptr_nonnull(
        strstr(text, "<title>run\n/srv/app/run.py:1\n10.0 s (100%), self 4.00 s</title>"));
    ck_assert_ptr_nonnull(
        strstr(text, "<title>a &lt; b\n/srv/app/parse/__init__.py:1\n6.00 s self (60.0%)</title>"));
    ck_assert_ptr_null(strstr(text, "<a "));
    buffer_free(&tips);
    release();
}
END_TEST

START_TEST(tooltips_lead_to_the_source)
{
    struct buffer tips = BUFFER_INIT;
    take(make_parser("parse"), (struct wish){.link = "src?f={file}&l={line}"});
    tooltips_append(&tips, layout);
    ck_assert_ptr_nonnull(
        strstr(buffer_string(&tips), "<a href=\"src?f=/srv/app/run.py&amp;l=1\"><path d=\"M"));
    ck_assert_uint_eq(count_of(buffer_string(&tips), "<a "),
                      count_of(buffer_string(&tips), "</a>"));
    buffer_free(&tips);
    release();
}
END_TEST

/* ---- The document ---- */

static const char cairo_svg[] =
    "<?xml version=\"1.0\"?><svg width=\"1020\"><g id=\"surface1\">"
    "<rect x=\"0\" y=\"0\" style=\"fill:rgb(100%,100%,100%);\"/>"
    "<path style=\"fill:rgb(100%,100%,100%);\" d=\"M 1 1 L 2 2\"/></g></svg>";

static char *write_document(const char *svg, const char *title, int *is_done)
{
    char path[] = "/tmp/pstatsflame-XXXXXX";
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    close(descriptor);
    struct output *output = output_open(path);
    ck_assert_ptr_nonnull(output);
    struct interactive_options options = {title, "monospace"};
    *is_done = interactive_write(output, svg, strlen(svg), layout, &options);
    ck_assert_int_eq(output_close(output), 1);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    size_t size = 1 << 20;
    char *text = calloc(size, 1);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_lt(fread(text, 1, size, file), size);
    fclose(file);
    unlink(path);
    return text;
}

START_TEST(a_document_is_cairos_picture_with_what_makes_it_interactive)
{
    int is_done;
    take(make_parser("parse"), (struct wish){0});
    char *text = write_document(cairo_svg, "A <title>\n& more", &is_done);
    ck_assert_int_eq(is_done, 1);
    ck_assert_ptr_nonnull(strstr(text, ">A &lt;title>\\x0a&amp; more</title>"));
    ck_assert_ptr_null(strstr(text, "style=\""));
    ck_assert_ptr_nonnull(
        strstr(text, "<g fill=\"none\" stroke-width=\"15\">\n<rect fill=\"#fff\"/>"));
    ck_assert_ptr_null(strstr(text, " id=\"")); /* two pictures in one page would have the same */
    ck_assert_uint_eq(count_of(text, "<script>"), 1);
    ck_assert_uint_eq(count_of(text, "<style>"), 1);
    ck_assert_uint_eq(count_of(text, "]]>"), 2);
    ck_assert_uint_eq(count_of(text, "http"), count_of(text, "http://www.w3.org/"));
    free(text);
    release();
}
END_TEST

START_TEST(what_cairo_did_not_write_is_an_error)
{
    int is_done;
    take(make_parser("parse"), (struct wish){0});
    char *text = write_document("<html></html>", NULL, &is_done);
    ck_assert_int_eq(is_done, 0);
    ck_assert_str_eq(text, "");
    free(text);
    release();
}
END_TEST

START_TEST(a_picture_without_its_ground_is_lost_for_want_of_memory)
{
    int is_done;
    take(make_parser("parse"), (struct wish){0});
    char *text = write_document("<svg><path d=\"M 1 1 L 2 2\"/></svg>", NULL, &is_done);
    ck_assert_int_eq(is_done, 0);
    ck_assert_str_eq(text, "");
    free(text);
    release();
}
END_TEST

/* What stands in an element of the document, its tags included; the document is cut behind it. */
static const char *element(char *text, const char *start, const char *end)
{
    const char *found = strstr(text, start);
    ck_assert_ptr_nonnull(found);
    char *behind = strstr(found, end);
    ck_assert_ptr_nonnull(behind);
    behind[strlen(end)] = '\0';
    return found;
}

static void check_code(const char *code)
{
    static const char *const never[] = {"<!--", "prompt(", "eval(", "innerHTML", "https:", "url("};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        ck_assert_msg(strstr(code, never[i]) == NULL, "%s", never[i]);
    ck_assert_uint_eq(count_of(code, "]]>"), 1);
    ck_assert_uint_eq(count_of(code, "</"), 1);
}

/* What flame graphs of other programs take: some 200 bytes a frame and its name, besides what they all have. */
START_TEST(a_small_picture_takes_few_bytes_besides_script_and_style_sheet)
{
    int is_done;
    take(make_parser("parse"), (struct wish){0});
    char *text = write_document(cairo_svg, NULL, &is_done);
    const char *script = strstr(text, "<script>"), *style = strstr(text, "<style>");
    size_t code =
        (size_t)(strstr(text, "</script>") - script) + (size_t)(strstr(text, "</style>") - style);
    ck_assert_uint_lt(strlen(text) - code, 1500 + 4 * 200);
    free(text);
    release();
}
END_TEST

START_TEST(script_and_style_sheet_are_small_and_end_where_they_should)
{
    int is_done;
    take(make_parser("parse"), (struct wish){0});
    char *text = write_document(cairo_svg, NULL, &is_done);
    const char *script = element(text, "<script>", "</script>");
    check_code(script);
    size_t size = strlen(script);
    free(text);
    text = write_document(cairo_svg, NULL, &is_done);
    const char *style = element(text, "<style>", "</style>");
    check_code(style);
    ck_assert_uint_le(size + strlen(style), SCRIPT_AND_STYLE_MAX);
    free(text);
    release();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interactive");
    TCase *tests = tcase_create("interactive");
    tcase_add_test(tests, text_is_escaped_for_xml_for_a_value_and_for_json_in_xml);
    tcase_add_test(tests, every_call_of_a_graph_is_found_by_its_ends_and_no_other);
    tcase_add_loop_test(tests, the_table_has_every_frame_with_its_level_function_and_time, 0,
                        sizeof dumps / sizeof *dumps);
    tcase_add_test(tests, of_very_many_frames_the_table_has_the_widest_and_all_that_are_drawn);
    tcase_add_test(tests, the_table_has_functions_by_file_and_says_no_more_than_it_takes);
    tcase_add_test(tests, the_table_has_links_where_they_are_asked_for);
    tcase_add_test(tests, time_that_was_cut_off_is_told_from_own_time);
    tcase_add_test(tests, nothing_in_a_table_is_markup);
    tcase_add_test(tests, frames_from_two_px_on_have_a_title_with_what_matters);
    tcase_add_test(tests, tooltips_lead_to_the_source);
    tcase_add_test(tests, a_document_is_cairos_picture_with_what_makes_it_interactive);
    tcase_add_test(tests, a_picture_without_its_ground_is_lost_for_want_of_memory);
    tcase_add_test(tests, what_cairo_did_not_write_is_an_error);
    tcase_add_test(tests, a_small_picture_takes_few_bytes_besides_script_and_style_sheet);
    tcase_add_test(tests, script_and_style_sheet_are_small_and_end_where_they_should);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
