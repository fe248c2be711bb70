/* Adding up small profiles. */
#ifndef TESTS_MERGING_H
#define TESTS_MERGING_H

#include <pstats.h>

#define MERGING_MAX 8

/* What cannot be added up ends the test. */
pstats_profile *merge_profiles(pstats_profile *const *inputs, size_t count);

/* Sentences of profile_of, at most MERGING_MAX or as many as are not NULL. */
pstats_profile *merge_words(const char *const *words);

/* Makes hand_dump.h's profile of two. */
void merge_into_graph(const char *first, const char *second);

/* In that. */
const pstats_cost *call_cost(const char *caller, const char *callee);

#endif
