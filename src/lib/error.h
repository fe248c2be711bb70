/* Filling in a caller's pstats_error. Knows no module. */
#ifndef LIB_ERROR_H
#define LIB_ERROR_H

#include <pstats.h>

#ifdef __GNUC__
#define ERROR_PRINTF __attribute__((format(printf, 4, 5)))
#else
#define ERROR_PRINTF
#endif

void error_clear(pstats_error *error); /* NULL is allowed, here and below */

/* Keeps the first failure: does nothing when error already holds one. */
void error_set(pstats_error *error, pstats_code code, size_t offset, const char *format,
               ...) ERROR_PRINTF;

void error_system(pstats_error *error, size_t offset, const char *what,
                  int number);          /* "WHAT: its errno's text" */
void error_memory(pstats_error *error); /* "out of memory" */

#endif
