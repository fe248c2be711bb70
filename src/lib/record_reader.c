/* Reads the objects of a dump, each in the role that it is wanted in, and checks and normalises them. */
#include "record_reader.h"

#include "arena.h"
#include "counts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The limits of what shared parts may expand to; pstats(5) names them. */
#define MAX_CALLS_A_BYTE 8
#define MAX_NAMES_A_BYTE 64 /* bytes of names that are put together for code objects */
#define MAX_SHARED_BYTES ((size_t)1 << 30)

/* Marks the number of a text that was put together for a code object. */
#define FROM_CODE ((uint64_t)1 << 32)

/* Also a function's record that is not there, and a caller's value that holds no figures. */
#define NOTHING SIZE_MAX

void record_reader_init(struct record_reader *reader, const void *bytes, size_t size,
                        enum marshal_code_layout layout, struct records_notes *notes)
{
    memset(reader, 0, sizeof *reader);
    marshal_init(&reader->marshal, bytes, size, layout);
    function_table_init(&reader->functions);
    reader->notes = notes;
    reader->texts = arena_new();
    text_table_init(&reader->names, reader->texts);
    if (reader->texts == NULL)
        record_reader_fail_memory(reader);
}

void record_reader_free(struct record_reader *reader)
{
    marshal_free(&reader->marshal);
    text_table_free(&reader->names);
    function_table_free(&reader->functions);
    arena_release(reader->texts);
    free(reader->records);
    free(reader->last_call);
    free(reader->calls);
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

/* A long integer is kept as such, whatever it was read as, so that none is decoded more than twice however many
 * references of however many roles lead to it. */
static void remember(struct record_reader *reader, size_t slot, const struct marshal_object *object,
                     enum role role, uint64_t value)
{
    if (object->type == 'l') {
        struct marshal_object integer = *object;
        integer.slot = MARSHAL_NO_SLOT;
        role = ROLE_INTEGER;
        value = KEEP(shared_integer, integer);
    }
    marshal_remember(&reader->marshal, slot, (marshal_role)role, value);
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
        return read_object(reader, &reader->shared_integers[remembered.value], role);
    size_t position = marshal_replay(marshal, slot);
    marshal_next(marshal, &object);
    uint64_t value = keep(reader, role, read_object(reader, &object, role));
    marshal_resume(marshal, position);
    if (!marshal->failed)
        remember(reader, slot, &object, role, value);
    return value;
}

uint64_t record_reader_read(struct record_reader *reader, const struct marshal_object *object,
                            enum role role)
{
    if (object->kind == MARSHAL_REFERENCE)
        return read_reference(reader, object->slot, role);
    uint64_t value = read_object(reader, object, role);
    if (object->slot != MARSHAL_NO_SLOT && !reader->marshal.failed) {
        value = keep(reader, role, value);
        remember(reader, object->slot, object, role, value);
    }
    return value;
}

static uint32_t little_endian_32(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

#ifdef __GNUC__
#define INLINE static inline __attribute__((always_inline)) /* the role is known where it is used */
#else
#define INLINE static inline
#endif

/* Nearly all of a dump is these three, with nothing to check but that they are whole: references to what was read in
 * the same role, small integers and doubles, none of them to be referred to. 0: read it the long way. */
INLINE int read_plain(struct record_reader *reader, enum role role, uint64_t *value)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = marshal->bytes + marshal->position;
    if (marshal->size - marshal->position < 9 || marshal->failed)
        return 0;
    if (*bytes == 'r') {
        if (!marshal_recall_small(marshal, little_endian_32(bytes + 1), (marshal_role)role, value))
            return 0;
        marshal->position += 5;
        return 1;
    }
    if (*bytes == 'i' && (role == ROLE_COUNT || role == ROLE_LINE)) {
        int32_t integer = (int32_t)little_endian_32(bytes + 1);
        if (integer < 0)
            return 0;
        *value = (uint64_t)integer;
        marshal->position += 5;
        return 1;
    }
    if (*bytes == 'g' && role == ROLE_TIME) {
        *value = little_endian_32(bytes + 1) | (uint64_t)little_endian_32(bytes + 5) << 32;
        marshal->position += 9;
        return 1;
    }
    return 0;
}

static uint64_t read_long_way(struct record_reader *reader, enum role role)
{
    struct marshal_object object;
    marshal_next(&reader->marshal, &object);
    return record_reader_read(reader, &object, role);
}

uint64_t record_reader_next(struct record_reader *reader, enum role role)
{
    return read_long_way(reader, role);
}

/* For the roles whose value says all (not for what recall brings back). */
INLINE uint64_t read_as(struct record_reader *reader, enum role role)
{
    uint64_t value;
    return read_plain(reader, role, &value) ? value : read_long_way(reader, role);
}

/* Likewise the start of a small tuple that cannot be referred to. */
INLINE int take_plain_tuple(struct record_reader *reader, unsigned char count)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = marshal->bytes + marshal->position;
    if (marshal->size - marshal->position < 2 || bytes[0] != ')' || bytes[1] != count ||
        marshal->failed)
        return 0;
    marshal->is_python_3 = 1;
    marshal->position += 2;
    return 1;
}

/* ---- Texts ---- */

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
    uint64_t text = read_as(reader, ROLE_TEXT);
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
    if (reader->code_name_bytes / MAX_NAMES_A_BYTE > reader->marshal.size) {
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

static uint64_t read_text(struct record_reader *reader, const struct marshal_object *object)
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

/* ---- Numbers ---- */

static int is_integer(const struct marshal_object *object)
{
    return object->kind == MARSHAL_INTEGER || object->is_boolean;
}

static uint64_t read_count(struct record_reader *reader, const struct marshal_object *object)
{
    if (!is_integer(object))
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
    if (!is_integer(object))
        record_reader_fail(reader, object, "a line number is not an integer");
    reader->notes->saturated_lines += object->is_saturated != 0;
    return (uint64_t)object->integer;
}

static uint64_t read_time(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_FLOAT && !is_integer(object))
        record_reader_fail(reader, object, "a time is not a number");
    uint64_t bits;
    memcpy(&bits, &object->number, sizeof bits);
    return bits;
}

static double time_next(struct record_reader *reader)
{
    uint64_t bits = read_as(reader, ROLE_TIME);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int64_t count_next(struct record_reader *reader)
{
    return (int64_t)read_as(reader, ROLE_COUNT);
}

/* pyinstrument knows no calls and writes -1, of which merging makes -2 and so on. Of a caller's, what the library wrote
 * also tells how many have derived times. */
static int64_t read_unknown(struct record_reader *reader, int64_t *first, int64_t *second)
{
    int64_t derived_calls = count_of_derived_mark(*first, *second);
    *first = count_known(*first);
    *second = count_known(*second);
    reader->has_derived_times |= derived_calls != 0;
    return derived_calls;
}

/* Two counts, then two times. yappi writes a function's counts the other way round than cProfile, and cProfile writes a
 * caller's the other way round than a function's: whoever wrote them, the primitive ones are the fewer. */
INLINE pstats_cost read_cost(struct record_reader *reader, int64_t *derived_calls)
{
    int64_t first = count_next(reader), second = count_next(reader);
    double self = time_next(reader), cumulative = time_next(reader);
    *derived_calls = (first | second) < 0 ? read_unknown(reader, &first, &second) : 0;
    return count_is_fewer(first, second) ? (pstats_cost){second, first, self, cumulative}
                                         : (pstats_cost){first, second, self, cumulative};
}

/* ---- Keys ---- */

static int add_function_arrays(struct record_reader *reader, size_t function)
{
    if (!array_grow(&reader->records, &reader->record_capacity, function,
                    sizeof *reader->records) ||
        !array_grow(&reader->last_call, &reader->last_call_capacity, function,
                    sizeof *reader->last_call))
        return 0;
    memset(&reader->records[function], 0, sizeof *reader->records);
    reader->last_call[function] = 0;
    return 1;
}

static uint64_t read_key_items(struct record_reader *reader)
{
    uint32_t file = (uint32_t)read_as(reader, ROLE_TEXT);
    int64_t line = (int64_t)read_as(reader, ROLE_LINE);
    uint32_t name = (uint32_t)read_as(reader, ROLE_TEXT);
    if (reader->marshal.failed)
        return 0;
    size_t known = reader->functions.count;
    uint32_t function =
        function_table_add(&reader->functions, (struct function_key){file, name, line});
    if (function == FUNCTION_TABLE_FULL ||
        (function == known && !add_function_arrays(reader, function))) {
        record_reader_fail_memory(reader);
        return 0;
    }
    return function;
}

static uint64_t read_key(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_SEQUENCE || object->count != 3 || object->type == '[') {
        record_reader_fail(reader, object, "a key is not (file, line, name)");
        return 0;
    }
    if (!marshal_enter(&reader->marshal, object))
        return 0;
    uint64_t function = read_key_items(reader);
    marshal_leave(&reader->marshal);
    return function;
}

/* ---- Callers ---- */

static void add_value(pstats_call *sum, const pstats_cost *cost, struct records_notes *notes)
{
    sum->cost.calls = count_add(sum->cost.calls, cost->calls, &notes->saturated_counts);
    sum->cost.primitive_calls =
        count_add(sum->cost.primitive_calls, cost->primitive_calls, &notes->saturated_counts);
    sum->cost.self += cost->self;
    sum->cost.cumulative += cost->cumulative;
}

/* A tuple of figures; old merges strung several together. An empty one holds none. */
static void read_value_tuple(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->count % 4 != 0) {
        record_reader_fail(reader, object, "a caller's figures are not four");
        return;
    }
    if (!marshal_enter(&reader->marshal, object))
        return;
    pstats_call value = {
        0, 0, {PSTATS_CALLS_UNKNOWN, PSTATS_CALLS_UNKNOWN, 0.0, 0.0}, PSTATS_CALLS_UNKNOWN};
    for (size_t i = 0; i < object->count && !reader->marshal.failed; i += 4) {
        int64_t derived_calls;
        pstats_cost cost = read_cost(reader, &derived_calls);
        if (i == 0)
            value = (pstats_call){0, 0, cost, derived_calls};
        else
            add_value(&value, &cost, reader->notes);
    }
    reader->value = value;
    marshal_leave(&reader->marshal);
}

static uint64_t read_value(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind == MARSHAL_SEQUENCE) {
        read_value_tuple(reader, object);
    } else if (is_integer(object)) {
        int64_t calls = count_known((int64_t)read_count(reader, object));
        reader->value = (pstats_call){0, 0, {calls, PSTATS_CALLS_UNKNOWN, 0.0, 0.0}, calls};
    } else {
        record_reader_fail(reader, object,
                           "a caller's figures are neither four nor a number of calls");
    }
    return NOTHING;
}

static pstats_call *new_call(struct record_reader *reader)
{
    if (reader->call_count >= UINT32_MAX - 1 ||
        !array_grow(&reader->calls, &reader->call_capacity, reader->call_count,
                    sizeof *reader->calls)) {
        record_reader_fail_memory(reader);
        return NULL;
    }
    return &reader->calls[reader->call_count++];
}

/* A caller that comes twice in one dict counts once: as in Python, the last is right. */
static void put_call(struct record_reader *reader, size_t caller, size_t first)
{
    size_t last = reader->last_call[caller];
    pstats_call *call;
    if (last > first) {
        call = &reader->calls[last - 1];
    } else {
        call = new_call(reader);
        if (call == NULL)
            return;
        reader->last_call[caller] = (uint32_t)reader->call_count;
    }
    *call = reader->value;
    call->caller = caller;
    call->callee = reader->callee;
}

/* One caller and its figures. 0: a NULL stands for either, or reading failed. */
static int read_caller(struct record_reader *reader, size_t first)
{
    struct marshal_object object;
    size_t caller;
    if (take_plain_tuple(reader, 3)) {
        caller = (size_t)read_key_items(reader);
    } else {
        marshal_next(&reader->marshal, &object);
        if (object.kind == MARSHAL_NULL)
            return 0;
        caller = (size_t)record_reader_read(reader, &object, ROLE_KEY);
    }
    if (take_plain_tuple(reader, 4)) {
        reader->value.cost = read_cost(reader, &reader->value.derived_calls);
    } else {
        marshal_next(&reader->marshal, &object);
        reader->has_lone_keys |= object.kind == MARSHAL_NULL;
        if (object.kind == MARSHAL_NULL)
            return 0;
        record_reader_read(reader, &object, ROLE_VALUE);
    }
    if (!reader->marshal.failed)
        put_call(reader, caller, first);
    return !reader->marshal.failed;
}

static uint64_t read_callers(struct record_reader *reader, const struct marshal_object *object)
{
    size_t first = reader->call_count;
    if (object->kind != MARSHAL_DICT) {
        record_reader_fail(reader, object, "a function's callers are not a dict");
        return NOTHING;
    }
    if (!marshal_enter(&reader->marshal, object))
        return NOTHING;
    while (read_caller(reader, first))
        ;
    marshal_leave(&reader->marshal);
    reader->range = (struct range){first, reader->call_count - first};
    return NOTHING;
}

/* The calls of a callers dict that several functions share, once more. */
static void repeat_calls(struct record_reader *reader, struct range range)
{
    size_t first = reader->call_count;
    reader->shared_calls += range.count;
    if (reader->shared_calls / MAX_CALLS_A_BYTE > reader->marshal.size ||
        reader->shared_calls > MAX_SHARED_BYTES / sizeof(pstats_call)) {
        marshal_fail(&reader->marshal, PSTATS_ERROR_LIMIT, reader->marshal.position,
                     "its shared parts expand to more than %d calls a byte, or 1 GiB; refused",
                     MAX_CALLS_A_BYTE);
        return;
    }
    for (size_t i = 0; i < range.count; i++) {
        pstats_call *call = new_call(reader);
        if (call == NULL)
            return;
        *call = reader->calls[range.first + i];
        call->callee = reader->callee;
    }
    reader->range = (struct range){first, range.count};
}

/* ---- Records ---- */

static uint64_t read_record(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_SEQUENCE || object->count != 5) {
        record_reader_fail(reader, object, "a function's figures are not five");
        return NOTHING;
    }
    if (!marshal_enter(&reader->marshal, object))
        return NOTHING;
    int64_t derived_calls; /* a function's own times never are */
    pstats_cost cost = read_cost(reader, &derived_calls);
    read_long_way(reader, ROLE_CALLERS);
    reader->record = (struct record){cost, reader->range, 1};
    marshal_leave(&reader->marshal);
    return NOTHING;
}

static uint64_t read_object(struct record_reader *reader, const struct marshal_object *object,
                            enum role role)
{
    switch (role) {
    case ROLE_TEXT:
        return read_text(reader, object);
    case ROLE_COUNT:
        return read_count(reader, object);
    case ROLE_TIME:
        return read_time(reader, object);
    case ROLE_LINE:
        return read_line(reader, object);
    case ROLE_KEY:
        return read_key(reader, object);
    case ROLE_RECORD:
        return read_record(reader, object);
    case ROLE_CALLERS:
        return read_callers(reader, object);
    case ROLE_VALUE:
        return read_value(reader, object);
    case ROLE_INTEGER: /* is only remembered */
        break;
    }
    return 0;
}

static uint64_t keep(struct record_reader *reader, enum role role, uint64_t value)
{
    if (reader->marshal.failed)
        return value;
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
        repeat_calls(reader, reader->record.callers);
        reader->record.callers = reader->range;
        break;
    case ROLE_CALLERS:
        repeat_calls(reader, reader->shared_ranges[value]);
        break;
    case ROLE_VALUE:
        reader->value = reader->shared_values[value];
        break;
    default:
        break;
    }
}
