/* Small profiles from a line of text, and looking into them. Ends the process when there is no memory, or when what was
 * asked for is not there. */
#ifndef TESTS_SMALL_PROFILES_H
#define TESTS_SMALL_PROFILES_H

#include "marshal_writer.h"

#include <pstats.h>

/* Reads what was written, which must be a dump, and frees the writer. */
pstats_profile *profile_of_writer(struct marshal_writer *writer);

/* Reads what was written, whatever it is; the writer stays. */
pstats_profile *read_written(const struct marshal_writer *writer, pstats_error *error);

/* Words are functions and calls, in any order, each with its figures:
 *     NAME=CALLS/PRIMITIVE,SELF,CUMULATIVE              a function; its file is NAME.py, its line 1
 *     CALLER>CALLEE=CALLS/PRIMITIVE,SELF,CUMULATIVE     a call
 *     CALLER>CALLEE=CALLS                               as the pure-Python profiler writes it
 *     CALLER>CALLEE=                                    without any figures
 * Where figures are left out, functions have 1/1,1,1 and calls 1/1,0.5,0.5. A function that is called has a record whether
 * it is named by itself or not; one that only calls has none unless it is. Names are letters, digits and _. */
pstats_profile *profile_of(const char *words);

/* What was written, or the dump of these words, as a file in the folder of run_program.h. The writer is freed. */
void save_written(const char *name, struct marshal_writer *writer);
void save_profile(const char *name, const char *words);

size_t function_named(const pstats_graph *graph, const char *name);
int has_function(const pstats_graph *graph, const char *name);
const pstats_call *call_between(const pstats_graph *graph, const char *caller, const char *callee);

/* "a b c" and "a>b b>c", in the order of the graph; for the caller to free. */
char *function_names(const pstats_graph *graph);
char *call_names(const pstats_graph *graph);

int is_text(pstats_text text, const char *expected);
int is_same_double(double a, double b); /* bit for bit, but any nan is like any other */

/* Are figures, texts, order and totals the same? */
int is_same_graph(const pstats_graph *a, const pstats_graph *b);

#endif
