/* What has changed between the two profiles of a comparison. */
#include "change.h"

#include <math.h>

/* Damage counts as none, as in shares. */
static double sound(double seconds)
{
    return isfinite(seconds) && seconds > 0.0 ? seconds : 0.0;
}

static double part_of(double seconds, double before, double after)
{
    double larger = fmax(before, after);
    return larger > 0.0 ? fmax(-1.0, fmin(seconds / larger, 1.0)) : 0.0;
}

static struct change change_between(double before, double after, const pstats_graph *graph,
                                    const struct settings *settings)
{
    struct change change = {.before = sound(before)};
    change.seconds = sound(after) - change.before;
    double fraction =
        part_of(change.seconds, pstats_graph_total_before(graph), pstats_graph_total(graph));
    int is_slower = change.seconds > 0.0, is_faster = change.seconds < 0.0;
    if (100.0 * fabs(fraction) < settings->tolerance_percent ||
        (settings->is_only_slower && !is_slower) || (settings->is_only_faster && !is_faster))
        return change;
    change.direction = is_slower - is_faster;
    change.total_fraction = fraction;
    return change;
}

struct change change_of_function(const pstats_graph *graph, size_t index,
                                 const struct settings *settings)
{
    const pstats_cost *before = pstats_graph_function_before(graph, index);
    const pstats_cost *after = &pstats_graph_function(graph, index)->cost;
    if (!settings->is_compared)
        return (struct change){.presence = PSTATS_IN_AFTER};
    struct change change = change_between(before != NULL ? before->cumulative : 0.0,
                                          after->cumulative, graph, settings);
    change.presence = pstats_graph_function_presence(graph, index);
    double self = sound(after->self) - (before != NULL ? sound(before->self) : 0.0);
    double fraction =
        part_of(self, pstats_graph_total_self_before(graph), pstats_graph_total_self(graph));
    if (100.0 * fabs(fraction) >= settings->tolerance_percent &&
        !(settings->is_only_slower && self < 0.0) && !(settings->is_only_faster && self > 0.0))
        change.self_fraction = fraction;
    return change;
}

struct change change_of_call(const pstats_graph *graph, size_t index,
                             const struct settings *settings)
{
    const pstats_cost *before = pstats_graph_call_before(graph, index);
    if (!settings->is_compared)
        return (struct change){.presence = PSTATS_IN_AFTER};
    struct change change =
        change_between(before != NULL ? before->cumulative : 0.0,
                       pstats_graph_call(graph, index)->cost.cumulative, graph, settings);
    change.presence = pstats_graph_call_presence(graph, index);
    return change;
}

struct change change_of_all(const pstats_graph *graph, const struct settings *settings)
{
    struct change change = change_between(pstats_graph_total_before(graph),
                                          pstats_graph_total(graph), graph, settings);
    change.presence = PSTATS_IN_BOTH;
    return change;
}
