/* Reads the objects of a dump, each in the role that it is wanted in, and checks and normalises them.
 *
 * Every role has one function that reads it, and all go through the same few steps, which keep what was made of an object
 * with marshal's slot for it: a reference costs nothing, and shared parts cannot swell beyond the limits below. */
#ifndef LIB_RECORD_READER_H
#define LIB_RECORD_READER_H

#include "function_table.h"
#include "marshal.h"
#include "records.h"
#include "text.h"

struct arena;

struct range { /* of calls */
    size_t first;
    size_t count;
};

struct record {
    pstats_cost cost;
    struct range callers;
};

/* A key that comes twice counts once, the last time. */
struct replaced_record {
    size_t function;
    size_t first_call; /* of its new record */
};

/* The key that was found last under a name: as it stands in the file. */
struct found_key {
    uint32_t file; /* a reference; with the highest bit, the line is one, too */
    uint32_t line;
    uint32_t function; /* + 1; 0: none */
};

struct record_reader {
    struct marshal marshal;
    struct arena *texts;
    struct text_table names;
    struct function_table function_numbers;
    pstats_function *functions;
    size_t function_capacity;
    uint32_t *last_call; /* by function as a caller: its last call + 1; where callers are many,
                            tells who comes twice */
    size_t last_call_capacity;
    struct found_key *found_keys; /* by reference to the name */
    size_t found_key_count, found_key_capacity;
    pstats_call *calls;
    size_t call_count;
    size_t call_capacity;
    size_t scouted; /* the offset where the scout has come to */
    size_t callee;  /* whose callers are being read */
    size_t shared_calls;
    size_t code_name_bytes;
    int is_in_code;
    int is_sampled;
    int has_derived_calls;
    int has_derived_times; /* a caller has times that the library derived before it wrote them */
    int has_lone_keys;     /* in front of a NULL: what they name may be in no record */
    struct records_notes *notes;
    struct replaced_record *replaced_records;
    size_t replaced_record_count, replaced_record_capacity;
    /* What a reference to an object that holds several figures leads to: numbers into these. */
    struct record *shared_records;
    size_t shared_record_count, shared_record_capacity;
    pstats_call *shared_values; /* only cost and derived_calls */
    size_t shared_value_count, shared_value_capacity;
    struct range *shared_ranges;
    size_t shared_range_count, shared_range_capacity;
    struct marshal_object *shared_integers;
    size_t shared_integer_count, shared_integer_capacity;
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
    ROLE_VALUE,
    ROLE_INTEGER, /* one of 64 bits at most, for whatever role */
    ROLE_LONG     /* any, likewise: a number into shared_integers */
};

/* Takes over the cursor, in which failing is remembered, too. The notes, and what the cursor reads, must outlive the
 * reader. */
void record_reader_init(struct record_reader *reader, const struct marshal *marshal,
                        struct records_notes *notes);
void record_reader_free(struct record_reader *reader);

/* Memory failed, or the object is not what a profile has in its place: what says so as a clause. */
void record_reader_fail_memory(struct record_reader *reader);
void record_reader_fail(struct record_reader *reader, const struct marshal_object *object,
                        const char *what);

/* What RECORD read is the function's that has this number. */
void record_reader_put(struct record_reader *reader, size_t number);

/* The next object in a role whose value says all: a text's or function's number, a count, the bits of a time. */
uint64_t record_reader_next(struct record_reader *reader, enum role role);

int record_reader_is_integer(const struct marshal_object *object); /* or a boolean */

/* Those of calls, also where a caller has nothing else. */
uint64_t record_reader_count(struct record_reader *reader, const struct marshal_object *object);

/* Likewise, from an object whose head was read. What RECORD reads is in reader->record. */
uint64_t record_reader_read(struct record_reader *reader, const struct marshal_object *object,
                            enum role role);

#endif
