/* Guesses of how many calls a call makes inside a cycle, and of how deep a recursion goes. */
#include "estimate_rates.h"

#include "arena.h"
#include "estimate_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_RATE 1e-12
#define LEAST_DEPTH 10 /* a recursion of up to so many calls may be a straight chain */
#define MOST_EDGES 64  /* of one generation */
#define BISECTIONS 50
#define POWER_STEPS 40
#define POWER_WORK 1e7 /* edges that the power iteration may visit */

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* Calls of a function that do not have the edge on their path: all primitive ones, and those nested ones that the
 * function's other edges lead to. */
static double calls_without(const struct part_function *function, const struct part_edge *edge,
                            double inner_calls)
{
    double other = 1.0 - edge->calls / larger(inner_calls, 1.0);
    return function->primitive + (function->calls - function->primitive) * other;
}

static void guess_edge(const struct part *part, int guess, uint32_t e, double inner_calls,
                       struct rate *rate)
{
    const struct part_edge *edge = &part->edges[e];
    const struct part_function *function = &part->functions[edge->source];
    int kind = guess % RATES_KINDS, is_own = edge->source == edge->target;
    double mean = edge->calls / function->calls;
    double calls = kind == 0 ? function->calls - (is_own ? edge->calls : 0.0)
                             : calls_without(function, edge, inner_calls);
    double likely = larger(edge->primitive / larger(calls, 1.0), LEAST_RATE);
    rate->first[guess] = is_own || kind == 2 ? likely : larger(likely, mean);
    rate->nested[guess] = kind == 2 ? larger(likely, mean) : likely;
}

void rates_reset(struct rates *rates, const struct part *part)
{
    for (uint32_t f = 0; f < part->function_count; f++) {
        double inner_calls = 0.0;
        for (uint32_t e = part->first_inner[f]; e < part->first_inner[f + 1]; e++)
            inner_calls += part->edges[e].calls;
        for (uint32_t e = part->first_inner[f]; e < part->first_inner[f + 1]; e++) {
            for (int guess = 0; guess < RATES_GUESSES; guess++)
                guess_edge(part, guess, e, inner_calls, &rates->edges[e]);
        }
    }
}

/* ---- Depth ------------------------------------------------------------------------------------------------------- */

/* How many generations a recursion of so many calls is given: about twice the binary logarithm. */
static int generations(double calls)
{
    int exponent;
    frexp(calls * calls, &exponent);
    int most = exponent - 1 > LEAST_DEPTH ? exponent - 1 : LEAST_DEPTH;
    return calls < most ? (int)calls : most;
}

static double power(double base, int exponent)
{
    double result = 1.0;
    for (int i = 0; i < exponent; i++)
        result *= base;
    return result;
}

/* The L >= 1 for which 1 + L + .. + L^(count - 1) = sum. */
static double growth_of(double sum, int count)
{
    double low = 1.0, high = 64.0;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2.0;
        double value = middle - 1.0 < 1e-9 ? count : (power(middle, count) - 1.0) / (middle - 1.0);
        *(value < sum ? &low : &high) = middle;
    }
    return low;
}

static double root_of(double value, int degree)
{
    double low = 1.0, high = value;
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2.0;
        *(power(middle, degree) < value ? &low : &high) = middle;
    }
    return low;
}

/* The Perron roots of the nested rates, by power iteration on one more than them (they may be periodic). */
static void find_growths(const struct rates *rates, const struct part *part, double *growths)
{
    enum { COUNT = RATES_GUESSES };
    double *now = rates->work, *then = now + (size_t)part->function_count * COUNT;
    size_t count = (size_t)part->function_count * COUNT;
    for (size_t i = 0; i < count; i++)
        now[i] = 1.0;
    for (int guess = 0; guess < COUNT; guess++)
        growths[guess] = 1.0;
    for (int step = 0; step < POWER_STEPS && step * (double)part->inner_count < POWER_WORK;
         step++) {
        memcpy(then, now, count * sizeof *now);
        for (uint32_t e = 0; e < part->inner_count; e++) {
            const double *restrict from = now + (size_t)part->edges[e].source * COUNT;
            const double *restrict nested = rates->edges[e].nested;
            double *restrict to = then + (size_t)part->edges[e].target * COUNT;
            for (int guess = 0; guess < COUNT; guess++)
                to[guess] += from[guess] * nested[guess];
        }
        for (int guess = 0; guess < COUNT; guess++)
            growths[guess] = 0.0;
        for (size_t i = 0; i < count; i += COUNT) {
            for (int guess = 0; guess < COUNT; guess++)
                growths[guess] = larger(growths[guess], then[i + guess]);
        }
        double share[COUNT];
        for (int guess = 0; guess < COUNT; guess++)
            share[guess] = 1.0 / growths[guess];
        for (size_t i = 0; i < count; i += COUNT) {
            for (int guess = 0; guess < COUNT; guess++)
                now[i + guess] = then[i + guess] * share[guess];
        }
    }
    for (int guess = 0; guess < COUNT; guess++)
        growths[guess] -= 1.0;
}

/* The growth of calls from one call to the next that such a recursion needs; 0: any will do. */
static double wanted_growth(const struct part *part)
{
    const struct part_edge *deepest = &part->edges[0];
    double inner_calls = 0.0;
    for (uint32_t e = 0; e < part->inner_count; e++) {
        const struct part_edge *edge = &part->edges[e];
        inner_calls += edge->calls;
        if (edge->calls - edge->primitive > deepest->calls - deepest->primitive)
            deepest = edge;
    }
    double calls = deepest->calls / larger(deepest->primitive, 1.0);
    if (!(calls > 1.0) || calls <= generations(calls))
        return 0.0;
    double edges = inner_calls / deepest->calls; /* of one generation */
    return root_of(growth_of(calls, generations(calls)),
                   edges < MOST_EDGES ? (int)(edges + 0.5) : MOST_EDGES);
}

int rates_cap_depth(struct rates *rates, const struct part *part)
{
    double wanted = wanted_growth(part), growths[RATES_GUESSES];
    int is_changed = 0;
    if (!(wanted > 0.0))
        return 0;
    find_growths(rates, part, growths);
    for (int guess = 0; guess < RATES_GUESSES; guess++) {
        double factor = wanted / larger(growths[guess], 1e-9);
        if (!(factor > 1.0))
            continue;
        is_changed = 1;
        for (uint32_t e = 0; e < part->inner_count; e++)
            rates->edges[e].nested[guess] *= factor;
    }
    return is_changed;
}

int rates_init(struct rates *rates, const struct part *part)
{
    rates->edges = array_new(part->inner_count, sizeof *rates->edges);
    rates->work = array_new(part->function_count, 2 * RATES_GUESSES * sizeof *rates->work);
    return rates->edges != NULL && rates->work != NULL;
}

void rates_free(struct rates *rates)
{
    free(rates->edges);
    free(rates->work);
    memset(rates, 0, sizeof *rates);
}
