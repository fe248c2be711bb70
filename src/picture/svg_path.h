/* Numbers and paths of an SVG in few bytes. */
#ifndef PICTURE_SVG_PATH_H
#define PICTURE_SVG_PATH_H

#include "cli/buffer.h"

#include <stdint.h>

/* Reads digits with at most one point, rounded to hundredths; blanks and commas before them are skipped. 0: there is no
 * number, or one that no picture needs, and *position stays. */
int svg_number_scan(const char **position, const char *end, int64_t *hundredths);

/* The number rounded to 0.01, without what it can do without: "77.699219" becomes "77.7". What is no number is appended
 * as it is. */
void svg_number_append(struct buffer *out, const char *number, size_t length);

/* The same for a path's data, which becomes relative where that is shorter; errors of rounding do not add up. Data with
 * other commands than cairo's for straight edges (M L H V Z) is appended as it is. */
void svg_path_append(struct buffer *out, const char *data, size_t length);

#endif
