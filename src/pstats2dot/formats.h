/* What Graphviz calls formats. */
#ifndef PSTATS2DOT_FORMATS_H
#define PSTATS2DOT_FORMATS_H

#include "cli/options.h"

enum format { FORMAT_DOT = 1, FORMAT_TEXT, FORMAT_PICTURE };

/* Of all formats that Graphviz has on any machine, so that what a name asks for does not depend on this one; as text
 * counts what a terminal shows, which DOT is. */
extern const struct option_choice formats_suffixes[];

/* An enum format: what it does not know is a picture. */
int formats_kind(const char *name);

#endif
