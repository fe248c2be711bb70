/* Which functions belong together: modules and packages, by their files. Knows no Graphviz library.
 */
#include "cluster.h"

#include "cli/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- Names ---- */

static int is_separator(char c)
{
    return c == '/' || c == '\\';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static pstats_text rest(pstats_text path, size_t from)
{
    return (pstats_text){path.bytes + from, path.length - from};
}

/* Whether the folder's name at the start of path says that modules are looked for in it, and its
 * length. */
static int is_library_folder(pstats_text path, size_t *length)
{
    static const char *const names[] = {"site-packages", "dist-packages", "lib-dynload"};
    *length = 0;
    while (*length < path.length && !is_separator(path.bytes[*length]))
        ++*length;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (*length == strlen(names[i]) && memcmp(path.bytes, names[i], *length) == 0)
            return 1;
    /* python3.11 and such, as in lib/python3.11 */
    return *length >= 9 && memcmp(path.bytes, "python", 6) == 0 && is_digit(path.bytes[6]) &&
           path.bytes[7] == '.' && is_digit(path.bytes[8]);
}

/* The path below the innermost folder that modules are looked for in; the whole path when there is
 * none. */
static pstats_text below_library(pstats_text path, int *is_below)
{
    pstats_text found = path;
    *is_below = 0;
    for (size_t i = 0; i < path.length;) {
        size_t length;
        int is_library = is_library_folder(rest(path, i), &length);
        i += length + 1;
        if (is_library && i < path.length) {
            found = rest(path, i);
            *is_below = 1;
        }
    }
    return found;
}

static pstats_text without_suffix(pstats_text path)
{
    size_t dot = path.length;
    while (dot > 0 && path.bytes[dot - 1] != '.' && !is_separator(path.bytes[dot - 1]))
        dot--;
    if (dot > 1 && path.bytes[dot - 1] == '.' && !is_separator(path.bytes[dot - 2]))
        path.length = dot - 1;
    return path;
}

static size_t last_part(pstats_text path) /* where it starts */
{
    size_t start = path.length;
    while (start > 0 && !is_separator(path.bytes[start - 1]))
        start--;
    return start;
}

/* A package's own file is called after the package. */
static pstats_text without_init(pstats_text path)
{
    size_t start = last_part(path);
    if (start > 1 && path.length - start == 8 && memcmp(path.bytes + start, "__init__", 8) == 0)
        path.length = start - 1;
    return path;
}

static pstats_text first_part(pstats_text path)
{
    for (size_t i = 0; i < path.length; i++)
        if (is_separator(path.bytes[i]))
            path.length = i;
    return path;
}

static int is_absolute(pstats_text path)
{
    return is_separator(path.bytes[0]) ||
           (path.length > 2 && path.bytes[1] == ':' && is_separator(path.bytes[2]));
}

/* What an absolute path that leads through no known folder tells: the file, or the folder that it
 * is in. */
static pstats_text shorten_absolute(pstats_text path, int is_package)
{
    size_t start = last_part(path);
    if (is_package && start > 1)
        path.length = start - 1;
    return rest(path, last_part(path));
}

/* <frozen importlib._bootstrap> is a module; <string> is none. */
static pstats_text frozen_module(pstats_text file)
{
    static const char frozen[] = "<frozen ";
    size_t length = sizeof frozen - 1;
    if (file.length <= length + 1 || memcmp(file.bytes, frozen, length) != 0)
        return (pstats_text){NULL, 0};
    return (pstats_text){file.bytes + length, file.length - length - 1};
}

void cluster_append_name(struct buffer *buffer, pstats_text file, const struct settings *settings)
{
    int is_package = settings->cluster == CLUSTER_PACKAGE, is_inside, is_below;
    if (!names_is_file(file)) {
        pstats_text module = frozen_module(file);
        for (size_t i = 0; is_package && i < module.length; i++)
            if (module.bytes[i] == '.')
                module.length = i;
        buffer_append(buffer, module.bytes, module.length);
        return;
    }
    pstats_text path = names_strip_folder(file, &settings->strip_prefixes, &is_inside);
    if (!is_inside)
        path = below_library(path, &is_below);
    path = without_init(without_suffix(path));
    if (path.length == 0)
        return;
    path = is_absolute(path) ? shorten_absolute(path, is_package)
           : is_package      ? first_part(path)
                             : path;
    for (size_t i = 0; i < path.length; i++)
        buffer_append_char(buffer, is_separator(path.bytes[i]) ? '.' : path.bytes[i]);
}

/* ---- Sets ---- */

struct member {
    size_t function;
    pstats_text file;
    const struct buffer *name;
};

/* A module is a file, whatever it is called; a package is what is called so. */
static int compare_keys(const struct member *a, const struct member *b)
{
    int order = strcmp(buffer_string(a->name), buffer_string(b->name));
    if (order != 0 || a->file.bytes == NULL)
        return order;
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
        cluster_append_name(&names[i], file, settings);
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
