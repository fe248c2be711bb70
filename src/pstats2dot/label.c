/* What is written on and about functions and calls, as Graphviz wants it. Knows no Graphviz
 * library. */
#include "label.h"

#include "cli/link.h"
#include "cli/names.h"
#include "cli/text.h"

#include <inttypes.h>
#include <stdio.h>

static const int usual_node_measures[] = {MEASURE_TOTAL_PERCENTAGE, MEASURE_SELF_PERCENTAGE};
static const int usual_edge_measures[] = {MEASURE_TOTAL_PERCENTAGE};

void label_style_init(struct label_style *style, const pstats_graph *graph,
                      const struct settings *settings, int is_picture)
{
    *style = (struct label_style){.graph = graph, .settings = settings, .is_picture = is_picture};
    style->total = pstats_graph_total(graph);
    style->total_self = pstats_graph_total_self(graph);
    time_format_parse(settings->time_format, &style->time_format);
}

/* ---- Text ---- */

static void append_code_point(struct buffer *buffer, uint32_t c)
{
    if (c == '\n') {
        buffer_append_string(buffer, "\\n");
    } else if (c == '\t' || c == '\r') {
        buffer_append_char(buffer, ' ');
    } else if (c == '\\') {
        buffer_append_string(buffer, "\\\\");
    } else if (c == '&') {
        buffer_append_string(buffer, "&amp;");
    } else if (c == 0 || text_is_hidden(c)) {
        buffer_append_char(buffer,
                           '\\'); /* the escape's own backslash comes out of a doubled one */
        text_append_escape(buffer, c);
    } else if (text_is_control(c)) {
        /* A reference to the character. Graphviz resolves references of up to six digits, into a
         * character that no SVG may hold; one of seven it shows as it is. */
        buffer_append_format(buffer, "&#%07u;", (unsigned)c);
    } else {
        text_append(buffer, c);
    }
}

void label_append_text(struct buffer *buffer, pstats_text text)
{
    struct text_cursor cursor = text_cursor(text);
    while (cursor.at < cursor.end)
        append_code_point(buffer, text_next(&cursor));
}

static void append_escaped(struct buffer *buffer, struct buffer *raw)
{
    label_append_text(buffer, (pstats_text){raw->bytes, raw->length});
    buffer->failed |= raw->failed;
    buffer_free(raw);
}

/* ---- Measures ---- */

static void append_percentage(struct buffer *line, double value, double total)
{
    buffer_append_format(line, "%.2f%%", 100.0 * pstats_share(value, total));
}

static int has_average(int64_t calls)
{
    return calls > 0;
}

static int is_of_self(int measure)
{
    return measure == MEASURE_SELF_PERCENTAGE || measure == MEASURE_SELF_TIME ||
           measure == MEASURE_SELF_PER_CALL;
}

/* One line of a label, and the newline before it. Self times stand in brackets. What is not known
 * has no line. */
static void append_measure(struct buffer *label, const struct label_style *style, int measure,
                           const pstats_cost *cost)
{
    const struct time_format *format = &style->time_format;
    switch (measure) {
    case MEASURE_TOTAL_PERCENTAGE:
        buffer_append_char(label, '\n');
        append_percentage(label, cost->cumulative, style->total);
        break;
    case MEASURE_SELF_PERCENTAGE:
        buffer_append_string(label, "\n(");
        append_percentage(label, cost->self, style->total_self);
        buffer_append_char(label, ')');
        break;
    case MEASURE_TOTAL_TIME:
        buffer_append_char(label, '\n');
        time_format_append(label, format, cost->cumulative);
        break;
    case MEASURE_SELF_TIME:
        buffer_append_string(label, "\n(");
        time_format_append(label, format, cost->self);
        buffer_append_char(label, ')');
        break;
    case MEASURE_TOTAL_PER_CALL: /* a recursive function's total is that of its primitive calls */
        if (!has_average(cost->primitive_calls))
            break;
        buffer_append_char(label, '\n');
        time_format_append(label, format, cost->cumulative / (double)cost->primitive_calls);
        buffer_append_string(label, "/call");
        break;
    case MEASURE_SELF_PER_CALL:
        if (!has_average(cost->calls))
            break;
        buffer_append_string(label, "\n(");
        time_format_append(label, format, cost->self / (double)cost->calls);
        buffer_append_string(label, "/call)");
        break;
    default:
        break;
    }
}

/* uncut: for numbers that are too large for calls */
static void append_calls(struct buffer *label, int64_t calls, double uncut)
{
    if (calls == INT64_MAX)
        buffer_append_format(label, "\n%.0f\xc3\x97", uncut);
    else if (calls != PSTATS_CALLS_UNKNOWN)
        buffer_append_format(label, "\n%" PRId64 "\xc3\x97", calls);
}

void label_append_node(struct buffer *buffer, struct label_style *style,
                       const pstats_function *function)
{
    const struct settings *settings = style->settings;
    struct buffer label = BUFFER_INIT;
    names_append(&label, function);
    if (settings->is_stripped)
        names_strip(&label);
    style->cut_count += (size_t)names_cut(&label);
    if (settings->is_wrapped)
        names_wrap(&label);
    const int *measures =
        settings->node_labels.count > 0 ? settings->node_labels.items : usual_node_measures;
    size_t count = settings->node_labels.count > 0
                       ? settings->node_labels.count
                       : sizeof usual_node_measures / sizeof *usual_node_measures;
    for (size_t i = 0; i < count; i++)
        if (!function->is_caller_only || !is_of_self(measures[i]))
            append_measure(&label, style, measures[i], &function->cost);
    size_t index = (size_t)(function - pstats_graph_function(style->graph, 0));
    append_calls(&label, function->cost.calls,
                 pstats_graph_function_calls_uncut(style->graph, index));
    append_escaped(buffer, &label);
}

static void append_edge_measure(struct buffer *label, const struct label_style *style, int measure,
                                const pstats_graph *graph, const pstats_call *call)
{
    if (measure != MEASURE_CALLER_PERCENTAGE && measure != MEASURE_CALLEE_PERCENTAGE) {
        append_measure(label, style, measure, &call->cost);
        return;
    }
    int is_caller = measure == MEASURE_CALLER_PERCENTAGE;
    const pstats_function *end =
        pstats_graph_function(graph, is_caller ? call->caller : call->callee);
    buffer_append_char(label, '\n');
    append_percentage(label, call->cost.cumulative, end->cost.cumulative);
    buffer_append_string(label, is_caller ? " of caller" : " of callee");
}

void label_append_edge(struct buffer *buffer, const struct label_style *style,
                       const pstats_graph *graph, const pstats_call *call)
{
    const struct settings *settings = style->settings;
    struct buffer label = BUFFER_INIT;
    const int *measures =
        settings->edge_labels.count > 0 ? settings->edge_labels.items : usual_edge_measures;
    size_t count = settings->edge_labels.count > 0
                       ? settings->edge_labels.count
                       : sizeof usual_edge_measures / sizeof *usual_edge_measures;
    int has_times = call->derived_calls != PSTATS_CALLS_UNKNOWN;
    for (size_t i = 0; i < count && has_times; i++)
        append_edge_measure(&label, style, measures[i], graph, call);
    size_t index = (size_t)(call - pstats_graph_call(graph, 0));
    append_calls(&label, call->cost.calls, pstats_graph_call_calls_uncut(graph, index));
    if (label.length > 0) /* without the newline that starts each line */
        label_append_text(buffer, (pstats_text){label.bytes + 1, label.length - 1});
    buffer->failed |= label.failed;
    buffer_free(&label);
}

/* ---- Tooltips and links ---- */

static int has_details(const struct label_style *style)
{
    int tooltip = style->settings->tooltip;
    return tooltip == TOOLTIP_DETAILS || (tooltip == TOOLTIP_BY_FORMAT && style->is_picture);
}

static void append_file(struct buffer *raw, const struct label_style *style,
                        const pstats_function *function)
{
    pstats_text file = names_strip_folder(function->file, &style->settings->strip_prefixes, NULL);
    struct buffer shown = BUFFER_INIT;
    buffer_append(&shown, file.bytes, file.length);
    names_cut(&shown);
    buffer_append(raw, shown.bytes, shown.length);
    raw->failed |= shown.failed;
    buffer_free(&shown);
}

static void append_name(struct buffer *raw, const pstats_function *function)
{
    struct buffer shown = BUFFER_INIT;
    buffer_append(&shown, function->name.bytes, function->name.length);
    names_cut(&shown);
    buffer_append(raw, shown.bytes, shown.length);
    raw->failed |= shown.failed;
    buffer_free(&shown);
}

/* "name" for a builtin, else "name (file:line)". */
static void append_place(struct buffer *raw, const struct label_style *style,
                         const pstats_function *function)
{
    append_name(raw, function);
    if (!names_is_file(function->file))
        return;
    buffer_append_string(raw, " (");
    append_file(raw, style, function);
    buffer_append_format(raw, ":%" PRId64 ")", function->line);
}

/* 1234567 as 1,234,567: nobody counts digits. */
static void append_grouped(struct buffer *raw, int64_t count)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, count);
    for (int i = 0; i < length; i++) {
        buffer_append_char(raw, digits[i]);
        int left = length - 1 - i;
        if (left > 0 && left % 3 == 0 && digits[i] != '-')
            buffer_append_char(raw, ',');
    }
}

static void append_call_counts(struct buffer *raw, const pstats_cost *cost)
{
    if (cost->calls == PSTATS_CALLS_UNKNOWN) {
        buffer_append_string(raw, "\ncalls unknown");
        return;
    }
    buffer_append_char(raw, '\n');
    append_grouped(raw, cost->calls);
    buffer_append_string(raw, cost->calls == 1 ? " call" : " calls");
    if (cost->primitive_calls == PSTATS_CALLS_UNKNOWN || cost->primitive_calls == cost->calls)
        return;
    buffer_append_string(raw, ", ");
    append_grouped(raw, cost->primitive_calls);
    buffer_append_string(raw, " of them not recursive");
}

static void append_seconds(struct buffer *raw, double seconds)
{
    buffer_append_format(raw, "%.6g s", seconds);
}

static void append_self_time(struct buffer *raw, const struct label_style *style,
                             const pstats_cost *cost)
{
    buffer_append_string(raw, "\nself ");
    append_seconds(raw, cost->self);
    buffer_append_string(raw, ", ");
    append_percentage(raw, cost->self, style->total_self);
}

static void append_total_time(struct buffer *raw, const struct label_style *style,
                              const pstats_cost *cost)
{
    buffer_append_string(raw, "\ntotal ");
    append_seconds(raw, cost->cumulative);
    buffer_append_string(raw, ", ");
    append_percentage(raw, cost->cumulative, style->total);
}

static void append_averages(struct buffer *raw, const pstats_cost *cost)
{
    if (!has_average(cost->calls))
        return;
    buffer_append_string(raw, "\nper call: self ");
    append_seconds(raw, cost->self / (double)cost->calls);
    if (!has_average(cost->primitive_calls))
        return;
    buffer_append_string(raw, ", total ");
    append_seconds(raw, cost->cumulative / (double)cost->primitive_calls);
}

void label_append_node_tooltip(struct buffer *buffer, const struct label_style *style,
                               const pstats_function *function)
{
    struct buffer raw = BUFFER_INIT;
    if (!has_details(style)) {
        append_file(&raw, style, function);
    } else {
        append_place(&raw, style, function);
        append_call_counts(&raw, &function->cost);
        if (!function->is_caller_only)
            append_self_time(&raw, style, &function->cost);
        append_total_time(&raw, style, &function->cost);
        append_averages(&raw, &function->cost);
    }
    append_escaped(buffer, &raw);
}

void label_append_edge_tooltip(struct buffer *buffer, const struct label_style *style,
                               const pstats_graph *graph, const pstats_call *call)
{
    if (!has_details(style))
        return;
    struct buffer raw = BUFFER_INIT;
    const pstats_function *caller = pstats_graph_function(graph, call->caller);
    append_place(&raw, style, caller);
    buffer_append_string(&raw, "\n\xe2\x86\x92 "); /* an arrow */
    append_place(&raw, style, pstats_graph_function(graph, call->callee));
    append_call_counts(&raw, &call->cost);
    if (call->derived_calls != PSTATS_CALLS_UNKNOWN) {
        append_self_time(&raw, style, &call->cost);
        append_total_time(&raw, style, &call->cost);
        buffer_append_string(&raw, "; ");
        append_percentage(&raw, call->cost.cumulative, caller->cost.cumulative);
        buffer_append_string(&raw, " of the caller's");
        append_averages(&raw, &call->cost);
    }
    append_escaped(buffer, &raw);
}

void label_append_link(struct buffer *buffer, const struct label_style *style,
                       const pstats_function *function)
{
    const struct settings *settings = style->settings;
    int is_inside;
    pstats_text file = names_strip_folder(function->file, &settings->strip_prefixes, &is_inside);
    if (settings->link == NULL || !names_is_file(file) ||
        (settings->strip_prefixes.count > 0 && !is_inside))
        return;
    struct buffer raw = BUFFER_INIT;
    link_append(&raw, settings->link, file, function->line, function->name);
    append_escaped(buffer, &raw);
}
