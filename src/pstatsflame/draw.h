/* From stacks to a picture, in any format. */
#ifndef PSTATSFLAME_DRAW_H
#define PSTATSFLAME_DRAW_H

#include "cli/buffer.h"
#include "cli/output.h"
#include "pstatsflame/settings.h"
#include "stacks/stacks.h"

struct drawing;

/* Opens the font and lays the stacks out; warns of what the picture lacks. Borrows stacks and settings. NULL: a message was
 * printed. */
struct drawing *drawing_new(const struct stacks *stacks, const struct settings *settings);
void drawing_free(struct drawing *drawing);

/* The picture, or its layout as JSON. 0: it failed, after a message. Failures to write are output_close's. */
int drawing_write(const struct drawing *drawing, struct output *output);

int drawing_append_versions(struct buffer *text); /* of the libraries, a line each; returns 1 */

#endif
