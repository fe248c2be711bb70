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
    buckets_free(&table->buckets);
    memset(table, 0, sizeof *table);
}

static int is_equal(const struct function_key *a, const struct function_key *b)
{
    return a->file == b->file && a->name == b->name && a->line == b->line;
}

static uint32_t tag_of(const struct function_key *key, uint64_t seed)
{
    /* Mixed twice, since lines are a file's to choose: no seed would tell equal sums apart. */
    uint64_t texts = text_mix(((uint64_t)key->file << 32 | key->name) ^ seed);
    return (uint32_t)text_mix(texts + (uint64_t)key->line * UINT64_C(0x9e3779b97f4a7c15));
}

static struct bucket *find_bucket(const struct function_table *table,
                                  const struct function_key *key, uint32_t tag)
{
    for (size_t at = buckets_first(&table->buckets, tag);; at = buckets_next(&table->buckets, at)) {
        struct bucket *bucket = &table->buckets.items[at];
        if (bucket->number == 0 ||
            (bucket->tag == tag && is_equal(&table->keys[bucket->number - 1], key)))
            return bucket;
    }
}

void function_table_prefetch(const struct function_table *table, struct function_key key)
{
    buckets_prefetch(&table->buckets, tag_of(&key, table->seed));
}

uint32_t function_table_add(struct function_table *table, struct function_key key)
{
    if (!buckets_grow(&table->buckets, table->count))
        return FUNCTION_TABLE_FULL;
    uint32_t tag = tag_of(&key, table->seed);
    struct bucket *bucket = find_bucket(table, &key, tag);
    if (bucket->number != 0)
        return bucket->number - 1;
    if (table->count >= FUNCTION_TABLE_FULL - 1 ||
        !array_grow(&table->keys, &table->capacity, table->count, sizeof *table->keys))
        return FUNCTION_TABLE_FULL;
    table->keys[table->count] = key;
    *bucket = (struct bucket){(uint32_t)++table->count, tag};
    return (uint32_t)table->count - 1;
}
