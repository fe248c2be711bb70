/* How the time of a function's callees is shared between its callers. */
#ifndef LIB_ESTIMATE_TABLE_H
#define LIB_ESTIMATE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct net;

/* How many cells the table of an acyclic function has; 0: it needs none, all callers see the same. */
size_t table_size(const struct net *net, uint32_t function);

/* Fills in shares, a row for each edge in, a column for each edge out: of what the callers' calls spend in callees,
 * the share of each callee. A row adds up to 1 or, where nothing is spent, to 0. sums: as many as columns. */
void table_fill(const struct net *net, uint32_t function, double *shares, double *sums);

#endif
