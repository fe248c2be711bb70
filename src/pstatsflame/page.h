/* A page around the boxes: title, details, legend, caption, and how high it all is. */
#ifndef PSTATSFLAME_PAGE_H
#define PSTATSFLAME_PAGE_H

#include "cli/buffer.h"
#include "pstatsflame/layout.h"

/* Fills in what layout.h says of lines, legend and heights of a layout whose boxes are placed from left to right and
 * whose colours are chosen. text gets the bytes that lines point to. 0: out of memory. */
int page_arrange(struct flame_layout *layout, const struct layout_options *options,
                 const struct layout_metrics *metrics, struct buffer *text);

#endif
