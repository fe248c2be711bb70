/* The order of many texts, and what was made of texts before. */
#include "text_order.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* ---- Ranks ---- */

struct ranked {
    pstats_text text;
    size_t index;
};

static int compare_addresses(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    uintptr_t first = (uintptr_t)a->text.bytes, second = (uintptr_t)b->text.bytes;
    if (first != second)
        return first < second ? -1 : 1;
    return (a->text.length > b->text.length) - (a->text.length < b->text.length);
}

static int compare_contents(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    return text_compare(a->text, b->text);
}

/* Leaves one item for each text at an address, and its number in groups for all that share it; returns how many. */
static size_t group(struct ranked *items, size_t count, uint32_t *groups)
{
    size_t kept = 0;
    qsort(items, count, sizeof *items, compare_addresses);
    for (size_t i = 0; i < count; i++) {
        struct ranked item = items[i];
        if (kept == 0 || compare_addresses(&items[kept - 1], &item) != 0)
            items[kept++] = item;
        groups[item.index] = (uint32_t)(kept - 1);
    }
    for (size_t i = 0; i < kept; i++)
        items[i].index = i;
    return kept;
}

int text_rank(const pstats_text *texts, size_t count, uint32_t *ranks)
{
    struct ranked *items = array_new(count, sizeof *items);
    uint32_t *group_ranks = array_new(count, sizeof *group_ranks);
    int is_done = items != NULL && group_ranks != NULL;
    if (is_done) {
        for (size_t i = 0; i < count; i++)
            items[i] = (struct ranked){texts[i], i};
        size_t group_count = group(items, count, ranks);
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
    return is_done;
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
    uint64_t address = (uintptr_t)text.bytes;
    uint32_t number = function_table_add(
        &memo->addresses,
        (struct function_key){(uint32_t)address, (uint32_t)(address >> 32), (int64_t)text.length});
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
