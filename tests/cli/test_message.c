/* What programs say on standard error. */
#include "cli/message.h"

#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What message_error writes of count times text behind start. Tests run in processes of their own. */
static char *said(const char *start, const char *text, size_t count)
{
    char path[4096], *clause = calloc(count + 1, strlen(text) + strlen(start) + 1);
    ck_assert_ptr_nonnull(clause);
    strcpy(clause, start);
    for (size_t i = 0; i < count; i++)
        strcat(clause, text);
    snprintf(path, sizeof path, "%s/said", run_folder());
    ck_assert_ptr_nonnull(freopen(path, "w", stderr));
    message_set_program("test");
    message_error("what", "%s", clause);
    fflush(stderr);
    free(clause);
    return run_read_file("said", NULL);
}

START_TEST(short_clauses_are_said_whole)
{
    char *line = said("", "\xc3\xa9", 500);
    ck_assert_uint_eq(strlen(line), strlen("test: what: \n") + 1000);
    free(line);
}
END_TEST

/* Starts of different lengths move the cut through the characters. */
static const char *const starts[] = {"", "a", "ab", "abc"};
static const char *const characters[] = {"\xc3\xa9", "\xe2\x86\x92", "\xf0\x9f\x90\x8d", "x"};

START_TEST(long_clauses_are_cut_between_characters)
{
    const char *start = starts[_i % 4], *character = characters[_i / 4];
    char *line = said(start, character, 1100);
    char expected[1200] = "test: what: ";
    strcat(expected, start);
    size_t length = strlen(start);
    for (; length + strlen(character) <= 1023; length += strlen(character))
        strcat(expected, character);
    strcat(expected, "...\n");
    ck_assert_str_eq(line, expected);
    free(line);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("message");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_add_test(all, short_clauses_are_said_whole);
    tcase_add_loop_test(all, long_clauses_are_cut_between_characters, 0, 16);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
