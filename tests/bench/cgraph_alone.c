/* What cgraph itself takes for a graph: reads DOT from standard input, then makes the same graph anew with cgraph's
 * fastest calls and writes it to /dev/null. Prints the wall clock and processor seconds of that. */
#include <cgraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds_on(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "cgraph_alone: %s\n", what);
    exit(4);
}

/* The symbols of both graphs stand at the same places, since they are declared in the same order. */
static void declare_attributes(Agraph_t *from, Agraph_t *to)
{
    static const int kinds[] = {AGRAPH, AGNODE, AGEDGE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (Agsym_t *symbol = agnxtattr(from, kinds[i], NULL); symbol != NULL;
             symbol = agnxtattr(from, kinds[i], symbol))
            if (agattr(to, kinds[i], symbol->name, symbol->defval) == NULL)
                fail("out of memory");
}

static void copy_attributes(Agraph_t *from, Agraph_t *to, int kind, void *source, void *target)
{
    Agsym_t *mine = NULL;
    for (Agsym_t *symbol = agnxtattr(from, kind, NULL); symbol != NULL;
         symbol = agnxtattr(from, kind, symbol)) {
        mine = agnxtattr(to, kind, mine);
        char *value = agxget(source, symbol);
        if (value != symbol->defval)
            agxset(target, mine, value);
    }
}

static Agraph_t *copy_graph(Agraph_t *from)
{
    Agraph_t *to = agopen(agnameof(from), Agdirected, NULL);
    if (to == NULL)
        fail("out of memory");
    declare_attributes(from, to);
    for (Agnode_t *node = agfstnode(from); node != NULL; node = agnxtnode(from, node))
        copy_attributes(from, to, AGNODE, node, agnode(to, agnameof(node), 1));
    for (Agnode_t *node = agfstnode(from); node != NULL; node = agnxtnode(from, node)) {
        Agnode_t *tail = agnode(to, agnameof(node), 0);
        for (Agedge_t *edge = agfstout(from, node); edge != NULL; edge = agnxtout(from, edge)) {
            Agnode_t *head = agnode(to, agnameof(aghead(edge)), 0);
            copy_attributes(from, to, AGEDGE, edge, agedge(to, tail, head, NULL, 1));
        }
    }
    return to;
}

int main(void)
{
    FILE *sink = fopen("/dev/null", "w");
    Agraph_t *graph = agread(stdin, NULL);
    if (sink == NULL || graph == NULL)
        fail("no graph on standard input");
    double wall = seconds_on(CLOCK_MONOTONIC), processor = seconds_on(CLOCK_PROCESS_CPUTIME_ID);
    Agraph_t *copy = copy_graph(graph);
    if (agwrite(copy, sink) != 0 || fflush(sink) != 0)
        fail("cannot write");
    wall = seconds_on(CLOCK_MONOTONIC) - wall;
    processor = seconds_on(CLOCK_PROCESS_CPUTIME_ID) - processor;
    if (agnnodes(copy) != agnnodes(graph) || agnedges(copy) != agnedges(graph))
        fail("the copy differs");
    agclose(copy);
    agclose(graph);
    fclose(sink);
    printf("%.6f %.6f\n", wall, processor);
    return 0;
}
