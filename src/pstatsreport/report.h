/* What a report says, before it is written in one format or another. */
#ifndef PSTATSREPORT_REPORT_H
#define PSTATSREPORT_REPORT_H

#include "cli/buffer.h"
#include "pstatsreport/gate.h"
#include "pstatsreport/inputs.h"
#include "pstatsreport/limit.h"
#include "pstatsreport/order.h"
#include "pstatsreport/row.h"
#include "pstatsreport/settings.h"

struct totals {
    double calls,
        primitive_calls; /* of those functions whose calls are known; nan where they were cut to 64 bits */
    double seconds;   /* all self times added up, damage and all */
    double self, all; /* what shares are shares of */
};

enum relation { RELATION_NONE, RELATION_CALLERS, RELATION_CALLEES };

/* A table: that of the whole report, or of one function's callers or callees. */
struct section {
    enum relation relation;
    struct row subject; /* the function */
    struct rows rows;   /* ordered, and limited */
};

struct report {
    const struct settings *settings;
    const struct gate *gate; /* NULL: nothing was asked for */
    int is_comparison;
    struct totals before, after; /* of the whole profile */
    struct section *sections;
    size_t section_count;
    size_t row_count;       /* before limits */
    size_t unchanged_count; /* of a comparison: rows that are left out since nothing changed */
    const char *order;      /* what it is sorted by */
    struct buffer notes;    /* lines */
    struct rows functions;  /* what the gate judged, or the subjects of sections */
};

/* 0: a message was printed, and *exit_code is set. Free the report in any case. gate, which may be
 * NULL, has judged afterwards. */
int report_make(struct report *report, const struct inputs *inputs, const struct settings *settings,
                const struct order *order, const struct limits *limits, struct gate *gate,
                int *exit_code);
void report_free(struct report *report);

/* What a row is: "function", "module" and so on */
const char *report_row_name(const struct report *report);

#endif
