/* The report as a page of HTML: one file, which is complete without scripts and style sheets. */
#include "write.h"

#include "cli/stream.h"
#include "cli/text.h"
#include "pstatsreport/column.h"
#include "pstatsreport/report.css.embed.h"
#include "pstatsreport/report.js.embed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFENDERS_SHOWN 12 /* more of them are folded away */
#define NUMBER_LENGTH_MAX                                                                          \
    18 /* a longer one is damaged, or beyond 64 bits, and tables have no room for it */
#define DIGITS "0123456789."

struct writer {
    const struct report *report;
    struct stream stream;
    struct buffer cell;
    const struct column *columns;
    size_t column_count;
};

static void put(struct writer *writer, const char *text)
{
    buffer_append_string(&writer->stream.text, text);
}

/* text is clean UTF-8: it has no controls. */
static void append_escaped(struct buffer *buffer, const char *text)
{
    for (;;) {
        size_t plain = strcspn(text, "&<>\"");
        buffer_append(buffer, text, plain);
        text += plain;
        if (*text == '\0')
            return;
        buffer_append_string(buffer, *text == '&'   ? "&amp;"
                                     : *text == '<' ? "&lt;"
                                     : *text == '>' ? "&gt;"
                                                    : "&quot;");
        text++;
    }
}

static void put_escaped(struct writer *writer, const char *text)
{
    append_escaped(&writer->stream.text, text);
}

static void put_clean(struct writer *writer, const char *text, size_t length)
{
    struct buffer clean = BUFFER_INIT;
    text_append_display(&clean, (pstats_text){text, length});
    put_escaped(writer, buffer_string(&clean));
    writer->stream.text.failed |= clean.failed;
    buffer_free(&clean);
}

/* ---- Tables ---- */

static void put_titles(struct writer *writer)
{
    put(writer, writer->report->is_comparison ? "<table class=\"compared\">" : "<table>");
    put(writer, "\n<thead><tr>");
    for (size_t i = 0; i < writer->column_count; i++) {
        put(writer, "<th scope=\"col\" title=\"");
        put(writer, writer->columns[i].help);
        put(writer, "\">");
        put(writer, writer->columns[i].long_title);
        put(writer, "</th>");
    }
    put(writer, "<th scope=\"col\">");
    put(writer, report_row_name(writer->report));
    put(writer, "</th></tr></thead>\n<tbody>\n");
}

/* As "1.84e19" */
static void append_rounded(struct buffer *buffer, const char *number)
{
    char shown[32];
    snprintf(shown, sizeof shown, "%.2e", strtod(number, NULL));
    const char *exponent = strchr(shown, 'e') + 1;
    buffer_append(buffer, shown, (size_t)(exponent - shown));
    buffer_append_string(buffer, *exponent == '+' ? exponent + 1 : exponent);
}

/* Figures, of which the longest are rounded: their digits would make the table wider than any window. */
static void append_fitting(struct buffer *buffer, const char *figures)
{
    while (*figures != '\0') {
        size_t length = strspn(figures, DIGITS), between = strcspn(figures + length, DIGITS);
        if (length > NUMBER_LENGTH_MAX)
            append_rounded(buffer, figures);
        else
            buffer_append(buffer, figures, length);
        buffer_append(buffer, figures + length, between);
        figures += length + between;
    }
}

static const char *figures_of(struct writer *writer, const struct column *column,
                              const struct row *row)
{
    buffer_cut(&writer->cell, 0);
    column->append(&writer->cell, row, &writer->report->after);
    return buffer_string(&writer->cell);
}

static int has_long_number(const char *figures)
{
    size_t length = 0;
    for (; *figures != '\0' && length <= NUMBER_LENGTH_MAX; figures++)
        length = strchr(DIGITS, *figures) != NULL ? length + 1 : 0;
    return length > NUMBER_LENGTH_MAX;
}

static void put_cell(struct writer *writer, const struct column *column, const struct row *row)
{
    const char *figures = figures_of(writer, column, row);
    struct buffer *text = &writer->stream.text;
    double value = column->value(row, &writer->report->after);
    put(writer, "<td data-v=\"");
    if (isnan(value))
        put(writer, "NaN");
    else if (isinf(value))
        put(writer, value > 0.0 ? "Infinity" : "-Infinity");
    else
        buffer_append_format(text, "%.9g", value);
    put(writer, "\"");
    if (column->is_change && value != 0.0 && !isnan(value))
        put(writer, value > 0.0 ? " class=\"up\"" : " class=\"down\"");
    if (column->is_share && value >= 0.0005)
        buffer_append_format(text, " style=\"--share:%.1f%%\"", 100.0 * value);
    if (has_long_number(figures)) {
        put(writer, " title=\"");
        put(writer, figures);
        put(writer, "\"");
    }
    put(writer, ">");
    append_fitting(text, figures);
    put(writer, "</td>");
}

static void put_row(struct writer *writer, const struct row *row)
{
    put(writer, "<tr>");
    for (size_t i = 0; i < writer->column_count; i++)
        put_cell(writer, &writer->columns[i], row);
    put(writer, "<td>");
    if (writer->report->is_comparison && *column_status(row) != '\0')
        buffer_append_format(&writer->stream.text, "<b class=\"%s\">%s</b> ", column_status(row),
                             column_status(row));
    put_escaped(writer, row->label);
    put(writer, "</td></tr>\n");
    stream_flush(&writer->stream);
}

static void put_section(struct writer *writer, const struct section *section)
{
    if (section->relation != RELATION_NONE) {
        struct buffer heading = BUFFER_INIT;
        column_append_heading(&heading, section);
        put(writer, "<h2>");
        put_escaped(writer, buffer_string(&heading));
        put(writer, "</h2>\n");
        writer->stream.text.failed |= heading.failed;
        buffer_free(&heading);
    }
    if (section->rows.count == 0) {
        put(writer, "<p>Nothing to show.</p>\n");
        return;
    }
    put_titles(writer);
    for (size_t i = 0; i < section->rows.count; i++)
        put_row(writer, &section->rows.items[i]);
    put(writer, "</tbody>\n</table>\n");
}

/* ---- What comes first ---- */

static void append_code(struct buffer *buffer, const char *name)
{
    buffer_append_string(buffer, "<code>");
    append_escaped(buffer, name);
    buffer_append_string(buffer, "</code>");
}

static void put_gate(struct writer *writer)
{
    const struct gate *gate = writer->report->gate;
    struct buffer *text = &writer->stream.text;
    if (gate == NULL)
        return;
    if (gate->offender_count == 0) {
        put(writer, "<p class=\"sum\">Passed: nothing grew beyond its limit.</p>\n");
        return;
    }
    buffer_append_format(text,
                         "<p class=\"failed\">Failed: %zu figure%s grew beyond %s limit.</p>\n",
                         gate->offender_count, gate->offender_count > 1 ? "s" : "",
                         gate->offender_count > 1 ? "their" : "its");
    int is_folded = gate->offender_count > OFFENDERS_SHOWN;
    put(writer, is_folded ? "<details><summary>Which</summary>\n<ul>\n" : "<ul>\n");
    for (size_t i = 0; i < gate->offender_count; i++) {
        put(writer, "<li>");
        append_code(text, gate->offenders[i].row.label);
        put(writer, ": ");
        gate_append_clause(text, gate, &gate->offenders[i], append_code);
        put(writer, "</li>\n");
        stream_flush(&writer->stream);
    }
    put(writer, is_folded ? "</ul>\n</details>\n" : "</ul>\n");
}

static void put_totals(struct writer *writer)
{
    const struct report *report = writer->report;
    struct buffer *text = &writer->stream.text;
    put(writer, "<p class=\"sum\">");
    put(writer, report->is_comparison ? "After: " : "");
    column_append_totals(text, &report->after);
    if (report->is_comparison) {
        put(writer, "</p>\n<p>Before: ");
        column_append_totals(text, &report->before);
        put(writer, "</p>\n<p>Change: ");
        column_append_change(text, report);
    }
    put(writer, "</p>\n");
}

static void put_notes(struct writer *writer)
{
    const struct report *report = writer->report;
    const char *notes = buffer_string(&report->notes);
    buffer_append_format(&writer->stream.text, "<p>Ordered by: %s%s%s</p>\n",
                         report->is_comparison ? "change of " : "", report->order,
                         report->settings->is_reversed ? ", reversed" : "");
    if (report->unchanged_count > 0)
        buffer_append_format(&writer->stream.text, "<p>Unchanged and left out: %zu</p>\n",
                             report->unchanged_count);
    while (*notes != '\0') {
        size_t length = strcspn(notes, "\n");
        put(writer, "<p>");
        put_clean(writer, notes, length);
        put(writer, "</p>\n");
        notes += length + (notes[length] != '\0');
    }
}

static void put_head(struct writer *writer)
{
    const char *title = writer->report->settings->title;
    if (title == NULL)
        title = writer->report->is_comparison ? "Profiles compared" : "Profile";
    put(writer, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    put_clean(writer, title, strlen(title));
    put(writer, "</title>\n<style>\n");
    buffer_append(&writer->stream.text, (const char *)report_css, sizeof report_css);
    put(writer, "</style>\n</head>\n<body>\n<h1>");
    put_clean(writer, title, strlen(title));
    put(writer, "</h1>\n");
}

int html_write(const struct report *report, struct output *output)
{
    struct writer writer = {
        .report = report, .stream = {output, BUFFER_INIT, 0}, .cell = BUFFER_INIT};
    writer.columns = columns_of(report, &writer.column_count);
    put_head(&writer);
    put_totals(&writer);
    put_gate(&writer);
    put_notes(&writer);
    for (size_t i = 0; i < report->section_count; i++)
        put_section(&writer, &report->sections[i]);
    put(&writer, "<script>\n");
    buffer_append(&writer.stream.text, (const char *)report_js, sizeof report_js);
    put(&writer, "</script>\n</body>\n</html>\n");
    writer.stream.text.failed |= writer.cell.failed;
    buffer_free(&writer.cell);
    return stream_end(&writer.stream);
}
