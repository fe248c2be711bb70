/* Guesses of how many calls a call makes inside a cycle, and of how deep a recursion goes. */
#ifndef LIB_ESTIMATE_RATES_H
#define LIB_ESTIMATE_RATES_H

#include <stdint.h>

struct part;

/* Three kinds of guesses, with budgets of calls that end softly; then the same with budgets that end sharply, as they are
 * filled up level by level. */
enum { RATES_KINDS = 3, RATES_GUESSES = 2 * RATES_KINDS };
#define RATES_SOFT_WEIGHT (2.0 / 9)
#define RATES_SHARP_WEIGHT (1.0 / 9)

/* Overlap with the truth is concave, so the mean of several plausible guesses is at least as near to it as they are on
 * average. */
static inline double rates_mean(const double *calls)
{
    return RATES_SOFT_WEIGHT * calls[0] + RATES_SOFT_WEIGHT * calls[1] +
           RATES_SOFT_WEIGHT * calls[2] + RATES_SHARP_WEIGHT * calls[3] +
           RATES_SHARP_WEIGHT * calls[4] + RATES_SHARP_WEIGHT * calls[5];
}

/* Calls that each call of the caller makes by an inner edge that is not on its path yet (first) and by one that is
 * (nested). */
struct rate {
    double first[RATES_GUESSES];
    double nested[RATES_GUESSES];
};

struct rates {
    struct rate *edges;
    double *work; /* for each function, twice as many numbers as guesses */
};

int rates_init(struct rates *rates, const struct part *part); /* 0: out of memory */
void rates_free(struct rates *rates);

/* Fills in the guesses. */
void rates_reset(struct rates *rates, const struct part *part);

/* Raises the nested rates where a recursion of so many calls would otherwise be a thin chain. Returns whether they
 * changed. */
int rates_cap_depth(struct rates *rates, const struct part *part);

#endif
