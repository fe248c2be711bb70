/* What the picture says of functions: names short and long, places, addresses. */
#ifndef PSTATSFLAME_FUNCTIONS_H
#define PSTATSFLAME_FUNCTIONS_H

#include "cli/buffer.h"
#include "cli/options.h"
#include "pstatsflame/origin.h"

#include <pstats.h>

#include <stdint.h>

/* Made once for all frames of a function, and only of functions that have a frame. Clean UTF-8 without
 * controls, of at most NAMES_MAX characters, terminated, not escaped for any document. label is a short
 * form of the name ("list.append"), of label_short bytes; then, for functions with a file, two blanks
 * and "file.py:12". Of a module's own code it is "file.py" and "  <module>". Frames show it all, or the
 * short form, or what fits of that and an ellipsis. */
struct layout_function {
    const char *label;
    size_t label_short;
    const char *name;  /* in full, as the profile has it */
    const char *place; /* "file:line" in full but for --strip-prefix; "" for builtins */
    const char *link;  /* an address (--link), percent-encoded; NULL: none */
    enum origin origin;
    uint16_t colour; /* of its frames: its number in the palette */
};

/* Those of functions whose is_used is not 0, by index in the graph; others are all zeros. text gets the bytes they
 * point to, and must stay as it is. With prefixes, only files that are in one of them are linked to. The result is
 * freed by the caller. NULL: out of memory. */
struct layout_function *functions_new(const pstats_graph *graph, const unsigned char *is_used,
                                      const struct option_strings *strip_prefixes, const char *link,
                                      struct buffer *text);

/* The short form of a function's name, as layout_function has it. */
void functions_append_short(struct buffer *buffer, const pstats_function *function);

#endif
