/* Values to marshal bytes, version 2 of the format, on their way out. */
#include "marshal_put.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define DIGIT_BITS 15
#define MANTISSA_BITS 53

/* ---- Bytes ---- */

void marshal_put_init(struct marshal_put *put, pstats_write_function *write, void *context)
{
    put->write = write;
    put->context = context;
    put->failure = PSTATS_OK;
    put->system_error = 0;
    put->used = 0;
}

static void fail(struct marshal_put *put, pstats_code failure, int system_error)
{
    if (put->failure != PSTATS_OK)
        return;
    put->failure = failure;
    put->system_error = system_error;
}

static void write_all(struct marshal_put *put, const unsigned char *bytes, size_t size)
{
    while (size > 0 && put->failure == PSTATS_OK) {
        errno = 0;
        ptrdiff_t taken = put->write(put->context, bytes, size);
        if (taken <= 0 || (size_t)taken > size) {
            fail(put, PSTATS_ERROR_FILE, taken < 0 && errno != 0 ? errno : EIO);
            return;
        }
        bytes += taken;
        size -= (size_t)taken;
    }
}

void marshal_put_end(struct marshal_put *put)
{
    write_all(put, put->block, put->used);
    put->used = 0;
}

static void put_bytes(struct marshal_put *put, const void *bytes, size_t size)
{
    if (size > MARSHAL_PUT_BLOCK - put->used)
        marshal_put_end(put);
    if (size > MARSHAL_PUT_BLOCK) {
        write_all(put, bytes, size);
    } else if (size > 0) {
        memcpy(put->block + put->used, bytes, size);
        put->used += size;
    }
}

static void put_code(struct marshal_put *put, char code)
{
    put_bytes(put, &code, 1);
}

static void put_little_endian(struct marshal_put *put, uint64_t value, size_t size)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (unsigned char)(value >> 8 * i);
    put_bytes(put, bytes, size);
}

/* ---- Values ---- */

void marshal_put_dict_begin(struct marshal_put *put)
{
    put_code(put, '{');
}

void marshal_put_dict_end(struct marshal_put *put)
{
    put_code(put, '0');
}

void marshal_put_tuple(struct marshal_put *put, uint32_t count)
{
    put_code(put, '(');
    put_little_endian(put, count, 4);
}

/* The digit that begins at this bit of mantissa * 2^shift. */
static unsigned digit_at(uint64_t mantissa, int shift, int bit)
{
    int from = bit - shift;
    uint64_t digit = from >= 64           ? 0
                     : from >= 0          ? mantissa >> from
                     : from > -DIGIT_BITS ? mantissa << -from
                                          : 0;
    return (unsigned)digit & ((1u << DIGIT_BITS) - 1);
}

/* The least digit first, none of them a leading zero. */
static void put_digits(struct marshal_put *put, uint64_t mantissa, int shift, int is_negative)
{
    int bits = shift;
    for (uint64_t rest = mantissa; rest > 0; rest >>= 1)
        bits++;
    int32_t count = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    put_code(put, 'l');
    put_little_endian(put, (uint32_t)(is_negative ? -count : count), 4);
    for (int i = 0; i < count; i++)
        put_little_endian(put, digit_at(mantissa, shift, i * DIGIT_BITS), 2);
}

void marshal_put_integer(struct marshal_put *put, int64_t value)
{
    if (value >= INT32_MIN && value <= INT32_MAX) {
        put_code(put, 'i');
        put_little_endian(put, (uint32_t)value, 4);
        return;
    }
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    put_digits(put, magnitude, 0, value < 0);
}

void marshal_put_large(struct marshal_put *put, double value)
{
    int exponent;
    if (value < (double)(UINT64_C(1) << MANTISSA_BITS)) {
        marshal_put_integer(put, (int64_t)value);
        return;
    }
    if (isinf(value)) { /* what a double cannot hold: the least such number */
        put_digits(put, 1, 1024, 0);
        return;
    }
    uint64_t mantissa = (uint64_t)ldexp(frexp(value, &exponent), MANTISSA_BITS);
    put_digits(put, mantissa, exponent - MANTISSA_BITS, 0);
}

void marshal_put_float(struct marshal_put *put, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_code(put, 'g');
    put_little_endian(put, bits, 8);
}

void marshal_put_text(struct marshal_put *put, pstats_text text, int is_unicode)
{
    put_code(put, is_unicode ? 'u' : 't');
    put_little_endian(put, text.length, 4);
    put_bytes(put, text.bytes, text.length);
}
