/* Whose code a function is, as far as its file's path tells. */
#ifndef PSTATSFLAME_ORIGIN_H
#define PSTATSFLAME_ORIGIN_H

#include <pstats.h>

enum origin {
    ORIGIN_OWN,      /* the user's own: all that is none of the others */
    ORIGIN_PACKAGES, /* installed: site-packages, dist-packages */
    ORIGIN_STANDARD, /* Python's standard library */
    ORIGIN_BUILTIN,  /* no file: builtins, extension modules */
};
#define ORIGIN_COUNT 4

extern const char *const origin_names[ORIGIN_COUNT]; /* as a legend shows them */

/* It goes by the function's file and by whether its line is 0. *module becomes the part of the file's path that is the
 * same wherever it is installed: below site-packages or the standard library's folder all of it, else the last two
 * names. "" for functions without a file. */
enum origin origin_find(const pstats_function *function, pstats_text *module);

#endif
