/* --time-format: how a time is written in a label. */
#include "time_format.h"

#include <stdio.h>
#include <string.h>

#define DIGITS "0123456789"

/* Copies at most max characters of set from text + at behind the conversion. */
static size_t take(struct time_format *format, const char *text, size_t at, const char *set,
                   size_t max)
{
    size_t length = strspn(text + at, set), used = strlen(format->conversion);
    if (length > max || used + length + 2 > sizeof format->conversion)
        return 0;
    memcpy(format->conversion + used, text + at, length);
    format->conversion[used + length] = '\0';
    return length;
}

/* Reads one conversion behind its "%" and returns where it ends, or 0 when it is none for a number
 * with a fraction: flags, width and precision of at most three digits, a length modifier that means
 * nothing, and one of eEfFgG. */
static size_t parse_conversion(struct time_format *format, const char *text, size_t at)
{
    strcpy(format->conversion, "%");
    at += take(format, text, at, "#0- +", 5);
    at += take(format, text, at, DIGITS, 3);
    if (text[at] == '.') {
        at += take(format, text, at, ".", 1);
        at += take(format, text, at, DIGITS, 3);
    }
    at += strspn(text + at, "hlL");
    return text[at] != '\0' && strchr("eEfFgG", text[at]) != NULL
               ? at + take(format, text, at, (char[]){text[at], '\0'}, 1)
               : 0;
}

const char *time_format_parse(const char *text, struct time_format *format)
{
    static const char one[] =
        "needs one conversion of a number, such as %.3f; %% is a percent sign";
    *format = (struct time_format){.text = text};
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] != '%')
            continue;
        if (text[i + 1] == '%') {
            i++;
            continue;
        }
        size_t end = format->end == 0 ? parse_conversion(format, text, i + 1) : 0;
        if (end == 0)
            return one;
        format->start = i;
        format->end = end;
        i = end - 1;
    }
    return format->end != 0 ? NULL : one;
}

/* The text outside the conversion, in which only "%%" is special. */
static void append_text(struct buffer *buffer, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        buffer_append_char(buffer, text[i]);
        i += text[i] == '%';
    }
}

void time_format_append(struct buffer *buffer, const struct time_format *format, double value)
{
    char shown[2048]; /* the longest double has 309 digits before the point, and width and precision
                         at most 999 */
    append_text(buffer, format->text, format->start);
    snprintf(shown, sizeof shown, format->conversion,
             value); /* checked character by character above */
    buffer_append_string(buffer, shown);
    append_text(buffer, format->text + format->end, strlen(format->text + format->end));
}
