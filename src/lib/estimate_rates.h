/* Guesses of how many calls a call makes inside a cycle, and of how deep a recursion goes. */
#ifndef LIB_ESTIMATE_RATES_H
#define LIB_ESTIMATE_RATES_H

#include <stdint.h>

struct part;

enum { RATES_GUESSES = 6 };

/* Overlap with the truth is concave, so the mean of several plausible guesses is at least as near to it as they are on
 * average. */
struct rates_guess {
    int kind;
    int is_sharp; /* how suddenly a budget of calls ends: softly, or filled up level by level */
    double weight;
};

extern const struct rates_guess rates_guesses[RATES_GUESSES];

double rates_mean(const double *calls); /* by all guesses */

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
