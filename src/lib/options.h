/* Option structs of callers that may have been compiled with an older or a newer header. */
#ifndef LIB_OPTIONS_H
#define LIB_OPTIONS_H

#include <stddef.h>
#include <string.h>

/* Overwrites the defaults in known with as much as the caller knows of them. given, which may be NULL, begins with its
 * size. */
static inline void options_read(void *known, size_t known_size, const void *given)
{
    size_t given_size;
    if (given == NULL)
        return;
    memcpy(&given_size, given, sizeof given_size);
    memcpy(known, given, given_size < known_size ? given_size : known_size);
}

#endif
