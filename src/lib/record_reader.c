/* Reads the objects of a dump, each in the role that it is wanted in, and checks and normalises them. */
#include "record_reader.h"

#include "arena.h"
#include "counts.h"
#include "record_calls.h"
#include "record_texts.h"

#include <stdlib.h>
#include <string.h>

void record_reader_init(struct record_reader *reader, const struct marshal *marshal,
                        struct records_notes *notes)
{
    memset(reader, 0, sizeof *reader);
    memset(notes, 0, sizeof *notes);
    reader->marshal = *marshal;
    reader->notes = notes;
    function_table_init(&reader->function_numbers);
    reader->texts = arena_new();
    text_table_init(&reader->names, reader->texts);
    if (reader->texts == NULL)
        record_reader_fail_memory(reader);
}

void record_reader_free(struct record_reader *reader)
{
    marshal_free(&reader->marshal);
    text_table_free(&reader->names);
    function_table_free(&reader->function_numbers);
    arena_release(reader->texts);
    free(reader->functions);
    free(reader->last_call);
    free(reader->found_keys);
    free(reader->calls);
    free(reader->replaced_records);
    free(reader->shared_records);
    free(reader->shared_values);
    free(reader->shared_ranges);
    free(reader->shared_integers);
}

/* ---- Failing ---- */

void record_reader_fail(struct record_reader *reader, const struct marshal_object *object,
                        const char *what)
{
    if (object->kind == MARSHAL_NULL)
        marshal_fail(&reader->marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "an object is missing; the file is damaged");
    marshal_fail(&reader->marshal, PSTATS_ERROR_RECORD, object->offset,
                 "it is Python data, but not a profile: %s", what);
}

void record_reader_fail_memory(struct record_reader *reader)
{
    marshal_fail(&reader->marshal, PSTATS_ERROR_MEMORY, 0, "out of memory");
}

#define KEEP(list, item)                                                                           \
    (array_grow(&reader->list##s, &reader->list##_capacity, reader->list##_count,                  \
                sizeof *reader->list##s)                                                           \
         ? (reader->list##s[reader->list##_count] = (item), reader->list##_count++)                \
         : (record_reader_fail_memory(reader), (size_t)0))

/* ---- Any object, or a reference to one ---- */

static uint64_t read_object(struct record_reader *reader, const struct marshal_object *object,
                            enum role role);

/* The figures that a reference leads to are brought back as if they had just been read. */
static void recall(struct record_reader *reader, enum role role, uint64_t value);

/* Keeps what was just read for references to come; returns what to remember. */
static uint64_t keep(struct record_reader *reader, enum role role, uint64_t value);

/* Integers are kept as such, whatever they were read as: so none is decoded twice, however many references of however many
 * roles lead to it. */
static uint64_t remember(struct record_reader *reader, size_t slot,
                         const struct marshal_object *object, enum role role, uint64_t value)
{
    struct marshal_object integer = *object;
    integer.slot = MARSHAL_NO_SLOT;
    uint64_t kept = value;
    if (object->kind != MARSHAL_INTEGER) {
        kept = value = keep(reader, role, value);
    } else if (object->type == 'l') {
        role = ROLE_LONG;
        kept = KEEP(shared_integer, integer);
    } else {
        role = ROLE_INTEGER;
        kept = (uint64_t)object->integer;
    }
    marshal_remember(&reader->marshal, slot, (marshal_role)role, kept);
    return value;
}

static uint64_t read_integer_again(struct record_reader *reader, struct marshal_slot remembered,
                                   enum role role)
{
    struct marshal_object object = {.kind = MARSHAL_INTEGER,
                                    .type = 'I',
                                    .offset = (size_t)remembered.offset,
                                    .slot = MARSHAL_NO_SLOT,
                                    .integer = (int64_t)remembered.value,
                                    .number = (double)(int64_t)remembered.value};
    return read_object(reader, &object, role);
}

static uint64_t read_reference(struct record_reader *reader, size_t slot, enum role role)
{
    struct marshal *marshal = &reader->marshal;
    struct marshal_slot remembered = *marshal_slot_at(marshal, slot);
    struct marshal_object object;
    if (remembered.role == (marshal_role)role) {
        recall(reader, role, remembered.value);
        return remembered.value;
    }
    if (remembered.role == ROLE_INTEGER)
        return read_integer_again(reader, remembered, role);
    if (remembered.role == ROLE_LONG)
        return read_object(reader, &reader->shared_integers[remembered.value], role);
    size_t position = marshal_replay(marshal, slot);
    marshal_next(marshal, &object);
    uint64_t value = read_object(reader, &object, role);
    marshal_resume(marshal, position);
    return marshal->failed ? 0 : remember(reader, slot, &object, role, value);
}

uint64_t record_reader_read(struct record_reader *reader, const struct marshal_object *object,
                            enum role role)
{
    if (object->kind == MARSHAL_REFERENCE)
        return read_reference(reader, object->slot, role);
    uint64_t value = read_object(reader, object, role);
    return object->slot == MARSHAL_NO_SLOT || reader->marshal.failed
               ? value
               : remember(reader, object->slot, object, role, value);
}

uint64_t record_reader_next(struct record_reader *reader, enum role role)
{
    struct marshal_object object;
    marshal_next(&reader->marshal, &object);
    return record_reader_read(reader, &object, role);
}

/* ---- Numbers ---- */

int record_reader_is_integer(const struct marshal_object *object)
{
    return object->kind == MARSHAL_INTEGER || object->is_boolean;
}

uint64_t record_reader_count(struct record_reader *reader, const struct marshal_object *object)
{
    if (!record_reader_is_integer(object))
        record_reader_fail(reader, object, "a number of calls is not an integer");
    if (object->integer < 0)
        return (uint64_t)count_of_negative(object->integer);
    if (!object->is_saturated)
        return (uint64_t)object->integer;
    reader->notes->saturated_counts++;
    return (uint64_t)count_of_large(object->number);
}

static uint64_t read_line(struct record_reader *reader, const struct marshal_object *object)
{
    if (!record_reader_is_integer(object))
        record_reader_fail(reader, object, "a line number is not an integer");
    reader->notes->saturated_lines += object->is_saturated != 0;
    return (uint64_t)object->integer;
}

static uint64_t read_time(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_FLOAT && !record_reader_is_integer(object))
        record_reader_fail(reader, object, "a time is not a number");
    uint64_t bits;
    memcpy(&bits, &object->number, sizeof bits);
    return bits;
}

/* ---- Each role ---- */

static uint64_t read_object(struct record_reader *reader, const struct marshal_object *object,
                            enum role role)
{
    switch (role) {
    case ROLE_TEXT:
        return record_texts_read(reader, object);
    case ROLE_COUNT:
        return record_reader_count(reader, object);
    case ROLE_TIME:
        return read_time(reader, object);
    case ROLE_LINE:
        return read_line(reader, object);
    case ROLE_KEY:
        return record_calls_read_key(reader, object);
    case ROLE_RECORD:
        record_calls_read_record(reader, object);
        break;
    case ROLE_CALLERS:
        record_calls_read_callers(reader, object);
        break;
    case ROLE_VALUE:
        record_calls_read_value(reader, object);
        break;
    case ROLE_INTEGER: /* these two are only remembered */
    case ROLE_LONG:
        break;
    }
    return 0;
}

static uint64_t keep(struct record_reader *reader, enum role role, uint64_t value)
{
    switch (role) {
    case ROLE_RECORD:
        return KEEP(shared_record, reader->record);
    case ROLE_CALLERS:
        return KEEP(shared_range, reader->range);
    case ROLE_VALUE:
        return KEEP(shared_value, reader->value);
    default:
        return value;
    }
}

static void recall(struct record_reader *reader, enum role role, uint64_t value)
{
    switch (role) {
    case ROLE_RECORD:
        reader->record = reader->shared_records[value];
        record_calls_repeat(reader, reader->record.callers);
        reader->record.callers = reader->range;
        break;
    case ROLE_CALLERS:
        record_calls_repeat(reader, reader->shared_ranges[value]);
        break;
    case ROLE_VALUE:
        reader->value = reader->shared_values[value];
        break;
    default:
        break;
    }
}

void record_reader_put(struct record_reader *reader, size_t number)
{
    pstats_function *function = &reader->functions[number];
    if (!function->is_caller_only) {
        struct replaced_record replaced = {number, reader->record.callers.first};
        KEEP(replaced_record, replaced);
    }
    function->cost = reader->record.cost;
    function->is_caller_only = 0;
}
