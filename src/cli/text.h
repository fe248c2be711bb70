/* Code points: reading and writing them, and which of them cannot be seen. Knows no document
 * format. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include "cli/buffer.h"

#include <pstats.h>

/* Bytes of a text that are still to be read. */
struct text_cursor {
    const unsigned char *at;
    const unsigned char *end;
};
struct text_cursor text_cursor(pstats_text text);

pstats_text text_of(const char *string); /* borrows it */

/* Takes the next code point; there must be one (at < end). A byte that is no UTF-8, as an argument
 * of the command line can have it, becomes U+DC80..U+DCFF, as in pstats_text. */
uint32_t text_next(struct text_cursor *cursor);

/* All code points of text, counted in *count, freed by the caller. NULL: out of memory. */
uint32_t *text_code_points(pstats_text text, size_t *count);

/* The bytes of text that its start takes up, when it starts with this argument of the command line;
 * else SIZE_MAX. */
size_t text_start_length(pstats_text text, const char *start);

void text_append(struct buffer *buffer,
                 uint32_t code_point); /* surrogates too, as pstats_text has them */

/* Clean UTF-8, as pstats_text_display gives it. */
void text_append_display(struct buffer *buffer, pstats_text text);

/* C0 and C1 controls and DEL. */
int text_is_control(uint32_t code_point);

/* Shows nothing of its own, or not what it is: reorders or joins its surroundings (bidirectional
 * marks, zero-width and invisible operators, tags), or is no character at all (lone surrogates, and
 * Unicode's noncharacters such as U+FFFF). Controls are not counted. */
int text_is_hidden(uint32_t code_point);

void text_append_escape(struct buffer *buffer,
                        uint32_t code_point); /* \x1b, \u202e; a byte that was no UTF-8: \xe9 */

#endif
