/* What is said of a program's options: --help, the manual page and the completions have those of the table, and no
 * others; and to who calls it without any. */
#ifndef TESTS_DOCUMENTS_H
#define TESTS_DOCUMENTS_H

#include "cli/buffer.h"
#include "cli/options.h"

#include <check.h>

/* Adds the tests, for one program; they need run_end behind each. settings hold what holds without options, and last as
 * long as the tests. allowed: a word with two dashes that the manual page may have besides; or NULL. */
void documents_add_tests(TCase *tests, const struct option_table *table, const void *settings,
                         const char *allowed);

/* The file's content, freed by the caller. Ends the test when there is none. */
char *documents_read(const char *path);

/* The commands of the manual page's examples as a shell script: its displayed lines without mdoc's escapes. */
void documents_append_examples(struct buffer *script);

#endif
