/* How the time that enters a cycle of functions spreads over the paths inside: a forest with a tree for each entry. */
#ifndef LIB_ESTIMATE_TEMPLATE_H
#define LIB_ESTIMATE_TEMPLATE_H

#include "estimate_fit.h"

struct net;

/* An edge that enters, and the root of its tree. */
struct template_entry {
    uint32_t net_edge;
    uint32_t root;
};

struct template
{
    struct forest
        forest; /* edges are the net's, a root's is NET_NONE; siblings stand by total, largest first */
    uint32_t *function; /* of each node, by rank */
    double *total;      /* of each node, with all below */
    struct template_entry *entries;
    uint32_t entry_count;
};

/* Work that is left for all cycles: calls considered while paths grow, and nodes visited while they are fitted. */
struct template_budget {
    double grow;
    double fit;
};

/* share (0..1) of what one cycle may take at most is for this one; what it took is deducted from budget. Paths lighter
 * than least_time (in the net's unit) are not told apart. 0: out of memory. */
int template_init(struct template *template, const struct net *net, uint32_t component,
                  double share, double least_time, struct template_budget *budget);
void template_free(struct template *template); /* also one that is all zero */

#endif
