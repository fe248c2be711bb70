/* The report as GitHub's Markdown, for a comment or a job's summary: never larger than it may be. */
#include "write.h"

#include "cli/text.h"
#include "pstatsreport/column.h"

#include <string.h>

#define ROWS_SHOWN 20    /* the others are folded away */
#define END_RESERVE 1000 /* bytes for what follows the last row that fits */
#define OFFENDERS_SHOWN 50

struct writer {
    const struct report *report;
    struct buffer text; /* all of it: it is small */
    struct buffer row;
    size_t size_limit;
    const struct column *columns;
    size_t column_count;
};

/* ---- Texts ---- */

/* text, which is clean, as code: between more backquotes than it has in a row. In a table a bar must
 * not end the cell; elsewhere a backslash before it would be shown. */
static void append_code(struct buffer *buffer, const char *text, int is_in_table)
{
    size_t longest = 0, run = 0, length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    int is_padded = length == 0 || text[0] == '`' || text[length - 1] == '`' || text[0] == ' ' ||
                    text[length - 1] == ' ';
    for (size_t i = 0; i <= longest; i++)
        buffer_append_char(buffer, '`');
    if (is_padded)
        buffer_append_char(buffer, ' ');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '|' && is_in_table)
            buffer_append_char(buffer, '\\');
        buffer_append_char(buffer, text[i]);
    }
    if (is_padded)
        buffer_append_char(buffer, ' ');
    for (size_t i = 0; i <= longest; i++)
        buffer_append_char(buffer, '`');
}

/* Plain text, of which nothing is markup. */
static void append_plain(struct buffer *buffer, const char *text, size_t length)
{
    struct buffer clean = BUFFER_INIT;
    text_append_display(&clean, (pstats_text){text, length});
    for (const char *at = buffer_string(&clean); *at != '\0'; at++) {
        if (strchr("&<>@:", *at) != NULL) /* entities; neither people nor addresses are meant */
            buffer_append_format(buffer, "&#%d;", *at);
        else if (strchr("\\`*_{}[]()#+-.!|~$\"'", *at) != NULL)
            buffer_append_format(buffer, "\\%c", *at);
        else
            buffer_append_char(buffer, *at);
    }
    buffer->failed |= clean.failed;
    buffer_free(&clean);
}

/* ---- Tables ---- */

static int is_shown(const struct column *column)
{
    return column->is_in_markdown;
}

static void append_titles(struct writer *writer)
{
    buffer_append_string(&writer->text, "\n|");
    for (size_t i = 0; i < writer->column_count; i++)
        if (is_shown(&writer->columns[i]))
            buffer_append_format(&writer->text, " %s |", writer->columns[i].long_title);
    buffer_append_format(&writer->text, " %s |\n|", report_row_name(writer->report));
    for (size_t i = 0; i < writer->column_count; i++)
        if (is_shown(&writer->columns[i]))
            buffer_append_string(&writer->text, " ---: |");
    buffer_append_string(&writer->text, " :--- |\n");
}

static void append_row(struct writer *writer, const struct row *row)
{
    struct buffer *text = &writer->row;
    buffer_cut(text, 0);
    buffer_append_char(text, '|');
    for (size_t i = 0; i < writer->column_count; i++) {
        if (!is_shown(&writer->columns[i]))
            continue;
        buffer_append_char(text, ' ');
        size_t start = text->length;
        writer->columns[i].append(text, row, &writer->report->after);
        if (text->length > start && text->bytes[start] == '~')
            text->bytes[start] =
                ' '; /* it would strike out what follows; derived times say so below */
        buffer_append_string(text, " |");
    }
    buffer_append_char(text, ' ');
    append_code(text, row->label, 1);
    if (writer->report->is_comparison && *column_status(row) != '\0')
        buffer_append_format(text, " **%s**", column_status(row));
    buffer_append_string(text, " |\n");
}

/* Rows from *next on, up to end or as many as fit. */
static void append_rows(struct writer *writer, const struct rows *rows, size_t *next, size_t end)
{
    append_titles(writer);
    while (*next < end) {
        append_row(writer, &rows->items[*next]);
        if (writer->text.length + writer->row.length + END_RESERVE > writer->size_limit)
            return;
        buffer_append(&writer->text, buffer_string(&writer->row), writer->row.length);
        ++*next;
    }
}

static void append_cut(struct writer *writer, size_t count, const char *what)
{
    if (count > 0)
        buffer_append_format(&writer->text,
                             "\n**Left out: %zu more %s%s**, since this report may have %zu bytes "
                             "(`--max-bytes`).\n",
                             count, what, count > 1 ? "s" : "", writer->size_limit);
}

static void append_table(struct writer *writer, const struct rows *rows)
{
    size_t next = 0, shown = rows->count < ROWS_SHOWN ? rows->count : ROWS_SHOWN;
    if (rows->count == 0) {
        buffer_append_string(&writer->text, "\nNothing to show.\n");
        return;
    }
    append_rows(writer, rows, &next, shown);
    if (next == shown && rows->count > shown) {
        size_t folded = rows->count - shown;
        buffer_append_format(&writer->text, "\n<details><summary>%zu more %s%s</summary>\n", folded,
                             report_row_name(writer->report), folded > 1 ? "s" : "");
        append_rows(writer, rows, &next, rows->count);
        buffer_append_string(&writer->text, "\n</details>\n");
    }
    append_cut(writer, rows->count - next, report_row_name(writer->report));
}

/* ---- Callers and callees ---- */

static int has_derived(const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i].is_derived)
            return 1;
    return 0;
}

/* One table is cut, if need be; those behind it are left out. */
static void append_relations(struct writer *writer)
{
    const struct report *report = writer->report;
    for (size_t i = 0; i < report->section_count; i++) {
        const struct section *section = &report->sections[i];
        struct buffer heading = BUFFER_INIT;
        append_code(&heading, section->subject.label, 0);
        buffer_append_string(&heading,
                             section->relation == RELATION_CALLERS ? " was called by" : " called");
        int fits = writer->text.length + heading.length + 2 * END_RESERVE <= writer->size_limit;
        if (fits) {
            buffer_append_string(&writer->text, "\n### ");
            buffer_append(&writer->text, buffer_string(&heading), heading.length);
            buffer_append_char(&writer->text, '\n');
            append_table(writer, &section->rows);
            if (has_derived(&section->rows))
                buffer_append_string(&writer->text,
                                     "\nThe profile counts these calls, but does not "
                                     "time each: times are shares of all.\n");
        }
        writer->text.failed |= heading.failed;
        buffer_free(&heading);
        if (!fits) {
            append_cut(writer, report->section_count - i, "table");
            return;
        }
    }
}

/* ---- What comes first ---- */

static void append_caller(struct buffer *buffer, const char *name)
{
    append_code(buffer, name, 0);
}

static void append_gate(struct writer *writer)
{
    const struct gate *gate = writer->report->gate;
    struct buffer clause = BUFFER_INIT;
    if (gate == NULL)
        return;
    if (gate->offender_count == 0) {
        buffer_append_string(&writer->text, "\n**Passed**: nothing grew beyond its limit.\n");
        return;
    }
    buffer_append_format(&writer->text, "\n**Failed**: %zu figure%s grew beyond %s limit.\n\n",
                         gate->offender_count, gate->offender_count > 1 ? "s" : "",
                         gate->offender_count > 1 ? "their" : "its");
    size_t shown = 0;
    for (; shown < gate->offender_count && shown < OFFENDERS_SHOWN; shown++) {
        buffer_cut(&clause, 0);
        buffer_append_string(&clause, "- ");
        append_code(&clause, gate->offenders[shown].row.label, 0);
        buffer_append_string(&clause, ": ");
        gate_append_clause(&clause, gate, &gate->offenders[shown], append_caller);
        buffer_append_char(&clause, '\n');
        if (writer->text.length + clause.length + 3 * END_RESERVE > writer->size_limit)
            break;
        buffer_append(&writer->text, buffer_string(&clause), clause.length);
    }
    if (shown < gate->offender_count)
        buffer_append_format(&writer->text, "- and %zu more\n", gate->offender_count - shown);
    writer->text.failed |= clause.failed;
    buffer_free(&clause);
}

static void append_totals(struct writer *writer)
{
    const struct report *report = writer->report;
    struct buffer *text = &writer->text;
    buffer_append_string(text, report->is_comparison ? "After: **" : "**");
    column_append_totals(text, &report->after);
    buffer_append_string(text, "**");
    if (report->is_comparison) {
        buffer_append_string(text, "  \nBefore: ");
        column_append_totals(text, &report->before);
        buffer_append_string(text, "  \nChange: ");
        column_append_change(text, report);
    }
    buffer_append_format(text, "  \nOrdered by: %s%s%s\n",
                         report->is_comparison ? "change of " : "", report->order,
                         report->settings->is_reversed ? ", reversed" : "");
}

static void append_notes(struct writer *writer)
{
    const struct report *report = writer->report;
    const char *notes = buffer_string(&report->notes);
    if (report->unchanged_count > 0)
        buffer_append_format(&writer->text, "\nUnchanged and left out: %zu\n",
                             report->unchanged_count);
    while (*notes != '\0' && writer->text.length + 4 * END_RESERVE < writer->size_limit) {
        size_t length = strcspn(notes, "\n");
        buffer_append_char(&writer->text, '\n');
        append_plain(&writer->text, notes, length < 200 ? length : 200);
        buffer_append_char(&writer->text, '\n');
        notes += length + (notes[length] != '\0');
    }
}

int markdown_write(const struct report *report, struct output *output)
{
    struct writer writer = {.report = report, .size_limit = (size_t)report->settings->max_bytes};
    writer.columns = columns_of(report, &writer.column_count);
    if (report->settings->title != NULL) {
        size_t length = strlen(report->settings->title);
        buffer_append_string(&writer.text, "## ");
        append_plain(&writer.text, report->settings->title, length < 200 ? length : 200);
        buffer_append_string(&writer.text, "\n\n");
    }
    append_totals(&writer);
    append_gate(&writer);
    append_notes(&writer);
    if (report->section_count > 0 && report->sections[0].relation == RELATION_NONE)
        append_table(&writer, &report->sections[0].rows);
    else
        append_relations(&writer);
    buffer_append_char(&writer.text, '\n'); /* what is appended to it is no row of the table */
    int is_done = !writer.text.failed && !writer.row.failed &&
                  output_write(output, buffer_string(&writer.text), writer.text.length);
    buffer_free(&writer.text);
    buffer_free(&writer.row);
    return is_done;
}
