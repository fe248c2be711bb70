/* What bytes that are no profile look like. Knows the beginnings of files, nothing else. */
#ifndef LIB_SNIFF_H
#define LIB_SNIFF_H

#include <stddef.h>

/* A clause that names what the bytes look like and says what to do, or NULL when they look like nothing known. */
const char *sniff(const unsigned char *bytes, size_t size);

#endif
