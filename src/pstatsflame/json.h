/* The layout as JSON, for other programs to draw or to look things up in. pstatsflame(1) says what is in it. */
#ifndef PSTATSFLAME_JSON_H
#define PSTATSFLAME_JSON_H

#include "cli/output.h"
#include "pstatsflame/layout.h"

/* 0: out of memory. Failures to write are output_close's. */
int json_write(const struct flame_layout *layout, struct output *output);

#endif
