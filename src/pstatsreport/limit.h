/* How many rows are shown, and which: the restrictions of Python's pstats. */
#ifndef PSTATSREPORT_LIMIT_H
#define PSTATSREPORT_LIMIT_H

#include "cli/buffer.h"
#include "cli/options.h"
#include "pstatsreport/row.h"

#include <regex.h>

struct limit {
    const char *text; /* as it was given */
    enum { LIMIT_COUNT, LIMIT_FRACTION, LIMIT_PATTERN } kind;
    size_t count;
    double fraction;
    regex_t pattern;
};

struct limits {
    struct limit *items;
    size_t count;
};

/* Each text is a number of rows, a part of them (10%, or 0.1), or a regular expression. 0: a
 * message about option was printed, and *exit_code is set. Free the limits in any case. */
int limits_parse(struct limits *limits, const struct option_strings *texts, const char *option,
                 int *exit_code);
void limits_free(struct limits *limits);

/* Keeps what every limit, in turn, leaves; adds a line to notes for each that leaves something out.
 * Returns how many rows are kept. */
size_t limits_apply(const struct limits *limits, struct row *rows, size_t count,
                    struct buffer *notes);

#endif
