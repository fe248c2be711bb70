/* What the library must make of a dump, worked out by itself from the figures in NAME.ref. */
#include "reference.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FIGURES 32 /* of a caller */

static void fail(const char *what)
{
    fprintf(stderr, "reference: %s\n", what);
    abort();
}

static void *grown(void *array, size_t count, size_t size)
{
    void *result = realloc(array, (count + 1) * size);
    if (result == NULL)
        fail("out of memory");
    return result;
}

/* ---- Words of a line ---- */

static void put_utf8(char **end, unsigned long code)
{
    unsigned char *to = (unsigned char *)*end;
    if (code < 0x80) {
        *to++ = (unsigned char)code;
    } else if (code < 0x800) {
        *to++ = (unsigned char)(0xc0 | code >> 6);
        *to++ = (unsigned char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *to++ = (unsigned char)(0xe0 | code >> 12);
        *to++ = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (unsigned char)(0x80 | (code & 0x3f));
    } else {
        *to++ = (unsigned char)(0xf0 | code >> 18);
        *to++ = (unsigned char)(0x80 | (code >> 12 & 0x3f));
        *to++ = (unsigned char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (unsigned char)(0x80 | (code & 0x3f));
    }
    *end = (char *)to;
}

/* "…" with \\, \" and \u{HEX}, in place. */
static pstats_text take_text(char **at)
{
    while (**at == ' ')
        ++*at;
    if (**at != '"')
        fail("a text is missing");
    char *from = *at + 1, *to = from, *start = from;
    while (*from != '"') {
        if (*from != '\\') {
            *to++ = *from++;
        } else if (from[1] == 'u') {
            put_utf8(&to, strtoul(from + 3, &from, 16));
            from++;
        } else {
            *to++ = from[1];
            from += 2;
        }
    }
    *at = from + 1;
    return (pstats_text){start, (size_t)(to - start)};
}

static int64_t take_integer(struct reference *reference, char **at)
{
    errno = 0;
    long long value = strtoll(*at, at, 10);
    if (errno == ERANGE)
        reference->is_saturated = 1;
    return value;
}

/* Negative numbers of calls are pyinstrument's way to say that it does not know, and sums of such. */
static int64_t take_count(struct reference *reference, char **at)
{
    int64_t value = take_integer(reference, at);
    return value < 0 ? PSTATS_CALLS_UNKNOWN : value;
}

static double take_time(struct reference *reference, char **at)
{
    double value = strtod(*at, at);
    if (!isfinite(value) || value < 0.0)
        reference->is_damaged = 1;
    return value;
}

/* Writers differ in which count comes first; the primitive calls are the fewer. */
static pstats_cost take_cost(struct reference *reference, char **at)
{
    int64_t a = take_count(reference, at), b = take_count(reference, at);
    double self = take_time(reference, at);
    double cumulative = take_time(reference, at);
    return (pstats_cost){a > b ? a : b, a > b ? b : a, self, cumulative};
}

/* Of one or two numbers, the larger: whatever their size, as a double. */
static double peek_calls(const char *at, int count)
{
    char *next;
    double first = strtod(at, &next);
    return count == 1 ? first : fmax(first, strtod(next, NULL));
}

/* ---- Functions and calls ---- */

static int is_same(pstats_text a, pstats_text b)
{
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static pstats_text kept(pstats_text text)
{
    char *copy = grown(NULL, text.length, 1);
    memcpy(copy, text.bytes, text.length);
    return (pstats_text){copy, text.length};
}

static size_t take_function(struct reference *reference, char **at)
{
    pstats_text file = take_text(at);
    int64_t line = take_integer(reference, at);
    pstats_text name = take_text(at);
    for (size_t i = 0; i < reference->function_count; i++) {
        const pstats_function *known = &reference->functions[i];
        if (known->line == line && is_same(known->file, file) && is_same(known->name, name))
            return i;
    }
    reference->functions =
        grown(reference->functions, reference->function_count, sizeof *reference->functions);
    reference->function_calls_uncut =
        grown(reference->function_calls_uncut, reference->function_count, sizeof(double));
    reference->functions[reference->function_count] = (pstats_function){
        kept(file), kept(name), line, {PSTATS_CALLS_UNKNOWN, PSTATS_CALLS_UNKNOWN, 0, 0}, 1};
    return reference->function_count++;
}

static int64_t sum_of_counts(struct reference *reference, int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return PSTATS_CALLS_UNKNOWN;
    if (a <= INT64_MAX - b)
        return a + b;
    reference->is_saturated = 1;
    return INT64_MAX;
}

/* Four figures, or several fours strung together, or a number of calls, or nothing. */
static void take_call_figures(struct reference *reference, char *at, pstats_call *call)
{
    char *probe = at;
    size_t count = 0;
    while (strtod(probe, &probe), *probe == ' ' || *probe == '\n')
        count++, probe++;
    call->cost = (pstats_cost){PSTATS_CALLS_UNKNOWN, PSTATS_CALLS_UNKNOWN, 0.0, 0.0};
    call->derived_calls = PSTATS_CALLS_UNKNOWN;
    if (at[strspn(at, " \n")] == '\0')
        return;
    if (count == 1) {
        call->derived_calls = call->cost.calls = take_count(reference, &at);
        return;
    }
    call->derived_calls = 0;
    call->cost = take_cost(reference, &at);
    for (size_t i = 4; i < count; i += 4) {
        pstats_cost more = take_cost(reference, &at);
        call->cost.calls = sum_of_counts(reference, call->cost.calls, more.calls);
        call->cost.primitive_calls =
            sum_of_counts(reference, call->cost.primitive_calls, more.primitive_calls);
        call->cost.self += more.self;
        call->cost.cumulative += more.cumulative;
    }
}

static void take_line(struct reference *reference, char *at, size_t *callee)
{
    if (strncmp(at, "function ", 9) == 0) {
        at += 9;
        *callee = take_function(reference, &at);
        reference->function_calls_uncut[*callee] = peek_calls(at, 2);
        reference->functions[*callee].cost = take_cost(reference, &at);
        reference->functions[*callee].is_caller_only = 0;
    } else if (strncmp(at, "  caller ", 9) == 0) {
        at += 9;
        pstats_call call = {take_function(reference, &at), *callee, {0, 0, 0, 0}, 0};
        double calls = peek_calls(at, 1);
        take_call_figures(reference, at, &call);
        reference->call_calls_uncut =
            grown(reference->call_calls_uncut, reference->call_count, sizeof(double));
        reference->call_calls_uncut[reference->call_count] = calls;
        reference->calls = grown(reference->calls, reference->call_count, sizeof *reference->calls);
        reference->calls[reference->call_count++] = call;
    } else if (strcmp(at, "sampled\n") == 0) {
        reference->is_sampled = 1;
    } else if (*at != '#') {
        fail("a line is neither a function nor a caller");
    }
}

/* ---- What was not given ---- */

static double sound(double value)
{
    return isfinite(value) && value > 0.0 ? value : 0.0;
}

/* What rounding takes from the sum is added up, too. */
static void set_totals(struct reference *reference)
{
    long double sum = 0.0L, lost = 0.0L;
    for (size_t i = 0; i < reference->function_count; i++) {
        const pstats_cost *cost = &reference->functions[i].cost;
        long double value = sound(cost->self), before = sum;
        sum += value;
        lost += before >= value ? before - sum + value : value - sum + before;
        reference->total = fmax(reference->total, sound(cost->cumulative));
    }
    reference->total_self = fmin((double)(sum + lost), DBL_MAX);
    reference->total = fmax(reference->total, reference->total_self);
}

/* Of the callee's times a number of calls has its share of the callee's calls. */
static void derive_times(const struct reference *reference, pstats_call *call, double calls_uncut)
{
    const pstats_cost *callee = &reference->functions[call->callee].cost;
    double all_calls = reference->function_calls_uncut[call->callee];
    double share = calls_uncut < all_calls ? calls_uncut / all_calls : 1.0;
    if (call->derived_calls <= 0)
        return;
    call->cost.self += share * callee->self;
    call->cost.cumulative += share * callee->cumulative;
}

/* Of a function without a record all that is known is what its callees cost it. */
static void complete_callers_only(struct reference *reference)
{
    for (size_t i = 0; i < reference->call_count; i++) {
        const pstats_call *call = &reference->calls[i];
        pstats_function *caller = &reference->functions[call->caller];
        if (caller->is_caller_only)
            caller->cost.cumulative =
                fmin(caller->cost.cumulative + sound(call->cost.cumulative), reference->total);
    }
}

/* No figures at all: at most what the ends have. */
static void bound_times(const struct reference *reference, pstats_call *call)
{
    const pstats_cost *caller = &reference->functions[call->caller].cost;
    const pstats_cost *callee = &reference->functions[call->callee].cost;
    if (call->derived_calls == PSTATS_CALLS_UNKNOWN)
        call->cost.cumulative = fmin(sound(caller->cumulative), sound(callee->cumulative));
}

static void forget_samples(struct reference *reference)
{
    for (size_t i = 0; i < reference->function_count; i++)
        reference->functions[i].cost.calls = reference->functions[i].cost.primitive_calls =
            PSTATS_CALLS_UNKNOWN;
    for (size_t i = 0; i < reference->call_count; i++) {
        pstats_call *call = &reference->calls[i];
        call->cost.calls = call->cost.primitive_calls = PSTATS_CALLS_UNKNOWN;
    }
}

struct reference *reference_read(const char *path)
{
    struct reference *reference = calloc(1, sizeof *reference);
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0, callee = 0;
    if (reference == NULL || file == NULL)
        fail(path);
    while (getline(&line, &size, file) > 0)
        take_line(reference, line, &callee);
    free(line);
    fclose(file);
    set_totals(reference);
    for (size_t i = 0; i < reference->call_count; i++)
        derive_times(reference, &reference->calls[i], reference->call_calls_uncut[i]);
    complete_callers_only(reference);
    for (size_t i = 0; i < reference->call_count; i++)
        bound_times(reference, &reference->calls[i]);
    if (reference->is_sampled)
        forget_samples(reference);
    return reference;
}

void reference_free(struct reference *reference)
{
    if (reference == NULL)
        return;
    for (size_t i = 0; i < reference->function_count; i++) {
        free((char *)reference->functions[i].file.bytes);
        free((char *)reference->functions[i].name.bytes);
    }
    free(reference->functions);
    free(reference->calls);
    free(reference->function_calls_uncut);
    free(reference->call_calls_uncut);
    free(reference);
}
