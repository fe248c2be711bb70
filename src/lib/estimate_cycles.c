/* Which functions call each other in circles: strongly connected components, after Tarjan. */
#include "estimate_cycles.h"

#include "arena.h"
#include "estimate_net.h"
#include "prefetch.h"

#include <stdlib.h>
#include <string.h>

#define CLOSED UINT32_MAX /* larger than all numbers */

struct search {
    struct net *net;
    uint32_t *callees; /* of the out edges */
    uint32_t
        *number; /* in the order of discovery, from 1; 0: not yet seen; CLOSED: in a component */
    uint32_t *lowest; /* number reached from the function or its descendants */
    uint32_t *next;   /* the out edge to follow next */
    uint32_t *path;   /* from the start of the search to where it is */
    uint32_t *open;   /* seen, in no component yet */
    size_t path_length;
    size_t open_count;
    uint32_t seen;
};

static void enter(struct search *s, uint32_t function)
{
    s->number[function] = s->lowest[function] = ++s->seen;
    s->next[function] = s->net->out.first[function];
    s->path[s->path_length++] = function;
    s->open[s->open_count++] = function;
}

static void leave(struct search *s)
{
    uint32_t function = s->path[--s->path_length], member;
    if (s->path_length > 0) {
        uint32_t caller = s->path[s->path_length - 1];
        if (s->lowest[function] < s->lowest[caller])
            s->lowest[caller] = s->lowest[function];
    }
    if (s->lowest[function] != s->number[function])
        return;
    do {
        member = s->open[--s->open_count];
        s->net->component[member] = (uint32_t)s->net->component_count;
        s->number[member] = CLOSED;
    } while (member != function);
    s->net->component_count++;
}

static void search_from(struct search *s, uint32_t start)
{
    enter(s, start);
    while (s->path_length > 0) {
        uint32_t function = s->path[s->path_length - 1];
        if (s->next[function] == s->net->out.first[function + 1]) {
            leave(s);
            continue;
        }
        uint32_t callee = s->callees[s->next[function]++];
        if (s->number[callee] == 0)
            enter(s, callee);
        else if (s->number[callee] < s->lowest[function])
            s->lowest[function] = s->number[callee];
    }
}

/* The search comes to edges in no order of theirs; of each it needs this alone. */
static void list_callees(const struct net *net, size_t count, uint32_t *callees)
{
    for (size_t i = 0; i < count; i++) {
        if (i + LOOK_AHEAD < count)
            PREFETCH(&net->edges[net->out.item[i + LOOK_AHEAD]].callee);
        callees[i] = net->edges[net->out.item[i]].callee;
    }
}

static int find_components(struct net *net)
{
    size_t count = net->function_count, callee_count = net->out.first[count];
    uint32_t *memory = array_new(count, 5 * sizeof *memory);
    uint32_t *callees = array_new(callee_count, sizeof *callees);
    if (memory == NULL || callees == NULL) {
        free(memory);
        free(callees);
        return 0;
    }
    list_callees(net, callee_count, callees);
    struct search s = {.net = net,
                       .callees = callees,
                       .number = memory,
                       .lowest = memory + count,
                       .next = memory + 2 * count,
                       .path = memory + 3 * count,
                       .open = memory + 4 * count};
    memset(s.number, 0, count * sizeof *s.number);
    for (size_t f = 0; f < count; f++) {
        if (s.number[f] == 0)
            search_from(&s, (uint32_t)f);
    }
    free(memory);
    free(callees);
    return 1;
}

static int describe_components(struct net *net)
{
    net->is_cyclic = array_new_zero(net->component_count, 1);
    if (net->is_cyclic == NULL ||
        !net_lists_init(&net->members, net->component_count, net->function_count, net->component,
                        sizeof *net->component))
        return 0;
    for (size_t c = 0; c < net->component_count; c++) {
        uint32_t first = net->members.first[c], end = net->members.first[c + 1];
        for (uint32_t i = first; i < end; i++)
            net->place[net->members.item[i]] = i - first;
        net->is_cyclic[c] = end - first > 1;
    }
    for (size_t e = 0; e < net->edge_count; e++) {
        if (net->edges[e].caller == net->edges[e].callee)
            net->is_cyclic[net->component[net->edges[e].callee]] = 1;
    }
    return 1;
}

int cycles_find(struct net *net)
{
    cycles_free(net);
    net->component = array_new(net->function_count, sizeof *net->component);
    net->place = array_new(net->function_count, sizeof *net->place);
    return net->component != NULL && net->place != NULL && find_components(net) &&
           describe_components(net);
}

void cycles_free(struct net *net)
{
    free(net->component);
    free(net->place);
    free(net->is_cyclic);
    net->component = net->place = NULL;
    net->is_cyclic = NULL;
    net->component_count = 0;
    net_lists_free(&net->members);
}
