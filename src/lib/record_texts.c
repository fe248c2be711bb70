/* Reads what names functions and files: texts, and code objects, whose names are put together as Python does. */
#include "record_texts.h"

#include "marshal_skip.h"
#include "record_plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NAMES_A_BYTE                                                                           \
    64 /* bytes of names that are put together for code objects; pstats(5) names it */

/* Marks the number of a text that was put together for a code object. */
#define FROM_CODE ((uint64_t)1 << 32)

static uint64_t intern(struct record_reader *reader, const void *bytes, size_t length,
                       enum text_encoding encoding, size_t offset)
{
    int is_invalid;
    uint32_t text = text_intern(&reader->names, bytes, length, encoding, &is_invalid);
    if (text != TEXT_NONE)
        return text;
    if (is_invalid)
        marshal_fail(&reader->marshal, PSTATS_ERROR_MARSHAL, offset,
                     "a text is not UTF-8; the file is damaged");
    record_reader_fail_memory(reader);
    return 0;
}

/* What a code object has for a file or name: a text, but not again a code object's, which could double without end. */
static pstats_text read_code_text(struct record_reader *reader, const struct marshal_object *code)
{
    uint64_t text = plain_read_or_long(reader, ROLE_TEXT);
    if (text & FROM_CODE)
        record_reader_fail(reader, code, "the name of a code object is not text");
    return reader->marshal.failed ? (pstats_text){NULL, 0} : reader->names.texts[text];
}

/* The file and name of a code object, and the line that it begins in; the rest is read over. */
static int32_t read_code_fields(struct record_reader *reader, const struct marshal_object *object,
                                pstats_text *file, pstats_text *name)
{
    struct marshal *marshal = &reader->marshal;
    unsigned file_index = marshal_code_file_index(marshal);
    marshal_code_head(marshal);
    for (unsigned i = 0; i < MARSHAL_CODE_OBJECTS; i++) {
        if (i == file_index)
            *file = read_code_text(reader, object);
        else if (i == file_index + 1)
            *name = read_code_text(reader, object);
        else
            marshal_skip_next(marshal);
    }
    int32_t line = marshal_code_line(marshal);
    for (unsigned i = 0; i < marshal_code_tail_objects(marshal); i++)
        marshal_skip_next(marshal);
    return line;
}

static uint64_t intern_code_name(struct record_reader *reader, pstats_text file, pstats_text name,
                                 int32_t line, size_t offset)
{
    size_t size = file.length + name.length + sizeof "<code object , file \"\", line -2147483648>";
    reader->code_name_bytes += size;
    if (reader->code_name_bytes / MAX_NAMES_A_BYTE > reader->marshal.file_size) {
        marshal_fail(&reader->marshal, PSTATS_ERROR_LIMIT, offset,
                     "its shared parts expand to more than %d bytes of names a byte; refused",
                     MAX_NAMES_A_BYTE);
        return 0;
    }
    char *text = malloc(size);
    if (text == NULL) {
        record_reader_fail_memory(reader);
        return 0;
    }
    size_t length = 0;
    const pstats_text parts[] = {{"<code object ", 13}, name, {", file \"", 8}, file};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        memcpy(text + length, parts[i].bytes, parts[i].length);
        length += parts[i].length;
    }
    length += (size_t)snprintf(text + length, size - length, "\", line %d>", (int)line);
    uint64_t result = intern(reader, text, length, TEXT_UTF8, offset);
    free(text);
    return result;
}

/* A profile of a whole script by the pure-Python profiler names it by its code object. */
static uint64_t read_code(struct record_reader *reader, const struct marshal_object *object)
{
    pstats_text file = {NULL, 0}, name = {NULL, 0};
    if (reader->is_in_code)
        record_reader_fail(reader, object, "the name of a code object is not text");
    if (!marshal_enter(&reader->marshal, object))
        return 0;
    reader->is_in_code = 1;
    int32_t line = read_code_fields(reader, object, &file, &name);
    reader->is_in_code = 0;
    marshal_leave(&reader->marshal);
    if (reader->marshal.failed)
        return 0;
    return intern_code_name(reader, file, name, line, object->offset) | FROM_CODE;
}

uint64_t record_texts_read(struct record_reader *reader, const struct marshal_object *object)
{
    switch (object->kind) {
    case MARSHAL_UNICODE:
        return intern(reader, object->bytes, object->count, TEXT_UTF8, object->offset);
    case MARSHAL_LATIN1:
        return intern(reader, object->bytes, object->count, TEXT_LATIN1, object->offset);
    case MARSHAL_BYTES:
        return intern(reader, object->bytes, object->count, TEXT_BYTES, object->offset);
    case MARSHAL_CODE:
        return read_code(reader, object);
    default:
        record_reader_fail(reader, object, "the name of a function or file is not text");
        return 0;
    }
}

int record_texts_read_short(struct record_reader *reader, uint64_t *text)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = plain_peek(marshal, 2);
    size_t offset = marshal_offset(marshal);
    if (bytes == NULL || ((bytes[0] & ~FLAG_REF) | 0x20) != 'z' || marshal->replaying > 0 ||
        plain_peek(marshal, (size_t)2 + bytes[1]) == NULL)
        return 0;
    int takes_slot = (bytes[0] & FLAG_REF) != 0;
    marshal->is_python_3 = 1;
    marshal->position += (size_t)2 + bytes[1];
    *text = intern(reader, bytes + 2, bytes[1], TEXT_LATIN1, offset);
    if (takes_slot)
        marshal_add_remembered(marshal, offset, ROLE_TEXT, *text);
    return 1;
}
