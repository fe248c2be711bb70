/* Functions by the names that people know them by. */
#ifndef PSTATSFLAME_FIND_H
#define PSTATSFLAME_FIND_H

#include "cli/finder.h"

/* By the short name, as frames show it, by the name as the profile has it, or by BASENAME:LINE:NAME. */
extern const struct finder_rules find_rules;

#endif
