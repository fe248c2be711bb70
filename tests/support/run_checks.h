/* What the last run is to have said; else the test ends. */
#ifndef TESTS_RUN_CHECKS_H
#define TESTS_RUN_CHECKS_H

#include <stddef.h>

void assert_done(void); /* with exit status 0 */

/* On standard output. */
void assert_has(const char *text);
void assert_lacks(const char *text);
size_t count(const char *text); /* how often text is there */

#endif
