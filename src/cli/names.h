/* What functions are called: gprof2dot's BASENAME:LINE:FUNCTION, its ways to shorten and wrap that,
 * and files without the folders they are in. Knows no document format. */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include "cli/buffer.h"
#include "cli/options.h"

#include <pstats.h>

#define NAMES_MAX 4096                  /* characters of a name or path that are shown, less one */
#define NAMES_BYTES_MAX (3 * NAMES_MAX) /* what dot reads at once is little more */
#define NAMES_READ_MAX (4 * NAMES_MAX)  /* bytes of a longer text that anyone looks at */

/* The start of text that is looked at: many functions can share one text of any length. */
pstats_text names_read_part(pstats_text text);

/* BASENAME is what is left of the file's path without its folders and its last suffix; dots that it
 * starts with are no suffix. For the file "~" of builtins, "~". Of a part that is longer
 * than NAMES_READ_MAX, no more than that. */
void names_append(struct buffer *buffer, const pstats_function *function);

/* As pstats writes it: "file:line(name)", but "{name}" for "<name>" without a file. */
void names_append_standard(struct buffer *buffer, pstats_text file, int64_t line, pstats_text name);

/* The order of bytes; what starts with the other comes behind it. One text is not looked at twice. */
int names_compare(pstats_text a, pstats_text b);

/* Likewise for what names_append_standard would append of each. */
int names_compare_standard(pstats_text a_file, int64_t a_line, pstats_text a_name,
                           pstats_text b_file, int64_t b_line, pstats_text b_name);

/* text as clean UTF-8, of at most NAMES_MAX characters, the last of which may be an ellipsis. */
void names_append_clean(struct buffer *buffer, pstats_text text);

/* Whether text is as names_append_clean would append it, as far as a glance tells: 0 for what has any letters beyond
 * ASCII. */
int names_is_clean(pstats_text text);

/* Likewise, but with invisible characters as pstats_text_display shows them. */
void names_append_display(struct buffer *buffer, pstats_text text);

/* Removes (...) and <...>, nested ones too, where both ends are there, and " const" at the end. */
void names_strip(struct buffer *name);

/* From NAMES_MAX characters or NAMES_BYTES_MAX bytes on only what stands before is kept, and an
 * ellipsis. Returns whether it cut. */
int names_cut(struct buffer *name);

/* What of text would be kept. */
pstats_text names_start(pstats_text text);

/* Appends text, cut likewise; no more of it is copied. */
int names_append_cut(struct buffer *buffer, pstats_text text);

/* Breaks a name of more than 32 characters into lines of at most 32, where blanks and hyphens
 * allow; longer words stay whole. Then, in every name, ", " becomes "," and "> >" becomes ">>". */
void names_wrap(struct buffer *name);

/* The file without the first of the folders that it is in; the whole path when it is in none.
 * *is_inside, which may be NULL, says which. A folder's name may end in a separator or not; both
 * "/" and "\" separate. A relative path lies in any folder: it is that of a script that was started
 * where it is. */
pstats_text names_strip_folder(pstats_text file, const struct option_strings *folders,
                               int *is_inside);

int names_is_separator(char c); /* of folders: "/", or Windows' "\\" */

/* Whether a path names a file, not a builtin ("~", "") or something that was never one
 * ("<string>"). */
int names_is_file(pstats_text file);

#endif
