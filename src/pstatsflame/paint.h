/* Draws a laid-out flame graph with cairo, the same for every kind of surface.
 *
 * In this order: the page (one rectangle, layout.page); the boxes (one path for all of a colour, in the order of
 * layout.colours, colours without a box left out); their labels (black ones, then white ones; a run of glyphs for each
 * font); the legend's squares (one path each); title, legend and note in layout.ink, then subtitle and caption in
 * layout.faint. The picture is of the size of the page.
 */
#ifndef PSTATSFLAME_PAINT_H
#define PSTATSFLAME_PAINT_H

#include "picture/font.h"
#include "pstatsflame/layout.h"

#include <cairo.h>

/* 0: out of memory, or cairo failed and cr's status says how. The font is the one that the layout was measured with. */
int paint_flame(const struct flame_layout *layout, struct font *font, cairo_t *cr);

#endif
