/* Memory that is freed all at once: the texts of graphs. Knows nothing but bytes. */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* Shared by reference: graphs made from one another hold the same arena. Counting is safe between threads; allocating
 * is not, and ends before the arena's first graph is handed out. */
struct arena *arena_new(void); /* NULL: out of memory */
void arena_retain(struct arena *arena);
void arena_release(struct arena *arena); /* NULL is allowed */

void *arena_alloc(struct arena *arena, size_t size); /* for bytes: unaligned. NULL: out of memory */

/* count * size bytes from the heap, NULL when that overflows or there is no memory. */
void *array_new(size_t count, size_t size);
void *array_new_zero(size_t count, size_t size);

/* Gives it room for count elements, above 0, no more and no less. On failure array and capacity are as they were and 0 is
 * returned. */
int array_resize(void *array_pointer, size_t *capacity, size_t count, size_t size);

/* Makes room for count elements in all; doubles. On failure array and capacity are as they were and 0 is returned. */
int array_reserve(void *array_pointer, size_t *capacity, size_t count, size_t size);

/* The same for one element more. */
static inline int array_grow(void *array_pointer, size_t *capacity, size_t count, size_t size)
{
    return count < *capacity ||
           (count < SIZE_MAX && array_reserve(array_pointer, capacity, count + 1, size));
}

#endif
