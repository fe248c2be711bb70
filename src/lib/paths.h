/* Paths of Python's modules, without what differs between machines. Knows nothing of graphs. */
#ifndef LIB_PATHS_H
#define LIB_PATHS_H

#include <pstats.h>

/* The path without the first prefix that it lies in (a folder, with or without a separator at its end). */
pstats_text paths_strip_prefix(pstats_text path, const char *const *prefixes, size_t prefix_count);

#endif
