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
    free(table->first_of_name);
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

static uint32_t append(struct function_table *table, struct function_key key)
{
    if (table->count >= FUNCTION_TABLE_FULL - 1 ||
        !array_grow(&table->keys, &table->capacity, table->count, sizeof *table->keys))
        return FUNCTION_TABLE_FULL;
    table->keys[table->count] = key;
    return (uint32_t)table->count++;
}

uint32_t function_table_add(struct function_table *table, struct function_key key)
{
    if (!buckets_grow(&table->buckets, table->bucket_count))
        return FUNCTION_TABLE_FULL;
    uint32_t tag = tag_of(&key, table->seed);
    struct bucket *bucket = find_bucket(table, &key, tag);
    if (bucket->number != 0)
        return bucket->number - 1;
    uint32_t number = append(table, key);
    if (number == FUNCTION_TABLE_FULL)
        return FUNCTION_TABLE_FULL;
    *bucket = (struct bucket){number + 1, tag};
    table->bucket_count++;
    return number;
}

static int make_room_for_name(struct function_table *table, uint32_t name)
{
    if (name < table->name_count)
        return 1;
    if (!array_reserve(&table->first_of_name, &table->name_capacity, (size_t)name + 1,
                       sizeof *table->first_of_name))
        return 0;
    memset(table->first_of_name + table->name_count, 0,
           (table->name_capacity - table->name_count) * sizeof *table->first_of_name);
    table->name_count = table->name_capacity;
    return 1;
}

uint32_t function_table_add_named(struct function_table *table, struct function_key key)
{
    if (!make_room_for_name(table, key.name))
        return FUNCTION_TABLE_FULL;
    uint32_t *first = &table->first_of_name[key.name];
    if (*first != 0)
        return is_equal(&table->keys[*first - 1], &key) ? *first - 1
                                                        : function_table_add(table, key);
    uint32_t number = append(table, key);
    if (number != FUNCTION_TABLE_FULL)
        *first = number + 1;
    return number;
}
