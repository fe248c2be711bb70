/* Stacks as text, a line each: frames from the root to the tip with ";" between, a blank, and whole ticks. */
#ifndef STACKS_FOLDED_H
#define STACKS_FOLDED_H

#include "cli/options.h"
#include "cli/output.h"
#include "stacks/stacks.h"

/* A frame is "file:line:name". Of a comparison there are two numbers: that of the profile that the frames' own figures are
 * of is the last. What would end it or its line too early is written as \x3b, \n and the like. 0: out of
 * memory. Failures to write are output_close's. */
int folded_write(const struct stacks *stacks, const struct option_strings *strip_prefixes,
                 struct output *output);

#endif
