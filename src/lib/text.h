/* Texts: from the encodings of marshal to UTF-8 with lone surrogates, each kept once; and back to clean UTF-8.
 * Knows nothing of files or profiles. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include "buckets.h"

#include <pstats.h>

struct arena;

enum text_encoding {
    TEXT_UTF8, /* surrogatepass: lone surrogates are kept; anything else that is no UTF-8 is refused */
    TEXT_LATIN1, /* also ASCII */
    TEXT_BYTES /* UTF-8 where it is; each other byte 0xNN becomes U+DCNN, as in Python's surrogateescape */
};

/* Texts by number, in order of first appearance. */
struct text_table {
    struct arena *arena; /* borrowed: where the bytes are */
    pstats_text *texts;
    size_t count;
    size_t capacity;
    struct buckets buckets;
    uint64_t seed;
};

#define TEXT_NONE UINT32_MAX /* no memory, or not valid in its encoding */

void text_table_init(struct text_table *table, struct arena *arena);
void text_table_free(struct text_table *table); /* the texts live on in the arena */

/* Of many, looks at memory before it is needed: for UTF-8 that will be interned some texts later. */
void text_prefetch(const struct text_table *table, pstats_text text);

/* The number of the text, added if it is new. TEXT_NONE: *is_invalid says whether they were refused; else memory. */
uint32_t text_intern(struct text_table *table, const void *given, size_t length,
                     enum text_encoding encoding, int *is_invalid);

/* Order of code points: negative, zero or positive. */
int text_compare(pstats_text a, pstats_text b);

/* 64 bits of a number, well mixed. */
uint64_t text_mix(uint64_t value);

#endif
