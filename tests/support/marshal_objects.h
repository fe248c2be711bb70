/* The smallest object of each kind. */
#ifndef TESTS_MARSHAL_OBJECTS_H
#define TESTS_MARSHAL_OBJECTS_H

#include "marshal_writer.h"

/* The codes of all objects that can have a slot. */
extern const char slotted_codes[];

/* One object of such a code, with what follows its head; a code object is laid out as since Python 3.11. */
void put_one(struct marshal_writer *writer, char code);

#endif
