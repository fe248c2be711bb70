/* Whether a document has its end. */
#include "endings.h"

#include <string.h>

static const struct {
    const char *first, *last;
} documents[] = {
    {"<?xml", "</svg>"},
    {"\x89PNG", "IEND\xae\x42\x60\x82"},
    {"%PDF", "%%EOF"},
    {"%!PS", "%%EOF"},
};

static int begins(const char *bytes, size_t size, const char *with)
{
    return size >= strlen(with) && memcmp(bytes, with, strlen(with)) == 0;
}

int endings_check(const char *first, size_t first_size, const char *last, size_t last_size)
{
    while (last_size > 0 && last[last_size - 1] == '\n')
        last_size--;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        const char *end = documents[i].last;
        if (begins(first, first_size, documents[i].first))
            return last_size >= strlen(end) &&
                   memcmp(last + last_size - strlen(end), end, strlen(end)) == 0;
    }
    return 1;
}
