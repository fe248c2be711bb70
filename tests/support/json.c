/* JSON, looked at without being kept. */
#include "json.h"

#include <stddef.h>
#include <string.h>

#define DEPTH_MAX 64

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Each skips one thing and returns what follows it; NULL: it is none. */
static const char *skip_hex(const char *at)
{
    for (int i = 0; i < 4; i++, at++)
        if (*at == '\0' || strchr("0123456789abcdefABCDEF", *at) == NULL)
            return NULL;
    return at;
}

static const char *skip_utf8(const char *at)
{
    unsigned char lead = (unsigned char)*at;
    size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    int is_surrogate = lead == 0xed && (unsigned char)at[1] > 0x9f;
    for (size_t i = 1; i < size; i++)
        if (((unsigned char)at[i] & 0xc0) != 0x80)
            return NULL;
    return size == 0 || lead > 0xf4 || is_surrogate ? NULL : at + size;
}

static const char *skip_string(const char *at)
{
    if (*at++ != '"')
        return NULL;
    while (at != NULL && *at != '"') {
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at != '\\')
            at = skip_utf8(at);
        else if (at[1] == 'u')
            at = skip_hex(at + 2);
        else
            at = at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL ? at + 2 : NULL;
    }
    return at != NULL ? at + 1 : NULL;
}

static const char *skip_digits(const char *at)
{
    size_t length = strspn(at, "0123456789");
    return length > 0 ? at + length : NULL;
}

static const char *skip_number(const char *at)
{
    at += *at == '-';
    at = *at == '0' ? at + 1 : skip_digits(at);
    if (at != NULL && *at == '.')
        at = skip_digits(at + 1);
    if (at != NULL && (*at == 'e' || *at == 'E'))
        at = skip_digits(at + 1 + (at[1] == '-' || at[1] == '+'));
    return at;
}

static const char *skip_scalar(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    return *at == '"' ? skip_string(at) : skip_number(at);
}

static const char *skip_key(const char *at)
{
    at = skip_string(at);
    at = at != NULL ? skip_blanks(at) : NULL;
    return at != NULL && *at == ':' ? skip_blanks(at + 1) : NULL;
}

int json_is_valid(const char *text)
{
    char ends[DEPTH_MAX]; /* what closes each of the things that are open */
    size_t depth = 0;
    const char *at = skip_blanks(text);
    for (int is_value_next = 1; at != NULL;) {
        if (is_value_next && (*at == '{' || *at == '[')) {
            if (depth == DEPTH_MAX)
                return 0;
            ends[depth++] = *at == '{' ? '}' : ']';
            at = skip_blanks(at + 1);
            if (*at == ends[depth - 1])
                is_value_next = 0;
            else if (ends[depth - 1] == '}')
                at = skip_key(at);
            continue;
        }
        if (is_value_next) {
            at = skip_scalar(at);
            at = at != NULL ? skip_blanks(at) : NULL;
            is_value_next = 0;
            continue;
        }
        if (depth == 0)
            return *at == '\0';
        if (*at == ends[depth - 1]) {
            depth--;
            at = skip_blanks(at + 1);
        } else if (*at == ',') {
            at = skip_blanks(at + 1);
            at = ends[depth - 1] == '}' ? skip_key(at) : at;
            is_value_next = 1;
        } else {
            return 0;
        }
    }
    return 0;
}
