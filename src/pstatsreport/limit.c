/* How many rows are shown, and which: the restrictions of Python's pstats. */
#include "limit.h"

#include "cli/message.h"
#include "cli/numbers.h"
#include "pstatsreport/pattern.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int compile(struct limit *limit, const char *option, int *exit_code)
{
    struct buffer pattern = BUFFER_INIT;
    pattern_translate(&pattern, limit->text);
    if (!pattern.failed && pattern_is_large(buffer_string(&pattern))) {
        message_error(option, "'%.100s' is too large a regular expression, or too deeply nested",
                      limit->text);
        buffer_free(&pattern);
        return 0;
    }
    int code = pattern.failed
                   ? REG_ESPACE
                   : regcomp(&limit->pattern, buffer_string(&pattern), REG_EXTENDED | REG_NOSUB);
    buffer_free(&pattern);
    if (code == 0) {
        limit->kind = LIMIT_PATTERN;
        return 1;
    }
    char reason[200];
    regerror(code, &limit->pattern, reason, sizeof reason);
    if (code == REG_ESPACE)
        return message_no_memory(exit_code);
    message_error(option, "'%.100s' is no regular expression: %s", limit->text, reason);
    return 0;
}

/* "10%" or "0.1": a part of the rows */
static int parse_fraction(const char *text, double *fraction)
{
    char number[64];
    size_t length = strlen(text);
    if (length > 0 && length < sizeof number && text[length - 1] == '%') {
        memcpy(number, text, length - 1);
        number[length - 1] = '\0';
        if (!numbers_parse_double(number, fraction))
            return 0;
        *fraction /= 100.0;
        return 1;
    }
    return numbers_parse_double(text, fraction);
}

static int parse(struct limit *limit, const char *option, int *exit_code)
{
    long count;
    if (numbers_parse_long(limit->text, &count) && count >= 0) {
        limit->kind = LIMIT_COUNT;
        limit->count = (size_t)count;
        return 1;
    }
    if (!parse_fraction(limit->text, &limit->fraction) && !numbers_parse_long(limit->text, &count))
        return compile(limit, option, exit_code);
    if (limit->fraction >= 0.0 && limit->fraction <= 1.0 && limit->text[0] != '-') {
        limit->kind = LIMIT_FRACTION;
        return 1;
    }
    message_error(option, "'%.100s' is no number of rows, and no part of them up to 100%%",
                  limit->text);
    return 0;
}

int limits_parse(struct limits *limits, const struct option_strings *texts, const char *option,
                 int *exit_code)
{
    *limits = (struct limits){calloc(texts->count + 1, sizeof *limits->items), 0};
    *exit_code = EXIT_USAGE;
    if (limits->items == NULL)
        return message_no_memory(exit_code);
    for (size_t i = 0; i < texts->count; i++) {
        limits->items[i].text = texts->items[i];
        if (!parse(&limits->items[i], option, exit_code))
            return 0;
        limits->count++;
    }
    return 1;
}

void limits_free(struct limits *limits)
{
    for (size_t i = 0; i < limits->count; i++)
        if (limits->items[i].kind == LIMIT_PATTERN)
            regfree(&limits->items[i].pattern);
    free(limits->items);
    *limits = (struct limits){NULL, 0};
}

/* ---- Applying ---- */

static size_t keep_matching(const regex_t *pattern, struct row *rows, size_t count,
                            struct buffer *notes)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        errno = 0;
        int code = regexec(pattern, rows[i].label, 0, NULL, 0);
        notes->failed |= code != 0 && (code != REG_NOMATCH || errno == ENOMEM); /* glibc's way */
        if (code == 0)
            rows[kept++] = rows[i];
    }
    return kept;
}

static size_t apply(const struct limit *limit, struct row *rows, size_t count, struct buffer *notes)
{
    switch (limit->kind) {
    case LIMIT_COUNT:
        return limit->count < count ? limit->count : count;
    case LIMIT_FRACTION:
        return (size_t)((double)count * limit->fraction + 0.5);
    default:
        return keep_matching(&limit->pattern, rows, count, notes);
    }
}

size_t limits_apply(const struct limits *limits, struct row *rows, size_t count,
                    struct buffer *notes)
{
    for (size_t i = 0; i < limits->count; i++) {
        size_t kept = apply(&limits->items[i], rows, count, notes);
        if (kept != count) {
            buffer_append_format(notes, "List reduced from %zu to %zu due to restriction <", count,
                                 kept);
            buffer_append_string(notes, limits->items[i].text);
            buffer_append_string(notes, ">\n");
        }
        count = kept;
    }
    return count;
}
