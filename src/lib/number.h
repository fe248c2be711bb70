/* Numbers as marshal writes them: long integers in digits of 15 bits, and decimal text. Knows nothing of files. */
#ifndef LIB_NUMBER_H
#define LIB_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* digits: count little-endian 16-bit words, the least significant first. Well-formed: each below 2^15, the last not 0. */
int number_is_long(const unsigned char *digits, size_t count);

/* The nearest double (ties to even), infinite beyond its range. */
double number_long_to_double(const unsigned char *digits, size_t count, int is_negative);

/* 0: beyond int64_t; *value is then the nearest end of its range. */
int number_long_to_int64(const unsigned char *digits, size_t count, int is_negative,
                         int64_t *value);

enum number_result { NUMBER_OK, NUMBER_MALFORMED, NUMBER_MEMORY };

/* What Python's float() reads, but for blanks and underscores: decimal digits with point and exponent, inf, infinity,
 * nan, in any case. Text ends at a NUL, as in CPython. At most 255 bytes. *locale is made when it is NULL, and freed
 * with number_locale_free, so that the process's locale never matters. */
enum number_result number_parse(const unsigned char *bytes, size_t length, void **locale,
                                double *value);
void number_locale_free(void *locale); /* NULL is allowed */

#endif
