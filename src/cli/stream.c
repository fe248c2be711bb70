/* Text on its way to the output, a block at a time. */
#include "stream.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK ((size_t)64 * 1024)

static void write_out(struct stream *stream)
{
    if (!stream->has_output_failed)
        stream->has_output_failed =
            !output_write(stream->output, buffer_string(&stream->text), stream->text.length);
    buffer_cut(&stream->text, 0);
}

void stream_flush(struct stream *stream)
{
    if (stream->text.length >= BLOCK)
        write_out(stream);
}

int stream_end(struct stream *stream)
{
    if (stream->text.length > 0)
        write_out(stream);
    int is_done = !stream->has_output_failed && !stream->text.failed;
    buffer_free(&stream->text);
    return is_done;
}

void stream_append_exact(struct buffer *buffer, double value)
{
    char number[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(number, sizeof number, "%.*g", digits, value);
        if (strtod(number, NULL) == value)
            break;
    }
    buffer_append_string(buffer, number);
}
