/* Functions by the names that people know them by. */
#include "find.h"

#include "pstatsflame/functions.h"

#include <string.h>

static void append_short_name(struct buffer *buffer, const pstats_function *function,
                              const struct option_strings *strip_prefixes)
{
    (void)strip_prefixes;
    functions_append_short(buffer, function);
}

static const struct finder_way ways[] = {
    {append_short_name, 0}, {finder_own_name, 0}, {finder_graph_name, 0}};

int find_functions(const pstats_graph *graph, const struct option_strings *texts,
                   struct found *found)
{
    return found_make(found, graph, texts, ways, sizeof ways / sizeof *ways);
}

void find_complain(const pstats_graph *graph, const char *option, const char *pattern)
{
    int has_place = strchr(pattern, ':') != NULL; /* names come as the pattern was meant */
    finder_complain_in(graph, option, pattern, has_place ? finder_graph_name : append_short_name,
                       "");
}
