/* A line of a table: a function, a group of functions, or a call, with its figures. */
#ifndef PSTATSREPORT_ROW_H
#define PSTATSREPORT_ROW_H

#include "cli/buffer.h"
#include "cli/options.h"
#include "cli/pool.h"

#include <pstats.h>

struct row {
    pstats_text file; /* without the folder that --strip-prefix names; borrowed, as name is */
    pstats_text name;
    int64_t line;
    int is_group;           /* of functions: file and name are its name */
    const char *label;      /* clean UTF-8: "file:line(name)", "{builtin}", or the group's name */
    pstats_cost cost;       /* all zero when the function is gone */
    double calls;           /* cost's, but not cut to 64 bits; -1: unknown */
    double primitive_calls; /* likewise, and -1 where they were cut */
    pstats_cost before;     /* of several baselines the largest; all zero when it is new */
    double calls_before;    /* before's, as calls and primitive_calls are cost's */
    double primitive_calls_before;
    pstats_presence presence; /* PSTATS_IN_AFTER without a baseline */
    int is_derived;           /* of a call: the profile does not give its times */
    size_t function;          /* in the graph; SIZE_MAX: none */
};

struct rows {
    struct row *items;
    size_t count, capacity;
    struct pool texts;
    int failed; /* out of memory; looked at once, at the end */
};
#define ROWS_INIT                                                                                  \
    {                                                                                              \
        NULL, 0, 0, POOL_INIT, 0                                                                   \
    }

void rows_free(struct rows *rows);
int rows_failed(const struct rows *rows);

/* A new row at the end, all zero; it stays where it is until the next one. NULL: out of memory. */
struct row *rows_add(struct rows *rows);

/* text as clean UTF-8, cut where it is longer than a page would want it. */
const char *rows_clean(struct rows *rows, const struct buffer *text);

/* Rows of all functions that the profile has a record of. */
void rows_add_functions(struct rows *rows, const pstats_graph *graph,
                        const struct option_strings *strip_prefixes);

/* The row of a function by itself, with cost in place of its own. */
struct row *rows_add_function(struct rows *rows, const pstats_graph *graph, size_t index,
                              const pstats_cost *cost, const struct option_strings *strip_prefixes);

/* cost's as a double; -1 where they are unknown, or were cut: nobody knows to what extent. */
double rows_primitive_calls(const pstats_cost *cost);

/* What a baseline has of the row, with its calls uncut; of several, the largest of each figure stays. */
void rows_add_before(struct row *row, const pstats_cost *before, double calls);

#endif
