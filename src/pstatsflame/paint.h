/* Draws a laid-out flame graph with cairo, the same for every kind of surface. The picture is of the size of the page. */
#ifndef PSTATSFLAME_PAINT_H
#define PSTATSFLAME_PAINT_H

#include "picture/font.h"
#include "pstatsflame/layout.h"

#include <cairo.h>

/* Both return 0 when memory is short, or when cairo failed and cr's status says how. */

/* In this order: the page (one rectangle, layout.page); the boxes (one path for all of a colour, in the order of
 * layout.colours, colours without a box left out); the legend's squares (one path each). */
int paint_shapes(const struct flame_layout *layout, cairo_t *cr);

/* Labels (black ones, then white ones; a run of glyphs for each font); title, legend and note in layout.ink, then
 * subtitle and caption in layout.faint. The font is the one that the layout was measured with. */
int paint_text(const struct flame_layout *layout, struct font *font, cairo_t *cr);

#endif
