/* What stands beside the graph of a comparison: what its marks and colours mean, as an HTML-like
 * label. Knows no Graphviz library. */
#ifndef PSTATS2DOT_LEGEND_H
#define PSTATS2DOT_LEGEND_H

#include "cli/buffer.h"
#include "pstats2dot/settings.h"
#include "pstats2dot/time_format.h"

#include <pstats.h>

/* largest_seconds: the change that has the strongest colour. caption: a clause that follows; may
 * be empty. */
void legend_append(struct buffer *buffer, const pstats_graph *graph,
                   const struct settings *settings, double largest_seconds, const char *caption);

#endif
