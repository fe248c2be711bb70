/* What a program says on standard error, and with which code it ends. */
#include "message.h"

#include "cli/buffer.h"
#include "cli/progress.h"
#include "cli/text.h"

#include <pstats.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "pstats";
static int is_quiet;

void message_set_program(const char *name)
{
    program = name;
}

const char *message_program(void)
{
    return program;
}

void message_set_quiet(int quiet)
{
    is_quiet = quiet;
}

/* Shows text without what could act on the terminal. Nothing is allocated: out of memory is also
 * said here. */
static void put(const char *text)
{
    char shown[2048];
    size_t length = pstats_text_display(text_of(text), shown, sizeof shown);
    fputs(shown, stderr);
    if (length >= sizeof shown)
        fputs("...", stderr);
}

static void say(const char *subject, const char *kind, const char *format, va_list arguments)
{
    char clause[1024];
    vsnprintf(clause, sizeof clause, format, arguments);
    progress_clear();
    put(program);
    fputs(": ", stderr);
    if (subject != NULL) {
        put(subject);
        fputs(": ", stderr);
    }
    fputs(kind, stderr);
    put(clause);
    fputc('\n', stderr);
}

void message_error(const char *subject, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(subject, "", format, arguments);
    va_end(arguments);
}

void message_warning(const char *subject, const char *format, ...)
{
    if (is_quiet)
        return;
    va_list arguments;
    va_start(arguments, format);
    say(subject, "warning: ", format, arguments);
    va_end(arguments);
}
