/* Functions by the names that tables, graphs and frames show. */
#ifndef CLI_FINDER_H
#define CLI_FINDER_H

#include "cli/buffer.h"
#include "cli/options.h"

#include <pstats.h>

/* One way to call a function. */
typedef void finder_form(struct buffer *buffer, const pstats_function *function,
                         const struct option_strings *strip_prefixes);

finder_form finder_own_name;   /* its name alone */
finder_form finder_graph_name; /* "basename:line:name", as graphs show it */

/* How patterns find a function by it. */
struct finder_way {
    finder_form *form;
    int is_literal; /* wildcards stand for themselves */
};

#define FINDER_WAYS_MAX 4

/* What functions may be called, and what is said where none is. */
struct finder_rules {
    struct finder_way ways[FINDER_WAYS_MAX];
    size_t way_count;
    void (*complain)(const pstats_graph *graph, const char *option, const char *pattern);
};
extern const struct finder_rules finder_usual_rules; /* those of finder_new, and finder_complain */

struct finder;

/* Patterns, each with the wildcards *, ? and [...], or a name exactly, be it as the profile has it or
 * as it is shown with its invisible characters escaped. Long names are cut as names_cut
 * does. A function is called by its own name, by
 * "file:line(name)" as the table shows it, with or without the folders of the file, and as graphs
 * show it. texts is borrowed. NULL: out of memory. */
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

/* All of that at once. */
struct found {
    size_t *indices; /* in ascending order */
    size_t count;
    const char *missing; /* the first pattern that no function has; NULL: none */
};

/* rules stay. 0: out of memory. found needs found_free in any case. */
int found_make(struct found *found, const pstats_graph *graph, const struct option_strings *texts,
               const struct option_strings *strip_prefixes, const struct finder_rules *rules);
void found_free(struct found *found);

/* Says that option names what graph does not have, with the names in it that come nearest, in this
 * form; otherwise, a clause behind a semicolon or nothing, where none comes near. */
void finder_complain_in(const pstats_graph *graph, const char *option, const char *pattern,
                        finder_form *form, const char *otherwise);
void finder_complain(const pstats_graph *graph, const char *option, const char *pattern);

#endif
