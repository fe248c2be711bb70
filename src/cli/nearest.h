/* Which names someone may have meant. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

#define NEAREST_MAX 3

/* The best so far of the names that were offered. */
struct nearest {
    const char *wanted;
    size_t count;
    size_t index[NEAREST_MAX]; /* as offered; the best first, of equals the one offered first */
    unsigned distance[NEAREST_MAX];
};

void nearest_start(struct nearest *nearest, const char *wanted);

/* Time is bounded: names are compared by their first 64 bytes, without regard to case. What holds
 * the wanted name, as a part that nothing but punctuation bounds, comes before what is merely spelt
 * alike. */
void nearest_offer(struct nearest *nearest, size_t index, const char *name);

/* What has two names is as near as the nearer of them. */
void nearest_offer_either(struct nearest *nearest, size_t index, const char *name,
                          const char *other);

#endif
