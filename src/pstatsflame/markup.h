/* Text inside XML and inside JSON that stands in XML. */
#ifndef PSTATSFLAME_MARKUP_H
#define PSTATSFLAME_MARKUP_H

#include "cli/buffer.h"

#include <pstats.h>

/* text is clean UTF-8, as names_append_clean makes it: all of its characters are allowed in XML. */

/* As content. What it ends with and what comes behind it must not make "]]>". */
void markup_append(struct buffer *buffer, pstats_text text);

/* As a value in double quotes. */
void markup_append_value(struct buffer *buffer, pstats_text text);

/* A string of JSON with its quotes, in which nothing is markup, neither in XML nor in HTML. */
void markup_append_json(struct buffer *buffer, pstats_text text);

/* A length with at most one decimal. */
void markup_append_px(struct buffer *buffer, double px);

#endif
