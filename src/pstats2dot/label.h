/* What is written on and about functions and calls, as Graphviz wants it. Knows no Graphviz
 * library. */
#ifndef PSTATS2DOT_LABEL_H
#define PSTATS2DOT_LABEL_H

#include "cli/buffer.h"
#include "pstats2dot/settings.h"
#include "pstats2dot/time_format.h"

#include <pstats.h>

struct label_style {
    const pstats_graph *graph; /* that the functions and calls are of */
    const struct settings *settings;
    struct time_format time_format;
    int is_picture; /* not DOT: tooltips tell details */
    double total, total_self;
    size_t cut_count; /* names that were cut, so far */
};

void label_style_init(struct label_style *style, const pstats_graph *graph,
                      const struct settings *settings, int is_picture);

/* Text such that Graphviz shows it as it is: newlines break the line, tabs and carriage returns are
 * blanks, what cannot be seen is an escape. */
void label_append_text(struct buffer *buffer, pstats_text text);

void label_append_node(struct buffer *buffer, struct label_style *style,
                       const pstats_function *function);
void label_append_edge(struct buffer *buffer, const struct label_style *style,
                       const pstats_graph *graph, const pstats_call *call);
void label_append_node_tooltip(struct buffer *buffer, const struct label_style *style,
                               const pstats_function *function);
void label_append_edge_tooltip(struct buffer *buffer, const struct label_style *style,
                               const pstats_graph *graph,
                               const pstats_call *call); /* nothing when tooltips tell files only */

/* The address that --link gives the function; nothing when it has none. */
void label_append_link(struct buffer *buffer, const struct label_style *style,
                       const pstats_function *function);

#endif
