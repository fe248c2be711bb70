/* Reads keys, figures, callers and records, which is nearly all of a dump. */
#include "record_calls.h"

#include "arena.h"
#include "counts.h"
#include "large_pages.h"
#include "record_plain.h"
#include "record_scout.h"
#include "record_texts.h"

#include <stdlib.h>
#include <string.h>

/* The limits of what shared parts may expand to; pstats(5) names them. */
#define MAX_CALLS_A_BYTE 8
#define MAX_SHARED_BYTES ((size_t)1 << 30)

/* ---- Figures ---- */

static double double_of(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* pyinstrument knows no calls and writes -1, of which merging makes -2 and so on. Of a caller's, what the library wrote
 * also tells how many have derived times. */
static int64_t read_unknown(struct record_reader *reader, int64_t *first, int64_t *second)
{
    int64_t derived_calls = count_of_derived_mark(*first, *second);
    *first = count_known(*first);
    *second = count_known(*second);
    reader->has_derived_times |= derived_calls != 0;
    reader->has_derived_calls |= derived_calls != 0;
    return derived_calls;
}

/* yappi writes a function's counts the other way round than cProfile, and cProfile writes a caller's the other way round
 * than a function's: whoever wrote them, the primitive ones are the fewer. */
INLINE pstats_cost make_cost(struct record_reader *reader, int64_t first, int64_t second,
                             uint64_t self, uint64_t cumulative)
{
    const uint64_t odd = UINT64_C(0x7ff)
                         << 52; /* from here on: inf, nan, and all that is negative */
    reader->notes->has_odd_times |= self >= odd || cumulative >= odd;
    return count_is_fewer(first, second)
               ? (pstats_cost){second, first, double_of(self), double_of(cumulative)}
               : (pstats_cost){first, second, double_of(self), double_of(cumulative)};
}

/* Two counts, then two times. */
INLINE int read_plain_cost(struct record_reader *reader, pstats_cost *cost)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = plain_peek(marshal, PLAIN_COST_SIZE);
    uint64_t first, second;
    if (bytes == NULL || bytes[10] != 'g' || bytes[19] != 'g' ||
        !plain_integer(marshal, bytes, &first) || !plain_integer(marshal, bytes + 5, &second))
        return 0;
    *cost = make_cost(reader, (int64_t)first, (int64_t)second, plain_64_bits(bytes + 11),
                      plain_64_bits(bytes + 20));
    marshal->position += PLAIN_COST_SIZE;
    return 1;
}

static pstats_cost read_cost_items(struct record_reader *reader, int64_t *derived_calls)
{
    int64_t first = (int64_t)plain_read_or_long(reader, ROLE_COUNT);
    int64_t second = (int64_t)plain_read_or_long(reader, ROLE_COUNT);
    uint64_t self = plain_read_or_long(reader, ROLE_TIME);
    uint64_t cumulative = plain_read_or_long(reader, ROLE_TIME);
    *derived_calls = (first | second) < 0 ? read_unknown(reader, &first, &second) : 0;
    return make_cost(reader, first, second, self, cumulative);
}

/* derived_calls: of a caller's figures, those whose times the dump does not give. */
INLINE pstats_cost read_cost(struct record_reader *reader, int64_t *derived_calls)
{
    pstats_cost cost;
    *derived_calls = 0;
    return read_plain_cost(reader, &cost) ? cost : read_cost_items(reader, derived_calls);
}

/* ---- Room ---- */

#define LARGE_ARRAY ((size_t)1 << 20)
#define FUNCTION_BYTES 64 /* of a file; hardly any function takes fewer, */
#define CALL_BYTES 32     /* or call */

/* Room for one more of what takes so many bytes of the file at least. A large array gets room for all that the file can
 * hold: so it need not move, and can have large pages. What is not used of that costs nothing. */
static int grow(struct record_reader *reader, void *array_pointer, size_t *capacity, size_t count,
                size_t size, size_t bytes_each)
{
    if (count < *capacity)
        return 1;
    size_t most = reader->marshal.file_size / bytes_each;
    if (count < LARGE_ARRAY / size || most <= count ||
        !array_resize(array_pointer, capacity, most, size))
        return array_grow(array_pointer, capacity, count, size);
    void *array;
    memcpy(&array, array_pointer, sizeof array);
    large_pages_want(array, most * size);
    return 1;
}

/* ---- Keys ---- */

/* What is known of a function until its record is met. */
static int add_function(struct record_reader *reader, struct function_key key, size_t number)
{
    if (!grow(reader, &reader->functions, &reader->function_capacity, number,
              sizeof *reader->functions, FUNCTION_BYTES) ||
        !array_grow(&reader->last_call, &reader->last_call_capacity, number,
                    sizeof *reader->last_call))
        return 0;
    reader->functions[number] =
        (pstats_function){reader->names.texts[key.file],
                          reader->names.texts[key.name],
                          key.line,
                          {PSTATS_CALLS_UNKNOWN, PSTATS_CALLS_UNKNOWN, 0.0, 0.0},
                          1};
    reader->last_call[number] = 0;
    return 1;
}

static uint32_t read_key_text(struct record_reader *reader)
{
    uint64_t text;
    return plain_read(reader, ROLE_TEXT, &text) || record_texts_read_short(reader, &text)
               ? (uint32_t)text
               : (uint32_t)record_reader_next(reader, ROLE_TEXT);
}

static uint64_t read_key_items(struct record_reader *reader)
{
    uint32_t file = read_key_text(reader);
    int64_t line = (int64_t)plain_read_or_long(reader, ROLE_LINE);
    uint32_t name = read_key_text(reader);
    if (reader->marshal.failed)
        return 0;
    struct function_key key = {file, name, line};
    size_t known = reader->function_numbers.count;
    uint32_t function = function_table_add_named(&reader->function_numbers, key);
    if (function == FUNCTION_TABLE_FULL ||
        (function == known && !add_function(reader, key, function))) {
        record_reader_fail_memory(reader);
        return 0;
    }
    return function;
}

/* A caller most often is written as a key that was written before: a reference, a line or a reference to it, a reference.
 * By the last, the function that was found the last time is found again, with one look at memory where there would be
 * four. */

#define PLAIN_KEY_SIZE 15

/* A key that starts so; its name may be anything. */
INLINE const unsigned char *peek_plain_key(const struct marshal *marshal)
{
    const unsigned char *bytes = plain_peek(marshal, PLAIN_KEY_SIZE);
    return bytes != NULL && bytes[0] == 'r' && bytes[4] < 0x80 &&
                   (bytes[5] == 'i' || bytes[5] == 'r')
               ? bytes
               : NULL;
}

/* As it stands in the file, for a function that is not known yet. A reference is below 2^31. */
INLINE struct found_key plain_key(const unsigned char *bytes)
{
    uint32_t is_reference = bytes[5] == 'r';
    return (struct found_key){plain_32_bits(bytes + 1) | is_reference << 31,
                              plain_32_bits(bytes + 6), 0};
}

/* The slot of its name is taken: it was read. */
static void keep_found_key(struct record_reader *reader, uint32_t name, struct found_key key)
{
    size_t known = reader->found_key_count;
    if (name >= known) {
        if (!array_reserve(&reader->found_keys, &reader->found_key_capacity, (size_t)name + 1,
                           sizeof *reader->found_keys)) {
            record_reader_fail_memory(reader);
            return;
        }
        reader->found_key_count = reader->found_key_capacity;
        memset(reader->found_keys + known, 0,
               (reader->found_key_count - known) * sizeof *reader->found_keys);
    }
    reader->found_keys[name] = key;
}

/* A name that is written out may be referred to from now on. */
static uint64_t read_new_plain_key(struct record_reader *reader, const unsigned char *bytes)
{
    struct found_key key = plain_key(bytes);
    size_t slot_count = reader->marshal.slot_count;
    int is_reference = bytes[10] == 'r', takes_slot = (bytes[10] & FLAG_REF) != 0;
    uint32_t name = is_reference ? plain_32_bits(bytes + 11) : (uint32_t)slot_count;
    uint64_t function = read_key_items(reader);
    if (reader->marshal.failed)
        return 0;
    key.function = (uint32_t)function + 1;
    if (is_reference || (takes_slot && reader->marshal.slot_count > slot_count))
        keep_found_key(reader, name, key);
    return function;
}

INLINE uint64_t read_any_key_items(struct record_reader *reader)
{
    struct marshal *marshal = &reader->marshal;
    const unsigned char *bytes = peek_plain_key(marshal);
    if (bytes == NULL)
        return read_key_items(reader);
    uint32_t name = plain_32_bits(bytes + 11);
    if (bytes[10] == 'r' && name < reader->found_key_count) {
        struct found_key key = plain_key(bytes);
        const struct found_key *found = &reader->found_keys[name];
        if (found->file == key.file && found->line == key.line && found->function != 0) {
            marshal->position += PLAIN_KEY_SIZE;
            return found->function - 1;
        }
    }
    return read_new_plain_key(reader, bytes);
}

/* What is referred to as a whole need not be found by its parts. */
uint64_t record_calls_read_key(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_SEQUENCE || object->count != 3 || object->type == '[') {
        record_reader_fail(reader, object, "a key is not (file, line, name)");
        return 0;
    }
    if (!marshal_enter(&reader->marshal, object))
        return 0;
    uint64_t function =
        object->slot == MARSHAL_NO_SLOT ? read_any_key_items(reader) : read_key_items(reader);
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
    notes->has_odd_times = 1; /* or may have now */
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

void record_calls_read_value(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind == MARSHAL_SEQUENCE) {
        read_value_tuple(reader, object);
    } else if (record_reader_is_integer(object)) {
        int64_t calls = count_known((int64_t)record_reader_count(reader, object));
        reader->value = (pstats_call){0, 0, {calls, PSTATS_CALLS_UNKNOWN, 0.0, 0.0}, calls};
    } else {
        record_reader_fail(reader, object,
                           "a caller's figures are neither four nor a number of calls");
    }
    reader->has_derived_calls |= reader->value.derived_calls != 0;
}

INLINE pstats_call *new_call(struct record_reader *reader)
{
    if (reader->call_count < reader->call_capacity && reader->call_count < UINT32_MAX - 1)
        return &reader->calls[reader->call_count++];
    if (reader->call_count >= UINT32_MAX - 1 ||
        !grow(reader, &reader->calls, &reader->call_capacity, reader->call_count,
              sizeof *reader->calls, CALL_BYTES)) {
        record_reader_fail_memory(reader);
        return NULL;
    }
    return &reader->calls[reader->call_count++];
}

/* Callers of one dict are compared with each other while they are so few. */
#define FEW_CALLERS 8

/* The call by the same caller in the dict whose calls begin at first, or NULL. */
static pstats_call *find_call(struct record_reader *reader, size_t caller, size_t first)
{
    pstats_call *calls = reader->calls;
    size_t count = reader->call_count - first;
    if (count > FEW_CALLERS)
        return reader->last_call[caller] > first ? &calls[reader->last_call[caller] - 1] : NULL;
    for (size_t i = first; i < reader->call_count; i++)
        if (calls[i].caller == caller)
            return &calls[i];
    for (size_t i = first; count == FEW_CALLERS && i < reader->call_count; i++)
        reader->last_call[calls[i].caller] = (uint32_t)i + 1;
    return NULL;
}

/* A caller that comes twice in one dict counts once: as in Python, the last is right. */
static void put_call(struct record_reader *reader, size_t caller, size_t first)
{
    pstats_call *call = find_call(reader, caller, first);
    if (call == NULL) {
        call = new_call(reader);
        if (call == NULL)
            return;
        if (reader->call_count - first > FEW_CALLERS)
            reader->last_call[caller] = (uint32_t)reader->call_count;
    }
    *call = reader->value;
    call->caller = caller;
    call->callee = reader->callee;
}

/* A key that can be read quickly. 0: nothing was read. */
INLINE int read_quick_key(struct record_reader *reader, uint64_t *function)
{
    if (!plain_tuple(reader, 3))
        return plain_read(reader, ROLE_KEY, function);
    *function = read_any_key_items(reader);
    return 1;
}

/* One caller and its figures. 0: a NULL stands for either, or reading failed. */
static int read_caller(struct record_reader *reader, size_t first)
{
    struct marshal_object object;
    uint64_t caller;
    record_scout_run(reader);
    if (!read_quick_key(reader, &caller)) {
        marshal_next(&reader->marshal, &object);
        if (object.kind == MARSHAL_NULL)
            return 0;
        caller = record_reader_read(reader, &object, ROLE_KEY);
    }
    if (plain_tuple(reader, 4)) {
        reader->value.cost = read_cost(reader, &reader->value.derived_calls);
    } else {
        marshal_next(&reader->marshal, &object);
        reader->has_lone_keys |= object.kind == MARSHAL_NULL;
        if (object.kind == MARSHAL_NULL)
            return 0;
        record_reader_read(reader, &object, ROLE_VALUE);
    }
    if (!reader->marshal.failed)
        put_call(reader, (size_t)caller, first);
    return !reader->marshal.failed;
}

static void read_callers_items(struct record_reader *reader)
{
    size_t first = reader->call_count;
    while (read_caller(reader, first))
        ;
    reader->range = (struct range){first, reader->call_count - first};
}

void record_calls_read_callers(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_DICT) {
        record_reader_fail(reader, object, "a function's callers are not a dict");
        return;
    }
    if (!marshal_enter(&reader->marshal, object))
        return;
    read_callers_items(reader);
    marshal_leave(&reader->marshal);
}

/* The calls of a callers dict that several functions share, once more. */
void record_calls_repeat(struct record_reader *reader, struct range range)
{
    size_t first = reader->call_count;
    reader->shared_calls += range.count;
    if (reader->shared_calls / MAX_CALLS_A_BYTE > reader->marshal.file_size ||
        reader->shared_calls > MAX_SHARED_BYTES / sizeof(pstats_call)) {
        marshal_fail(&reader->marshal, PSTATS_ERROR_LIMIT, marshal_offset(&reader->marshal),
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

static void read_record_items(struct record_reader *reader)
{
    struct marshal *marshal = &reader->marshal;
    int64_t derived_calls; /* a function's own times never are */
    pstats_cost cost = read_cost(reader, &derived_calls);
    const unsigned char *bytes = plain_peek(marshal, 1);
    if (bytes != NULL && *bytes == '{') {
        marshal->position++;
        read_callers_items(reader);
    } else {
        record_reader_next(reader, ROLE_CALLERS);
    }
    reader->record = (struct record){cost, reader->range};
}

void record_calls_read_record(struct record_reader *reader, const struct marshal_object *object)
{
    if (object->kind != MARSHAL_SEQUENCE || object->count != 5) {
        record_reader_fail(reader, object, "a function's figures are not five");
        return;
    }
    if (!marshal_enter(&reader->marshal, object))
        return;
    read_record_items(reader);
    marshal_leave(&reader->marshal);
}

int record_calls_read_quick_key(struct record_reader *reader, uint64_t *function)
{
    return read_quick_key(reader, function);
}

int record_calls_read_quick_record(struct record_reader *reader)
{
    if (!plain_tuple(reader, 5))
        return 0;
    read_record_items(reader);
    return 1;
}
