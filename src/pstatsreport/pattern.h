/* Regular expressions as Python's users write them, for regcomp; and those that it should not see. */
#ifndef PSTATSREPORT_PATTERN_H
#define PSTATSREPORT_PATTERN_H

#include "cli/buffer.h"

/* Appends pattern with Python's classes and groups that POSIX lacks written as what it has; all
 * else stays. */
void pattern_translate(struct buffer *buffer, const char *pattern);

/* Whether regcomp could take more than a second, some hundred megabytes, or all of the stack. pattern
 * is translated. */
int pattern_is_large(const char *pattern);

#endif
