/* Reads what names functions and files: texts, and code objects, whose names are put together as Python does. */
#ifndef LIB_RECORD_TEXTS_H
#define LIB_RECORD_TEXTS_H

#include "record_reader.h"

/* The number of the text, in the low 32 bits. */
uint64_t record_texts_read(struct record_reader *reader, const struct marshal_object *object);

/* One such as nearly all are, if that comes next: short, ASCII and in memory. 0: it is another, and nothing was read. */
int record_texts_read_short(struct record_reader *reader, uint64_t *text);

#endif
