/* Whether a document has its end. Libraries can lose it when memory runs out, and not say so. */
#ifndef PICTURE_ENDINGS_H
#define PICTURE_ENDINGS_H

#include <stddef.h>

#define ENDINGS_SIZE 16 /* bytes of both ends that suffice to tell */

/* Of an SVG, PNG, PDF or PostScript document, which its first bytes tell apart: whether the last ones are an end.
 * Anything else is taken for complete. */
int endings_check(const char *first, size_t first_size, const char *last, size_t last_size);

#endif
