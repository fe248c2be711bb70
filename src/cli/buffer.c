/* Bytes that grow. Knows nothing of what they mean. */
#include "buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer)BUFFER_INIT;
}

void buffer_cut(struct buffer *buffer, size_t length)
{
    if (length >= buffer->length)
        return;
    buffer->length = length;
    buffer->bytes[length] = '\0';
}

/* For length more bytes and a NUL. */
static int grow(struct buffer *buffer, size_t length)
{
    size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity;
    while (capacity - buffer->length <= length && capacity <= PTRDIFF_MAX / 2)
        capacity *= 2;
    char *grown = capacity - buffer->length > length ? realloc(buffer->bytes, capacity) : NULL;
    if (grown == NULL) {
        buffer->failed = 1;
        return 0;
    }
    buffer->bytes = grown;
    buffer->capacity = capacity;
    return 1;
}

/* Room for length more bytes and a NUL. */
static inline int reserve(struct buffer *buffer, size_t length)
{
    return !buffer->failed && (length < buffer->capacity - buffer->length || grow(buffer, length));
}

void buffer_reserve(struct buffer *buffer, size_t length)
{
    int has_failed = buffer->failed;
    (void)reserve(buffer, length);
    buffer->failed = has_failed;
}

void buffer_append(struct buffer *buffer, const char *bytes, size_t length)
{
    if (!reserve(buffer, length))
        return;
    if (length > 0)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_append_char(struct buffer *buffer, char c)
{
    if (!reserve(buffer, 1))
        return;
    buffer->bytes[buffer->length++] = c;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t room = reserve(buffer, 0) ? buffer->capacity - buffer->length : 0;
    int length =
        vsnprintf(room > 0 ? buffer->bytes + buffer->length : NULL, room, format, arguments);
    int has_room = length >= 0 && (size_t)length < room;
    if (length < 0)
        buffer->failed = 1;
    else if (has_room || reserve(buffer, (size_t)length)) {
        if (!has_room)
            vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    if (room > 0)
        buffer->bytes[buffer->length] = '\0';
    va_end(again);
    va_end(arguments);
}

const char *buffer_string(const struct buffer *buffer)
{
    return buffer->bytes != NULL ? buffer->bytes : "";
}
