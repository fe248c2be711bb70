/* What cairo's SVG surface wrote, made fit to be looked at anywhere and to stand beside others of its kind. */
#ifndef PICTURE_SVG_ATTRIBUTES_H
#define PICTURE_SVG_ATTRIBUTES_H

#include "cli/buffer.h"

/* Appends what is inside the root element, looking the same, but
 * - with presentation attributes instead of styles, which some pages do not allow, and without those that only say what
 *   holds anyway;
 * - with id_prefix before every id, so that the glyphs of two pictures in one page are kept apart;
 * - short: numbers to 0.01, relative paths, no more elements around a glyph than it takes, none for blanks;
 * - with "href" for "xlink:href", as SVG 2 and HTML have it.
 * svg is what cairo 1.16 or later writes; 0: it is something else. Out of memory shows in out->failed. */
int svg_attributes_append(struct buffer *out, const char *svg, size_t length,
                          const char *id_prefix);

#endif
