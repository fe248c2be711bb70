/* Code points: reading and writing them, and which of them cannot be seen. Knows no document
 * format. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

struct text_cursor text_cursor(pstats_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    return (struct text_cursor){bytes, bytes != NULL ? bytes + text.length : NULL};
}

pstats_text text_of(const char *string)
{
    return (pstats_text){string, strlen(string)};
}

/* The value of a sequence of size bytes, or UINT32_MAX when it is none: too short, overlong or
 * beyond U+10FFFF. */
static uint32_t decode(const unsigned char *bytes, size_t size)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t value = bytes[0] & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return UINT32_MAX;
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    return value >= smallest[size] && value <= 0x10ffff ? value : UINT32_MAX;
}

uint32_t text_next(struct text_cursor *cursor)
{
    unsigned char lead = *cursor->at;
    size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    uint32_t value = lead < 0x80 ? lead
                     : size == 1 ? UINT32_MAX
                     : size > (size_t)(cursor->end - cursor->at) || lead > 0xf4
                         ? UINT32_MAX
                         : decode(cursor->at, size);
    if (value == UINT32_MAX) {
        cursor->at++;
        return 0xdc00u + lead;
    }
    cursor->at += size;
    return value;
}

uint32_t *text_code_points(pstats_text text, size_t *count)
{
    *count = 0;
    if (text.length > PTRDIFF_MAX / sizeof(uint32_t))
        return NULL;
    uint32_t *result = malloc(text.length > 0 ? text.length * sizeof *result : 1);
    struct text_cursor cursor = text_cursor(text);
    while (result != NULL && cursor.at < cursor.end)
        result[(*count)++] = text_next(&cursor);
    return result;
}

size_t text_start_length(pstats_text text, const char *start)
{
    struct text_cursor cursor = text_cursor(text), wanted = text_cursor(text_of(start));
    while (wanted.at < wanted.end)
        if (cursor.at == cursor.end || text_next(&cursor) != text_next(&wanted))
            return SIZE_MAX;
    return text.length - (size_t)(cursor.end - cursor.at);
}

void text_append(struct buffer *buffer, uint32_t code_point)
{
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    if (code_point < 0x80) {
        buffer_append_char(buffer, (char)code_point);
        return;
    }
    char bytes[4];
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1; code_point >>= 6)
        bytes[i] = (char)(0x80 | (code_point & 0x3f));
    bytes[0] = (char)(lead[size] | code_point);
    buffer_append(buffer, bytes, size);
}

void text_append_display(struct buffer *buffer, pstats_text text)
{
    size_t length = pstats_text_display(text, NULL, 0);
    char *shown = malloc(length + 1);
    if (shown == NULL) {
        buffer->failed = 1;
        return;
    }
    pstats_text_display(text, shown, length + 1);
    buffer_append(buffer, shown, length);
    free(shown);
}

int text_is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f);
}

int text_is_hidden(uint32_t code_point)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = {
        /* in ascending order */
        {0x00ad, 0x00ad},   {0x034f, 0x034f}, {0x061c, 0x061c}, {0x115f, 0x1160},
        {0x17b4, 0x17b5},   {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e},
        {0x2060, 0x206f},   {0x3164, 0x3164}, {0xd800, 0xdfff}, {0xfdd0, 0xfdef},
        {0xfeff, 0xfeff},   {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1d173, 0x1d17a},
        {0xe0000, 0xe0fff},
    };
    if (code_point < hidden[0].first)
        return 0;
    if ((code_point & 0xfffe) == 0xfffe)
        return 1; /* the last two of each plane */
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && code_point >= hidden[i].first; i++)
        if (code_point <= hidden[i].last)
            return 1;
    return 0;
}

void text_append_escape(struct buffer *buffer, uint32_t code_point)
{
    if (code_point >= 0xdc80 && code_point <= 0xdcff)
        code_point -= 0xdc00;
    buffer_append_format(buffer,
                         code_point < 0x100     ? "\\x%02x"
                         : code_point < 0x10000 ? "\\u%04x"
                                                : "\\U%08x",
                         (unsigned)code_point);
}
