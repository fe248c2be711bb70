/* Text inside XML and inside JSON that stands in XML. */
#include "markup.h"

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
