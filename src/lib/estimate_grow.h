/* One guess of how calls spread inside a cycle, grown level by level from its entries. */
#ifndef LIB_ESTIMATE_GROW_H
#define LIB_ESTIMATE_GROW_H

#include <pstats.h>

struct part;
struct trie;

/* A path of calls that starts at an entry. Those that it continues stand before it. */
struct path {
    uint32_t parent; /* UINT32_MAX: an entry */
    uint32_t edge;   /* of the part */
    uint32_t entry;  /* the edge that the path starts with */
    uint32_t known;  /* node of the guess's earlier forest; TRIE_NONE */
    uint32_t latest; /* where an inner edge last came first: itself or before; UINT32_MAX */
    double calls;
    double time; /* of these calls, had every call of an edge the same callees */
};

struct paths {
    struct path *items;
    uint32_t count;
    size_t capacity;
};

/* What a guess says: calls that each call of the caller makes by an inner edge that is not on its path yet (first) and
 * by one that is (nested), and how suddenly a budget of calls ends (1: softly; 4: filled up level by level). */
struct guess {
    double *first;
    double *nested;
    int sharpness;
    const struct trie *known; /* paths of an earlier forest; NULL: none */
    const double *tilt;       /* the factor by which there was more time below each than guessed */
};

struct grow_limits {
    uint32_t paths;    /* no level is begun beyond it */
    double work;       /* of one growth: calls that are considered, and steps up the paths */
    double least_time; /* lighter paths are merged into heavier ones */
};

/* Grows the paths anew up to rounds times, raising the rates of guess whose budgets were not used up. Adds the work
 * done to work. 0: out of memory. */
int grow_paths(const struct part *part, struct guess *guess, const struct grow_limits *limits,
               int rounds, struct paths *paths, double *work);

#endif
