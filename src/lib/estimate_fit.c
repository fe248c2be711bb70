/* Fitting a forest of call paths to the times that are known: cyclic projections (iterative proportional fitting). */
#include "estimate_fit.h"

#include "arena.h"
#include "estimate_forest.h"
#include "estimate_net.h"
#include "estimate_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SWEEPS 200
#define LEAST_SWEEPS 3
#define CLOSE 1e-4      /* the worst error, as a share of the whole, at which fitting ends */
#define EXACT 1e-9      /* a ratio this near to 1 is left alone */
#define STEP_LIMIT 50.0 /* by which one projection scales at most */

/* A known time: that of the nodes where an edge or function comes first on its path, with all below them. */
struct known {
    double time;
    double visits;
    const uint32_t *nodes;
    uint32_t node_count;
    uint32_t index;
};

struct fitting {
    struct forest *forest;
    const struct part *part;
    struct net_lists by_function; /* nodes where it comes first */
    struct net_lists by_edge;
    struct known *knowns;
    uint32_t known_count;
    double *time;       /* of each node: self + exit */
    double *self_share; /* of that */
    double *sums;       /* by edge, then by function */
};

static void fitting_free(struct fitting *fit)
{
    net_lists_free(&fit->by_function);
    net_lists_free(&fit->by_edge);
    free(fit->knowns);
    free(fit->time);
    free(fit->self_share);
    free(fit->sums);
}

/* ---- What is known ----------------------------------------------------------------------------------------------- */

/* Lists by key the nodes that have no other of their key above them. 0: out of memory. */
static int list_first(const struct forest *forest, const uint32_t *keys, size_t key_count,
                      struct net_lists *lists)
{
    uint32_t *on_path = array_new_zero(key_count, sizeof *on_path);
    uint32_t *first_keys = array_new(forest->count, sizeof *first_keys);
    int is_done = on_path != NULL && first_keys != NULL;
    uint32_t above = NET_NONE;
    for (uint32_t k = 0; is_done && k < forest->count; k++) {
        while (above != NET_NONE && forest->end[above] <= k) {
            on_path[keys[above]]--;
            above = forest->parent[above];
        }
        first_keys[k] = on_path[keys[k]]++ == 0 ? keys[k] : NET_NONE;
        above = k;
    }
    is_done =
        is_done && net_lists_init(lists, key_count, forest->count, first_keys, sizeof *first_keys);
    free(on_path);
    free(first_keys);
    return is_done;
}

static int list_nodes(struct fitting *fit)
{
    const struct forest *forest = fit->forest;
    uint32_t *functions = array_new(forest->count, sizeof *functions);
    if (functions == NULL)
        return 0;
    for (uint32_t k = 0; k < forest->count; k++)
        functions[k] = fit->part->edges[forest->edge[k]].target;
    int is_done = list_first(forest, functions, fit->part->function_count, &fit->by_function) &&
                  list_first(forest, forest->edge, fit->part->edge_count, &fit->by_edge);
    free(functions);
    return is_done;
}

/* No time inside can be longer than what enters; where a dump says so, it counts recursions twice. */
static void add_known(struct fitting *fit, const struct net_lists *lists, uint32_t key, double time)
{
    uint32_t first = lists->first[key], end = lists->first[key + 1];
    if (first == end)
        return;
    struct known *known = &fit->knowns[fit->known_count];
    known->time = time < fit->part->entered ? time : fit->part->entered;
    known->nodes = lists->item + first;
    known->node_count = end - first;
    known->index = fit->known_count++;
    known->visits = 1.0;
    for (uint32_t i = first; i < end; i++)
        known->visits += fit->forest->end[lists->item[i]] - lists->item[i];
}

static int compare_times(const void *left, const void *right) /* the longest first */
{
    const struct known *a = left, *b = right;
    if (a->time != b->time)
        return a->time > b->time ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Keeps the longest times that work allows. Returns the visits of a sweep. */
static double select_knowns(struct fitting *fit, double work)
{
    double visits = 0.0, kept_visits = 0.0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < fit->known_count; i++)
        visits += fit->knowns[i].visits;
    if (visits * LEAST_SWEEPS <= work)
        return visits;
    qsort(fit->knowns, fit->known_count, sizeof *fit->knowns, compare_times);
    for (uint32_t i = 0; i < fit->known_count; i++) {
        if ((kept_visits + fit->knowns[i].visits) * LEAST_SWEEPS > work)
            continue;
        kept_visits += fit->knowns[i].visits;
        fit->knowns[kept++] = fit->knowns[i];
    }
    fit->known_count = kept;
    return kept_visits;
}

static int fitting_init(struct fitting *fit)
{
    const struct part *part = fit->part;
    const struct forest *forest = fit->forest;
    size_t keys = (size_t)part->function_count + part->edge_count;
    fit->knowns = array_new(keys, sizeof *fit->knowns);
    fit->time = array_new(forest->count, sizeof *fit->time);
    fit->self_share = array_new(forest->count, sizeof *fit->self_share);
    fit->sums = array_new(keys, sizeof *fit->sums);
    if (fit->knowns == NULL || fit->time == NULL || fit->self_share == NULL || fit->sums == NULL ||
        !list_nodes(fit))
        return 0;
    uint32_t *ins = array_new_zero(part->function_count, sizeof *ins);
    if (ins == NULL)
        return 0;
    for (uint32_t e = 0; e < part->edge_count; e++)
        ins[part->edges[e].target]++;
    for (uint32_t f = 0; f < part->function_count; f++) {
        if (ins[f] > 1) /* else the edge says the same */
            add_known(fit, &fit->by_function, f, part->functions[f].total);
    }
    for (uint32_t e = 0; e < part->edge_count; e++)
        add_known(fit, &fit->by_edge, e, part->edges[e].total);
    free(ins);
    return 1;
}

/* ---- Projections ------------------------------------------------------------------------------------------------- */

/* Turns a known sum into the factor that reaches it. Returns how far off it was. */
static double make_factor(double *sum, double known)
{
    if (!(*sum > 0.0)) {
        *sum = 1.0;
        return 0.0;
    }
    *sum = known / *sum;
    return fabs(*sum - 1.0);
}

/* Scales to the self time of each edge and the exit time of each function. Returns the worst ratio's error. */
static double fit_nodes(struct forest *forest, const struct part *part, double *sums)
{
    double *by_edge = sums, *by_function = sums + part->edge_count, worst = 0.0;
    memset(sums, 0, ((size_t)part->edge_count + part->function_count) * sizeof *sums);
    for (uint32_t k = 0; k < forest->count; k++) {
        by_edge[forest->edge[k]] += forest->self[k];
        by_function[part->edges[forest->edge[k]].target] += forest->exit[k];
    }
    for (uint32_t e = 0; e < part->edge_count; e++)
        worst = fmax(worst, make_factor(&by_edge[e], part->edges[e].self));
    for (uint32_t f = 0; f < part->function_count; f++)
        worst = fmax(worst, make_factor(&by_function[f], part->functions[f].exit_total));
    for (uint32_t k = 0; k < forest->count; k++) {
        forest->self[k] *= by_edge[forest->edge[k]];
        forest->exit[k] *= by_function[part->edges[forest->edge[k]].target];
    }
    return worst;
}

static double sum_range(const double *values, uint32_t count)
{
    double sums[4] = {0.0, 0.0, 0.0, 0.0};
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        sums[0] += values[i];
        sums[1] += values[i + 1];
        sums[2] += values[i + 2];
        sums[3] += values[i + 3];
    }
    for (; i < count; i++)
        sums[0] += values[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static void scale_range(double *values, uint32_t count, double factor)
{
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        values[i] *= factor;
        values[i + 1] *= factor;
        values[i + 2] *= factor;
        values[i + 3] *= factor;
    }
    for (; i < count; i++)
        values[i] *= factor;
}

/* Returns the time that is off. */
static double fit_known(const struct known *known, const struct forest *forest, double *time)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < known->node_count; i++) {
        uint32_t node = known->nodes[i];
        sum += sum_range(time + node, forest->end[node] - node);
    }
    if (!(sum > 0.0))
        return 0.0;
    double factor = known->time / sum, off = fabs(factor - 1.0) * sum;
    if (fabs(factor - 1.0) < EXACT)
        return off;
    factor = fmin(fmax(factor, 1.0 / STEP_LIMIT), STEP_LIMIT);
    for (uint32_t i = 0; i < known->node_count; i++) {
        scale_range(time + known->nodes[i], forest->end[known->nodes[i]] - known->nodes[i], factor);
    }
    return off;
}

/* Returns the worst error as a share of the whole. */
static double fit_paths(struct fitting *fit)
{
    struct forest *forest = fit->forest;
    double worst = 0.0, whole = fit->part->entered;
    for (uint32_t k = 0; k < forest->count; k++) {
        fit->time[k] = forest->self[k] + forest->exit[k];
        fit->self_share[k] = fit->time[k] > 0.0 ? forest->self[k] / fit->time[k] : 0.0;
    }
    for (uint32_t i = 0; i < fit->known_count; i++)
        worst = fmax(worst, fit_known(&fit->knowns[i], forest, fit->time));
    for (uint32_t k = 0; k < forest->count; k++) {
        forest->self[k] = fit->time[k] * fit->self_share[k];
        forest->exit[k] = fit->time[k] - forest->self[k];
    }
    return whole > 0.0 ? worst / whole : 0.0;
}

int forest_fit(struct forest *forest, const struct part *part, double work, double *done)
{
    struct fitting fit = {.forest = forest, .part = part};
    int is_done = fitting_init(&fit);
    if (is_done) {
        double visits = select_knowns(&fit, work) + forest->count;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            if (sweep >= LEAST_SWEEPS && (sweep + 1) * visits > work)
                break;
            double worst = fit_nodes(forest, part, fit.sums);
            worst = fmax(worst, fit_paths(&fit));
            *done += visits;
            if (worst < CLOSE)
                break;
        }
        fit_nodes(forest, part, fit.sums);
    }
    fitting_free(&fit);
    return is_done;
}
