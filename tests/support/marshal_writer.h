/* Writes marshal objects one by one, so that tests can build dumps of any shape, sane or not. Checks nothing: what is put
 * is what stands in the bytes. Ends the process when there is no memory. */
#ifndef TESTS_MARSHAL_WRITER_H
#define TESTS_MARSHAL_WRITER_H

#include <stddef.h>
#include <stdint.h>

struct marshal_writer;

/* version as in Python's marshal.dump(…, version). It only decides how put_double and put_text write: text floats
 * below 2, Python 2's strings below 3, short ASCII strings and small tuples from 4 on. */
struct marshal_writer *marshal_writer_new(int version);
void marshal_writer_free(struct marshal_writer *writer); /* NULL is allowed */
const unsigned char *marshal_writer_bytes(const struct marshal_writer *writer);
size_t marshal_writer_size(const struct marshal_writer *writer);

/* ---- Any object ---- */

void put_raw(struct marshal_writer *writer, const void *bytes, size_t size);
void put_raw_byte(struct marshal_writer *writer, unsigned char byte);
void put_raw_int32(struct marshal_writer *writer, int32_t value);
void put_repeated(struct marshal_writer *writer, const void *bytes, size_t size, size_t count);

/* A type code, with FLAG_REF when put_flag asked for it. */
void put_code(struct marshal_writer *writer, char code);

/* Gives FLAG_REF to the next object (not to one of `0NFTS.r`, which take no slot) and returns its index. */
int32_t put_flag(struct marshal_writer *writer);
void put_reference(struct marshal_writer *writer, int32_t index);

void put_int(struct marshal_writer *writer, int64_t value);   /* 'i', or 'l' when it does not fit */
void put_int64(struct marshal_writer *writer, int64_t value); /* 'I' */
void put_long(struct marshal_writer *writer, int sign, const uint16_t *digits, int32_t count);
void put_double(struct marshal_writer *writer, double value);
void put_text_float(struct marshal_writer *writer, const char *text); /* 'f' */

void put_text(struct marshal_writer *writer,
              const char *text); /* UTF-8, as the version writes it */
void put_string(struct marshal_writer *writer, char code, const void *bytes,
                size_t size); /* one of `suatAzZ` */
void put_string_reference(struct marshal_writer *writer,
                          int32_t index); /* 'R': the index counts Python 2's 't' */

void put_tuple(struct marshal_writer *writer, uint32_t count); /* its items follow */
void put_dict_begin(struct marshal_writer *writer);            /* keys and values follow */
void put_dict_end(struct marshal_writer *writer);

/* ---- A code object: begin, one object for its constants, end ---- */

enum code_layout { CODE_PYTHON_2_7, CODE_PYTHON_3_0, CODE_PYTHON_3_8, CODE_PYTHON_3_11 };

void put_code_object_begin(struct marshal_writer *writer, enum code_layout layout);
void put_code_object_end(struct marshal_writer *writer, enum code_layout layout, const char *file,
                         const char *name, int32_t line);

/* ---- Records in cProfile's shape ---- */

void put_key(struct marshal_writer *writer, const char *file, int64_t line, const char *name);

/* A text of so many x, which the first of the keys that share it spells: their file, or in a.py their name. */
struct long_text {
    size_t length;
    int is_name;
    int32_t slot; /* -1: no key has had it */
};
void put_long_key(struct marshal_writer *writer, struct long_text *text, int64_t line);

/* Figures and the start of the callers dict, which put_dict_end ends. */
void put_record_begin(struct marshal_writer *writer, int64_t primitive_calls, int64_t calls,
                      double self, double cumulative);

/* Likewise, with the key before them. */
void put_function_begin(struct marshal_writer *writer, const char *file, int64_t line,
                        const char *name, int64_t primitive_calls, int64_t calls, double self,
                        double cumulative);

/* The figures of a caller, whose key stands before them. */
void put_caller_figures(struct marshal_writer *writer, int64_t calls, int64_t primitive_calls,
                        double self, double cumulative);

#endif
