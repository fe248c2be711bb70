/* The graph of what was read. */
#ifndef LIB_RECORD_GRAPH_H
#define LIB_RECORD_GRAPH_H

#include <pstats.h>

struct record_reader;

/* Takes the calls from the reader. NULL: out of memory. */
pstats_graph *record_graph_new(struct record_reader *reader, pstats_error *error);

#endif
