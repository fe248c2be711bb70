/* The report as text, as pstats prints it, fitted into the terminal's width. */
#include "write.h"

#include "cli/stream.h"
#include "cli/text.h"
#include "pstatsreport/column.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 16
#define NAME_WIDTH_MIN 24 /* of the column of names, where columns go for it */
#define CELL_WIDTH_MAX 24 /* damaged figures have hundreds of digits: they stand out, alone */
#define SHARE_BOLD 0.1

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define GROWN "\033[33m"
#define SHRUNK "\033[36m"
#define PLAIN "\033[0m"

struct writer {
    const struct report *report;
    const struct text_style *style;
    struct stream stream;
    struct buffer cell;
    const struct column *columns;
    size_t column_count;
    size_t widths[COLUMNS_MAX]; /* 0: the column is left out */
};

/* ---- Widths ---- */

/* Where they are wide in East Asia, and where they take no room; terminals know no better. */
static unsigned width_of(uint32_t c)
{
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F))
        return 0;
    int is_wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
                  (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                  (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                  (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                  (c >= 0x20000 && c <= 0x3FFFD);
    return is_wide ? 2 : 1;
}

static size_t text_width(const char *text)
{
    struct text_cursor cursor = text_cursor(text_of(text));
    size_t width = 0;
    while (cursor.at < cursor.end)
        width += width_of(text_next(&cursor));
    return width;
}

/* The end of text that fits: the name of a function says more than the folders before it. */
static const char *end_of(const char *text, size_t width)
{
    size_t left = text_width(text);
    struct text_cursor cursor = text_cursor(text_of(text));
    while (left > width && cursor.at < cursor.end)
        left -= width_of(text_next(&cursor));
    return (const char *)cursor.at;
}

static const char *cell_of(struct writer *writer, size_t column, const struct row *row)
{
    buffer_cut(&writer->cell, 0);
    writer->columns[column].append(&writer->cell, row, &writer->report->after);
    return buffer_string(&writer->cell);
}

static void measure(struct writer *writer)
{
    for (size_t i = 0; i < writer->column_count; i++) {
        size_t width = writer->columns[i].width;
        for (size_t j = 0; j < writer->report->section_count; j++) {
            const struct rows *rows = &writer->report->sections[j].rows;
            for (size_t k = 0; k < rows->count; k++) {
                size_t length = strlen(cell_of(writer, i, &rows->items[k])); /* ASCII */
                if (length > width && length <= CELL_WIDTH_MAX)
                    width = length;
            }
        }
        writer->widths[i] = width;
    }
}

static size_t width_of_columns(const struct writer *writer)
{
    size_t width = 0;
    for (size_t i = 0; i < writer->column_count; i++)
        width += writer->widths[i] > 0 ? writer->widths[i] + 1 : 0;
    return width;
}

/* Until the names have room, or nothing more can go. */
static void drop_columns(struct writer *writer)
{
    while (writer->style->width > 0 &&
           width_of_columns(writer) + NAME_WIDTH_MIN > writer->style->width) {
        size_t worst = writer->column_count;
        for (size_t i = 0; i < writer->column_count; i++)
            if (writer->widths[i] > 0 && writer->columns[i].rank > 0 &&
                (worst == writer->column_count ||
                 writer->columns[i].rank > writer->columns[worst].rank))
                worst = i;
        if (worst == writer->column_count)
            return;
        writer->widths[worst] = 0;
    }
}

/* ---- Lines ---- */

static void put(struct writer *writer, const char *text)
{
    buffer_append_string(&writer->stream.text, text);
}

static void put_style(struct writer *writer, const char *escape)
{
    if (writer->style->is_coloured)
        put(writer, escape);
}

static void put_padding(struct writer *writer, size_t width, size_t used)
{
    for (; used < width; used++)
        buffer_append_char(&writer->stream.text, ' ');
}

/* As much of its end as the width of the page leaves room for. */
static void put_name(struct writer *writer, const char *name, size_t used)
{
    size_t width = writer->style->width;
    if (width == 0 || text_width(name) + used <= width) {
        put(writer, name);
        return;
    }
    size_t room = used + 2 < width ? width - used - 1 : 1;
    put(writer, "\xe2\x80\xa6");
    put(writer, end_of(name, room));
}

static const char *cell_style(const struct column *column, const struct row *row,
                              const struct totals *totals)
{
    double value = column->value(row, totals);
    if (column->is_change)
        return value > 0.0 ? GROWN : value < 0.0 ? SHRUNK : DIM;
    return column->is_share && value >= SHARE_BOLD ? BOLD : "";
}

static void put_row(struct writer *writer, const struct row *row)
{
    size_t used = 0;
    for (size_t i = 0; i < writer->column_count; i++) {
        if (writer->widths[i] == 0)
            continue;
        const char *cell = cell_of(writer, i, row);
        const char *style = cell_style(&writer->columns[i], row, &writer->report->after);
        put_padding(writer, writer->widths[i], strlen(cell));
        if (*style != '\0')
            put_style(writer, style);
        put(writer, cell);
        if (*style != '\0')
            put_style(writer, PLAIN);
        put(writer, " ");
        used += writer->widths[i] + 1;
    }
    if (writer->report->is_comparison && *column_status(row) != '\0') {
        put(writer, column_status(row));
        put(writer, ": ");
        used += strlen(column_status(row)) + 2;
    }
    put_name(writer, row->label, used);
    put(writer, "\n");
}

static void put_titles(struct writer *writer)
{
    put_style(writer, BOLD);
    for (size_t i = 0; i < writer->column_count; i++) {
        if (writer->widths[i] == 0)
            continue;
        put_padding(writer, writer->widths[i], strlen(writer->columns[i].title));
        put(writer, writer->columns[i].title);
        put(writer, " ");
    }
    put_name(writer, column_name_title(writer->report), width_of_columns(writer));
    put_style(writer, PLAIN);
    put(writer, "\n");
}

/* ---- All of it ---- */

static void put_totals(struct writer *writer)
{
    const struct report *report = writer->report;
    struct buffer *text = &writer->stream.text;
    put(writer, "         ");
    if (report->is_comparison) {
        put(writer, "before: ");
        column_append_totals(text, &report->before);
        put(writer, "\n         after:  ");
    }
    column_append_totals(text, &report->after);
    if (report->is_comparison) {
        put(writer, "\n         change: ");
        column_append_change(text, report);
    }
    put(writer, "\n\n");
}

static void put_notes(struct writer *writer)
{
    const struct report *report = writer->report;
    const char *notes = buffer_string(&report->notes);
    buffer_append_format(&writer->stream.text, "   Ordered by: %s%s%s\n",
                         report->is_comparison ? "change of " : "", report->order,
                         report->settings->is_reversed ? ", reversed" : "");
    if (report->unchanged_count > 0)
        buffer_append_format(&writer->stream.text, "   Unchanged and left out: %zu\n",
                             report->unchanged_count);
    while (*notes != '\0') {
        size_t length = strcspn(notes, "\n");
        put(writer, "   ");
        text_append_display(&writer->stream.text, (pstats_text){notes, length});
        put(writer, "\n");
        notes += length + (notes[length] != '\0');
    }
    put(writer, "\n");
}

static void put_section(struct writer *writer, const struct section *section)
{
    struct buffer heading = BUFFER_INIT;
    if (section->relation != RELATION_NONE) {
        column_append_heading(&heading, section);
        put_style(writer, BOLD);
        put_name(writer, buffer_string(&heading), 0);
        put_style(writer, PLAIN);
        put(writer, section->rows.count > 0 ? "\n" : ": nothing\n");
    }
    if (section->rows.count > 0)
        put_titles(writer);
    for (size_t i = 0; i < section->rows.count; i++) {
        put_row(writer, &section->rows.items[i]);
        stream_flush(&writer->stream);
    }
    put(writer, "\n");
    writer->stream.text.failed |= heading.failed;
    buffer_free(&heading);
}

int text_write(const struct report *report, const struct text_style *style, struct output *output)
{
    struct writer writer = {report, style, {output, BUFFER_INIT, 0}, BUFFER_INIT, NULL, 0, {0}};
    writer.columns = columns_of(report, &writer.column_count);
    measure(&writer);
    drop_columns(&writer);
    if (report->settings->title != NULL) {
        const char *title = report->settings->title;
        text_append_display(&writer.stream.text, (pstats_text){title, strlen(title)});
        put(&writer, "\n\n");
    }
    put_totals(&writer);
    put_notes(&writer);
    for (size_t i = 0; i < report->section_count; i++)
        put_section(&writer, &report->sections[i]);
    writer.stream.text.failed |= writer.cell.failed;
    buffer_free(&writer.cell);
    return stream_end(&writer.stream);
}
