/* Filling in a caller's pstats_error. Knows no module. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void error_clear(pstats_error *error)
{
    if (error != NULL)
        memset(error, 0, sizeof *error);
}

void error_set(pstats_error *error, pstats_code code, size_t offset, const char *format, ...)
{
    if (error == NULL || error->code != PSTATS_OK)
        return;
    error->code = code;
    error->offset = offset;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
}

void error_system(pstats_error *error, size_t offset, const char *what, int number)
{
    char text[120]; /* strerror is not safe between threads */
    if (strerror_r(number, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", number);
    error_set(error, PSTATS_ERROR_FILE, offset, "%s: %s", what, text);
}

void error_memory(pstats_error *error)
{
    error_set(error, PSTATS_ERROR_MEMORY, 0, "out of memory");
}
