/* What modules, packages and files cost: their functions added up. */
#ifndef PSTATSREPORT_GROUP_H
#define PSTATSREPORT_GROUP_H

#include "pstatsreport/row.h"
#include "pstatsreport/settings.h"

/* A row for each group, as the settings say what one is, in the order of their names. Its calls and self time are those
 * of its functions added up; its cumulative time is that of the stacks in which it is, as far as
 * the profile lets them be known, each counted once. error: what went wrong, when it was no lack of
 * memory. */
int groups_add(struct rows *rows, const pstats_graph *graph, const struct settings *settings,
               pstats_error *error);

/* Gives rows, which are groups, the figures of the groups of the same name in before; groups that
 * are only there are added. Of several times called, the largest figures stay. */
void groups_compare(struct rows *rows, const struct rows *before);

#endif
