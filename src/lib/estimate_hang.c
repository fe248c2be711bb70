/* Paths for the edges that a growth did not reach. */
#include "estimate_hang.h"

#include "arena.h"
#include "estimate_grow.h"
#include "estimate_net.h"
#include "estimate_part.h"
#include "estimate_places.h"

#include <stdlib.h>
#include <string.h>

#define MOST_STARTS 256     /* paths of a scope from which ways are sought */
#define WORK_PER_EDGE 200.0 /* steps of ways that are sought */

struct hanging {
    const struct part *part;
    const struct places *places;
    struct paths *paths;
    uint32_t *heaviest; /* path of each function: the one with most calls */
    uint32_t *queue;    /* functions that have one; before that, scopes */
    uint32_t queued;
    uint32_t *hung;          /* the path made last of each edge; NET_NONE: none */
    unsigned char *has_path; /* edge */
    struct net_lists scopes; /* the grown paths, by scope */
    uint32_t *starts;        /* paths of the scope at hand */
    uint32_t start_count;
    uint32_t room; /* for paths that only lead to a placed edge */
    double work;
};

static void hanging_free(struct hanging *h)
{
    free(h->heaviest);
    free(h->queue);
    free(h->hung);
    free(h->has_path);
    free(h->starts);
    net_lists_free(&h->scopes);
}

static int hang_path(struct hanging *h, uint32_t parent, uint32_t edge)
{
    const struct path *above = &h->paths->items[parent];
    int is_scope = h->places != NULL && places_is_scope(h->places, edge);
    struct path path = {.parent = parent,
                        .edge = edge,
                        .entry = above->entry,
                        .scope = is_scope ? edge : above->scope,
                        .known = NET_NONE,
                        .latest = NET_NONE};
    for (int guess = 0; guess < RATES_GUESSES; guess++)
        path.calls[guess] = 1.0;
    h->has_path[edge] = 1;
    h->hung[edge] = h->paths->count;
    return paths_add(h->paths, &path);
}

/* ---- Placed edges ------------------------------------------------------------------------------------------------ */

/* NET_NONE: no way. */
static uint32_t steps_to(struct hanging *h, uint32_t function, uint32_t source)
{
    uint32_t steps = 0, edge;
    h->work += 1.0;
    while ((edge = places_way(h->places, function, source)) != PLACES_HERE) {
        if (edge == NET_NONE)
            return NET_NONE;
        h->work += 1.0;
        function = h->part->edges[edge].target;
        steps++;
    }
    return steps;
}

/* The path of the scope at hand from which it is nearest to a function; of equals the one with most calls. NET_NONE: there
 * is none, or no room for the steps from it. */
static uint32_t find_start(struct hanging *h, uint32_t source)
{
    const struct path *items = h->paths->items;
    uint32_t best = NET_NONE, least = h->room;
    for (uint32_t i = 0; i < h->start_count; i++) {
        uint32_t path = h->starts[i];
        uint32_t steps = steps_to(h, h->part->edges[items[path].edge].target, source);
        if (steps > least || steps == NET_NONE)
            continue;
        if (steps < least || best == NET_NONE ||
            rates_mean(items[path].calls) > rates_mean(items[best].calls)) {
            best = path;
            least = steps;
        }
    }
    return best;
}

static void add_start(struct hanging *h, uint32_t path)
{
    if (h->start_count < MOST_STARTS)
        h->starts[h->start_count++] = path;
}

/* As there are no paths that continue the nearest one on the way, none comes twice. 0: out of memory. */
static int hang_placed(struct hanging *h, uint32_t edge)
{
    uint32_t source = h->part->edges[edge].source, at, way;
    if (h->start_count == MOST_STARTS || h->work > WORK_PER_EDGE * h->part->edge_count)
        return 1;
    at = find_start(h, source);
    if (at == NET_NONE)
        return 1;
    while ((way = places_way(h->places, h->part->edges[h->paths->items[at].edge].target, source)) !=
           PLACES_HERE) {
        if (!hang_path(h, at, way))
            return 0;
        at = h->paths->count - 1;
        add_start(h, at);
        h->room--;
        h->work += 1.0;
    }
    return hang_path(h, at, edge);
}

static int hang_scope(struct hanging *h, uint32_t scope)
{
    const struct net_lists *placed = &h->places->placed;
    h->start_count = 0;
    for (uint32_t i = h->scopes.first[scope]; i < h->scopes.first[scope + 1]; i++)
        add_start(h, h->scopes.item[i]);
    if (h->start_count == 0 && h->hung[scope] != NET_NONE)
        add_start(h, h->hung[scope]);
    for (uint32_t i = placed->first[scope]; i < placed->first[scope + 1]; i++) {
        uint32_t edge = placed->item[i];
        if (!h->has_path[edge] && !hang_placed(h, edge))
            return 0;
        h->queue[h->queued++] = edge;
    }
    return 1;
}

/* From the entries and the once edges that have no place down. 0: out of memory. */
static int hang_places(struct hanging *h)
{
    const struct part *part = h->part;
    if (!net_lists_init(&h->scopes, part->edge_count, h->paths->count, &h->paths->items->scope,
                        sizeof *h->paths->items))
        return 0;
    for (uint32_t e = 0; e < part->edge_count; e++) {
        if (h->places->below[e] == NET_NONE && places_is_scope(h->places, e))
            h->queue[h->queued++] = e;
    }
    for (uint32_t i = 0; i < h->queued; i++) {
        if (!hang_scope(h, h->queue[i]))
            return 0;
    }
    h->queued = 0;
    return 1;
}

/* ---- All others -------------------------------------------------------------------------------------------------- */

static int hang_edges_of(struct hanging *h, uint32_t function)
{
    const struct part *part = h->part;
    for (uint32_t e = part->first_inner[function]; e < part->first_inner[function + 1]; e++) {
        uint32_t target = part->edges[e].target;
        if (h->has_path[e])
            continue;
        if (!hang_path(h, h->heaviest[function], e))
            return 0;
        if (h->heaviest[target] == NET_NONE) {
            h->heaviest[target] = h->paths->count - 1;
            h->queue[h->queued++] = target;
        }
    }
    return 1;
}

static void find_heaviest(struct hanging *h)
{
    const struct path *items = h->paths->items;
    memset(h->heaviest, 0xff, h->part->function_count * sizeof *h->heaviest); /* NET_NONE */
    for (uint32_t i = 0; i < h->paths->count; i++) {
        uint32_t target = h->part->edges[items[i].edge].target;
        uint32_t *best = &h->heaviest[target];
        if (*best == NET_NONE)
            h->queue[h->queued++] = target;
        if (*best == NET_NONE || rates_mean(items[*best].calls) < rates_mean(items[i].calls))
            *best = i;
    }
}

int paths_hang(struct paths *paths, const struct part *part, const struct places *places,
               uint32_t limit)
{
    struct hanging h = {.part = part, .places = places, .paths = paths};
    h.room = limit > paths->count ? limit - paths->count : 0;
    h.heaviest = array_new(part->function_count, sizeof *h.heaviest);
    h.queue = array_new((size_t)part->edge_count + part->function_count, sizeof *h.queue);
    h.hung = array_new(part->edge_count, sizeof *h.hung);
    h.has_path = array_new_zero(part->edge_count, 1);
    h.starts = array_new(MOST_STARTS, sizeof *h.starts);
    int is_done = h.heaviest != NULL && h.queue != NULL && h.hung != NULL && h.has_path != NULL &&
                  h.starts != NULL;
    if (is_done)
        memset(h.hung, 0xff, part->edge_count * sizeof *h.hung); /* NET_NONE */
    for (uint32_t i = 0; is_done && i < paths->count; i++)
        h.has_path[paths->items[i].edge] = 1;
    is_done = is_done && (places == NULL || hang_places(&h));
    if (is_done)
        find_heaviest(&h);
    for (uint32_t i = 0; is_done && i < h.queued; i++)
        is_done = hang_edges_of(&h, h.queue[i]);
    hanging_free(&h);
    return is_done;
}
