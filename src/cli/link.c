/* Addresses made from a template, one for each function. Knows no document format. */
#include "link.h"

#include "cli/names.h"
#include "cli/text.h"

#include <inttypes.h>
#include <string.h>

enum field { FIELD_NONE, FIELD_FILE, FIELD_LINE, FIELD_NAME };

/* The field whose opening brace is at, and its length with both braces. */
static enum field field_at(const char *at, size_t *length)
{
    static const char *const fields[] = {"", "{file}", "{line}", "{name}"};
    for (int i = FIELD_FILE; i <= FIELD_NAME; i++) {
        *length = strlen(fields[i]);
        if (strncmp(at, fields[i], *length) == 0)
            return (enum field)i;
    }
    return FIELD_NONE;
}

static int starts_with(const char *text, const char *start) /* ASCII case does not count */
{
    for (; *start != '\0'; text++, start++)
        if ((*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text) != *start)
            return 0;
    return 1;
}

const char *link_problem(const char *link)
{
    if (*link == '\0')
        return "needs an address with {file}, {line} or {name} in it";
    for (const char *c = link; *c != '\0'; c++) {
        size_t length;
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || strchr("\\\"<>", *c) != NULL)
            return "an address is ASCII without blanks, control characters, backslashes and any of "
                   "\"<>; write others as %XX";
        if (*c == '{' && field_at(c, &length) == FIELD_NONE)
            return "its fields are {file}, {line} and {name}";
    }
    /* A colon before the first of these would make what stands before it a scheme, be it from a
     * field. */
    if (link[strcspn(link, ":/?#")] == ':' && !starts_with(link, "http://") &&
        !starts_with(link, "https://"))
        return "only http, https and relative addresses are taken";
    return NULL;
}

static int is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

static void append_encoded(struct buffer *buffer, const char *bytes, size_t length, char kept)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        /* "//" at the start of an address would begin a host. */
        int is_host = c == '/' && buffer->length == 1 && buffer->bytes[0] == '/';
        if (is_unreserved(c) || (kept != '\0' && (char)c == kept && !is_host))
            buffer_append_char(buffer, (char)c);
        else
            buffer_append_format(buffer, "%%%02X", c);
    }
}

/* A byte that was no UTF-8 is that byte in the address too. */
static void append_field(struct buffer *buffer, pstats_text text, char kept)
{
    struct text_cursor cursor = text_cursor(text);
    while (cursor.at < cursor.end) {
        const char *start = (const char *)cursor.at;
        uint32_t c = text_next(&cursor);
        if (c >= 0xdc80 && c <= 0xdcff) {
            const char byte = (char)(c - 0xdc00);
            append_encoded(buffer, &byte, 1, kept);
        } else {
            append_encoded(buffer, start, (size_t)((const char *)cursor.at - start), kept);
        }
    }
}

static int ends_in_slash(const struct buffer *address)
{
    return address->length > 0 && address->bytes[address->length - 1] == '/';
}

/* Windows paths, which have no "/", are written with it. */
static void append_file(struct buffer *buffer, pstats_text file)
{
    while (ends_in_slash(buffer) && file.length > 0 && names_is_separator(file.bytes[0])) {
        file.bytes++; /* of an absolute path: the template has it */
        file.length--;
    }
    int is_windows = memchr(file.bytes, '/', file.length) == NULL &&
                     memchr(file.bytes, '\\', file.length) != NULL;
    if (!is_windows) {
        append_field(buffer, file, '/');
        return;
    }
    for (size_t i = 0; i < file.length;) {
        const char *next = memchr(file.bytes + i, '\\', file.length - i);
        size_t length = next != NULL ? (size_t)(next - file.bytes) - i : file.length - i;
        append_field(buffer, (pstats_text){file.bytes + i, length}, '/');
        if (next != NULL)
            append_encoded(buffer, "/", 1, '/');
        i += length + 1;
    }
}

void link_append(struct buffer *buffer, const char *link, pstats_text file, int64_t line,
                 pstats_text name)
{
    struct buffer address = BUFFER_INIT; /* its start decides about "//" */
    while (*link != '\0') {
        size_t length = 1;
        switch (*link == '{' ? field_at(link, &length) : FIELD_NONE) {
        case FIELD_FILE:
            append_file(&address, names_start(file));
            break;
        case FIELD_LINE:
            buffer_append_format(&address, "%" PRId64, line);
            break;
        case FIELD_NAME:
            append_field(&address, names_start(name), '\0');
            break;
        case FIELD_NONE:
            buffer_append_char(&address, *link);
            length = 1;
            break;
        }
        link += length;
    }
    buffer_append(buffer, address.bytes, address.length);
    buffer->failed |= address.failed;
    buffer_free(&address);
}
