/* Guesses of how calls spread inside a cycle, grown together, level by level, from its entries. */
#include "estimate_grow.h"

#include "arena.h"
#include "estimate_net.h"
#include "estimate_pairs.h"
#include "estimate_part.h"
#include "estimate_places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_LIMIT 1500
#define SPENT 1e-9      /* of a budget: less counts as nothing left */
#define RATE_STEP 4.0   /* a rate grows at most so much from one growth to the next */
#define CLOSE_RATE 1.02 /* budgets used up to this are used up */
#define CLOSE_ALL 1.05
#define LEARN_LIMIT 20.0 /* by which what was learnt changes a call at most */
#define PAIR_PATHS 10    /* light paths that an edge is given below each heavy entry, one a level */
#define STEP_WORK 0.125  /* of a step up a path, against that of a call considered */
#define PAIRS_LIMIT ((size_t)1 << 24) /* pairs of entry and inner edge that are told apart */

/* A call that a path may make. */
struct candidate {
    uint32_t path;
    uint32_t entry; /* that the path starts with */
    uint32_t next;  /* of the same edge, and then of the same entry */
    uint32_t known; /* as in struct path */
    uint32_t is_nested;
    double worth; /* time */
    double time;
    double calls[RATES_GUESSES]; /* asked for, then granted */
};

/* What is known of an inner edge during a growth: for first calls, then for nested ones. */
struct budget {
    double left[2][RATES_GUESSES];
    double asked[2][RATES_GUESSES]; /* on this level */
    unsigned char was_asked[2];
    unsigned char is_asked[2]; /* on this level */
    unsigned char has_path;
    uint32_t first_candidate; /* of this level */
    uint32_t last_candidate;
    uint32_t mark;       /* the path that the edge was last seen on, plus 1 */
    uint32_t known_mark; /* the path that it last continued among the earlier ones, plus 1 */
    uint32_t known;      /* to this */
};

/* Candidates of one edge below one entry. */
struct chain {
    uint32_t entry;
    uint32_t first;
    uint32_t last;
};

struct growth {
    const struct grow_task *task;
    const struct part *part;
    struct rates *rates;
    struct paths *paths;
    struct budget *budgets;
    unsigned char *pair_paths; /* of inner edge below heavy entry; NULL: too many pairs */
    uint32_t *touched;         /* inner edges asked for on this level */
    uint32_t touched_count;
    struct candidate *candidates;
    size_t candidate_count;
    size_t candidate_capacity;
    struct chain *chains; /* of an edge's candidates, one for each entry that they are below */
    uint32_t *chain_of;   /* an entry's, while candidates of one edge are told apart */
    uint32_t depth;
    int is_crowded; /* more inner edges than paths: not each can have one */
    double work;
};

static void growth_free(struct growth *g)
{
    free(g->budgets);
    free(g->pair_paths);
    free(g->touched);
    free(g->candidates);
    free(g->chains);
    free(g->chain_of);
}

static int growth_init(struct growth *g)
{
    size_t inner = g->part->inner_count, entries = g->part->edge_count - inner;
    g->budgets = array_new(inner, sizeof *g->budgets);
    g->touched = array_new(inner, sizeof *g->touched);
    g->chains = array_new(entries, sizeof *g->chains);
    g->chain_of = array_new(entries, sizeof *g->chain_of);
    g->is_crowded = inner > g->task->limits.paths / 2;
    if (g->budgets == NULL || g->touched == NULL || g->chains == NULL || g->chain_of == NULL)
        return 0;
    memset(g->chain_of, 0xff, entries * sizeof *g->chain_of); /* NET_NONE */
    if (inner <= PAIRS_LIMIT / entries) {
        g->pair_paths = array_new(inner * entries, 1);
        return g->pair_paths != NULL;
    }
    return 1;
}

int paths_add(struct paths *paths, const struct path *path)
{
    if (!array_grow(&paths->items, &paths->capacity, paths->count, sizeof *paths->items))
        return 0;
    paths->items[paths->count++] = *path;
    return 1;
}

/* ---- A level's candidates ---------------------------------------------------------------------------------------- */

/* Marks the inner edges on a path: a walk up to where each was taken first. */
static void mark_path(struct growth *g, uint32_t path)
{
    const struct path *items = g->paths->items;
    uint32_t at = items[path].latest;
    while (at != NET_NONE) {
        g->budgets[items[at].edge].mark = path + 1;
        at = items[items[at].parent].latest;
        g->work += STEP_WORK;
    }
}

static void mark_known(struct growth *g, uint32_t path, uint32_t known)
{
    const struct known_paths *earlier = g->task->known;
    if (known == NET_NONE)
        return;
    for (uint32_t k = earlier->first_child[known]; k != NET_NONE; k = earlier->next[k]) {
        g->budgets[earlier->items[k].edge].known_mark = path + 1;
        g->budgets[earlier->items[k].edge].known = k;
    }
}

/* There is room for it. */
static struct candidate *add_candidate(struct growth *g, uint32_t edge)
{
    uint32_t index = (uint32_t)g->candidate_count++;
    struct budget *budget = &g->budgets[edge];
    if (budget->first_candidate == NET_NONE) {
        g->touched[g->touched_count++] = edge;
        budget->first_candidate = index;
    } else {
        g->candidates[budget->last_candidate].next = index;
    }
    budget->last_candidate = index;
    return &g->candidates[index];
}

/* By how much more an earlier forest turned out to need than was guessed. */
static double learnt_factor(const struct known_paths *known, uint32_t parent, uint32_t child)
{
    double factor = known->tilt[child] / known->tilt[parent];
    factor = factor < LEARN_LIMIT ? factor : LEARN_LIMIT;
    return factor > 1.0 / LEARN_LIMIT ? factor : 1.0 / LEARN_LIMIT;
}

/* Edges that a path may take next. */
struct options {
    const uint32_t *edges;
    uint32_t count;
};

/* The calls that a path may make next. */
struct choice {
    uint32_t index;          /* of the path */
    uint32_t first;          /* inner edge of its function */
    struct options unplaced; /* over any of these, by pairs */
    struct options placed;   /* over any of these */
    const double *pairs;
    double time; /* for a unit of an edge's total */
};

static int is_nested(const struct growth *g, const struct choice *choice, uint32_t edge)
{
    return g->budgets[edge].mark == choice->index + 1;
}

/* How much likelier a call over an unplaced edge is than in any call of its caller. */
static double pair_factor(const struct growth *g, const struct choice *choice, uint32_t edge)
{
    return is_nested(g, choice, edge) ? 1.0 : choice->pairs[edge - choice->first];
}

static struct options options_of(const struct net_lists *lists, uint32_t list)
{
    uint32_t first = lists->first[list];
    return (struct options){lists->item + first, lists->first[list + 1] - first};
}

/* How many of some edges, which are in order, are below a limit. */
static uint32_t count_below(const struct options *options, uint32_t limit)
{
    uint32_t low = 0, high = options->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (options->edges[middle] < limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The edges that are placed below a scope, as far as they leave a function. */
static struct options placed_options(const struct growth *g, uint32_t scope, uint32_t function)
{
    struct options all = options_of(&g->task->places->placed, scope);
    uint32_t first = count_below(&all, g->part->first_inner[function]);
    uint32_t end = count_below(&all, g->part->first_inner[function + 1]);
    return (struct options){all.edges + first, end - first};
}

static struct choice choice_of(struct growth *g, uint32_t index)
{
    const struct part *part = g->part;
    const struct path *path = &g->paths->items[index];
    const struct part_edge *last = &part->edges[path->edge];
    int is_again = path->parent != NET_NONE && path->latest != index;
    uint32_t first = part->first_inner[last->target], end = part->first_inner[last->target + 1];
    struct choice choice = {.index = index,
                            .first = first,
                            .unplaced = options_of(&g->task->places->unplaced, last->target),
                            .placed = placed_options(g, path->scope, last->target),
                            .pairs = pairs_row(g->task->pairs, path->edge, is_again, end - first)};
    mark_path(g, index);
    mark_known(g, index, path->known);
    double sum = part->functions[last->target].exit_total;
    for (uint32_t i = 0; i < choice.unplaced.count; i++) {
        uint32_t e = choice.unplaced.edges[i];
        sum += part->edges[e].total * pair_factor(g, &choice, e);
    }
    for (uint32_t i = 0; i < choice.placed.count; i++)
        sum += part->edges[choice.placed.edges[i]].total;
    choice.time = sum > 0.0 ? path->time * last->rest_share / sum : 0.0;
    return choice;
}

static void ask_for_call(struct growth *g, const struct choice *choice, uint32_t e, double factor)
{
    const struct path *path = &g->paths->items[choice->index];
    const struct part_edge *edge = &g->part->edges[e];
    const struct rate *rates = &g->rates->edges[e];
    struct budget *budget = &g->budgets[e];
    struct candidate *candidate = add_candidate(g, e);
    int nested = is_nested(g, choice, e);
    candidate->path = choice->index;
    candidate->entry = path->entry;
    candidate->next = NET_NONE;
    candidate->is_nested = (uint32_t)nested;
    candidate->known = NET_NONE;
    if (budget->known_mark == choice->index + 1) {
        candidate->known = budget->known;
        factor *= learnt_factor(g->task->known, path->known, candidate->known);
    }
    candidate->time = choice->time * factor * edge->total;
    const double *restrict rate = nested ? rates->nested : rates->first;
    const double *restrict left = budget->left[nested], *restrict from = path->calls;
    double *restrict asked = budget->asked[nested], *restrict to = candidate->calls;
    double spent = SPENT * edge->calls;
    for (int guess = 0; guess < RATES_GUESSES; guess++) {
        double calls = from[guess] * rate[guess] * factor;
        calls = left[guess] > spent ? calls : 0.0;
        to[guess] = calls;
        asked[guess] += calls;
    }
    budget->is_asked[nested] = 1;
    g->work++;
}

static int ask_for_calls(struct growth *g, uint32_t index)
{
    struct choice choice = choice_of(g, index);
    if (!array_reserve(&g->candidates, &g->candidate_capacity,
                       g->candidate_count + choice.unplaced.count + choice.placed.count,
                       sizeof *g->candidates))
        return 0;
    for (uint32_t i = 0; i < choice.unplaced.count; i++) {
        uint32_t e = choice.unplaced.edges[i];
        ask_for_call(g, &choice, e, pair_factor(g, &choice, e));
    }
    for (uint32_t i = 0; i < choice.placed.count; i++)
        ask_for_call(g, &choice, choice.placed.edges[i], 1.0);
    return 1;
}

/* The share of what is asked for that a budget grants, alike to all who ask. */
static double granted_share(double left, double asked, int is_sharp)
{
    if (!(left > 0.0) || !(asked > 0.0))
        return 0.0;
    double ratio = asked / left;
    if (!is_sharp)
        return 1.0 / (1.0 + ratio);
    double square = ratio * ratio;
    return 1.0 / sqrt(sqrt(1.0 + square * square));
}

/* Takes what is granted from the budgets. Returns the share of what was asked for. */
static void grant_shares(struct budget *budget, int nested, double *restrict share)
{
    double *restrict left = budget->left[nested], *restrict asked = budget->asked[nested];
    for (int guess = 0; guess < RATES_GUESSES; guess++) {
        share[guess] = granted_share(left[guess], asked[guess], guess >= RATES_KINDS);
        left[guess] -= asked[guess] * share[guess];
        asked[guess] = 0.0;
    }
    budget->is_asked[nested] = 0;
    budget->was_asked[nested] = 1;
}

static void grant_calls(struct growth *g, uint32_t edge)
{
    struct budget *budget = &g->budgets[edge];
    double share[2][RATES_GUESSES], own = g->part->edges[edge].own_per_call;
    for (int nested = 0; nested < 2; nested++) {
        if (budget->is_asked[nested])
            grant_shares(budget, nested, share[nested]);
    }
    own = own > g->part->own_per_call ? own : g->part->own_per_call;
    for (uint32_t c = budget->first_candidate; c != NET_NONE; c = g->candidates[c].next) {
        struct candidate *candidate = &g->candidates[c];
        const double *restrict granted = share[candidate->is_nested];
        double *restrict calls = candidate->calls;
        for (int guess = 0; guess < RATES_GUESSES; guess++)
            calls[guess] *= granted[guess];
        double worth = own * rates_mean(calls);
        candidate->worth = worth > candidate->time ? worth : candidate->time;
    }
}

/* ---- From candidates to paths ------------------------------------------------------------------------------------ */

/* Of calls over one edge below one entry: all, and those that are kept. */
struct group_sum {
    double worth, time, kept_time, best_worth;
    double calls[RATES_GUESSES], kept_calls[RATES_GUESSES];
    uint32_t kept, best;
};

static void add_calls(double *restrict sums, const double *restrict calls)
{
    for (int guess = 0; guess < RATES_GUESSES; guess++)
        sums[guess] += calls[guess];
}

static void sum_group(const struct growth *g, const struct chain *chain, struct group_sum *sum)
{
    memset(sum, 0, sizeof *sum);
    sum->best = NET_NONE;
    for (uint32_t c = chain->first; c != NET_NONE; c = g->candidates[c].next) {
        const struct candidate *candidate = &g->candidates[c];
        if (!(candidate->worth > 0.0))
            continue;
        sum->worth += candidate->worth;
        sum->time += candidate->time;
        add_calls(sum->calls, candidate->calls);
        if (candidate->worth >= g->task->limits.least_time) {
            sum->kept++;
            sum->kept_time += candidate->time;
            add_calls(sum->kept_calls, candidate->calls);
        }
        if (candidate->worth > sum->best_worth) {
            sum->best_worth = candidate->worth;
            sum->best = c;
        }
    }
    if (sum->kept == 0 && sum->best != NET_NONE) {
        const struct candidate *best = &g->candidates[sum->best];
        sum->kept_time = best->time;
        memcpy(sum->kept_calls, best->calls, sizeof sum->kept_calls);
    }
}

/* A light group is left out when its edge has paths already; else its heaviest path stands for all of it. */
static int may_leave_out(const struct growth *g, const struct group_sum *sum, uint32_t edge,
                         uint32_t entry)
{
    if (sum->worth >= g->task->limits.least_time)
        return 0;
    if (g->is_crowded)
        return 1;
    if (g->depth < 2 || !g->budgets[edge].has_path)
        return 0;
    size_t pair = (size_t)(entry - g->part->inner_count) * g->part->inner_count + edge;
    return part_is_light(g->part, entry) || g->pair_paths == NULL ||
           g->pair_paths[pair] >= PAIR_PATHS;
}

static void count_pair(struct growth *g, uint32_t edge, uint32_t entry)
{
    size_t inner = g->part->inner_count;
    if (g->pair_paths != NULL && g->pair_paths[(entry - inner) * inner + edge] < PAIR_PATHS)
        g->pair_paths[(entry - inner) * inner + edge]++;
}

/* What stands for all calls of a group when some are kept. */
struct scale {
    double time;
    double calls[RATES_GUESSES];
};

static struct scale scale_of(const struct group_sum *sum)
{
    struct scale scale = {.time = sum->kept_time > 0.0 ? sum->time / sum->kept_time : 1.0};
    for (int guess = 0; guess < RATES_GUESSES; guess++)
        scale.calls[guess] =
            sum->kept_calls[guess] > 0.0 ? sum->calls[guess] / sum->kept_calls[guess] : 1.0;
    return scale;
}

static int keep_candidate(struct growth *g, const struct candidate *c, uint32_t edge,
                          const struct scale *scale)
{
    struct path path = {
        .parent = c->path,
        .edge = edge,
        .entry = c->entry,
        .scope = places_is_scope(g->task->places, edge) ? edge : g->paths->items[c->path].scope,
        .known = c->known,
        .latest = c->is_nested ? g->paths->items[c->path].latest : g->paths->count,
        .time = c->time * scale->time};
    for (int guess = 0; guess < RATES_GUESSES; guess++)
        path.calls[guess] = c->calls[guess] * scale->calls[guess];
    return paths_add(g->paths, &path);
}

/* Makes paths of the candidates of one edge below one entry; light ones are merged into the others. */
static int settle_group(struct growth *g, const struct chain *chain, uint32_t edge)
{
    struct group_sum sum;
    sum_group(g, chain, &sum);
    if (sum.best == NET_NONE || (sum.kept == 0 && may_leave_out(g, &sum, edge, chain->entry)))
        return 1;
    struct scale scale = scale_of(&sum);
    g->budgets[edge].has_path = 1;
    count_pair(g, edge, chain->entry);
    if (sum.kept == 0)
        return keep_candidate(g, &g->candidates[sum.best], edge, &scale);
    for (uint32_t c = chain->first; c != NET_NONE; c = g->candidates[c].next) {
        const struct candidate *candidate = &g->candidates[c];
        if (candidate->worth >= g->task->limits.least_time &&
            !keep_candidate(g, candidate, edge, &scale))
            return 0;
    }
    return 1;
}

/* Parts an edge's candidates by entry, in the order of their appearance. Returns into how many chains. */
static uint32_t part_chains(struct growth *g, uint32_t edge)
{
    uint32_t count = 0, inner = g->part->inner_count, next;
    for (uint32_t c = g->budgets[edge].first_candidate; c != NET_NONE; c = next) {
        struct candidate *candidate = &g->candidates[c];
        uint32_t *chain_of = &g->chain_of[candidate->entry - inner];
        next = candidate->next;
        candidate->next = NET_NONE;
        if (*chain_of == NET_NONE) {
            *chain_of = count++;
            g->chains[*chain_of] = (struct chain){candidate->entry, c, c};
        } else {
            struct chain *chain = &g->chains[*chain_of];
            g->candidates[chain->last].next = c;
            chain->last = c;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        g->chain_of[g->chains[i].entry - inner] = NET_NONE;
    return count;
}

static int settle_edge(struct growth *g, uint32_t edge)
{
    uint32_t count = part_chains(g, edge);
    g->budgets[edge].first_candidate = NET_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (!settle_group(g, &g->chains[i], edge))
            return 0;
    }
    return 1;
}

static int grow_level(struct growth *g, uint32_t start, uint32_t end)
{
    g->depth++;
    g->touched_count = 0;
    g->candidate_count = 0;
    for (uint32_t path = start; path < end && g->work < 2.0 * g->task->limits.work; path++) {
        if (!ask_for_calls(g, path))
            return 0;
    }
    for (uint32_t i = 0; i < g->touched_count; i++) {
        grant_calls(g, g->touched[i]);
        if (!settle_edge(g, g->touched[i]))
            return 0;
    }
    return 1;
}

/* ---- Growths ----------------------------------------------------------------------------------------------------- */

static int start_growth(struct growth *g)
{
    const struct part *part = g->part;
    for (uint32_t e = 0; e < part->inner_count; e++) {
        const struct part_edge *edge = &part->edges[e];
        struct budget *budget = &g->budgets[e];
        memset(budget, 0, sizeof *budget);
        budget->first_candidate = NET_NONE;
        for (int guess = 0; guess < RATES_GUESSES; guess++) {
            budget->left[0][guess] = edge->primitive;
            budget->left[1][guess] = edge->calls - edge->primitive;
        }
    }
    if (g->pair_paths != NULL)
        memset(g->pair_paths, 0,
               (size_t)part->inner_count * (part->edge_count - part->inner_count));
    g->paths->count = 0;
    g->depth = 0;
    g->work = 0.0;
    for (uint32_t e = part->inner_count; e < part->edge_count; e++) {
        struct path path = {.parent = NET_NONE,
                            .edge = e,
                            .entry = e,
                            .scope = e,
                            .known = g->task->known == NULL ? NET_NONE : e - part->inner_count,
                            .latest = NET_NONE,
                            .time = part->edges[e].total};
        for (int guess = 0; guess < RATES_GUESSES; guess++)
            path.calls[guess] = part->edges[e].calls;
        if (!paths_add(g->paths, &path))
            return 0;
    }
    return 1;
}

static int grow_once(struct growth *g)
{
    const struct grow_limits *limits = &g->task->limits;
    uint32_t start = 0;
    if (!start_growth(g))
        return 0;
    while (start < g->paths->count && g->depth < DEPTH_LIMIT && g->work < limits->work &&
           (g->depth == 0 || g->paths->count < limits->paths)) {
        uint32_t end = g->paths->count;
        if (!grow_level(g, start, end))
            return 0;
        start = end;
    }
    return 1;
}

/* Returns by how much the budget left over most could still grow; 0: all are used up. */
static double raise_rates(struct growth *g)
{
    double worst = 0.0;
    for (uint32_t e = 0; e < g->part->inner_count; e++) {
        const struct part_edge *edge = &g->part->edges[e];
        const struct budget *budget = &g->budgets[e];
        for (int nested = 0; nested < 2; nested++) {
            double wanted = nested ? edge->calls - edge->primitive : edge->primitive;
            double *rates = nested ? g->rates->edges[e].nested : g->rates->edges[e].first;
            if (!(wanted > 0.0) || !budget->was_asked[nested])
                continue;
            for (int guess = 0; guess < RATES_GUESSES; guess++) {
                double got = wanted - budget->left[nested][guess], least = 1e-3 * wanted;
                double ratio = wanted / (got > least ? got : least);
                if (!(ratio > CLOSE_RATE))
                    continue;
                rates[guess] *= ratio < RATE_STEP ? ratio : RATE_STEP;
                worst = ratio > worst ? ratio : worst;
            }
        }
    }
    return worst;
}

int grow_paths(const struct grow_task *task, struct rates *rates, struct paths *paths, double *work)
{
    struct growth g = {.task = task, .part = task->part, .rates = rates, .paths = paths};
    double done = 0.0;
    int is_done = growth_init(&g);
    for (int round = 0; is_done && round < task->rounds; round++) {
        is_done = grow_once(&g);
        done += g.work;
        if (is_done && (raise_rates(&g) < CLOSE_ALL || done + g.work > task->work))
            break;
    }
    *work += done;
    growth_free(&g);
    return is_done;
}
