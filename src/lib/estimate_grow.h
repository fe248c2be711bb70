/* Guesses of how calls spread inside a cycle, grown together, level by level, from its entries. */
#ifndef LIB_ESTIMATE_GROW_H
#define LIB_ESTIMATE_GROW_H

#include "estimate_rates.h"

#include <stddef.h>

struct pairs;
struct part;
struct places;

/* A path of calls that starts at an entry. Those that it continues stand before it; the entries come first of all. */
struct path {
    uint32_t parent; /* NET_NONE: an entry */
    uint32_t edge;   /* of the part */
    uint32_t entry;  /* the edge that the path starts with */
    uint32_t scope;  /* the last edge that is a once edge or the entry */
    uint32_t known;  /* the same path among the earlier ones; NET_NONE */
    uint32_t latest; /* where an inner edge last came first: itself or before; NET_NONE */
    double time;     /* of the calls, had all calls over an edge the same callees */
    double calls[RATES_GUESSES];
};

struct paths {
    struct path *items;
    uint32_t count;
    size_t capacity;
};

int paths_add(struct paths *paths, const struct path *path); /* 0: out of memory */

/* Earlier paths, and what was learnt of them. */
struct known_paths {
    const struct path *items;
    const uint32_t *first_child; /* NET_NONE: none */
    const uint32_t *next;        /* sibling */
    const double *tilt; /* the factor by which there was more time below each than guessed */
};

struct grow_limits {
    uint32_t paths;    /* no level is begun beyond it */
    double work;       /* of one growth: calls that are considered, and steps up the paths */
    double least_time; /* lighter paths are merged into heavier ones */
};

struct grow_task {
    const struct part *part;
    const struct pairs *pairs;
    const struct places *places;
    const struct known_paths *known; /* NULL: none */
    struct grow_limits limits;
    int rounds;  /* of growing the paths anew, with rates raised where budgets were not used up */
    double work; /* after the first one, they end before it is exceeded */
};

/* Replaces the paths, and raises rates. Adds the work done to work. 0: out of memory. */
int grow_paths(const struct grow_task *task, struct rates *rates, struct paths *paths,
               double *work);

#endif
