/* When a document says it was made: not when it was, so that the same input gives the same bytes. */
#ifndef PICTURE_DATES_H
#define PICTURE_DATES_H

#include <stddef.h>

/* SOURCE_DATE_EPOCH of the environment, in seconds since 1970; 0 where it is not set or no such number. */
long long dates_epoch(void);

#define DATES_SIZE 32
void dates_iso(long long epoch, char text[DATES_SIZE]); /* "1970-01-01T00:00:00Z" */

/* Overwrites the dates of a complete PDF or PostScript document, of whatever program, where they stand in plain text; its
 * length stays. Other bytes are left alone. */
void dates_overwrite(char *bytes, size_t size, long long epoch);

#endif
