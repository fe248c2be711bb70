/* The report as comma-separated values (RFC 4180, with newlines alone), for spreadsheets and
 * scripts. */
#include "write.h"

#include "cli/names.h"
#include "cli/stream.h"
#include "pstatsreport/column.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static void put_clean(struct buffer *text, const char *bytes, size_t length)
{
    int is_quoted = length > 0 && (memchr(bytes, ',', length) || memchr(bytes, '"', length) ||
                                   bytes[0] == ' ' || bytes[length - 1] == ' ');
    if (!is_quoted) {
        buffer_append(text, bytes, length);
        return;
    }
    buffer_append_char(text, '"');
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"')
            buffer_append_char(text, '"');
        buffer_append_char(text, bytes[i]);
    }
    buffer_append_char(text, '"');
}

static void put_calls(struct buffer *text, int64_t calls, double uncut)
{
    buffer_append_char(text, ',');
    if (calls == PSTATS_CALLS_UNKNOWN || uncut < 0.0)
        return;
    if (calls == INT64_MAX)
        buffer_append_format(text, "%.0f", uncut);
    else
        buffer_append_format(text, "%" PRId64, calls);
}

static void put_number(struct buffer *text, double value)
{
    buffer_append_char(text, ',');
    if (isnan(value))
        buffer_append_string(text, "nan");
    else if (isinf(value))
        buffer_append_string(text, value > 0.0 ? "inf" : "-inf");
    else
        stream_append_exact(text, value);
}

static void put_per_call(struct buffer *text, double seconds, double calls)
{
    if (calls > 0.0)
        put_number(text, seconds / calls);
    else
        buffer_append_char(text, ',');
}

static void put_figures(struct buffer *text, const struct report *report, const struct row *row)
{
    put_calls(text, row->cost.calls, row->calls);
    put_calls(text, row->cost.primitive_calls, row->primitive_calls);
    put_number(text, row->cost.self);
    put_per_call(text, row->cost.self, row->calls);
    put_number(text, row->cost.cumulative);
    put_per_call(text, row->cost.cumulative, row->primitive_calls);
    put_number(text, pstats_share(row->cost.self, report->after.self));
    put_number(text, pstats_share(row->cost.cumulative, report->after.all));
}

static void put_comparison(struct buffer *text, const struct row *row)
{
    buffer_append_char(text, ',');
    buffer_append_string(text, row->presence == PSTATS_IN_BOTH ? "changed" : column_status(row));
    put_calls(text, row->before.calls, row->calls_before);
    put_calls(text, row->cost.calls, row->calls);
    put_calls(text, row->before.primitive_calls, row->primitive_calls_before);
    put_calls(text, row->cost.primitive_calls, row->primitive_calls);
    put_number(text, row->before.self);
    put_number(text, row->cost.self);
    put_number(text, row->cost.self - row->before.self);
    put_number(text, row->before.cumulative);
    put_number(text, row->cost.cumulative);
    put_number(text, row->cost.cumulative - row->before.cumulative);
}

static void put_text(struct buffer *text, pstats_text value)
{
    struct buffer clean = BUFFER_INIT;
    names_append_display(&clean, value);
    put_clean(text, buffer_string(&clean), clean.length);
    text->failed |= clean.failed;
    buffer_free(&clean);
}

static void put_name(struct buffer *text, const struct report *report, const struct row *row)
{
    if (report->settings->grouping != BY_FUNCTION) {
        put_clean(text, row->label, strlen(row->label));
        return;
    }
    put_text(text, row->file);
    buffer_append_format(text, ",%" PRId64 ",", row->line);
    put_text(text, row->name);
}

static void put_row(struct buffer *text, const struct report *report, const struct section *section,
                    const struct row *row)
{
    if (section->relation != RELATION_NONE) {
        buffer_append_string(text, section->relation == RELATION_CALLERS ? "caller," : "callee,");
        put_name(text, report, &section->subject);
        buffer_append_char(text, ',');
    }
    put_name(text, report, row);
    if (report->is_comparison)
        put_comparison(text, row);
    else
        put_figures(text, report, row);
    buffer_append_char(text, '\n');
}

static void put_heading(struct buffer *text, const struct report *report)
{
    if (report->settings->callers.count > 0 || report->settings->callees.count > 0)
        buffer_append_string(text, "relation,of_file,of_line,of_function,");
    buffer_append_string(text, report->settings->grouping == BY_FUNCTION ? "file,line,function"
                                                                         : report_row_name(report));
    buffer_append_string(
        text, report->is_comparison
                  ? ",status,ncalls_before,ncalls,pcalls_before,pcalls,tottime_before,tottime,"
                    "tottime_change,cumtime_before,cumtime,cumtime_change\n"
                  : ",ncalls,pcalls,tottime,tottime_percall,cumtime,cumtime_percall,tottime_share,"
                    "cumtime_share\n");
}

int csv_write(const struct report *report, struct output *output)
{
    struct stream stream = {output, BUFFER_INIT, 0};
    put_heading(&stream.text, report);
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section *section = &report->sections[i];
        for (size_t j = 0; j < section->rows.count; j++) {
            put_row(&stream.text, report, section, &section->rows.items[j]);
            stream_flush(&stream);
        }
    }
    return stream_end(&stream);
}
