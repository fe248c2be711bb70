/* Adding up profiles, function by function and caller by caller. */
#include "addresses.h"
#include "arena.h"
#include "error.h"
#include "exact_sum.h"
#include "function_table.h"
#include "graph.h"
#include "paths.h"
#include "prefetch.h"
#include "profile.h"
#include "rank.h"
#include "text.h"
#include "text_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of the inputs' figures. A count that one of them does not know stays unknown. */
struct cost_sum {
    int64_t calls;
    int64_t primitive_calls;
    unsigned char is_calls_cut; /* it went beyond 64 bits */
    unsigned char is_primitive_calls_cut;
    struct exact_sum self;
    struct exact_sum cumulative;
};

struct time_sums {
    struct exact_sum self;
    struct exact_sum cumulative;
};

struct call_sum {
    struct cost_sum cost;
    /* Of inputs that gave this caller no times: these are derived from the sums at the end, where all
     * inputs know the callee's calls; else each input's own derived times are taken. */
    int64_t untimed_calls;
    struct time_sums *derived; /* NULL: no such input */
    int has_figures;
};

struct function_sum {
    struct cost_sum cost;
    int has_record;
};

struct pstats_merger {
    struct arena *texts;
    struct text_table names;
    struct function_table functions;
    struct function_table calls; /* file and name: numbers of caller and callee */
    struct function_sum *function_sums;
    size_t function_capacity;
    struct call_sum *call_sums;
    size_t call_capacity;
    struct addresses_scratch scratch;
    struct text_memo files, function_names; /* of the input that is being added */
    const char *const *prefixes;            /* borrowed */
    size_t prefix_count;
    int failed;
};

pstats_merger *pstats_merger_new(pstats_error *error)
{
    error_clear(error);
    pstats_merger *merger = calloc(1, sizeof *merger);
    struct arena *texts = arena_new();
    if (merger == NULL || texts == NULL) {
        free(merger);
        arena_release(texts);
        error_memory(error);
        return NULL;
    }
    merger->texts = texts;
    text_table_init(&merger->names, texts);
    function_table_init(&merger->functions);
    function_table_init(&merger->calls);
    return merger;
}

void pstats_merger_strip(pstats_merger *merger, const char *const *prefixes, size_t prefix_count)
{
    merger->prefixes = prefixes;
    merger->prefix_count = prefix_count;
}

static void cost_sum_free(struct cost_sum *sum)
{
    exact_sum_free(&sum->self);
    exact_sum_free(&sum->cumulative);
}

static void call_sum_free(struct call_sum *sum)
{
    cost_sum_free(&sum->cost);
    if (sum->derived == NULL)
        return;
    exact_sum_free(&sum->derived->self);
    exact_sum_free(&sum->derived->cumulative);
    free(sum->derived);
}

void pstats_merger_free(pstats_merger *merger)
{
    if (merger == NULL)
        return;
    for (size_t i = 0; i < merger->functions.count && i < merger->function_capacity; i++)
        cost_sum_free(&merger->function_sums[i].cost);
    for (size_t i = 0; i < merger->calls.count && i < merger->call_capacity; i++)
        call_sum_free(&merger->call_sums[i]);
    free(merger->function_sums);
    free(merger->call_sums);
    addresses_scratch_free(&merger->scratch);
    text_memo_free(&merger->files);
    text_memo_free(&merger->function_names);
    function_table_free(&merger->functions);
    function_table_free(&merger->calls);
    text_table_free(&merger->names);
    arena_release(merger->texts);
    free(merger);
}

/* TEXT_NONE: no memory; likewise below. */
static uint32_t add_file(pstats_merger *merger, pstats_text file)
{
    int is_invalid;
    uint32_t *number = text_memo_at(&merger->files, file);
    if (number == NULL || *number != TEXT_NONE)
        return number == NULL ? TEXT_NONE : *number;
    pstats_text path = paths_strip_prefix(file, merger->prefixes, merger->prefix_count);
    *number = text_intern(&merger->names, path.bytes, path.length, TEXT_UTF8, &is_invalid);
    return *number;
}

static uint32_t add_name(pstats_merger *merger, pstats_text name)
{
    int is_invalid;
    uint32_t *number = text_memo_at(&merger->function_names, name);
    if (number == NULL || *number != TEXT_NONE)
        return number == NULL ? TEXT_NONE : *number;
    if (!addresses_remove(&merger->scratch, &name))
        return TEXT_NONE;
    *number = text_intern(&merger->names, name.bytes, name.length, TEXT_UTF8, &is_invalid);
    return *number;
}

/* FUNCTION_TABLE_FULL: no memory. */
static uint32_t add_function(pstats_merger *merger, const pstats_function *function)
{
    struct function_key key = {add_file(merger, function->file), add_name(merger, function->name),
                               function->line};
    if (key.file == TEXT_NONE || key.name == TEXT_NONE)
        return FUNCTION_TABLE_FULL;
    size_t known = merger->functions.count;
    if (!array_grow(&merger->function_sums, &merger->function_capacity, known,
                    sizeof *merger->function_sums))
        return FUNCTION_TABLE_FULL;
    uint32_t number = function_table_add_named(&merger->functions, key);
    if (number == known)
        memset(&merger->function_sums[number], 0, sizeof *merger->function_sums);
    return number;
}

/* ---- Figures ---- */

/* Whether a sum was cut is told apart from what else is added, so that the order of adding does not show. */
static void add_count(int64_t *sum, int64_t added, unsigned char *is_cut)
{
    if (*sum < 0 || added < 0) {
        *sum = PSTATS_CALLS_UNKNOWN;
    } else if (*sum > INT64_MAX - added) {
        *sum = INT64_MAX;
        *is_cut = 1;
    } else {
        *sum += added;
    }
}

static void add_counts(struct cost_sum *sum, const pstats_cost *cost)
{
    add_count(&sum->calls, cost->calls, &sum->is_calls_cut);
    add_count(&sum->primitive_calls, cost->primitive_calls, &sum->is_primitive_calls_cut);
}

static size_t cut_counts(const struct cost_sum *sum)
{
    return (size_t)(sum->is_calls_cut && sum->calls >= 0) +
           (size_t)(sum->is_primitive_calls_cut && sum->primitive_calls >= 0);
}

static int add_times(struct cost_sum *sum, double self, double cumulative)
{
    return exact_sum_add(&sum->self, self) && exact_sum_add(&sum->cumulative, cumulative);
}

static pstats_cost round_cost(const struct cost_sum *sum)
{
    return (pstats_cost){sum->calls, sum->primitive_calls, exact_sum_round(&sum->self),
                         exact_sum_round(&sum->cumulative)};
}

static int add_record(pstats_merger *merger, uint32_t number, const pstats_function *function)
{
    struct function_sum *sum = &merger->function_sums[number];
    if (function->is_caller_only)
        return 1;
    sum->has_record = 1;
    add_counts(&sum->cost, &function->cost);
    return add_times(&sum->cost, function->cost.self, function->cost.cumulative);
}

static int add_derived_times(struct call_sum *sum, double self, double cumulative)
{
    if (sum->derived == NULL)
        sum->derived = calloc(1, sizeof *sum->derived);
    return sum->derived != NULL && exact_sum_add(&sum->derived->self, self) &&
           exact_sum_add(&sum->derived->cumulative, cumulative);
}

static int add_call(pstats_merger *merger, const pstats_graph *graph, size_t index, uint32_t caller,
                    uint32_t callee)
{
    const pstats_call *call = &graph->calls[index];
    size_t known = merger->calls.count;
    unsigned char is_cut = 0; /* then the sum of all calls is, too */
    double self, cumulative, given_self = call->cost.self, given_cumulative = call->cost.cumulative;
    if (!array_grow(&merger->call_sums, &merger->call_capacity, known, sizeof *merger->call_sums))
        return 0;
    uint32_t number = function_table_add(&merger->calls, (struct function_key){caller, callee, 0});
    if (number == FUNCTION_TABLE_FULL)
        return 0;
    struct call_sum *sum = &merger->call_sums[number];
    if (number == known)
        memset(sum, 0, sizeof *sum);
    add_counts(&sum->cost, &call->cost);
    if (call->derived_calls == PSTATS_CALLS_UNKNOWN)
        return 1;
    sum->has_figures = 1;
    add_count(&sum->untimed_calls, call->derived_calls, &is_cut);
    graph_derived_times(graph, index, &self, &cumulative);
    if (call->derived_calls > 0 && !add_derived_times(sum, self, cumulative))
        return 0;
    graph_leave_given_times(graph, index, &given_self, &given_cumulative);
    return add_times(&sum->cost, given_self, given_cumulative);
}

/* Where a call's ends are in the merger, and then where it is itself, is fetched while others are added. */
static void prefetch_call(const pstats_merger *merger, const pstats_graph *graph, size_t index,
                          const uint32_t *numbers)
{
    const pstats_call *calls = graph->calls;
    if (index + 2 * LOOK_AHEAD >= graph->call_count)
        return;
    PREFETCH(&numbers[calls[index + 2 * LOOK_AHEAD].caller]);
    const pstats_call *next = &calls[index + LOOK_AHEAD];
    function_table_prefetch(&merger->calls,
                            (struct function_key){numbers[next->caller], numbers[next->callee], 0});
}

static int add_graph(pstats_merger *merger, const pstats_graph *graph, uint32_t *numbers)
{
    for (size_t i = 0; i < graph->function_count; i++) {
        if (i + LOOK_AHEAD < graph->function_count)
            text_prefetch(&merger->names, graph->functions[i + LOOK_AHEAD].name);
        numbers[i] = add_function(merger, &graph->functions[i]);
        if (numbers[i] == FUNCTION_TABLE_FULL ||
            !add_record(merger, numbers[i], &graph->functions[i]))
            return 0;
    }
    for (size_t i = 0; i < graph->call_count; i++) {
        const pstats_call *call = &graph->calls[i];
        prefetch_call(merger, graph, i, numbers);
        if (!add_call(merger, graph, i, numbers[call->caller], numbers[call->callee]))
            return 0;
    }
    return 1;
}

int pstats_merger_add(pstats_merger *merger, const pstats_profile *profile, pstats_error *error)
{
    error_clear(error);
    const pstats_graph *graph = profile->graph;
    uint32_t *numbers = array_new(graph->function_count, sizeof *numbers);
    /* A profile that was added by half must not come out. */
    merger->failed = merger->failed || numbers == NULL || !add_graph(merger, graph, numbers);
    free(numbers);
    text_memo_free(&merger->files);
    text_memo_free(&merger->function_names);
    if (merger->failed)
        error_memory(error);
    return merger->failed ? -1 : 0;
}

/* ---- The result ---- */

/* Sorts calls by where their callers, or callees, are moved to: by counting, so that calls stay as they stand where those
 * are the same. 0: no memory. */
static int sort_calls(const pstats_merger *merger, const size_t *moved_to, enum adjacency_end end,
                      const uint32_t *calls, uint32_t *sorted)
{
    const struct function_key *ends = merger->calls.keys;
    size_t count = merger->calls.count, function_count = merger->functions.count;
    size_t *place = array_new_zero(function_count + 1, sizeof *place);
    if (place == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        place[moved_to[end == BY_CALLER ? ends[i].file : ends[i].name] + 1]++;
    for (size_t f = 0; f < function_count; f++)
        place[f + 1] += place[f];
    for (size_t i = 0; i < count; i++) {
        const struct function_key *key = &ends[calls[i]];
        if (i + LOOK_AHEAD < count)
            PREFETCH(&ends[calls[i + LOOK_AHEAD]]);
        sorted[place[moved_to[end == BY_CALLER ? key->file : key->name]]++] = calls[i];
    }
    free(place);
    return 1;
}

/* The calls by callee, then by caller; for the caller to free. NULL: no memory. */
static uint32_t *order_calls(const pstats_merger *merger, const size_t *moved_to)
{
    size_t count = merger->calls.count;
    uint32_t *order = array_new(count, sizeof *order), *by_caller = array_new(count, sizeof *order);
    int is_done = order != NULL && by_caller != NULL;
    for (size_t i = 0; is_done && i < count; i++)
        order[i] = (uint32_t)i;
    is_done = is_done && sort_calls(merger, moved_to, BY_CALLER, order, by_caller) &&
              sort_calls(merger, moved_to, BY_CALLEE, by_caller, order);
    free(by_caller);
    if (!is_done) {
        free(order);
        return NULL;
    }
    return order;
}

/* As the merger numbers them. */
static void fill_functions(pstats_graph *graph, const pstats_merger *merger)
{
    for (size_t i = 0; i < graph->function_count; i++) {
        const struct function_sum *sum = &merger->function_sums[i];
        const struct function_key *key = &merger->functions.keys[i];
        pstats_function *function = &graph->functions[i];
        *function =
            (pstats_function){merger->names.texts[key->file], merger->names.texts[key->name],
                              key->line, round_cost(&sum->cost), !sum->has_record};
        if (!sum->has_record)
            function->cost.calls = function->cost.primitive_calls = PSTATS_CALLS_UNKNOWN;
    }
}

/* moved_to: by the merger's number. 0: no memory. */
static int order_functions(pstats_graph *graph, size_t *moved_to)
{
    size_t count = graph->function_count;
    uint32_t *by_rank = array_new(count, sizeof *by_rank);
    pstats_function *functions = array_new(count, sizeof *functions);
    int is_done = by_rank != NULL && functions != NULL && rank_functions(graph, by_rank);
    for (size_t i = 0; is_done && i < count; i++) {
        functions[i] = graph->functions[by_rank[i]];
        moved_to[by_rank[i]] = i;
    }
    free(by_rank);
    if (!is_done) {
        free(functions);
        return 0;
    }
    free(graph->functions);
    graph->functions = functions;
    return 1;
}

static int fill_calls(pstats_graph *graph, const pstats_merger *merger, const size_t *moved_to)
{
    uint32_t *order = order_calls(merger, moved_to);
    if (order == NULL)
        return 0;
    for (size_t i = 0; i < graph->call_count; i++) {
        if (i + LOOK_AHEAD < graph->call_count) {
            PREFETCH(&merger->calls.keys[order[i + LOOK_AHEAD]]);
            PREFETCH(&merger->call_sums[order[i + LOOK_AHEAD]]);
        }
        const struct function_key *ends = &merger->calls.keys[order[i]];
        const struct call_sum *sum = &merger->call_sums[order[i]];
        pstats_call *call = &graph->calls[i];
        *call = (pstats_call){moved_to[ends->file], moved_to[ends->name], round_cost(&sum->cost),
                              sum->untimed_calls};
        if (!sum->has_figures)
            call->derived_calls = PSTATS_CALLS_UNKNOWN;
        if (sum->derived == NULL || graph->functions[call->callee].cost.calls >= 0)
            continue;
        call->cost.self += exact_sum_round(&sum->derived->self);
        call->cost.cumulative += exact_sum_round(&sum->derived->cumulative);
    }
    free(order);
    return 1;
}

static pstats_graph *make_graph(const pstats_merger *merger)
{
    size_t *moved_to = array_new(merger->functions.count, sizeof *moved_to);
    pstats_graph *graph = graph_new(merger->texts);
    int is_made = moved_to != NULL && graph != NULL;
    if (is_made) {
        graph->functions = array_new(merger->functions.count, sizeof *graph->functions);
        graph->calls = array_new(merger->calls.count, sizeof *graph->calls);
        is_made = graph->functions != NULL && graph->calls != NULL;
    }
    if (is_made) {
        graph->function_count = merger->functions.count;
        graph->call_count = merger->calls.count;
        fill_functions(graph, merger);
        is_made = order_functions(graph, moved_to) && fill_calls(graph, merger, moved_to) &&
                  graph_complete(graph, 1);
    }
    if (!is_made) {
        pstats_graph_free(graph);
        graph = NULL;
    }
    free(moved_to);
    return graph;
}

static size_t count_cuts(const pstats_merger *merger)
{
    size_t count = 0;
    for (size_t i = 0; i < merger->functions.count; i++)
        count += cut_counts(&merger->function_sums[i].cost);
    for (size_t i = 0; i < merger->calls.count; i++)
        count += cut_counts(&merger->call_sums[i].cost);
    return count;
}

pstats_profile *pstats_merger_finish(pstats_merger *merger, pstats_error *error)
{
    error_clear(error);
    pstats_graph *graph = merger->failed ? NULL : make_graph(merger);
    if (graph == NULL) {
        error_memory(error);
        return NULL;
    }
    pstats_profile *profile = profile_new(graph, error);
    if (profile != NULL)
        profile_warn(profile, count_cuts(merger), "a sum of calls beyond 2^63-1 was cut to that",
                     "%zu sums of calls beyond 2^63-1 were cut to that");
    return profile;
}
