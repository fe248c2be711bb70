/* The formats that outputs' names ask for. */
#ifndef CLI_SUFFIX_H
#define CLI_SUFFIX_H

#include "cli/options.h"

/* What is behind the last point in the last part of path, which may be NULL; "" where there is none, as in a hidden file's
 * name. */
const char *suffix_of(const char *path);

/* The value of the first choice that the name ends in, behind a point, in capital letters or not; otherwise, where none
 * fits. "tar.gz" may come before "gz". */
int suffix_choose(const char *path, const struct option_choice *choices, int otherwise);

/* Says that the suffix of path is no format that what is spoken of (such as "reports have"), so that it gets the usual
 * one. */
void suffix_warn(const char *path, const char *spoken_of, const char *usual);

#endif
