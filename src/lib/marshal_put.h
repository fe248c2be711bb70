/* Values to marshal bytes, version 2 of the format, on their way out. Knows nothing about profiles. */
#ifndef LIB_MARSHAL_PUT_H
#define LIB_MARSHAL_PUT_H

#include <pstats.h>

#define MARSHAL_PUT_BLOCK ((size_t)64 * 1024)

/* Remembers that it failed, and does nothing from then on. */
struct marshal_put {
    pstats_write_function *write;
    void *context;
    pstats_code failure; /* PSTATS_OK: none */
    int system_error;    /* errno of a write that failed */
    size_t used;
    unsigned char block[MARSHAL_PUT_BLOCK];
};

void marshal_put_init(struct marshal_put *put, pstats_write_function *write, void *context);
void marshal_put_end(struct marshal_put *put); /* writes what is left */

void marshal_put_dict_begin(struct marshal_put *put);
void marshal_put_dict_end(struct marshal_put *put);
void marshal_put_tuple(struct marshal_put *put, uint32_t count); /* its items follow */

void marshal_put_integer(struct marshal_put *put, int64_t value);
void marshal_put_large(struct marshal_put *put,
                       double value); /* an integer of any size, not below 0 */
void marshal_put_float(struct marshal_put *put, double value);

/* Of less than 2^31 bytes. A str in Python 2 and 3 alike, or a unicode object in Python 2 (where only that holds lone surrogates). */
void marshal_put_text(struct marshal_put *put, pstats_text text, int is_unicode);

#endif
