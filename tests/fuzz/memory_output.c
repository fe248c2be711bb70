/* The programs' output in memory. */
#include "memory_output.h"

#include "cli/buffer.h"

#include <stdlib.h>
#include <string.h>

struct output {
    struct buffer bytes;
};

struct output *output_open(const char *path)
{
    (void)path;
    return calloc(1, sizeof(struct output));
}

int output_write(struct output *output, const void *bytes, size_t size)
{
    buffer_append(&output->bytes, bytes, size);
    return !output->bytes.failed;
}

int output_write_string(struct output *output, const char *string)
{
    return output_write(output, string, strlen(string));
}

void output_discard(struct output *output)
{
    if (output != NULL)
        buffer_free(&output->bytes);
    free(output);
}

int output_close(struct output *output)
{
    output_discard(output);
    return 1;
}

int output_prepare(void)
{
    return 1;
}

int output_is_terminal(const char *path)
{
    (void)path;
    return 0;
}

int output_end_stdio(void)
{
    return 0;
}

const char *memory_output_bytes(const struct output *output, size_t *size)
{
    *size = output->bytes.length;
    return buffer_string(&output->bytes);
}
