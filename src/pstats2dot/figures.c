/* The figures of functions and calls as text: those of one profile, or of two that are compared. */
#include "figures.h"

#include "cli/decimal.h"

#include <math.h>
#include <string.h>

#define MEASURE_CALLS (-1)

/* ---- Sides ---- */

static struct figures after_of(const pstats_graph *graph, const pstats_cost *cost, double calls)
{
    return (struct figures){.cost = cost,
                            .calls = calls,
                            .total = pstats_graph_total(graph),
                            .total_self = pstats_graph_total_self(graph)};
}

static struct figures before_of(const pstats_graph *graph, const pstats_cost *cost, double calls)
{
    return (struct figures){.cost = cost,
                            .calls = calls,
                            .total = pstats_graph_total_before(graph),
                            .total_self = pstats_graph_total_self_before(graph)};
}

struct sides sides_of_function(const pstats_graph *graph, size_t index,
                               const struct settings *settings)
{
    struct sides sides = {.change = change_of_function(graph, index, settings)};
    const pstats_cost *before = pstats_graph_function_before(graph, index);
    if (before != NULL)
        sides.items[sides.count++] =
            before_of(graph, before, pstats_graph_function_calls_uncut_before(graph, index));
    if (sides.change.presence & PSTATS_IN_AFTER)
        sides.items[sides.count++] = after_of(graph, &pstats_graph_function(graph, index)->cost,
                                              pstats_graph_function_calls_uncut(graph, index));
    return sides;
}

static double total_before(const pstats_graph *graph, size_t function)
{
    const pstats_cost *before = pstats_graph_function_before(graph, function);
    return before != NULL ? before->cumulative : 0.0;
}

struct sides sides_of_call(const pstats_graph *graph, size_t index, const struct settings *settings)
{
    struct sides sides = {.change = change_of_call(graph, index, settings)};
    const pstats_call *call = pstats_graph_call(graph, index);
    const pstats_cost *before = pstats_graph_call_before(graph, index);
    if (before != NULL) {
        struct figures *side = &sides.items[sides.count++];
        *side = before_of(graph, before, pstats_graph_call_calls_uncut_before(graph, index));
        side->caller_total = total_before(graph, call->caller);
        side->callee_total = total_before(graph, call->callee);
    }
    if (sides.change.presence & PSTATS_IN_AFTER) {
        struct figures *side = &sides.items[sides.count++];
        *side = after_of(graph, &call->cost, pstats_graph_call_calls_uncut(graph, index));
        side->caller_total = pstats_graph_function(graph, call->caller)->cost.cumulative;
        side->callee_total = pstats_graph_function(graph, call->callee)->cost.cumulative;
    }
    return sides;
}

/* ---- One side ---- */

void figures_append_percentage(struct buffer *buffer, double value, double total)
{
    decimal_append_fixed(buffer, 100.0 * pstats_share(value, total), 2);
    buffer_append_char(buffer, '%');
}

double figures_primitive_calls(const struct figures *figures)
{
    int64_t primitive_calls = figures->cost->primitive_calls;
    return primitive_calls > 0 && primitive_calls < INT64_MAX ? (double)primitive_calls : 0.0;
}

static void append_per_call(struct buffer *line, const struct time_format *format, double seconds,
                            double calls)
{
    if (calls <= 0.0)
        return;
    time_format_append(line, format, seconds / calls);
    buffer_append_string(line, "/call");
}

static void append_calls(struct buffer *line, const struct figures *figures)
{
    if (figures->cost->calls == INT64_MAX)
        buffer_append_format(line, "%.0f", figures->calls);
    else if (figures->cost->calls != PSTATS_CALLS_UNKNOWN)
        decimal_append_integer(line, figures->cost->calls);
    if (figures->cost->calls != PSTATS_CALLS_UNKNOWN)
        buffer_append_string(line, "\xc3\x97");
}

static void append_figure(struct buffer *line, const struct time_format *format, int measure,
                          const struct figures *figures)
{
    const pstats_cost *cost = figures->cost;
    switch (measure) {
    case MEASURE_TOTAL_PERCENTAGE:
        figures_append_percentage(line, cost->cumulative, figures->total);
        break;
    case MEASURE_SELF_PERCENTAGE:
        figures_append_percentage(line, cost->self, figures->total_self);
        break;
    case MEASURE_TOTAL_TIME:
        time_format_append(line, format, cost->cumulative);
        break;
    case MEASURE_SELF_TIME:
        time_format_append(line, format, cost->self);
        break;
    case MEASURE_TOTAL_PER_CALL: /* a recursive function's total is that of its primitive calls */
        append_per_call(line, format, cost->cumulative, figures_primitive_calls(figures));
        break;
    case MEASURE_SELF_PER_CALL:
        append_per_call(line, format, cost->self, figures->calls);
        break;
    case MEASURE_CALLER_PERCENTAGE:
        figures_append_percentage(line, cost->cumulative, figures->caller_total);
        break;
    case MEASURE_CALLEE_PERCENTAGE:
        figures_append_percentage(line, cost->cumulative, figures->callee_total);
        break;
    case MEASURE_CALLS:
        append_calls(line, figures);
        break;
    default:
        break;
    }
}

/* ---- Both ---- */

static int is_same(const struct buffer *line, size_t first, size_t first_length, size_t second)
{
    return line->length - second == first_length &&
           memcmp(line->bytes + first, line->bytes + second, first_length) == 0;
}

/* 0: there was nothing to tell. */
static int append_sides(struct buffer *line, const struct time_format *format, int measure,
                        const struct figures *figures, size_t count)
{
    size_t first = line->length;
    append_figure(line, format, measure, &figures[0]);
    size_t first_length = line->length - first;
    if (count == 1 || line->failed)
        return first_length > 0;
    if (first_length == 0)
        buffer_append_string(line, "?");
    buffer_append_string(line, " \xe2\x86\x92 "); /* an arrow */
    size_t second = line->length;
    append_figure(line, format, measure, &figures[1]);
    if (line->failed || is_same(line, first, first_length, second)) {
        buffer_cut(line, line->failed ? line->length : first + first_length);
        return first_length > 0;
    }
    if (line->length == second)
        buffer_append_string(line, "?");
    return 1;
}

static const char *opening(int measure)
{
    return measure == MEASURE_SELF_PERCENTAGE || measure == MEASURE_SELF_TIME ||
                   measure == MEASURE_SELF_PER_CALL
               ? "\n("
               : "\n";
}

static const char *closing(int measure)
{
    return measure == MEASURE_CALLER_PERCENTAGE   ? " of caller"
           : measure == MEASURE_CALLEE_PERCENTAGE ? " of callee"
           : opening(measure)[1] == '('           ? ")"
                                                  : "";
}

static void append_line(struct buffer *label, const struct time_format *format, int measure,
                        const struct figures *figures, size_t count)
{
    size_t start = label->length;
    buffer_append_string(label, opening(measure));
    if (append_sides(label, format, measure, figures, count))
        buffer_append_string(label, closing(measure));
    else
        buffer_cut(label, start);
}

void figures_append_measure(struct buffer *label, const struct time_format *format, int measure,
                            const struct sides *sides)
{
    const struct change *change = &sides->change;
    int is_shown = change->direction != 0 || change->self_fraction != 0.0;
    size_t first = sides->count == 2 && !is_shown ? 1 : 0;
    append_line(label, format, measure, &sides->items[first], sides->count - first);
}

void figures_append_calls(struct buffer *label, const struct sides *sides)
{
    append_line(label, NULL, MEASURE_CALLS, sides->items, sides->count);
}

void figures_append_change(struct buffer *label, const struct time_format *format,
                           const struct change *change)
{
    if (change->presence != PSTATS_IN_BOTH) {
        buffer_append_string(label, change->presence == PSTATS_IN_AFTER ? "\nnew" : "\ngone");
        return;
    }
    if (change->direction == 0)
        return;
    buffer_append_string(label, change->direction > 0 ? "\n\xe2\x96\xb2 +" : "\n\xe2\x96\xbc -");
    time_format_append(label, format, fabs(change->seconds));
    if (change->before <= 0.0)
        return;
    double percent = 100.0 * change->seconds / change->before;
    if (percent < 1000.0)
        buffer_append_format(label, fabs(percent) < 100.0 ? ", %+.1f%%" : ", %+.0f%%", percent);
    else
        buffer_append_format(label, ", %.0f-fold", 1.0 + percent / 100.0);
}
