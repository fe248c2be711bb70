/* Leaving out the edges that are too light, or too many, to be told apart. */
#ifndef LIB_ESTIMATE_THIN_H
#define LIB_ESTIMATE_THIN_H

#include <stddef.h>

struct net;

/* Drops edges whose time is below least_time, and as many of the lightest others as it takes to keep no more than limit;
 * but each function stays within reach of a root, by an edge from as near to the roots as there is. Functions that lost
 * an edge are marked as torn. 0: out of memory. */
int net_thin(struct net *net, double least_time, size_t limit);

#endif
