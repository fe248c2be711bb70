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

/* Drops the start of a character at the end of text that was cut there. */
static void drop_half_character(char *text)
{
    size_t length = strlen(text), start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (length - start + 1 < size)
        text[start - 1] = '\0';
}

static void say(const char *subject, const char *kind, const char *format, va_list arguments)
{
    char clause[1024];
    int is_cut = vsnprintf(clause, sizeof clause, format, arguments) >= (int)sizeof clause;
    if (is_cut)
        drop_half_character(clause);
    progress_clear();
    put(program);
    fputs(": ", stderr);
    if (subject != NULL) {
        put(subject);
        fputs(": ", stderr);
    }
    fputs(kind, stderr);
    put(clause);
    fputs(is_cut ? "...\n" : "\n", stderr);
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

int message_no_memory(int *exit_code)
{
    message_error(NULL, "out of memory");
    *exit_code = EXIT_OUTPUT;
    return 0;
}
