/* Functions by the names that the graph shows. */
#ifndef PSTATS2DOT_FIND_H
#define PSTATS2DOT_FIND_H

#include "cli/options.h"

#include <pstats.h>

/* Indices of functions, in ascending order. */
struct found {
    size_t *indices;
    size_t count;
    const char *missing; /* the first pattern that no function has; NULL: none */
};

/* All functions that one of the patterns matches: as a glob, or exactly, be it as the name is or as
 * it is shown with its invisible characters escaped. 0: out of memory; found needs found_free in
 * any case. */
int find_functions(const pstats_graph *graph, const struct option_strings *patterns,
                   struct found *found);
void found_free(struct found *found);

/* Says that option names what graph does not have. whole is the graph before anything was left out.
 */
void find_complain(const pstats_graph *graph, const pstats_graph *whole, const char *option,
                   const char *pattern);

/* Lists, on standard error, the functions that selector asks for: all ("+", "*"), those whose name
 * it matches, or what is known of these ("%NAME"). ids are what the functions are called in DOT. 0:
 * out of memory. */
int find_list(const pstats_graph *graph, const size_t *ids, const char *selector);

#endif
