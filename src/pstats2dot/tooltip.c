/* What a pointer sees on functions and calls, and where a click on a function leads. Knows no
 * Graphviz library. */
#include "tooltip.h"

#include "cli/link.h"
#include "cli/names.h"
#include "pstats2dot/figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int has_details(const struct label_style *style)
{
    int tooltip = style->settings->tooltip;
    return tooltip == TOOLTIP_DETAILS || (tooltip == TOOLTIP_BY_FORMAT && style->is_picture);
}

static void append_file(struct buffer *raw, const struct label_style *style,
                        const pstats_function *function)
{
    names_append_cut(raw,
                     names_strip_folder(function->file, &style->settings->strip_prefixes, NULL));
}

/* "name" for a builtin, else "name (file:line)". */
static void append_place(struct buffer *raw, const struct label_style *style,
                         const pstats_function *function)
{
    names_append_cut(raw, function->name);
    if (!names_is_file(function->file))
        return;
    buffer_append_string(raw, " (");
    append_file(raw, style, function);
    buffer_append_format(raw, ":%" PRId64 ")", function->line);
}

/* ---- Figures ---- */

/* One side's, each part behind a separator. */
struct parts {
    struct buffer *raw;
    const struct figures *figures;
    const char *separator;
};

/* 1234567 as 1,234,567: nobody counts digits. */
static void append_grouped(struct buffer *raw, const char *digits)
{
    size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        buffer_append_char(raw, digits[i]);
        size_t left = length - 1 - i;
        if (left > 0 && left % 3 == 0 && digits[i] != '-')
            buffer_append_char(raw, ',');
    }
}

static void append_count(struct buffer *raw, int64_t count)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, count);
    append_grouped(raw, digits);
}

static void append_uncut(struct buffer *raw, double count)
{
    char digits[320]; /* the longest double has 309 */
    snprintf(digits, sizeof digits, "%.0f", count);
    append_grouped(raw, digits);
}

static void append_calls(const struct parts *parts)
{
    struct buffer *raw = parts->raw;
    const pstats_cost *cost = parts->figures->cost;
    buffer_append_string(raw, parts->separator);
    if (cost->calls == PSTATS_CALLS_UNKNOWN) {
        buffer_append_string(raw, "calls unknown");
        return;
    }
    if (cost->calls == INT64_MAX)
        append_uncut(raw, parts->figures->calls);
    else
        append_count(raw, cost->calls);
    buffer_append_string(raw, cost->calls == 1 ? " call" : " calls");
    if (cost->primitive_calls == PSTATS_CALLS_UNKNOWN || cost->primitive_calls == cost->calls)
        return;
    buffer_append_string(raw, ", ");
    append_count(raw, cost->primitive_calls);
    buffer_append_string(raw, " of them not recursive");
}

static void append_seconds(struct buffer *raw, double seconds)
{
    buffer_append_format(raw, "%.6g s", seconds);
}

static void append_self_time(const struct parts *parts)
{
    buffer_append_format(parts->raw, "%sself ", parts->separator);
    append_seconds(parts->raw, parts->figures->cost->self);
    buffer_append_string(parts->raw, ", ");
    figures_append_percentage(parts->raw, parts->figures->cost->self, parts->figures->total_self);
}

static void append_total_time(const struct parts *parts)
{
    buffer_append_format(parts->raw, "%stotal ", parts->separator);
    append_seconds(parts->raw, parts->figures->cost->cumulative);
    buffer_append_string(parts->raw, ", ");
    figures_append_percentage(parts->raw, parts->figures->cost->cumulative, parts->figures->total);
}

static void append_averages(const struct parts *parts)
{
    const struct figures *figures = parts->figures;
    double primitive_calls = figures_primitive_calls(figures);
    if (figures->calls <= 0.0)
        return;
    buffer_append_format(parts->raw, "%sper call: self ", parts->separator);
    append_seconds(parts->raw, figures->cost->self / figures->calls);
    if (primitive_calls <= 0.0)
        return;
    buffer_append_string(parts->raw, ", total ");
    append_seconds(parts->raw, figures->cost->cumulative / primitive_calls);
}

static void append_function_side(const struct parts *parts, const pstats_function *function)
{
    append_calls(parts);
    if (!function->is_caller_only)
        append_self_time(parts);
    append_total_time(parts);
    append_averages(parts);
}

static void append_call_side(const struct parts *parts, const pstats_call *call)
{
    append_calls(parts);
    if (call->derived_calls == PSTATS_CALLS_UNKNOWN)
        return;
    append_self_time(parts);
    append_total_time(parts);
    buffer_append_string(parts->raw, "; ");
    figures_append_percentage(parts->raw, parts->figures->cost->cumulative,
                              parts->figures->caller_total);
    buffer_append_string(parts->raw, " of the caller's");
    append_averages(parts);
}

/* Of a comparison, "before: " and "after: " with a line for each. */
static struct parts begin_side(struct buffer *raw, const struct sides *sides, size_t index,
                               const struct settings *settings)
{
    struct parts parts = {raw, &sides->items[index], "\n"};
    if (settings->is_compared) {
        int is_before = index == 0 && (sides->change.presence & PSTATS_IN_BEFORE);
        buffer_append_string(raw, is_before ? "\nbefore" : "\nafter");
        parts.separator = "; ";
    }
    return parts;
}

static void append_what_changed(struct buffer *raw, const struct label_style *style,
                                const struct change *change)
{
    if (style->settings->is_compared)
        figures_append_change(raw, &style->time_format, change);
}

/* ---- Tooltips and links ---- */

void tooltip_append_node(struct buffer *buffer, const struct label_style *style, size_t index)
{
    const pstats_function *function = pstats_graph_function(style->graph, index);
    struct buffer raw = BUFFER_INIT;
    if (!has_details(style)) {
        append_file(&raw, style, function);
        label_append_raw(buffer, &raw, 0);
        return;
    }
    struct sides sides = sides_of_function(style->graph, index, style->settings);
    append_place(&raw, style, function);
    append_what_changed(&raw, style, &sides.change);
    for (size_t i = 0; i < sides.count; i++) {
        struct parts parts = begin_side(&raw, &sides, i, style->settings);
        append_function_side(&parts, function);
    }
    label_append_raw(buffer, &raw, 0);
}

void tooltip_append_edge(struct buffer *buffer, const struct label_style *style, size_t index)
{
    if (!has_details(style))
        return;
    const pstats_call *call = pstats_graph_call(style->graph, index);
    struct sides sides = sides_of_call(style->graph, index, style->settings);
    struct buffer raw = BUFFER_INIT;
    append_place(&raw, style, pstats_graph_function(style->graph, call->caller));
    buffer_append_string(&raw, "\n\xe2\x86\x92 "); /* an arrow */
    append_place(&raw, style, pstats_graph_function(style->graph, call->callee));
    append_what_changed(&raw, style, &sides.change);
    for (size_t i = 0; i < sides.count; i++) {
        struct parts parts = begin_side(&raw, &sides, i, style->settings);
        append_call_side(&parts, call);
    }
    label_append_raw(buffer, &raw, 0);
}

void tooltip_append_link(struct buffer *buffer, const struct label_style *style, size_t index)
{
    const struct settings *settings = style->settings;
    const pstats_function *function = pstats_graph_function(style->graph, index);
    int is_inside;
    pstats_text file = names_strip_folder(function->file, &settings->strip_prefixes, &is_inside);
    if (settings->link == NULL || !names_is_file(file) ||
        (settings->strip_prefixes.count > 0 && !is_inside))
        return;
    if (style->has_raw_addresses) {
        link_append(buffer, settings->link, file, function->line, function->name);
        return;
    }
    struct buffer raw = BUFFER_INIT;
    link_append(&raw, settings->link, file, function->line, function->name);
    label_append_raw(buffer, &raw, 0);
}
