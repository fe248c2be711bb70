/* Trees of frames, cut down to what was asked for, upright and reversed. */
#include "stacks/stacks.h"

#include "support/run_suite.h"
#include "support/small_profiles.h"

#include "cli/buffer.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two ways to s: 0.5 + 1.5 below a, 1.5 + 2.5 below b. */
static const char diamond[] =
    "main=1/1,1,10 a=1/1,1,3 b=1/1,2,6 s=2/2,2,6 x=2/2,4,4 main>a=1/1,1,3 main>b=1/1,2,6 "
    "a>s=1/1,0.5,2 b>s=1/1,1.5,4 s>x=2/2,4,4";

/* Both roots call f, and f calls g. */
static const char two_roots[] =
    "p=1/1,1,4 q=1/1,2,7 f=2/2,3,8 g=2/2,5,5 p>f=1/1,1,3 q>f=1/1,2,5 f>g=2/2,5,5";

/* ---- Making and showing ---- */

static pstats_profile *profile;
static pstats_tree *tree;

static const pstats_graph *graph_of(const char *words)
{
    pstats_error error;
    pstats_estimate_options options = PSTATS_ESTIMATE_INIT;
    options.threshold = 0.0;
    profile = profile_of(words);
    tree = pstats_tree_estimate(pstats_profile_graph(profile), &options, &error);
    ck_assert_ptr_nonnull(tree);
    return pstats_profile_graph(profile);
}

static void release(struct stacks *stacks)
{
    stacks_free(stacks);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
}

static struct stacks *make(const struct stacks_options *options)
{
    pstats_error error;
    struct stacks *stacks = stacks_new(pstats_profile_graph(profile), tree, options, &error);
    ck_assert_ptr_nonnull(stacks);
    return stacks;
}

/* "all 10 | .main 10/1 | ..a 3/1": a dot a level, total, and self where there is some; what was cut off behind a minus. */
static char *shown(const struct stacks *stacks)
{
    struct buffer text = BUFFER_INIT;
    for (size_t i = 0; i < stacks->count; i++) {
        const struct stack_frame *frame = &stacks->frames[i];
        buffer_append_string(&text, i > 0 ? " | " : "");
        for (uint32_t level = 0; level < frame->level; level++)
            buffer_append_char(&text, '.');
        if (frame->function == STACKS_NO_FUNCTION) {
            buffer_append_string(&text, "all");
        } else {
            pstats_text name = pstats_graph_function(stacks->graph, frame->function)->name;
            buffer_append(&text, name.bytes, name.length);
        }
        buffer_append_format(&text, " %g", frame->total);
        if (frame->self > 0.0)
            buffer_append_format(&text, "/%g", frame->self);
        if (frame->cut_ticks > 0)
            buffer_append_format(&text, "-%g", (double)frame->cut_ticks / 1e6);
        buffer_append_string(&text, frame->is_inferred ? "?" : "");
    }
    return text.bytes;
}

static void assert_shown(const struct stacks *stacks, const char *expected)
{
    char *text = shown(stacks);
    ck_assert_str_eq(text, expected);
    free(text);
}

/* ---- Cutting ---- */

static const struct {
    const char *what;
    const char *words;
    const char *root, *second_root;
    const char *excluded;
    size_t max_depth;
    int is_reversed;
    const char *expected;
} cuts[] = {
    {"the whole tree", diamond, NULL, NULL, NULL, SIZE_MAX, 0,
     "all 10 | .main 10/1 | ..a 3/1 | ...s 2/0.5 | ....x 1.5/1.5? | ..b 6/2 | ...s 4/1.5 | ....x "
     "2.5/2.5?"},
    {"several roots", two_roots, NULL, NULL, NULL, SIZE_MAX, 0,
     "all 11 | .p 4/1 | ..f 3/1 | ...g 2/2? | .q 7/2 | ..f 5/2 | ...g 3/3?"},
    {"a root that stands in two places becomes one", diamond, "s", NULL, NULL, SIZE_MAX, 0,
     "all 6 | .s 6/2 | ..x 4/4?"},
    {"two roots, one within the other: nothing is there twice", diamond, "a", "s", NULL, SIZE_MAX,
     0, "all 7 | .a 3/1 | ..s 2/0.5 | ...x 1.5/1.5? | .s 4/1.5 | ..x 2.5/2.5?"},
    {"a leaf as root", diamond, "x", NULL, NULL, SIZE_MAX, 0, "all 4 | .x 4/4?"},
    {"an excluded function goes with its callees, and its callers keep the time", diamond, NULL,
     NULL, "s", SIZE_MAX, 0, "all 10 | .main 10/1 | ..a 3/1-2 | ..b 6/2-4"},
    {"an excluded root leaves nothing", diamond, NULL, NULL, "main", SIZE_MAX, 0, "all 0"},
    {"an excluded function on the way to a root takes it away", diamond, "x", NULL, "a", SIZE_MAX,
     0, "all 2.5 | .x 2.5/2.5?"},
    {"excluded, not root", diamond, "s", NULL, "s", SIZE_MAX, 0, "all 0"},
    {"depth", diamond, NULL, NULL, NULL, 2, 0, "all 10 | .main 10/1 | ..a 3/1-2 | ..b 6/2-4"},
    {"depth from a root", diamond, "a", NULL, NULL, 2, 0, "all 3 | .a 3/1 | ..s 2/0.5-1.5"},
    {"depth of one", two_roots, NULL, NULL, NULL, 1, 0, "all 11 | .p 4/1-3 | .q 7/2-5"},
    {"reversed", diamond, NULL, NULL, NULL, SIZE_MAX, 1,
     "all 10 | .a 1 | ..main 1/1 | .b 2 | ..main 2/2 | .main 1/1 | .s 2 | ..a 0.5 | ...main "
     "0.5/0.5 | ..b 1.5 | "
     "...main 1.5/1.5 | .x 4 | ..s 4 | ...a 1.5? | ....main 1.5/1.5? | ...b 2.5? | ....main "
     "2.5/2.5?"},
    {"reversed, some levels", diamond, NULL, NULL, NULL, 2, 1,
     "all 10 | .a 1 | ..main 1-1 | .b 2 | ..main 2-2 | .main 1/1 | .s 2 | ..a 0.5-0.5 | ..b "
     "1.5-1.5 | .x 4 | ..s 4-4"},
    {"reversed from a root: the other callers are not of interest", diamond, "a", NULL, NULL,
     SIZE_MAX, 1, "all 3 | .a 1/1 | .s 0.5 | ..a 0.5/0.5 | .x 1.5 | ..s 1.5 | ...a 1.5/1.5?"},
    {"reversed without a function: what it used does not appear", diamond, NULL, NULL, "s",
     SIZE_MAX, 1, "all 4 | .a 1 | ..main 1/1 | .b 2 | ..main 2/2 | .main 1/1"},
    {"no functions", "", NULL, NULL, NULL, SIZE_MAX, 0, "all 0"},
    {"no functions, reversed", "", NULL, NULL, NULL, SIZE_MAX, 1, "all 0"},
};

START_TEST(stacks_are_cut_to_what_was_asked_for)
{
    const pstats_graph *graph = graph_of(cuts[_i].words);
    size_t roots[2], excluded;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.roots = roots;
    options.excluded = &excluded;
    options.max_depth = cuts[_i].max_depth;
    options.is_reversed = cuts[_i].is_reversed;
    if (cuts[_i].root != NULL)
        roots[options.root_count++] = function_named(graph, cuts[_i].root);
    if (cuts[_i].second_root != NULL)
        roots[options.root_count++] = function_named(graph, cuts[_i].second_root);
    if (cuts[_i].excluded != NULL)
        excluded = function_named(graph, cuts[_i].excluded), options.excluded_count = 1;
    struct stacks *stacks = make(&options);
    assert_shown(stacks, cuts[_i].expected);
    ck_assert_double_eq_tol(stacks->whole, pstats_graph_total_self(graph), 1e-9);
    release(stacks);
}
END_TEST

/* ---- Bounds ---- */

START_TEST(reversing_keeps_to_the_number_of_frames_and_the_heaviest_stacks)
{
    graph_of(diamond);
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.is_reversed = 1;
    options.max_frames = 7;
    struct stacks *stacks = make(&options);
    assert_shown(stacks, "all 10 | .a 1-1 | .b 2-2 | .main 1-1 | .s 2-2 | .x 4 | ..s 4-4");
    release(stacks);
}
END_TEST

static char *chain_of(int length, char *words, size_t size)
{
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        used += (size_t)snprintf(words + used, size - used, "f%d=1/1,1,%d ", i, length - i);
        if (i > 0)
            used += (size_t)snprintf(words + used, size - used, "f%d>f%d=1/1,1,%d ", i - 1, i,
                                     length - i);
    }
    return words;
}

START_TEST(a_long_chain_reversed_is_a_triangle_that_is_cut)
{
    static char words[4096];
    graph_of(chain_of(30, words, sizeof words));
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.is_reversed = 1;
    options.max_frames = 100;
    struct stacks *stacks = make(&options);
    ck_assert_uint_ge(stacks->count, 90);
    ck_assert_uint_le(stacks->count, 101);
    ck_assert_double_eq_tol(stacks->frames[0].total, 30.0, 1e-9);
    release(stacks);
}
END_TEST

/* ---- What always holds ---- */

static const char *const dumps[] = {
    "deeprec-cProfile-py3.10.pstats",
    "dupes-cProfile-py3.8.pstats",
    "generators-cProfile-py3.9.pstats",
    "hand-times.pstats",
    "mutual-cProfile-py3.7.pstats",
    "odd-negative-bias-py3.13.pstats",
    "odd-bigtimes-py3.12.pstats",
    "odd-empty-py3.10.pstats",
    "parser_work-cProfile-py3.11.pstats",
    "raytrace-cProfile-py3.12.pstats",
    "yappi-fib-py3.13.pstats",
};

static void read_dump(const char *name)
{
    char path[200];
    pstats_error error;
    snprintf(path, sizeof path, "tests/data/%s", name);
    profile = pstats_profile_read_file(path, NULL, &error);
    ck_assert_msg(profile != NULL, "%s: %s", path, error.message);
    tree = pstats_tree_estimate(pstats_profile_graph(profile), NULL, &error);
    ck_assert_msg(tree != NULL, "%s: %s", path, error.message);
}

static int is_near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) + 1e-15;
}

/* Order, levels, totals, and siblings that differ. */
static void check_frames(const struct stacks *stacks)
{
    double *above = calloc(stacks->count, sizeof *above);
    size_t *last_child = calloc(stacks->count, sizeof *last_child);
    for (size_t i = stacks->count; i-- > 1;)
        above[stacks->frames[i].parent] += stacks->frames[i].total;
    for (size_t i = 0; i < stacks->count; i++) {
        const struct stack_frame *frame = &stacks->frames[i];
        double cut = frame->total - frame->self - above[i];
        ck_assert_msg(cut >= -1e-9 * frame->total, "frame %zu", i);
        if (i == 0)
            continue;
        size_t older = last_child[frame->parent];
        ck_assert_uint_lt(frame->parent, i);
        ck_assert_uint_eq(frame->level, stacks->frames[frame->parent].level + 1);
        ck_assert_uint_lt(frame->level, stacks->level_count);
        ck_assert_msg(older == 0 || stacks->frames[older].function != frame->function, "frame %zu",
                      i);
        last_child[frame->parent] = i;
    }
    free(above);
    free(last_child);
}

/* Every function's self time and ticks, upright as reversed: there, its root has them. */
START_TEST(every_functions_own_time_is_there_both_ways)
{
    read_dump(dumps[_i]);
    const pstats_graph *graph = pstats_profile_graph(profile);
    size_t count = pstats_graph_function_count(graph);
    double *self = calloc(count + 1, sizeof *self),
           *reversed_self = calloc(count + 1, sizeof *self);
    int64_t *ticks = calloc(count + 1, sizeof *ticks);
    struct stacks_options options = STACKS_OPTIONS_INIT;
    struct stacks *upright = make(&options);
    options.is_reversed = 1;
    struct stacks *reversed = make(&options);
    check_frames(upright);
    check_frames(reversed);
    ck_assert(is_near(upright->frames[0].total, reversed->frames[0].total));
    for (size_t i = 1; i < upright->count; i++) {
        self[upright->frames[i].function] += upright->frames[i].self;
        int64_t *own = &ticks[upright->frames[i].function];
        *own = frames_add_ticks(*own, upright->frames[i].ticks);
    }
    for (size_t i = 1; i < reversed->count; i++)
        if (reversed->frames[i].level == 1)
            reversed_self[reversed->frames[i].function] += reversed->frames[i].total;
    for (size_t i = 0; i < count; i++) {
        double own = pstats_graph_function(graph, i)->cost.self;
        own = own > 0.0 && isfinite(own) ? own : 0.0;
        ck_assert_msg(is_near(self[i], own), "function %zu: %g, not %g", i, self[i], own);
        ck_assert_msg(is_near(reversed_self[i], own), "function %zu reversed: %g, not %g", i,
                      reversed_self[i], own);
        ck_assert_msg(own > 9e12 || ticks[i] == llround(own * 1e6), "function %zu: %g, not %lld", i,
                      own * 1e6, (long long)ticks[i]);
    }
    free(self);
    free(reversed_self);
    free(ticks);
    stacks_free(reversed);
    release(upright);
}
END_TEST

static int64_t all_ticks(const struct stacks *stacks)
{
    int64_t sum = 0;
    for (size_t i = 0; i < stacks->count; i++)
        sum = frames_add_ticks(
            sum, frames_add_ticks(stacks->frames[i].ticks, stacks->frames[i].cut_ticks));
    return sum;
}

START_TEST(totals_beyond_all_numbers_stay_at_the_largest)
{
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.ticks_per_unit = 0.0; /* nobody asks */
    graph_of("p=1/1,1.5e308,1.5e308 q=1/1,1.5e308,1.5e308");
    struct stacks *last = NULL;
    for (options.is_reversed = 0; options.is_reversed < 2; options.is_reversed++) {
        stacks_free(last);
        last = make(&options);
        ck_assert_uint_eq(last->count, 3);
        ck_assert_double_eq(last->frames[0].total, DBL_MAX);
        ck_assert_double_eq(last->frames[1].total, 1.5e308);
        ck_assert_int_eq(all_ticks(last), 0);
    }
    release(last);
}
END_TEST

START_TEST(cutting_by_depth_loses_no_tick)
{
    read_dump(dumps[_i]);
    struct stacks_options options = STACKS_OPTIONS_INIT;
    struct stacks *whole = make(&options);
    for (options.is_reversed = 0; options.is_reversed < 2; options.is_reversed++)
        for (options.max_depth = 1; options.max_depth < 12; options.max_depth += 3) {
            struct stacks *cut = make(&options);
            check_frames(cut);
            ck_assert_uint_le(cut->level_count, options.max_depth + 1);
            ck_assert_int_eq(all_ticks(cut), all_ticks(whole));
            ck_assert(is_near(cut->frames[0].total, whole->frames[0].total));
            stacks_free(cut);
        }
    release(whole);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stacks");
    TCase *tests = tcase_create("stacks");
    tcase_add_loop_test(tests, stacks_are_cut_to_what_was_asked_for, 0,
                        (int)(sizeof cuts / sizeof *cuts));
    tcase_add_test(tests, reversing_keeps_to_the_number_of_frames_and_the_heaviest_stacks);
    tcase_add_test(tests, a_long_chain_reversed_is_a_triangle_that_is_cut);
    tcase_add_loop_test(tests, every_functions_own_time_is_there_both_ways, 0,
                        (int)(sizeof dumps / sizeof *dumps));
    tcase_add_test(tests, totals_beyond_all_numbers_stay_at_the_largest);
    tcase_add_loop_test(tests, cutting_by_depth_loses_no_tick, 0,
                        (int)(sizeof dumps / sizeof *dumps));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
