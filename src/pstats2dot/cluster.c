/* Which functions belong together: modules and packages, by their files. Knows no Graphviz library.
 */
#include "cluster.h"

#include "cli/modules.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct member {
    size_t function;
    pstats_text file;
    const struct buffer *name;
};

/* A module is a file, whatever it is called; a package is what is called so. */
static int compare_keys(const struct member *a, const struct member *b)
{
    int order = strcmp(buffer_string(a->name), buffer_string(b->name));
    if (order != 0 || a->file.bytes == NULL || a->file.bytes == b->file.bytes)
        return order; /* functions of one file share its text */
    size_t length = a->file.length < b->file.length ? a->file.length : b->file.length;
    order = memcmp(a->file.bytes, b->file.bytes, length);
    return order != 0 ? order
                      : (a->file.length > b->file.length) - (a->file.length < b->file.length);
}

static int compare_members(const void *a, const void *b)
{
    const struct member *left = a, *right = b;
    int order = compare_keys(left, right);
    return order != 0 ? order
                      : (left->function > right->function) - (left->function < right->function);
}

/* Makes clusters of sorted members. */
static void link_members(struct cluster_set *set, const struct member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t function = members[i].function;
        set->next[function] = SIZE_MAX;
        if (i > 0 && compare_keys(&members[i - 1], &members[i]) == 0)
            set->next[members[i - 1].function] = function;
        else
            set->first[set->count++] = function;
    }
}

static int allocate(struct cluster_set *set, struct buffer **names, struct member **members)
{
    size_t count = set->function_count + 1;
    *names = calloc(count, sizeof **names);
    *members = calloc(count, sizeof **members);
    set->names = calloc(count, sizeof *set->names);
    set->first = calloc(count, sizeof *set->first);
    set->next = calloc(count, sizeof *set->next);
    return *names != NULL && *members != NULL && set->names != NULL && set->first != NULL &&
           set->next != NULL;
}

int cluster_set_make(struct cluster_set *set, const pstats_graph *graph,
                     const struct settings *settings)
{
    *set = (struct cluster_set){.function_count = pstats_graph_function_count(graph)};
    if (settings->cluster == CLUSTER_NONE)
        return 1;
    struct buffer *names; /* by function, until the clusters take theirs */
    struct member *members;
    size_t count = 0;
    int is_done = allocate(set, &names, &members);
    for (size_t i = 0; is_done && i < set->function_count; i++) {
        pstats_text file = pstats_graph_function(graph, i)->file;
        modules_append_name(&names[i], file, settings->cluster == CLUSTER_PACKAGE,
                            &settings->strip_prefixes);
        is_done = !names[i].failed;
        if (settings->cluster == CLUSTER_PACKAGE)
            file = (pstats_text){NULL, 0};
        if (names[i].length > 0)
            members[count++] = (struct member){i, file, &names[i]};
    }
    if (is_done) {
        qsort(members, count, sizeof *members, compare_members);
        link_members(set, members, count);
        for (size_t i = 0; i < set->count; i++) {
            set->names[i] = names[set->first[i]];
            names[set->first[i]] = (struct buffer)BUFFER_INIT;
        }
    }
    for (size_t i = 0; names != NULL && i < set->function_count; i++)
        buffer_free(&names[i]);
    free(names);
    free(members);
    return is_done;
}

void cluster_set_free(struct cluster_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        buffer_free(&set->names[i]);
    free(set->names);
    free(set->first);
    free(set->next);
    *set = (struct cluster_set){.count = 0};
}
