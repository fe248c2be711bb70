/* What the main function of every suite does. */
#ifndef TESTS_RUN_SUITE_H
#define TESTS_RUN_SUITE_H

#include <check.h>

/* Runs and frees the suite; the exit status of the program. */
int run_suite(Suite *suite);

#endif
