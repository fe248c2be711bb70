/* Numbers and paths of an SVG in few bytes. */
#ifndef PICTURE_SVG_PATH_H
#define PICTURE_SVG_PATH_H

#include "cli/buffer.h"

#include <stdint.h>

/* Reads digits with at most one point, rounded to hundredths; blanks and commas before them are skipped. 0: there is no
 * number, or one that no picture needs, and *position stays. */
int svg_number_scan(const char **position, const char *end, int64_t *hundredths);

/* What numbers mean: scale times a coordinate, and x or y more. */
struct svg_placing {
    double scale, x, y;
};
#define SVG_PLACING_INIT                                                                           \
    {                                                                                              \
        1.0, 0.0, 0.0                                                                              \
    }

/* Reads a transform. 0: it does more than to scale and to move; then *placing means nothing. */
int svg_placing_scan(const char *transform, size_t length, struct svg_placing *placing);

/* A number, scale times as large and rounded to 0.01, without what it can do without: "77.699219" becomes "77.7". What is
 * no number is appended as it is. */
void svg_number_append(struct buffer *out, const char *number, size_t length, double scale);

/* A path's data, placed, rounded likewise, and relative where that is shorter; errors of rounding do not add up. 0: it has
 * other commands than cairo's for straight edges (M L H V Z), and nothing is appended. */
int svg_path_append(struct buffer *out, const char *data, size_t length,
                    const struct svg_placing *placing);

#endif
