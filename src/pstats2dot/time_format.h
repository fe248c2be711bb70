/* --time-format: how a time is written in a label. */
#ifndef PSTATS2DOT_TIME_FORMAT_H
#define PSTATS2DOT_TIME_FORMAT_H

#include "cli/buffer.h"

#include <stddef.h>

/* Any text around one conversion. */
struct time_format {
    const char *text;  /* borrowed */
    size_t start, end; /* of the conversion in text */
    char conversion[16];
};

/* What is wrong with text, a clause for a message; NULL: nothing, and *format is filled in. */
const char *time_format_parse(const char *text, struct time_format *format);

void time_format_append(struct buffer *buffer, const struct time_format *format, double value);

#endif
