/* Estimating stacks from a call graph: the door. doc/estimate.md has the mathematics. */
#include "arena.h"
#include "error.h"
#include "estimate_expand.h"
#include "estimate_net.h"
#include "estimate_spread.h"
#include "estimate_template.h"
#include "estimate_thin.h"
#include "graph.h"
#include "options.h"
#include "tree.h"
#include "weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SHARE 1e-6       /* of the total: what is lighter is never told apart */
#define STEP 4.0               /* by which that rises while there are too many frames */
#define SHARES_IN_ALL 2.0      /* of what one cycle may take, given out by weight */
#define LEAST_PART (1.0 / 200) /* a cycle's share is no less */
#define CAREFUL 1e-6           /* a threshold below it asks for more effort */
#define FUNCTIONS_LIMIT ((size_t)1 << 28)
#define EDGES_LIMIT ((size_t)1 << 30)
#define FRAMES_LIMIT ((size_t)1 << 29)

struct estimation {
    const struct pstats_graph *graph;
    double threshold;
    size_t max_frames;
    struct net net;
    struct template *templates; /* by component */
    struct estimates estimates;
};

static void estimation_free(struct estimation *s)
{
    for (size_t c = 0; s->templates != NULL && c < s->net.component_count; c++)
        template_free(&s->templates[c]);
    free(s->templates);
    free(s->estimates.frames);
    net_free(&s->net);
}

/* ---- Cycles ------------------------------------------------------------------------------------------------------ */

/* Self time, and what is spent outside. */
static double own_time(const struct net *net, uint32_t component)
{
    double own = 0.0;
    for (uint32_t i = net->members.first[component]; i < net->members.first[component + 1]; i++) {
        uint32_t function = net->members.item[i];
        own += net->functions[function].self;
        for (uint32_t o = net->out.first[function]; o < net->out.first[function + 1]; o++) {
            const struct net_edge *edge = &net->edges[net->out.item[o]];
            if (net->component[edge->callee] != component)
                own += edge->total;
        }
    }
    return own;
}

static int make_templates_of(struct estimation *s, const struct weighed *cycles, size_t count,
                             double own)
{
    const struct spread_effort *effort = s->threshold < CAREFUL ? &spread_careful : &spread_quick;
    struct spread_budget budget = {effort->grow_budget, effort->fit_budget};
    double most = fmin(1.0, (double)s->max_frames / 2.0 / SHARES_IN_ALL / effort->paths);
    double least_time = fmax(s->threshold, LEAST_SHARE) * s->net.total;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = cycles[i].number;
        double share = most * fmin(1.0, fmax(LEAST_PART, SHARES_IN_ALL * cycles[i].weight / own));
        if (!(budget.grow > 0.0) || !(budget.fit > 0.0))
            least_time = HUGE_VAL;
        if (!template_init(&s->templates[c], &s->net, c, effort, share, least_time, &budget))
            return 0;
    }
    return 1;
}

static int make_templates(struct estimation *s)
{
    struct weighed *cycles = array_new(s->net.component_count, 2 * sizeof *cycles);
    s->templates = array_new_zero(s->net.component_count, sizeof *s->templates);
    size_t count = 0;
    double own = 0.0;
    int is_done = cycles != NULL && s->templates != NULL;
    for (size_t c = 0; is_done && c < s->net.component_count; c++) {
        if (!s->net.is_cyclic[c])
            continue;
        cycles[count] = (struct weighed){own_time(&s->net, (uint32_t)c), (uint32_t)c};
        own += cycles[count++].weight;
    }
    if (is_done && count > 0) {
        weights_sort(cycles, count, cycles + count);
        is_done = make_templates_of(s, cycles, count, own);
    }
    free(cycles);
    return is_done;
}

/* ---- Frames ------------------------------------------------------------------------------------------------------ */

static int expand(struct estimation *s)
{
    double share = fmax(s->threshold, LEAST_SHARE);
    do {
        size_t limit = share < 1.0 ? s->max_frames : SIZE_MAX;
        if (!frames_expand(&s->net, s->templates, share * s->net.total, limit, &s->estimates))
            return 0;
        share *= STEP;
    } while (s->estimates.is_cut);
    return 1;
}

/* Scales each edge's frames to its self time. sums: a number for each edge. */
static void fit_edges(struct estimation *s, double *sums)
{
    const struct net *net = &s->net;
    struct estimates *estimates = &s->estimates;
    memset(sums, 0, net->edge_count * sizeof *sums);
    for (size_t i = 0; i < estimates->count; i++)
        sums[estimates->frames[i].edge] += estimates->frames[i].self;
    for (size_t e = 0; e < net->edge_count; e++)
        sums[e] = sums[e] > 0.0 ? net->edges[e].self / sums[e] : -1.0;
    for (size_t i = 0; i < estimates->count; i++) {
        struct estimated *frame = &estimates->frames[i];
        double *factor = &sums[frame->edge];
        if (*factor >= 0.0) {
            frame->self *= *factor;
            continue;
        }
        frame->self = net->edges[frame->edge].self; /* the first one has it all */
        *factor = 0.0;
    }
}

struct function_sum {
    double sum;
    double lost; /* what rounding took from sum */
    uint32_t heaviest;
};

static void add(struct function_sum *to, double value) /* Neumaier's */
{
    double sum = to->sum + value;
    to->lost += fabs(to->sum) >= fabs(value) ? (to->sum - sum) + value : (value - sum) + to->sum;
    to->sum = sum;
}

static double sound(double time)
{
    return isfinite(time) && time > 0.0 ? time : 0.0;
}

/* Scales each function's frames to its self time, in the graph's unit; the last of rounding goes to its heaviest. */
static void fit_functions(const struct estimation *s, pstats_frame *frames,
                          struct function_sum *sums)
{
    const struct net *net = &s->net;
    const struct estimated *estimated = s->estimates.frames;
    size_t count = s->estimates.count;
    for (size_t f = 0; f < net->function_count; f++)
        sums[f] = (struct function_sum){0.0, 0.0, NET_NONE};
    for (size_t i = 0; i < count; i++) {
        struct function_sum *sum = &sums[net->edges[estimated[i].edge].callee];
        add(sum, estimated[i].self);
        if (sum->heaviest == NET_NONE || estimated[i].self > estimated[sum->heaviest].self)
            sum->heaviest = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t function = net->edges[estimated[i].edge].callee;
        double sum = sums[function].sum + sums[function].lost;
        double self = sound(s->graph->functions[net->by_rank[function]].cost.self);
        frames[i].self = sum > 0.0 ? self * (estimated[i].self / sum) : 0.0;
    }
    for (size_t f = 0; f < net->function_count; f++)
        sums[f].sum = sums[f].lost = 0.0;
    for (size_t i = 0; i < count; i++)
        add(&sums[net->edges[estimated[i].edge].callee], frames[i].self);
    for (size_t f = 0; f < net->function_count; f++) {
        double self = sound(s->graph->functions[net->by_rank[f]].cost.self);
        if (sums[f].heaviest != NET_NONE)
            frames[sums[f].heaviest].self += (self - sums[f].sum) - sums[f].lost;
    }
}

/* Whether each function is reached in one way only, so that what its edges tell holds for one place. */
static void find_certain(const struct net *net, unsigned char *is_certain)
{
    for (size_t c = net->component_count; c-- > 0;) {
        uint32_t function = net->members.item[net->members.first[c]];
        if (net->is_cyclic[c] || net->is_torn[function] || net_in_count(net, function) != 1)
            continue;
        const struct net_edge *edge = &net->edges[net->in.item[net->in.first[function]]];
        is_certain[function] =
            edge->caller == NET_NONE ? !edge->is_made_up : is_certain[edge->caller];
    }
}

static int is_inferred(const struct net *net, const struct net_edge *edge,
                       const unsigned char *is_certain)
{
    if (net->is_torn[edge->callee] || (edge->is_derived && net_in_count(net, edge->callee) > 1))
        return 1;
    return edge->caller == NET_NONE ? edge->is_made_up : !is_certain[edge->caller];
}

static struct pstats_tree *make_tree(struct estimation *s, pstats_error *error)
{
    const struct net *net = &s->net;
    size_t count = s->estimates.count;
    double *edge_sums = array_new(net->edge_count, sizeof *edge_sums);
    struct function_sum *sums = array_new(net->function_count, sizeof *sums);
    unsigned char *is_certain = array_new_zero(net->function_count, 1);
    pstats_frame *frames = array_new(count, sizeof *frames);
    struct pstats_tree *tree = NULL;
    if (edge_sums == NULL || sums == NULL || is_certain == NULL || frames == NULL) {
        error_memory(error);
        free(frames);
        goto done;
    }
    fit_edges(s, edge_sums);
    find_certain(net, is_certain);
    for (size_t i = 0; i < count; i++) {
        const struct estimated *frame = &s->estimates.frames[i];
        const struct net_edge *edge = &net->edges[frame->edge];
        frames[i] = (pstats_frame){.function = net->by_rank[edge->callee],
                                   .parent = frame->parent == NET_NONE ? SIZE_MAX : frame->parent,
                                   .is_inferred = is_inferred(net, edge, is_certain)};
    }
    fit_functions(s, frames, sums);
    tree = tree_new(s->graph, frames, count, net->by_rank, error);
done:
    free(edge_sums);
    free(sums);
    free(is_certain);
    return tree;
}

/* ---- The door ---------------------------------------------------------------------------------------------------- */

static int read_options(struct estimation *s, const pstats_estimate_options *options,
                        pstats_error *error)
{
    pstats_estimate_options known = PSTATS_ESTIMATE_INIT;
    options_read(&known, sizeof known, options);
    if (!(known.threshold >= 0.0 && known.threshold <= 1.0)) {
        error_set(error, PSTATS_ERROR_ARGUMENT, 0, "the threshold is not between 0 and 1");
        return 0;
    }
    if (known.max_frames == 0) {
        error_set(error, PSTATS_ERROR_ARGUMENT, 0, "the greatest number of frames is 0");
        return 0;
    }
    s->threshold = known.threshold;
    s->max_frames = known.max_frames < FRAMES_LIMIT ? known.max_frames : FRAMES_LIMIT;
    return 1;
}

static int has_time(const struct pstats_graph *graph)
{
    for (size_t i = 0; i < graph->function_count; i++) {
        if (sound(graph->functions[i].cost.self) > 0.0)
            return 1;
    }
    return 0;
}

static int check_size(const struct pstats_graph *graph, pstats_error *error)
{
    if (graph->function_count <= FUNCTIONS_LIMIT && graph->call_count <= EDGES_LIMIT)
        return 1;
    error_set(error, PSTATS_ERROR_LIMIT, 0, "the graph is too large for an estimate of its stacks");
    return 0;
}

struct pstats_tree *pstats_tree_estimate(const struct pstats_graph *graph,
                                         const pstats_estimate_options *options,
                                         pstats_error *error)
{
    struct estimation s = {.graph = graph};
    error_clear(error);
    if (!read_options(&s, options, error) || !check_size(graph, error))
        return NULL;
    if (!has_time(graph))
        return tree_new(graph, array_new(0, 1), 0, NULL, error);
    struct pstats_tree *tree = NULL;
    if (net_init(&s.net, graph) && net_thin(&s.net, s.threshold * s.net.total, s.max_frames / 2) &&
        make_templates(&s) && expand(&s))
        tree = make_tree(&s, error);
    else
        error_memory(error);
    estimation_free(&s);
    return tree;
}
