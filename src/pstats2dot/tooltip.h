/* What a pointer sees on functions and calls, and where a click on a function leads. Knows no
 * Graphviz library. */
#ifndef PSTATS2DOT_TOOLTIP_H
#define PSTATS2DOT_TOOLTIP_H

#include "cli/buffer.h"
#include "pstats2dot/label.h"

void tooltip_append_node(struct buffer *buffer, const struct label_style *style, size_t index);

/* Nothing when tooltips tell files only. */
void tooltip_append_edge(struct buffer *buffer, const struct label_style *style, size_t index);

/* The address that --link gives the function; nothing when it has none. */
void tooltip_append_link(struct buffer *buffer, const struct label_style *style, size_t index);

#endif
