/* Bytes that grow. Knows nothing of what they mean. */
#ifndef CLI_BUFFER_H
#define CLI_BUFFER_H

#include <stddef.h>
#include <string.h>

#ifdef __GNUC__
#define BUFFER_PRINTF __attribute__((format(printf, 2, 3)))
#else
#define BUFFER_PRINTF
#endif

/* A failed allocation is remembered, so that text is put together without a check at every step:
 * what is added after a failure is dropped, and the user looks at failed once at the end. */
struct buffer {
    char *bytes; /* followed by a NUL that length does not count; NULL while nothing was added */
    size_t length;
    size_t capacity;
    int failed;
};
#define BUFFER_INIT                                                                                \
    {                                                                                              \
        NULL, 0, 0, 0                                                                              \
    }

void buffer_free(struct buffer *buffer);
void buffer_cut(struct buffer *buffer,
                size_t length); /* keeps the first bytes, the memory and the failure */
void buffer_reserve(struct buffer *buffer, size_t length); /* room for so much more: no need, but it
                                                             spares copying while it grows */
void buffer_append(struct buffer *buffer, const char *bytes, size_t length);
void buffer_append_char(struct buffer *buffer, char c);
void buffer_append_format(struct buffer *buffer, const char *format, ...) BUFFER_PRINTF;

/* Here, so that the length of a literal is known. */
static inline void buffer_append_string(struct buffer *buffer, const char *string)
{
    buffer_append(buffer, string, strlen(string));
}

const char *buffer_string(const struct buffer *buffer); /* "" when nothing was added */

#endif
