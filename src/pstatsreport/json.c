/* The report as JSON, for other programs. Its schema is in pstatsreport(1); a change that breaks
 * readers raises SCHEMA. */
#include "write.h"

#include "cli/json.h"
#include "cli/names.h"
#include "cli/stream.h"
#include "cli/text.h"
#include "pstatsreport/column.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define SCHEMA 1

/* ---- Values ---- */

static void put_key(struct buffer *text, const char *key)
{
    char last = text->length > 0 ? text->bytes[text->length - 1] : '{';
    buffer_append_format(text, "%s\"%s\": ", last == '{' ? "" : ", ", key);
}

/* text is clean UTF-8: it has no controls. */
static void put_string(struct buffer *text, const char *key, const char *value)
{
    put_key(text, key);
    json_append_string(text, value, strlen(value));
}

typedef void append_text(struct buffer *buffer, pstats_text text);

static void put_cleaned(struct buffer *text, const char *key, append_text *append,
                        pstats_text value)
{
    struct buffer clean = BUFFER_INIT;
    append(&clean, value);
    put_string(text, key, buffer_string(&clean));
    text->failed |= clean.failed;
    buffer_free(&clean);
}

static void put_text(struct buffer *text, const char *key, pstats_text value)
{
    put_cleaned(text, key, text_append_display, value);
}

/* What is no number, in damaged profiles, is null. */
static void put_number(struct buffer *text, const char *key, double value)
{
    put_key(text, key);
    if (isfinite(value))
        stream_append_exact(text, value);
    else
        buffer_append_string(text, "null");
}

static void put_calls(struct buffer *text, const char *key, int64_t calls, double uncut)
{
    put_key(text, key);
    if (calls == PSTATS_CALLS_UNKNOWN || uncut < 0.0)
        buffer_append_string(text, "null");
    else if (calls == INT64_MAX)
        buffer_append_format(text, "%.0f", uncut);
    else
        buffer_append_format(text, "%" PRId64, calls);
}

static void put_flag(struct buffer *text, const char *key, int is_set)
{
    put_key(text, key);
    buffer_append_string(text, is_set ? "true" : "false");
}

/* ---- Rows ---- */

static void put_place(struct buffer *text, const struct row *row)
{
    put_cleaned(text, "file", names_append_display, row->file);
    put_key(text, "line");
    buffer_append_format(text, "%" PRId64, row->line);
    put_cleaned(text, "function", names_append_display, row->name);
}

static void put_name(struct buffer *text, const struct report *report, const struct row *row)
{
    if (report->settings->grouping != BY_FUNCTION) {
        put_string(text, report_row_name(report), row->label);
        return;
    }
    put_place(text, row);
}

static void put_cost(struct buffer *text, const pstats_cost *cost, double calls,
                     double primitive_calls)
{
    put_calls(text, "calls", cost->calls, calls);
    put_calls(text, "primitive_calls", cost->primitive_calls, primitive_calls);
    put_number(text, "self", cost->self);
    put_number(text, "cumulative", cost->cumulative);
}

static void put_comparison(struct buffer *text, const struct row *row)
{
    const char *status = column_status(row);
    put_string(text, "status", *status != '\0' ? status : "changed");
    put_key(text, "before");
    if ((row->presence & PSTATS_IN_BEFORE) == 0) {
        buffer_append_string(text, "null");
    } else {
        buffer_append_char(text, '{');
        put_cost(text, &row->before, row->calls_before, row->primitive_calls_before);
        buffer_append_char(text, '}');
    }
}

static void put_row(struct buffer *text, const struct report *report, const struct section *section,
                    const struct row *row)
{
    buffer_append_char(text, '{');
    put_name(text, report, row);
    put_cost(text, &row->cost, row->calls, row->primitive_calls);
    put_number(text, "self_share", pstats_share(row->cost.self, report->after.self));
    put_number(text, "cumulative_share", pstats_share(row->cost.cumulative, report->after.all));
    if (section->relation != RELATION_NONE)
        put_flag(text, "derived", row->is_derived);
    if (report->is_comparison)
        put_comparison(text, row);
    buffer_append_char(text, '}');
}

/* ---- All of it ---- */

static void put_totals(struct buffer *text, const char *key, const struct totals *totals)
{
    put_key(text, key);
    buffer_append_char(text, '{');
    put_number(text, "calls", totals->calls);
    put_number(text, "primitive_calls", totals->primitive_calls);
    put_number(text, "self", totals->seconds);
    put_number(text, "cumulative", totals->all);
    buffer_append_char(text, '}');
}

static void put_caller(struct buffer *text, const struct row *row, const struct offender *offender)
{
    put_key(text, "caller");
    buffer_append_char(text, '{');
    put_place(text, row);
    put_number(text, "more_calls", offender->caller_growth);
    buffer_append_format(text, ", \"others\": %zu}", offender->other_caller_count);
}

static void put_gate(struct buffer *text, const struct gate *gate)
{
    buffer_append_string(text, ",\n\"gate\": {");
    put_flag(text, "passed", gate->offender_count == 0);
    put_key(text, "offenders");
    buffer_append_char(text, '[');
    for (size_t i = 0; i < gate->offender_count; i++) {
        const struct offender *offender = &gate->offenders[i];
        buffer_append_string(text, i > 0 ? ",\n{" : "\n{");
        put_place(text, &offender->row);
        put_string(text, "measure", gate_measure_name(offender->rule->measure));
        put_number(text, "before", offender->before);
        put_number(text, "after", offender->after);
        put_text(text, "limit", (pstats_text){offender->rule->limit, offender->rule->limit_length});
        if (offender->caller != SIZE_MAX)
            put_caller(text, &gate->callers.items[offender->caller], offender);
        buffer_append_char(text, '}');
    }
    buffer_append_string(text, "]}");
}

static void put_report(struct buffer *text, const struct report *report)
{
    buffer_append_char(text, '{');
    put_string(text, "pstatsreport", PSTATS_VERSION);
    put_key(text, "schema");
    buffer_append_format(text, "%d", SCHEMA);
    put_string(text, "unit", "seconds");
    put_string(text, "by", report_row_name(report));
    put_string(text, "sorted_by", report->order);
    put_flag(text, "reversed", report->settings->is_reversed);
    if (report->settings->title != NULL)
        put_text(text, "title",
                 (pstats_text){report->settings->title, strlen(report->settings->title)});
    put_totals(text, "total", &report->after);
    if (report->is_comparison) {
        put_totals(text, "total_before", &report->before);
        put_key(text, "unchanged");
        buffer_append_format(text, "%zu", report->unchanged_count);
    }
    if (report->gate != NULL)
        put_gate(text, report->gate);
}

static void put_section(struct buffer *text, const struct report *report,
                        const struct section *section)
{
    static const char *const relations[] = {NULL, "callers", "callees"};
    buffer_append_char(text, '{');
    if (section->relation != RELATION_NONE) {
        put_string(text, "relation", relations[section->relation]);
        put_key(text, "of");
        buffer_append_char(text, '{');
        put_name(text, report, &section->subject);
        put_cost(text, &section->subject.cost, section->subject.calls,
                 section->subject.primitive_calls);
        buffer_append_char(text, '}');
    } else {
        put_key(text, "row_count");
        buffer_append_format(text, "%zu", report->row_count);
    }
    put_key(text, "rows");
    buffer_append_char(text, '[');
}

int json_write(const struct report *report, struct output *output)
{
    struct stream stream = {output, BUFFER_INIT, 0};
    put_report(&stream.text, report);
    buffer_append_string(&stream.text, ",\n\"tables\": [");
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section *section = &report->sections[i];
        buffer_append_string(&stream.text, i > 0 ? ",\n" : "\n");
        put_section(&stream.text, report, section);
        for (size_t j = 0; j < section->rows.count; j++) {
            buffer_append_string(&stream.text, j > 0 ? ",\n" : "\n");
            put_row(&stream.text, report, section, &section->rows.items[j]);
            stream_flush(&stream);
        }
        buffer_append_string(&stream.text, "]}");
    }
    buffer_append_string(&stream.text, "]}\n");
    return stream_end(&stream);
}
