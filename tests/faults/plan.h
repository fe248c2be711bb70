/* What the driver tells the shim in a program to let fail, and what the shim tells of the run; in memory that both
 * map. */
#ifndef TESTS_FAULTS_PLAN_H
#define TESTS_FAULTS_PLAN_H

#include <stddef.h>

#define PLAN_VARIABLE "PSTATS_FAULT_PLAN" /* the descriptor of the file that holds the plan */
#define PLAN_LENT 8

enum fault {
    FAULT_ALLOCATION,
    FAULT_OPEN,
    FAULT_READ,
    FAULT_WRITE,
    FAULT_FLUSH,
    FAULT_CLOSE,
    FAULT_RENAME,
    FAULTS
};

/* Whose call it is: the program's (libpstats is a part of it), or a library's. */
enum owner { OWNER_PROGRAM, OWNER_LIBRARY, OWNERS };

struct plan {
    /* From the driver */
    enum fault fault;
    enum owner owner;
    size_t fails_at; /* the number of the call, from 1; 0: none fails */
    int is_partial;  /* a write or read does not fail: one byte, and an interruption before it */
    int error;       /* errno of what is no allocation */
    /* Functions of the program that libraries allocate by, as offsets in the program */
    struct lent {
        size_t start, end;
    } lent[PLAN_LENT];

    /* From the shim */
    int is_watched;
    size_t counts[FAULTS][OWNERS];
    size_t failures;
    size_t live;    /* allocations of the program that are not freed */
    size_t lost_at; /* where one of them was made, as an offset in the program */
    int has_left; /* exit or _exit was called: nothing is to be expected of what main would have freed */
};

#endif
