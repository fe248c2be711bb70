/* Texts: from the encodings of marshal to UTF-8 with lone surrogates, each kept once. Knows nothing of profiles. */
#include "text.h"

#include "arena.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- Hashing ---- */

uint64_t text_mix(uint64_t value)
{
    /* The finisher of splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

static uint64_t hash(const unsigned char *bytes, size_t length, uint64_t seed)
{
    uint64_t state = seed ^ length * UINT64_C(0x9e3779b97f4a7c15);
    uint64_t word;
    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        state = (state ^ word) * UINT64_C(0xff51afd7ed558ccd);
        state ^= state >> 32;
    }
    word = 0;
    memcpy(&word, bytes, length);
    return text_mix(state ^ word);
}

/* ---- Decoding ---- */

static size_t latin1_size(const unsigned char *bytes, size_t length)
{
    size_t size = length;
    for (size_t i = 0; i < length; i++)
        size += bytes[i] >= 0x80;
    return size;
}

static void latin1_decode(char *out, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out += utf8_encode(bytes[i], out);
}

/* out may be NULL: only the size is wanted. */
static size_t surrogateescape(char *out, const unsigned char *bytes, size_t length)
{
    size_t size = 0;
    char scratch[UTF8_MAX];
    for (size_t i = 0; i < length;) {
        uint32_t code_point;
        size_t step = utf8_decode(bytes + i, length - i, &code_point);
        if (step == 0 || utf8_is_surrogate(code_point)) {
            code_point = 0xdc00u + bytes[i];
            step = 1;
        }
        size += utf8_encode(code_point, out != NULL ? out + size : scratch);
        i += step;
    }
    return size;
}

static int is_utf8(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t code_point;
        size_t step = utf8_decode(bytes + i, length - i, &code_point);
        if (step == 0)
            return 0;
        i += step;
    }
    return 1;
}

static int is_ascii(const unsigned char *bytes, size_t length)
{
    uint64_t word, seen = 0;
    for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
        memcpy(&word, bytes, sizeof word);
        seen |= word;
    }
    for (; length > 0; bytes++, length--)
        seen |= *bytes;
    return (seen & UINT64_C(0x8080808080808080)) == 0;
}

/* ---- The table ---- */

void text_table_init(struct text_table *table, struct arena *arena)
{
    memset(table, 0, sizeof *table);
    table->arena = arena;
    /* Differs from run to run where the system lays out memory so; nothing that is written depends on it. */
    table->seed = text_mix((uint64_t)(uintptr_t)table ^ (uint64_t)(uintptr_t)arena << 20);
}

void text_table_free(struct text_table *table)
{
    free(table->texts);
    buckets_free(&table->buckets);
    memset(table, 0, sizeof *table);
}

static uint32_t tag_of(const struct text_table *table, const unsigned char *bytes, size_t length)
{
    return (uint32_t)hash(bytes, length, table->seed);
}

void text_prefetch(const struct text_table *table, pstats_text text)
{
    buckets_prefetch(&table->buckets,
                     tag_of(table, (const unsigned char *)text.bytes, text.length));
}

static struct bucket *find_bucket(const struct text_table *table, const unsigned char *bytes,
                                  size_t length, uint32_t tag)
{
    for (size_t at = buckets_first(&table->buckets, tag);; at = buckets_next(&table->buckets, at)) {
        struct bucket *bucket = &table->buckets.items[at];
        if (bucket->number == 0)
            return bucket;
        if (bucket->tag != tag)
            continue;
        pstats_text text = table->texts[bucket->number - 1];
        if (text.length == length && memcmp(text.bytes, bytes, length) == 0)
            return bucket;
    }
}

/* bytes are final; they are copied unless they are the arena's own. */
static uint32_t intern_final(struct text_table *table, const unsigned char *bytes, size_t length,
                             int is_own)
{
    if (!buckets_grow(&table->buckets, table->count))
        return TEXT_NONE;
    uint32_t tag = tag_of(table, bytes, length);
    struct bucket *bucket = find_bucket(table, bytes, length, tag);
    if (bucket->number != 0)
        return bucket->number - 1;
    if (table->count >= TEXT_NONE - 1 ||
        !array_grow(&table->texts, &table->capacity, table->count, sizeof *table->texts))
        return TEXT_NONE;
    if (!is_own) {
        unsigned char *copy = arena_alloc(table->arena, length);
        if (copy == NULL)
            return TEXT_NONE;
        memcpy(copy, bytes, length);
        bytes = copy;
    }
    table->texts[table->count] = (pstats_text){(const char *)bytes, length};
    *bucket = (struct bucket){(uint32_t)++table->count, tag};
    return (uint32_t)table->count - 1;
}

uint32_t text_intern(struct text_table *table, const void *given, size_t length,
                     enum text_encoding encoding, int *is_invalid)
{
    const unsigned char *bytes = given;
    *is_invalid = 0;
    if (is_ascii(bytes, length))
        return intern_final(table, bytes, length, 0);
    if (encoding != TEXT_LATIN1 && is_utf8(bytes, length)) {
        if (encoding == TEXT_UTF8 || surrogateescape(NULL, bytes, length) == length)
            return intern_final(table, bytes, length, 0);
    }
    if (encoding == TEXT_UTF8) {
        *is_invalid = 1;
        return TEXT_NONE;
    }
    size_t size =
        encoding == TEXT_LATIN1 ? latin1_size(bytes, length) : surrogateescape(NULL, bytes, length);
    char *decoded = arena_alloc(table->arena, size);
    if (decoded == NULL)
        return TEXT_NONE;
    if (encoding == TEXT_LATIN1)
        latin1_decode(decoded, bytes, length);
    else
        surrogateescape(decoded, bytes, length);
    return intern_final(table, (const unsigned char *)decoded, size, 1);
}

int text_compare(pstats_text a, pstats_text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}
