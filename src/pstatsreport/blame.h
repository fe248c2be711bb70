/* Who calls a function that fails the gate more often than before. */
#ifndef PSTATSREPORT_BLAME_H
#define PSTATSREPORT_BLAME_H

#include "pstatsreport/gate.h"
#include "pstatsreport/inputs.h"

/* Fills in the callers of those offenders whose calls grew. Returns 0 when memory runs out. */
int blame_callers(struct gate *gate, const struct inputs *inputs,
                  const struct option_strings *strip_prefixes);

#endif
