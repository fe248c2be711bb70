/* How the time that enters a cycle spreads over the paths inside: the mean of several guesses, fitted to what is known,
 * and grown again where the fit says that the time is. */
#include "estimate_spread.h"

#include "arena.h"
#include "estimate_fit.h"
#include "estimate_forest.h"
#include "estimate_grow.h"
#include "estimate_hang.h"
#include "estimate_net.h"
#include "estimate_pairs.h"
#include "estimate_part.h"
#include "estimate_places.h"
#include "estimate_rates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 6 /* growths, until calls are used up */
#define LEAST_PATHS 64.0
#define LEAST_GROW_WORK 512.0
#define LEAST_FIT_WORK 4096.0
#define PASS_WORK 200.0  /* what a pass costs besides its growths */
#define LEAST_SHARE 4e-4 /* of a part's own time: lighter paths are merged */
#define TIME_SHARE 0.003 /* of the spread by time alone, beside that by calls */
#define NO_TIME 1e-3     /* the ratio of fitted to guessed time that stands for none */

const struct spread_effort spread_careful = {.passes = 2,
                                             .growths = 3.0,
                                             .paths = 12000.0,
                                             .grow_work = 20000.0,
                                             .fit_work = 4e6,
                                             .grow_budget = 1e6,
                                             .fit_budget = 6e7};

const struct spread_effort spread_quick = {.passes = 1,
                                           .growths = 1.0,
                                           .paths = 4000.0,
                                           .grow_work = 20000.0,
                                           .fit_work = 3e5,
                                           .grow_budget = 1e5,
                                           .fit_budget = 3e6};

struct spread {
    const struct spread_effort *effort;
    struct grow_task task;
    struct rates rates;
    struct pairs pairs;
    struct places places;
    double fit_work;
    struct spread_budget *budget;
    struct paths paths;
    struct paths earlier; /* those of the pass before */
    struct known_paths known;
    uint32_t *links; /* of earlier paths: first child, then next sibling */
    double *tilt;
    double *guessed; /* totals in the forest, before it was fitted */
    uint32_t *order; /* paths as they stand in the forest */
    struct forest *forest;
};

static void spread_free(struct spread *s)
{
    rates_free(&s->rates);
    pairs_free(&s->pairs);
    places_free(&s->places);
    free(s->paths.items);
    free(s->earlier.items);
    free(s->links);
    free(s->tilt);
    free(s->guessed);
    free(s->order);
}

static int is_light(const struct spread *s)
{
    return !(s->task.part->own > s->task.limits.least_time);
}

static int spread_init(struct spread *s, double share, double least_time)
{
    const struct spread_effort *effort = s->effort;
    const struct part *part = s->task.part;
    double own = LEAST_SHARE * part->own;
    s->task.pairs = &s->pairs;
    s->task.places = &s->places;
    s->task.limits.least_time = own > least_time ? own : least_time;
    s->task.limits.paths = (uint32_t)fmax(effort->paths * share, LEAST_PATHS);
    s->task.limits.work = fmax(effort->grow_work * share, LEAST_GROW_WORK);
    s->task.work = effort->growths * s->task.limits.work;
    s->fit_work = fmax(effort->fit_work * share, LEAST_FIT_WORK);
    return is_light(s) || (rates_init(&s->rates, part) && pairs_init(&s->pairs, part, share) &&
                           places_init(&s->places, part, share));
}

/* ---- Growing ----------------------------------------------------------------------------------------------------- */

static int grow_guesses(struct spread *s)
{
    const struct part *part = s->task.part;
    double done = PASS_WORK;
    rates_reset(&s->rates, part);
    if (part->member_count == 1)
        rates_cap_depth(&s->rates, part);
    s->task.rounds = ROUNDS;
    int is_done = grow_paths(&s->task, &s->rates, &s->paths, &done);
    s->task.rounds = 1;
    if (is_done && part->member_count > 1 && rates_cap_depth(&s->rates, part))
        is_done = grow_paths(&s->task, &s->rates, &s->paths, &done);
    s->budget->grow -= done;
    return is_done;
}

static void set_calls(struct path *path, double calls)
{
    for (int guess = 0; guess < RATES_GUESSES; guess++)
        path->calls[guess] = calls;
}

/* Of a part too light to be unrolled, the entries alone. */
static int add_entries(struct spread *s)
{
    const struct part *part = s->task.part;
    for (uint32_t e = part->inner_count; e < part->edge_count; e++) {
        struct path path = {.parent = NET_NONE, .edge = e, .time = part->edges[e].total};
        set_calls(&path, part->edges[e].calls);
        if (!paths_add(&s->paths, &path))
            return 0;
    }
    return 1;
}

/* ---- From paths to a forest -------------------------------------------------------------------------------------- */

static void set_prior(const struct part *part, const struct path *path, double *self, double *exit)
{
    const struct part_edge *edge = &part->edges[path->edge];
    const struct part_function *function = &part->functions[edge->target];
    double calls = (1.0 - TIME_SHARE) * rates_mean(path->calls), time = TIME_SHARE * path->time;
    *self = time * (1.0 - edge->rest_share);
    if (edge->calls > 0.0)
        *self += calls * (edge->self / edge->calls);
    *exit = calls * (function->exit_total / function->calls);
    if (function->out_total > 0.0)
        *exit += time * edge->rest_share * (function->exit_total / function->out_total);
}

static int plant_forest(struct spread *s)
{
    uint32_t count = s->paths.count;
    uint32_t *memory = array_new(count, 2 * sizeof *memory);
    free(s->order);
    s->order = array_new(count, sizeof *s->order);
    forest_free(s->forest);
    int is_done = memory != NULL && s->order != NULL && forest_init(s->forest, count);
    for (uint32_t i = 0; is_done && i < count; i++) {
        memory[i] = s->paths.items[i].parent;
        memory[count + i] = i;
    }
    is_done = is_done && forest_order(memory, memory + count, s->order, s->forest);
    for (uint32_t k = 0; is_done && k < count; k++) {
        const struct path *path = &s->paths.items[s->order[k]];
        s->forest->edge[k] = path->edge;
        set_prior(s->task.part, path, &s->forest->self[k], &s->forest->exit[k]);
    }
    free(memory);
    return is_done;
}

/* ---- Passes ------------------------------------------------------------------------------------------------------ */

/* Grows and fits a forest. */
static int make_pass(struct spread *s)
{
    double fitted = 0.0;
    s->paths.count = 0;
    if (!(is_light(s) ? add_entries(s) : grow_guesses(s)) ||
        !paths_hang(&s->paths, s->task.part, is_light(s) ? NULL : &s->places,
                    s->task.limits.paths) ||
        !plant_forest(s))
        return 0;
    free(s->guessed);
    s->guessed = array_new(s->forest->count, sizeof *s->guessed);
    if (s->guessed == NULL)
        return 0;
    forest_totals(s->forest, s->guessed);
    int is_done = forest_fit(s->forest, s->task.part, s->fit_work, &fitted);
    s->budget->fit -= fitted;
    return is_done;
}

static void link_children(struct spread *s)
{
    uint32_t count = s->paths.count, *first_child = s->links, *next = s->links + count;
    memset(s->links, 0xff, (size_t)count * 2 * sizeof *s->links); /* NET_NONE */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t parent = s->paths.items[i].parent;
        if (parent == NET_NONE)
            continue;
        next[i] = first_child[parent];
        first_child[parent] = i;
    }
}

/* How far the fit moved each path from where it was guessed: by the square root, so that the guess keeps its say. */
static int find_tilt(struct spread *s)
{
    double *fitted = array_new(s->forest->count, sizeof *fitted);
    if (fitted == NULL)
        return 0;
    forest_totals(s->forest, fitted);
    for (uint32_t k = 0; k < s->forest->count; k++) {
        int has_time = s->guessed[k] > 0.0 && fitted[k] > 0.0;
        s->tilt[s->order[k]] = sqrt(has_time ? fitted[k] / s->guessed[k] : NO_TIME);
    }
    free(fitted);
    return 1;
}

/* Keeps the paths for the next pass. */
static int learn(struct spread *s)
{
    uint32_t count = s->paths.count;
    free(s->tilt);
    free(s->links);
    s->tilt = array_new(count, sizeof *s->tilt);
    s->links = array_new(count, 2 * sizeof *s->links);
    if (s->tilt == NULL || s->links == NULL || !find_tilt(s))
        return 0;
    link_children(s);
    struct paths before = s->earlier;
    s->earlier = s->paths;
    s->paths = before;
    s->known = (struct known_paths){.items = s->earlier.items,
                                    .first_child = s->links,
                                    .next = s->links + count,
                                    .tilt = s->tilt};
    s->task.known = &s->known;
    return 1;
}

/* A function that calls itself alone has no places to choose from, and a part with more edges than paths no room. */
static int is_worth_a_pass(const struct spread *s, int pass)
{
    const struct part *part = s->task.part;
    return pass < s->effort->passes && part->member_count > 1 &&
           part->inner_count <= s->task.limits.paths / 2 && !is_light(s) && s->budget->grow > 0.0 &&
           s->budget->fit > 0.0;
}

int spread_time(const struct part *part, const struct spread_effort *effort, double share,
                double least_time, struct spread_budget *budget, struct forest *forest)
{
    struct spread s = {.effort = effort, .task.part = part, .budget = budget, .forest = forest};
    int is_done = spread_init(&s, share, least_time) && make_pass(&s);
    for (int pass = 1; is_done && is_worth_a_pass(&s, pass); pass++)
        is_done = learn(&s) && make_pass(&s);
    spread_free(&s);
    return is_done;
}
