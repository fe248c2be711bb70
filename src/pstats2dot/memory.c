/* Memory for cgraph, which does not check for its end itself. */
#include "memory.h"

#include "cli/message.h"

#include <stdlib.h>
#include <string.h>

/* Agmemdisc_t as it was until version 8, under a name of its own since later headers know nothing
 * of it. */
struct memory_discipline {
    void *(*open)(Agdisc_t *);
    void *(*alloc)(void *state, size_t size);
    void *(*resize)(void *state, void *old, size_t old_size, size_t size);
    void (*free)(void *state, void *memory);
    void (*close)(void *state);
};

static void *open_memory(Agdisc_t *discipline)
{
    (void)discipline;
    return NULL;
}

static void *checked(void *memory)
{
    if (memory == NULL)
        exit(EXIT_OUTPUT);
    return memory;
}

static void *alloc_memory(void *state, size_t size)
{
    (void)state;
    return checked(calloc(1, size > 0 ? size : 1));
}

static void *resize_memory(void *state, void *old, size_t old_size, size_t size)
{
    (void)state;
    char *memory = checked(realloc(old, size > 0 ? size : 1));
    if (size > old_size)
        memset(memory + old_size, 0, size - old_size);
    return memory;
}

static void free_memory(void *state, void *memory)
{
    (void)state;
    free(memory);
}

void memory_check_in(Agdisc_t *discipline)
{
    static struct memory_discipline checking = {open_memory, alloc_memory, resize_memory,
                                                free_memory, NULL};
    void *const address = &checking;
    if (sizeof(Agdisc_t) == 3 * sizeof(void *)) /* { mem, id, io }; later { id, io } */
        memcpy(discipline, &address, sizeof address);
}
