/* The order of many texts, and what was made of texts before. */
#include "text_order.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* ---- Ranks ---- */

struct ranked {
    pstats_text text;
    uint32_t index;
};

static int compare_contents(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    return text_compare(a->text, b->text);
}

static struct function_key address_of(pstats_text text)
{
    uint64_t address = (uintptr_t)text.bytes;
    return (struct function_key){(uint32_t)address, (uint32_t)(address >> 32),
                                 (int64_t)text.length};
}

/* Numbers the texts by where they are, into groups; those that differ become items. Returns how many they are.
 * FUNCTION_TABLE_FULL: no memory. */
static uint32_t group(const pstats_text *texts, size_t count, struct ranked *items,
                      uint32_t *groups)
{
    struct function_table addresses;
    uint32_t known = 0;
    function_table_init(&addresses);
    for (size_t i = 0; i < count && known != FUNCTION_TABLE_FULL; i++) {
        groups[i] = function_table_add(&addresses, address_of(texts[i]));
        if (groups[i] == known)
            items[known++] = (struct ranked){texts[i], groups[i]};
        else if (groups[i] == FUNCTION_TABLE_FULL)
            known = FUNCTION_TABLE_FULL;
    }
    function_table_free(&addresses);
    return known;
}

int text_rank(const pstats_text *texts, size_t count, uint32_t *ranks)
{
    struct ranked *items = array_new(count, sizeof *items);
    uint32_t *group_ranks = array_new(count, sizeof *group_ranks);
    uint32_t group_count = FUNCTION_TABLE_FULL;
    if (items != NULL && group_ranks != NULL)
        group_count = group(texts, count, items, ranks);
    if (group_count != FUNCTION_TABLE_FULL) {
        qsort(items, group_count, sizeof *items, compare_contents);
        uint32_t rank = 0;
        for (size_t i = 0; i < group_count; i++) {
            rank += i > 0 && compare_contents(&items[i - 1], &items[i]) != 0;
            group_ranks[items[i].index] = rank;
        }
        for (size_t i = 0; i < count; i++)
            ranks[i] = group_ranks[ranks[i]];
    }
    free(items);
    free(group_ranks);
    return group_count != FUNCTION_TABLE_FULL;
}

/* ---- The memo ---- */

#define SHORT_LENGTH 128

uint32_t *text_memo_at(struct text_memo *memo, pstats_text text)
{
    if (text.length < SHORT_LENGTH) {
        memo->short_number = TEXT_NONE;
        return &memo->short_number;
    }
    if (memo->addresses.seed == 0)
        function_table_init(&memo->addresses);
    size_t known = memo->addresses.count;
    if (!array_grow(&memo->numbers, &memo->capacity, known, sizeof *memo->numbers))
        return NULL;
    uint32_t number = function_table_add(&memo->addresses, address_of(text));
    if (number == FUNCTION_TABLE_FULL)
        return NULL;
    if (number == known)
        memo->numbers[number] = TEXT_NONE;
    return &memo->numbers[number];
}

void text_memo_free(struct text_memo *memo)
{
    function_table_free(&memo->addresses);
    free(memo->numbers);
    memset(memo, 0, sizeof *memo);
}
