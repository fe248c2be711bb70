/* Where in a cycle the functions lie that are called once. What is called by one of them lies below it. The others, loose,
 * lie in some slot: an entry, or what a function called once calls that is called more often. In which one is told by the
 * times: a slot takes as long as what lies in it, and some more for each of its calls. */
#include "estimate_places.h"

#include "arena.h"
#include "estimate_part.h"
#include "weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK 1e6 /* of a part whose share is 1: pairs that are considered, and edges passed */
#define WORK_PER_EDGE 16
#define LEVELS 12 /* of time, when ways are sought */
#define LEVEL_STEP 4.0
#define ROUNDING 0.999999 /* times that differ by less may be equal */
#define MOST_FILLING 3    /* calls of a slot for which so many edges are sought that fill it */
#define MOST_FIRST 200    /* edges that are tried as the first of three */
#define CLOSE 0.25        /* of what a slot's calls take: how far off what fills it may be */
#define LEAST_LEFT 0.02   /* of a slot's time, at which it is full */
#define MOST_LEFT 0.5     /* of a slot's time: it is mostly something else, and tells nothing */

/* A once edge with a caller that is called more often. */
struct loose {
    uint32_t edge;
    uint32_t source; /* number of its caller among those of all loose edges */
    double time;
    uint32_t slot; /* NET_NONE: not placed */
};

struct slot {
    uint32_t owner;  /* an entry or a once edge */
    uint32_t target; /* the function that its calls lead to */
    double calls;
    double whole; /* its time */
    double time;  /* that is left */
};

/* Loose edges that leave a slot nearest to a time. */
struct filling {
    uint32_t loose[MOST_FILLING];
    uint32_t count;
    double off;
};

struct search {
    const struct part *part;
    uint32_t *below;
    unsigned char *is_once; /* function */
    struct net_lists in;    /* inner edges of a target */
    uint32_t *queue;        /* functions */
    uint32_t *source_of;    /* as in struct places */
    uint32_t source_count;
    uint32_t *ways;      /* as in struct places */
    struct loose *loose; /* the longest first */
    uint32_t loose_count;
    struct slot *slots; /* the longest first */
    uint32_t slot_count;
    uint32_t *fitting; /* loose edges that fit into the slot at hand, the longest first */
    uint32_t fitting_count;
    double call_time; /* that a slot's call takes besides */
    double work;
};

void places_free(struct places *places)
{
    free(places->below);
    free(places->source_of);
    free(places->ways);
    net_lists_free(&places->placed);
    net_lists_free(&places->unplaced);
    memset(places, 0, sizeof *places);
}

uint32_t places_way(const struct places *places, uint32_t function, uint32_t source)
{
    uint32_t number = places->source_of[source];
    if (number == 0)
        return function == source ? PLACES_HERE : NET_NONE;
    return places->ways[(size_t)(number - 1) * places->function_count + function];
}

static void search_free(struct search *s)
{
    free(s->is_once);
    free(s->queue);
    free(s->loose);
    free(s->slots);
    free(s->fitting);
    net_lists_free(&s->in);
}

/* ---- Once edges -------------------------------------------------------------------------------------------------- */

static int is_once_edge(const struct part *part, uint32_t e)
{
    return net_is_once(part->net, &part->net->edges[part->net_edge[e]]);
}

static int search_init(struct search *s)
{
    const struct part *part = s->part;
    s->is_once = array_new_zero(part->function_count, 1);
    s->queue = array_new(part->function_count, sizeof *s->queue);
    s->source_of = array_new_zero(part->function_count, sizeof *s->source_of);
    s->loose = array_new(part->inner_count, sizeof *s->loose);
    s->slots = array_new(part->edge_count, sizeof *s->slots);
    s->fitting = array_new(part->inner_count, sizeof *s->fitting);
    return s->is_once != NULL && s->queue != NULL && s->source_of != NULL && s->loose != NULL &&
           s->slots != NULL && s->fitting != NULL &&
           net_lists_init(&s->in, part->function_count, part->inner_count, &part->edges->target,
                          sizeof *part->edges);
}

static void add_loose(struct search *s, uint32_t e)
{
    const struct part_edge *edge = &s->part->edges[e];
    uint32_t *source = &s->source_of[edge->source];
    if (*source == 0)
        *source = ++s->source_count;
    s->loose[s->loose_count++] = (struct loose){e, *source - 1, edge->total, NET_NONE};
}

/* Finds the once edges and those of them that are loose. 0: out of memory. */
static int find_once_edges(struct search *s)
{
    const struct part *part = s->part;
    struct weighed *order = array_new(part->inner_count, 2 * sizeof *order);
    uint32_t count = 0;
    if (order == NULL)
        return 0;
    for (uint32_t e = 0; e < part->inner_count; e++) {
        if (!is_once_edge(part, e))
            continue;
        s->is_once[part->edges[e].target] = 1;
        order[count++] = (struct weighed){part->edges[e].total, e};
    }
    weights_sort(order, count, order + count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t e = order[i].number, source = part->edges[e].source;
        if (s->is_once[source])
            s->below[e] = s->in.item[s->in.first[source]];
        else
            add_loose(s, e);
    }
    free(order);
    return 1;
}

/* ---- Slots ------------------------------------------------------------------------------------------------------- */

/* Finds the functions that lead to a source without a once edge between, over edges of at least some time. */
static void widen_ways(struct search *s, double least_time, uint32_t *ways, uint32_t *count)
{
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t function = s->queue[i];
        if (s->is_once[function])
            continue;
        for (uint32_t k = s->in.first[function]; k < s->in.first[function + 1]; k++) {
            const struct part_edge *edge = &s->part->edges[s->in.item[k]];
            if (ways[edge->source] != NET_NONE || edge->total < least_time)
                continue;
            ways[edge->source] = s->in.item[k];
            s->queue[(*count)++] = edge->source;
        }
    }
}

static void find_ways_to(struct search *s, uint32_t source, uint32_t *ways)
{
    uint32_t count = 0;
    double least_time = s->part->entered;
    memset(ways, 0xff, s->part->function_count * sizeof *ways); /* NET_NONE */
    s->queue[count++] = source;
    ways[source] = PLACES_HERE;
    for (int level = 1; level <= LEVELS; level++) {
        least_time = level < LEVELS ? least_time / LEVEL_STEP : 0.0;
        widen_ways(s, least_time, ways, &count);
    }
}

/* Of as many sources as work allows; those of the longest loose edges come first. 0: out of memory. */
static int find_ways(struct search *s)
{
    const struct part *part = s->part;
    double work = LEVELS * ((double)part->function_count + part->inner_count);
    if (s->source_count * work > s->work / 2.0)
        s->source_count = (uint32_t)(s->work / 2.0 / work);
    s->work -= s->source_count * work;
    s->ways = array_new(s->source_count, part->function_count * sizeof *s->ways);
    if (s->ways == NULL)
        return 0;
    for (uint32_t f = 0; f < part->function_count; f++) {
        uint32_t source = s->source_of[f];
        if (source > 0 && source <= s->source_count)
            find_ways_to(s, f, s->ways + (size_t)(source - 1) * part->function_count);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->loose_count; i++) {
        if (s->loose[i].source < s->source_count)
            s->loose[kept++] = s->loose[i];
    }
    s->loose_count = kept;
    return 1;
}

static void add_slot(struct search *s, uint32_t owner, uint32_t target, double calls, double time)
{
    if (time > 0.0 && calls > 0.0)
        s->slots[s->slot_count++] = (struct slot){owner, target, calls, time, time};
}

/* 0: out of memory. */
static int find_slots(struct search *s)
{
    const struct part *part = s->part;
    for (uint32_t e = 0; e < part->inner_count; e++) {
        const struct part_edge *edge = &part->edges[e];
        if (!s->is_once[edge->source] || s->is_once[edge->target])
            continue;
        uint32_t owner = s->in.item[s->in.first[edge->source]];
        double rest = edge->total * edge->rest_share, most = part->edges[owner].total;
        add_slot(s, owner, edge->target, edge->calls, rest < most ? rest : most);
    }
    for (uint32_t e = part->inner_count; e < part->edge_count; e++) {
        const struct part_edge *edge = &part->edges[e];
        add_slot(s, e, edge->target, edge->calls, edge->total * edge->rest_share);
    }
    struct weighed *order = array_new(s->slot_count, 2 * sizeof *order);
    struct slot *sorted = array_new(s->slot_count, sizeof *sorted);
    int is_done = order != NULL && sorted != NULL;
    if (is_done) {
        for (uint32_t i = 0; i < s->slot_count; i++)
            order[i] = (struct weighed){s->slots[i].time, i};
        weights_sort(order, s->slot_count, order + s->slot_count);
        for (uint32_t i = 0; i < s->slot_count; i++)
            sorted[i] = s->slots[order[i].number];
        memcpy(s->slots, sorted, s->slot_count * sizeof *sorted);
    }
    free(order);
    free(sorted);
    return is_done;
}

static void find_call_time(struct search *s)
{
    double time = 0.0, calls = 0.0;
    for (uint32_t i = 0; i < s->slot_count; i++) {
        time += s->slots[i].time;
        calls += s->slots[i].calls;
    }
    for (uint32_t i = 0; i < s->loose_count; i++)
        time -= s->loose[i].time;
    s->call_time = time > 0.0 && calls > 0.0 ? time / calls : 0.0;
}

/* ---- Filling slots ----------------------------------------------------------------------------------------------- */

static int may_hold(const struct search *s, const struct slot *slot, const struct loose *loose)
{
    size_t row = (size_t)loose->source * s->part->function_count;
    return s->ways[row + slot->target] != NET_NONE && slot->time >= ROUNDING * loose->time &&
           slot->owner != loose->edge;
}

static void place(struct search *s, struct slot *slot, struct loose *loose)
{
    loose->slot = (uint32_t)(slot - s->slots);
    slot->time -= loose->time;
}

static void list_fitting(struct search *s, const struct slot *slot)
{
    s->fitting_count = 0;
    for (uint32_t i = 0; i < s->loose_count; i++) {
        if (s->loose[i].slot == NET_NONE && may_hold(s, slot, &s->loose[i]))
            s->fitting[s->fitting_count++] = i;
    }
    s->work -= s->loose_count;
}

static double time_of(const struct search *s, uint32_t fitting)
{
    return s->loose[s->fitting[fitting]].time;
}

static void keep_nearer(const struct search *s, struct filling *filling, double off, uint32_t count,
                        const uint32_t *fitting)
{
    if (!(off < filling->off))
        return;
    filling->off = off;
    filling->count = count;
    for (uint32_t i = 0; i < count; i++)
        filling->loose[i] = s->fitting[fitting[i]];
}

static void fill_with_one(struct search *s, double time, struct filling *filling)
{
    for (uint32_t i = 0; i < s->fitting_count; i++)
        keep_nearer(s, filling, fabs(time - time_of(s, i)), 1, &i);
    s->work -= s->fitting_count;
}

/* Two from start on, besides those that are chosen already: from both ends, as the sum is too large or too small. */
static void fill_with_two(struct search *s, double time, uint32_t start, uint32_t chosen,
                          struct filling *filling)
{
    if (start >= s->fitting_count)
        return;
    uint32_t low = start, high = s->fitting_count - 1;
    while (low < high) {
        double off = time - (time_of(s, low) + time_of(s, high));
        uint32_t three[] = {low, high, chosen};
        keep_nearer(s, filling, fabs(off), chosen == NET_NONE ? 2 : 3, three);
        if (off < 0.0)
            low++;
        else
            high--;
    }
    s->work -= s->fitting_count;
}

static void fill_with_three(struct search *s, double time, struct filling *filling)
{
    uint32_t tried = 0;
    for (uint32_t i = 0; i < s->fitting_count && tried < MOST_FIRST; i++) {
        if (time_of(s, i) > time)
            continue;
        tried++;
        fill_with_two(s, time - time_of(s, i), i + 1, i, filling);
    }
}

/* Seeks as many loose edges as the slot has calls, which take as long as it. */
static void fill_slot(struct search *s, struct slot *slot)
{
    double overhead = slot->calls * s->call_time, time = slot->time - overhead;
    struct filling filling = {.count = 0, .off = CLOSE * overhead};
    if (!(time > 0.0))
        return;
    list_fitting(s, slot);
    if (slot->calls < 1.5)
        fill_with_one(s, time, &filling);
    else if (slot->calls < 2.5)
        fill_with_two(s, time, 0, NET_NONE, &filling);
    else
        fill_with_three(s, time, &filling);
    for (uint32_t i = 0; i < filling.count; i++) {
        place(s, slot, &s->loose[filling.loose[i]]);
        s->below[s->loose[filling.loose[i]].edge] = slot->owner;
    }
}

/* The likeliest slot: it is long, or would be full. */
static void place_likely(struct search *s, struct loose *loose)
{
    struct slot *best = NULL;
    double most = 0.0;
    for (uint32_t i = 0; i < s->slot_count; i++) {
        struct slot *slot = &s->slots[i];
        if (!may_hold(s, slot, loose))
            continue;
        double left = fmax(slot->time - loose->time, 0.0) + LEAST_LEFT * slot->time;
        double likely = slot->time / left * slot->time;
        if (best == NULL || likely > most) {
            best = slot;
            most = likely;
        }
    }
    s->work -= s->slot_count;
    if (best != NULL)
        place(s, best, loose);
}

static void place_all(struct search *s)
{
    for (uint32_t i = s->slot_count; i-- > 0 && s->work > 0.0;) {
        if (s->slots[i].calls < MOST_FILLING + 0.5)
            fill_slot(s, &s->slots[i]);
    }
    for (uint32_t i = 0; i < s->loose_count && s->work > 0.0; i++) {
        if (s->loose[i].slot == NET_NONE)
            place_likely(s, &s->loose[i]);
    }
    for (uint32_t i = 0; i < s->loose_count; i++) {
        const struct loose *loose = &s->loose[i];
        if (loose->slot == NET_NONE)
            continue;
        const struct slot *slot = &s->slots[loose->slot];
        if (slot->time <= MOST_LEFT * slot->whole)
            s->below[loose->edge] = slot->owner;
    }
}

/* 0: out of memory. */
static int place_loose(struct search *s)
{
    if (s->loose_count == 0)
        return 1;
    if (!find_ways(s) || !find_slots(s))
        return 0;
    find_call_time(s);
    place_all(s);
    return 1;
}

/* 0: out of memory. */
static int list_places(struct places *places, const struct part *part)
{
    uint32_t *sources = array_new(part->inner_count, sizeof *sources);
    if (sources == NULL)
        return 0;
    for (uint32_t e = 0; e < part->inner_count; e++)
        sources[e] = places->below[e] == NET_NONE ? part->edges[e].source : NET_NONE;
    int is_done = net_lists_init(&places->placed, part->edge_count, part->inner_count,
                                 places->below, sizeof *places->below) &&
                  net_lists_init(&places->unplaced, part->function_count, part->inner_count,
                                 sources, sizeof *sources);
    free(sources);
    return is_done;
}

int places_init(struct places *places, const struct part *part, double share)
{
    struct search s = {.part = part,
                       .work = WORK * share + WORK_PER_EDGE * (double)part->edge_count};
    places->below = s.below = array_new(part->edge_count, sizeof *places->below);
    int is_done = s.below != NULL && search_init(&s);
    if (is_done) {
        memset(s.below, 0xff, part->edge_count * sizeof *s.below); /* NET_NONE */
        is_done = find_once_edges(&s) && place_loose(&s);
    }
    places->function_count = part->function_count;
    places->source_of = s.source_of;
    places->ways = s.ways;
    search_free(&s);
    return is_done && list_places(places, part);
}
