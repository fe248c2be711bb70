/* What a report says, before it is written in one format or another. */
#include "report.h"

#include "cli/finder.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "pstatsreport/baseline.h"
#include "pstatsreport/blame.h"
#include "pstatsreport/group.h"
#include "pstatsreport/relation.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What report_make works with. */
struct work {
    struct report *report;
    const struct inputs *inputs;
    const struct settings *settings;
    const struct order *order;
    const struct limits *limits;
    int *exit_code;
};

void report_free(struct report *report)
{
    for (size_t i = 0; i < report->section_count; i++)
        rows_free(&report->sections[i].rows);
    free(report->sections);
    buffer_free(&report->notes);
    rows_free(&report->functions);
    *report = (struct report){.sections = NULL};
}

const char *report_row_name(const struct report *report)
{
    return settings_grouping_name(report->settings->grouping);
}

/* ---- Totals ---- */

static void add_calls(struct totals *totals, double calls, double primitive_calls)
{
    totals->calls += calls > 0.0 ? calls : 0.0;
    totals->primitive_calls += primitive_calls < 0.0 ? 0.0 : primitive_calls;
}

/* Of all of the profile, whatever is selected. 0: out of memory. */
static int add_up(struct totals *totals, const pstats_profile *profile)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    size_t count = pstats_graph_function_count(graph);
    double *times = calloc(count + 1, sizeof *times);
    *totals =
        (struct totals){.self = pstats_graph_total_self(graph), .all = pstats_graph_total(graph)};
    for (size_t i = 0; times != NULL && i < count; i++) {
        const pstats_cost *cost = &pstats_graph_function(graph, i)->cost;
        double calls = pstats_graph_function_calls_uncut(graph, i);
        times[i] = cost->self;
        add_calls(totals, calls,
                  cost->primitive_calls == INT64_MAX ? NAN : (double)cost->primitive_calls);
    }
    int is_done = times != NULL && pstats_times_sum(times, count, &totals->seconds, NULL) == 0;
    free(times);
    return is_done;
}

/* Of several baselines, the one that took longest */
static int add_up_all(struct report *report, const struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->baseline_count; i++) {
        struct totals totals;
        if (!add_up(&totals, inputs->baselines[i].profile))
            return 0;
        if (i == 0 || totals.all > report->before.all)
            report->before = totals;
    }
    return add_up(&report->after, inputs->profile);
}

/* ---- Sections ---- */

static int add_section(const struct work *work, enum relation relation, const struct row *subject)
{
    struct report *report = work->report;
    struct section *sections =
        realloc(report->sections, (report->section_count + 1) * sizeof *sections);
    if (sections == NULL)
        return message_no_memory(work->exit_code);
    report->sections = sections;
    struct section *section = &sections[report->section_count++];
    *section = (struct section){.relation = relation, .rows = ROWS_INIT};
    if (subject != NULL)
        section->subject = *subject;
    return 1;
}

static int sort_and_limit(const struct work *work, struct rows *rows)
{
    if (!order_sort(work->order, rows->items, rows->count))
        return message_no_memory(work->exit_code);
    work->report->row_count = rows->count;
    rows->count = limits_apply(work->limits, rows->items, rows->count, &work->report->notes);
    return 1;
}

/* ---- The table ---- */

static int add_groups(const struct work *work, struct rows *rows, const pstats_graph *graph)
{
    pstats_error error;
    if (groups_add(rows, graph, work->settings, &error))
        return 1;
    if (error.code == PSTATS_OK || error.code == PSTATS_ERROR_MEMORY)
        return message_no_memory(work->exit_code);
    message_error("--by", "%s", error.message);
    *work->exit_code = EXIT_OUTPUT;
    return 0;
}

static int add_groups_before(const struct work *work, struct rows *rows)
{
    int is_done = 1;
    for (size_t i = 0; is_done && i < work->inputs->baseline_count; i++) {
        struct rows before = ROWS_INIT;
        is_done = add_groups(work, &before, work->inputs->baselines[i].graph);
        if (is_done)
            groups_compare(rows, &before);
        rows_free(&before);
    }
    return is_done;
}

/* What is no number on either side has not changed either. */
static int is_same_time(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static int is_unchanged(const struct row *row)
{
    return row->presence == PSTATS_IN_BOTH && row->cost.calls == row->before.calls &&
           row->calls == row->calls_before &&
           row->cost.primitive_calls == row->before.primitive_calls &&
           is_same_time(row->cost.self, row->before.self) &&
           is_same_time(row->cost.cumulative, row->before.cumulative);
}

static void drop_unchanged(struct report *report, struct rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (!is_unchanged(&rows->items[i]))
            rows->items[kept++] = rows->items[i];
    report->unchanged_count = rows->count - kept;
    rows->count = kept;
}

static int add_table(const struct work *work)
{
    struct report *report = work->report;
    if (!add_section(work, RELATION_NONE, NULL))
        return 0;
    struct rows *rows = &report->sections[0].rows;
    if (work->settings->grouping == BY_FUNCTION)
        baseline_add_functions(rows, work->inputs, &work->settings->strip_prefixes);
    else if (!add_groups(work, rows, work->inputs->graph) || !add_groups_before(work, rows))
        return 0;
    if (rows_failed(rows))
        return message_no_memory(work->exit_code);
    if (report->is_comparison)
        drop_unchanged(report, rows);
    return sort_and_limit(work, rows);
}

/* ---- Callers and callees ---- */

/* Rows of functions that patterns match, as the table has them. */
static int keep_matching(const struct work *work, struct rows *rows,
                         const struct option_strings *patterns, const char *option)
{
    const pstats_graph *graph = work->inputs->graph;
    size_t count, kept = 0;
    unsigned char *is_found = calloc(pstats_graph_function_count(graph) + 1, 1);
    struct finder *finder = finder_new(patterns, &work->settings->strip_prefixes);
    int is_done =
        is_found != NULL && finder != NULL && finder_mark(finder, graph, is_found, &count);
    for (size_t i = 0; is_done && i < rows->count; i++)
        if (is_found[rows->items[i].function])
            rows->items[kept++] = rows->items[i];
    rows->count = kept;
    free(is_found);
    const char *missing = is_done ? finder_missing(finder) : NULL;
    if (missing != NULL) {
        finder_complain(graph, option, missing);
        *work->exit_code = EXIT_USAGE;
    }
    finder_free(finder);
    return is_done ? missing == NULL : message_no_memory(work->exit_code);
}

static int add_relation(const struct work *work, const struct relations *relations,
                        enum relation relation, const struct row *subject)
{
    struct report *report = work->report;
    if (!add_section(work, relation, subject))
        return 0;
    struct rows *rows = &report->sections[report->section_count - 1].rows;
    relations_add(rows, relations, subject->function, relation == RELATION_CALLERS,
                  &work->settings->strip_prefixes);
    if (rows_failed(rows) || !order_sort(work->order, rows->items, rows->count))
        return message_no_memory(work->exit_code);
    return 1;
}

/* Subjects are all functions that were ever made rows of, so that their texts stay. */
static int add_relations(const struct work *work, const struct relations *relations,
                         enum relation relation, const struct option_strings *patterns)
{
    struct rows *functions = &work->report->functions;
    const char *option = relation == RELATION_CALLERS ? "--callers" : "--callees";
    if (patterns->count == 0)
        return 1;
    functions->count = 0;
    rows_add_functions(functions, work->inputs->graph, &work->settings->strip_prefixes);
    if (rows_failed(functions))
        return message_no_memory(work->exit_code);
    if (!keep_matching(work, functions, patterns, option) || !sort_and_limit(work, functions))
        return 0;
    for (size_t i = 0; i < functions->count; i++)
        if (!add_relation(work, relations, relation, &functions->items[i]))
            return 0;
    return 1;
}

static int add_all_relations(const struct work *work)
{
    const struct settings *settings = work->settings;
    struct relations *relations = relations_new(work->inputs->graph);
    if (relations == NULL)
        return message_no_memory(work->exit_code);
    int is_done = add_relations(work, relations, RELATION_CALLERS, &settings->callers) &&
                  add_relations(work, relations, RELATION_CALLEES, &settings->callees);
    relations_free(relations);
    return is_done;
}

/* ---- The gate ---- */

/* Whatever the table shows, functions are judged, all of them. */
static int judge(const struct work *work, struct gate *gate)
{
    struct rows *functions = &work->report->functions;
    baseline_add_functions(functions, work->inputs, &work->settings->strip_prefixes);
    if (rows_failed(functions))
        return message_no_memory(work->exit_code);
    if (!order_sort(work->order, functions->items, functions->count))
        return message_no_memory(work->exit_code);
    if (!gate_judge(gate, functions, work->exit_code))
        return 0;
    return blame_callers(gate, work->inputs, &work->settings->strip_prefixes) ||
           message_no_memory(work->exit_code);
}

static int make_sections(const struct work *work)
{
    const struct settings *settings = work->settings;
    int has_relations = settings->callers.count > 0 || settings->callees.count > 0;
    if (!(has_relations ? add_all_relations(work) : add_table(work)))
        return 0;
    return !work->report->notes.failed || message_no_memory(work->exit_code);
}

int report_make(struct report *report, const struct inputs *inputs, const struct settings *settings,
                const struct order *order, const struct limits *limits, struct gate *gate,
                int *exit_code)
{
    struct work work = {report, inputs, settings, order, limits, NULL};
    work.exit_code = exit_code;
    *report = (struct report){.settings = settings,
                              .gate = gate,
                              .is_comparison = inputs->baseline_count > 0,
                              .order = buffer_string(&order->description),
                              .notes = BUFFER_INIT,
                              .functions = ROWS_INIT};
    progress_stage("sorting %zu functions", pstats_graph_function_count(inputs->graph));
    if (!add_up_all(report, inputs))
        return message_no_memory(exit_code);
    if (gate != NULL && !judge(&work, gate))
        return 0;
    return make_sections(&work);
}
