/* The profile in each of the formats. Each writes all of it: 0 when memory ran out or the output failed, which the output
 * remembers. */
#ifndef PSTATSCONV_WRITE_H
#define PSTATSCONV_WRITE_H

#include "cli/output.h"
#include "pstatsconv/unit.h"
#include "stacks/stacks.h"

#include <pstats.h>

int pstats_format_write(const pstats_graph *graph, struct output *output, pstats_error *error);
int callgrind_write(const pstats_graph *graph, struct output *output);
int speedscope_write(const struct stacks *stacks, const struct unit *unit, struct output *output);
int json_write(const struct stacks *stacks, const struct unit *unit, struct output *output);

#endif
