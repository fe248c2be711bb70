/* From a marshalled dump to functions and calls: the shapes that profilers write, checked and normalised to one.
 *
 * What every writer puts down is a dict of
 *     (file, line, name): (primitive calls, all calls, self, cumulative, callers)
 * where callers is a dict of the same keys, and each of its values (all calls, primitive calls, self, cumulative) or,
 * from the pure-Python profiler, a number of calls alone. Each kind of object has one function that reads it (read_…),
 * and all go through read_as, which keeps what was made of an object so that a reference to it costs nothing. */
#include "records.h"

#include "arena.h"
#include "error.h"
#include "function_table.h"
#include "graph.h"
#include "marshal.h"
#include "text.h"

#include <math.h>
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

struct range { /* of calls */
    size_t first;
    size_t count;
};

struct record {
    pstats_cost cost;
    struct range callers;
    int is_present;
};

struct records {
    struct marshal marshal;
    struct arena *texts;
    struct text_table names;
    struct function_table functions;
    struct record *records; /* by function */
    size_t record_capacity;
    size_t *
        last_call; /* by function as a caller: its last call + 1; tells who comes twice in a dict */
    size_t last_call_capacity;
    pstats_call *calls;
    size_t call_count;
    size_t call_capacity;
    size_t callee; /* whose callers are being read */
    size_t shared_calls;
    size_t code_name_bytes;
    int is_in_code;
    int is_sampled;
    int has_replaced_records;
    struct records_notes *notes;
    /* What a reference to an object that holds several figures leads to: numbers into these. */
    struct record *shared_records;
    size_t shared_record_count, shared_record_capacity;
    pstats_call *shared_values; /* only cost and derived_calls */
    size_t shared_value_count, shared_value_capacity;
    struct range *shared_ranges;
    size_t shared_range_count, shared_range_capacity;
    /* What was read last. */
    struct record record;
    pstats_call value;
    struct range range;
};

enum role {
    ROLE_TEXT = MARSHAL_ROLE_FIRST,
    ROLE_COUNT, /* an integer */
    ROLE_TIME,
    ROLE_LINE,
    ROLE_KEY,
    ROLE_RECORD,
    ROLE_CALLERS,
    ROLE_VALUE
};

/* ---- Failing ---- */

static void fail_record(struct records *records, const struct marshal_object *object,
                        const char *what)
{
    if (object->kind == MARSHAL_NULL)
        marshal_fail(&records->marshal, PSTATS_ERROR_MARSHAL, object->offset,
                     "an object is missing; the file is damaged");
    marshal_fail(&records->marshal, PSTATS_ERROR_RECORD, object->offset,
                 "it is Python data, but not a profile: %s", what);
}

static void fail_memory(struct records *records)
{
    marshal_fail(&records->marshal, PSTATS_ERROR_MEMORY, 0, "out of memory");
}

/* ---- Any object, or a reference to one ---- */

static uint64_t read_object(struct records *records, const struct marshal_object *object,
                            enum role role);

/* The figures that a reference leads to are brought back as if they had just been read. */
static void recall(struct records *records, enum role role, uint64_t value);

/* Keeps what was just read for references to come; returns what to remember. */
static uint64_t keep(struct records *records, enum role role, uint64_t value);

static uint64_t read_reference(struct records *records, size_t slot, enum role role)
{
    struct marshal *marshal = &records->marshal;
    struct marshal_slot remembered = *marshal_slot_at(marshal, slot);
    struct marshal_object object;
    if (remembered.role == (marshal_role)role) {
        recall(records, role, remembered.value);
        return remembered.value;
    }
    size_t position = marshal_replay(marshal, slot);
    marshal_next(marshal, &object);
    uint64_t value = keep(records, role, read_object(records, &object, role));
    marshal_resume(marshal, position);
    marshal_remember(marshal, slot, (marshal_role)role, value);
    return value;
}

static uint64_t read_after_head(struct records *records, const struct marshal_object *object,
                                enum role role)
{
    if (object->kind == MARSHAL_REFERENCE)
        return read_reference(records, object->slot, role);
    uint64_t value = read_object(records, object, role);
    if (object->slot != MARSHAL_NO_SLOT) {
        value = keep(records, role, value);
        marshal_remember(&records->marshal, object->slot, (marshal_role)role, value);
    }
    return value;
}

static uint32_t little_endian_32(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Nearly all of a dump is these three, with nothing to check but that they are whole: references to what was read in
 * the same role, small integers and doubles, none of them to be referred to. 0: read it the long way. */
static inline int read_plain(struct records *records, enum role role, uint64_t *value)
{
    struct marshal *marshal = &records->marshal;
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

static uint64_t read_long_way(struct records *records, enum role role)
{
    struct marshal_object object;
    marshal_next(&records->marshal, &object);
    return read_after_head(records, &object, role);
}

/* For the roles whose value says all (not for what recall brings back). */
static inline uint64_t read_as(struct records *records, enum role role)
{
    uint64_t value;
    return read_plain(records, role, &value) ? value : read_long_way(records, role);
}

/* ---- Texts ---- */

static uint64_t intern(struct records *records, const void *bytes, size_t length,
                       enum text_encoding encoding, size_t offset)
{
    int is_invalid;
    uint32_t text = text_intern(&records->names, bytes, length, encoding, &is_invalid);
    if (text != TEXT_NONE)
        return text;
    if (is_invalid)
        marshal_fail(&records->marshal, PSTATS_ERROR_MARSHAL, offset,
                     "a text is not UTF-8; the file is damaged");
    fail_memory(records);
    return 0;
}

/* What a code object has for a file or name: a text, but not again a code object's, which could double without end. */
static pstats_text read_code_text(struct records *records, const struct marshal_object *code)
{
    uint64_t text = read_as(records, ROLE_TEXT);
    if (text & FROM_CODE)
        fail_record(records, code, "the name of a code object is not text");
    return records->marshal.failed ? (pstats_text){NULL, 0} : records->names.texts[text];
}

/* The file and name of a code object, and the line that it begins in; the rest is read over. */
static int32_t read_code_fields(struct records *records, const struct marshal_object *object,
                                pstats_text *file, pstats_text *name)
{
    struct marshal *marshal = &records->marshal;
    unsigned file_index = marshal_code_file_index(marshal);
    marshal_code_head(marshal);
    for (unsigned i = 0; i < MARSHAL_CODE_OBJECTS; i++) {
        if (i == file_index)
            *file = read_code_text(records, object);
        else if (i == file_index + 1)
            *name = read_code_text(records, object);
        else
            marshal_skip_next(marshal);
    }
    int32_t line = marshal_code_line(marshal);
    for (unsigned i = 0; i < marshal_code_tail_objects(marshal); i++)
        marshal_skip_next(marshal);
    return line;
}

static uint64_t intern_code_name(struct records *records, pstats_text file, pstats_text name,
                                 int32_t line, size_t offset)
{
    size_t size = file.length + name.length + sizeof "<code object , file \"\", line -2147483648>";
    records->code_name_bytes += size;
    if (records->code_name_bytes / MAX_NAMES_A_BYTE > records->marshal.size) {
        marshal_fail(&records->marshal, PSTATS_ERROR_LIMIT, offset,
                     "its shared parts expand to more than %d bytes of names a byte; refused",
                     MAX_NAMES_A_BYTE);
        return 0;
    }
    char *text = malloc(size);
    if (text == NULL) {
        fail_memory(records);
        return 0;
    }
    size_t length = 0;
    const pstats_text parts[] = {{"<code object ", 13}, name, {", file \"", 8}, file};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        memcpy(text + length, parts[i].bytes, parts[i].length);
        length += parts[i].length;
    }
    length += (size_t)snprintf(text + length, size - length, "\", line %d>", (int)line);
    uint64_t result = intern(records, text, length, TEXT_UTF8, offset);
    free(text);
    return result;
}

/* A profile of a whole script by the pure-Python profiler names it by its code object. */
static uint64_t read_code(struct records *records, const struct marshal_object *object)
{
    pstats_text file = {NULL, 0}, name = {NULL, 0};
    if (records->is_in_code)
        fail_record(records, object, "the name of a code object is not text");
    if (!marshal_enter(&records->marshal, object))
        return 0;
    records->is_in_code = 1;
    int32_t line = read_code_fields(records, object, &file, &name);
    records->is_in_code = 0;
    marshal_leave(&records->marshal);
    if (records->marshal.failed)
        return 0;
    return intern_code_name(records, file, name, line, object->offset) | FROM_CODE;
}

static uint64_t read_text(struct records *records, const struct marshal_object *object)
{
    switch (object->kind) {
    case MARSHAL_UNICODE:
        return intern(records, object->bytes, object->count, TEXT_UTF8, object->offset);
    case MARSHAL_LATIN1:
        return intern(records, object->bytes, object->count, TEXT_LATIN1, object->offset);
    case MARSHAL_BYTES:
        return intern(records, object->bytes, object->count, TEXT_BYTES, object->offset);
    case MARSHAL_CODE:
        return read_code(records, object);
    default:
        fail_record(records, object, "the name of a function or file is not text");
        return 0;
    }
}

/* ---- Numbers ---- */

static int is_integer(const struct marshal_object *object)
{
    return object->kind == MARSHAL_INTEGER || object->is_boolean;
}

static uint64_t read_count(struct records *records, const struct marshal_object *object)
{
    if (!is_integer(object))
        fail_record(records, object, "a number of calls is not an integer");
    /* pyinstrument knows no calls and writes -1, of which merging makes -2 and so on. */
    if (object->integer < 0)
        return (uint64_t)PSTATS_CALLS_UNKNOWN;
    records->notes->saturated_counts += object->is_saturated != 0;
    return (uint64_t)object->integer;
}

static uint64_t read_line(struct records *records, const struct marshal_object *object)
{
    if (!is_integer(object))
        fail_record(records, object, "a line number is not an integer");
    records->notes->saturated_lines += object->is_saturated != 0;
    return (uint64_t)object->integer;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static uint64_t read_time(struct records *records, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_FLOAT && !is_integer(object))
        fail_record(records, object, "a time is not a number");
    return bits_of(object->number);
}

static double time_next(struct records *records)
{
    uint64_t bits = read_as(records, ROLE_TIME);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int64_t count_next(struct records *records)
{
    return (int64_t)read_as(records, ROLE_COUNT);
}

/* Two counts, then two times. yappi writes a function's counts the other way round than cProfile, and cProfile writes a
 * caller's the other way round than a function's: whoever wrote them, the primitive ones are the fewer. */
static pstats_cost read_cost(struct records *records)
{
    int64_t first = count_next(records), second = count_next(records);
    double self = time_next(records), cumulative = time_next(records);
    return first < second ? (pstats_cost){second, first, self, cumulative}
                          : (pstats_cost){first, second, self, cumulative};
}

/* ---- Keys ---- */

static int add_function_arrays(struct records *records, size_t function)
{
    if (!array_grow(&records->records, &records->record_capacity, function,
                    sizeof *records->records) ||
        !array_grow(&records->last_call, &records->last_call_capacity, function,
                    sizeof *records->last_call))
        return 0;
    memset(&records->records[function], 0, sizeof *records->records);
    records->last_call[function] = 0;
    return 1;
}

static uint64_t read_key(struct records *records, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_SEQUENCE || object->count != 3 || object->type == '[') {
        fail_record(records, object, "a key is not (file, line, name)");
        return 0;
    }
    if (!marshal_enter(&records->marshal, object))
        return 0;
    uint32_t file = (uint32_t)read_as(records, ROLE_TEXT);
    int64_t line = (int64_t)read_as(records, ROLE_LINE);
    uint32_t name = (uint32_t)read_as(records, ROLE_TEXT);
    marshal_leave(&records->marshal);
    if (records->marshal.failed)
        return 0;
    size_t known = records->functions.count;
    uint32_t function =
        function_table_add(&records->functions, (struct function_key){file, name, line});
    if (function == FUNCTION_TABLE_FULL ||
        (function == known && !add_function_arrays(records, function))) {
        fail_memory(records);
        return 0;
    }
    return function;
}

/* ---- Callers ---- */

static void add_value(pstats_call *sum, const pstats_cost *cost, struct records_notes *notes)
{
    int64_t *counts[] = {&sum->cost.calls, &sum->cost.primitive_calls};
    const int64_t added[] = {cost->calls, cost->primitive_calls};
    for (size_t i = 0; i < 2; i++) {
        if (*counts[i] < 0 || added[i] < 0) {
            *counts[i] = PSTATS_CALLS_UNKNOWN;
        } else if (*counts[i] > INT64_MAX - added[i]) {
            *counts[i] = INT64_MAX;
            notes->saturated_counts++;
        } else {
            *counts[i] += added[i];
        }
    }
    sum->cost.self += cost->self;
    sum->cost.cumulative += cost->cumulative;
}

/* A tuple of figures; old merges strung several together. An empty one holds none. */
static void read_value_tuple(struct records *records, const struct marshal_object *object)
{
    if (object->count % 4 != 0) {
        fail_record(records, object, "a caller's figures are not four");
        return;
    }
    if (!marshal_enter(&records->marshal, object))
        return;
    pstats_call value = {
        0, 0, {PSTATS_CALLS_UNKNOWN, PSTATS_CALLS_UNKNOWN, 0.0, 0.0}, PSTATS_CALLS_UNKNOWN};
    for (size_t i = 0; i < object->count && !records->marshal.failed; i += 4) {
        pstats_cost cost = read_cost(records);
        if (i == 0)
            value = (pstats_call){0, 0, cost, 0};
        else
            add_value(&value, &cost, records->notes);
    }
    records->value = value;
    marshal_leave(&records->marshal);
}

static uint64_t read_value(struct records *records, const struct marshal_object *object)
{
    if (object->kind == MARSHAL_SEQUENCE) {
        read_value_tuple(records, object);
    } else if (is_integer(object)) {
        int64_t calls = (int64_t)read_count(records, object);
        records->value = (pstats_call){0, 0, {calls, PSTATS_CALLS_UNKNOWN, 0.0, 0.0}, calls};
    } else {
        fail_record(records, object, "a caller's figures are neither four nor a number of calls");
    }
    return NOTHING;
}

static pstats_call *new_call(struct records *records)
{
    if (records->call_count >= UINT32_MAX - 1 ||
        !array_grow(&records->calls, &records->call_capacity, records->call_count,
                    sizeof *records->calls)) {
        fail_memory(records);
        return NULL;
    }
    return &records->calls[records->call_count++];
}

/* A caller that comes twice in one dict counts once: as in Python, the last is right. */
static void put_call(struct records *records, size_t caller, size_t first)
{
    size_t last = records->last_call[caller];
    pstats_call *call;
    if (last > first) {
        call = &records->calls[last - 1];
    } else {
        call = new_call(records);
        if (call == NULL)
            return;
        records->last_call[caller] = (uint32_t)records->call_count;
    }
    *call = records->value;
    call->caller = caller;
    call->callee = records->callee;
}

static uint64_t read_callers(struct records *records, const struct marshal_object *object)
{
    struct marshal *marshal = &records->marshal;
    size_t first = records->call_count;
    if (object->kind != MARSHAL_DICT) {
        fail_record(records, object, "a function's callers are not a dict");
        return NOTHING;
    }
    if (!marshal_enter(marshal, object))
        return NOTHING;
    while (!marshal->failed) {
        struct marshal_object key, value;
        marshal_next(marshal, &key);
        if (key.kind == MARSHAL_NULL)
            break;
        size_t caller = (size_t)read_after_head(records, &key, ROLE_KEY);
        marshal_next(marshal, &value);
        if (value.kind == MARSHAL_NULL)
            break;
        read_after_head(records, &value, ROLE_VALUE);
        if (!marshal->failed)
            put_call(records, caller, first);
    }
    marshal_leave(marshal);
    records->range = (struct range){first, records->call_count - first};
    return NOTHING;
}

/* The calls of a callers dict that several functions share, once more. */
static void repeat_calls(struct records *records, struct range range)
{
    size_t first = records->call_count;
    records->shared_calls += range.count;
    if (records->shared_calls / MAX_CALLS_A_BYTE > records->marshal.size ||
        records->shared_calls > MAX_SHARED_BYTES / sizeof(pstats_call)) {
        marshal_fail(&records->marshal, PSTATS_ERROR_LIMIT, records->marshal.position,
                     "its shared parts expand to more than %d calls a byte, or 1 GiB; refused",
                     MAX_CALLS_A_BYTE);
        return;
    }
    for (size_t i = 0; i < range.count; i++) {
        pstats_call *call = new_call(records);
        if (call == NULL)
            return;
        *call = records->calls[range.first + i];
        call->callee = records->callee;
    }
    records->range = (struct range){first, range.count};
}

/* ---- Records ---- */

static uint64_t read_record(struct records *records, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_SEQUENCE || object->count != 5) {
        fail_record(records, object, "a function's figures are not five");
        return NOTHING;
    }
    if (!marshal_enter(&records->marshal, object))
        return NOTHING;
    pstats_cost cost = read_cost(records);
    read_long_way(records, ROLE_CALLERS);
    records->record = (struct record){cost, records->range, 1};
    marshal_leave(&records->marshal);
    return NOTHING;
}

static uint64_t read_object(struct records *records, const struct marshal_object *object,
                            enum role role)
{
    switch (role) {
    case ROLE_TEXT:
        return read_text(records, object);
    case ROLE_COUNT:
        return read_count(records, object);
    case ROLE_TIME:
        return read_time(records, object);
    case ROLE_LINE:
        return read_line(records, object);
    case ROLE_KEY:
        return read_key(records, object);
    case ROLE_RECORD:
        return read_record(records, object);
    case ROLE_CALLERS:
        return read_callers(records, object);
    case ROLE_VALUE:
        return read_value(records, object);
    }
    return 0;
}

#define KEEP(list, item)                                                                           \
    (array_grow(&records->list##s, &records->list##_capacity, records->list##_count,               \
                sizeof *records->list##s)                                                          \
         ? (records->list##s[records->list##_count] = (item), records->list##_count++)             \
         : (fail_memory(records), (size_t)0))

static uint64_t keep(struct records *records, enum role role, uint64_t value)
{
    if (records->marshal.failed)
        return value;
    switch (role) {
    case ROLE_RECORD:
        return KEEP(shared_record, records->record);
    case ROLE_CALLERS:
        return KEEP(shared_range, records->range);
    case ROLE_VALUE:
        return KEEP(shared_value, records->value);
    default:
        return value;
    }
}

static void recall(struct records *records, enum role role, uint64_t value)
{
    switch (role) {
    case ROLE_RECORD:
        records->record = records->shared_records[value];
        repeat_calls(records, records->record.callers);
        records->record.callers = records->range;
        break;
    case ROLE_CALLERS:
        repeat_calls(records, records->shared_ranges[value]);
        break;
    case ROLE_VALUE:
        records->value = records->shared_values[value];
        break;
    default:
        break;
    }
}

/* ---- The dump ---- */

/* Python 3.15's sampling profiler puts ('__sampled__',): True among the functions. */
static int read_marker(struct records *records, const struct marshal_object *key)
{
    static const char marker[] = "__sampled__";
    struct marshal *marshal = &records->marshal;
    if (key->kind != MARSHAL_SEQUENCE || key->count != 1)
        return 0;
    pstats_text name = {NULL, 0};
    uint32_t text = (uint32_t)read_as(records, ROLE_TEXT);
    if (!marshal->failed)
        name = records->names.texts[text];
    if (name.length != sizeof marker - 1 || memcmp(name.bytes, marker, name.length) != 0)
        fail_record(records, key, "a key is not (file, line, name)");
    marshal_remember(marshal, key->slot, MARSHAL_ROLE_NONE, 0);
    marshal_skip_next(marshal);
    records->is_sampled = 1;
    return 1;
}

/* 0: a NULL stands for the record; as in Python, that ends the dict. */
static int read_function(struct records *records, const struct marshal_object *key)
{
    struct marshal_object value;
    size_t function = (size_t)read_after_head(records, key, ROLE_KEY);
    records->callee = function;
    marshal_next(&records->marshal, &value);
    if (value.kind == MARSHAL_NULL)
        return 0;
    read_after_head(records, &value, ROLE_RECORD);
    if (records->marshal.failed)
        return 0;
    records->has_replaced_records |= records->records[function].is_present;
    records->records[function] = records->record;
    return 1;
}

static void read_dump(struct records *records)
{
    struct marshal *marshal = &records->marshal;
    struct marshal_object top, key;
    marshal_next(marshal, &top);
    if (top.kind != MARSHAL_DICT) {
        fail_record(records, &top, "its outermost object is not a dict");
        return;
    }
    marshal_enter(marshal, &top);
    for (int is_open = 1; is_open;) {
        marshal_next(marshal, &key);
        is_open = key.kind != MARSHAL_NULL &&
                  (read_marker(records, &key) || read_function(records, &key));
    }
    marshal_leave(marshal);
}

/* ---- The graph ---- */

/* A key that comes twice counts once, the last time: the calls of the earlier records go. */
static void drop_replaced_calls(struct records *records)
{
    size_t count = 0;
    for (size_t i = 0; i < records->call_count; i++) {
        struct range kept = records->records[records->calls[i].callee].callers;
        if (i >= kept.first && i - kept.first < kept.count)
            records->calls[count++] = records->calls[i];
    }
    records->call_count = count;
}

static pstats_function *make_functions(const struct records *records)
{
    pstats_function *functions = array_new(records->functions.count, sizeof *functions);
    if (functions == NULL)
        return NULL;
    for (size_t i = 0; i < records->functions.count; i++) {
        const struct function_key *key = &records->functions.keys[i];
        const struct record *record = &records->records[i];
        functions[i] =
            (pstats_function){records->names.texts[key->file], records->names.texts[key->name],
                              key->line, record->cost, !record->is_present};
        if (!record->is_present)
            functions[i].cost.calls = functions[i].cost.primitive_calls = PSTATS_CALLS_UNKNOWN;
    }
    return functions;
}

/* What a sampling profiler counts are samples: its shares of time have served, and nothing of it is a call. */
static void forget_counts(pstats_graph *graph)
{
    for (size_t i = 0; i < graph->function_count; i++)
        graph->functions[i].cost.calls = graph->functions[i].cost.primitive_calls =
            PSTATS_CALLS_UNKNOWN;
    for (size_t i = 0; i < graph->call_count; i++) {
        graph->calls[i].cost.calls = graph->calls[i].cost.primitive_calls = PSTATS_CALLS_UNKNOWN;
        graph->calls[i].derived_calls = 0;
    }
}

static pstats_graph *make_graph(struct records *records, pstats_error *error)
{
    pstats_graph *graph = graph_new(records->texts);
    pstats_function *functions = make_functions(records);
    if (graph == NULL || functions == NULL) {
        pstats_graph_free(graph);
        free(functions);
        error_memory(error);
        return NULL;
    }
    if (records->has_replaced_records)
        drop_replaced_calls(records);
    pstats_call *fitting = realloc(records->calls, (records->call_count + 1) * sizeof *fitting);
    graph->calls = fitting != NULL ? fitting : records->calls;
    graph->call_count = records->call_count;
    records->calls = NULL;
    graph->functions = functions;
    graph->function_count = records->functions.count;
    graph_complete(graph);
    if (records->is_sampled)
        forget_counts(graph);
    return graph;
}

static void free_records(struct records *records)
{
    marshal_free(&records->marshal);
    text_table_free(&records->names);
    function_table_free(&records->functions);
    arena_release(records->texts);
    free(records->records);
    free(records->last_call);
    free(records->calls);
    free(records->shared_records);
    free(records->shared_values);
    free(records->shared_ranges);
}

/* ---- Code objects ---- */

/* One attempt, under one layout of code objects. *end is where it stopped, *has_code whether the layout mattered. */
static pstats_graph *read_with(const void *bytes, size_t size, enum marshal_code_layout layout,
                               size_t *end, int *has_code, struct records_notes *notes,
                               pstats_error *error)
{
    struct records records;
    memset(&records, 0, sizeof records);
    memset(notes, 0, sizeof *notes);
    records.notes = notes;
    pstats_graph *graph = NULL;
    marshal_init(&records.marshal, bytes, size, layout);
    function_table_init(&records.functions);
    records.texts = arena_new();
    text_table_init(&records.names, records.texts);
    if (records.texts == NULL)
        fail_memory(&records);
    else
        read_dump(&records);
    if (!records.marshal.failed)
        graph = make_graph(&records, error);
    else if (error != NULL && error->code == PSTATS_OK)
        *error = records.marshal.error;
    *end = records.marshal.failed ? records.marshal.error.offset : records.marshal.position;
    *has_code = records.marshal.has_code;
    free_records(&records);
    return graph;
}

/* The bytes of a code object do not tell which Python wrote it, but only the right layout is found to end where the file
 * does. Failing that, the first under which there is a profile at all; or else the failure that came last in the file. */
pstats_graph *records_read(const void *bytes, size_t size, struct records_notes *notes,
                           pstats_error *error)
{
    pstats_graph *best = NULL;
    pstats_error failure = {PSTATS_OK, 0, ""};
    struct records_notes best_notes = {0, 0};
    int has_code = 1;
    for (int layout = 0; layout < MARSHAL_CODE_LAYOUTS && has_code; layout++) {
        pstats_error attempt = {PSTATS_OK, 0, ""};
        struct records_notes attempt_notes;
        size_t end;
        pstats_graph *graph = read_with(bytes, size, (enum marshal_code_layout)layout, &end,
                                        &has_code, &attempt_notes, &attempt);
        int is_exact = graph != NULL && end == size;
        if (graph == NULL && (failure.code == PSTATS_OK || attempt.offset > failure.offset))
            failure = attempt;
        if (graph != NULL && (best == NULL || is_exact)) {
            pstats_graph_free(best);
            best = graph;
            best_notes = attempt_notes;
        } else {
            pstats_graph_free(graph);
        }
        if (is_exact)
            break;
    }
    *notes = best_notes;
    if (best == NULL && error != NULL && error->code == PSTATS_OK)
        *error = failure;
    return best;
}
