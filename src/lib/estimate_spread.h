/* How the time that enters a cycle spreads over the paths inside: the mean of several guesses, fitted to what is known,
 * and grown again where the fit says that the time is. */
#ifndef LIB_ESTIMATE_SPREAD_H
#define LIB_ESTIMATE_SPREAD_H

struct forest;
struct part;

/* How much work goes into a part whose share is 1, and into all parts together. */
struct spread_effort {
    int passes;         /* of growing and fitting */
    double growths;     /* of a pass, where each takes all of its work; more where they take less */
    double paths;       /* of a growth */
    double grow_work;   /* of a growth: calls that are considered */
    double fit_work;    /* of a pass: visits of nodes */
    double grow_budget; /* of all parts */
    double fit_budget;
};

extern const struct spread_effort spread_careful;
extern const struct spread_effort spread_quick; /* a fifth of it, or less */

/* What is left of the budgets for all parts. */
struct spread_budget {
    double grow;
    double fit;
};

/* Fills in a forest with a tree for each entry and at least one node for each edge of the part. share (0..1) of what
 * one part may take at most is for this one; what it took is deducted from budget, which is not exceeded by much.
 * Paths lighter than least_time are not told apart. 0: out of memory. */
int spread_time(const struct part *part, const struct spread_effort *effort, double share,
                double least_time, struct spread_budget *budget, struct forest *forest);

#endif
