/* What is written on functions and calls, as Graphviz wants it. Knows no Graphviz
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
    int is_picture;        /* not DOT: tooltips tell details */
    int has_raw_addresses; /* Graphviz writes them as they are, with "&", not "&amp;" */
    size_t cut_count;      /* names that were cut, so far */
};

/* format: of a picture, as Graphviz calls it; NULL: DOT. */
void label_style_init(struct label_style *style, const pstats_graph *graph,
                      const struct settings *settings, const char *format);

/* Text such that Graphviz shows it as it is: newlines break the line, tabs and carriage returns are
 * blanks, what cannot be seen is an escape. */
void label_append_text(struct buffer *buffer, pstats_text text);

/* The text behind the first start bytes of raw, which is freed. */
void label_append_raw(struct buffer *buffer, struct buffer *raw, size_t start);

void label_append_node(struct buffer *buffer, struct label_style *style, size_t index);
void label_append_edge(struct buffer *buffer, const struct label_style *style, size_t index);

#endif
