/* Libraries that are not linked: loading them takes as long as reading a small profile and writing
 * its graph, and most runs do without. */
#include "library.h"

#include <dlfcn.h>
#include <string.h>

const char *library_load(const char *soname, const struct library_function *functions, size_t count)
{
    /* Global: plugins of Graphviz take it for granted that its functions are there. */
    void *library = dlopen(soname, RTLD_LAZY | RTLD_GLOBAL);
    int is_done = library != NULL;
    for (size_t i = 0; is_done && i < count; i++) {
        void *symbol = dlsym(library, functions[i].name);
        memcpy(functions[i].pointer, &symbol, sizeof symbol);
        is_done = symbol != NULL;
    }
    if (is_done)
        return NULL;
    const char *reason = dlerror();
    return reason != NULL ? reason : "it lacks a function";
}
