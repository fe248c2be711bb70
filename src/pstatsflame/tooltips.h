/* What the pointer says of a frame where no script runs: a title on an invisible shape over every frame that is wide
 * enough to be pointed at. */
#ifndef PSTATSFLAME_TOOLTIPS_H
#define PSTATSFLAME_TOOLTIPS_H

#include "cli/buffer.h"
#include "pstatsflame/layout.h"

#define TOOLTIP_MINIMUM_PX 2.0

/* A group, class "pf-tips". */
void tooltips_append(struct buffer *buffer, const struct flame_layout *layout);

#endif
