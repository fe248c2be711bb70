/* What --root and --exclude choose of a profile, and how much that is. */
#include "chosen.h"

#include "cli/message.h"

#include <float.h>
#include <math.h>

#define LITTLE_PERCENT 1.0   /* what is less is worth a warning, */
#define LEAST_PERCENT 0.0001 /* and what is still less no figure */

int chosen_make(struct chosen *chosen, const pstats_graph *graph,
                const struct option_strings *roots, const struct option_strings *excluded,
                const struct option_strings *strip_prefixes, const struct finder_rules *rules,
                int *exit_code)
{
    *chosen = (struct chosen){.roots = {NULL, 0, NULL}};
    if (!found_make(&chosen->roots, graph, roots, strip_prefixes, rules) ||
        !found_make(&chosen->excluded, graph, excluded, strip_prefixes, rules))
        return message_no_memory(exit_code);
    int has_roots = chosen->roots.missing == NULL;
    const char *missing = has_roots ? chosen->excluded.missing : chosen->roots.missing;
    if (missing == NULL)
        return 1;
    rules->complain(graph, has_roots ? "--exclude" : "--root", missing);
    *exit_code = EXIT_USAGE;
    return 0;
}

void chosen_free(struct chosen *chosen)
{
    found_free(&chosen->roots);
    found_free(&chosen->excluded);
}

const char *chosen_options(const struct option_strings *roots,
                           const struct option_strings *excluded)
{
    static const char *const names[2][2] = {{"", "--exclude"}, {"--root", "--root and --exclude"}};
    return names[roots->count > 0][excluded->count > 0];
}

/* Damage counts as 0, as in the totals of graphs. */
static double add(double sum, double seconds)
{
    return isfinite(seconds) && seconds > 0.0 ? fmin(sum + seconds, DBL_MAX) : sum;
}

void chosen_add_time(struct chosen_time *time, const pstats_graph *left, const pstats_graph *whole)
{
    for (size_t i = 0; i < pstats_graph_function_count(left); i++)
        time->left = add(time->left, pstats_graph_function(left, i)->cost.self);
    time->whole = add(time->whole, pstats_graph_total_self(whole));
}

void chosen_warn(const char *options, struct chosen_time time)
{
    double percent = 100.0 * pstats_share(time.left, time.whole);
    if (*options == '\0' || !(time.whole > 0.0) || percent >= LITTLE_PERCENT)
        return;
    if (!(percent > 0.0))
        message_warning(options, "nothing is left of what was recorded");
    else if (percent < LEAST_PERCENT)
        message_warning(options, "less than %g%% of what was recorded is left", LEAST_PERCENT);
    else
        message_warning(options, "only %.2g%% of what was recorded is left", percent);
}
