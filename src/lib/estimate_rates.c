/* Guesses of how many calls a call makes inside a cycle, and of how deep a recursion goes. */
#include "estimate_rates.h"

#include "estimate_grow.h"
#include "estimate_part.h"

#include <math.h>

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

static void guess_edge(const struct part *part, int kind, uint32_t e, double inner_calls,
                       struct guess *guess)
{
    const struct part_edge *edge = &part->edges[e];
    const struct part_function *function = &part->functions[edge->source];
    int is_own = edge->source == edge->target;
    double mean = edge->calls / function->calls;
    double calls = kind == 0 ? function->calls - (is_own ? edge->calls : 0.0)
                             : calls_without(function, edge, inner_calls);
    double rate = larger(edge->primitive / larger(calls, 1.0), LEAST_RATE);
    guess->first[e] = is_own || kind == 2 ? rate : larger(rate, mean);
    guess->nested[e] = kind == 2 ? larger(rate, mean) : rate;
}

void rates_guess(const struct part *part, int kind, struct guess *guess)
{
    for (uint32_t f = 0; f < part->function_count; f++) {
        double inner_calls = 0.0;
        for (uint32_t e = part->first_inner[f]; e < part->first_inner[f + 1]; e++)
            inner_calls += part->edges[e].calls;
        for (uint32_t e = part->first_inner[f]; e < part->first_inner[f + 1]; e++)
            guess_edge(part, kind, e, inner_calls, guess);
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

/* The Perron root of the nested rates, by power iteration on one more than them (they may be periodic). */
static double nested_growth(const struct part *part, const struct guess *guess, double *work)
{
    double *now = work, *then = work + part->function_count, largest = 1.0;
    for (uint32_t f = 0; f < part->function_count; f++)
        now[f] = 1.0;
    for (int step = 0; step < POWER_STEPS && step * (double)part->inner_count < POWER_WORK;
         step++) {
        for (uint32_t f = 0; f < part->function_count; f++)
            then[f] = now[f];
        for (uint32_t e = 0; e < part->inner_count; e++)
            then[part->edges[e].target] += now[part->edges[e].source] * guess->nested[e];
        largest = 0.0;
        for (uint32_t f = 0; f < part->function_count; f++)
            largest = larger(largest, then[f]);
        for (uint32_t f = 0; f < part->function_count; f++)
            now[f] = then[f] / largest;
    }
    return largest - 1.0;
}

int rates_cap_depth(const struct part *part, struct guess *guess, double *work)
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
        return 0;
    double edges = inner_calls / deepest->calls; /* of one generation */
    double wanted = root_of(growth_of(calls, generations(calls)),
                            edges < MOST_EDGES ? (int)(edges + 0.5) : MOST_EDGES);
    double factor = wanted / larger(nested_growth(part, guess, work), 1e-9);
    if (!(factor > 1.0))
        return 0;
    for (uint32_t e = 0; e < part->inner_count; e++)
        guess->nested[e] *= factor;
    return 1;
}
