/* What cairo's SVG surface wrote, made fit to be looked at anywhere and to stand beside others of its kind. */
#ifndef PICTURE_SVG_ATTRIBUTES_H
#define PICTURE_SVG_ATTRIBUTES_H

#include "cli/buffer.h"

struct svg_attribute {
    const char *name, *value;
};

/* Appends a group of what is inside the root element, looking the same, but
 * - with the attributes of the group, which nothing in it repeats: inherited ones that show on nothing else;
 * - with presentation attributes instead of styles, which some pages do not allow, and without those that only say what
 *   holds anyway;
 * - short: numbers to 0.01, relative paths that no transform scales and moves;
 * - without ids, of which two pictures in one page would have the same.
 * svg is shapes as cairo 1.16 or later writes them; 0: it is something else, or more than shapes (what refers to ids:
 * text, patterns, clips). Out of memory shows in out->failed. */
int svg_attributes_append_group(struct buffer *out, const char *svg, size_t length,
                                const struct svg_attribute *around, size_t around_count);

#endif
