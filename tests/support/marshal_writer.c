/* Writes marshal objects one by one, so that tests can build dumps of any shape, sane or not. */
#include "marshal_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_REF 0x80

struct marshal_writer {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
    int version;
    int is_flag_wanted;
    int32_t flag_count;
};

struct marshal_writer *marshal_writer_new(int version)
{
    struct marshal_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        abort();
    writer->version = version;
    return writer;
}

void marshal_writer_free(struct marshal_writer *writer)
{
    if (writer == NULL)
        return;
    free(writer->bytes);
    free(writer);
}

const unsigned char *marshal_writer_bytes(const struct marshal_writer *writer)
{
    return writer->bytes;
}

size_t marshal_writer_size(const struct marshal_writer *writer)
{
    return writer->size;
}

void put_raw(struct marshal_writer *writer, const void *bytes, size_t size)
{
    if (size > writer->capacity - writer->size) {
        size_t capacity = writer->capacity * 2 + size + 256;
        unsigned char *grown = realloc(writer->bytes, capacity);
        if (grown == NULL)
            abort();
        writer->bytes = grown;
        writer->capacity = capacity;
    }
    if (size > 0)
        memcpy(writer->bytes + writer->size, bytes, size);
    writer->size += size;
}

void put_raw_byte(struct marshal_writer *writer, unsigned char byte)
{
    put_raw(writer, &byte, 1);
}

void put_raw_int32(struct marshal_writer *writer, int32_t value)
{
    uint32_t bits = (uint32_t)value;
    unsigned char bytes[4] = {bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff, bits >> 24 & 0xff};
    put_raw(writer, bytes, sizeof bytes);
}

void put_repeated(struct marshal_writer *writer, const void *bytes, size_t size, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_raw(writer, bytes, size);
}

void put_code(struct marshal_writer *writer, char code)
{
    put_raw_byte(writer, (unsigned char)code | (writer->is_flag_wanted ? FLAG_REF : 0));
    writer->is_flag_wanted = 0;
}

int32_t put_flag(struct marshal_writer *writer)
{
    writer->is_flag_wanted = 1;
    return writer->flag_count++;
}

void put_reference(struct marshal_writer *writer, int32_t index)
{
    put_code(writer, 'r');
    put_raw_int32(writer, index);
}

/* ---- Numbers ---- */

void put_int(struct marshal_writer *writer, int64_t value)
{
    if (value >= INT32_MIN && value <= INT32_MAX) {
        put_code(writer, 'i');
        put_raw_int32(writer, (int32_t)value);
        return;
    }
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint16_t digits[5];
    int32_t count = 0;
    for (; magnitude != 0; magnitude >>= 15)
        digits[count++] = magnitude & 0x7fff;
    put_long(writer, value < 0 ? -1 : 1, digits, count);
}

static void put_raw_uint64(struct marshal_writer *writer, uint64_t bits)
{
    put_raw_int32(writer, (int32_t)(uint32_t)bits);
    put_raw_int32(writer, (int32_t)(uint32_t)(bits >> 32));
}

void put_int64(struct marshal_writer *writer, int64_t value)
{
    put_code(writer, 'I');
    put_raw_uint64(writer, (uint64_t)value);
}

void put_long(struct marshal_writer *writer, int sign, const uint16_t *digits, int32_t count)
{
    put_code(writer, 'l');
    put_raw_int32(writer, sign < 0 ? -count : count);
    for (int32_t i = 0; i < count; i++) {
        put_raw_byte(writer, digits[i] & 0xff);
        put_raw_byte(writer, digits[i] >> 8);
    }
}

void put_double(struct marshal_writer *writer, double value)
{
    if (writer->version < 2) {
        char text[40];
        snprintf(text, sizeof text, "%.17g", value);
        put_text_float(writer, text);
        return;
    }
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_code(writer, 'g');
    put_raw_uint64(writer, bits);
}

void put_text_float(struct marshal_writer *writer, const char *text)
{
    put_code(writer, 'f');
    put_raw_byte(writer, (unsigned char)strlen(text));
    put_raw(writer, text, strlen(text));
}

/* ---- Strings ---- */

void put_string(struct marshal_writer *writer, char code, const void *bytes, size_t size)
{
    put_code(writer, code);
    if (code == 'z' || code == 'Z')
        put_raw_byte(writer, (unsigned char)size);
    else
        put_raw_int32(writer, (int32_t)size);
    put_raw(writer, bytes, size);
}

void put_text(struct marshal_writer *writer, const char *text)
{
    size_t size = strlen(text);
    int is_ascii = 1;
    for (size_t i = 0; i < size; i++)
        is_ascii &= (unsigned char)text[i] < 0x80;
    char code = 's';
    if (writer->version >= 4 && is_ascii)
        code = size < 256 ? 'z' : 'a';
    else if (writer->version >= 3)
        code = 'u';
    put_string(writer, code, text, size);
}

void put_string_reference(struct marshal_writer *writer, int32_t index)
{
    put_code(writer, 'R');
    put_raw_int32(writer, index);
}

/* ---- Containers ---- */

void put_tuple(struct marshal_writer *writer, uint32_t count)
{
    if (writer->version >= 4 && count < 256) {
        put_code(writer, ')');
        put_raw_byte(writer, (unsigned char)count);
        return;
    }
    put_code(writer, '(');
    put_raw_int32(writer, (int32_t)count);
}

void put_dict_begin(struct marshal_writer *writer)
{
    put_code(writer, '{');
}

void put_dict_end(struct marshal_writer *writer)
{
    put_code(writer, '0');
}

/* ---- Code objects ---- */

static const struct {
    int int32_count;   /* before the first object */
    int between_count; /* empty tuples between the constants and the file */
    int has_qualname;  /* and a third object behind the name, two behind the line */
} layouts[] = {
    [CODE_PYTHON_2_7] = {4, 4, 0},
    [CODE_PYTHON_3_0] = {5, 4, 0},
    [CODE_PYTHON_3_8] = {6, 4, 0},
    [CODE_PYTHON_3_11] = {5, 3, 1},
};

void put_code_object_begin(struct marshal_writer *writer, enum code_layout layout)
{
    put_code(writer, 'c');
    for (int i = 0; i < layouts[layout].int32_count; i++)
        put_raw_int32(writer, 0);
    put_string(writer, 's', "d\0S\0", 4);
}

void put_code_object_end(struct marshal_writer *writer, enum code_layout layout, const char *file,
                         const char *name, int32_t line)
{
    for (int i = 0; i < layouts[layout].between_count; i++) {
        if (layouts[layout].has_qualname && i == 2) /* the kinds of the locals are bytes */
            put_string(writer, 's', "", 0);
        else
            put_tuple(writer, 0);
    }
    put_text(writer, file);
    put_text(writer, name);
    if (layouts[layout].has_qualname)
        put_text(writer, name);
    put_raw_int32(writer, line);
    put_string(writer, 's', "\0\1", 2);
    if (layouts[layout].has_qualname)
        put_string(writer, 's', "", 0);
}

/* ---- Records in cProfile's shape ---- */

void put_key(struct marshal_writer *writer, const char *file, int64_t line, const char *name)
{
    put_tuple(writer, 3);
    put_text(writer, file);
    put_int(writer, line);
    put_text(writer, name);
}

static void put_long_text(struct marshal_writer *writer, struct long_text *text)
{
    if (text->slot >= 0) {
        put_reference(writer, text->slot);
        return;
    }
    text->slot = put_flag(writer);
    put_code(writer, 'u');
    put_raw_int32(writer, (int32_t)text->length);
    put_repeated(writer, "x", 1, text->length);
}

void put_long_key(struct marshal_writer *writer, struct long_text *text, int64_t line)
{
    put_tuple(writer, 3);
    if (text->is_name)
        put_text(writer, "a.py");
    else
        put_long_text(writer, text);
    put_int(writer, line);
    if (text->is_name)
        put_long_text(writer, text);
    else
        put_text(writer, "f");
}

void put_record_begin(struct marshal_writer *writer, int64_t primitive_calls, int64_t calls,
                      double self, double cumulative)
{
    put_tuple(writer, 5);
    put_int(writer, primitive_calls);
    put_int(writer, calls);
    put_double(writer, self);
    put_double(writer, cumulative);
    put_dict_begin(writer);
}

void put_function_begin(struct marshal_writer *writer, const char *file, int64_t line,
                        const char *name, int64_t primitive_calls, int64_t calls, double self,
                        double cumulative)
{
    put_key(writer, file, line, name);
    put_record_begin(writer, primitive_calls, calls, self, cumulative);
}

void put_caller_figures(struct marshal_writer *writer, int64_t calls, int64_t primitive_calls,
                        double self, double cumulative)
{
    put_tuple(writer, 4);
    put_int(writer, calls);
    put_int(writer, primitive_calls);
    put_double(writer, self);
    put_double(writer, cumulative);
}
