/* What functions cost before. */
#ifndef PSTATSREPORT_BASELINE_H
#define PSTATSREPORT_BASELINE_H

#include "pstatsreport/inputs.h"
#include "pstatsreport/row.h"

/* A row for each function of the profile and of its baselines; where there are several, the largest
 * of each figure is what was before. */
void baseline_add_functions(struct rows *rows, const struct inputs *inputs,
                            const struct option_strings *strip_prefixes);

#endif
