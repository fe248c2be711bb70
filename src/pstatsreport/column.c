/* What a row's columns hold, as people read it: the same in text, Markdown and HTML. */
#include "column.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- Figures ---- */

static void append_time(struct buffer *buffer, double seconds, const char *format)
{
    if (isnan(seconds))
        buffer_append_string(buffer, "nan"); /* whatever its sign */
    else
        buffer_append_format(buffer, format, seconds);
}

static void append_count(struct buffer *buffer, int64_t calls, double uncut)
{
    if (calls == PSTATS_CALLS_UNKNOWN || uncut < 0.0)
        buffer_append_string(buffer, "?");
    else if (calls == INT64_MAX)
        buffer_append_format(buffer, "%.0f", uncut);
    else
        buffer_append_format(buffer, "%" PRId64, calls);
}

static void append_counts(struct buffer *buffer, const pstats_cost *cost, double calls,
                          double primitive_calls)
{
    append_count(buffer, cost->calls, calls);
    if ((cost->primitive_calls == cost->calls && calls < (double)INT64_MAX) ||
        cost->primitive_calls == PSTATS_CALLS_UNKNOWN)
        return;
    buffer_append_char(buffer, '/');
    append_count(buffer, cost->primitive_calls, primitive_calls);
}

static void append_derived(struct buffer *buffer, const struct row *row, double seconds)
{
    if (row->is_derived)
        buffer_append_char(buffer, '~');
    append_time(buffer, seconds, "%.3f");
}

static void append_growth(struct buffer *buffer, const struct row *row, double before, double after)
{
    if (before == after)
        buffer_append_string(buffer, "0.0%");
    else if (row->presence == PSTATS_IN_AFTER)
        buffer_append_string(buffer, "new");
    else if (before > 0.0)
        buffer_append_format(buffer, "%+.1f%%", 100.0 * (after - before) / before);
    else
        buffer_append_string(buffer, after > before ? "+inf%" : "nan");
}

static double growth(double before, double after)
{
    return before == after ? 0.0 : before > 0.0 ? (after - before) / before : INFINITY;
}

/* ---- Columns of a table ---- */

static void append_calls(struct buffer *buffer, const struct row *row, const struct totals *totals)
{
    (void)totals;
    append_counts(buffer, &row->cost, row->calls, row->primitive_calls);
}

static double value_calls(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->calls;
}

static void append_self(struct buffer *buffer, const struct row *row, const struct totals *totals)
{
    (void)totals;
    append_derived(buffer, row, row->cost.self);
}

static double value_self(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->cost.self;
}

static double value_self_per_call(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->calls > 0.0 ? row->cost.self / row->calls : NAN;
}

static void append_self_per_call(struct buffer *buffer, const struct row *row,
                                 const struct totals *totals)
{
    if (row->calls > 0.0)
        append_derived(buffer, row, value_self_per_call(row, totals));
}

static void append_cumulative(struct buffer *buffer, const struct row *row,
                              const struct totals *totals)
{
    (void)totals;
    append_derived(buffer, row, row->cost.cumulative);
}

static double value_cumulative(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->cost.cumulative;
}

static double value_cumulative_per_call(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->primitive_calls > 0.0 ? row->cost.cumulative / row->primitive_calls : NAN;
}

static void append_cumulative_per_call(struct buffer *buffer, const struct row *row,
                                       const struct totals *totals)
{
    if (row->primitive_calls > 0.0)
        append_derived(buffer, row, value_cumulative_per_call(row, totals));
}

static double value_self_share(const struct row *row, const struct totals *totals)
{
    return pstats_share(row->cost.self, totals->self);
}

static void append_self_share(struct buffer *buffer, const struct row *row,
                              const struct totals *totals)
{
    buffer_append_format(buffer, "%.1f%%", 100.0 * value_self_share(row, totals));
}

static double value_cumulative_share(const struct row *row, const struct totals *totals)
{
    return pstats_share(row->cost.cumulative, totals->all);
}

static void append_cumulative_share(struct buffer *buffer, const struct row *row,
                                    const struct totals *totals)
{
    buffer_append_format(buffer, "%.1f%%", 100.0 * value_cumulative_share(row, totals));
}

static const struct column table[] = {
    {"ncalls", "calls", "all calls, and after a slash those that were not recursive", 9, 0, 1, 0, 0,
     append_calls, value_calls},
    {"tottime", "self", "seconds in the function itself", 8, 0, 1, 0, 0, append_self, value_self},
    {"percall", "self per call", "seconds in the function itself, for each call", 8, 4, 0, 0, 0,
     append_self_per_call, value_self_per_call},
    {"self%", "self %", "part of all seconds spent in functions themselves", 6, 2, 1, 0, 1,
     append_self_share, value_self_share},
    {"cumtime", "cumulative", "seconds in the function and all that it calls", 8, 0, 1, 0, 0,
     append_cumulative, value_cumulative},
    {"percall", "cumulative per call",
     "seconds in the function and all that it calls, for each call that was not recursive", 8, 3, 0,
     0, 0, append_cumulative_per_call, value_cumulative_per_call},
    {"cum%", "cumulative %", "part of all seconds", 6, 1, 1, 0, 1, append_cumulative_share,
     value_cumulative_share},
};

/* ---- Columns of a comparison ---- */

static void append_calls_before(struct buffer *buffer, const struct row *row,
                                const struct totals *totals)
{
    (void)totals;
    append_counts(buffer, &row->before, row->calls_before, row->primitive_calls_before);
}

static double value_calls_before(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->calls_before;
}

static double value_calls_change(const struct row *row, const struct totals *totals)
{
    (void)totals;
    return row->calls < 0.0 || row->calls_before < 0.0 ? NAN : row->calls - row->calls_before;
}

static void append_calls_change(struct buffer *buffer, const struct row *row,
                                const struct totals *totals)
{
    double change = value_calls_change(row, totals);
    if (change == 0.0)
        buffer_append_char(buffer, '0');
    else if (isnan(change))
        buffer_append_char(buffer, '?');
    else
        buffer_append_format(buffer, "%+.0f", change);
}

#define COMPARED(measure)                                                                          \
    static void append_##measure##_before(struct buffer *buffer, const struct row *row,            \
                                          const struct totals *totals)                             \
    {                                                                                              \
        (void)totals;                                                                              \
        append_time(buffer, row->before.measure, "%.6f");                                          \
    }                                                                                              \
    static double value_##measure##_before(const struct row *row, const struct totals *totals)     \
    {                                                                                              \
        (void)totals;                                                                              \
        return row->before.measure;                                                                \
    }                                                                                              \
    static void append_##measure##_after(struct buffer *buffer, const struct row *row,             \
                                         const struct totals *totals)                              \
    {                                                                                              \
        (void)totals;                                                                              \
        append_time(buffer, row->cost.measure, "%.6f");                                            \
    }                                                                                              \
    static void append_##measure##_change(struct buffer *buffer, const struct row *row,            \
                                          const struct totals *totals)                             \
    {                                                                                              \
        (void)totals;                                                                              \
        append_time(buffer, row->cost.measure - row->before.measure, "%+.6f");                     \
    }                                                                                              \
    static double value_##measure##_change(const struct row *row, const struct totals *totals)     \
    {                                                                                              \
        (void)totals;                                                                              \
        return row->cost.measure - row->before.measure;                                            \
    }                                                                                              \
    static void append_##measure##_growth(struct buffer *buffer, const struct row *row,            \
                                          const struct totals *totals)                             \
    {                                                                                              \
        (void)totals;                                                                              \
        append_growth(buffer, row, row->before.measure, row->cost.measure);                        \
    }                                                                                              \
    static double value_##measure##_growth(const struct row *row, const struct totals *totals)     \
    {                                                                                              \
        (void)totals;                                                                              \
        return growth(row->before.measure, row->cost.measure);                                     \
    }
COMPARED(self)
COMPARED(cumulative)

static const struct column comparison[] = {
    {"before", "calls before", "all calls before, and after a slash those that were not recursive",
     8, 0, 1, 0, 0, append_calls_before, value_calls_before},
    {"ncalls", "calls", "all calls, and after a slash those that were not recursive", 8, 0, 1, 0, 0,
     append_calls, value_calls},
    {"change", "change", "of all calls", 7, 4, 0, 1, 0, append_calls_change, value_calls_change},
    {"before", "self before", "seconds in the function itself before", 9, 5, 1, 0, 0,
     append_self_before, value_self_before},
    {"tottime", "self", "seconds in the function itself", 9, 3, 1, 0, 0, append_self_after,
     value_self},
    {"change", "change", "of the seconds in the function itself", 10, 6, 0, 1, 0,
     append_self_change, value_self_change},
    {"%", "%", "by how much the seconds in the function itself have changed", 7, 2, 1, 1, 0,
     append_self_growth, value_self_growth},
    {"before", "cumulative before", "seconds in the function and all that it calls before", 9, 1, 1,
     0, 0, append_cumulative_before, value_cumulative_before},
    {"cumtime", "cumulative", "seconds in the function and all that it calls", 9, 0, 1, 0, 0,
     append_cumulative_after, value_cumulative},
    {"change", "change", "of the seconds in the function and all that it calls", 10, 7, 0, 1, 0,
     append_cumulative_change, value_cumulative_change},
    {"%", "%", "by how much the seconds in the function and all that it calls have changed", 7, 0,
     1, 1, 0, append_cumulative_growth, value_cumulative_growth},
};

const struct column *columns_of(const struct report *report, size_t *count)
{
    *count = report->is_comparison ? sizeof comparison / sizeof *comparison
                                   : sizeof table / sizeof *table;
    return report->is_comparison ? comparison : table;
}

/* ---- Words ---- */

const char *column_name_title(const struct report *report)
{
    return report->settings->grouping == BY_FUNCTION ? "filename:lineno(function)"
                                                     : report_row_name(report);
}

const char *column_status(const struct row *row)
{
    return row->presence == PSTATS_IN_BOTH     ? ""
           : row->presence == PSTATS_IN_BEFORE ? "gone"
                                               : "new";
}

/* In the words of pstats */
void column_append_totals(struct buffer *buffer, const struct totals *totals)
{
    buffer_append_format(buffer, "%.0f function calls", totals->calls);
    if (isnan(totals->primitive_calls))
        buffer_append_string(buffer, " (? primitive calls)");
    else if (totals->primitive_calls != totals->calls)
        buffer_append_format(buffer, " (%.0f primitive calls)", totals->primitive_calls);
    buffer_append_string(buffer, " in ");
    append_time(buffer, totals->seconds, "%.3f");
    buffer_append_string(buffer, " seconds");
}

void column_append_change(struct buffer *buffer, const struct report *report)
{
    double before = report->before.seconds, after = report->after.seconds;
    append_time(buffer, after - before, "%+.3f");
    buffer_append_string(buffer, " seconds");
    if (before > 0.0)
        buffer_append_format(buffer, " (%+.1f%%)", 100.0 * (after - before) / before);
    double calls = report->after.calls - report->before.calls;
    if (calls != 0.0)
        buffer_append_format(buffer, ", %+.0f calls", calls);
    else
        buffer_append_string(buffer, ", as many calls");
}

void column_append_heading(struct buffer *buffer, const struct section *section)
{
    buffer_append_string(buffer, section->subject.label);
    buffer_append_string(buffer,
                         section->relation == RELATION_CALLERS ? " was called by" : " called");
}
