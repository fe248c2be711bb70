/* Text cut to a width. */
#include "labels.h"

#define ELLIPSIS "…"
#define ELLIPSIS_LENGTH (sizeof ELLIPSIS - 1)

static int is_continued(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xc0) == 0x80;
}

static size_t character_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += !is_continued(text, i);
    return count;
}

void labels_append_cut(struct buffer *buffer, const struct layout_metrics *metrics,
                       const char *text, size_t length, double limit_px)
{
    if (metrics->fit(metrics->context, text, length, limit_px) == length) {
        buffer_append(buffer, text, length);
        return;
    }
    double left_px = limit_px - metrics->width_px(metrics->context, ELLIPSIS, ELLIPSIS_LENGTH);
    size_t kept = left_px > 0.0 ? metrics->fit(metrics->context, text, length, left_px) : 0;
    while (kept > 0 && text[kept - 1] == ' ')
        kept--;
    if (character_count(text, kept) < 2)
        return;
    buffer_append(buffer, text, kept);
    buffer_append(buffer, ELLIPSIS, ELLIPSIS_LENGTH);
}
