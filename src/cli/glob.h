/* Shell patterns on whole names, as Python's fnmatch has them. Knows no files. */
#ifndef CLI_GLOB_H
#define CLI_GLOB_H

#include <pstats.h>

/* "*" any text, "?" any one code point, "[seq]" one of seq, "[!seq]" one that is not; all else is
 * itself, and case counts. A "[" that no "]" ends is itself; a range whose end comes before its
 * start holds nothing. */
struct glob;

struct glob *glob_new(pstats_text pattern); /* borrows pattern. NULL: out of memory */
void glob_free(struct glob *glob);          /* NULL is allowed */

/* Time is at most the product of the two lengths. */
int glob_matches(const struct glob *glob, pstats_text name);

#endif
