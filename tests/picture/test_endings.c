/* Documents that lost their end. */
#include "picture/endings.h"
#include "support/run_suite.h"

#include <check.h>
#include <string.h>

static const struct {
    const char *first, *last;
    int is_complete;
} ends[] = {
    {"<?xml version", "</g>\n</svg>\n", 1},
    {"<?xml version", "</g>\n</svg", 0},
    {"<?xml version", "", 0},
    {"%PDF-1.5\n", "1234\n%%EOF\n", 1},
    {"%PDF-1.5\n", "1234\n%%EO", 0},
    {"%PDF-1.5\n", "\n\n\n", 0},
    {"%!PS-Adobe-3.0\n", "%%EOF\n", 1},
    {"%!PS-Adobe-3.0\n", "%%Trailer\n", 0},
    {"\x89PNG\r\n\x1a\n", "IEND\xae\x42\x60\x82", 1},
    {"\x89PNG\r\n\x1a\n", "IEND\xae\x42\x60", 0},
    {"digraph {", "}", 1},
    {"", "", 1},
};

START_TEST(a_document_of_a_known_kind_is_complete_with_its_end)
{
    ck_assert_int_eq(
        endings_check(ends[_i].first, strlen(ends[_i].first), ends[_i].last, strlen(ends[_i].last)),
        ends[_i].is_complete);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("endings");
    TCase *tcase = tcase_create("documents");
    tcase_add_loop_test(tcase, a_document_of_a_known_kind_is_complete_with_its_end, 0,
                        (int)(sizeof ends / sizeof *ends));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
