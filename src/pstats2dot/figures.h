/* The figures of functions and calls as text: those of one profile, or of two that are compared. */
#ifndef PSTATS2DOT_FIGURES_H
#define PSTATS2DOT_FIGURES_H

#include "cli/buffer.h"
#include "pstats2dot/change.h"
#include "pstats2dot/settings.h"
#include "pstats2dot/time_format.h"

#include <pstats.h>

/* What a function or call costs in one profile. */
struct figures {
    const pstats_cost *cost;
    double calls;             /* as they are in the profile, where cost has them cut; -1: unknown */
    double total, total_self; /* of the profile */
    double caller_total, callee_total; /* of a call: the ends' total times */
};

/* In the order in which they are told: of a comparison what was before, then what is. */
struct sides {
    struct figures items[2];
    size_t count;
    struct change change;
};

struct sides sides_of_function(const pstats_graph *graph, size_t index,
                               const struct settings *settings);
struct sides sides_of_call(const pstats_graph *graph, size_t index,
                           const struct settings *settings);

/* One line of a label, and the newline before it. Self times stand in brackets. Two sides that read
 * alike are told once, and so are times whose change is not to be shown. What is not known has no
 * line. */
void figures_append_measure(struct buffer *label, const struct time_format *format, int measure,
                            const struct sides *sides);

/* Likewise the number of calls. */
void figures_append_calls(struct buffer *label, const struct sides *sides);

/* "▲ +1.5 s, +20.0%" and the newline before it; "new" or "gone"; nothing where there is no change. */
void figures_append_change(struct buffer *label, const struct time_format *format,
                           const struct change *change);

/* The number of calls whose mean a total time is: those that were not recursive. 0: not known. */
double figures_primitive_calls(const struct figures *figures);

void figures_append_percentage(struct buffer *buffer, double value, double total);

#endif
