/* Functions by the names that the graph shows, and lists of them. */
#ifndef PSTATS2DOT_FIND_H
#define PSTATS2DOT_FIND_H

#include "cli/finder.h"
#include "cli/options.h"

#include <pstats.h>

/* All functions that one of the patterns matches, as gprof2dot has them, or that are called just so. 0: out of memory; found needs found_free in any
 * case. */
int find_functions(const pstats_graph *graph, const struct option_strings *patterns,
                   struct found *found);

/* Whether there is such a function; 0 also when out of memory. */
int find_any(const pstats_graph *graph, const char *pattern);

/* Says that option names what graph does not have. */
void find_complain(const pstats_graph *graph, const char *option, const char *pattern);

/* What a selector of --list-functions asks for: a pattern. */
const char *find_selected(const char *selector);

/* Lists, on standard error, the functions that selector asks for: all ("+", "*"), those whose name
 * it matches, or what is known of these ("%NAME"). ids are what the functions are called in DOT;
 * *count, how many there are. 0: out of memory. */
int find_list(const pstats_graph *graph, const size_t *ids, const char *selector, size_t *count);

#endif
