/* Adding up small profiles. */
#include "merging.h"

#include "hand_dump.h"
#include "small_profiles.h"

#include <check.h>

pstats_profile *merge_profiles(pstats_profile *const *inputs, size_t count)
{
    pstats_error error;
    pstats_merger *merger = pstats_merger_new(&error);
    ck_assert_ptr_nonnull(merger);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(pstats_merger_add(merger, inputs[i], &error), 0);
    pstats_profile *merged = pstats_merger_finish(merger, &error);
    ck_assert_ptr_nonnull(merged);
    ck_assert_int_eq(error.code, PSTATS_OK);
    pstats_merger_free(merger);
    return merged;
}

pstats_profile *merge_words(const char *const *words)
{
    pstats_profile *inputs[MERGING_MAX];
    size_t count = 0;
    for (; count < MERGING_MAX && words[count] != NULL; count++)
        inputs[count] = profile_of(words[count]);
    pstats_profile *merged = merge_profiles(inputs, count);
    for (size_t i = 0; i < count; i++)
        pstats_profile_free(inputs[i]); /* what was merged does not need them */
    return merged;
}

void merge_into_graph(const char *first, const char *second)
{
    profile = merge_words((const char *const[]){first, second, NULL});
    graph = pstats_profile_graph(profile);
}

const pstats_cost *call_cost(const char *caller, const char *callee)
{
    return &call_between(graph, caller, callee)->cost;
}
