/* Units of time for formats that hold whole numbers. */
#ifndef PSTATSCONV_UNIT_H
#define PSTATSCONV_UNIT_H

#include <pstats.h>

#include <stdint.h>

#define UNIT_TICKS_MAX (INT64_C(1) << 53) /* what readers that count in doubles can tell apart */

struct unit {
    const char *symbol; /* "ns" */
    const char *name;   /* "nanoseconds" */
    double per_second;
};

extern const struct unit unit_microseconds;

/* The finest in which all of the graph's time is at most UNIT_TICKS_MAX. */
const struct unit *unit_for(const pstats_graph *graph);

/* A time to the nearest whole number, from 0 to UNIT_TICKS_MAX; damage is 0. */
int64_t unit_round(const struct unit *unit, double seconds);

#endif
