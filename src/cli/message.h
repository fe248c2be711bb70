/* What a program says on standard error, and with which code it ends. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#ifdef __GNUC__
#define MESSAGE_PRINTF __attribute__((format(printf, 2, 3)))
#else
#define MESSAGE_PRINTF
#endif

enum exit_code {
    EXIT_DONE = 0,
    EXIT_GATE = 1,   /* a gate failed */
    EXIT_USAGE = 2,  /* the command line asks for what is not there */
    EXIT_INPUT = 3,  /* the input cannot be read, or is no profile */
    EXIT_OUTPUT = 4, /* drawing or writing failed */
};

/* The name that starts every line; a literal. */
void message_set_program(const char *name);
const char *message_program(void);
void message_set_quiet(int is_quiet); /* no warnings from here on */

/* One line each: "PROGRAM: SUBJECT: CLAUSE" and "PROGRAM: SUBJECT: warning: CLAUSE". subject, a
 * path or an option, may be NULL. Whatever is in it, or in the clause, stays on that line and
 * cannot act on a terminal. */
void message_error(const char *subject, const char *format, ...) MESSAGE_PRINTF;
void message_warning(const char *subject, const char *format, ...) MESSAGE_PRINTF;

/* Says that memory ran out, and sets *exit_code accordingly. Returns 0. */
int message_no_memory(int *exit_code);

#endif
