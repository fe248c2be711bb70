/* How one unit of the time that enters a cycle spreads inside: what expanding its frames needs of a forest. */
#ifndef LIB_ESTIMATE_TEMPLATE_H
#define LIB_ESTIMATE_TEMPLATE_H

#include "estimate_forest.h"

struct net;
struct spread_budget;
struct spread_effort;

/* An edge that enters, and the root of its tree. */
struct template_entry {
    uint32_t net_edge;
    uint32_t root;
};

struct template
{
    struct forest
        forest; /* edges are the net's, a root's is NET_NONE; siblings stand by total, largest first */
    uint32_t *function; /* of each node: its place in the part, members first, then guests */
    uint32_t function_count;
    uint32_t member_count; /* a guest's node stands for its frame and all below that */
    double *total;         /* of each node, with all below */
    struct template_entry *entries;
    uint32_t entry_count;
};

/* effort, share, least_time and budget: as spread_time takes them. 0: out of memory. */
int template_init(struct template *template, const struct net *net, uint32_t component,
                  const struct spread_effort *effort, double share, double least_time,
                  struct spread_budget *budget);
void template_free(struct template *template); /* also one that is all zero */

#endif
