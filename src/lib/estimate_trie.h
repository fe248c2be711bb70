/* Paths of calls, each once, found by the path that they continue and their last edge. */
#ifndef LIB_ESTIMATE_TRIE_H
#define LIB_ESTIMATE_TRIE_H

#include <stddef.h>
#include <stdint.h>

#define TRIE_NONE UINT32_MAX /* no node; the parent of a path's first edge */

struct trie_node {
    uint32_t parent; /* an earlier one */
    uint32_t edge;
    double calls;
    double time;
};

struct trie {
    struct trie_node *nodes;
    uint32_t count;
    size_t capacity;
    uint32_t *slots; /* hash table: node + 1; 0: free */
    size_t slot_count;
};

void trie_free(struct trie *trie); /* also one that is all zero, as a new one is */
void trie_clear(struct trie *trie);

uint32_t trie_find(const struct trie *trie, uint32_t parent, uint32_t edge);

/* The node, added without calls and time if it is new. TRIE_NONE: out of memory. */
uint32_t trie_add(struct trie *trie, uint32_t parent, uint32_t edge);

#endif
