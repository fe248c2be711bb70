/* What cgraph leaves to its users: where memory and the identities of objects come from. */
#include "discipline.h"

#include "cli/message.h"

#include <stdlib.h>
#include <string.h>

/* ---- Memory ---- */

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

static void check_memory(Agdisc_t *discipline)
{
    static struct memory_discipline checking = {open_memory, alloc_memory, resize_memory,
                                                free_memory, NULL};
    void *const address = &checking;
    if (sizeof(Agdisc_t) == 3 * sizeof(void *)) /* { mem, id, io }; later { id, io } */
        memcpy(discipline, &address, sizeof address);
}

/* ---- Identities ---- */

static void *open_identities(Agraph_t *graph, Agdisc_t *discipline)
{
    static IDTYPE last;
    (void)graph;
    (void)discipline;
    return &last;
}

/* Names are left to cgraph's own table, which asks again without one. */
static long map_identity(void *state, int kind,
                         char *name, /* NOLINT(readability-non-const-parameter): cgraph's type */
                         IDTYPE *identity, int is_new)
{
    IDTYPE *last = state;
    (void)kind;
    (void)is_new;
    if (name != NULL)
        return 0;
    *identity = ++*last;
    return 1;
}

static void free_identity(void *state, int kind, IDTYPE identity)
{
    (void)state;
    (void)kind;
    (void)identity;
}

static char *print_identity(void *state, int kind, IDTYPE identity)
{
    free_identity(state, kind, identity); /* nothing is known of it */
    return NULL;
}

static void close_identities(void *state)
{
    (void)state;
}

Agdisc_t discipline_new(Agiodisc_t *io)
{
    static Agiddisc_t counting;
    counting = AgIdDisc; /* with the members that some versions have and others have not */
    counting.open = open_identities;
    counting.map = map_identity;
    counting.free = free_identity;
    counting.print = print_identity;
    counting.close = close_identities;
    Agdisc_t discipline = {.id = &counting, .io = io};
    check_memory(&discipline);
    return discipline;
}
