/* What becomes of cairo's SVG. */
#include "picture/svg_attributes.h"

#include "picture/surface.h"
#include "support/run_suite.h"

#include <cairo-svg.h>
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROOT "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg width=\"1px\" version=\"1.1\">\n"

static const struct {
    const char *what;
    const char *given;
    const char *expected;
} pictures[] = {
    {"nothing", "", ""},
    {"a style as cairo 1.16 writes it",
     "<path style=\" stroke:none;fill-rule:nonzero;fill:rgb(80.392157%,0%,20%);fill-opacity:1;\" "
     "d=\"M 1 1 L 2 1 Z M 1 1 \"/>",
     "<path fill=\"#cd0033\" d=\"M1 1h1z\"/>\n"},
    {"attributes as cairo 1.18 writes them",
     "<path fill-rule=\"nonzero\" fill=\"rgb(100%, 100%, 100%)\" fill-opacity=\"1\" d=\"M 1 1\"/>",
     "<path fill=\"#fff\" d=\"\"/>\n"},
    {"what does not go without saying",
     "<path style=\"fill-rule:evenodd;fill-opacity:0.5;stroke:rgb(0%,0%,0%)\" d=\"M 1 1 L 2 2\"/>",
     "<path fill-rule=\"evenodd\" fill-opacity=\"0.5\" stroke=\"#000\" d=\"M1 1l1 1\"/>\n"},
    {"a style without an end and with blanks", "<g style=\" fill : none ; stroke-width : 2\"/>",
     "<g fill=\"none\" stroke-width=\"2\"/>\n"},
    {"a colour by name and one beyond white",
     "<g fill=\"red\"/><g fill=\"rgb(101%,0%,0%)\"/><g fill=\"rgb(1,2,3)\"/><g fill=\"rgb(1%\"/>",
     "<g fill=\"red\"/>\n<g fill=\"rgb(101%,0%,0%)\"/>\n<g fill=\"rgb(1,2,3)\"/>\n<g "
     "fill=\"rgb(1%\"/>\n"},
    {"a line",
     "<path style=\"fill:none;stroke-width:15;stroke-linecap:butt;stroke-linejoin:miter;"
     "stroke:rgb(0%,0%,0%);stroke-opacity:1;stroke-miterlimit:10;\" d=\"M 1 1.5 L 9 1.5 \"/>",
     "<path fill=\"none\" stroke-width=\"15\" stroke=\"#000\" d=\"M1 1.5h8\"/>\n"},
    {"cairo 1.16's group around everything", "<g id=\"surface1\"><g/><g></g></g><g/>",
     "<g/>\n<g>\n</g>\n<g/>\n"},
    {"groups within, and with more to say", "<g fill=\"red\" id=\"b\"><g id=\"a\"><path/></g></g>",
     "<g fill=\"red\">\n<g>\n<path/>\n</g>\n</g>\n"},
    {"what the group around says",
     "<path style=\"color:blue;stroke-width:15;\" color=\"blue\" d=\"M 1 1\"/><g color=\"red\"/>",
     "<path stroke-width=\"15\" d=\"\"/>\n<g color=\"red\"/>\n"},
    {"a path that is moved and scaled",
     "<path style=\"stroke-width:0.058594;\" d=\"M 1.001 2 L 1.5 2\" "
     "transform=\"matrix(256,0,0,256,-256,-512)\"/>",
     "<path stroke-width=\"15\" d=\"M.26 0H128\"/>\n"},
    {"a path that is turned", "<path d=\"M 0.001 0 L 1 1\" transform=\"matrix(1,2,-2,1,0,0)\"/>",
     "<path d=\"M 0.001 0 L 1 1\" transform=\"matrix(1,2,-2,1,0,0)\"/>\n"},
    {"a curve that is scaled",
     "<path stroke-width=\"0.125\" d=\"M 1 1 C 1 1 2 1 2 2\" transform=\"matrix(2,0,0,2,0,0)\"/>",
     "<path stroke-width=\"0.125\" d=\"M 1 1 C 1 1 2 1 2 2\" "
     "transform=\"matrix(2,0,0,2,0,0)\"/>\n"},
    {"a comment", "<!-- cairo --><g/>", "<g/>\n"},
};

static const char *const broken[] = {
    "",
    "no markup",
    "<html></html>",
    "<svg>",
    "<svg><g></svg>",
    "<svg><g",
    "<svg><g id=\"a></g></svg>",
    "<svg><g id='a'></g></svg>",
    "<svg><g id=a></g></svg>",
    "<svg>text</svg>",
    "<svg><?xml",
};

static const struct svg_attribute around[] = {{"color", "blue"}};

START_TEST(styles_become_attributes_and_ids_go)
{
    struct buffer svg = BUFFER_INIT, out = BUFFER_INIT, expected = BUFFER_INIT; /* given */
    buffer_append_format(&svg, "%s%s</svg>\n", ROOT, pictures[_i].given);
    buffer_append_format(&expected, "<g color=\"blue\">\n%s</g>\n", pictures[_i].expected);
    int is_known = svg_attributes_append_group(&out, svg.bytes, svg.length, around, 1); /* when */
    ck_assert_msg(is_known, "%s", pictures[_i].what);                                   /* then */
    ck_assert_msg(strcmp(buffer_string(&out), buffer_string(&expected)) == 0, "%s: %s",
                  pictures[_i].what, buffer_string(&out));
    buffer_free(&expected);
    buffer_free(&svg);
    buffer_free(&out);
}
END_TEST

START_TEST(what_cairo_did_not_write_is_refused)
{
    size_t length = strlen(broken[_i]);
    char *copy = malloc(length + (length == 0)); /* just that size, for the sanitizer */
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, broken[_i], length);
    struct buffer out = BUFFER_INIT;
    ck_assert_int_eq(svg_attributes_append_group(&out, copy, length, NULL, 0), 0);
    buffer_free(&out);
    free(copy);
}
END_TEST

static cairo_status_t collect(void *context, const unsigned char *bytes, unsigned length)
{
    buffer_append(context, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

/* Two boxes and two lines, by the cairo that is installed. */
static void draw(struct buffer *svg)
{
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(collect, svg, 100, 100);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, 205 / 255.0, 0x12 / 255.0, 0x34 / 255.0);
    cairo_rectangle(cr, 10.1, 10, 20.3, 15);
    cairo_rectangle(cr, 40.1, 10, 20.3, 15);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_width(cr, 15);
    cairo_move_to(cr, 10, 37.5);
    cairo_line_to(cr, 50.1, 37.5);
    cairo_move_to(cr, 60, 37.5);
    cairo_line_to(cr, 70, 37.5);
    cairo_stroke(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

START_TEST(what_the_cairo_that_is_installed_writes_is_understood)
{
    struct buffer svg = BUFFER_INIT, out = BUFFER_INIT;
    draw(&svg);
    ck_assert_int_eq(svg_attributes_append_group(&out, svg.bytes, svg.length, NULL, 0), 1);
    const char *text = buffer_string(&out);
    ck_assert_ptr_null(strstr(text, "style"));
    ck_assert_ptr_null(strstr(text, "symbol"));
    ck_assert_ptr_nonnull(strstr(text, "fill=\"#cd1234\""));
    ck_assert_ptr_nonnull(strstr(text, "\"M10.1 10h20.3v15H10.1zm30 0h20.3v15H40.1z\""));
    ck_assert_ptr_nonnull(strstr(text, "stroke=\"#000\" d=\"M10 37.5h40.1m9.9 0h10\""));
    ck_assert_ptr_null(strstr(text, " id="));
    ck_assert_uint_lt(out.length, svg.length);
    buffer_free(&svg);
    buffer_free(&out);
}
END_TEST

/* Wherever the line lies, it is told in the px that it was drawn in. */
static const struct {
    double left_px, right_px, y_px, width_px;
    const char *expected;
} lines[] = {
    {0.0, 0.1, 7.5, 15.0, "stroke-width=\"15\" stroke=\"#000\" d=\"M0 7.5h.1\""},
    {10.1, 1190.0, 431.5, 15.0, "stroke-width=\"15\" stroke=\"#000\" d=\"M10.1 431.5H1190\""},
    {1766.3, 1766.5, 1766.5, 1.0, "stroke-width=\"1\" stroke=\"#000\" d=\"M1766.3 1766.5h.2\""},
    {10.0, 30000.1, 7.5, 2.5, "stroke-width=\"2.5\" stroke=\"#000\" d=\"M10 7.5h29990.1\""},
    {9.9, 11.2, 7999999.5, 15.0, "stroke-width=\"15\" stroke=\"#000\" d=\"M9.9 7999999.5h1.3\""},
};

static int append(void *context, const void *bytes, size_t size)
{
    buffer_append(context, bytes, size);
    return 1;
}

START_TEST(a_line_is_where_it_was_drawn)
{
    struct buffer svg = BUFFER_INIT, out = BUFFER_INIT;
    struct surface *surface = surface_new(SURFACE_SVG, 4e4, 8e6, "", append, &svg); /* given */
    cairo_t *cr = surface_cairo(surface);
    cairo_move_to(cr, lines[_i].left_px, lines[_i].y_px);
    cairo_line_to(cr, lines[_i].right_px, lines[_i].y_px);
    surface_stroke(cr, lines[_i].width_px);
    ck_assert_ptr_null(surface_finish(surface));
    ck_assert(svg_attributes_append_group(&out, svg.bytes, svg.length, NULL, 0)); /* when */
    ck_assert_msg(strstr(buffer_string(&out), lines[_i].expected) != NULL, "%s",  /* then */
                  buffer_string(&out));
    buffer_free(&svg);
    buffer_free(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("svg_attributes");
    TCase *tests = tcase_create("pictures");
    tcase_add_loop_test(tests, styles_become_attributes_and_ids_go, 0,
                        sizeof pictures / sizeof *pictures);
    tcase_add_loop_test(tests, what_cairo_did_not_write_is_refused, 0,
                        sizeof broken / sizeof *broken);
    tcase_add_test(tests, what_the_cairo_that_is_installed_writes_is_understood);
    tcase_add_loop_test(tests, a_line_is_where_it_was_drawn, 0, sizeof lines / sizeof *lines);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
