/* Values as JSON has them. Knows no document. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "cli/buffer.h"

/* UTF-8 in quotes; what may not stand in them is escaped. */
void json_append_string(struct buffer *buffer, const char *bytes, size_t length);

#endif
