/* What a row's columns hold, as people read it: the same in text, Markdown and HTML. */
#ifndef PSTATSREPORT_COLUMN_H
#define PSTATSREPORT_COLUMN_H

#include "cli/buffer.h"
#include "pstatsreport/report.h"

struct column {
    const char *title;      /* in text: as short as pstats has it */
    const char *long_title; /* where there is room */
    const char *help;
    unsigned width;     /* at least, in characters, of text */
    unsigned rank;      /* where text is too wide the highest goes first; 0: never */
    int is_in_markdown; /* which pages show in a narrow column */
    int is_change;
    int is_share;
    void (*append)(struct buffer *buffer, const struct row *row, const struct totals *totals);
    double (*value)(const struct row *row, const struct totals *totals); /* to sort by */
};

/* All but the name, which comes last. */
const struct column *columns_of(const struct report *report, size_t *count);

/* What the column of names is called. */
const char *column_name_title(const struct report *report);

/* "new", "gone", or "" */
const char *column_status(const struct row *row);

/* One line each, without a newline: how many calls in how much time, and what the table shows. */
void column_append_totals(struct buffer *buffer, const struct totals *totals);
void column_append_change(struct buffer *buffer, const struct report *report);

/* "app.py:3(f) was called by" */
void column_append_heading(struct buffer *buffer, const struct section *section);

#endif
