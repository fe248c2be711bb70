/* Numbers as text: byte for byte what printf writes, in a fraction of its time. */
#ifndef CLI_DECIMAL_H
#define CLI_DECIMAL_H

#include "cli/buffer.h"

#include <stdint.h>

#define DECIMAL_SIZE 320 /* the longest double has 309 digits before the point */
#define DECIMAL_PLACES_MAX 2

/* Terminated; these return the length. */
size_t decimal_integer(int64_t value, char text[DECIMAL_SIZE]); /* %lld */
size_t decimal_fixed(double value, size_t places,
                     char text[DECIMAL_SIZE]); /* "%.*f", of at most DECIMAL_PLACES_MAX places */

void decimal_append_integer(struct buffer *buffer, int64_t value);
void decimal_append_fixed(struct buffer *buffer, double value, size_t places);

#endif
