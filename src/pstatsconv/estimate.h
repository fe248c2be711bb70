/* The stacks that formats of stacks hold. */
#ifndef PSTATSCONV_ESTIMATE_H
#define PSTATSCONV_ESTIMATE_H

#include "cli/chosen.h"
#include "pstatsconv/settings.h"
#include "stacks/stacks.h"

/* With so many ticks in a second. The graph must outlive the result. NULL: a message was printed. */
struct stacks *estimate_stacks(const pstats_graph *graph, const struct chosen *chosen,
                               const struct settings *settings, double ticks_per_second);

#endif
