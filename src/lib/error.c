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

void error_memory(pstats_error *error)
{
    error_set(error, PSTATS_ERROR_MEMORY, 0, "out of memory");
}
