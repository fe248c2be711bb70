/* The profile as a dump that every pstats loads. */
#include "write.h"

#include <errno.h>

static ptrdiff_t take(void *output, const void *bytes, size_t size)
{
    errno = EIO; /* the output remembers the right one */
    return output_write(output, bytes, size) ? (ptrdiff_t)size : -1;
}

int pstats_format_write(const pstats_graph *graph, struct output *output, pstats_error *error)
{
    return pstats_graph_write(graph, take, output, error) == 0;
}
