/* Call counts for the estimator, where a dump does not tell them. */
#ifndef LIB_ESTIMATE_COUNTS_H
#define LIB_ESTIMATE_COUNTS_H

struct net;

/* Replaces counts below 0 (unknown) by likely ones and brings the others into their bounds. Marks the functions whose
 * calls, or calls from some caller, were unknown. Needs the edges without roots, indexed. 0: out of memory. */
int counts_fill(struct net *net, unsigned char *is_uncounted);

#endif
