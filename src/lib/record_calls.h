/* Reads keys, figures, callers and records, which is nearly all of a dump. */
#ifndef LIB_RECORD_CALLS_H
#define LIB_RECORD_CALLS_H

#include "record_reader.h"

/* The number of the function. */
uint64_t record_calls_read_key(struct record_reader *reader, const struct marshal_object *object);

/* These leave what they read in reader->record, reader->range and reader->value. */
void record_calls_read_record(struct record_reader *reader, const struct marshal_object *object);
void record_calls_read_callers(struct record_reader *reader, const struct marshal_object *object);
void record_calls_read_value(struct record_reader *reader, const struct marshal_object *object);

/* The next key, or record, where it is such that it can be read quickly. 0: it is not, and nothing was read. */
int record_calls_read_quick_key(struct record_reader *reader, uint64_t *function);
int record_calls_read_quick_record(struct record_reader *reader);

/* The calls of a callers dict that several functions share, once more: for reader->callee. */
void record_calls_repeat(struct record_reader *reader, struct range range);

#endif
