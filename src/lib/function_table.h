/* Functions by (file, line, name) and pairs of numbers: hash tables of numbers into an array that the user keeps.
 * Knows nothing of texts but their numbers. */
#ifndef LIB_FUNCTION_TABLE_H
#define LIB_FUNCTION_TABLE_H

#include "buckets.h"

struct function_key {
    uint32_t file; /* numbers of texts, or any two numbers */
    uint32_t name;
    int64_t line;
};

struct function_table {
    struct function_key *keys; /* by number */
    size_t count;
    size_t capacity;
    struct buckets buckets;
    size_t bucket_count;     /* of the keys that are in them */
    uint32_t *first_of_name; /* + 1, by name: a key that is not in the buckets; 0: none */
    size_t name_count;
    size_t name_capacity;
    uint64_t seed;
};

#define FUNCTION_TABLE_FULL UINT32_MAX /* no memory, or no numbers left */

void function_table_init(struct function_table *table);
void function_table_free(struct function_table *table);

/* Of many, looks at memory before it is needed: for a key that will be added some keys later. */
void function_table_prefetch(const struct function_table *table, struct function_key key);

/* The number of the key, in order of first appearance; a new key gets the next. */
uint32_t function_table_add(struct function_table *table, struct function_key key);

/* Likewise, for a table in which all keys are added so, and whose names are numbers from 0 on: most names are one function's,
 * which is found by the name alone. */
uint32_t function_table_add_named(struct function_table *table, struct function_key key);

#endif
