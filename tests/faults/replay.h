/* Runs a program again and again, each time with another call of the C library failing, and says when it did not keep
 * its promises: one clear line and the right exit code, or the same result; nothing half-written, nothing left behind,
 * nothing lost. */
#ifndef TESTS_FAULTS_REPLAY_H
#define TESTS_FAULTS_REPLAY_H

#include "faults/plan.h"

#include <stddef.h>

struct command {
    const char *program;
    const char *arguments; /* between blanks; IN is a dump, also at the end of a word */
    const char *output;    /* the file in the working folder that -o names; NULL: standard output */
    int is_picture;        /* libraries draw it: what they do without memory is theirs */
    int status;            /* how it ends when nothing fails */
};

/* Which calls fail, of those that the first run made: all, or the first so many and so many of the others. */
struct choice {
    size_t first;
    size_t others;
};
#define CHOICE_ALL ((struct choice){(size_t)-1, 0})

/* Each of these runs is one with another fault. Returns how many there were; complaints (as much of them as there is
 * room for) is empty when all is well. */
size_t replay(const struct command *command, const char *dump, enum fault fault, enum owner owner,
              struct choice choice, char *complaints, size_t size);

/* Reads and writes come by single bytes, with an interruption before each: nothing may change. */
void replay_slowly(const struct command *command, const char *dump, char *complaints, size_t size);

#endif
