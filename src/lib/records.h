/* From a marshalled dump to functions and calls: the shapes that profilers write, checked and normalised to one.
 * The dialects are described in pstats(5). Knows marshal and the graph, nothing of files. */
#ifndef LIB_RECORDS_H
#define LIB_RECORDS_H

#include <pstats.h>

/* What was odd about the figures and cannot be seen in the graph. */
struct records_notes {
    size_t saturated_counts;
    size_t saturated_lines;
    int has_odd_times; /* some may be negative, infinite or not a number */
};

/* Whether a dump may begin so: with a dict, and in it a key or its end. */
int records_may_begin(const unsigned char bytes[2]);

/* The graph of the dump in bytes. NULL: error says why. */
pstats_graph *records_read(const void *bytes, size_t size, struct records_notes *notes,
                           pstats_error *error);

/* Likewise, with a window of the file in memory at a time. NULL: it failed, or cannot be done so with this dump, which
 * only reading all of it can tell. */
pstats_graph *records_read_window(pstats_read_function *read, void *context, size_t size,
                                  size_t window_size, struct records_notes *notes);

#endif
