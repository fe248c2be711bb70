/* Values as JSON has them. */
#include "json.h"

void json_append_string(struct buffer *buffer, const char *bytes, size_t length)
{
    buffer_append_char(buffer, '"');
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] < 0x20) {
            buffer_append_format(buffer, "\\u%04x", (unsigned)bytes[i]);
            continue;
        }
        if (bytes[i] == '"' || bytes[i] == '\\')
            buffer_append_char(buffer, '\\');
        buffer_append_char(buffer, bytes[i]);
    }
    buffer_append_char(buffer, '"');
}
