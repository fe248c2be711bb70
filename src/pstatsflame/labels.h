/* Text cut to a width. */
#ifndef PSTATSFLAME_LABELS_H
#define PSTATSFLAME_LABELS_H

#include "cli/buffer.h"

#include <stddef.h>

/* Measures text in the font at its own size. fit gives the bytes of the longest part from the start, in whole
 * characters, that is at most limit_px wide. advance_px: of every character of ASCII and of the ellipsis, when all are
 * alike; else 0. */
struct layout_metrics {
    void *context;
    double (*width_px)(void *context, const char *text, size_t length);
    size_t (*fit)(void *context, const char *text, size_t length, double limit_px);
    double ascent_px, descent_px, advance_px;
};

/* Appends text, or what fits of it and an ellipsis; nothing when that would be less than two characters. */
void labels_append_cut(struct buffer *buffer, const struct layout_metrics *metrics,
                       const char *text, size_t length, double limit_px);

#endif
