/* Texts as a reader may see them: clean UTF-8 without surprises. Knows nothing of files or profiles. */
#include "utf8.h"

#include <pstats.h>
#include <stdio.h>
#include <string.h>

struct span {
    uint32_t first, last;
};

/* What would act on the text around it instead of showing: controls (Unicode category Cc), line and paragraph
 * separators, and the marks of the bidirectional algorithm (UAX #9, table 1); and the byte order mark. */
static const struct span hidden[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2066, 0x2069}, {0xd800, 0xdfff}, {0xfeff, 0xfeff},
};

static int is_hidden(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (code_point >= hidden[i].first && code_point <= hidden[i].last)
            return 1;
    return 0;
}

/* As Python's repr writes it; a byte that was no UTF-8 as that byte. */
static size_t escape(uint32_t code_point, char *out, size_t size)
{
    static const char *const letters[] = {['\t'] = "\\t", ['\n'] = "\\n", ['\r'] = "\\r"};
    if (code_point < sizeof letters / sizeof *letters && letters[code_point] != NULL)
        return (size_t)snprintf(out, size, "%s", letters[code_point]);
    if (code_point >= 0xdc80 && code_point <= 0xdcff)
        code_point -= 0xdc00;
    return (size_t)snprintf(out, size, code_point < 0x100 ? "\\x%02x" : "\\u%04x",
                            (unsigned)code_point);
}

size_t pstats_text_display(pstats_text text, char *buffer, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t written = 0, needed = 0;
    int is_full = 0;
    for (size_t i = 0; i < text.length;) {
        char shown[16];
        uint32_t code_point;
        size_t step = utf8_decode(bytes + i, text.length - i, &code_point);
        if (step == 0) { /* only in texts that did not come from this library */
            code_point = 0xdc00u + bytes[i];
            step = 1;
        }
        size_t length = is_hidden(code_point) ? escape(code_point, shown, sizeof shown)
                                              : utf8_encode(code_point, shown);
        is_full = is_full || written + length >= size;
        if (!is_full) {
            memcpy(buffer + written, shown, length);
            written += length;
        }
        needed += length;
        i += step;
    }
    if (size > 0)
        buffer[written] = '\0';
    return needed;
}
