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
    free(table->buckets);
    memset(table, 0, sizeof *table);
}

/* Where the search for a hash begins: bits that the tag holds, too, so that growing needs no text. */
static size_t first_bucket(const struct text_table *table, uint32_t tag)
{
    return tag & (table->bucket_count - 1);
}

static struct text_bucket *find_bucket(const struct text_table *table, const unsigned char *bytes,
                                       size_t length, uint32_t tag)
{
    size_t mask = table->bucket_count - 1;
    for (size_t at = first_bucket(table, tag);; at = (at + 1) & mask) {
        struct text_bucket *bucket = &table->buckets[at];
        if (bucket->number == 0)
            return bucket;
        if (bucket->tag != tag)
            continue;
        pstats_text text = table->texts[bucket->number - 1];
        if (text.length == length && memcmp(text.bytes, bytes, length) == 0)
            return bucket;
    }
}

static int grow_buckets(struct text_table *table)
{
    if (table->count + table->count / 2 < table->bucket_count)
        return 1;
    size_t old_count = table->bucket_count, count = old_count > 0 ? old_count * 2 : 64;
    struct text_bucket *old = table->buckets, *buckets = array_new_zero(count, sizeof *buckets);
    if (buckets == NULL)
        return 0;
    table->buckets = buckets;
    table->bucket_count = count;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].number == 0)
            continue;
        size_t at = first_bucket(table, old[i].tag);
        while (buckets[at].number != 0)
            at = (at + 1) & (count - 1);
        buckets[at] = old[i];
    }
    free(old);
    return 1;
}

/* bytes are final; they are copied unless they are the arena's own. */
static uint32_t intern_final(struct text_table *table, const unsigned char *bytes, size_t length,
                             int is_own)
{
    if (!grow_buckets(table))
        return TEXT_NONE;
    uint32_t tag = (uint32_t)hash(bytes, length, table->seed);
    struct text_bucket *bucket = find_bucket(table, bytes, length, tag);
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
    *bucket = (struct text_bucket){(uint32_t)++table->count, tag};
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
