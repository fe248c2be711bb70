/* One dump at a time, made by hand in a test. */
#include "hand_dump.h"

#include "small_profiles.h"

#include <check.h>
#include <stdlib.h>

struct marshal_writer *writer;
pstats_profile *profile;
const pstats_graph *graph;

void begin_dump(int version)
{
    writer = marshal_writer_new(version);
    put_dict_begin(writer);
}

void end_dump(void)
{
    put_dict_end(writer);
    profile = profile_of_writer(writer);
    writer = NULL;
    graph = pstats_profile_graph(profile);
}

void release_dump(void)
{
    marshal_writer_free(writer);
    writer = NULL;
    pstats_profile_free(profile);
    profile = NULL;
}

void put_simple_function(const char *name)
{
    put_function_begin(writer, "a.py", 1, name, 1, 1, 0.5, 0.5);
    put_dict_end(writer);
}

void put_calls_from(const char *caller, int64_t calls)
{
    put_key(writer, "a.py", 1, caller);
    put_int(writer, calls);
}

void put_costs(int64_t calls, double self, double cumulative)
{
    put_tuple(writer, 5);
    put_int(writer, calls);
    put_int(writer, calls);
    put_double(writer, self);
    put_double(writer, cumulative);
}

void put_no_callers(void)
{
    put_dict_begin(writer);
    put_dict_end(writer);
}

const pstats_function *function_at(const char *name)
{
    return pstats_graph_function(graph, function_named(graph, name));
}

void assert_names(const char *functions, const char *calls)
{
    char *names = function_names(graph);
    ck_assert_str_eq(names, functions);
    free(names);
    names = call_names(graph);
    ck_assert_str_eq(names, calls);
    free(names);
}

void assert_cost(const pstats_cost *cost, int64_t calls, int64_t primitive_calls, double self,
                 double cumulative)
{
    ck_assert_int_eq(cost->calls, calls);
    ck_assert_int_eq(cost->primitive_calls, primitive_calls);
    ck_assert_msg(is_same_double(cost->self, self), "%a, not %a", cost->self, self);
    ck_assert_msg(is_same_double(cost->cumulative, cumulative), "%a, not %a", cost->cumulative,
                  cumulative);
}
