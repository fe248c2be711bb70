/* Text inside XML and inside JSON that stands in XML. */
#include "markup.h"

#include <math.h>
#include <string.h>

/* What stands for each of characters, in the same order. */
static void append_replaced(struct buffer *buffer, const char *text, const char *characters,
                            const char *const *replacements)
{
    for (;;) {
        size_t plain = strcspn(text, characters);
        buffer_append(buffer, text, plain);
        text += plain;
        if (*text == '\0')
            return;
        buffer_append_string(buffer, replacements[strchr(characters, *text) - characters]);
        text++;
    }
}

void markup_append(struct buffer *buffer, const char *text)
{
    static const char *const replacements[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    append_replaced(buffer, text, "&<>\"", replacements);
}

void markup_append_json(struct buffer *buffer, const char *text)
{
    static const char *const replacements[] = {"\\u0026", "\\u003c", "\\u003e", "\\\"", "\\\\"};
    buffer_append_char(buffer, '"');
    append_replaced(buffer, text, "&<>\"\\", replacements);
    buffer_append_char(buffer, '"');
}

void markup_append_px(struct buffer *buffer, double px)
{
    long long tenths = llround(px * 10.0);
    unsigned long long left = tenths < 0 ? -(unsigned long long)tenths : (unsigned long long)tenths;
    char text[32], *at = text + sizeof text;
    if (left % 10 > 0) {
        *--at = (char)('0' + left % 10);
        *--at = '.';
    }
    for (left /= 10; left > 0 || at == text + sizeof text; left /= 10)
        *--at = (char)('0' + left % 10);
    if (tenths < 0)
        *--at = '-';
    buffer_append(buffer, at, (size_t)(text + sizeof text - at));
}
