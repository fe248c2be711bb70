/* Regular expressions as Python's users write them, for regcomp; and those that it should not see. */
#include "pattern.h"

#include <math.h>
#include <string.h>

/* Where the bracket expression that begins there ends: at its last bracket, or with the text. */
static const char *end_of_brackets(const char *at)
{
    at += 1 + (at[1] == '^');
    at += *at == ']';
    while (*at != '\0' && *at != ']') {
        char kind = at[0] == '[' ? at[1] : '\0';
        const char closing[] = {kind, ']', '\0'};
        const char *end =
            kind == ':' || kind == '.' || kind == '=' ? strstr(at + 2, closing) : NULL;
        at = end != NULL ? end + 2 : at + 1;
    }
    return at;
}

/* In a bracket expression "\d" is no class, so those are left alone. */
void pattern_translate(struct buffer *buffer, const char *pattern)
{
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '[') {
            const char *end = end_of_brackets(at);
            size_t length = (size_t)(end - at) + (*end == ']');
            buffer_append(buffer, at, length);
            at += length - 1;
        } else if (*at == '\\' && at[1] != '\0') {
            at++;
            if (*at == 'd' || *at == 'D')
                buffer_append_string(buffer, *at == 'd' ? "[0-9]" : "[^0-9]");
            else
                buffer_append(buffer, at - 1, 2);
        } else if (strncmp(at, "(?:", 3) == 0) {
            buffer_append_char(buffer, '(');
            at += 2;
        } else {
            buffer_append_char(buffer, *at);
        }
    }
}

/* ---- Size ---- */

#define NESTING_MAX 250    /* regcomp descends, on the stack */
#define NODES_MAX 200000.0 /* of what it makes, repetitions written out */
#define BRANCHES_MAX 5000.0
#define OPTION_BRANCHES 5.0 /* what may be left out takes more time than an alternative */
#define ANCHORS_MAX 16.0    /* each takes a copy of what follows, and of the anchors there */
#define EMPTY_LOOPS_MAX 7.0 /* each, when there is nothing of the others */

struct size {
    double nodes, branches; /* their memory grows with the square of branches */
    double anchors;
    double anchors_in_row; /* of alternatives, the one that has most */
    /* Optional or repeated items that hold anchors or may be empty, with the anchors in each and
     * the ways through it: time multiplies with each. */
    double empty_loops;
    int may_be_empty;
};

/* A character stands for bracket expressions, too. */
static const struct size character = {.nodes = 1.0};
static const struct size alternative = {.nodes = 1.0, .branches = 1.0};
/* Copied as anchors are. */
static const struct size nothing = {
    .nodes = 3.0, .branches = 3.0, .anchors = 1.0, .anchors_in_row = 1.0, .may_be_empty = 1};
static const struct size anchor = {
    .nodes = 1.0, .branches = 1.0, .anchors = 1.0, .anchors_in_row = 1.0, .may_be_empty = 1};
/* "\b" is an alternative for regcomp. */
static const struct size border = {
    .nodes = 3.0, .branches = 3.0, .anchors = 2.0, .anchors_in_row = 2.0, .may_be_empty = 1};

struct group {
    struct size before,
        last;            /* the last item, which a repetition is for, and what stands before it */
    double anchors_most; /* in a row, in one of the alternatives before */
    int alternative_may_be_empty;
};

/* As a sequence is that has no item yet. */
static const struct group no_items = {.before = {.may_be_empty = 1}, .last = {.may_be_empty = 1}};

static void add_item(struct group *group, struct size item)
{
    group->before.nodes += group->last.nodes;
    group->before.branches += group->last.branches;
    group->before.empty_loops += group->last.empty_loops;
    group->before.anchors += group->last.anchors;
    group->before.anchors_in_row += group->last.anchors_in_row;
    group->before.may_be_empty &= group->last.may_be_empty;
    group->last = item;
}

/* Of items, of which the last has been added to those before. */
static void end_alternative(struct group *group)
{
    group->anchors_most = fmax(group->anchors_most, group->before.anchors_in_row);
    group->before.anchors_in_row = 0.0;
    group->alternative_may_be_empty |= group->before.may_be_empty;
    group->before.may_be_empty = group->last.may_be_empty = 1;
}

static void repeat(struct size *item, double copies, double optional)
{
    item->anchors *= copies;
    item->anchors_in_row *= copies;
    item->empty_loops *= copies;
    if (optional > 0.0 && (item->anchors > 0.0 || item->may_be_empty)) {
        double ways = item->may_be_empty ? item->branches * copies / OPTION_BRANCHES : 0.0;
        item->empty_loops += fmax(optional, ways) + item->anchors;
    }
    item->nodes *= copies;
    item->branches = item->branches * copies + OPTION_BRANCHES * optional;
}

static const char *read_count(const char *at, double *count)
{
    for (*count = 0.0; *at >= '0' && *at <= '9'; at++)
        *count = fmin(*count * 10.0 + (*at - '0'), NODES_MAX);
    return at;
}

/* "{2}", "{2,}", "{,4}" or "{2,4}". Returns where it ends; at, where it is none. */
static const char *repeat_counted(struct size *item, const char *at)
{
    double least, most;
    const char *end = read_count(at + 1, &least);
    most = least;
    if (*end == ',') {
        const char *start = end + 1;
        end = read_count(start, &most);
        if (end == start)
            most = least + 1.0; /* and that over and over */
    }
    if (*end != '}')
        return at;
    repeat(item, fmax(most, 1.0), fmax(most - least, 0.0));
    item->may_be_empty |= least == 0.0;
    if (most == 0.0) {
        item->branches += nothing.branches;
        item->anchors += nothing.anchors;
        item->anchors_in_row += nothing.anchors_in_row;
    }
    return end;
}

static struct size size_of_item(const char *at)
{
    if (*at == '^' || *at == '$')
        return anchor;
    if (*at != '\\' || at[1] == '\0')
        return character;
    if (at[1] == 'b' || at[1] == 'B')
        return border;
    if (strchr("<>`'", at[1]) != NULL)
        return anchor;
    return at[1] >= '1' && at[1] <= '9' ? nothing : character; /* what a group found */
}

/* Reads an item, or a repetition of the last one. Returns where it ends. */
static const char *measure_item(struct group *group, const char *at)
{
    const char *end = at;
    if (*at == '*' || *at == '?') {
        repeat(&group->last, 1.0, 1.0);
        group->last.may_be_empty = 1;
    } else if (*at == '+') {
        repeat(&group->last, 2.0, 1.0); /* one, and those that may follow */
    } else if (*at == '{' && (end = repeat_counted(&group->last, at)) != at) {
        return end;
    } else if (*at == '|') {
        add_item(group, alternative);
        end_alternative(group);
    } else {
        add_item(group, size_of_item(at));
    }
    if (*at == '[')
        end = end_of_brackets(at);
    else if (*at == '\\')
        end = at + 1;
    return *end != '\0' ? end : end - 1;
}

/* The size of all items. */
static struct size close_group(struct group *group)
{
    add_item(group, nothing);
    end_alternative(group);
    struct size size = group->before;
    size.anchors_in_row = group->anchors_most;
    size.may_be_empty = group->alternative_may_be_empty;
    if (size.nodes == 0.0) /* "()", which regcomp has nodes for */
        return nothing;
    return size;
}

int pattern_is_large(const char *pattern)
{
    struct group groups[NESTING_MAX + 1];
    size_t depth = 0;
    groups[0] = no_items;
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '(') {
            if (depth == NESTING_MAX)
                return 1;
            groups[++depth] = no_items;
        } else if (*at == ')' && depth > 0) {
            depth--;
            add_item(&groups[depth], close_group(&groups[depth + 1]));
        } else {
            at = measure_item(&groups[depth], at);
        }
    }
    for (; depth > 0; depth--) /* regcomp misses the bracket, but after all the rest */
        add_item(&groups[depth - 1], close_group(&groups[depth]));
    struct size all = close_group(&groups[0]);
    return all.nodes > NODES_MAX || all.branches / BRANCHES_MAX + all.anchors_in_row / ANCHORS_MAX +
                                            all.empty_loops / EMPTY_LOOPS_MAX >
                                        1.0;
}
