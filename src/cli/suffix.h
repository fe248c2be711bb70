/* The formats that outputs' names ask for. */
#ifndef CLI_SUFFIX_H
#define CLI_SUFFIX_H

#include "cli/options.h"

/* What is behind the last point in the last part of path, which may be NULL; "" where there is none, as in a hidden file's
 * name. */
const char *suffix_of(const char *path);

/* The first choice that the name ends in, behind a point, in capital letters or not; NULL: none. "tar.gz" may come before
 * "gz". */
const struct option_choice *suffix_find(const char *path, const struct option_choice *choices);

/* What is to be written to path, by the choice that its name ends in, or usual where it has no suffix; *format stays where
 * it is not 0, since it was asked for. 0: the suffix is none of these, and a message was printed that names the first of
 * each value. */
int suffix_settle(int *format, const char *path, const struct option_choice *choices, int usual);

#endif
