/* The text of a picture in SVG: as text, which can be found, selected and read out, and which weighs far less than the
 * outlines of its glyphs. */
#ifndef PSTATSFLAME_TEXTS_H
#define PSTATSFLAME_TEXTS_H

#include "cli/buffer.h"
#include "pstatsflame/layout.h"

/* A group with all text that paint_flame would draw, where it would draw it. In whatever font the viewer has, text is about as
 * wide as the layout has it, and no wider. What is of another colour on a dark page has the class "pf-ink" or "pf-faint". Out of
 * memory shows in buffer->failed. */
void texts_append(struct buffer *buffer, const struct flame_layout *layout,
                  const char *font_family);

#endif
