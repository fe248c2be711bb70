/* One cycle of functions seen alone: its inner edges, the entries that lead into it, and what leaves it. */
#include "estimate_part.h"

#include "arena.h"
#include "estimate_net.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

#define LIGHT 1e-3 /* entries below this share of all that enters are light */

void part_free(struct part *part)
{
    free(part->ranks);
    free(part->functions);
    free(part->first_inner);
    free(part->edges);
    free(part->net_edge);
    free(part->entries);
    memset(part, 0, sizeof *part);
}

int part_is_light(const struct part *part, uint32_t edge)
{
    return part->edges[edge].total < LIGHT * part->entered;
}

static int is_inside(const struct net *net, uint32_t function, uint32_t component)
{
    return function != NET_NONE && net->component[function] == component;
}

int part_is_to_guest(const struct net *net, const struct net_edge *edge)
{
    return net->component[edge->callee] != net->component[edge->caller] && net_is_once(net, edge) &&
           net->functions[edge->caller].calls > 1.0;
}

static void count_edges(struct part *part, uint32_t component)
{
    const struct net *net = part->net;
    const uint32_t *members = net->members.item + net->members.first[component];
    for (uint32_t f = 0; f < part->member_count; f++) {
        uint32_t function = members[f];
        for (uint32_t i = net->in.first[function]; i < net->in.first[function + 1]; i++) {
            if (is_inside(net, net->edges[net->in.item[i]].caller, component))
                part->inner_count++;
            else
                part->entry_count++;
        }
        for (uint32_t i = net->out.first[function]; i < net->out.first[function + 1]; i++)
            part->function_count += (uint32_t)part_is_to_guest(net, &net->edges[net->out.item[i]]);
    }
    part->inner_count += part->function_count - part->member_count;
}

static struct part_edge make_edge(const struct part *part, const struct net_edge *edge,
                                  uint32_t source)
{
    return (struct part_edge){.source = source,
                              .target = part->net->place[edge->callee],
                              .calls = edge->calls,
                              .primitive = edge->primitive,
                              .self = edge->self,
                              .total = edge->total};
}

static void add_inner_edge(struct part *part, uint32_t net_edge, uint32_t source)
{
    part->net_edge[part->edge_count] = net_edge;
    part->edges[part->edge_count++] = make_edge(part, &part->net->edges[net_edge], source);
}

static void add_guest(struct part *part, uint32_t guest, uint32_t net_edge, uint32_t source)
{
    const struct net_edge *edge = &part->net->edges[net_edge];
    add_inner_edge(part, net_edge, source);
    part->edges[part->edge_count - 1].target = guest;
    part->edges[part->edge_count - 1].self = edge->total;
    part->functions[guest].calls = part->functions[guest].primitive = 1.0;
    part->functions[guest].total = edge->total;
    part->ranks[guest] = edge->callee;
}

static void fill_inside(struct part *part, uint32_t component)
{
    const struct net *net = part->net;
    uint32_t guest = part->member_count;
    for (uint32_t f = 0; f < part->member_count; f++) {
        uint32_t rank = net->members.item[net->members.first[component] + f];
        struct part_function *function = &part->functions[f];
        part->ranks[f] = rank;
        function->calls = net->functions[rank].calls;
        function->primitive = net->functions[rank].primitive;
        function->total = net->functions[rank].total;
        part->first_inner[f] = part->edge_count;
        for (uint32_t i = net->out.first[rank]; i < net->out.first[rank + 1]; i++) {
            const struct net_edge *edge = &net->edges[net->out.item[i]];
            function->out_total += edge->total;
            if (is_inside(net, edge->callee, component))
                add_inner_edge(part, net->out.item[i], f);
            else if (part_is_to_guest(net, edge))
                add_guest(part, guest++, net->out.item[i], f);
            else
                function->exit_total += edge->total;
        }
    }
    for (uint32_t f = part->member_count; f <= part->function_count; f++)
        part->first_inner[f] = part->edge_count;
}

static void list_entries(struct part *part, uint32_t component)
{
    const struct net *net = part->net;
    size_t count = 0;
    for (uint32_t f = 0; f < part->member_count; f++) {
        uint32_t function = part->ranks[f];
        for (uint32_t i = net->in.first[function]; i < net->in.first[function + 1]; i++) {
            const struct net_edge *edge = &net->edges[net->in.item[i]];
            if (is_inside(net, edge->caller, component))
                continue;
            part->entries[count++].net_edge = net->in.item[i];
            part->entered += edge->total;
        }
    }
}

static void add_to_edge(struct part_edge *sum, const struct net_edge *edge)
{
    sum->calls += edge->calls;
    sum->primitive += edge->primitive;
    sum->self += edge->self;
    sum->total += edge->total;
}

/* Entries stand by function, so the light ones of a function have one edge after the other. */
static void fill_entries(struct part *part)
{
    uint32_t shared = NET_NONE;
    for (uint32_t i = 0; i < part->entry_count; i++) {
        const struct net_edge *edge = &part->net->edges[part->entries[i].net_edge];
        int is_light = edge->total < LIGHT * part->entered;
        uint32_t target = part->net->place[edge->callee];
        if (is_light && shared != NET_NONE && part->edges[shared].target == target) {
            add_to_edge(&part->edges[shared], edge);
            part->entries[i].edge = shared;
            continue;
        }
        if (is_light)
            shared = part->edge_count;
        part->entries[i].edge = part->edge_count;
        part->edges[part->edge_count++] = make_edge(part, edge, NET_NONE);
    }
}

static void fill_own(struct part *part)
{
    double calls = 0.0;
    for (uint32_t e = 0; e < part->edge_count; e++) {
        struct part_edge *edge = &part->edges[e];
        const struct part_function *target = &part->functions[edge->target];
        double self_share = edge->total > 0.0 ? edge->self / edge->total : 1.0;
        edge->rest_share = 1.0 - (self_share < 1.0 ? self_share : 1.0);
        edge->own_per_call = (edge->calls > 0.0 ? edge->self / edge->calls : 0.0) +
                             target->exit_total / target->calls;
        part->own += edge->own_per_call * edge->calls;
        calls += edge->calls;
    }
    part->own_per_call = part->own / (calls > 0.0 ? calls : 1.0);
}

static int sort_entries(struct part *part)
{
    uint32_t count = part->edge_count - part->inner_count;
    struct weighed *weighed = array_new(count, 2 * sizeof *weighed);
    struct part_edge *sorted = array_new(count, sizeof *sorted);
    uint32_t *place = array_new(count, sizeof *place);
    int is_done = weighed != NULL && sorted != NULL && place != NULL;
    if (is_done) {
        struct part_edge *unsorted = part->edges + part->inner_count;
        for (uint32_t i = 0; i < count; i++)
            weighed[i] = (struct weighed){unsorted[i].total, i};
        weights_sort(weighed, count, weighed + count);
        for (uint32_t i = 0; i < count; i++) {
            sorted[i] = unsorted[weighed[i].number];
            place[weighed[i].number] = part->inner_count + i;
        }
        memcpy(unsorted, sorted, count * sizeof *sorted);
        for (uint32_t i = 0; i < part->entry_count; i++)
            part->entries[i].edge = place[part->entries[i].edge - part->inner_count];
    }
    free(weighed);
    free(sorted);
    free(place);
    return is_done;
}

int part_init(struct part *part, const struct net *net, uint32_t component)
{
    part->net = net;
    part->member_count = net->members.first[component + 1] - net->members.first[component];
    part->function_count = part->member_count;
    count_edges(part, component);
    size_t most = (size_t)part->inner_count + part->entry_count;
    part->ranks = array_new(part->function_count, sizeof *part->ranks);
    part->functions = array_new_zero(part->function_count, sizeof *part->functions);
    part->first_inner = array_new((size_t)part->function_count + 1, sizeof *part->first_inner);
    part->edges = array_new(most, sizeof *part->edges);
    part->net_edge = array_new(part->inner_count, sizeof *part->net_edge);
    part->entries = array_new(part->entry_count, sizeof *part->entries);
    if (part->ranks == NULL || part->functions == NULL || part->first_inner == NULL ||
        part->edges == NULL || part->net_edge == NULL || part->entries == NULL)
        return 0;
    fill_inside(part, component);
    list_entries(part, component);
    fill_entries(part);
    fill_own(part);
    return sort_entries(part);
}
