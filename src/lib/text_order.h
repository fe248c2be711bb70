/* The order of many texts, and what was made of texts before. Works by address as far as it can: a text that many
 * functions share may be as long as a file, and is gone through once for all of them. Knows nothing of functions. */
#ifndef LIB_TEXT_ORDER_H
#define LIB_TEXT_ORDER_H

#include "function_table.h"

#include <pstats.h>

/* ranks[i] is the place of texts[i] in the order of code points; equal texts have equal ranks. 0: no memory. */
int text_rank(const pstats_text *texts, size_t count, uint32_t *ranks);

/* Numbers by the address of a text, for as long as that memory stays as it is. All zero is empty. */
struct text_memo {
    struct function_table addresses;
    uint32_t *numbers;
    size_t capacity;
    uint32_t short_number;
};

/* Where the number of the text is kept, for its user to put it there: TEXT_NONE before, and each time for short texts,
 * which are as soon found by what is in them. NULL: no memory. */
uint32_t *text_memo_at(struct text_memo *memo, pstats_text text);
void text_memo_free(struct text_memo *memo); /* it is empty then */

#endif
