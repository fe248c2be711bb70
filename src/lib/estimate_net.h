/* The call graph as the estimator sees it: sound figures, functions in the order of their names, every call without a
 * caller as an edge of its own, and cycles found. Knows nothing of frames. */
#ifndef LIB_ESTIMATE_NET_H
#define LIB_ESTIMATE_NET_H

#include <pstats.h>

struct pstats_graph;

#define NET_NONE UINT32_MAX /* the caller of a root edge */

/* Times are in the graph's unit times a power of two, none above 1, none below 0. */
struct net_function {
    double calls;     /* at least 1 */
    double primitive; /* at least 1 and at most calls */
    double self;
    double total; /* at least self */
};

struct net_edge {
    uint32_t caller; /* by rank, as callee */
    uint32_t callee;
    double calls; /* may be 0 */
    double primitive;
    double self;
    double total;   /* at least self */
    int is_derived; /* its times come from call shares */
    int is_made_up; /* a root edge without which its cycle could not be reached */
};

/* Lists of numbers: those of i are item[first[i]] .. item[first[i + 1] - 1]. */
struct net_lists {
    uint32_t *first;
    uint32_t *item;
};

struct net {
    size_t function_count;
    struct net_function *functions;
    uint32_t *by_rank;      /* indices of functions in the graph */
    unsigned char *is_torn; /* function: edges into it were dropped */
    size_t edge_count;
    struct net_edge *edges;   /* by callee, then caller; the root edges behind all others */
    struct net_lists out;     /* edges of a caller, by callee */
    struct net_lists in;      /* edges of a callee, by caller, its root edge last */
    uint32_t *component;      /* of each function; callees' components have lower numbers */
    struct net_lists members; /* functions of a component, in order */
    uint32_t *place;          /* of a function among the members of its component */
    unsigned char *is_cyclic; /* component */
    size_t component_count;
    double total; /* the sum of self times */
};

/* 0: out of memory. The figures of the net are those of the graph where they are sound and known, and likely ones
 * elsewhere. net_free takes one that is all zero, too. */
int net_init(struct net *net, const struct pstats_graph *graph);
void net_free(struct net *net);

/* Fills in lists of those of items 0 .. item_count - 1 that have a key (a uint32_t every stride bytes) other than
 * NET_NONE, in ascending order. 0: out of memory. */
int net_lists_init(struct net_lists *lists, size_t list_count, size_t item_count, const void *keys,
                   size_t stride);
void net_lists_free(struct net_lists *lists);

/* Makes in, out and the components anew from the edges. 0: out of memory. */
int net_index(struct net *net);

/* How many callers there are; nobody counts as one. */
static inline uint32_t net_in_count(const struct net *net, uint32_t function)
{
    return net->in.first[function + 1] - net->in.first[function];
}

/* Whether its call is the only one of its callee. */
static inline int net_is_once(const struct net *net, const struct net_edge *edge)
{
    return edge->calls <= 1.0 && net->functions[edge->callee].calls <= 1.0 &&
           net_in_count(net, edge->callee) == 1;
}

#endif
