/* What files and functions are called in callgrind's format, whose readers tell functions apart by these alone. */
#ifndef PSTATSCONV_CALLGRIND_NAMES_H
#define PSTATSCONV_CALLGRIND_NAMES_H

#include "cli/buffer.h"
#include "pstatsconv/order.h"

#include <pstats.h>

struct callgrind_names {
    const pstats_graph *graph;
    const struct order *order;
    unsigned *marks; /* by function: what stands behind the name, see append_mark */
};

/* Borrows graph and order. 0: out of memory. Free it in any case. */
int callgrind_names_make(struct callgrind_names *names, const pstats_graph *graph,
                         const struct order *order);
void callgrind_names_free(struct callgrind_names *names);

void callgrind_names_append_file(const struct callgrind_names *names, struct buffer *text,
                                 size_t index);
void callgrind_names_append_function(const struct callgrind_names *names, struct buffer *text,
                                     size_t index);

#endif
