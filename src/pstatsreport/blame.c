/* Who calls a function that fails the gate more often than before. */
#include "blame.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

struct blame { /* for the calls of one function */
    double growth;
    size_t caller; /* whose calls grew most; the first of equal ones */
    size_t count;  /* callers whose calls grew */
};

/* Infinitely many: nobody knows how many they were. */
static double calls_of(const pstats_cost *cost, double calls, enum gate_measure measure)
{
    return measure != GATE_PRIMITIVE_CALLS      ? calls
           : cost->primitive_calls == INT64_MAX ? INFINITY
                                                : (double)cost->primitive_calls;
}

/* Since the baseline with the most; 0 where a number is not known. A comparison has the calls of
 * the profile itself first, in their order. */
static double growth_of(const struct inputs *inputs, size_t call, enum gate_measure measure)
{
    double after = calls_of(&pstats_graph_call(inputs->graph, call)->cost,
                            pstats_graph_call_calls_uncut(inputs->graph, call), measure);
    double most = 0.0;
    for (size_t i = 0; i < inputs->baseline_count; i++) {
        const pstats_graph *compared = inputs->baselines[i].compared;
        const pstats_cost *cost = pstats_graph_call_before(compared, call);
        double calls = pstats_graph_call_calls_uncut_before(compared, call);
        double before = cost != NULL ? calls_of(cost, calls, measure) : 0.0;
        if (before < 0.0)
            return 0.0;
        most = before > most ? before : most;
    }
    return after > most ? after - most : 0.0;
}

static void add_calls(struct blame *blames, const struct inputs *inputs, enum gate_measure measure)
{
    for (size_t i = 0; i < pstats_graph_call_count(inputs->graph); i++) {
        const pstats_call *call = pstats_graph_call(inputs->graph, i);
        struct blame *blame = &blames[call->callee];
        double growth = growth_of(inputs, i, measure);
        blame->count += growth > 0.0;
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
        offender->caller_growth = blame->growth;
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
