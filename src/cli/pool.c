/* Texts that stay where they are until all of them are freed. */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

struct pool_block {
    struct pool_block *older;
    size_t used, size;
    char bytes[];
};

const char *pool_copy(struct pool *pool, const char *bytes, size_t length)
{
    struct pool_block *block = pool->newest;
    if (block == NULL || block->size - block->used <= length) {
        size_t size = length < BLOCK_SIZE ? BLOCK_SIZE : length + 1;
        block = length < (size_t)-1 / 2 ? malloc(sizeof *block + size) : NULL;
        if (block == NULL) {
            pool->failed = 1;
            return "";
        }
        *block = (struct pool_block){pool->newest, 0, size};
        pool->newest = block;
    }
    char *copy = block->bytes + block->used;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    block->used += length + 1;
    return copy;
}

void pool_free(struct pool *pool)
{
    while (pool->newest != NULL) {
        struct pool_block *older = pool->newest->older;
        free(pool->newest);
        pool->newest = older;
    }
}
