/* How the time that enters a cycle spreads over the paths inside: the mean of several guesses, fitted to what is known,
 * and grown again where the fit says that the time is. */
#include "estimate_spread.h"

#include "arena.h"
#include "estimate_fit.h"
#include "estimate_forest.h"
#include "estimate_grow.h"
#include "estimate_part.h"
#include "estimate_rates.h"
#include "estimate_trie.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PASSES 3      /* of growing and fitting */
#define ROUNDS 6      /* growths of a guess, until its calls are used up */
#define PATHS 12000.0 /* of a growth */
#define LEAST_PATHS 64.0
#define GROW_WORK 100000.0 /* of a growth */
#define LEAST_GROW_WORK 512.0
#define MEMBER_WORK 200.0 /* what a guess costs besides */
#define FIT_WORK 3e7      /* of a pass */
#define LEAST_FIT_WORK 4096.0
#define LEAST_SHARE 4e-4 /* of a part's own time: lighter paths are merged */
#define TIME_SHARE 0.003 /* of the spread by time alone, beside that by calls */
#define NO_TIME 1e-3     /* the ratio of fitted to guessed time that stands for none */

/* Overlap with the truth is concave, so the mean of several plausible guesses is at least as near to it as they are on
 * average. */
static const struct member {
    int kind;
    int sharpness;
    double weight;
} members[] = {{0, 1, 2.0 / 9}, {1, 1, 2.0 / 9}, {2, 1, 2.0 / 9},
               {0, 4, 1.0 / 9}, {1, 4, 1.0 / 9}, {2, 4, 1.0 / 9}};

struct spread {
    const struct part *part;
    struct grow_limits limits;
    double fit_work;
    struct spread_budget *budget;
    struct guess guess;
    double *rates; /* memory of guess */
    double *work;  /* two numbers a function */
    struct paths paths;
    uint32_t *node_of; /* path of a growth */
    size_t node_of_capacity;
    struct trie nodes; /* of all guesses */
    struct trie known; /* those of the pass before */
    double *tilt;      /* of known nodes */
    uint32_t *order;   /* nodes as they stand in the forest */
    struct forest *forest;
};

static void spread_free(struct spread *s)
{
    free(s->rates);
    free(s->work);
    free(s->paths.items);
    free(s->node_of);
    trie_free(&s->nodes);
    trie_free(&s->known);
    free(s->tilt);
    free(s->order);
}

static int spread_init(struct spread *s, double share, double least_time)
{
    double own = LEAST_SHARE * s->part->own;
    s->limits.least_time = own > least_time ? own : least_time;
    s->limits.paths = (uint32_t)fmax(PATHS * share, LEAST_PATHS);
    s->limits.work = fmax(GROW_WORK * share, LEAST_GROW_WORK);
    s->fit_work = fmax(FIT_WORK * share, LEAST_FIT_WORK);
    s->rates = array_new(s->part->inner_count, 2 * sizeof *s->rates);
    s->work = array_new(s->part->function_count, 2 * sizeof *s->work);
    if (s->rates == NULL || s->work == NULL)
        return 0;
    s->guess.first = s->rates;
    s->guess.nested = s->rates + s->part->inner_count;
    return 1;
}

/* ---- The mean of the guesses ------------------------------------------------------------------------------------- */

static int add_paths(struct spread *s, double weight)
{
    while (s->node_of_capacity < s->paths.count) {
        if (!array_grow(&s->node_of, &s->node_of_capacity, s->node_of_capacity, sizeof *s->node_of))
            return 0;
    }
    for (uint32_t i = 0; i < s->paths.count; i++) {
        const struct path *path = &s->paths.items[i];
        uint32_t parent = path->parent == TRIE_NONE ? TRIE_NONE : s->node_of[path->parent];
        uint32_t node = trie_add(&s->nodes, parent, path->edge);
        if (node == TRIE_NONE)
            return 0;
        s->node_of[i] = node;
        s->nodes.nodes[node].calls += weight * path->calls;
        s->nodes.nodes[node].time += weight * path->time;
    }
    return 1;
}

static int grow_member(struct spread *s, const struct member *member)
{
    const struct part *part = s->part;
    double done = MEMBER_WORK;
    rates_guess(part, member->kind, &s->guess);
    s->guess.sharpness = member->sharpness;
    if (part->function_count == 1)
        rates_cap_depth(part, &s->guess, s->work);
    int is_done = grow_paths(part, &s->guess, &s->limits, ROUNDS, &s->paths, &done);
    if (is_done && part->function_count > 1 && rates_cap_depth(part, &s->guess, s->work))
        is_done = grow_paths(part, &s->guess, &s->limits, 1, &s->paths, &done);
    s->budget->grow -= done;
    return is_done && add_paths(s, member->weight);
}

static int grow_members(struct spread *s)
{
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (!grow_member(s, &members[i]))
            return 0;
    }
    return 1;
}

/* Of a part too light to be unrolled, the entries alone. */
static int add_entries(struct spread *s)
{
    for (uint32_t e = s->part->inner_count; e < s->part->edge_count; e++) {
        uint32_t node = trie_add(&s->nodes, TRIE_NONE, e);
        if (node == TRIE_NONE)
            return 0;
        s->nodes.nodes[node].calls = s->part->edges[e].calls;
        s->nodes.nodes[node].time = s->part->edges[e].total;
    }
    return 1;
}

/* ---- Every edge has a node --------------------------------------------------------------------------------------- */

struct hanging {
    uint32_t *heaviest; /* node of each function: the one with most calls */
    uint32_t *queue;    /* functions that have one */
    uint32_t queued;
    unsigned char *has_node; /* edge */
};

static int hang_edges_of(struct spread *s, struct hanging *h, uint32_t function)
{
    const struct part *part = s->part;
    for (uint32_t e = part->first_inner[function]; e < part->first_inner[function + 1]; e++) {
        uint32_t target = part->edges[e].target;
        if (h->has_node[e])
            continue;
        uint32_t node = trie_add(&s->nodes, h->heaviest[function], e);
        if (node == TRIE_NONE)
            return 0;
        s->nodes.nodes[node].calls = 1.0;
        if (h->heaviest[target] == TRIE_NONE) {
            h->heaviest[target] = node;
            h->queue[h->queued++] = target;
        }
    }
    return 1;
}

static void find_nodes(const struct spread *s, struct hanging *h)
{
    for (uint32_t f = 0; f < s->part->function_count; f++)
        h->heaviest[f] = TRIE_NONE;
    for (uint32_t i = 0; i < s->nodes.count; i++) {
        const struct trie_node *node = &s->nodes.nodes[i];
        uint32_t *best = &h->heaviest[s->part->edges[node->edge].target];
        h->has_node[node->edge] = 1;
        if (*best == TRIE_NONE)
            h->queue[h->queued++] = s->part->edges[node->edge].target;
        if (*best == TRIE_NONE || s->nodes.nodes[*best].calls < node->calls)
            *best = i;
    }
}

/* Hangs what no guess reached below the node of its caller that has most calls. */
static int hang_edges(struct spread *s)
{
    size_t count = s->part->function_count;
    struct hanging h = {.heaviest = array_new(count, sizeof *h.heaviest),
                        .queue = array_new(count, sizeof *h.queue),
                        .has_node = array_new_zero(s->part->edge_count, 1)};
    int is_done = h.heaviest != NULL && h.queue != NULL && h.has_node != NULL;
    if (is_done)
        find_nodes(s, &h);
    for (uint32_t i = 0; is_done && i < h.queued; i++)
        is_done = hang_edges_of(s, &h, h.queue[i]);
    free(h.heaviest);
    free(h.queue);
    free(h.has_node);
    return is_done;
}

/* ---- From nodes to a forest -------------------------------------------------------------------------------------- */

static void set_prior(const struct part *part, const struct trie_node *node, double *self,
                      double *exit)
{
    const struct part_edge *edge = &part->edges[node->edge];
    const struct part_function *function = &part->functions[edge->target];
    double calls = (1.0 - TIME_SHARE) * node->calls, time = TIME_SHARE * node->time;
    *self = time * (1.0 - edge->rest_share);
    if (edge->calls > 0.0)
        *self += calls * (edge->self / edge->calls);
    *exit = calls * (function->exit_total / function->calls);
    if (function->out_total > 0.0)
        *exit += time * edge->rest_share * (function->exit_total / function->out_total);
}

static int plant_forest(struct spread *s)
{
    uint32_t count = s->nodes.count;
    uint32_t *memory = array_new(count, 2 * sizeof *memory);
    free(s->order);
    s->order = array_new(count, sizeof *s->order);
    forest_free(s->forest);
    int is_done = memory != NULL && s->order != NULL && forest_init(s->forest, count);
    for (uint32_t i = 0; is_done && i < count; i++) {
        memory[i] = s->nodes.nodes[i].parent;
        memory[count + i] = i;
    }
    is_done = is_done && forest_order(memory, memory + count, s->order, s->forest);
    for (uint32_t k = 0; is_done && k < count; k++) {
        const struct trie_node *node = &s->nodes.nodes[s->order[k]];
        s->forest->edge[k] = node->edge;
        set_prior(s->part, node, &s->forest->self[k], &s->forest->exit[k]);
    }
    free(memory);
    return is_done;
}

/* ---- Passes ------------------------------------------------------------------------------------------------------ */

/* Keeps the nodes for the next pass, and how far the fit moved each from where it was guessed: by the square root, so
 * that the guess keeps its say. guessed: the nodes' totals before the fit. */
static int learn(struct spread *s, const double *guessed)
{
    uint32_t count = s->forest->count;
    double *fitted = array_new(count, sizeof *fitted), *tilt = array_new(count, sizeof *tilt);
    int is_done = fitted != NULL && tilt != NULL;
    if (is_done) {
        forest_totals(s->forest, fitted);
        for (uint32_t k = 0; k < count; k++) {
            int has_time = guessed[k] > 0.0 && fitted[k] > 0.0;
            tilt[s->order[k]] = sqrt(has_time ? fitted[k] / guessed[k] : NO_TIME);
        }
        struct trie before = s->known;
        s->known = s->nodes;
        s->nodes = before;
        trie_clear(&s->nodes);
        free(s->tilt);
        s->tilt = tilt;
        s->guess.known = &s->known;
        s->guess.tilt = tilt;
        tilt = NULL;
    }
    free(fitted);
    free(tilt);
    return is_done;
}

/* Grows and fits a forest; to go on, learns from it. */
static int make_pass(struct spread *s, int is_last)
{
    int is_light = !(s->part->own > s->limits.least_time);
    double fitted = 0.0;
    if (!(is_light ? add_entries(s) : grow_members(s)) || !hang_edges(s) || !plant_forest(s))
        return 0;
    double *guessed = array_new(s->forest->count, sizeof *guessed);
    if (guessed == NULL)
        return 0;
    forest_totals(s->forest, guessed);
    int is_done =
        forest_fit(s->forest, s->part, s->fit_work, &fitted) && (is_last || learn(s, guessed));
    s->budget->fit -= fitted;
    free(guessed);
    return is_done;
}

/* A function that calls itself alone has no places to choose from, and a part with more edges than paths no room. */
static int count_passes(const struct spread *s)
{
    int is_simple = s->part->function_count == 1 || s->part->inner_count > s->limits.paths / 2 ||
                    !(s->part->own > s->limits.least_time);
    return is_simple ? 1 : PASSES;
}

int spread_time(const struct part *part, double share, double least_time,
                struct spread_budget *budget, struct forest *forest)
{
    struct spread s = {.part = part, .budget = budget, .forest = forest};
    int is_done = spread_init(&s, share, least_time);
    int passes = is_done ? count_passes(&s) : 0;
    for (int pass = 0; is_done && pass < passes; pass++)
        is_done = make_pass(&s, pass == passes - 1);
    spread_free(&s);
    return is_done;
}
