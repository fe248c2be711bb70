/* What every program does around its work. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "cli/buffer.h"
#include "cli/options.h"

struct program {
    const struct option_table *options;
    int (*append_versions)(
        struct buffer
            *text); /* of its libraries, a line each; 0: a message was printed. NULL: none */
    int (*run)(void *settings, const struct option_strings *paths); /* returns the exit code */
};

/* main: reads the command line into settings, which hold the defaults, answers --help and --version, or runs. Returns the
 * exit code. */
int program_main(const struct program *program, void *settings, int argc, char **argv);

#endif
