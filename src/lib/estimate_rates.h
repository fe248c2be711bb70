/* Guesses of how many calls a call makes inside a cycle, and of how deep a recursion goes. */
#ifndef LIB_ESTIMATE_RATES_H
#define LIB_ESTIMATE_RATES_H

struct part;
struct guess;

enum { RATES_KINDS = 3 };

/* Fills in guess's rates by the guess of that number, 0 .. RATES_KINDS - 1. */
void rates_guess(const struct part *part, int kind, struct guess *guess);

/* Raises the nested rates where a recursion of so many calls would otherwise be a thin chain. work: a double for each
 * function, twice. Returns whether they changed. */
int rates_cap_depth(const struct part *part, struct guess *guess, double *work);

#endif
