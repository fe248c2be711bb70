/* Small text files, whole. */
#include "lines.h"

#include "cli/buffer.h"
#include "cli/message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define SIZE_LIMIT ((size_t)64 * 1024 * 1024) /* nobody writes such a list */

char *lines_read(const char *path, int *exit_code)
{
    char block[4096];
    struct buffer text = BUFFER_INIT;
    FILE *file = fopen(path, "rb");
    *exit_code = EXIT_INPUT;
    if (file == NULL) {
        message_error(path, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    buffer_append_string(&text, ""); /* also an empty file is a string */
    for (size_t got; text.length < SIZE_LIMIT && (got = fread(block, 1, sizeof block, file)) > 0;)
        buffer_append(&text, block, got);
    int has_failed = ferror(file), code = errno;
    int is_too_long = text.length >= SIZE_LIMIT;
    fclose(file);
    if (!has_failed && !is_too_long && !text.failed && text.bytes != NULL)
        return text.bytes;
    if (text.failed || (text.bytes == NULL && !has_failed))
        message_no_memory(exit_code);
    else
        message_error(path, "cannot be read: %s", has_failed ? strerror(code) : "it is too long");
    buffer_free(&text);
    return NULL;
}
