/* Names without the addresses in them, which differ from run to run. */
#include "addresses.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS_MIN 4

static int is_hexadecimal(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

/* The length of an address at the start of bytes, or 0. */
static size_t address_length(const char *bytes, size_t length)
{
    static const char before[] = " at 0x";
    size_t start = sizeof before - 1, end = start;
    if (length <= start || memcmp(bytes, before, start) != 0)
        return 0;
    while (end < length && is_hexadecimal(bytes[end]))
        end++;
    return end - start >= DIGITS_MIN ? end : 0;
}

static int has_address(pstats_text name)
{
    for (size_t i = 0; i < name.length; i++) {
        const char *blank = memchr(name.bytes + i, ' ', name.length - i);
        if (blank == NULL)
            return 0;
        i = (size_t)(blank - name.bytes);
        if (address_length(blank, name.length - i) > 0)
            return 1;
    }
    return 0;
}

int addresses_remove(struct addresses_scratch *scratch, pstats_text *name)
{
    size_t length = 0;
    if (!has_address(*name))
        return 1;
    if (scratch->capacity < name->length) {
        char *bytes = realloc(scratch->bytes, name->length);
        if (bytes == NULL)
            return 0;
        scratch->bytes = bytes;
        scratch->capacity = name->length;
    }
    for (size_t i = 0; i < name->length;) {
        size_t skipped = address_length(name->bytes + i, name->length - i);
        if (skipped == 0)
            scratch->bytes[length++] = name->bytes[i++];
        i += skipped;
    }
    *name = (pstats_text){scratch->bytes, length};
    return 1;
}

void addresses_scratch_free(struct addresses_scratch *scratch)
{
    free(scratch->bytes);
    *scratch = (struct addresses_scratch){NULL, 0};
}
