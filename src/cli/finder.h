/* Functions by the names that tables and graphs show. */
#ifndef CLI_FINDER_H
#define CLI_FINDER_H

#include "cli/options.h"

#include <pstats.h>

struct finder;

/* Patterns, each with the wildcards *, ? and [...], or a name exactly. A function is called by its
 * name alone, by "file:line(name)" as the table shows it, with or without the folders of the file,
 * and by "basename:line:name" as graphs show it. texts is borrowed. NULL: out of memory. */
struct finder *finder_new(const struct option_strings *texts,
                          const struct option_strings *strip_prefixes);
void finder_free(struct finder *finder);

/* Marks the functions of graph that any of the patterns matches. is_found has room for a flag a
 * function; *count, those marked. 0: out of memory. */
int finder_mark(struct finder *finder, const pstats_graph *graph, unsigned char *is_found,
                size_t *count);

/* Their numbers, in ascending order, counted in *count; freed by the caller. NULL: out of memory. */
size_t *finder_indices(struct finder *finder, const pstats_graph *graph, size_t *count);

/* The first pattern that has matched nothing so far; NULL: none. */
const char *finder_missing(const struct finder *finder);

/* Says so, with the names in graph that come nearest. */
void finder_complain(const pstats_graph *graph, const char *option, const char *pattern);

#endif
