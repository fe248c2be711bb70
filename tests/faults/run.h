/* One run of a program under the shim, in a folder of its own, and what it left there. Whatever goes wrong here ends the
 * process. */
#ifndef TESTS_FAULTS_RUN_H
#define TESTS_FAULTS_RUN_H

#include "faults/replay.h"

#include <stddef.h>

struct run_result {
    int status;  /* or 128 + the signal that ended it */
    char *bytes; /* of the output; a NUL follows */
    size_t size;
    char *err;
    int is_new;        /* the output was written or replaced */
    int has_leftovers; /* there are other files */
    int is_hung;       /* it was ended after a while */
};

void run_result_free(struct run_result *result);

struct runner;
struct runner *runner_new(const struct command *command, const char *dump);
void runner_free(struct runner *runner); /* removes its folder */

/* plan is read, and gets what the shim tells. has_before: there is a file that the output would replace. */
void runner_run(struct runner *runner, struct plan *plan, int has_before,
                struct run_result *result);

void run_stop(const char *what);
void *run_checked(void *memory);

#endif
