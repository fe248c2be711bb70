/* One cycle of functions seen alone: its inner edges, the entries that lead into it, and what leaves it. Functions outside
 * that are called once, by one that is called more often, are its guests: each is in one place, and how calls spread
 * inside decides in which. To the part they are functions that call nothing. */
#ifndef LIB_ESTIMATE_PART_H
#define LIB_ESTIMATE_PART_H

#include <pstats.h>

struct net;
struct net_edge;

struct part_edge {
    uint32_t source; /* by place in the part; of an entry: NET_NONE */
    uint32_t target;
    double calls;
    double primitive;
    double self;
    double total;
    double rest_share;   /* of total that is not self */
    double own_per_call; /* self, and what the target spends outside of the part */
};

struct part_function {
    double calls;
    double primitive;
    double total;
    double exit_total; /* of its edges that leave the part */
    double out_total;  /* of all its edges */
};

/* A net's edge into the part, and the edge of the part that stands for it. */
struct part_entry {
    uint32_t net_edge;
    uint32_t edge;
};

struct part {
    const struct net *net;
    uint32_t member_count;
    uint32_t function_count; /* members, then guests in the order of their edges */
    uint32_t inner_count;
    uint32_t edge_count;
    uint32_t entry_count;
    uint32_t *ranks; /* of the functions */
    struct part_function *functions;
    uint32_t *first_inner; /* a function's inner edges: first_inner[f] .. first_inner[f + 1] - 1 */
    struct part_edge *edges;    /* inner ones, then those that enter, the heaviest first */
    uint32_t *net_edge;         /* of an inner edge */
    struct part_entry *entries; /* light ones into one function share an edge */
    double own;                 /* self of the part, and what it spends outside */
    double own_per_call;
    double entered; /* the time with callees of all entries */
};

/* 0: out of memory. part_free takes one that is all zero, too. */
int part_init(struct part *part, const struct net *net, uint32_t component);
void part_free(struct part *part);

/* Whether an edge of the net, from a function in a cycle, leads to a guest. */
int part_is_to_guest(const struct net *net, const struct net_edge *edge);

/* Whether an edge of the part is an entry too light to have every inner edge below it. */
int part_is_light(const struct part *part, uint32_t edge);

#endif
