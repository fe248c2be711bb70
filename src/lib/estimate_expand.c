/* From the net to frames: the time of each edge is handed down from its caller's frames. */
#include "estimate_expand.h"

#include "arena.h"
#include "estimate_net.h"
#include "estimate_part.h"
#include "estimate_table.h"
#include "estimate_template.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

#define CELLS_LIMIT 40000      /* of one table; larger ones are taken as independent */
#define CELLS_BUDGET 1000000.0 /* of all tables */

/* Time that a frame hands down to its callees. */
struct source {
    double time;
    uint32_t frame;
    uint32_t row; /* whose shares hold for it: of the table, or the function in a cycle */
};

struct expansion {
    const struct net *net;
    double least_time;
    size_t limit;
    struct estimates *out;
    uint32_t *first; /* frames of an edge: first[e] .. first[e] + count[e] - 1 */
    uint32_t *count;
    struct source *sources; /* of the component at hand */
    size_t source_count;
    size_t source_capacity;
    struct weighed *
        sorted; /* their times and frames, by row and then the largest first; and as much spare room */
    size_t sorted_capacity;
    uint32_t *first_source; /* of a row in sorted */
    size_t row_capacity;
    double *shares; /* a row's callees side by side */
    size_t share_capacity;
    uint32_t *frame_of; /* node of a template */
    uint32_t *heaviest; /* frame that has the whole tree of a root */
    size_t cell_limit;
};

static void expansion_free(struct expansion *x)
{
    free(x->first);
    free(x->count);
    free(x->sources);
    free(x->sorted);
    free(x->first_source);
    free(x->shares);
    free(x->frame_of);
    free(x->heaviest);
}

/* The largest tables that fit into the budget for all. */
static size_t limit_cells(const struct net *net)
{
    size_t limit = CELLS_LIMIT;
    for (;;) {
        double cells = 0.0;
        for (size_t f = 0; f < net->function_count; f++) {
            size_t size = table_size(net, (uint32_t)f);
            cells += size <= limit ? (double)size : 0.0;
        }
        if (cells <= CELLS_BUDGET)
            return limit;
        limit /= 2;
    }
}

static int expansion_init(struct expansion *x, const struct template *templates)
{
    size_t most_nodes = 0;
    for (size_t c = 0; c < x->net->component_count; c++) {
        if (x->net->is_cyclic[c] && templates[c].forest.count > most_nodes)
            most_nodes = templates[c].forest.count;
    }
    x->first = array_new(x->net->edge_count, sizeof *x->first);
    x->count = array_new_zero(x->net->edge_count, sizeof *x->count);
    x->frame_of = array_new(most_nodes, sizeof *x->frame_of);
    x->heaviest = array_new(most_nodes, sizeof *x->heaviest);
    x->cell_limit = limit_cells(x->net);
    return x->first != NULL && x->count != NULL && x->frame_of != NULL && x->heaviest != NULL;
}

/* ---- Frames of an edge ------------------------------------------------------------------------------------------- */

static int add_frame(struct expansion *x, uint32_t parent, uint32_t edge, double time, double self)
{
    struct estimates *out = x->out;
    if (!array_grow(&out->frames, &out->capacity, out->count, sizeof *out->frames))
        return 0;
    out->frames[out->count++] = (struct estimated){parent, edge, time, self};
    if (out->count > x->limit)
        out->is_cut = 1;
    return 1;
}

static void scale_frames(struct expansion *x, uint32_t edge, double sum)
{
    struct estimated *frames = x->out->frames + x->first[edge];
    double total = x->net->edges[edge].total;
    if (!(sum > 0.0)) {
        frames[0].time = total;
        return;
    }
    for (uint32_t i = 0; i < x->count[edge]; i++)
        frames[i].time *= total / sum;
}

struct rows {
    size_t first;
    size_t end;
    const double *shares; /* of the first row; the next one's is stride further */
    size_t stride;
};

static int expand_edge(struct expansion *x, uint32_t edge, const struct rows *rows)
{
    const struct weighed *heaviest = NULL;
    double sum = 0.0, most = -1.0;
    x->first[edge] = (uint32_t)x->out->count;
    for (size_t row = rows->first; row < rows->end; row++) {
        double share = rows->shares[(row - rows->first) * rows->stride];
        for (uint32_t i = x->first_source[row]; i < x->first_source[row + 1]; i++) {
            double time = x->sorted[i].weight * share;
            if (time > most) {
                most = time;
                heaviest = &x->sorted[i];
            }
            if (time < x->least_time)
                break;
            if (!add_frame(x, x->sorted[i].number, edge, time, 0.0))
                return 0;
            sum += time;
        }
    }
    if (heaviest == NULL)
        return 1;
    if (x->out->count == x->first[edge] && !add_frame(x, heaviest->number, edge, most, 0.0))
        return 0;
    x->count[edge] = (uint32_t)x->out->count - x->first[edge];
    scale_frames(x, edge, sum > 0.0 ? sum : most);
    return 1;
}

static int expand_roots(struct expansion *x)
{
    for (size_t e = x->net->edge_count; e-- > 0 && x->net->edges[e].caller == NET_NONE;) {
        x->first[e] = (uint32_t)x->out->count;
        x->count[e] = 1;
        if (!add_frame(x, NET_NONE, (uint32_t)e, x->net->edges[e].total, 0.0))
            return 0;
    }
    return 1;
}

/* ---- Sources ----------------------------------------------------------------------------------------------------- */

static int add_source(struct expansion *x, uint32_t frame, double time, uint32_t row)
{
    if (!array_grow(&x->sources, &x->source_capacity, x->source_count, sizeof *x->sources))
        return 0;
    x->sources[x->source_count++] = (struct source){time, frame, row};
    return 1;
}

static int sort_sources(struct expansion *x, size_t row_count)
{
    size_t count = x->source_count;
    if (!array_reserve(&x->first_source, &x->row_capacity, row_count + 2,
                       sizeof *x->first_source) ||
        !array_reserve(&x->sorted, &x->sorted_capacity, 2 * count + 1, sizeof *x->sorted))
        return 0;
    uint32_t *first = x->first_source;
    memset(first, 0, (row_count + 2) * sizeof *first);
    for (size_t i = 0; i < count; i++)
        first[x->sources[i].row + 2]++;
    for (size_t row = 0; row < row_count; row++)
        first[row + 2] += first[row + 1];
    for (size_t i = 0; i < count; i++) {
        const struct source *source = &x->sources[i];
        x->sorted[first[source->row + 1]++] = (struct weighed){source->time, source->frame};
    }
    for (size_t row = 0; row < row_count; row++)
        weights_sort(x->sorted + first[row], first[row + 1] - first[row], x->sorted + count);
    return 1;
}

/* ---- A function outside of cycles -------------------------------------------------------------------------------- */

static int collect_sources(struct expansion *x, uint32_t function, int has_rows)
{
    const struct net *net = x->net;
    x->source_count = 0;
    for (uint32_t i = net->in.first[function]; i < net->in.first[function + 1]; i++) {
        uint32_t e = net->in.item[i], row = has_rows ? i - net->in.first[function] : 0;
        const struct net_edge *edge = &net->edges[e];
        double self_share = edge->total > 0.0 ? edge->self / edge->total : 0.0;
        for (uint32_t frame = x->first[e]; frame < x->first[e] + x->count[e]; frame++) {
            struct estimated *estimated = &x->out->frames[frame];
            estimated->self = estimated->time * self_share;
            if (!add_source(x, frame, estimated->time - estimated->self, row))
                return 0;
        }
    }
    return 1;
}

static int expand_function(struct expansion *x, uint32_t function)
{
    const struct net *net = x->net;
    uint32_t first = net->out.first[function];
    size_t columns = net->out.first[function + 1] - first, rows = net_in_count(net, function);
    size_t cells = table_size(net, function);
    int has_table = cells > 0 && cells <= x->cell_limit;
    if (!has_table)
        rows = 1;
    if (!collect_sources(x, function, has_table))
        return 0;
    if (columns == 0)
        return 1;
    if (!sort_sources(x, rows) ||
        !array_reserve(&x->shares, &x->share_capacity, (rows + 1) * columns, sizeof *x->shares))
        return 0;
    double sum = 0.0;
    for (size_t o = 0; o < columns; o++)
        sum += net->edges[net->out.item[first + o]].total;
    if (has_table)
        table_fill(net, function, x->shares, x->shares + rows * columns);
    for (size_t o = 0; o < columns; o++) {
        uint32_t edge = net->out.item[first + o];
        if (!has_table)
            x->shares[o] = sum > 0.0 ? net->edges[edge].total / sum : 0.0;
        if (!expand_edge(x, edge, &(struct rows){0, rows, x->shares + o, columns}))
            return 0;
    }
    return 1;
}

/* ---- A cycle ----------------------------------------------------------------------------------------------------- */

/* Gives frame, an entry's, the tree below root; as a whole, or without what is light. */
static int expand_entry(struct expansion *x, const struct template *template, uint32_t root,
                        uint32_t frame, int is_whole)
{
    const struct forest *forest = &template->forest;
    const uint32_t *functions = template->function;
    double scale =
        template->total[root] > 0.0 ? x->out->frames[frame].time / template->total[root] : 0.0;
    uint32_t k = root;
    while (k < forest->end[root]) {
        double time = template->total[k] * scale, self = forest->self[k] * scale;
        if (k == root) {
            x->frame_of[k] = frame;
            x->out->frames[frame].self = self;
        } else if (!is_whole && time < x->least_time) {
            k = forest->end[forest->parent[k]]; /* its later siblings are lighter still */
            continue;
        } else if (functions[k] >= template->member_count) {
            if (!add_source(x, x->frame_of[forest->parent[k]], time, functions[k]))
                return 0;
            k++;
            continue;
        } else {
            x->frame_of[k] = (uint32_t)x->out->count;
            if (!add_frame(x, x->frame_of[forest->parent[k]], forest->edge[k], time, self))
                return 0;
        }
        if ((is_whole || forest->exit[k] > 0.0) &&
            !add_source(x, x->frame_of[k], forest->exit[k] * scale, functions[k]))
            return 0;
        if (x->out->is_cut)
            return 1;
        k++;
    }
    return 1;
}

static void find_heaviest(struct expansion *x, const struct template *template)
{
    for (uint32_t i = 0; i < template->entry_count; i++)
        x->heaviest[template->entries[i].root] = NET_NONE;
    for (uint32_t i = 0; i < template->entry_count; i++) {
        uint32_t edge = template->entries[i].net_edge,
                 *best = &x->heaviest[template->entries[i].root];
        for (uint32_t frame = x->first[edge]; frame < x->first[edge] + x->count[edge]; frame++) {
            if (*best == NET_NONE || x->out->frames[frame].time > x->out->frames[*best].time)
                *best = frame;
        }
    }
}

/* What a function calls outside of its cycle: guests from row guest on, and the others all alike. */
static int expand_exits_of(struct expansion *x, uint32_t component, uint32_t place, uint32_t *guest)
{
    const struct net *net = x->net;
    uint32_t function = net->members.item[net->members.first[component] + place];
    uint32_t first = net->out.first[function], end = net->out.first[function + 1];
    double sum = 0.0;
    for (uint32_t i = first; i < end; i++) {
        const struct net_edge *edge = &net->edges[net->out.item[i]];
        if (net->component[edge->callee] != component && !part_is_to_guest(net, edge))
            sum += edge->total;
    }
    for (uint32_t i = first; i < end; i++) {
        const struct net_edge *edge = &net->edges[net->out.item[i]];
        if (net->component[edge->callee] == component)
            continue;
        int is_guest = part_is_to_guest(net, edge);
        uint32_t row = is_guest ? (*guest)++ : place;
        double share = is_guest ? 1.0 : sum > 0.0 ? edge->total / sum : 0.0;
        if (!expand_edge(x, net->out.item[i], &(struct rows){row, row + 1, &share, 0}))
            return 0;
    }
    return 1;
}

static int expand_exits(struct expansion *x, uint32_t component, uint32_t rows)
{
    const struct net *net = x->net;
    uint32_t count = net->members.first[component + 1] - net->members.first[component];
    uint32_t guest = count;
    if (!sort_sources(x, rows))
        return 0;
    for (uint32_t place = 0; place < count; place++) {
        if (!expand_exits_of(x, component, place, &guest))
            return 0;
    }
    return 1;
}

static int expand_cycle(struct expansion *x, const struct template *template, uint32_t component)
{
    x->source_count = 0;
    find_heaviest(x, template);
    for (uint32_t i = 0; i < template->entry_count; i++) {
        uint32_t edge = template->entries[i].net_edge, root = template->entries[i].root;
        for (uint32_t frame = x->first[edge]; frame < x->first[edge] + x->count[edge]; frame++) {
            if (!expand_entry(x, template, root, frame, x->heaviest[root] == frame))
                return 0;
            if (x->out->is_cut)
                return 1;
        }
    }
    return expand_exits(x, component, template->function_count);
}

/* ---- All --------------------------------------------------------------------------------------------------------- */

int frames_expand(const struct net *net, const struct template *templates, double least_time,
                  size_t limit, struct estimates *estimates)
{
    struct expansion x = {.net = net, .least_time = least_time, .limit = limit, .out = estimates};
    estimates->count = 0;
    estimates->is_cut = 0;
    int is_done = expansion_init(&x, templates) && expand_roots(&x);
    for (size_t c = net->component_count; is_done && !estimates->is_cut && c-- > 0;) {
        is_done = net->is_cyclic[c] ? expand_cycle(&x, &templates[c], (uint32_t)c)
                                    : expand_function(&x, net->members.item[net->members.first[c]]);
    }
    expansion_free(&x);
    return is_done;
}
