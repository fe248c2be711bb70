/* Command lines, read by a table of options. Knows no program. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

enum option_kind {
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_QUIET,   /* no warnings from there on */
    OPTION_FLAG,    /* int: becomes 1 */
    OPTION_STRING,  /* const char *: the last one given */
    OPTION_PATH,    /* likewise, of a file: never empty */
    OPTION_STRINGS, /* struct option_strings: all that were given */
    OPTION_NUMBER,  /* double, from minimum to maximum */
    OPTION_INTEGER, /* long, from minimum to maximum */
    OPTION_CHOICE,  /* int: the value of the choice */
    OPTION_CHOICES, /* struct option_values: those of all that were given */
    OPTION_REFUSED, /* known, and an error: help says why */
};

struct option_choice {
    const char *name;
    int value;
};

/* One row is one option. */
struct option {
    const char
        *group; /* the heading of --help that begins here; NULL: the row belongs to the one above */
    const char *names;    /* without dashes, blanks between; the first one is shown, the others are
                             other spellings */
    char letter;          /* '\0': none */
    const char *argument; /* what the value is called; NULL: there is none */
    enum option_kind kind;
    size_t offset; /* of the value in the program's settings */
    double minimum, maximum;
    const struct option_choice
        *choices;         /* ended by a NULL name; of several with one value the first is shown */
    const char *fallback; /* what holds when the option is not given, as --help shows it; or NULL */
    int ignores_empty; /* of OPTION_STRINGS: '' is nothing, as scripts with an unset variable expect */
    int is_hidden;     /* accepted, but not in --help */
    int is_elder; /* a shortened name that fits just one elder means that one, however many others
                     it fits too */
    const char *help;
};

struct option_table {
    const char *program;
    const char *operands; /* as the usage line shows them */
    const char *summary;  /* what the program does */
    const struct option *options;
    size_t count;
    const char *epilogue; /* follows the options in --help; or NULL */
};

struct option_strings { /* borrowed from the command line; the array is ours */
    const char **items;
    size_t count, capacity;
};

struct option_values {
    int *items;
    size_t count, capacity;
};

enum options_outcome {
    OPTIONS_RUN,
    OPTIONS_HELP,    /* asked for; nothing behind it was read */
    OPTIONS_VERSION, /* likewise */
    OPTIONS_WRONG,   /* a message was printed */
    OPTIONS_FAILED,  /* out of memory, after a message */
};

/* Reads the arguments behind argv[0] into settings, which hold the defaults, and the operands in
 * their order. Options stand anywhere before "--"; long ones may be shortened while that fits one
 * option; short flags may share a dash. */
enum options_outcome options_parse(const struct option_table *table, int argc, char **argv,
                                   void *settings, struct option_strings *operands);

/* Frees the lists in settings, and those of operands. */
void options_free(const struct option_table *table, void *settings,
                  struct option_strings *operands);

/* --help: at most 80 columns wide. The caller checks the stream for errors. */
void options_print_help(const struct option_table *table, FILE *stream);

/* The length of the name at the start of an option's names; *next is where the following one
 * starts, NULL after the last. */
size_t option_name(const char *names, const char **next);

#endif
