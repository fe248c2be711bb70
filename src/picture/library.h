/* Libraries that are not linked: loading them takes as long as reading a small profile and writing
 * its graph, and most runs do without. */
#ifndef PICTURE_LIBRARY_H
#define PICTURE_LIBRARY_H

#include <stddef.h>

struct library_function {
    const char *name;
    void *pointer; /* to the pointer that gets the function */
};

/* Loads a library, which stays, and looks the functions up. NULL: done; else a clause that says why
 * not, valid until the next call. */
const char *library_load(const char *soname, const struct library_function *functions,
                         size_t count);

#endif
