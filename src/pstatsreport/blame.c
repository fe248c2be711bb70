/* Who calls a function that fails the gate more often than before. */
#include "blame.h"

#include <stdint.h>
#include <stdlib.h>

struct blame { /* for the calls of one function */
    int64_t growth;
    size_t caller; /* whose calls grew most; the first of equal ones */
    size_t count;  /* callers whose calls grew */
};

static int64_t calls_of(const pstats_cost *cost, enum gate_measure measure)
{
    return measure == GATE_PRIMITIVE_CALLS ? cost->primitive_calls : cost->calls;
}

/* Since the baseline with the most; 0 where a number is not known. A comparison has the calls of
 * the profile itself first, in their order. */
static int64_t growth_of(const struct inputs *inputs, size_t call, enum gate_measure measure)
{
    int64_t after = calls_of(&pstats_graph_call(inputs->graph, call)->cost, measure);
    int64_t most = 0;
    for (size_t i = 0; i < inputs->baseline_count; i++) {
        const pstats_cost *cost = pstats_graph_call_before(inputs->baselines[i].compared, call);
        int64_t before = cost != NULL ? calls_of(cost, measure) : 0;
        if (before == PSTATS_CALLS_UNKNOWN)
            return 0;
        most = before > most ? before : most;
    }
    return after == PSTATS_CALLS_UNKNOWN || after < most ? 0 : after - most;
}

static void add_calls(struct blame *blames, const struct inputs *inputs, enum gate_measure measure)
{
    for (size_t i = 0; i < pstats_graph_call_count(inputs->graph); i++) {
        const pstats_call *call = pstats_graph_call(inputs->graph, i);
        struct blame *blame = &blames[call->callee];
        int64_t growth = growth_of(inputs, i, measure);
        blame->count += growth > 0;
        if (growth > blame->growth) {
            blame->growth = growth;
            blame->caller = call->caller;
        }
    }
}

static int blame_measure(struct gate *gate, const struct inputs *inputs, enum gate_measure measure,
                         const struct option_strings *strip_prefixes)
{
    struct blame *blames = NULL;
    for (size_t i = 0; i < gate->offender_count; i++) {
        struct offender *offender = &gate->offenders[i];
        if (offender->rule->measure != measure)
            continue;
        if (blames == NULL) {
            blames = calloc(pstats_graph_function_count(inputs->graph) + 1, sizeof *blames);
            if (blames == NULL)
                return 0;
            add_calls(blames, inputs, measure);
        }
        const struct blame *blame = &blames[offender->row.function];
        if (blame->count == 0)
            continue;
        const pstats_function *caller = pstats_graph_function(inputs->graph, blame->caller);
        offender->caller = gate->callers.count;
        offender->caller_growth = (double)blame->growth;
        offender->other_caller_count = blame->count - 1;
        if (rows_add_function(&gate->callers, inputs->graph, blame->caller, &caller->cost,
                              strip_prefixes) == NULL)
            break;
    }
    free(blames);
    return !rows_failed(&gate->callers);
}

int blame_callers(struct gate *gate, const struct inputs *inputs,
                  const struct option_strings *strip_prefixes)
{
    return blame_measure(gate, inputs, GATE_CALLS, strip_prefixes) &&
           blame_measure(gate, inputs, GATE_PRIMITIVE_CALLS, strip_prefixes);
}
