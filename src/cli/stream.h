/* Text on its way to the output, a block at a time. */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include "cli/buffer.h"
#include "cli/output.h"

struct stream {
    struct output *output;
    struct buffer text; /* what is not written yet */
    int has_output_failed;
};

void stream_flush(struct stream *stream); /* writes when there is enough to write */
int stream_end(struct stream *stream); /* writes what is left and frees it; 0: something failed */

/* The shortest decimal number that is read back as value, which is finite. */
void stream_append_exact(struct buffer *buffer, double value);

#endif
