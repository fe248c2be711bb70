/* Memory that is freed all at once: the texts of graphs. Knows nothing but bytes. */
#include "arena.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK ((size_t)64 * 1024)
#define ARENA_LARGE                                                                                \
    (ARENA_BLOCK / 4) /* larger ones get a block of their own, so that little is left unused */

struct arena_block {
    struct arena_block *next;
    unsigned char bytes[];
};

struct arena {
    atomic_size_t references;
    struct arena_block *blocks;
    unsigned char *free_bytes;
    size_t free_size;
};

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL)
        atomic_init(&arena->references, 1);
    return arena;
}

void arena_retain(struct arena *arena)
{
    atomic_fetch_add_explicit(&arena->references, 1, memory_order_relaxed);
}

void arena_release(struct arena *arena)
{
    if (arena == NULL ||
        atomic_fetch_sub_explicit(&arena->references, 1, memory_order_acq_rel) != 1)
        return;
    struct arena_block *block = arena->blocks;
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

static void *add_block(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size == 0)
        size = 1; /* so that NULL means failure */
    if (size >= ARENA_LARGE)
        return add_block(arena, size);
    if (arena->free_size < size) {
        unsigned char *bytes = add_block(arena, ARENA_BLOCK);
        if (bytes == NULL)
            return NULL;
        arena->free_bytes = bytes;
        arena->free_size = ARENA_BLOCK;
    }
    void *result = arena->free_bytes;
    arena->free_bytes += size;
    arena->free_size -= size;
    return result;
}

void *array_new(size_t count, size_t size)
{
    if (size != 0 && count > PTRDIFF_MAX / size)
        return NULL;
    size_t total = count * size;
    return malloc(total > 0 ? total : 1); /* so that NULL means failure */
}

void *array_new_zero(size_t count, size_t size)
{
    return calloc(count > 0 ? count : 1, size > 0 ? size : 1);
}

int array_resize(void *array_pointer, size_t *capacity, size_t count, size_t size)
{
    void *old;
    memcpy(&old, array_pointer, sizeof old);
    void *resized = count <= PTRDIFF_MAX / size ? realloc(old, count * size) : NULL;
    if (resized == NULL)
        return 0;
    memcpy(array_pointer, &resized, sizeof resized);
    *capacity = count;
    return 1;
}

int array_reserve(void *array_pointer, size_t *capacity, size_t count, size_t size)
{
    if (count <= *capacity)
        return 1;
    size_t wanted = *capacity < 16 ? 16 : *capacity;
    while (wanted < count) {
        if (wanted > SIZE_MAX / 2)
            return 0;
        wanted *= 2;
    }
    return array_resize(array_pointer, capacity, wanted, size);
}
