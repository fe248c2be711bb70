/* A mutator for libFuzzer that knows marshal: blind changes rarely get past the first tuple of a dump.
 *
 * The bytes are read into a list of objects (where each begins and ends, and what it is); then one object is replaced by
 * another, repeated, made a reference or a number of note, or flips its flag. What does not parse is left to libFuzzer's
 * own mutations, and so is every other call. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FLAG_REF 0x80
#define OBJECTS_MAX 4096
#define DEPTH_MAX 64

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed);

struct object {
    size_t start;
    size_t end;
};

struct scan {
    const uint8_t *bytes;
    size_t size;
    size_t position;
    struct object objects[OBJECTS_MAX];
    size_t count;
    unsigned references; /* objects with FLAG_REF so far */
};

/* ---- Reading ---- */

static int take(struct scan *scan, size_t size)
{
    if (size > scan->size - scan->position)
        return 0;
    scan->position += size;
    return 1;
}

static uint32_t little_endian(const uint8_t *bytes, size_t size)
{
    uint32_t value = 0;
    for (size_t i = size; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

static int take_number(struct scan *scan, size_t size, uint32_t *value)
{
    size_t start = scan->position;
    if (!take(scan, size))
        return 0;
    *value = little_endian(scan->bytes + start, size);
    return 1;
}

static int scan_object(struct scan *scan, unsigned depth);

static int scan_items(struct scan *scan, uint32_t count, unsigned depth)
{
    for (uint32_t i = 0; i < count; i++)
        if (!scan_object(scan, depth))
            return 0;
    return 1;
}

static int scan_dict(struct scan *scan, unsigned depth)
{
    while (scan->position < scan->size && scan->bytes[scan->position] != '0')
        if (!scan_object(scan, depth) || !scan_object(scan, depth))
            return 0;
    return take(scan, 1);
}

static int scan_body(struct scan *scan, uint8_t type, unsigned depth)
{
    uint32_t count = 0;
    switch (type) {
    case 'N':
    case 'T':
    case 'F':
    case '.':
        return 1;
    case 'i':
    case 'r':
    case 'R':
        return take(scan, 4);
    case 'I':
    case 'g':
        return take(scan, 8);
    case 'l':
        return take_number(scan, 4, &count) && count < 1000 && take(scan, 2 * count);
    case 'f':
    case 'z':
    case 'Z':
        return take_number(scan, 1, &count) && take(scan, count);
    case 's':
    case 't':
    case 'u':
    case 'a':
    case 'A':
        return take_number(scan, 4, &count) && take(scan, count);
    case ')':
        return take_number(scan, 1, &count) && scan_items(scan, count, depth + 1);
    case '(':
    case '[':
        return take_number(scan, 4, &count) && scan_items(scan, count, depth + 1);
    case '{':
    case '}':
        return scan_dict(scan, depth + 1);
    default:
        return 0;
    }
}

static int scan_object(struct scan *scan, unsigned depth)
{
    size_t start = scan->position;
    if (depth > DEPTH_MAX || !take(scan, 1))
        return 0;
    uint8_t code = scan->bytes[start];
    scan->references += (code & FLAG_REF) != 0;
    if (!scan_body(scan, code & ~FLAG_REF, depth))
        return 0;
    if (scan->count < OBJECTS_MAX)
        scan->objects[scan->count++] = (struct object){start, scan->position};
    return 1;
}

/* ---- Changing ---- */

static unsigned next(unsigned *state) /* xorshift, Marsaglia 2003 */
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Puts new bytes in the place of an object; the size, or as it was when it would be too much. */
static size_t replace(uint8_t *bytes, size_t size, size_t max_size, struct object old,
                      const uint8_t *with, size_t with_size)
{
    size_t length = old.end - old.start;
    if (size - length + with_size > max_size)
        return size;
    memmove(bytes + old.start + with_size, bytes + old.end, size - old.end);
    memcpy(bytes + old.start, with, with_size);
    return size - length + with_size;
}

static size_t put_number(uint8_t *bytes, size_t size, size_t max_size, struct object old,
                         unsigned *state)
{
    static const char *const numbers[] = {
        "i\xff\xff\xff\xff",
        "i\xff\xff\xff\x7f",
        "i\x00\x00\x00\x80",
        "g\x00\x00\x00\x00\x00\x00\xf0\x7f",
        "g\x00\x00\x00\x00\x00\x00\xf8\x7f",
        "g\xff\xff\xff\xff\xff\xff\xef\x7f",
        "g\x01\x00\x00\x00\x00\x00\x00\x80",
        "l\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00",
        ("f\x03"
         "inf"),
        "T",
    };
    static const unsigned char sizes[] = {5, 5, 5, 9, 9, 9, 9, 15, 5, 1};
    unsigned which = next(state) % sizeof sizes;
    return replace(bytes, size, max_size, old, (const uint8_t *)numbers[which], sizes[which]);
}

static size_t put_reference(uint8_t *bytes, size_t size, size_t max_size, struct object old,
                            unsigned references, unsigned *state)
{
    unsigned index = next(state) % (references + 1);
    const uint8_t reference[] = {'r', (uint8_t)index, (uint8_t)(index >> 8), 0, 0};
    return replace(bytes, size, max_size, old, reference, sizeof reference);
}

static size_t put_other(uint8_t *bytes, size_t size, size_t max_size, struct object old,
                        struct object other)
{
    uint8_t copy[4096];
    size_t length = other.end - other.start;
    if (length > sizeof copy)
        return size;
    memcpy(copy, bytes + other.start, length);
    return replace(bytes, size, max_size, old, copy, length);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed)
{
    static struct scan scan;
    unsigned state = seed | 1;
    scan.bytes = bytes;
    scan.size = size;
    scan.position = scan.count = scan.references = 0;
    next(&state);
    if (next(&state) % 2 == 0 || !scan_object(&scan, 0) || scan.count < 2)
        return LLVMFuzzerMutate(bytes, size, max_size);
    struct object old = scan.objects[next(&state) % scan.count];
    switch (next(&state) % 6) {
    case 0:
        bytes[old.start] ^= FLAG_REF;
        return size;
    case 1:
        return put_reference(bytes, size, max_size, old, scan.references, &state);
    case 2:
        return put_number(bytes, size, max_size, old, &state);
    case 3: /* once more, behind itself */
        return put_other(bytes, size, max_size, (struct object){old.end, old.end}, old);
    default:
        return put_other(bytes, size, max_size, old, scan.objects[next(&state) % scan.count]);
    }
}
