/* What the picture says of functions: names short and long, places, addresses. */
#ifndef PSTATSFLAME_FUNCTIONS_H
#define PSTATSFLAME_FUNCTIONS_H

#include "cli/buffer.h"
#include "cli/options.h"
#include "cli/pool.h"
#include "pstatsflame/origin.h"

#include <pstats.h>

#include <stdint.h>

/* All texts here are clean UTF-8 without controls, of at most NAMES_MAX characters, and not escaped for any document,
 * unless it says otherwise. */

/* What is the same for all functions of a file; those without a file share one, too. */
struct layout_file {
    pstats_text path; /* in full but for --strip-prefix; "" for builtins */
    pstats_text base; /* what labels have of it: "file.py", of a package "folder/__init__.py" */
    pstats_text
        linked; /* what links have of it, not cleaned; bytes NULL where no link leads to it */
    pstats_text module; /* origin_find's, not cleaned */
    enum origin origin;
};

/* Made once for all frames of a function, and only of functions that have a frame. */
struct layout_function {
    pstats_text name; /* in full, as the profile has it; bytes NULL: no frame has the function */
    pstats_text short_name; /* "list.append"; of a module's own code "file.py" */
    const struct layout_file *file;
    int64_t line;
    const char *link; /* an address (--link), percent-encoded; NULL: none */
    uint16_t colour;  /* of its frames: its number in the palette */
};

struct functions {
    struct layout_function *items; /* by index in the graph */
    struct layout_file *files;     /* in the order in which functions first have them */
    size_t file_count;
    struct pool texts;
};

/* Of those functions whose is_used is not 0. Points into graph. With prefixes, only files that are in one of them are
 * linked to. 0: out of memory; functions_free is needed in any case. */
int functions_init(struct functions *functions, const pstats_graph *graph,
                   const unsigned char *is_used, const struct option_strings *strip_prefixes,
                   const char *link);
void functions_free(struct functions *functions);

/* What frames show where there is room for it: the short name; then, of functions with a file, two blanks and
 * "file.py:12", or of a module's own code "<module>". */
void functions_append_label(struct buffer *buffer, const struct layout_function *function);

/* A module's own code, as far as the name tells. */
int functions_is_module(const struct layout_function *function);

/* The short form of a function's name, as layout_function has it. */
void functions_append_short(struct buffer *buffer, const pstats_function *function);

#endif
