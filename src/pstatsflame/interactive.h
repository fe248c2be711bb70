/* The SVG that is delivered: the picture as cairo drew it, and what makes it answer to pointer, keyboard and search. */
#ifndef PSTATSFLAME_INTERACTIVE_H
#define PSTATSFLAME_INTERACTIVE_H

#include "cli/output.h"
#include "pstatsflame/layout.h"

#include <stddef.h>

struct interactive_options {
    const char *title;       /* of the document; anybody's words. NULL: "Flame graph" */
    const char *font_family; /* that labels are drawn in */
};

/* Without script and style sheet the picture looks as it does with them (in a light scheme). svg is what cairo wrote for
 * the layout. 0: out of memory, or svg is not cairo's; a message was printed. Failures to write are output_close's. */
int interactive_write(struct output *output, const char *svg, size_t size,
                      const struct flame_layout *layout, const struct interactive_options *options);

#endif
