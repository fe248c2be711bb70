/* Where results go: a file that appears only when it is complete, or standard output; every byte is
 * checked. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stddef.h>

struct output;

/* Call first in main: makes sure that no file that is opened later becomes one of the standard
 * streams, and that a reader who goes away is an error like any other. Returns 0 after printing a
 * message. */
int output_prepare(void);

/* path NULL or "-": standard output. Else a regular file, or a new one, gets its content in a
 * temporary file beside it, which takes its place, mode and owner in output_close; symbolic links
 * stay; anything else (a pipe, a device) is written as it is. Until output_close has succeeded,
 * whatever ends the program (a signal, exit) removes the temporary file. One at a time. NULL: a
 * message was printed. */
struct output *output_open(const char *path);

/* The first failure is remembered, and said by output_close; returns 0 from then on. */
int output_write(struct output *output, const void *bytes, size_t size);
int output_write_string(struct output *output, const char *string); /* quick for short ones */

/* Frees it in any case. 0: it failed, and a message was printed, unless a pipe's reader went away. */
int output_close(struct output *output);

void output_discard(
    struct output *output); /* frees it and leaves what was there; NULL is allowed */

/* Closes what is complete, and discards what is not, of which it has been said why. Returns the exit code. */
int output_end(struct output *output, int is_done);

/* Likewise, but says itself what was wrong: if not the output, there was no memory. */
int output_end_text(struct output *output, int is_done);

/* Whether path (as for output_open) is a terminal. */
int output_is_terminal(const char *path);

/* The end of what was printed to stdout with stdio: an exit code, after a message when it did not
 * get through. */
int output_end_stdio(void);

#endif
