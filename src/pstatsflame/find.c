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

static void complain(const pstats_graph *graph, const char *option, const char *pattern)
{
    int has_place = strchr(pattern, ':') != NULL; /* names come as the pattern was meant */
    finder_complain_in(graph, option, pattern, has_place ? finder_graph_name : append_short_name,
                       "");
}

const struct finder_rules find_rules = {
    {{append_short_name, 0}, {finder_own_name, 0}, {finder_graph_name, 0}}, 3, complain};
