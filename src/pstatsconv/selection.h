/* What of the profile is written: the functions that --root and --exclude name. */
#ifndef PSTATSCONV_SELECTION_H
#define PSTATSCONV_SELECTION_H

#include "pstatsconv/settings.h"

#include <pstats.h>

/* Indices of functions. */
struct selection {
    size_t *roots;
    size_t root_count;
    size_t *excluded;
    size_t excluded_count;
};

/* 0: a message was printed, and *exit_code is set. Free the selection in any case. */
int selection_make(struct selection *selection, const pstats_graph *graph,
                   const struct settings *settings, int *exit_code);
void selection_free(struct selection *selection);

#endif
