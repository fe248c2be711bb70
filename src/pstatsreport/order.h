/* In which order rows stand: the sort keys of Python's pstats. */
#ifndef PSTATSREPORT_ORDER_H
#define PSTATSREPORT_ORDER_H

#include "cli/buffer.h"
#include "cli/options.h"
#include "pstatsreport/row.h"

enum order_field {
    ORDER_CALLS, /* from here: figures, the largest first */
    ORDER_PRIMITIVE_CALLS,
    ORDER_SELF,
    ORDER_CUMULATIVE,
    ORDER_FILE, /* from here: names, in ascending order */
    ORDER_LINE,
    ORDER_NAME,
    ORDER_STANDARD_NAME,
};
#define ORDER_FIELDS_MAX 32

struct order {
    enum order_field fields[ORDER_FIELDS_MAX]; /* the first that differs decides */
    size_t count;
    int is_reversed;
    int is_by_change; /* figures count by how much they changed, in either direction */
    struct buffer description;
};

/* texts: keys, several in one with commas between; none: the cumulative time. 0: a message about
 * option was printed. */
int order_parse(struct order *order, const struct option_strings *texts, const char *option);
void order_free(struct order *order);

/* Rows that are equal by all keys stay as they stand. 0: out of memory. */
int order_sort(const struct order *order, struct row *rows, size_t count);

#endif
