/* Texts that stay where they are until all of them are freed. */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include <stddef.h>

struct pool {
    struct pool_block *newest;
    int failed; /* out of memory; looked at once, at the end */
};
#define POOL_INIT                                                                                  \
    {                                                                                              \
        NULL, 0                                                                                    \
    }

/* A copy, with a NUL behind it; "" when there is no memory. */
const char *pool_copy(struct pool *pool, const char *bytes, size_t length);
void pool_free(struct pool *pool);

#endif
