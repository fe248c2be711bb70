/* The report in each of its formats. Each writes all of it: 0 when memory ran out or the output
 * failed, which the output remembers. */
#ifndef PSTATSREPORT_WRITE_H
#define PSTATSREPORT_WRITE_H

#include "cli/output.h"
#include "pstatsreport/report.h"

struct text_style {
    size_t width; /* in characters; 0: no limit */
    int is_coloured;
};

int text_write(const struct report *report, const struct text_style *style, struct output *output);
int markdown_write(const struct report *report, struct output *output);
int csv_write(const struct report *report, struct output *output);
int json_write(const struct report *report, struct output *output);
int html_write(const struct report *report, struct output *output);

#endif
