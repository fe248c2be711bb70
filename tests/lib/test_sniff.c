/* Files that are something else, each named for what it is. */
#include "lib/sniff.h"

#include "support/hand_dump.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1

/* ---- What files begin with ---- */

static const struct {
    const char *bytes;
    size_t size;
    const char *named; /* a part of the clause */
} kinds[] = {
    {BYTES(""), "it is empty"},
    {BYTES("\x1f\x8b\x08\0\0\0\0\0\0\3"), "gunzip"},
    {BYTES("BZh91AY&SY"), "bunzip2"},
    {BYTES("\xfd"
           "7zXZ\0\0"),
     "unxz"},
    {BYTES("\x28\xb5\x2f\xfd\x04\0"), "unzstd"},
    {BYTES("\x04\x22\x4d\x18\x64"), "unlz4"},
    {BYTES("PK\x03\x04\x14\0"), "zip archive; unpack it"},
    {BYTES("PK\x05\x06\0\0\0\0"), "empty zip archive"},
    {BYTES("7z\xbc\xaf\x27\x1c\0\4"), "7z archive"},
    {BYTES("\x89PNG\r\n\x1a\n\0\0"), "PNG"},
    {BYTES("\xff\xd8\xff\xe0\0\x10JFIF"), "JPEG"},
    {BYTES("\xff\xfe{\0\"\0"), "UTF-16"},
    {BYTES("GIF89a\1\0"), "GIF"},
    {BYTES("%PDF-1.7\n%\xe2\xe3"), "PDF"},
    {BYTES("\x7f"
           "ELF\2\1\1"),
     "ELF"},
    {BYTES("MZ\x90\0\3\0"), "Windows program"},
    {BYTES("SQLite format 3\0"), "SQLite"},
    {BYTES("PERFILE2h\0\0\0"), "perf"},
    {BYTES("\xef\xbb\xbf{\"a\": 1}"), "byte order mark"},
    {BYTES("version https://git-lfs.github.com/spec/v1\noid sha256:4d\n"), "git lfs pull"},
    {BYTES("# callgrind format\nversion: 1\n"), "callgrind"},
    {BYTES("version: 1\ncreator: callgrind-3.15\n"), "callgrind"},
    {BYTES("events: Ticks\nfl=a.py\n"), "callgrind"},
    {BYTES("digraph {\n a -> b\n}\n"), "draw it with 'dot'"},
    {BYTES("strict digraph \"g\" {\n}\n"), "draw it with 'dot'"},
    {BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\">"), "SVG"},
    {BYTES("<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg width=\"1\">"), "SVG"},
    /* Pickles by protocol */
    {BYTES("\x80\x02}q\0."), "pickle"},
    {BYTES("\x80\x03}q\0."), "pickle"},
    {BYTES("\x80\x04\x95\0\0\0\0\0\0\0\0}."), "pickle"},
    {BYTES("\x80\x05\x95\0\0\0\0\0\0\0\0}."), "pickle"},
    /* Compiled Python, from the oldest that is read to the newest */
    {BYTES("\x03\xf3\r\n\0\0\0\0c\0\0\0\0"), ".pyc"},            /* 2.7 */
    {BYTES("\xee\x0c\r\n\0\0\0\0\0\0\0\0\xe3"), ".pyc"},         /* 3.4 */
    {BYTES("\x42\x0d\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3"), ".pyc"}, /* 3.7 */
    {BYTES("\xa7\x0d\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3"), ".pyc"}, /* 3.11 */
    {BYTES("\xf3\x0d\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3"), ".pyc"}, /* 3.13 */
    {BYTES("\x2b\x0e\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3"), ".pyc"}, /* 3.14 */
    {BYTES("\0\0\0\0\0\0\0\0"), "zero bytes"},
    {BYTES("\0"), "zero bytes"},
    /* Text */
    {BYTES("{\"functions\": [1, 2]}"), "it is JSON"},
    {BYTES(" \n\t{\n  \"a\": 1\n}"), "it is JSON"},
    {BYTES("[[\"a.py\", 1, \"f\"]]"), "it is JSON"},
    {BYTES("[1, 2, 3]"), "it is JSON"},
    {BYTES("[ {} ]"), "it is JSON"},
    {BYTES("[\n]\n"), "it is JSON"},
    {BYTES("{ }\n"), "it is JSON"},
    {BYTES("{\"$schema\": \"https://www.speedscope.app/file-format-schema.json\"}"), "speedscope"},
    {BYTES("<!DOCTYPE html>\n<html><title>404</title>"), "HTML or XML"},
    {BYTES("\r\n<html>\r\n<h1>502 Bad Gateway</h1>"), "HTML or XML"},
    {BYTES("<?xml version=\"1.0\"?>\n<Error/>"), "HTML or XML"},
    {BYTES("<HTML>"), "HTML or XML"},
    {BYTES("import cProfile\ncProfile.run('f()')\n"), "script"},
    {BYTES("from a import b\n"), "script"},
    {BYTES("#!/usr/bin/env python3\n"), "script"},
    {BYTES("\"\"\"Docs.\"\"\"\n\ndef f():\n    pass\n"), "script"},
    {BYTES("+6kDAAAA2gR+AAAA6QAAAADaA2xlbikFAQAAAAAAAAA="), "base64"},
    {BYTES("+6kDAAAA2gR+AAAA6QAAAADaA2xlbikFAQAAAAAAAAA=\n"), "base64"},
    {BYTES("         42 function calls in 0.001 seconds\n\n   Ordered by: name\n"), "it is text"},
    {BYTES("main;f;g 12\nmain;f 3\n"), "it is text"},
    {BYTES("caf\xc3\xa9, d\xc3\xa9j\xc3\xa0 vu\n"), "it is text"},
    {BYTES("short"), "it is text"},
    {BYTES("{   \n"), "it is text"},
    {BYTES("page one\n\fpage two\n"), "it is text"},
    /* Dumps that something took for text */
    {BYTES("\n{\xa9\3\xfa\1f"), "a line end stands before"},
    {BYTES("\n\xfb\xa9\3\xfa\1f"), "a line end stands before"},
    {BYTES("\xc3\xbb\xc2\xa9\3\xc3\xba\1f\0\0"), "converted to UTF-8"},
    {BYTES("\xef\xbf\xbd\xef\xbf\xbd\3\xef\xbf\xbd\1f\0\0"), "U+FFFD"},
    {BYTES("{\xa9\3\xfa\1f\r\n\0\0\xe9\r\n"), "line ends were converted"},
    {BYTES("\xfb\xa9\3\xfa\1f\r\n\0\0"), "line ends were converted"},
};

START_TEST(each_kind_of_file_is_named)
{
    /* A copy of just that size, so that a byte read too far shows under a sanitizer. */
    unsigned char *copy = malloc(kinds[_i].size + (kinds[_i].size == 0)); /* given */
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, kinds[_i].bytes, kinds[_i].size);
    const char *clause = sniff(copy, kinds[_i].size); /* when */
    free(copy);
    ck_assert_msg(clause != NULL, "nothing, not %s", kinds[_i].named); /* then */
    ck_assert_msg(strstr(clause, kinds[_i].named) != NULL, "%s, not %s", clause, kinds[_i].named);
    ck_assert_ptr_null(strchr(clause, '\n'));
}
END_TEST

START_TEST(each_kind_of_file_is_refused_as_what_it_is)
{
    pstats_error error; /* when */
    ck_assert_ptr_null(pstats_profile_read_bytes(kinds[_i].bytes, kinds[_i].size, NULL, &error));
    ck_assert_int_eq(error.code, PSTATS_ERROR_FORMAT); /* then */
    ck_assert_str_eq(error.message, sniff((const unsigned char *)kinds[_i].bytes, kinds[_i].size));
    ck_assert_uint_le(error.offset, kinds[_i].size);
}
END_TEST

/* ---- What is nothing known ---- */

static const struct {
    const char *what;
    const char *bytes;
    size_t size;
} unknown[] = {
    {"the beginning of a dump", BYTES("{\xa9\3\xfa\1f")},
    {"the beginning of a dump with a flag", BYTES("\xfb\xa9\3\xfa\1f")},
    {"the beginning of a dump of Python 2", BYTES("{(\3\0\0\0t\1\0\0\0fi")},
    {"the first byte of a dump", BYTES("{")},
    {"another object", BYTES(")\2NN")},
    {"a protocol that is none", BYTES("\x80\x07\0\0\0")},
    {"noise", BYTES("\x9c\x01\xfe\x77\x12")},
    {"a pickle that is not whole", BYTES("\x80\x04")},
    {"a line end as it was", BYTES("{\xa9\3\xfa\1f\n\0\0")},
    {"line ends of both kinds", BYTES("{\xa9\3\xfa\1f\r\n\0\0\n")},
    {"a gzip that is not", BYTES("\x1f")},
    {"two bytes of text", BYTES("ab")},
};

START_TEST(what_is_nothing_known_is_not_named)
{
    const char *clause =
        sniff((const unsigned char *)unknown[_i].bytes, unknown[_i].size); /* when */
    ck_assert_msg(clause == NULL, "%s: %s", unknown[_i].what,
                  clause != NULL ? clause : ""); /* then */
}
END_TEST

/* A dump that is cut short is that, whatever its names hold. */
START_TEST(a_dump_that_is_cut_is_not_taken_for_something_else)
{
    static const char *const names[] = {"replaced \xef\xbf\xbd here",
                                        "\n{",
                                        "speedscope",
                                        "<html>",
                                        "\xc3\xbb",
                                        "import os",
                                        "\r\n"};
    begin_dump(_i); /* given */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_key(writer, "caf\xc3\xa9.py", 1000, names[i]);
        put_costs(1, 0.1, 0.1);
        put_no_callers();
    }
    put_dict_end(writer);
    for (size_t size = 1; size < marshal_writer_size(writer); size++) {
        pstats_error error;
        profile = pstats_profile_read_bytes(marshal_writer_bytes(writer), size, NULL, &error);
        ck_assert_ptr_null(profile);
        ck_assert_msg(error.code == PSTATS_ERROR_TRUNCATED, "cut at %zu: %s", size,
                      error.message); /* then */
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sniff");
    TCase *tcase = tcase_create("kinds");
    tcase_add_checked_fixture(tcase, NULL, release_dump);
    tcase_add_loop_test(tcase, each_kind_of_file_is_named, 0, sizeof kinds / sizeof *kinds);
    tcase_add_loop_test(tcase, each_kind_of_file_is_refused_as_what_it_is, 0,
                        sizeof kinds / sizeof *kinds);
    tcase_add_loop_test(tcase, what_is_nothing_known_is_not_named, 0,
                        sizeof unknown / sizeof *unknown);
    tcase_add_loop_test(tcase, a_dump_that_is_cut_is_not_taken_for_something_else, 2, 6);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
