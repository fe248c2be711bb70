/* The functions that have a frame, numbered as they first appear in the stacks. */
#include "listed.h"

#include <stdlib.h>

#define UNLISTED SIZE_MAX

void listed_free(struct listed *listed)
{
    free(listed->functions);
    free(listed->numbers);
}

int listed_make(struct listed *listed, const struct stacks *stacks)
{
    size_t count = pstats_graph_function_count(stacks->graph);
    listed->functions = calloc(count + 1, sizeof *listed->functions);
    listed->numbers = calloc(count + 1, sizeof *listed->numbers);
    listed->count = 0;
    if (listed->functions == NULL || listed->numbers == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        listed->numbers[i] = UNLISTED;
    for (size_t i = 1; i < stacks->count; i++) {
        size_t function = stacks->frames[i].function;
        if (listed->numbers[function] != UNLISTED)
            continue;
        listed->numbers[function] = listed->count;
        listed->functions[listed->count++] = function;
    }
    return 1;
}
