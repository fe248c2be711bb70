/* Units of time for formats that hold whole numbers. */
#include "unit.h"

#include <math.h>

static const struct unit units[] = {
    {"ns", "nanoseconds", 1e9},
    {"us", "microseconds", 1e6},
    {"ms", "milliseconds", 1e3},
    {"s", "seconds", 1.0},
};

const struct unit unit_microseconds = {"us", "microseconds", 1e6};

const struct unit *unit_for(const pstats_graph *graph)
{
    const struct unit *unit = units, *last = units + sizeof units / sizeof *units - 1;
    while (unit < last && pstats_graph_total(graph) * unit->per_second > (double)UNIT_TICKS_MAX)
        unit++;
    return unit;
}

int64_t unit_round(const struct unit *unit, double seconds)
{
    double ticks = seconds * unit->per_second;
    if (!isfinite(seconds) || !(ticks > 0.0))
        return 0;
    return ticks < (double)UNIT_TICKS_MAX ? (int64_t)round(ticks) : UNIT_TICKS_MAX;
}
