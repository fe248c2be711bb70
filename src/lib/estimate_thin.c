/* Leaving out the edges that are too light, or too many, to be told apart. */
#include "estimate_thin.h"

#include "arena.h"
#include "estimate_net.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS ((size_t)1 << 16)

/* The leading bits of a double that is not negative: in the order of the doubles. */
static size_t bucket_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (size_t)(bits >> 48) & (BUCKETS - 1);
}

static double bucket_start(size_t bucket)
{
    uint64_t bits = (uint64_t)bucket << 48;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Raises *least_time until no more than limit edges have as much. 0: out of memory. */
static int limit_edges(const struct net *net, size_t limit, double *least_time)
{
    if (net->edge_count <= limit)
        return 1;
    size_t *counts = array_new_zero(BUCKETS, sizeof *counts);
    if (counts == NULL)
        return 0;
    for (size_t e = 0; e < net->edge_count; e++)
        counts[bucket_of(net->edges[e].total)]++;
    size_t bucket = BUCKETS, kept = 0;
    while (bucket > 0 && kept + counts[bucket - 1] <= limit)
        kept += counts[--bucket];
    if (bucket_start(bucket) > *least_time)
        *least_time = bucket_start(bucket);
    free(counts);
    return 1;
}

/* How many calls each function is away from a root. */
static int find_distances(const struct net *net, uint32_t *distance)
{
    uint32_t *queue = array_new(net->function_count, sizeof *queue), queued = 0;
    if (queue == NULL)
        return 0;
    for (size_t f = 0; f < net->function_count; f++)
        distance[f] = NET_NONE;
    for (size_t e = net->edge_count; e-- > 0 && net->edges[e].caller == NET_NONE;) {
        distance[net->edges[e].callee] = 0;
        queue[queued++] = net->edges[e].callee;
    }
    for (uint32_t i = 0; i < queued; i++) {
        for (uint32_t o = net->out.first[queue[i]]; o < net->out.first[queue[i] + 1]; o++) {
            uint32_t callee = net->edges[net->out.item[o]].callee;
            if (distance[callee] != NET_NONE)
                continue;
            distance[callee] = distance[queue[i]] + 1;
            queue[queued++] = callee;
        }
    }
    free(queue);
    return 1;
}

/* For each function, the heaviest edge of those that come from nearest to the roots. */
static void find_ways(const struct net *net, const uint32_t *distance, uint32_t *way)
{
    for (size_t f = 0; f < net->function_count; f++)
        way[f] = NET_NONE;
    for (size_t e = 0; e < net->edge_count; e++) {
        const struct net_edge *edge = &net->edges[e];
        uint32_t from = edge->caller == NET_NONE ? 0 : distance[edge->caller] + 1;
        if (from != distance[edge->callee] || distance[edge->callee] == NET_NONE)
            continue;
        uint32_t *best = &way[edge->callee];
        if (*best == NET_NONE || edge->total > net->edges[*best].total)
            *best = (uint32_t)e;
    }
}

int net_thin(struct net *net, double least_time, size_t limit)
{
    uint32_t *distance = array_new(net->function_count, sizeof *distance);
    uint32_t *way = array_new(net->function_count, sizeof *way);
    int is_done = distance != NULL && way != NULL && limit_edges(net, limit, &least_time) &&
                  find_distances(net, distance);
    if (is_done) {
        find_ways(net, distance, way);
        size_t kept = 0;
        for (size_t e = 0; e < net->edge_count; e++) {
            uint32_t callee = net->edges[e].callee;
            if (net->edges[e].total >= least_time || way[callee] == e)
                net->edges[kept++] = net->edges[e];
            else
                net->is_torn[callee] = 1;
        }
        is_done = kept == net->edge_count;
        net->edge_count = kept;
        is_done = is_done || net_index(net);
    }
    free(distance);
    free(way);
    return is_done;
}
