/* Text inside XML and inside JSON that stands in XML. */
#include "markup.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* What stands for characters; NULL: they stand for themselves. */
typedef const char *const replacements[UCHAR_MAX + 1];

static void append_replaced(struct buffer *buffer, pstats_text text, replacements replaced)
{
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *replacement = replaced[(unsigned char)text.bytes[i]];
        if (replacement == NULL)
            continue;
        buffer_append(buffer, text.bytes + start, i - start);
        buffer_append_string(buffer, replacement);
        start = i + 1;
    }
    buffer_append(buffer, text.bytes + start, text.length - start);
}

void markup_append(struct buffer *buffer, pstats_text text)
{
    static replacements replaced = {['&'] = "&amp;", ['<'] = "&lt;"};
    static const char end[] = "]]>"; /* the only thing that > may not be the end of */
    size_t start = 0, bracket = sizeof end - 2;
    for (size_t i = bracket; i < text.length; i++)
        if (memcmp(text.bytes + i - bracket, end, sizeof end - 1) == 0) {
            append_replaced(buffer, (pstats_text){text.bytes + start, i - start}, replaced);
            buffer_append_string(buffer, "&gt;");
            start = i + 1;
        }
    append_replaced(buffer, (pstats_text){text.bytes + start, text.length - start}, replaced);
}

void markup_append_value(struct buffer *buffer, pstats_text text)
{
    static replacements replaced = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
    append_replaced(buffer, text, replaced);
}

void markup_append_json(struct buffer *buffer, pstats_text text)
{
    static replacements replaced = {
        ['&'] = "\\u0026", ['<'] = "\\u003c", ['>'] = "\\u003e", ['"'] = "\\\"", ['\\'] = "\\\\"};
    buffer_append_char(buffer, '"');
    append_replaced(buffer, text, replaced);
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
