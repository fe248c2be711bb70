/* What is said of a program's options: --help, the manual page and the completions have those of the table, and no
 * others; and what every program says to who calls it without any, or with an output that cannot be meant. */
#ifndef TESTS_DOCUMENTS_H
#define TESTS_DOCUMENTS_H

#include "cli/buffer.h"
#include "cli/options.h"

#include <check.h>

/* The tests, for one program, to which others may be added. settings hold what holds without options, and last as long as
 * the tests. allowed: a word with two dashes that the manual page may have besides; or NULL. */
TCase *documents_tests(const struct option_table *table, const void *settings, const char *allowed);

/* The end of main. */
int documents_run(TCase *tests);

/* Where there is a bash, it completes the last words of calls such as "try --out; try -T s" to these lines. */
void documents_assert_completions(const char *tries, const char *expected);

/* The file's content, freed by the caller. Ends the test when there is none. */
char *documents_read(const char *path);

/* The commands of the manual page's examples, which is what its displayed lines hold, behind these lines: in examples.sh. */
void documents_write_examples(const char *before);

#endif
