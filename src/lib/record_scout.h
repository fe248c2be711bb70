/* Runs ahead of reading, so that what reading will look at in memory has been fetched by then. */
#ifndef LIB_RECORD_SCOUT_H
#define LIB_RECORD_SCOUT_H

#include "record_reader.h"

/* For each caller. It changes nothing but reader->scouted. */
void record_scout_run(struct record_reader *reader);

#endif
