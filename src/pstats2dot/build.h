/* From a profile's graph to Graphviz' graph. */
#ifndef PSTATS2DOT_BUILD_H
#define PSTATS2DOT_BUILD_H

#include "pstats2dot/selection.h"
#include "pstats2dot/settings.h"

#include <cgraph.h>

/* format: of a picture, as Graphviz calls it; NULL: DOT. Returns NULL when out of memory, after a
 * message. io is what agwrite will write through. */
Agraph_t *build_graph(const struct selection *selection, const struct settings *settings,
                      const char *format, Agiodisc_t *io);

#endif
