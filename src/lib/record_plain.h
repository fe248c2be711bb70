/* The quick ways of reading what nearly all of a dump is: references to what was read before, small integers, doubles and
 * small tuples, none of them to be referred to, with nothing to check but that they are there. Each says 0, and has read
 * nothing, where the long way is to be gone. */
#ifndef LIB_RECORD_PLAIN_H
#define LIB_RECORD_PLAIN_H

#include "record_reader.h"

#ifdef __GNUC__
#define INLINE static inline __attribute__((always_inline)) /* the role is known where it is used */
#else
#define INLINE static inline
#endif

#define PLAIN_COST_SIZE 28 /* two counts, then two times */
#define FLAG_REF 0x80      /* takes a slot */

static inline uint32_t plain_32_bits(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline uint64_t plain_64_bits(const unsigned char *bytes)
{
    return plain_32_bits(bytes) | (uint64_t)plain_32_bits(bytes + 4) << 32;
}

/* The next size bytes, to be looked at; NULL: they are not in memory. */
INLINE const unsigned char *plain_peek(const struct marshal *marshal, size_t size)
{
    return marshal->size - marshal->position < size || marshal->failed
               ? NULL
               : marshal->bytes + marshal->position;
}

/* An integer that is not negative, in five bytes. */
INLINE int plain_integer(const struct marshal *marshal, const unsigned char *bytes, uint64_t *value)
{
    uint32_t number = plain_32_bits(bytes + 1);
    if (*bytes == 'r')
        return marshal_recall_small(marshal, number, ROLE_INTEGER, value);
    *value = number;
    return *bytes == 'i' && number >> 31 == 0;
}

INLINE int plain_read(struct record_reader *reader, enum role role, uint64_t *value)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = plain_peek(marshal, 9);
    if (bytes == NULL)
        return 0;
    if (role == ROLE_COUNT || role == ROLE_LINE) {
        if (!plain_integer(marshal, bytes, value))
            return 0;
        marshal->position += 5;
        return 1;
    }
    if (role == ROLE_TIME && *bytes == 'g') {
        *value = plain_64_bits(bytes + 1);
        marshal->position += 9;
        return 1;
    }
    if (*bytes != 'r' ||
        !marshal_recall_small(marshal, plain_32_bits(bytes + 1), (marshal_role)role, value))
        return 0;
    marshal->position += 5;
    return 1;
}

/* The next object, either way, in a role whose value says all (not one for what recall brings back). */
INLINE uint64_t plain_read_or_long(struct record_reader *reader, enum role role)
{
    uint64_t value;
    return plain_read(reader, role, &value) ? value : record_reader_next(reader, role);
}

/* The start of a small tuple that cannot be referred to. */
INLINE int plain_tuple(struct record_reader *reader, unsigned char count)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = plain_peek(marshal, 2);
    if (bytes == NULL || bytes[0] != ')' || bytes[1] != count)
        return 0;
    marshal->is_python_3 = 1;
    marshal->position += 2;
    return 1;
}

#endif
