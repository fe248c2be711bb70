/* Fitting a forest of call paths to the times that are known: cyclic projections (iterative proportional fitting). */
#ifndef LIB_ESTIMATE_FIT_H
#define LIB_ESTIMATE_FIT_H

struct forest;
struct part;

/* Scales self and exit until self adds up to that of each edge, exit to that of each function, and the time from the
 * nodes of each edge and each function down to theirs; as near as work (visits of nodes) allows. Adds what was done to
 * *done. 0: out of memory. */
int forest_fit(struct forest *forest, const struct part *part, double work, double *done);

#endif
