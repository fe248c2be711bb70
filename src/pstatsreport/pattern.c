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

struct size {
    double nodes, branches; /* their memory grows with the square of branches */
};

struct group {
    struct size before,
        last; /* the last item, which a repetition is for, and what stands before it */
};

static void add_item(struct group *group, struct size item)
{
    group->before.nodes += group->last.nodes;
    group->before.branches += group->last.branches;
    group->last = item;
}

static void repeat(struct size *item, double copies, double optional)
{
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
    return end;
}

/* Reads an item, or a repetition of the last one. Returns where it ends. */
static const char *measure_item(struct group *group, const char *at)
{
    static const struct size one = {1.0, 0.0}, alternative = {1.0, 1.0};
    const char *end = at;
    if (*at == '*' || *at == '?')
        repeat(&group->last, 1.0, 1.0);
    else if (*at == '+')
        repeat(&group->last, 2.0, 1.0); /* one, and those that may follow */
    else if (*at == '{' && (end = repeat_counted(&group->last, at)) != at)
        return end;
    else
        add_item(group, *at == '|' ? alternative : one);
    if (*at == '[')
        end = end_of_brackets(at);
    else if (*at == '\\')
        end = at + 1;
    return *end != '\0' ? end : end - 1;
}

/* Makes it an item of the one before it in the array. */
static void close_group(struct group *group)
{
    static const struct size nothing = {0.0, 0.0};
    add_item(group, nothing);
    add_item(group - 1, group->before);
}

int pattern_is_large(const char *pattern)
{
    static const struct group none = {{0.0, 0.0}, {0.0, 0.0}};
    struct group groups[NESTING_MAX + 1];
    size_t depth = 0;
    groups[0] = none;
    for (const char *at = pattern; *at != '\0'; at++) {
        if (*at == '(') {
            if (depth == NESTING_MAX)
                return 1;
            groups[++depth] = none;
        } else if (*at == ')' && depth > 0) {
            close_group(&groups[depth]);
            depth--;
        } else {
            at = measure_item(&groups[depth], at);
        }
    }
    for (; depth > 0; depth--) /* regcomp misses the bracket, but after all the rest */
        close_group(&groups[depth]);
    add_item(&groups[0], none.last);
    return groups[0].before.nodes > NODES_MAX || groups[0].before.branches > BRANCHES_MAX;
}
