/* Who calls a function, and whom it calls. */
#ifndef PSTATSREPORT_RELATION_H
#define PSTATSREPORT_RELATION_H

#include "pstatsreport/row.h"

struct relations;

/* An index of the graph's calls, which must outlive it. NULL: out of memory. */
struct relations *relations_new(const pstats_graph *graph);
void relations_free(struct relations *relations);

/* A row for each function that calls the one, or that it calls, with the figures of these calls. */
void relations_add(struct rows *rows, const struct relations *relations, size_t function,
                   int are_callers, const struct option_strings *strip_prefixes);

#endif
