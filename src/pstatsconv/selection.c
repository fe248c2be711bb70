/* What of the profile is written: the functions that --root and --exclude name. */
#include "selection.h"

#include "cli/finder.h"
#include "cli/message.h"

#include <stdlib.h>

void selection_free(struct selection *selection)
{
    free(selection->roots);
    free(selection->excluded);
    *selection = (struct selection){.roots = NULL};
}

/* The functions that an option's names find, counted in *count. NULL: a message was printed. */
static size_t *find(const pstats_graph *graph, const char *option,
                    const struct option_strings *names, const struct settings *settings,
                    size_t *count, int *exit_code)
{
    struct finder *finder = finder_new(names, &settings->strip_prefixes);
    size_t *indices = finder != NULL ? finder_indices(finder, graph, count) : NULL;
    if (indices == NULL) {
        message_no_memory(exit_code);
    } else if (finder_missing(finder) != NULL) {
        finder_complain(graph, option, finder_missing(finder));
        *exit_code = EXIT_USAGE;
        free(indices);
        indices = NULL;
    }
    finder_free(finder);
    return indices;
}

int selection_make(struct selection *selection, const pstats_graph *graph,
                   const struct settings *settings, int *exit_code)
{
    *selection = (struct selection){.roots = NULL};
    selection->roots =
        find(graph, "--root", &settings->roots, settings, &selection->root_count, exit_code);
    if (selection->roots != NULL)
        selection->excluded = find(graph, "--exclude", &settings->excluded, settings,
                                   &selection->excluded_count, exit_code);
    return selection->excluded != NULL;
}
