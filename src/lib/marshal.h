/* A cursor over Python's marshal format, versions 0 to 6. Knows nothing about profiles.
 *
 * Format: Python/marshal.c of CPython 2.7 to 3.15; pstats(5) describes it. The cursor reads the head of one object at a
 * time; of containers the caller reads the children next. A reader remembers that it failed and then yields NULL objects
 * (MARSHAL_NULL), so its user checks once per object, and every loop stops when marshal->failed. */
#ifndef LIB_MARSHAL_H
#define LIB_MARSHAL_H

#include <pstats.h>

enum marshal_kind {
    MARSHAL_NULL, /* also after a failure */
    MARSHAL_SIMPLE, /* None, True, False, Ellipsis, StopIteration: integer is 1 for True, and is_boolean tells */
    MARSHAL_INTEGER,
    MARSHAL_FLOAT,
    MARSHAL_COMPLEX,
    MARSHAL_UNICODE, /* UTF-8 */
    MARSHAL_LATIN1,
    MARSHAL_BYTES,
    MARSHAL_SEQUENCE, /* tuple or list: count children follow */
    MARSHAL_SET,      /* set or frozenset: likewise */
    MARSHAL_DICT,     /* pairs follow until a NULL */
    MARSHAL_SLICE,    /* three children follow */
    MARSHAL_CODE,     /* marshal_code_head and the children follow */
    MARSHAL_REFERENCE /* the object of slot */
};

#define MARSHAL_NO_SLOT SIZE_MAX

/* The head of an object. */
struct marshal_object {
    enum marshal_kind kind;
    unsigned char type; /* the code in the file */
    int is_boolean;
    int is_saturated;           /* the integer lies beyond 64 bits; number is still the nearest */
    size_t offset;              /* of the type code */
    size_t slot;                /* of a reference: what it refers to; else its own, if any */
    size_t count;               /* children, or bytes of a string */
    const unsigned char *bytes; /* of a string */
    int64_t integer;
    double number; /* of a float, and of an integer too */
};

/* What the user of the cursor made of an object, kept with its slot so that a reference need not read it again. */
typedef unsigned char marshal_role;
enum { MARSHAL_ROLE_OPEN, MARSHAL_ROLE_NONE, MARSHAL_ROLE_FIRST };

struct marshal_slot {
    uint64_t offset : 56;
    uint64_t role : 8;
    uint64_t value;
};

/* How a code object is laid out depends on the Python that wrote it, which the bytes do not say. */
enum marshal_code_layout {
    MARSHAL_CODE_3_11,
    MARSHAL_CODE_3_8,
    MARSHAL_CODE_3_0,
    MARSHAL_CODE_2_7,
    MARSHAL_CODE_LAYOUTS
};

struct marshal {
    const unsigned char *bytes; /* all of the file, or a window into it */
    size_t size;                /* of that */
    size_t position;            /* in that */
    size_t window_offset;       /* in the file; 0 where all of it is in memory */
    size_t file_size;
    unsigned char *window; /* NULL: all is in memory */
    size_t window_capacity;
    pstats_read_function *read; /* from where the window ends */
    void *read_context;
    int failed;
    pstats_error error;
    enum marshal_code_layout code_layout;
    int has_code;    /* a code object was met: the layout mattered */
    int is_python_3; /* something was met that Python 2 never wrote */
    struct marshal_slot *slots;
    size_t slot_count;
    size_t slot_capacity;
    uint32_t *
        hints; /* by slot: its role and value where they fit; a quarter of the memory to go through */
    size_t hint_capacity;
    struct marshal_slot *strings; /* Python 2's interned strings, which are counted by themselves */
    size_t string_count;
    size_t string_capacity;
    unsigned depth;
    unsigned replaying; /* reading what was read before: no new slots */
    size_t replayed;    /* bytes */
    struct marshal_open *stack;
    void *locale; /* for numbers as text; made when first needed */
};

void marshal_init(struct marshal *marshal, const void *bytes, size_t size,
                  enum marshal_code_layout layout);

/* Only a window of the file is in memory, window_size bytes or as many as the longest string needs. What lies before it
 * is gone: so reading fails where something must be read again, as it does where the file is shorter than it was. Then
 * read all of it and begin anew. */
void marshal_init_window(struct marshal *marshal, pstats_read_function *read, void *context,
                         size_t file_size, size_t window_size);
void marshal_free(struct marshal *marshal);

/* Where in the file the cursor stands. */
static inline size_t marshal_offset(const struct marshal *marshal)
{
    return marshal->window_offset + marshal->position;
}

/* The first failure counts; offset is where. */
void marshal_fail(struct marshal *marshal, pstats_code code, size_t offset, const char *format,
                  ...);

/* The kind of object that begins with this byte. */
enum marshal_kind marshal_kind_of(unsigned char code);

/* Reads the next head. A NULL object is not a failure: it ends dicts. A reference is checked: its slot exists and its
 * object is complete. */
void marshal_next(struct marshal *marshal, struct marshal_object *object);

#define MARSHAL_MAX_DEPTH 2000 /* CPython's MAX_MARSHAL_STACK_DEPTH */

/* Before and after the children of a container; refuses nesting beyond CPython's own limit. */
int marshal_enter(struct marshal *marshal, const struct marshal_object *object);
void marshal_leave(struct marshal *marshal);

/* What marshal_remember was told of the slot of a reference, if it was told this role and the value is small: a quick
 * way; 0 says nothing. index: as it stands in the file. */
#define MARSHAL_HINT_BITS 28
static inline int marshal_recall_small(const struct marshal *marshal, uint32_t index,
                                       marshal_role role, uint64_t *value)
{
    if (index >= marshal->slot_count || marshal->hints[index] >> MARSHAL_HINT_BITS != role)
        return 0;
    *value = marshal->hints[index] & ((1u << MARSHAL_HINT_BITS) - 1);
    return 1;
}

struct marshal_slot *marshal_slot_at(const struct marshal *marshal, size_t slot);

/* Tells what was made of an object once it is complete; nothing to do where it has no slot. */
void marshal_remember(struct marshal *marshal, size_t slot, marshal_role role, uint64_t value);

/* What marshal_next and marshal_remember do about an object that its user has read by itself and that takes a slot. */
void marshal_add_remembered(struct marshal *marshal, size_t offset, marshal_role role,
                            uint64_t value);

/* Reads the object of a slot again: from marshal_replay to marshal_resume the cursor stands there. */
size_t marshal_replay(struct marshal *marshal, size_t slot); /* for marshal_resume */
void marshal_resume(struct marshal *marshal, size_t position);

/* Around the objects of a code object: the numbers before them, and the line between. */
#define MARSHAL_CODE_OBJECTS 8 /* before the line */
void marshal_code_head(struct marshal *marshal);
unsigned marshal_code_file_index(const struct marshal *marshal); /* of them; the name is the next */
int32_t marshal_code_line(struct marshal *marshal);
unsigned marshal_code_tail_objects(const struct marshal *marshal); /* behind the line */

#endif
