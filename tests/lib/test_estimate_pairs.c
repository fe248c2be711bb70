/* Which calls of a function in a cycle can lead to which of its callees. */
#include "lib/estimate_pairs.h"

#include "lib/estimate_net.h"
#include "lib/estimate_part.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>

/* exec runs a script, and the modules that the script imports and that these do. No call of exec but the outermost takes
 * as long as the script. */
static const char script[] =
    "exec=3/1,1.5,100.5 script=1/1,78,100 load=2/1,1,22 one=1/1,10,21 two=1/1,10,10 "
    "exec>script=1/1,78,100 exec>one=1/1,10,21 exec>two=1/1,10,10 script>load=1/1,0.5,22 "
    "load>exec=2/1,1,21.5 one>load=1/1,0.5,11";

static pstats_profile *profile;
static struct net net;
static struct part part;
static struct pairs pairs;

static void set_up(void)
{
    profile = profile_of(script);
    const pstats_graph *graph = pstats_profile_graph(profile);
    ck_assert(net_init(&net, graph));
    uint32_t component = 0;
    while (!net.is_cyclic[component])
        component++;
    ck_assert(part_init(&part, &net, component));
    ck_assert(pairs_init(&pairs, &part, 1.0));
}

static void tear_down(void)
{
    pairs_free(&pairs);
    part_free(&part);
    net_free(&net);
    pstats_profile_free(profile);
}

/* Its place in the part. */
static uint32_t place_of(const char *name)
{
    uint32_t place = 0;
    size_t function = function_named(pstats_profile_graph(profile), name);
    while (net.by_rank[part.ranks[place]] != function)
        place++;
    return place;
}

/* The part's edge between these; caller NULL: the entry. */
static uint32_t edge_between(const char *caller, const char *callee)
{
    uint32_t source = caller != NULL ? place_of(caller) : NET_NONE, target = place_of(callee);
    for (uint32_t i = 0; i < part.edge_count; i++)
        if (part.edges[i].source == source && part.edges[i].target == target)
            return i;
    ck_abort_msg("no call between %s and %s", caller, callee);
}

/* How much likelier than any call of exec one from caller leads to callee. */
static double factor(const char *caller, int is_nested, const char *callee)
{
    uint32_t exec = place_of("exec"), first = part.first_inner[exec];
    return pairs_row(&pairs, edge_between(caller, "exec"), is_nested,
                     part.first_inner[exec + 1] - first)[edge_between("exec", callee) - first];
}

START_TEST(a_call_is_not_below_one_that_is_too_short_for_it)
{
    ck_assert_double_lt(factor("load", 0, "script"), 1e-6);
    ck_assert_double_lt(factor("load", 1, "script"), 1e-6);
    ck_assert_double_eq_tol(factor(NULL, 0, "script"), 3.0, 1e-3); /* it has all, of three */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("estimate pairs");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_call_is_not_below_one_that_is_too_short_for_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
