/* One guess of how calls spread inside a cycle, grown level by level from its entries. */
#include "estimate_grow.h"

#include "arena.h"
#include "estimate_net.h"
#include "estimate_part.h"
#include "estimate_trie.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_LIMIT 1500
#define SPENT 1e-9      /* of a budget: less counts as nothing left */
#define RATE_STEP 4.0   /* a rate grows at most so much from one growth to the next */
#define CLOSE_RATE 1.02 /* budgets used up to this are used up */
#define CLOSE_ALL 1.05
#define LEARN_LIMIT 20.0 /* by which what was learnt changes a call at most */
#define STEP_WORK 0.125  /* of a step up a path, against that of a call considered */
#define PAIR_PATHS 10    /* light paths that an edge is given below each heavy entry, one a level */
#define PAIRS_LIMIT ((size_t)1 << 24) /* pairs of entry and inner edge that are told apart */

/* A call that a path may make. */
struct candidate {
    uint32_t path;
    uint32_t edge;
    uint32_t next;  /* of the same edge */
    uint32_t known; /* as in struct path */
    int is_nested;
    double calls; /* asked for, then granted */
    double time;
};

/* What is known of an inner edge during a growth: for first calls, then for nested ones. */
struct budget {
    double left[2];
    double asked[2]; /* on this level */
    int was_asked[2];
    int has_path;
    uint32_t first_candidate; /* of this level */
    uint32_t last_candidate;
    uint32_t mark; /* the path that the edge was last seen on, plus 1 */
};

struct growth {
    const struct part *part;
    const struct guess *guess;
    const struct grow_limits *limits;
    struct paths *paths;
    struct budget *budgets;
    unsigned char
        *pair_paths;   /* of inner edge below heavy entry, up to PAIR_PATHS; NULL: too many pairs */
    uint32_t *touched; /* inner edges asked for on this level */
    uint32_t touched_count;
    struct candidate *candidates;
    size_t candidate_count;
    size_t candidate_capacity;
    uint32_t *by_entry; /* entries' counts, then places, within a group */
    uint32_t *entries;  /* those of a group */
    uint32_t *group;    /* candidates of an edge by entry */
    size_t group_capacity;
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
    free(g->by_entry);
    free(g->entries);
    free(g->group);
}

static int growth_init(struct growth *g)
{
    size_t inner = g->part->inner_count, entries = g->part->edge_count - inner;
    g->budgets = array_new(inner, sizeof *g->budgets);
    g->touched = array_new(inner, sizeof *g->touched);
    g->by_entry = array_new_zero(entries, sizeof *g->by_entry);
    g->entries = array_new(entries, sizeof *g->entries);
    g->is_crowded = inner > g->limits->paths / 2;
    if (g->budgets == NULL || g->touched == NULL || g->by_entry == NULL || g->entries == NULL)
        return 0;
    if (inner <= PAIRS_LIMIT / entries) {
        g->pair_paths = array_new(inner * entries, 1);
        return g->pair_paths != NULL;
    }
    return 1;
}

static int add_path(struct growth *g, const struct path *path)
{
    struct paths *paths = g->paths;
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

static int add_candidate(struct growth *g, const struct candidate *candidate)
{
    if (!array_grow(&g->candidates, &g->candidate_capacity, g->candidate_count,
                    sizeof *g->candidates))
        return 0;
    uint32_t index = (uint32_t)g->candidate_count++;
    struct budget *budget = &g->budgets[candidate->edge];
    g->candidates[index] = *candidate;
    g->candidates[index].next = NET_NONE;
    if (budget->first_candidate == NET_NONE) {
        g->touched[g->touched_count++] = candidate->edge;
        budget->first_candidate = index;
    } else {
        g->candidates[budget->last_candidate].next = index;
    }
    budget->last_candidate = index;
    return 1;
}

/* Follows an earlier forest: more calls where it turned out to need more time. */
static void apply_tilt(const struct guess *guess, uint32_t parent, struct candidate *candidate)
{
    if (guess->known == NULL || parent == TRIE_NONE)
        return;
    uint32_t known = trie_find(guess->known, parent, candidate->edge);
    if (known == TRIE_NONE)
        return;
    double factor = guess->tilt[known] / guess->tilt[parent];
    factor = factor < LEARN_LIMIT ? factor : LEARN_LIMIT;
    factor = factor > 1.0 / LEARN_LIMIT ? factor : 1.0 / LEARN_LIMIT;
    candidate->known = known;
    candidate->calls *= factor;
    candidate->time *= factor;
}

static int ask_for_calls(struct growth *g, uint32_t index)
{
    const struct part *part = g->part;
    struct path path = g->paths->items[index];
    const struct part_edge *last = &part->edges[path.edge];
    const struct part_function *function = &part->functions[last->target];
    double time =
        function->out_total > 0.0 ? path.time * last->rest_share / function->out_total : 0.0;
    mark_path(g, index);
    for (uint32_t e = part->first_inner[last->target]; e < part->first_inner[last->target + 1];
         e++) {
        struct budget *budget = &g->budgets[e];
        int nested = budget->mark == index + 1;
        double rate = nested ? g->guess->nested[e] : g->guess->first[e];
        int has_budget = budget->left[nested] > SPENT * part->edges[e].calls;
        struct candidate candidate = {.path = index,
                                      .edge = e,
                                      .known = TRIE_NONE,
                                      .is_nested = nested,
                                      .calls = has_budget ? path.calls * rate : 0.0,
                                      .time = time * part->edges[e].total};
        apply_tilt(g->guess, path.known, &candidate);
        budget->was_asked[nested] |= path.calls > 0.0;
        budget->asked[nested] += candidate.calls;
        if (!add_candidate(g, &candidate))
            return 0;
        g->work++;
    }
    return 1;
}

/* The share of what is asked for that a budget grants, alike to all who ask. */
static double granted_share(double left, double asked, int sharpness)
{
    if (!(left > 0.0) || !(asked > 0.0))
        return 0.0;
    double ratio = asked / left;
    if (sharpness == 1)
        return 1.0 / (1.0 + ratio);
    double square = ratio * ratio;
    return 1.0 / sqrt(sqrt(1.0 + square * square));
}

static void grant_calls(struct growth *g)
{
    for (uint32_t i = 0; i < g->touched_count; i++) {
        struct budget *budget = &g->budgets[g->touched[i]];
        double share[2];
        for (int nested = 0; nested < 2; nested++) {
            share[nested] =
                granted_share(budget->left[nested], budget->asked[nested], g->guess->sharpness);
            budget->left[nested] -= budget->asked[nested] * share[nested];
            budget->asked[nested] = 0.0;
        }
        for (uint32_t c = budget->first_candidate; c != NET_NONE; c = g->candidates[c].next)
            g->candidates[c].calls *= share[g->candidates[c].is_nested];
    }
}

/* ---- From candidates to paths ------------------------------------------------------------------------------------ */

static double worth(const struct part *part, const struct candidate *candidate)
{
    double own = part->edges[candidate->edge].own_per_call;
    double calls_worth = candidate->calls * (own > part->own_per_call ? own : part->own_per_call);
    return calls_worth > candidate->time ? calls_worth : candidate->time;
}

struct group_sum {
    double worth, calls, time;
    double kept_calls, kept_time;
    double best_worth;
    uint32_t kept, best;
};

static struct group_sum sum_group(const struct growth *g, const uint32_t *group, uint32_t count)
{
    struct group_sum sum = {.best_worth = 0.0, .best = NET_NONE};
    for (uint32_t i = 0; i < count; i++) {
        const struct candidate *candidate = &g->candidates[group[i]];
        double value = worth(g->part, candidate);
        if (!(value > 0.0))
            continue;
        sum.worth += value;
        sum.calls += candidate->calls;
        sum.time += candidate->time;
        if (value >= g->limits->least_time) {
            sum.kept++;
            sum.kept_calls += candidate->calls;
            sum.kept_time += candidate->time;
        }
        if (value > sum.best_worth) {
            sum.best_worth = value;
            sum.best = group[i];
        }
    }
    return sum;
}

/* A light group is left out when its edge has paths already; else its heaviest path stands for all of it. */
static int may_leave_out(const struct growth *g, const struct group_sum *sum, uint32_t edge,
                         uint32_t entry)
{
    if (sum->worth >= g->limits->least_time)
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

/* Makes paths of the candidates of one edge below one entry; light ones are merged into the others. */
static int settle_group(struct growth *g, const uint32_t *group, uint32_t count, uint32_t edge,
                        uint32_t entry)
{
    struct group_sum sum = sum_group(g, group, count);
    if (sum.best == NET_NONE || (sum.kept == 0 && may_leave_out(g, &sum, edge, entry)))
        return 1;
    if (sum.kept == 0) {
        sum.kept_calls = g->candidates[sum.best].calls;
        sum.kept_time = g->candidates[sum.best].time;
    }
    double more_calls = sum.kept_calls > 0.0 ? sum.calls / sum.kept_calls : 1.0;
    double more_time = sum.kept_time > 0.0 ? sum.time / sum.kept_time : 1.0;
    g->budgets[edge].has_path = 1;
    count_pair(g, edge, entry);
    for (uint32_t i = 0; i < count; i++) {
        const struct candidate *c = &g->candidates[group[i]];
        if (sum.kept == 0 ? group[i] != sum.best : worth(g->part, c) < g->limits->least_time)
            continue;
        struct path path = {.parent = c->path,
                            .edge = edge,
                            .entry = entry,
                            .known = c->known,
                            .latest =
                                c->is_nested ? g->paths->items[c->path].latest : g->paths->count,
                            .calls = c->calls * more_calls,
                            .time = c->time * more_time};
        if (!add_path(g, &path))
            return 0;
    }
    return 1;
}

/* Candidates of one edge, entry by entry in the order of their appearance. */
static int settle_edge(struct growth *g, uint32_t edge)
{
    uint32_t count = 0, entry_count = 0, inner = g->part->inner_count;
    for (uint32_t c = g->budgets[edge].first_candidate; c != NET_NONE; c = g->candidates[c].next) {
        uint32_t entry = g->paths->items[g->candidates[c].path].entry - inner;
        if (g->by_entry[entry]++ == 0)
            g->entries[entry_count++] = entry;
        if (!array_grow(&g->group, &g->group_capacity, count, sizeof *g->group))
            return 0;
        count++;
    }
    uint32_t start = 0;
    for (uint32_t i = 0; i < entry_count; i++) {
        uint32_t size = g->by_entry[g->entries[i]];
        g->by_entry[g->entries[i]] = start;
        start += size;
    }
    for (uint32_t c = g->budgets[edge].first_candidate; c != NET_NONE; c = g->candidates[c].next)
        g->group[g->by_entry[g->paths->items[g->candidates[c].path].entry - inner]++] = c;
    start = 0;
    int is_done = 1;
    for (uint32_t i = 0; i < entry_count; i++) {
        uint32_t end = g->by_entry[g->entries[i]];
        g->by_entry[g->entries[i]] = 0;
        is_done =
            is_done && settle_group(g, g->group + start, end - start, edge, inner + g->entries[i]);
        start = end;
    }
    g->budgets[edge].first_candidate = NET_NONE;
    return is_done;
}

static int grow_level(struct growth *g, uint32_t start, uint32_t end)
{
    g->depth++;
    g->touched_count = 0;
    g->candidate_count = 0;
    for (uint32_t path = start; path < end && g->work < 2.0 * g->limits->work; path++) {
        if (!ask_for_calls(g, path))
            return 0;
    }
    grant_calls(g);
    for (uint32_t i = 0; i < g->touched_count; i++) {
        if (!settle_edge(g, g->touched[i]))
            return 0;
    }
    return 1;
}

/* ---- Growths ----------------------------------------------------------------------------------------------------- */

static int grow_once(struct growth *g)
{
    const struct part *part = g->part;
    for (uint32_t e = 0; e < part->inner_count; e++) {
        const struct part_edge *edge = &part->edges[e];
        g->budgets[e] = (struct budget){.left = {edge->primitive, edge->calls - edge->primitive},
                                        .first_candidate = NET_NONE};
    }
    if (g->pair_paths != NULL)
        memset(g->pair_paths, 0,
               (size_t)part->inner_count * (part->edge_count - part->inner_count));
    g->paths->count = 0;
    g->depth = 0;
    g->work = 0.0;
    for (uint32_t e = part->inner_count; e < part->edge_count; e++) {
        uint32_t known =
            g->guess->known == NULL ? TRIE_NONE : trie_find(g->guess->known, TRIE_NONE, e);
        struct path path = {.parent = NET_NONE,
                            .edge = e,
                            .entry = e,
                            .known = known,
                            .latest = NET_NONE,
                            .calls = part->edges[e].calls,
                            .time = part->edges[e].total};
        if (!add_path(g, &path))
            return 0;
    }
    uint32_t start = 0;
    while (start < g->paths->count && g->depth < DEPTH_LIMIT && g->work < g->limits->work &&
           (g->depth == 0 || g->paths->count < g->limits->paths)) {
        uint32_t end = g->paths->count;
        if (!grow_level(g, start, end))
            return 0;
        start = end;
    }
    return 1;
}

/* Returns by how much the budget left over most could still grow; 1: all are used up. */
static double raise_rates(struct growth *g, struct guess *guess)
{
    double worst = 0.0;
    for (uint32_t e = 0; e < g->part->inner_count; e++) {
        const struct part_edge *edge = &g->part->edges[e];
        const struct budget *budget = &g->budgets[e];
        for (int nested = 0; nested < 2; nested++) {
            double wanted = nested ? edge->calls - edge->primitive : edge->primitive;
            double got = wanted - budget->left[nested], least = 1e-3 * wanted;
            double ratio = wanted / (got > least ? got : least);
            if (!(wanted > 0.0) || !budget->was_asked[nested] || !(ratio > CLOSE_RATE))
                continue;
            *(nested ? &guess->nested[e] : &guess->first[e]) *=
                ratio < RATE_STEP ? ratio : RATE_STEP;
            if (ratio > worst)
                worst = ratio;
        }
    }
    return worst;
}

int grow_paths(const struct part *part, struct guess *guess, const struct grow_limits *limits,
               int rounds, struct paths *paths, double *work)
{
    struct growth g = {.part = part, .guess = guess, .limits = limits, .paths = paths};
    int is_done = growth_init(&g);
    for (int round = 0; is_done && round < rounds; round++) {
        is_done = grow_once(&g);
        *work += g.work;
        if (is_done && raise_rates(&g, guess) < CLOSE_ALL)
            break;
    }
    growth_free(&g);
    return is_done;
}
