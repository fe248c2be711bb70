/* What modules, packages and files cost: their functions added up. */
#include "group.h"

#include "cli/modules.h"
#include "cli/names.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char builtin_group[] = "{built-in}";

struct member {
    const char *group; /* the name, in the pool of the rows */
    size_t function;
};

static void append_name(struct buffer *name, pstats_text file, const struct settings *settings)
{
    pstats_text shown = names_strip_folder(file, &settings->strip_prefixes, NULL);
    shown = names_read_part(shown);
    if (settings->has_normalised_paths)
        shown = pstats_path_normalise(shown);
    if (settings->grouping != BY_FILE)
        modules_append_name(name, file, settings->grouping == BY_PACKAGE,
                            &settings->strip_prefixes);
    if (name->length > 0)
        return;
    if (file.length == 0 || (file.length == 1 && file.bytes[0] == '~'))
        buffer_append_string(name, builtin_group);
    else
        names_append_cut(name, shown);
}

static int compare_members(const void *a, const void *b)
{
    const struct member *left = a, *right = b;
    int order = strcmp(left->group, right->group);
    return order != 0 ? order
                      : (left->function > right->function) - (left->function < right->function);
}

static void name_members(struct member *members, struct rows *rows, const pstats_graph *graph,
                         const struct settings *settings)
{
    size_t count = pstats_graph_function_count(graph);
    struct buffer name = BUFFER_INIT;
    for (size_t i = 0; i < count; i++) {
        buffer_cut(&name, 0);
        append_name(&name, pstats_graph_function(graph, i)->file, settings);
        members[i] = (struct member){rows_clean(rows, &name), i};
    }
    buffer_free(&name);
}

/* ---- Adding up ---- */

static int64_t add_calls(int64_t sum, int64_t calls)
{
    if (sum == PSTATS_CALLS_UNKNOWN || calls == PSTATS_CALLS_UNKNOWN)
        return PSTATS_CALLS_UNKNOWN;
    return sum > INT64_MAX - calls ? INT64_MAX : sum + calls;
}

static void add_calls_of(struct row *row, const pstats_function *function)
{
    if (function->is_caller_only)
        return;
    row->cost.calls = add_calls(row->cost.calls, function->cost.calls);
    row->cost.primitive_calls =
        add_calls(row->cost.primitive_calls, function->cost.primitive_calls);
}

/* The sum that 64 bits do not hold. 0: no memory. */
static int add_uncut_calls(struct row *row, const struct member *members, size_t size,
                           const pstats_graph *graph, double *numbers)
{
    row->calls = (double)row->cost.calls;
    row->primitive_calls = rows_primitive_calls(&row->cost);
    if (row->cost.calls != INT64_MAX)
        return 1;
    for (size_t i = 0; i < size; i++) {
        size_t function = members[i].function;
        numbers[i] = pstats_graph_function(graph, function)->is_caller_only
                         ? 0.0
                         : pstats_graph_function_calls_uncut(graph, function);
    }
    return pstats_times_sum(numbers, size, &row->calls, NULL) == 0;
}

static size_t group_size(const struct member *members, size_t count)
{
    size_t size = 1;
    while (size < count && strcmp(members[size].group, members[0].group) == 0)
        size++;
    return size;
}

/* Members of one group; numbers has room for one for each. */
static int add_group(struct rows *rows, const struct member *members, size_t size,
                     const pstats_graph *graph, size_t *groups, double *numbers)
{
    struct row *row = rows_add(rows);
    if (row == NULL)
        return 0;
    row->is_group = 1;
    row->label = members[0].group;
    row->name = (pstats_text){row->label, strlen(row->label)};
    row->file = row->name;
    for (size_t i = 0; i < size; i++) {
        const pstats_function *function = pstats_graph_function(graph, members[i].function);
        groups[members[i].function] = rows->count - 1;
        numbers[i] = function->is_caller_only ? 0.0 : function->cost.self;
        add_calls_of(row, function);
    }
    return pstats_times_sum(numbers, size, &row->cost.self, NULL) == 0 &&
           add_uncut_calls(row, members, size, graph, numbers);
}

/* groups: by function, the number of its row */
static int add_members(struct rows *rows, const struct member *members, size_t count,
                       const pstats_graph *graph, size_t *groups)
{
    double *numbers = calloc(count + 1, sizeof *numbers);
    int is_done = numbers != NULL;
    for (size_t i = 0, size; is_done && i < count; i += size) {
        size = group_size(members + i, count - i);
        is_done = add_group(rows, members + i, size, graph, groups, numbers);
    }
    free(numbers);
    return is_done;
}

/* Frames come parents first, each followed by its descendants: those above one are on a stack. A
 * frame counts for its group unless one above it has. */
static int add_stacks(struct rows *rows, const pstats_tree *tree, const size_t *groups)
{
    size_t count = pstats_tree_frame_count(tree), depth = 0;
    size_t *stack = calloc(count + 1, sizeof *stack);
    size_t *open = calloc(rows->count + 1, sizeof *open);
    int is_done = stack != NULL && open != NULL;
    for (size_t i = 0; is_done && i < count; i++) {
        const pstats_frame *frame = pstats_tree_frame(tree, i);
        while (depth > 0 && stack[depth - 1] != frame->parent)
            open[groups[pstats_tree_frame(tree, stack[--depth])->function]]--;
        size_t group = groups[frame->function];
        if (open[group]++ == 0)
            rows->items[group].cost.cumulative += frame->total;
        stack[depth++] = i;
    }
    free(stack);
    free(open);
    return is_done;
}

/* A group takes at least as long as each of its functions, wherever the estimate has their stacks. */
static void raise_to_members(struct rows *rows, const pstats_graph *graph, const size_t *groups)
{
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        double cumulative = pstats_graph_function(graph, i)->cost.cumulative;
        pstats_cost *cost = &rows->items[groups[i]].cost;
        if (isfinite(cumulative) && cumulative > cost->cumulative)
            cost->cumulative = cumulative;
    }
}

static int add_all(struct rows *rows, const pstats_graph *graph, struct member *members,
                   size_t *groups, pstats_error *error)
{
    size_t count = pstats_graph_function_count(graph);
    qsort(members, count, sizeof *members, compare_members);
    if (!add_members(rows, members, count, graph, groups))
        return 0;
    pstats_tree *tree = pstats_tree_estimate(graph, NULL, error);
    int is_done = tree != NULL && add_stacks(rows, tree, groups);
    if (is_done)
        raise_to_members(rows, graph, groups);
    pstats_tree_free(tree);
    return is_done;
}

int groups_add(struct rows *rows, const pstats_graph *graph, const struct settings *settings,
               pstats_error *error)
{
    size_t count = pstats_graph_function_count(graph);
    struct member *members = calloc(count + 1, sizeof *members);
    size_t *groups = calloc(count + 1, sizeof *groups);
    int is_done = members != NULL && groups != NULL;
    error->code = PSTATS_OK;
    if (is_done) {
        name_members(members, rows, graph, settings);
        is_done = !rows_failed(rows) && add_all(rows, graph, members, groups, error);
    }
    free(members);
    free(groups);
    return is_done;
}

/* ---- Comparing ---- */

static void add_gone(struct rows *rows, const struct row *group)
{
    struct row *row = rows_add(rows);
    if (row == NULL)
        return;
    row->is_group = 1;
    row->label = pool_copy(&rows->texts, group->label, strlen(group->label));
    row->name = (pstats_text){row->label, strlen(row->label)};
    row->file = row->name;
    row->presence = 0;
    rows_add_before(row, &group->cost, group->calls);
}

static int compare_labels(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->label, ((const struct row *)b)->label);
}

void groups_compare(struct rows *rows, const struct rows *before)
{
    size_t count = rows->count; /* those that are added now are not looked through */
    for (size_t i = 0, at = 0; i < before->count; i++) {
        const struct row *group = &before->items[i];
        while (at < count && strcmp(rows->items[at].label, group->label) < 0)
            at++;
        if (at == count || strcmp(rows->items[at].label, group->label) != 0) {
            add_gone(rows, group);
            continue;
        }
        rows_add_before(&rows->items[at], &group->cost, group->calls);
    }
    if (rows->count > count)
        qsort(rows->items, rows->count, sizeof *rows->items, compare_labels);
}
