/* Functions by (file, line, name) and pairs of numbers: hash tables of numbers. Knows nothing of texts. */
#include "function_table.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void function_table_init(struct function_table *table)
{
    memset(table, 0, sizeof *table);
    table->seed = text_mix((uint64_t)(uintptr_t)table);
}

void function_table_free(struct function_table *table)
{
    free(table->keys);
    free(table->buckets);
    memset(table, 0, sizeof *table);
}

static int is_equal(const struct function_key *a, const struct function_key *b)
{
    return a->file == b->file && a->name == b->name && a->line == b->line;
}

static uint64_t hash(const struct function_key *key, uint64_t seed)
{
    /* Mixed twice, since lines are a file's to choose: no seed would tell equal sums apart. */
    uint64_t texts = text_mix(((uint64_t)key->file << 32 | key->name) ^ seed);
    return text_mix(texts + (uint64_t)key->line * UINT64_C(0x9e3779b97f4a7c15));
}

/* A bucket holds some bits of the hash beside the number, so that hardly ever a key is looked at in vain. */
static struct function_bucket *find_bucket(const struct function_table *table,
                                           const struct function_key *key, uint64_t hashed)
{
    size_t mask = table->bucket_count - 1;
    uint32_t tag = (uint32_t)(hashed >> 32);
    for (size_t at = (size_t)hashed & mask;; at = (at + 1) & mask) {
        struct function_bucket *bucket = &table->buckets[at];
        if (bucket->number == 0 ||
            (bucket->tag == tag && is_equal(&table->keys[bucket->number - 1], key)))
            return bucket;
    }
}

static int grow_buckets(struct function_table *table)
{
    if (table->count + table->count / 2 < table->bucket_count)
        return 1;
    size_t count = table->bucket_count > 0 ? table->bucket_count * 2 : 64;
    struct function_bucket *buckets = array_new_zero(count, sizeof *buckets);
    if (buckets == NULL)
        return 0;
    free(table->buckets);
    table->buckets = buckets;
    table->bucket_count = count;
    for (size_t i = 0; i < table->count; i++) {
        uint64_t hashed = hash(&table->keys[i], table->seed);
        struct function_bucket *bucket = find_bucket(table, &table->keys[i], hashed);
        *bucket = (struct function_bucket){(uint32_t)i + 1, (uint32_t)(hashed >> 32)};
    }
    return 1;
}

uint32_t function_table_add(struct function_table *table, struct function_key key)
{
    if (!grow_buckets(table))
        return FUNCTION_TABLE_FULL;
    uint64_t hashed = hash(&key, table->seed);
    struct function_bucket *bucket = find_bucket(table, &key, hashed);
    if (bucket->number != 0)
        return bucket->number - 1;
    if (table->count >= FUNCTION_TABLE_FULL - 1 ||
        !array_grow(&table->keys, &table->capacity, table->count, sizeof *table->keys))
        return FUNCTION_TABLE_FULL;
    table->keys[table->count] = key;
    *bucket = (struct function_bucket){(uint32_t)++table->count, (uint32_t)(hashed >> 32)};
    return (uint32_t)table->count - 1;
}
