/* Pages in several formats. */
#include "picture/surface.h"

#include "cli/buffer.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum surface_format format;
    const char *start, *end;
} formats[] = {
    {SURFACE_SVG, "<?xml", "</svg>\n"},
    {SURFACE_PNG, "\x89PNG\r\n\x1a\n", "IEND\xae\x42\x60\x82"},
    {SURFACE_PDF, "%PDF-", "%%EOF\n"},
    {SURFACE_PS, "%!PS-Adobe", "%%EOF\n"},
};
#define FORMAT_COUNT ((int)(sizeof formats / sizeof *formats))

static int collect(void *context, const void *bytes, size_t size)
{
    buffer_append(context, bytes, size);
    return 1;
}

/* Takes so many bytes, then fails. */
static int take_some(void *context, const void *bytes, size_t size)
{
    size_t *left = context;
    (void)bytes;
    if (size > *left)
        return 0;
    *left -= size;
    return 1;
}

static void draw(struct surface *surface)
{
    cairo_t *cr = surface_cairo(surface);
    cairo_set_source_rgb(cr, 0.5, 0.1, 0.1);
    for (int i = 0; i < 50; i++)
        cairo_rectangle(cr, i * 3 % 100, i * 7 % 60, 2.5, 3.5);
    cairo_fill(cr);
}

static struct buffer make(enum surface_format format)
{
    struct buffer document = BUFFER_INIT;
    struct surface *surface = surface_new(format, 100.0, 60.0, "Title", collect, &document);
    ck_assert_ptr_nonnull(surface);
    draw(surface);
    ck_assert_ptr_null(surface_finish(surface));
    return document;
}

START_TEST(a_document_is_whole_and_always_the_same)
{
    struct buffer one = make(formats[_i].format), two = make(formats[_i].format);
    size_t start = strlen(formats[_i].start), end = strlen(formats[_i].end);
    ck_assert_uint_gt(one.length, start + end);
    ck_assert_mem_eq(one.bytes, formats[_i].start, start);
    ck_assert_mem_eq(one.bytes + one.length - end, formats[_i].end, end);
    ck_assert_uint_eq(one.length, two.length);
    if (formats[_i].format != SURFACE_SVG) /* cairo numbers a process's surfaces */
        ck_assert_mem_eq(one.bytes, two.bytes, one.length);
    buffer_free(&one);
    buffer_free(&two);
}
END_TEST

START_TEST(a_writer_that_fails_is_left_to_say_why)
{
    struct buffer document = make(formats[_i].format);
    for (size_t taken = 0; taken < document.length; taken += document.length / 4 + 1) {
        size_t left = taken;
        struct surface *surface =
            surface_new(formats[_i].format, 100.0, 60.0, "Title", take_some, &left);
        draw(surface);
        const char *problem = surface_finish(surface);
        ck_assert_ptr_nonnull(problem);
        ck_assert_str_eq(problem, "");
    }
    buffer_free(&document);
}
END_TEST

START_TEST(what_cairo_cannot_do_is_said)
{
    struct buffer document = BUFFER_INIT;
    struct surface *surface = surface_new(SURFACE_PNG, 10.0, 1e6, "Title", collect, &document);
    ck_assert_ptr_nonnull(surface);
    const char *problem = surface_finish(surface);
    ck_assert_ptr_nonnull(problem);
    ck_assert(*problem != '\0');
    ck_assert_uint_eq(document.length, 0);
    buffer_free(&document);
}
END_TEST

START_TEST(a_discarded_page_writes_no_more)
{
    struct buffer document = BUFFER_INIT;
    struct surface *surface =
        surface_new(formats[_i].format, 100.0, 60.0, "Title", collect, &document);
    draw(surface);
    size_t before = document.length;
    surface_discard(surface);
    ck_assert_uint_eq(document.length, before);
    surface_discard(NULL);
    buffer_free(&document);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("surface");
    TCase *tests = tcase_create("surface");
    tcase_add_loop_test(tests, a_document_is_whole_and_always_the_same, 0, FORMAT_COUNT);
    tcase_add_loop_test(tests, a_writer_that_fails_is_left_to_say_why, 0, FORMAT_COUNT);
    tcase_add_test(tests, what_cairo_cannot_do_is_said);
    tcase_add_loop_test(tests, a_discarded_page_writes_no_more, 0, FORMAT_COUNT);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
