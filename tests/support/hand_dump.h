/* One dump at a time, made by hand in a test: begin_dump, put_… into writer, end_dump; then profile and graph are there. */
#ifndef TESTS_HAND_DUMP_H
#define TESTS_HAND_DUMP_H

#include "marshal_writer.h"

#include <pstats.h>

extern struct marshal_writer *writer;
extern pstats_profile *profile;
extern const pstats_graph *graph; /* the profile's */

void begin_dump(int version); /* of marshal */
void end_dump(void);          /* reads it; ends the process when it is refused */
void release_dump(void);      /* at the end of each test */

/* A function on line 1 of a.py, called once, in half a second. */
void put_simple_function(const char *name);

/* A caller, likewise of a.py, of which a number of calls is all that is given. */
void put_calls_from(const char *caller, int64_t calls);

/* A record up to its callers; calls are primitive, all of them. */
void put_costs(int64_t calls, double self, double cumulative);
void put_no_callers(void);

const pstats_function *function_at(const char *name);

/* Ends the test when functions or calls are not these; see function_names. */
void assert_names(const char *functions, const char *calls);
void assert_cost(const pstats_cost *cost, int64_t calls, int64_t primitive_calls, double self,
                 double cumulative);

#endif
