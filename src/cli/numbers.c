/* Numbers as people write them on a command line, the same in every locale. */
#include "numbers.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

static const char *skip_sign(const char *text)
{
    return *text == '+' || *text == '-' ? text + 1 : text;
}

static int is_decimal(const char *text)
{
    text = skip_sign(text);
    size_t before = strspn(text, DIGITS);
    text += before;
    size_t after = 0;
    if (*text == '.') {
        after = strspn(text + 1, DIGITS);
        text += 1 + after;
    }
    if (before + after == 0)
        return 0;
    if (*text == 'e' || *text == 'E') {
        text = skip_sign(text + 1);
        size_t exponent = strspn(text, DIGITS);
        if (exponent == 0)
            return 0;
        text += exponent;
    }
    return *text == '\0';
}

int numbers_parse_double(const char *text, double *value)
{
    if (!is_decimal(text))
        return 0;
    double parsed = strtod(text, NULL); /* programs never call setlocale, so the point is a point */
    if (!isfinite(parsed))
        return 0;
    *value = parsed;
    return 1;
}

int numbers_parse_long(const char *text, long *value)
{
    const char *digits = skip_sign(text);
    size_t length = strspn(digits, DIGITS);
    if (length == 0 || digits[length] != '\0')
        return 0;
    errno = 0;
    long parsed = strtol(text, NULL, 10);
    if (errno != 0)
        return 0;
    *value = parsed;
    return 1;
}
