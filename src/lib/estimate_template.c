/* How one unit of the time that enters a cycle spreads inside: what expanding its frames needs of a forest. */
#include "estimate_template.h"

#include "arena.h"
#include "estimate_net.h"
#include "estimate_part.h"
#include "estimate_spread.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

/* The nodes of a forest by their totals. */
static int sort_by_total(const struct forest *forest, uint32_t *sequence)
{
    struct weighed *sorted = array_new(forest->count, 2 * sizeof *sorted);
    double *totals = array_new(forest->count, sizeof *totals);
    int is_done = sorted != NULL && totals != NULL;
    if (is_done) {
        forest_totals(forest, totals);
        for (uint32_t k = 0; k < forest->count; k++)
            sorted[k] = (struct weighed){totals[k], k};
        weights_sort(sorted, forest->count, sorted + forest->count);
        for (uint32_t k = 0; k < forest->count; k++)
            sequence[k] = sorted[k].number;
    }
    free(sorted);
    free(totals);
    return is_done;
}

/* order: nodes of from, as they stand in the template. */
static int copy_nodes(struct template *template, const struct forest *from, const struct part *part,
                      uint32_t *order)
{
    uint32_t *sequence = array_new(from->count, sizeof *sequence);
    int is_done = sequence != NULL && sort_by_total(from, sequence) &&
                  forest_order(from->parent, sequence, order, &template->forest);
    free(sequence);
    for (uint32_t k = 0; is_done && k < from->count; k++) {
        uint32_t edge = from->edge[order[k]];
        template->forest.edge[k] = edge < part->inner_count ? part->net_edge[edge] : NET_NONE;
        template->forest.self[k] = from->self[order[k]];
        template->forest.exit[k] = from->exit[order[k]];
        template->function[k] = part->edges[edge].target;
    }
    if (is_done)
        forest_totals(&template->forest, template->total);
    return is_done;
}

static int copy_entries(struct template *template, const struct forest *from,
                        const struct part *part, const uint32_t *order)
{
    uint32_t *root_of = array_new(part->edge_count, sizeof *root_of);
    if (root_of == NULL)
        return 0;
    for (uint32_t k = 0; k < from->count; k++) {
        if (template->forest.parent[k] == NET_NONE)
            root_of[from->edge[order[k]]] = k;
    }
    template->entry_count = part->entry_count;
    for (uint32_t i = 0; i < part->entry_count; i++) {
        template->entries[i].net_edge = part->entries[i].net_edge;
        template->entries[i].root = root_of[part->entries[i].edge];
    }
    free(root_of);
    return 1;
}

static int fill_template(struct template *template, const struct forest *from,
                         const struct part *part)
{
    uint32_t *order = array_new(from->count, sizeof *order);
    template->function_count = part->function_count;
    template->member_count = part->member_count;
    template->function = array_new(from->count, sizeof *template->function);
    template->total = array_new(from->count, sizeof *template->total);
    template->entries = array_new(part->entry_count, sizeof *template->entries);
    int is_done = order != NULL && template->function != NULL && template->total != NULL &&
                  template->entries != NULL && forest_init(&template->forest, from->count) &&
                  copy_nodes(template, from, part, order) &&
                  copy_entries(template, from, part, order);
    free(order);
    return is_done;
}

int template_init(struct template *template, const struct net *net, uint32_t component,
                  const struct spread_effort *effort, double share, double least_time,
                  struct spread_budget *budget)
{
    struct part part = {0};
    struct forest forest = {0};
    int is_done = part_init(&part, net, component) &&
                  spread_time(&part, effort, share, least_time, budget, &forest) &&
                  fill_template(template, &forest, &part);
    forest_free(&forest);
    part_free(&part);
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
