/* Reads over objects that nobody wants, however deep they are. */
#ifndef LIB_MARSHAL_SKIP_H
#define LIB_MARSHAL_SKIP_H

#include "marshal.h"

/* Reads over the children of an object whose head was read. */
void marshal_skip(struct marshal *marshal, const struct marshal_object *object);
void marshal_skip_next(struct marshal *marshal); /* head and all; NULL fails */

#endif
