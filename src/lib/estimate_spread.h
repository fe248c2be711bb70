/* How the time that enters a cycle spreads over the paths inside: the mean of several guesses, fitted to what is known,
 * and grown again where the fit says that the time is. */
#ifndef LIB_ESTIMATE_SPREAD_H
#define LIB_ESTIMATE_SPREAD_H

struct forest;
struct part;

/* What may be spent: calls that are considered while paths grow, and visits of nodes while they are fitted. */
struct spread_budget {
    double grow;
    double fit;
};

/* Fills in a forest with a tree for each entry and at least one node for each edge of the part. share (0..1) of what
 * one part may take at most is for this one; what it took is deducted from budget. Paths lighter than least_time are
 * not told apart. 0: out of memory. */
int spread_time(const struct part *part, double share, double least_time,
                struct spread_budget *budget, struct forest *forest);

#endif
