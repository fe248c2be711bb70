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

static size_t find_bucket(const struct function_table *table, const struct function_key *key)
{
    size_t mask = table->bucket_count - 1;
    uint64_t hash =
        text_mix(((uint64_t)key->file << 32 | key->name) ^ table->seed) + (uint64_t)key->line;
    size_t at = (size_t)text_mix(hash) & mask;
    while (table->buckets[at] != 0 && !is_equal(&table->keys[table->buckets[at] - 1], key))
        at = (at + 1) & mask;
    return at;
}

static int grow_buckets(struct function_table *table)
{
    if (table->count + table->count / 2 < table->bucket_count)
        return 1;
    size_t count = table->bucket_count > 0 ? table->bucket_count * 2 : 64;
    uint32_t *buckets = array_new_zero(count, sizeof *buckets);
    if (buckets == NULL)
        return 0;
    free(table->buckets);
    table->buckets = buckets;
    table->bucket_count = count;
    for (size_t i = 0; i < table->count; i++)
        buckets[find_bucket(table, &table->keys[i])] = (uint32_t)i + 1;
    return 1;
}

uint32_t function_table_add(struct function_table *table, struct function_key key)
{
    if (!grow_buckets(table))
        return FUNCTION_TABLE_FULL;
    size_t at = find_bucket(table, &key);
    if (table->buckets[at] != 0)
        return table->buckets[at] - 1;
    if (table->count >= FUNCTION_TABLE_FULL - 1 ||
        !array_grow(&table->keys, &table->capacity, table->count, sizeof *table->keys))
        return FUNCTION_TABLE_FULL;
    table->keys[table->count] = key;
    table->buckets[at] = (uint32_t)++table->count;
    return (uint32_t)table->count - 1;
}
