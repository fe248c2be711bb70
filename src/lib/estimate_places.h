/* Where in a cycle the functions lie that are called once: each is in one place. */
#ifndef LIB_ESTIMATE_PLACES_H
#define LIB_ESTIMATE_PLACES_H

#include "estimate_net.h"

struct part;

/* A once edge is an inner edge that is taken once, and the only one into its function. Some are placed: below an entry or
 * another once edge, with no once edge between. */
struct places {
    uint32_t *below;           /* of an edge that is placed: what it is below; of others NET_NONE */
    struct net_lists placed;   /* by what they are below */
    struct net_lists unplaced; /* inner edges, by source */
    uint32_t function_count;
    uint32_t *source_of; /* of a function that placed edges leave: a number above 0 */
    uint32_t *ways;      /* by that number less 1 and by function, as places_way gives them */
};

/* Whether other edges may be placed below an edge. */
static inline int places_is_scope(const struct places *places, uint32_t edge)
{
    return places->below[edge] != NET_NONE ||
           places->placed.first[edge] < places->placed.first[edge + 1];
}

/* share (0..1): of what one part may take. 0: out of memory. places_free takes one that is all zero, too. */
int places_init(struct places *places, const struct part *part, double share);
void places_free(struct places *places);

#define PLACES_HERE (NET_NONE - 1)

/* The first edge of the widest way, without once edges, from a function to the source of a placed edge; PLACES_HERE: the
 * function is the source, NET_NONE: there is no way. */
uint32_t places_way(const struct places *places, uint32_t function, uint32_t source);

#endif
