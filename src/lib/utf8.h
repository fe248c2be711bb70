/* One code point at a time, lone surrogates included. Knows nothing else. */
#ifndef LIB_UTF8_H
#define LIB_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX 4 /* bytes of the longest code point */

/* The bytes of the code point at the start of bytes, or 0 when there is none that is well-formed: overlong forms and
 * what lies beyond U+10FFFF are refused, surrogates are not (The Unicode Standard, table 3-7, with that exception). */
size_t utf8_decode(const unsigned char *bytes, size_t length, uint32_t *code_point);

size_t utf8_encode(uint32_t code_point,
                   char *out); /* at most UTF8_MAX bytes; returns their number */

int utf8_is_surrogate(uint32_t code_point);

#endif
