/* Runs the programs of the build, as a user would, and keeps what they say. */
#ifndef TESTS_RUN_PROGRAM_H
#define TESTS_RUN_PROGRAM_H

#include <stddef.h>

/* What the last run left; the strings end with a NUL that their sizes do not count. */
struct run {
    int status; /* exit status, or 128 + the signal that ended it */
    char *out;
    size_t out_size;
    char *err;
    size_t err_size;
};
extern struct run run;

/* A shell command, in an empty folder of its own that lasts until run_end. The programs' folder
 * comes first in PATH, and $DATA is tests/data. Standard input is empty. Ends the process when it
 * cannot be run. */
void run_shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for pstats2dot and such with these arguments, as the shell takes them apart. */
void run_program(const char *program, const char *arguments);

/* The same command with a new terminal for these standard streams, such as "01". */
void run_on_terminal(const char *streams, const char *command);

void run_end(void); /* at the end of each test: removes the folder and frees what was kept */

/* The folder, and a file in it as one string, freed by the caller. NULL: there is no such file. */
const char *run_folder(void);
char *run_read_file(const char *name, size_t *size);
void run_write_file(const char *name, const void *bytes, size_t size);

#endif
