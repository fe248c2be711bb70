/* The gate: which functions got worse by more than they may. */
#ifndef PSTATSREPORT_GATE_H
#define PSTATSREPORT_GATE_H

#include "pstatsreport/row.h"
#include "pstatsreport/settings.h"

enum gate_measure { GATE_CALLS, GATE_PRIMITIVE_CALLS, GATE_SELF, GATE_CUMULATIVE };

struct gate_rule {
    enum gate_measure measure;
    const char *limit; /* as it was given, of limit_length bytes */
    size_t limit_length;
    double most; /* growth that passes: seconds, calls, or a fraction */
    int is_fraction;
    const char *pattern; /* NULL: all functions */
    struct glob *glob;
    int is_used; /* it applies to some function */
};

struct offender {
    struct row row;
    const struct gate_rule *rule;
    double before, after; /* nan: primitive calls that were cut to 64 bits */
    /* Of calls: who makes most of those that are more, as a number in the gate's callers; SIZE_MAX:
     * nobody, or it is not known */
    size_t caller;
    double caller_growth;      /* inf: to beyond what is known */
    size_t other_caller_count; /* whose calls grew, too */
};

struct gate {
    struct gate_rule *rules;
    size_t rule_count;
    char *allowed_text; /* the file */
    struct glob **allowed;
    size_t allowed_count;
    double min_seconds;
    size_t unknown_count; /* figures that could not be judged */
    struct offender *offenders;
    size_t offender_count, offender_capacity;
    struct rows callers;
};

const char *gate_measure_name(enum gate_measure measure);

/* Reads the rules and the file of what is allowed. 0: a message was printed, and *exit_code is set.
 * Free the gate in any case. */
int gate_open(struct gate *gate, const struct settings *settings, int *exit_code);
void gate_free(struct gate *gate);

/* Finds the offenders. Rows are those of functions; their texts must stay. 0: a message was printed,
 * and *exit_code is set. */
int gate_judge(struct gate *gate, const struct rows *rows, int *exit_code);

/* A line on standard error for each. Returns 0 when there is none. */
int gate_complain(const struct gate *gate);

/* Appends a name, which is clean UTF-8, as the format wants it. */
typedef void gate_append_name(struct buffer *buffer, const char *name);

/* "calls was 20, is 31 (+55.0%); limit 0%; 10 more by app.py:3(main), others by 1 more" */
void gate_append_clause(struct buffer *buffer, const struct gate *gate,
                        const struct offender *offender, gate_append_name *append_name);

#endif
