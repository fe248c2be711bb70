/* A cursor over Python's marshal format, versions 0 to 6. Knows nothing about profiles. */
#include "marshal.h"

#include "arena.h"
#include "error.h"
#include "number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_REF 0x80
#define MAX_REPLAYED_A_BYTE 16

/* ---- Failing ---- */

void marshal_fail(struct marshal *marshal, pstats_code code, size_t offset, const char *format, ...)
{
    if (marshal->failed)
        return;
    marshal->failed = 1;
    marshal->error.code = code;
    marshal->error.offset = offset;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(marshal->error.message, sizeof marshal->error.message, format, arguments);
    va_end(arguments);
}

static void fail_memory(struct marshal *marshal)
{
    marshal_fail(marshal, PSTATS_ERROR_MEMORY, marshal_offset(marshal), "out of memory");
}

/* What must be read again, or is to be read in several ways, has to be in memory as a whole. */
static void fail_without_whole(struct marshal *marshal)
{
    marshal->failed = 1; /* for its user alone */
}

/* ---- Beginning and end ---- */

void marshal_init(struct marshal *marshal, const void *bytes, size_t size,
                  enum marshal_code_layout layout)
{
    memset(marshal, 0, sizeof *marshal);
    marshal->bytes = bytes;
    marshal->size = marshal->file_size = size;
    marshal->code_layout = layout;
}

void marshal_init_window(struct marshal *marshal, pstats_read_function *read, void *context,
                         size_t file_size, size_t window_size)
{
    memset(marshal, 0, sizeof *marshal);
    marshal->read = read;
    marshal->read_context = context;
    marshal->file_size = file_size;
    marshal->window_capacity = window_size;
    marshal->bytes = marshal->window = array_new(window_size, 1);
    if (marshal->window == NULL)
        fail_memory(marshal);
}

void marshal_free(struct marshal *marshal)
{
    free(marshal->window);
    free(marshal->slots);
    free(marshal->hints);
    free(marshal->strings);
    free(marshal->stack);
    number_locale_free(marshal->locale);
    memset(marshal, 0, sizeof *marshal);
}

/* ---- Bytes ---- */

static size_t bytes_left(const struct marshal *marshal)
{
    return marshal->file_size - marshal_offset(marshal);
}

/* Moves the window to the cursor and makes room for size bytes. */
static int move_window(struct marshal *marshal, size_t size)
{
    if (size > marshal->window_capacity) {
        unsigned char *grown = realloc(marshal->window, size);
        if (grown == NULL)
            return 0;
        marshal->bytes = marshal->window = grown;
        marshal->window_capacity = size;
    }
    marshal->size -= marshal->position;
    memmove(marshal->window, marshal->window + marshal->position, marshal->size);
    marshal->window_offset += marshal->position;
    marshal->position = 0;
    return 1;
}

/* Sees to it that the next size bytes are in memory. 0: there are not so many. */
static int fetch(struct marshal *marshal, size_t size)
{
    if (size <= marshal->size - marshal->position)
        return 1;
    if (marshal->window == NULL || size > bytes_left(marshal) || !move_window(marshal, size))
        return 0;
    size_t most = marshal->file_size - marshal->window_offset; /* a file may grow meanwhile */
    if (most > marshal->window_capacity)
        most = marshal->window_capacity;
    while (marshal->size < size) {
        ptrdiff_t count = marshal->read(marshal->read_context, marshal->window + marshal->size,
                                        most - marshal->size);
        if (count <= 0)
            return 0;
        marshal->size += (size_t)count;
    }
    return 1;
}

/* The next size bytes, until more are taken; NULL after a failure. */
static const unsigned char *take(struct marshal *marshal, size_t size)
{
    if (marshal->failed)
        return NULL;
    if (!fetch(marshal, size)) {
        marshal_fail(marshal, PSTATS_ERROR_TRUNCATED, marshal->file_size,
                     "the file ends in the middle of the profile; write it again");
        return NULL;
    }
    const unsigned char *bytes = marshal->bytes + marshal->position;
    marshal->position += size;
    return bytes;
}

static uint64_t take_little_endian(struct marshal *marshal, size_t size)
{
    const unsigned char *bytes = take(marshal, size);
    uint64_t value = 0;
    for (size_t i = size; bytes != NULL && i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

static int32_t take_int32(struct marshal *marshal)
{
    return (int32_t)(uint32_t)take_little_endian(marshal, 4);
}

/* A count is a claim: that so many items of at least item_size bytes follow. */
static size_t take_count(struct marshal *marshal, size_t item_size)
{
    size_t offset = marshal_offset(marshal);
    int32_t count = take_int32(marshal);
    if (count < 0) {
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, offset,
                     "a size is negative; the file is damaged");
        return 0;
    }
    if ((size_t)count > bytes_left(marshal) / item_size) {
        marshal_fail(marshal, PSTATS_ERROR_TRUNCATED, offset,
                     "a size is larger than the rest of the file; it is cut short or damaged");
        return 0;
    }
    return (size_t)count;
}

/* ---- Slots ---- */

#define STRING_SLOT ((size_t)1 << (sizeof(size_t) * 8 - 2)) /* set: a number into strings */

struct marshal_slot *marshal_slot_at(const struct marshal *marshal, size_t slot)
{
    return slot & STRING_SLOT ? &marshal->strings[slot & ~STRING_SLOT] : &marshal->slots[slot];
}

static size_t add_slot(struct marshal *marshal, size_t offset, marshal_role role)
{
    if (marshal->failed)
        return MARSHAL_NO_SLOT;
    if (!array_grow(&marshal->slots, &marshal->slot_capacity, marshal->slot_count,
                    sizeof *marshal->slots) ||
        !array_grow(&marshal->hints, &marshal->hint_capacity, marshal->slot_count,
                    sizeof *marshal->hints)) {
        fail_memory(marshal);
        return MARSHAL_NO_SLOT;
    }
    marshal->hints[marshal->slot_count] = 0;
    marshal->slots[marshal->slot_count] = (struct marshal_slot){offset, role, 0};
    return marshal->slot_count++;
}

static size_t add_string_slot(struct marshal *marshal, size_t offset)
{
    if (marshal->failed)
        return MARSHAL_NO_SLOT;
    if (!array_grow(&marshal->strings, &marshal->string_capacity, marshal->string_count,
                    sizeof *marshal->strings)) {
        fail_memory(marshal);
        return MARSHAL_NO_SLOT;
    }
    marshal->strings[marshal->string_count] = (struct marshal_slot){offset, MARSHAL_ROLE_NONE, 0};
    return STRING_SLOT | marshal->string_count++;
}

void marshal_remember(struct marshal *marshal, size_t slot, marshal_role role, uint64_t value)
{
    if (slot == MARSHAL_NO_SLOT || marshal->failed)
        return;
    struct marshal_slot *remembered = marshal_slot_at(marshal, slot);
    remembered->role = role;
    remembered->value = value;
    if ((slot & STRING_SLOT) == 0)
        marshal->hints[slot] = value >> MARSHAL_HINT_BITS == 0
                                   ? (uint32_t)role << MARSHAL_HINT_BITS | (uint32_t)value
                                   : 0;
}

void marshal_add_remembered(struct marshal *marshal, size_t offset, marshal_role role,
                            uint64_t value)
{
    marshal_remember(marshal, add_slot(marshal, offset, role), role, value);
}

size_t marshal_replay(struct marshal *marshal, size_t slot)
{
    size_t position = marshal->position;
    if (marshal->window != NULL)
        fail_without_whole(marshal);
    else
        marshal->position = marshal_slot_at(marshal, slot)->offset;
    marshal->replaying++;
    return position;
}

void marshal_resume(struct marshal *marshal, size_t position)
{
    marshal->position = position;
    marshal->replaying--;
}

static void read_reference(struct marshal *marshal, struct marshal_object *object, int is_interned)
{
    int32_t index = take_int32(marshal);
    size_t count = is_interned ? marshal->string_count : marshal->slot_count;
    if (marshal->failed)
        return;
    if (index < 0 || (size_t)index >= count) {
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "a reference leads nowhere; the file is damaged");
        return;
    }
    object->slot = is_interned ? STRING_SLOT | (size_t)index : (size_t)index;
    if (marshal_slot_at(marshal, object->slot)->role == MARSHAL_ROLE_OPEN)
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "an object contains itself; the file is damaged");
}

/* ---- Heads ---- */

static void read_long(struct marshal *marshal, struct marshal_object *object)
{
    int32_t size = take_int32(marshal);
    size_t count = size < 0 ? (size_t) - (int64_t)size : (size_t)size;
    if (size == INT32_MIN) {
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "the size of an integer is out of range; the file is damaged");
        return;
    }
    if (count > bytes_left(marshal) / 2)
        count = marshal->file_size; /* for take to refuse */
    const unsigned char *digits = take(marshal, count * 2);
    if (digits == NULL)
        return;
    if (!number_is_long(digits, count)) {
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "an integer has malformed digits; the file is damaged");
        return;
    }
    object->number = number_long_to_double(digits, count, size < 0);
    object->is_saturated = !number_long_to_int64(digits, count, size < 0, &object->integer);
}

static void read_integer(struct marshal *marshal, struct marshal_object *object, size_t size)
{
    uint64_t value = take_little_endian(marshal, size);
    object->integer = size == 4 ? (int32_t)(uint32_t)value : (int64_t)value;
    object->number = (double)object->integer;
}

static double read_double(struct marshal *marshal)
{
    uint64_t bits = take_little_endian(marshal, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double read_number_text(struct marshal *marshal, size_t offset)
{
    double value = 0.0;
    size_t length = take_little_endian(marshal, 1);
    const unsigned char *text = take(marshal, length);
    if (text == NULL)
        return 0.0;
    switch (number_parse(text, length, &marshal->locale, &value)) {
    case NUMBER_OK:
        break;
    case NUMBER_MALFORMED:
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, offset,
                     "a number is not written as one; the file is damaged");
        break;
    case NUMBER_MEMORY:
        fail_memory(marshal);
        break;
    }
    return value;
}

static void read_string(struct marshal *marshal, struct marshal_object *object, int has_short_size)
{
    object->count =
        has_short_size ? (size_t)take_little_endian(marshal, 1) : take_count(marshal, 1);
    object->bytes = take(marshal, object->count);
    if (object->bytes == NULL)
        object->count = 0;
}

struct type {
    unsigned char kind;  /* enum marshal_kind */
    unsigned char holds; /* when its slot is taken */
};

enum { NEVER, AFTER, BEFORE }; /* the value is read */

static const struct type types[128] = {
    ['N'] = {MARSHAL_SIMPLE, NEVER},    ['T'] = {MARSHAL_SIMPLE, NEVER},
    ['F'] = {MARSHAL_SIMPLE, NEVER},    ['S'] = {MARSHAL_SIMPLE, NEVER},
    ['.'] = {MARSHAL_SIMPLE, NEVER},    ['i'] = {MARSHAL_INTEGER, AFTER},
    ['I'] = {MARSHAL_INTEGER, AFTER},   ['l'] = {MARSHAL_INTEGER, AFTER},
    ['g'] = {MARSHAL_FLOAT, AFTER},     ['f'] = {MARSHAL_FLOAT, AFTER},
    ['y'] = {MARSHAL_COMPLEX, AFTER},   ['x'] = {MARSHAL_COMPLEX, AFTER},
    ['s'] = {MARSHAL_BYTES, AFTER},     ['u'] = {MARSHAL_UNICODE, AFTER},
    ['t'] = {MARSHAL_UNICODE, AFTER},   ['a'] = {MARSHAL_LATIN1, AFTER},
    ['A'] = {MARSHAL_LATIN1, AFTER},    ['z'] = {MARSHAL_LATIN1, AFTER},
    ['Z'] = {MARSHAL_LATIN1, AFTER},    ['('] = {MARSHAL_SEQUENCE, BEFORE},
    [')'] = {MARSHAL_SEQUENCE, BEFORE}, ['['] = {MARSHAL_SEQUENCE, BEFORE},
    ['<'] = {MARSHAL_SET, BEFORE},      ['>'] = {MARSHAL_SET, BEFORE},
    ['{'] = {MARSHAL_DICT, BEFORE},     ['}'] = {MARSHAL_DICT, BEFORE},
    [':'] = {MARSHAL_SLICE, BEFORE},    ['c'] = {MARSHAL_CODE, BEFORE},
    ['r'] = {MARSHAL_REFERENCE, NEVER}, ['R'] = {MARSHAL_REFERENCE, NEVER},
};

static void read_head(struct marshal *marshal, struct marshal_object *object)
{
    switch (object->type) {
    case 'T':
        object->integer = 1;
        object->number = 1.0;
        object->is_boolean = 1;
        break;
    case 'F':
        object->is_boolean = 1;
        break;
    case 'i':
        read_integer(marshal, object, 4);
        break;
    case 'I':
        read_integer(marshal, object, 8);
        break;
    case 'l':
        read_long(marshal, object);
        break;
    case 'g':
        object->number = read_double(marshal);
        break;
    case 'f':
        object->number = read_number_text(marshal, object->offset);
        break;
    case 'y':
        read_double(marshal);
        read_double(marshal);
        break;
    case 'x':
        read_number_text(marshal, object->offset);
        read_number_text(marshal, object->offset);
        break;
    case 's':
    case 'u':
    case 't':
    case 'a':
    case 'A':
        read_string(marshal, object, 0);
        break;
    case 'z':
    case 'Z':
        read_string(marshal, object, 1);
        break;
    case ')':
        object->count = (size_t)take_little_endian(marshal, 1);
        break;
    case '(':
    case '[':
    case '<':
    case '>':
        object->count = take_count(marshal, 1);
        break;
    case ':':
        object->count = 3;
        break;
    case 'c':
        marshal->has_code = 1;
        if (marshal->window != NULL)
            fail_without_whole(marshal);
        break;
    case 'r':
    case 'R':
        read_reference(marshal, object, object->type == 'R');
        break;
    default:
        break;
    }
    /* Python 2's interned strings are bytes, and counted in a table of their own. */
    if (object->type == 't' && !marshal->is_python_3) {
        object->kind = MARSHAL_BYTES;
        if (!marshal->replaying)
            object->slot = add_string_slot(marshal, object->offset);
    }
}

static int is_of_python_3(unsigned char type)
{
    static const char types_since[] = "aAzZ)r";
    return memchr(types_since, type, sizeof types_since - 1) != NULL;
}

/* Objects within one another, each referred to, would be read as often as they are nested. */
static void count_replayed(struct marshal *marshal, size_t size)
{
    marshal->replayed += size;
    if (marshal->replayed / MAX_REPLAYED_A_BYTE > marshal->file_size)
        marshal_fail(marshal, PSTATS_ERROR_LIMIT, marshal_offset(marshal),
                     "its shared parts come to more than %d bytes a byte; refused",
                     MAX_REPLAYED_A_BYTE);
}

enum marshal_kind marshal_kind_of(unsigned char code)
{
    return (enum marshal_kind)types[code & ~FLAG_REF].kind;
}

void marshal_next(struct marshal *marshal, struct marshal_object *object)
{
    *object = (struct marshal_object){.slot = MARSHAL_NO_SLOT, .offset = marshal_offset(marshal)};
    const unsigned char *code = take(marshal, 1);
    if (code == NULL || *code == '0')
        return;
    const struct type *type = &types[*code & ~FLAG_REF];
    object->type = *code & ~FLAG_REF;
    object->kind = (enum marshal_kind)type->kind;
    if (type->kind == MARSHAL_NULL && object->type != '0') {
        marshal_fail(marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "byte 0x%02x starts no marshal object; the file is damaged or no profile",
                     *code);
        return;
    }
    int has_flag = (*code & FLAG_REF) != 0;
    int takes_slot = has_flag && type->holds != NEVER && !marshal->replaying;
    size_t slot = MARSHAL_NO_SLOT;
    if (takes_slot && type->holds == BEFORE)
        slot = add_slot(marshal, object->offset, MARSHAL_ROLE_OPEN);
    marshal->is_python_3 |= has_flag || is_of_python_3(object->type);
    read_head(marshal, object);
    if (takes_slot && type->holds == AFTER)
        slot = add_slot(marshal, object->offset, MARSHAL_ROLE_NONE);
    if (slot != MARSHAL_NO_SLOT)
        object->slot = slot;
    if (marshal->replaying > 0)
        count_replayed(marshal, marshal_offset(marshal) - object->offset);
    if (marshal->failed)
        object->kind = MARSHAL_NULL;
}

/* ---- Containers ---- */

int marshal_enter(struct marshal *marshal, const struct marshal_object *object)
{
    if (!marshal->failed && ++marshal->depth > MARSHAL_MAX_DEPTH)
        marshal_fail(marshal, PSTATS_ERROR_LIMIT, object->offset,
                     "objects are nested more than %d deep; the file is damaged or no profile",
                     MARSHAL_MAX_DEPTH);
    return !marshal->failed;
}

void marshal_leave(struct marshal *marshal)
{
    if (!marshal->failed)
        marshal->depth--;
}

void marshal_code_head(struct marshal *marshal)
{
    static const unsigned char numbers[] = {5, 6, 5, 4};
    for (unsigned i = 0; i < numbers[marshal->code_layout]; i++)
        take_int32(marshal);
}

unsigned marshal_code_file_index(const struct marshal *marshal)
{
    return marshal->code_layout == MARSHAL_CODE_3_11 ? 5 : 6; /* 3.11 has a qualified name behind */
}

int32_t marshal_code_line(struct marshal *marshal)
{
    return take_int32(marshal);
}

unsigned marshal_code_tail_objects(const struct marshal *marshal)
{
    return marshal->code_layout == MARSHAL_CODE_3_11 ? 2 : 1;
}
