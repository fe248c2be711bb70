/* How the time that enters a cycle of functions spreads over the paths inside: a forest with a tree for each entry. */
#include "estimate_template.h"

#include "arena.h"
#include "estimate_grow.h"
#include "estimate_net.h"
#include "estimate_part.h"
#include "estimate_rates.h"
#include "tree.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 6      /* growths of a guess */
#define PATHS 12000.0 /* of a growth */
#define LEAST_PATHS 64.0
#define GROW_WORK 100000.0 /* of a growth */
#define LEAST_GROW_WORK 512.0
#define FIT_WORK 1e8
#define LEAST_FIT_WORK 4096.0
#define LEAST_SHARE 4e-4 /* of a cycle's own time: lighter paths are merged */
#define TIME_SHARE 0.003 /* of the spread by time alone, beside that by calls */

/* Overlap with the truth is concave, so the mean of several plausible guesses is at least as near to it as they are on
 * average. */
static const struct member {
    int kind;
    int sharpness;
    double weight;
} members[] = {{0, 1, 2.0 / 9}, {1, 1, 2.0 / 9}, {2, 1, 2.0 / 9},
               {0, 4, 1.0 / 9}, {1, 4, 1.0 / 9}, {2, 4, 1.0 / 9}};

/* A path that one or more guesses have. */
struct node {
    uint32_t parent;
    uint32_t edge; /* of the part */
    double calls;
    double time;
};

struct builder {
    struct part part;
    struct grow_limits limits;
    struct template_budget *budget;
    double fit_work;
    struct guess guess;
    double *rates; /* memory of guess */
    double *work;  /* two numbers a function */
    struct paths paths;
    struct node *nodes;
    uint32_t node_count;
    size_t node_capacity;
    uint32_t *slots; /* hash table of nodes by parent and edge: node + 1; 0: free */
    size_t slot_count;
    uint32_t *node_of; /* for each path of a growth */
    size_t node_of_capacity;
    struct forest forest;
};

static void forest_free(struct forest *forest)
{
    free(forest->edge);
    free(forest->parent);
    free(forest->end);
    free(forest->self);
    free(forest->exit);
    memset(forest, 0, sizeof *forest);
}

static int forest_init(struct forest *forest, uint32_t count)
{
    forest->count = count;
    forest->edge = array_new(count, sizeof *forest->edge);
    forest->parent = array_new(count, sizeof *forest->parent);
    forest->end = array_new(count, sizeof *forest->end);
    forest->self = array_new(count, sizeof *forest->self);
    forest->exit = array_new(count, sizeof *forest->exit);
    return forest->edge != NULL && forest->parent != NULL && forest->end != NULL &&
           forest->self != NULL && forest->exit != NULL;
}

static void builder_free(struct builder *b)
{
    part_free(&b->part);
    free(b->rates);
    free(b->work);
    free(b->paths.items);
    free(b->nodes);
    free(b->slots);
    free(b->node_of);
    forest_free(&b->forest);
}

static int builder_init(struct builder *b, const struct net *net, uint32_t component)
{
    if (!part_init(&b->part, net, component))
        return 0;
    b->rates = array_new(b->part.inner_count, 2 * sizeof *b->rates);
    b->work = array_new(b->part.function_count, 2 * sizeof *b->work);
    if (b->rates == NULL || b->work == NULL)
        return 0;
    b->guess.first = b->rates;
    b->guess.nested = b->rates + b->part.inner_count;
    return 1;
}

static void set_limits(struct builder *b, double share, double least_time)
{
    double own = LEAST_SHARE * b->part.own, paths = PATHS * share, work = GROW_WORK * share;
    b->limits.least_time = own > least_time ? own : least_time;
    b->limits.paths = (uint32_t)(paths > LEAST_PATHS ? paths : LEAST_PATHS);
    b->limits.work = work > LEAST_GROW_WORK ? work : LEAST_GROW_WORK;
    b->fit_work = FIT_WORK * share > LEAST_FIT_WORK ? FIT_WORK * share : LEAST_FIT_WORK;
}

/* ---- The mean of the guesses ------------------------------------------------------------------------------------- */

static size_t slot_of(const struct builder *b, uint32_t parent, uint32_t edge)
{
    uint64_t key = ((uint64_t)parent << 32 | edge) * UINT64_C(0x9e3779b97f4a7c15);
    size_t slot = (size_t)(key >> 20) & (b->slot_count - 1);
    while (b->slots[slot] != 0) {
        const struct node *node = &b->nodes[b->slots[slot] - 1];
        if (node->parent == parent && node->edge == edge)
            break;
        slot = (slot + 1) & (b->slot_count - 1);
    }
    return slot;
}

/* Keeps the table at most half full. */
static int reserve_slots(struct builder *b, size_t count)
{
    size_t wanted = b->slot_count > 0 ? b->slot_count : 256;
    while (wanted / 2 < count)
        wanted *= 2;
    if (wanted == b->slot_count)
        return 1;
    uint32_t *slots = array_new_zero(wanted, sizeof *slots);
    if (slots == NULL)
        return 0;
    free(b->slots);
    b->slots = slots;
    b->slot_count = wanted;
    for (uint32_t i = 0; i < b->node_count; i++)
        slots[slot_of(b, b->nodes[i].parent, b->nodes[i].edge)] = i + 1;
    return 1;
}

static int add_node(struct builder *b, uint32_t parent, uint32_t edge, double calls, double time)
{
    if (!array_grow(&b->nodes, &b->node_capacity, b->node_count, sizeof *b->nodes))
        return 0;
    b->nodes[b->node_count++] = (struct node){parent, edge, calls, time};
    return 1;
}

static int add_paths(struct builder *b, double weight)
{
    if (!reserve_slots(b, (size_t)b->node_count + b->paths.count))
        return 0;
    while (b->node_of_capacity < b->paths.count) {
        if (!array_grow(&b->node_of, &b->node_of_capacity, b->node_of_capacity, sizeof *b->node_of))
            return 0;
    }
    for (uint32_t i = 0; i < b->paths.count; i++) {
        const struct path *path = &b->paths.items[i];
        uint32_t parent = path->parent == NET_NONE ? NET_NONE : b->node_of[path->parent];
        size_t slot = slot_of(b, parent, path->edge);
        if (b->slots[slot] == 0) {
            if (!add_node(b, parent, path->edge, 0.0, 0.0))
                return 0;
            b->slots[slot] = b->node_count;
        }
        b->node_of[i] = b->slots[slot] - 1;
        b->nodes[b->node_of[i]].calls += weight * path->calls;
        b->nodes[b->node_of[i]].time += weight * path->time;
    }
    return 1;
}

static int grow_member(struct builder *b, const struct member *member)
{
    const struct part *part = &b->part;
    double done = 0.0;
    rates_guess(part, member->kind, &b->guess);
    b->guess.sharpness = member->sharpness;
    if (part->function_count == 1)
        rates_cap_depth(part, &b->guess, b->work);
    int is_done = grow_paths(part, &b->guess, &b->limits, ROUNDS, &b->paths, &done);
    if (is_done && part->function_count > 1 && rates_cap_depth(part, &b->guess, b->work))
        is_done = grow_paths(part, &b->guess, &b->limits, 1, &b->paths, &done);
    b->budget->grow -= done;
    return is_done && add_paths(b, member->weight);
}

static int grow_members(struct builder *b)
{
    if (b->part.own > b->limits.least_time) {
        for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
            if (!grow_member(b, &members[i]))
                return 0;
        }
        return 1;
    }
    for (uint32_t e = b->part.inner_count; e < b->part.edge_count; e++) {
        if (!add_node(b, NET_NONE, e, b->part.edges[e].calls, b->part.edges[e].total))
            return 0;
    }
    return 1;
}

/* ---- Every edge has a node --------------------------------------------------------------------------------------- */

static int hang_edges_of(struct builder *b, uint32_t function, uint32_t *heaviest,
                         unsigned char *has_node, uint32_t *queue, uint32_t *queued)
{
    const struct part *part = &b->part;
    for (uint32_t e = part->first_inner[function]; e < part->first_inner[function + 1]; e++) {
        uint32_t target = part->edges[e].target;
        if (has_node[e])
            continue;
        if (!add_node(b, heaviest[function], e, 1.0, 0.0))
            return 0;
        if (heaviest[target] == NET_NONE) {
            heaviest[target] = b->node_count - 1;
            queue[(*queued)++] = target;
        }
    }
    return 1;
}

/* Hangs what no guess reached below the node of its caller that has most calls. */
static int hang_edges(struct builder *b)
{
    const struct part *part = &b->part;
    uint32_t *heaviest = array_new(part->function_count, sizeof *heaviest);
    uint32_t *queue = array_new(part->function_count, sizeof *queue), queued = 0;
    unsigned char *has_node = array_new_zero(part->edge_count, 1);
    int is_done = heaviest != NULL && queue != NULL && has_node != NULL;
    for (uint32_t f = 0; is_done && f < part->function_count; f++)
        heaviest[f] = NET_NONE;
    for (uint32_t i = 0; is_done && i < b->node_count; i++) {
        uint32_t function = part->edges[b->nodes[i].edge].target;
        has_node[b->nodes[i].edge] = 1;
        if (heaviest[function] == NET_NONE)
            queue[queued++] = function;
        if (heaviest[function] == NET_NONE ||
            b->nodes[heaviest[function]].calls < b->nodes[i].calls)
            heaviest[function] = i;
    }
    for (uint32_t i = 0; is_done && i < queued; i++)
        is_done = hang_edges_of(b, queue[i], heaviest, has_node, queue, &queued);
    free(heaviest);
    free(queue);
    free(has_node);
    return is_done;
}

/* ---- The forest -------------------------------------------------------------------------------------------------- */

static void set_prior(const struct part *part, const struct node *node, double *self, double *exit)
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

/* Ends of subtrees, of nodes from the roots down. */
static void find_ends(struct forest *forest)
{
    for (uint32_t k = 0; k < forest->count; k++)
        forest->end[k] = k + 1;
    for (uint32_t k = forest->count; k-- > 0;) {
        uint32_t parent = forest->parent[k];
        if (parent != NET_NONE && forest->end[parent] < forest->end[k])
            forest->end[parent] = forest->end[k];
    }
}

static int plant_forest(struct builder *b)
{
    uint32_t count = b->node_count;
    uint32_t *memory = array_new(count, 4 * sizeof *memory);
    if (memory == NULL || !forest_init(&b->forest, count)) {
        free(memory);
        return 0;
    }
    uint32_t *parents = memory, *sequence = memory + count, *order = memory + 2 * (size_t)count;
    uint32_t *place = memory + 3 * (size_t)count;
    for (uint32_t i = 0; i < count; i++) {
        parents[i] = b->nodes[i].parent;
        sequence[i] = i;
    }
    int is_done = tree_preorder(parents, count, sequence, order);
    for (uint32_t k = 0; is_done && k < count; k++) {
        const struct node *node = &b->nodes[order[k]];
        place[order[k]] = k;
        b->forest.edge[k] = node->edge;
        b->forest.parent[k] = node->parent == NET_NONE ? NET_NONE : place[node->parent];
        set_prior(&b->part, node, &b->forest.self[k], &b->forest.exit[k]);
    }
    if (is_done)
        find_ends(&b->forest);
    free(memory);
    return is_done;
}

/* ---- The template ------------------------------------------------------------------------------------------------ */

struct sortable {
    double total;
    uint32_t node;
};

static int compare_totals(const void *left, const void *right) /* the largest first */
{
    const struct sortable *a = left, *b = right;
    if (a->total != b->total)
        return a->total > b->total ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* Where the nodes come when siblings stand by total. */
static int order_by_total(const struct forest *forest, uint32_t *order)
{
    uint32_t count = forest->count;
    struct sortable *sorted = array_new(count, sizeof *sorted);
    uint32_t *sequence = array_new(count, sizeof *sequence);
    int is_done = sorted != NULL && sequence != NULL;
    for (uint32_t k = 0; is_done && k < count; k++)
        sorted[k] = (struct sortable){forest->self[k] + forest->exit[k], k};
    for (uint32_t k = count; is_done && k-- > 0;) {
        if (forest->parent[k] != NET_NONE)
            sorted[forest->parent[k]].total += sorted[k].total;
    }
    if (is_done) {
        qsort(sorted, count, sizeof *sorted, compare_totals);
        for (uint32_t k = 0; k < count; k++)
            sequence[k] = sorted[k].node;
        is_done = tree_preorder(forest->parent, count, sequence, order);
    }
    free(sorted);
    free(sequence);
    return is_done;
}

static void copy_nodes(struct template *template, const struct forest *from,
                       const struct part *part, const uint32_t *order, uint32_t *place)
{
    struct forest *to = &template->forest;
    for (uint32_t k = 0; k < from->count; k++) {
        uint32_t node = order[k], edge = from->edge[node], parent = from->parent[node];
        place[node] = k;
        to->edge[k] = edge < part->inner_count ? part->net_edge[edge] : NET_NONE;
        to->parent[k] = parent == NET_NONE ? NET_NONE : place[parent];
        to->self[k] = from->self[node];
        to->exit[k] = from->exit[node];
        template->function[k] = part->members[part->edges[edge].target];
        template->total[k] = to->self[k] + to->exit[k];
    }
    for (uint32_t k = from->count; k-- > 0;) {
        if (to->parent[k] != NET_NONE)
            template->total[to->parent[k]] += template->total[k];
    }
    find_ends(to);
}

static int copy_entries(struct template *template, const struct forest *from,
                        const struct part *part, const uint32_t *place)
{
    uint32_t *root_of = array_new(part->edge_count, sizeof *root_of);
    if (root_of == NULL)
        return 0;
    for (uint32_t k = 0; k < from->count; k++) {
        if (from->parent[k] == NET_NONE)
            root_of[from->edge[k]] = place[k];
    }
    template->entry_count = part->entry_count;
    for (uint32_t i = 0; i < part->entry_count; i++) {
        template->entries[i].net_edge = part->entries[i].net_edge;
        template->entries[i].root = root_of[part->entries[i].edge];
    }
    free(root_of);
    return 1;
}

static int finish_template(struct template *template, const struct builder *b)
{
    uint32_t count = b->forest.count;
    uint32_t *order = array_new(count, sizeof *order), *place = array_new(count, sizeof *place);
    template->function = array_new(count, sizeof *template->function);
    template->total = array_new(count, sizeof *template->total);
    template->entries = array_new(b->part.entry_count, sizeof *template->entries);
    int is_done = order != NULL && place != NULL && template->function != NULL &&
                  template->total != NULL && template->entries != NULL &&
                  forest_init(&template->forest, count) && order_by_total(&b->forest, order);
    if (is_done) {
        copy_nodes(template, &b->forest, &b->part, order, place);
        is_done = copy_entries(template, &b->forest, &b->part, place);
    }
    free(order);
    free(place);
    return is_done;
}

int template_init(struct template *template, const struct net *net, uint32_t component,
                  double share, double least_time, struct template_budget *budget)
{
    struct builder b = {.budget = budget};
    double fitted = 0.0;
    int is_done = builder_init(&b, net, component);
    if (is_done) {
        set_limits(&b, share, least_time);
        is_done = grow_members(&b) && hang_edges(&b) && plant_forest(&b) &&
                  forest_fit(&b.forest, &b.part, b.fit_work, &fitted) &&
                  finish_template(template, &b);
    }
    budget->fit -= fitted;
    builder_free(&b);
    return is_done;
}

void template_free(struct template *template)
{
    forest_free(&template->forest);
    free(template->function);
    free(template->total);
    free(template->entries);
    memset(template, 0, sizeof *template);
}
