/* What of a profile's graph is drawn. */
#ifndef PSTATS2DOT_SELECTION_H
#define PSTATS2DOT_SELECTION_H

#include "cli/buffer.h"
#include "pstats2dot/settings.h"

#include <pstats.h>

struct selection {
    pstats_graph *graph;
    size_t *ids; /* what its functions are called in DOT: their places in the whole profile */
    double largest_self_fraction; /* of all self time, among the functions that are above the
                                     thresholds */
    /* What --max-nodes took away, of pictures: */
    size_t all_functions, all_calls; /* there were before; 0: none were taken away */
    double function_limit_percent, call_limit_percent; /* total times below it were left out */
};

enum selection_outcome {
    SELECTION_DONE,
    SELECTION_LISTED, /* --list-functions: there is nothing to draw */
    SELECTION_FAILED, /* after a message; *exit_code is set */
};

enum selection_outcome selection_make(struct selection *selection, const pstats_graph *whole,
                                      const struct settings *settings, int is_picture,
                                      int *exit_code);
void selection_free(struct selection *selection);

/* A clause about what --max-nodes took away; nothing when it did not. */
void selection_append_limit(struct buffer *buffer, const struct selection *selection);

#endif
