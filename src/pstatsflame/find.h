/* Functions by the names that people know them by. */
#ifndef PSTATSFLAME_FIND_H
#define PSTATSFLAME_FIND_H

#include "cli/finder.h"
#include "cli/options.h"

#include <pstats.h>

/* All functions that one of the patterns in texts matches, as a glob or exactly: by its short name
 * as frames show it, by its name as the profile has it, or by BASENAME:LINE:NAME. 0: out of memory;
 * found needs found_free in any case. */
int find_functions(const pstats_graph *graph, const struct option_strings *texts,
                   struct found *found);

/* Says that option names what graph does not have, and what someone may have meant. */
void find_complain(const pstats_graph *graph, const char *option, const char *pattern);

#endif
