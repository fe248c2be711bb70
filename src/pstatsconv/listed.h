/* The functions that have a frame, numbered as they first appear in the stacks. */
#ifndef PSTATSCONV_LISTED_H
#define PSTATSCONV_LISTED_H

#include "stacks/stacks.h"

struct listed {
    size_t *functions; /* by number */
    size_t *numbers;   /* by function */
    size_t count;
};

/* 0: out of memory. Free it in any case. */
int listed_make(struct listed *listed, const struct stacks *stacks);
void listed_free(struct listed *listed);

#endif
