/* Paths of calls, each once, found by the path that they continue and their last edge. */
#include "estimate_trie.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_AT_FIRST 256

void trie_free(struct trie *trie)
{
    free(trie->nodes);
    free(trie->slots);
    memset(trie, 0, sizeof *trie);
}

void trie_clear(struct trie *trie)
{
    trie->count = 0;
    if (trie->slot_count > 0)
        memset(trie->slots, 0, trie->slot_count * sizeof *trie->slots);
}

/* Where the node is, or would be. */
static size_t slot_of(const struct trie *trie, uint32_t parent, uint32_t edge)
{
    uint64_t key = ((uint64_t)parent << 32 | edge) * UINT64_C(0x9e3779b97f4a7c15);
    size_t slot = (size_t)(key >> 20) & (trie->slot_count - 1);
    while (trie->slots[slot] != 0) {
        const struct trie_node *node = &trie->nodes[trie->slots[slot] - 1];
        if (node->parent == parent && node->edge == edge)
            break;
        slot = (slot + 1) & (trie->slot_count - 1);
    }
    return slot;
}

uint32_t trie_find(const struct trie *trie, uint32_t parent, uint32_t edge)
{
    if (trie->count == 0)
        return TRIE_NONE;
    uint32_t found = trie->slots[slot_of(trie, parent, edge)];
    return found == 0 ? TRIE_NONE : found - 1;
}

/* Keeps the table at most half full. */
static int make_room(struct trie *trie)
{
    if (trie->count == TRIE_NONE - 1 ||
        !array_grow(&trie->nodes, &trie->capacity, trie->count, sizeof *trie->nodes))
        return 0;
    if (trie->count < trie->slot_count / 2)
        return 1;
    size_t slot_count = trie->slot_count > 0 ? 2 * trie->slot_count : SLOTS_AT_FIRST;
    uint32_t *slots = array_new_zero(slot_count, sizeof *slots);
    if (slots == NULL)
        return 0;
    free(trie->slots);
    trie->slots = slots;
    trie->slot_count = slot_count;
    for (uint32_t i = 0; i < trie->count; i++)
        slots[slot_of(trie, trie->nodes[i].parent, trie->nodes[i].edge)] = i + 1;
    return 1;
}

uint32_t trie_add(struct trie *trie, uint32_t parent, uint32_t edge)
{
    uint32_t found = trie_find(trie, parent, edge);
    if (found != TRIE_NONE)
        return found;
    if (!make_room(trie))
        return TRIE_NONE;
    trie->nodes[trie->count] = (struct trie_node){.parent = parent, .edge = edge};
    trie->slots[slot_of(trie, parent, edge)] = trie->count + 1;
    return trie->count++;
}
