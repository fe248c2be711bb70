/* Stacks of two profiles that are compared: cut, reversed and negated. */
#include "stacks/stacks.h"

#include "support/run_suite.h"
#include "support/small_profiles.h"

#include "cli/buffer.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char before_words[] = "main=1/1,1,10 a=1/1,1,4 b=1/1,2,5 old=1/1,3,3 s=1/1,3,3 "
                                   "main>a=1/1,1,4 main>b=1/1,2,5 a>old=1/1,3,3 b>s=1/1,3,3";
static const char after_words[] = "main=1/1,1,13 a=1/1,1,7 b=1/1,2,5 new=1/1,6,6 s=1/1,3,3 "
                                  "main>a=1/1,1,7 main>b=1/1,2,5 a>new=1/1,6,6 b>s=1/1,3,3";

static struct {
    pstats_profile *profiles[2];
    pstats_tree *trees[2], *tree;
    pstats_graph *graph;
} given;

static void give(void)
{
    given.profiles[0] = profile_of(before_words);
    given.profiles[1] = profile_of(after_words);
    for (int side = 0; side < 2; side++)
        given.trees[side] =
            pstats_tree_estimate(pstats_profile_graph(given.profiles[side]), NULL, NULL);
    given.graph = pstats_graph_compare(pstats_profile_graph(given.profiles[0]),
                                       pstats_profile_graph(given.profiles[1]), NULL, NULL);
    given.tree = pstats_tree_compare(given.graph, given.trees[0], given.trees[1], NULL);
    ck_assert_ptr_nonnull(given.tree);
}

static void release(void)
{
    pstats_tree_free(given.tree);
    pstats_graph_free(given.graph);
    for (int side = 0; side < 2; side++) {
        pstats_tree_free(given.trees[side]);
        pstats_profile_free(given.profiles[side]);
    }
}

/* "all 10>13 | .main 10>13 | ..old- 3>0": totals before and after; what is new has a plus, what is gone a minus; what is
 * cut off of the profile that is drawn, and of the other one, in brackets. */
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
            buffer_append_string(&text, frame->presence == PSTATS_IN_AFTER    ? "+"
                                        : frame->presence == PSTATS_IN_BEFORE ? "-"
                                                                              : "");
        }
        buffer_append_format(&text, " %g>%g", stacks_total_before(stacks, i),
                             stacks_total_after(stacks, i));
        if (frame->cut_ticks > 0 || frame->other.cut_ticks > 0)
            buffer_append_format(&text, "[%g,%g]", (double)frame->cut_ticks / 1e6,
                                 (double)frame->other.cut_ticks / 1e6);
    }
    return text.bytes;
}

static const struct {
    const char *what;
    const char *root, *excluded;
    size_t max_depth;
    int is_reversed, is_negated;
    const char *expected;
} cases[] = {
    {"the whole tree", NULL, NULL, SIZE_MAX, 0, 0,
     "all 10>13 | .main 10>13 | ..a 4>7 | ...new+ 0>6 | ...old- 3>0 | ..b 5>5 | ...s 3>3"},
    {"negated: the same frames and figures", NULL, NULL, SIZE_MAX, 0, 1,
     "all 10>13 | .main 10>13 | ..a 4>7 | ...new+ 0>6 | ...old- 3>0 | ..b 5>5 | ...s 3>3"},
    {"a root", "a", NULL, SIZE_MAX, 0, 0, "all 4>7 | .a 4>7 | ..new+ 0>6 | ..old- 3>0"},
    {"a root that is gone", "old", NULL, SIZE_MAX, 0, 0, "all 3>0 | .old- 3>0"},
    {"an excluded function", NULL, "a", SIZE_MAX, 0, 0,
     "all 10>13 | .main 10>13[7,4] | ..b 5>5 | ...s 3>3"},
    {"depth, negated", NULL, NULL, 2, 0, 1,
     "all 10>13 | .main 10>13 | ..a 4>7[3,6] | ..b 5>5[3,3]"},
    {"reversed", NULL, NULL, 2, 1, 0,
     "all 10>13 | .a 1>1 | ..main 1>1[1,1] | .b 2>2 | ..main 2>2[2,2] | .main 1>1 | .new+ 0>6 | "
     "..a+ 0>6[6,0] | .old- 3>0 | ..a- 3>0[0,3] | .s 3>3 | ..b 3>3[3,3]"},
};

START_TEST(compared_stacks_have_the_figures_of_both)
{
    give();
    pstats_error error;
    size_t root, excluded;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    options.is_compared = 1;
    options.is_negated = cases[_i].is_negated;
    options.is_reversed = cases[_i].is_reversed;
    options.max_depth = cases[_i].max_depth;
    options.roots = &root;
    options.excluded = &excluded;
    if (cases[_i].root != NULL)
        root = function_named(given.graph, cases[_i].root), options.root_count = 1;
    if (cases[_i].excluded != NULL)
        excluded = function_named(given.graph, cases[_i].excluded), options.excluded_count = 1;
    struct stacks *stacks = stacks_new(given.graph, given.tree, &options, &error);
    ck_assert_ptr_nonnull(stacks);

    char *text = shown(stacks);
    ck_assert_msg(strcmp(text, cases[_i].expected) == 0, "%s:\n%s\nnot\n%s", cases[_i].what, text,
                  cases[_i].expected);
    double drawn =
        options.is_negated ? stacks_total_before(stacks, 0) : stacks_total_after(stacks, 0);
    ck_assert_double_eq(stacks->frames[0].total, drawn);
    double after = options.is_negated ? stacks->other_whole : stacks->whole;
    double before = options.is_negated ? stacks->whole : stacks->other_whole;
    ck_assert_double_eq_tol(after, pstats_graph_total_self(given.graph), 1e-9);
    ck_assert_double_eq_tol(before, pstats_graph_total_self_before(given.graph), 1e-9);
    free(text);
    stacks_free(stacks);
    release();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compared");
    TCase *tests = tcase_create("compared");
    tcase_add_loop_test(tests, compared_stacks_have_the_figures_of_both, 0,
                        (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
