/* Fitting a forest of call paths to the times that are known: cyclic projections (iterative proportional fitting). */
#include "estimate_fit.h"

#include "arena.h"
#include "estimate_forest.h"
#include "estimate_net.h"
#include "estimate_part.h"
#include "weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SWEEPS 200
#define LEAST_SWEEPS 3
#define CLOSE 1e-4      /* the worst error, as a share of the whole, at which fitting ends */
#define EXACT 1e-9      /* a ratio this near to 1 is left alone */
#define STEP_LIMIT 50.0 /* by which one projection scales at most */

/* A node and all below it. */
struct range {
    uint32_t start;
    uint32_t count;
};

/* A known time: that of the nodes where an edge or function comes first on its path, with all below them. */
struct known {
    double time;
    double visits;
    const struct range *ranges;
    uint32_t range_count;
};

struct fitting {
    struct forest *forest;
    const struct part *part;
    uint32_t *functions; /* of each node */
    struct range *ranges;
    size_t range_count;
    struct known *knowns;
    uint32_t known_count;
    double *time;       /* of each node: self + exit */
    double *self_share; /* of that */
    double *by_edge;    /* sums, then factors */
    double *by_function;
};

static void fitting_free(struct fitting *fit)
{
    free(fit->functions);
    free(fit->ranges);
    free(fit->knowns);
    free(fit->time);
    free(fit->self_share);
    free(fit->by_edge);
}

static double larger(double a, double b)
{
    return a > b ? a : b;
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

/* No time inside can be longer than what enters; where a dump says so, it counts recursions twice. */
static void add_known(struct fitting *fit, const uint32_t *nodes, uint32_t count, double time)
{
    if (count == 0)
        return;
    struct known *known = &fit->knowns[fit->known_count++];
    struct range *ranges = fit->ranges + fit->range_count;
    double visits = 1.0;
    for (uint32_t i = 0; i < count; i++) {
        ranges[i] = (struct range){nodes[i], fit->forest->end[nodes[i]] - nodes[i]};
        visits += ranges[i].count;
    }
    fit->range_count += count;
    *known = (struct known){time < fit->part->entered ? time : fit->part->entered, visits, ranges,
                            count};
}

/* Of functions that one edge leads to, the edge says the same. */
static void add_functions(struct fitting *fit, const struct net_lists *nodes, const uint32_t *ins)
{
    const struct part *part = fit->part;
    for (uint32_t f = 0; f < part->function_count; f++) {
        uint32_t first = nodes->first[f];
        if (ins[f] > 1)
            add_known(fit, nodes->item + first, nodes->first[f + 1] - first,
                      part->functions[f].total);
    }
}

static void add_edges(struct fitting *fit, const struct net_lists *nodes)
{
    const struct part *part = fit->part;
    for (uint32_t e = 0; e < part->edge_count; e++) {
        uint32_t first = nodes->first[e];
        add_known(fit, nodes->item + first, nodes->first[e + 1] - first, part->edges[e].total);
    }
}

static int add_all(struct fitting *fit)
{
    const struct part *part = fit->part;
    const struct forest *forest = fit->forest;
    struct net_lists nodes = {0};
    uint32_t *ins = array_new_zero(part->function_count, sizeof *ins);
    int is_done = ins != NULL && list_first(forest, fit->functions, part->function_count, &nodes);
    if (is_done) {
        for (uint32_t e = 0; e < part->edge_count; e++)
            ins[part->edges[e].target]++;
        add_functions(fit, &nodes, ins);
        is_done = list_first(forest, forest->edge, part->edge_count, &nodes);
    }
    if (is_done)
        add_edges(fit, &nodes);
    free(ins);
    net_lists_free(&nodes);
    return is_done;
}

/* Keeps the longest times that work allows; *visits becomes what a sweep over them takes. 0: out of memory. */
static int select_knowns(struct fitting *fit, double work, double *visits)
{
    uint32_t count = fit->known_count, kept = 0;
    *visits = 0.0;
    for (uint32_t i = 0; i < count; i++)
        *visits += fit->knowns[i].visits;
    if (*visits * LEAST_SWEEPS <= work)
        return 1;
    struct weighed *order = array_new(count, 2 * sizeof *order);
    struct known *selected = array_new(count, sizeof *selected);
    if (order == NULL || selected == NULL) {
        free(order);
        free(selected);
        return 0;
    }
    for (uint32_t i = 0; i < count; i++)
        order[i] = (struct weighed){fit->knowns[i].time, i};
    weights_sort(order, count, order + count);
    *visits = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        const struct known *known = &fit->knowns[order[i].number];
        if ((*visits + known->visits) * LEAST_SWEEPS > work)
            continue;
        *visits += known->visits;
        selected[kept++] = *known;
    }
    free(order);
    free(fit->knowns);
    fit->knowns = selected;
    fit->known_count = kept;
    return 1;
}

static int fitting_init(struct fitting *fit)
{
    const struct part *part = fit->part;
    const struct forest *forest = fit->forest;
    size_t keys = (size_t)part->function_count + part->edge_count;
    fit->functions = array_new(forest->count, sizeof *fit->functions);
    fit->ranges = array_new(forest->count, 2 * sizeof *fit->ranges); /* by function, and by edge */
    fit->knowns = array_new(keys, sizeof *fit->knowns);
    fit->time = array_new(forest->count, sizeof *fit->time);
    fit->self_share = array_new(forest->count, sizeof *fit->self_share);
    fit->by_edge = array_new(keys, sizeof *fit->by_edge);
    if (fit->functions == NULL || fit->ranges == NULL || fit->knowns == NULL || fit->time == NULL ||
        fit->self_share == NULL || fit->by_edge == NULL)
        return 0;
    fit->by_function = fit->by_edge + part->edge_count;
    for (uint32_t k = 0; k < forest->count; k++)
        fit->functions[k] = part->edges[forest->edge[k]].target;
    return add_all(fit);
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

/* Turns sums into the factors that reach the self time of each edge and the exit time of each function. Returns the worst
 * ratio's error. */
static double make_factors(struct fitting *fit)
{
    const struct part *part = fit->part;
    double worst = 0.0;
    for (uint32_t e = 0; e < part->edge_count; e++)
        worst = larger(make_factor(&fit->by_edge[e], part->edges[e].self), worst);
    for (uint32_t f = 0; f < part->function_count; f++)
        worst = larger(make_factor(&fit->by_function[f], part->functions[f].exit_total), worst);
    return worst;
}

static double sum_range(const double *values, uint32_t count)
{
    if (count < 4) {
        double sum = values[0];
        for (uint32_t i = 1; i < count; i++)
            sum += values[i];
        return sum;
    }
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
static double fit_known(const struct known *known, double *time)
{
    double sum = 0.0;
    for (uint32_t i = 0; i < known->range_count; i++)
        sum += sum_range(time + known->ranges[i].start, known->ranges[i].count);
    if (!(sum > 0.0))
        return 0.0;
    double factor = known->time / sum, off = fabs(factor - 1.0) * sum;
    if (fabs(factor - 1.0) < EXACT)
        return off;
    factor = larger(factor, 1.0 / STEP_LIMIT);
    factor = factor < STEP_LIMIT ? factor : STEP_LIMIT;
    for (uint32_t i = 0; i < known->range_count; i++)
        scale_range(time + known->ranges[i].start, known->ranges[i].count, factor);
    return off;
}

/* Returns the worst error as a share of the whole. */
static double fit_knowns(struct fitting *fit)
{
    double worst = 0.0, whole = fit->part->entered;
    for (uint32_t i = 0; i < fit->known_count; i++)
        worst = larger(fit_known(&fit->knowns[i], fit->time), worst);
    return whole > 0.0 ? worst / whole : 0.0;
}

/* ---- Sweeps ------------------------------------------------------------------------------------------------------ */

static void clear_sums(struct fitting *fit)
{
    size_t keys = (size_t)fit->part->edge_count + fit->part->function_count;
    memset(fit->by_edge, 0, keys * sizeof *fit->by_edge);
}

static void add_to_sums(struct fitting *fit, uint32_t k)
{
    fit->by_edge[fit->forest->edge[k]] += fit->forest->self[k];
    fit->by_function[fit->functions[k]] += fit->forest->exit[k];
}

static void scale_nodes(struct fitting *fit)
{
    const struct forest *forest = fit->forest;
    for (uint32_t k = 0; k < forest->count; k++) {
        double self = forest->self[k] * fit->by_edge[forest->edge[k]];
        double exit = forest->exit[k] * fit->by_function[fit->functions[k]];
        double time = self + exit;
        forest->self[k] = self;
        forest->exit[k] = exit;
        fit->time[k] = time;
        fit->self_share[k] = time > 0.0 ? self / time : 0.0;
    }
}

static void split_times(struct fitting *fit)
{
    const struct forest *forest = fit->forest;
    clear_sums(fit);
    for (uint32_t k = 0; k < forest->count; k++) {
        forest->self[k] = fit->time[k] * fit->self_share[k];
        forest->exit[k] = fit->time[k] - forest->self[k];
        add_to_sums(fit, k);
    }
}

static void sweep_all(struct fitting *fit, double work, double visits, double *done)
{
    clear_sums(fit);
    for (uint32_t k = 0; k < fit->forest->count; k++)
        add_to_sums(fit, k);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        if (sweep >= LEAST_SWEEPS && (sweep + 1) * visits > work)
            break;
        double worst = make_factors(fit);
        scale_nodes(fit);
        worst = larger(fit_knowns(fit), worst);
        split_times(fit);
        *done += visits;
        if (worst < CLOSE)
            break;
    }
    make_factors(fit);
    scale_nodes(fit);
}

int forest_fit(struct forest *forest, const struct part *part, double work, double *done)
{
    struct fitting fit = {.forest = forest, .part = part};
    double visits;
    int is_done = fitting_init(&fit) && select_knowns(&fit, work, &visits);
    if (is_done)
        sweep_all(&fit, work, visits + forest->count, done);
    fitting_free(&fit);
    return is_done;
}
