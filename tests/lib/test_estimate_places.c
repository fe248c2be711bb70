/* Where in a cycle functions lie that are called once. */
#include "lib/estimate_places.h"

#include "lib/estimate_net.h"
#include "lib/estimate_part.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* exec runs a script and the modules that it imports, and that these do; an import takes 0.5 besides. three is imported
 * by two, that by one; four is too long for any module but the script, and five, too, as one and two are full. */
static const char imports[] =
    "exec=6/1,0.6,100 script=1/1,30,99.9 load=5/1,2.4,69.8 one=1/1,10,32.9 two=1/1,8,22.3 "
    "three=1/1,13.7,13.7 four=1/1,20,20 five=1/1,15.3,15.3 exec>script=1/1,30,99.9 "
    "exec>one=1/1,10,32.9 exec>two=1/1,8,22.3 exec>three=1/1,13.7,13.7 exec>four=1/1,20,20 "
    "exec>five=1/1,15.3,15.3 script>load=3/1,1.4,69.8 one>load=1/1,0.5,22.8 "
    "two>load=1/1,0.5,14.2 load>exec=5/1,0.5,69";

/* A visitor that has two methods for what comes once. rare would fit into odd, but for all that is known, also into any
 * other call of visit. */
static const char visitor[] = "visit=50/1,22,100 walk=49/1,70,99 odd=1/1,1,6 rare=1/1,2,2 "
                              "visit>walk=48/1,69,99 walk>visit=49/1,19,98 visit>odd=1/1,1,6 "
                              "odd>walk=1/1,1,5 visit>rare=1/1,2,2";

static pstats_profile *profile;
static struct net net;
static struct part part;
static struct places places;

static void place(const char *functions)
{
    profile = profile_of(functions);
    ck_assert(net_init(&net, pstats_profile_graph(profile)));
    uint32_t component = 0;
    while (!net.is_cyclic[component])
        component++;
    ck_assert(part_init(&part, &net, component));
    ck_assert(places_init(&places, &part, 1.0));
}

static void tear_down(void)
{
    places_free(&places);
    part_free(&part);
    net_free(&net);
    pstats_profile_free(profile);
}

/* The only edge to a function. */
static uint32_t edge_to(const char *name)
{
    size_t function = function_named(pstats_profile_graph(profile), name);
    for (uint32_t e = 0; e < part.edge_count; e++)
        if (net.by_rank[part.ranks[part.edges[e].target]] == function)
            return e;
    ck_abort_msg("no call of %s", name);
}

static void assert_below(const char *name, const char *above)
{
    uint32_t below = places.below[edge_to(name)];
    ck_assert_msg(below == edge_to(above), "%s is below %u", name, below);
}

START_TEST(what_is_called_once_lies_where_the_time_for_it_was_spent)
{
    place(imports);
    uint32_t entry = places.below[edge_to("script")];
    ck_assert_uint_ge(entry, part.inner_count);
    ck_assert_uint_lt(entry, part.edge_count);
    assert_below("one", "script");
    assert_below("two", "one");
    assert_below("three", "two");
    assert_below("four", "script");
    assert_below("five", "script");
}
END_TEST

START_TEST(what_explains_little_of_the_time_lies_anywhere)
{
    place(visitor);
    ck_assert_uint_eq(places.below[edge_to("odd")], NET_NONE);
    ck_assert_uint_eq(places.below[edge_to("rare")], NET_NONE);
}
END_TEST

START_TEST(a_way_leads_from_a_function_to_the_caller_of_what_lies_below_it)
{
    place(imports);
    uint32_t load = part.edges[edge_to("load")].target;
    uint32_t exec = part.edges[edge_to("one")].source;
    uint32_t way = places_way(&places, load, exec);
    ck_assert_uint_lt(way, part.inner_count);
    ck_assert_uint_eq(part.edges[way].target, exec);
    ck_assert_uint_eq(places_way(&places, exec, exec), PLACES_HERE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("estimate places");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, what_is_called_once_lies_where_the_time_for_it_was_spent);
    tcase_add_test(tests, what_explains_little_of_the_time_lies_anywhere);
    tcase_add_test(tests, a_way_leads_from_a_function_to_the_caller_of_what_lies_below_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
