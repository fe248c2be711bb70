/* Numbers as people write them on a command line, the same in every locale. */
#ifndef CLI_NUMBERS_H
#define CLI_NUMBERS_H

/* The whole of text must be the number: digits with at most one point and an exponent; no blanks,
 * no hexadecimal, no infinity. Returns 0, and leaves *value, when it is not or is out of range of
 * the type. */
int numbers_parse_double(const char *text, double *value);
int numbers_parse_long(const char *text, long *value); /* digits with a sign */

#endif
