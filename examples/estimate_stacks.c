/* Prints the stacks that a dump's times most likely had, as folded lines for flame graph tools.
 *
 *     estimate_stacks FILE > stacks.folded
 */
#include <pstats.h>

#include <stdio.h>
#include <stdlib.h>

#define MICROSECONDS 1e6

static void print_frame(const pstats_graph *graph,
                        const pstats_frame *frame)
{
    const pstats_function *function =
        pstats_graph_function(graph, frame->function);
    char file[4096], name[4096];
    pstats_text_display(function->file, file, sizeof file);
    pstats_text_display(function->name, name, sizeof name);
    printf("%s:%lld:%s", file, (long long)function->line, name);
}

/* From the root down to the frame. stack: room for as many indices as there are frames. */
static void print_stack(const pstats_tree *tree,
                        const pstats_graph *graph, size_t index,
                        size_t *stack)
{
    size_t depth = 0;
    for (size_t i = index; i != SIZE_MAX;
         i = pstats_tree_frame(tree, i)->parent)
        stack[depth++] = i;
    while (depth > 0) {
        print_frame(graph, pstats_tree_frame(tree, stack[--depth]));
        putchar(depth > 0 ? ';' : ' ');
    }
}

static int print_tree(const pstats_tree *tree,
                      const pstats_graph *graph, pstats_error *error)
{
    size_t count = pstats_tree_frame_count(tree);
    int64_t *ticks = calloc(count + 1, sizeof *ticks);
    size_t *stack = calloc(count + 1, sizeof *stack);
    int is_done =
        ticks != NULL && stack != NULL &&
        pstats_tree_round_self(tree, MICROSECONDS, ticks, error) == 0;
    for (size_t i = 0; is_done && i < count; i++) {
        if (ticks[i] == 0)
            continue;
        print_stack(tree, graph, i, stack);
        printf("%lld\n", (long long)ticks[i]);
    }
    free(ticks);
    free(stack);
    return is_done;
}

int main(int count, char **arguments)
{
    pstats_error error = {PSTATS_ERROR_MEMORY, 0, "out of memory"};
    pstats_estimate_options options = PSTATS_ESTIMATE_INIT;
    options.threshold = 0.0; /* every stack, however light */
    if (count != 2) {
        fprintf(stderr, "usage: estimate_stacks FILE\n");
        return 2;
    }
    pstats_profile *profile =
        pstats_profile_read_file(arguments[1], NULL, &error);
    pstats_tree *tree = NULL;
    if (profile != NULL)
        tree = pstats_tree_estimate(pstats_profile_graph(profile),
                                    &options, &error);
    int is_done =
        tree != NULL &&
        print_tree(tree, pstats_profile_graph(profile), &error);
    if (!is_done)
        fprintf(stderr, "estimate_stacks: %s: %s\n", arguments[1],
                error.message);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
    return is_done && fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
