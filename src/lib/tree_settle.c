/* What two estimates leave open, decided alike for both: see doc/estimate.md, "Comparing". */
#include "tree_settle.h"

#include "arena.h"
#include "exact_sum.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#define NONE UINT32_MAX
#define SWEEPS 64      /* at most */
#define TOLERANCE 1e-7 /* of all time: when edges are off by less, in sum, that is near enough */
#define FACTOR_MAX 1e100
#define TIME_MAX 1e150 /* of all: times beyond are not fitted, as products might overflow */

/* The time of an edge's frames. */
struct edge_time {
    double self;
    double total; /* of those that have no other one of the edge below them */
};

struct settling {
    const struct settlement *given;
    unsigned char *is_outermost; /* frames without another of the same edge below them */
    struct edge_time *wanted[2]; /* by edge */
    struct edge_time *reached;   /* by edge, then in its place the factor to go on with */
    double *self;                /* by frame: what it is to have, in proportion */
    double *total;               /* likewise, with the frames on it */
    double *parts;               /* by frame: its self and what its children are to have */
};

static int allocate(struct settling *s)
{
    size_t count = s->given->count, edges = s->given->edge_count;
    s->is_outermost = array_new_zero(count, 1);
    s->wanted[0] = array_new_zero(edges, sizeof *s->wanted[0]);
    s->wanted[1] = array_new_zero(edges, sizeof *s->wanted[1]);
    s->reached = array_new(edges, sizeof *s->reached);
    s->self = array_new(count, sizeof *s->self);
    s->total = array_new(count, sizeof *s->total);
    s->parts = array_new(count, sizeof *s->parts);
    return s->is_outermost != NULL && s->wanted[0] != NULL && s->wanted[1] != NULL &&
           s->reached != NULL && s->self != NULL && s->total != NULL && s->parts != NULL;
}

static void release(struct settling *s)
{
    free(s->is_outermost);
    free(s->wanted[0]);
    free(s->wanted[1]);
    free(s->reached);
    free(s->self);
    free(s->total);
    free(s->parts);
}

/* Frames come in the order of a walk: each goes in when those that it does not lie on have been left. 0: memory. */
static int find_outermost(struct settling *s)
{
    const struct settlement *given = s->given;
    const pstats_frame *frames = given->sides[0];
    uint32_t *entered = array_new_zero(given->edge_count, sizeof *entered);
    if (entered == NULL)
        return 0;
    for (size_t i = 0; i < given->count; i++) {
        for (size_t top = i - 1; i > 0 && top != frames[i].parent; top = frames[top].parent) {
            entered[given->edge[top]]--;
            if (frames[top].parent == SIZE_MAX)
                break;
        }
        s->is_outermost[i] = entered[given->edge[i]]++ == 0;
    }
    free(entered);
    return 1;
}

/* ---- Sums over edges ---- */

static void sum_totals(const struct settlement *given, pstats_frame *frames)
{
    for (size_t i = 0; i < given->count; i++)
        frames[i].total = frames[i].self;
    for (size_t i = given->count; i-- > 0;)
        if (frames[i].parent != SIZE_MAX)
            frames[frames[i].parent].total =
                fmin(frames[frames[i].parent].total + frames[i].total, DBL_MAX);
}

static void sum_edges(const struct settling *s, const pstats_frame *frames, struct edge_time *sums)
{
    for (size_t e = 0; e < s->given->edge_count; e++)
        sums[e] = (struct edge_time){0.0, 0.0};
    for (size_t i = 0; i < s->given->count; i++) {
        struct edge_time *sum = &sums[s->given->edge[i]];
        sum->self += frames[i].self;
        if (s->is_outermost[i])
            sum->total += frames[i].total;
    }
}

/* Both sides start with the mean of the ways in which they share edges' own time out. */
static void start(struct settling *s)
{
    pstats_frame *before = s->given->sides[0], *after = s->given->sides[1];
    for (size_t i = 0; i < s->given->count; i++) {
        uint32_t edge = s->given->edge[i];
        double old = s->wanted[0][edge].self, new = s->wanted[1][edge].self;
        double share = old > 0.0 ? before[i].self / old : 0.0;
        if (new > 0.0)
            share = old > 0.0 ? (share + after[i].self / new) / 2.0 : after[i].self / new;
        before[i].self = share * old;
        after[i].self = share * new;
    }
}

/* ---- Fitting ---- */

static double factor(double wanted, double reached)
{
    return reached > 0.0 ? fmin(wanted / reached, FACTOR_MAX) : 0.0;
}

/* Turns what edges have into what to multiply it with. The result is by how much they are off. */
static double find_factors(const struct settling *s, const struct edge_time *wanted)
{
    double off = 0.0;
    for (size_t e = 0; e < s->given->edge_count; e++) {
        struct edge_time *reached = &s->reached[e];
        off += fabs(wanted[e].self - reached->self) + fabs(wanted[e].total - reached->total);
        reached->self = factor(wanted[e].self, reached->self);
        reached->total = factor(wanted[e].total, reached->total);
    }
    return off;
}

/* Frames are given what their edges want; then, from the roots up, each shares out what it has got in proportion to
 * what is wanted on it. */
static void hand_out(const struct settling *s, pstats_frame *frames)
{
    const struct settlement *given = s->given;
    for (size_t i = 0; i < given->count; i++)
        s->parts[i] = s->self[i] = frames[i].self * s->reached[given->edge[i]].self;
    for (size_t i = given->count; i-- > 0;) {
        s->total[i] =
            s->is_outermost[i] ? frames[i].total * s->reached[given->edge[i]].total : s->parts[i];
        if (frames[i].parent != SIZE_MAX)
            s->parts[frames[i].parent] += s->total[i];
    }
    for (size_t i = 0; i < given->count; i++) {
        double got = s->total[i];
        if (frames[i].parent != SIZE_MAX)
            got *= s->parts[frames[i].parent];
        s->parts[i] = s->parts[i] > 0.0 ? fmin(got / s->parts[i], FACTOR_MAX) : 0.0;
        frames[i].self = s->self[i] * s->parts[i];
    }
}

static void fit(const struct settling *s, int side)
{
    pstats_frame *frames = s->given->sides[side];
    double all = 0.0;
    for (size_t e = 0; e < s->given->edge_count; e++)
        all += s->wanted[side][e].self;
    for (int sweep = 0; sweep < SWEEPS && all <= TIME_MAX; sweep++) {
        sum_totals(s->given, frames);
        sum_edges(s, frames, s->reached);
        if (find_factors(s, s->wanted[side]) <= TOLERANCE * all)
            return;
        hand_out(s, frames);
    }
}

/* ---- The last word: functions' own time ---- */

struct function_time {
    struct exact_sum sum;
    double wanted, factor;
    size_t heaviest;
};

static int sum_functions(const struct settlement *given, const pstats_frame *frames,
                         struct function_time *functions, int is_wanted)
{
    for (size_t f = 0; f < given->function_count; f++) {
        exact_sum_free(&functions[f].sum);
        functions[f].sum = (struct exact_sum){.count = 0};
        functions[f].heaviest = SIZE_MAX;
    }
    for (size_t i = 0; i < given->count; i++) {
        struct function_time *function = &functions[frames[i].function];
        if (!exact_sum_add(&function->sum, frames[i].self))
            return 0;
        if (function->heaviest == SIZE_MAX || frames[i].self > frames[function->heaviest].self)
            function->heaviest = i;
    }
    for (size_t f = 0; f < given->function_count; f++) {
        double sum = exact_sum_round(&functions[f].sum);
        if (is_wanted)
            functions[f].wanted = sum;
        functions[f].factor = sum > 0.0 ? functions[f].wanted / sum : 0.0;
    }
    return 1;
}

static int finish(const struct settlement *given, pstats_frame *frames,
                  struct function_time *functions)
{
    if (!sum_functions(given, frames, functions, 0))
        return 0;
    for (size_t i = 0; i < given->count; i++)
        frames[i].self *= functions[frames[i].function].factor;
    if (!sum_functions(given, frames, functions, 0))
        return 0;
    for (size_t f = 0; f < given->function_count; f++) {
        double rest = functions[f].wanted - exact_sum_round(&functions[f].sum);
        if (functions[f].heaviest != SIZE_MAX)
            frames[functions[f].heaviest].self =
                fmax(frames[functions[f].heaviest].self + rest, 0.0);
    }
    sum_totals(given, frames);
    return 1;
}

/* ---- The whole ---- */

static int settle_side(const struct settling *s, int side, struct function_time *functions)
{
    fit(s, side);
    return finish(s->given, s->given->sides[side], functions);
}

static int settle(struct settling *s, struct function_time *functions[2])
{
    pstats_frame *const *sides = s->given->sides;
    for (int side = 0; side < 2; side++) {
        sum_edges(s, sides[side], s->wanted[side]);
        if (!sum_functions(s->given, sides[side], functions[side], 1))
            return 0;
    }
    start(s);
    return settle_side(s, 0, functions[0]) && settle_side(s, 1, functions[1]);
}

int tree_settle(const struct settlement *settlement)
{
    struct settling s = {.given = settlement};
    size_t count = settlement->function_count;
    struct function_time *functions[2] = {array_new_zero(count, sizeof **functions),
                                          array_new_zero(count, sizeof **functions)};
    int is_done = functions[0] != NULL && functions[1] != NULL && allocate(&s) &&
                  find_outermost(&s) && settle(&s, functions);
    for (int side = 0; side < 2; side++) {
        for (size_t f = 0; functions[side] != NULL && f < count; f++)
            exact_sum_free(&functions[side][f].sum);
        free(functions[side]);
    }
    release(&s);
    return is_done;
}
