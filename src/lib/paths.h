/* Paths of Python's modules, without what differs between machines. Knows nothing of graphs. */
#ifndef LIB_PATHS_H
#define LIB_PATHS_H

#include <pstats.h>

/* The path without the first prefix that it lies in (a folder, with or without a separator at its end). */
pstats_text paths_strip_prefix(pstats_text path, const char *const *prefixes, size_t prefix_count);

/* What follows the folder of installed packages (site-packages, dist-packages) or of the standard library (lib/pythonX.Y,
 * lib/python3, pythonXY.zip, Lib on Windows); the path itself where there is neither. */
pstats_text paths_normalise(pstats_text path);

#endif
