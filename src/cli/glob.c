/* Shell patterns on whole names, as Python's fnmatch has them. Knows no files. */
#include "glob.h"

#include "cli/text.h"

#include <stdlib.h>

enum item_kind { ITEM_ONE, ITEM_ANY_ONE, ITEM_ANY_TEXT, ITEM_SET, ITEM_SET_NOT };

struct item {
    enum item_kind kind;
    uint32_t code_point;        /* ONE */
    const uint32_t *set, *last; /* SET, SET_NOT: between the brackets, without "!" */
};

struct glob {
    uint32_t *pattern; /* sets point into it */
    size_t item_count;
    struct item items[];
};

/* The bracket that ends the set whose first code point, behind "[", is at; NULL when none does. */
static const uint32_t *set_end(const uint32_t *at, const uint32_t *end)
{
    if (at < end && *at == '!')
        at++;
    if (at < end && *at == ']')
        at++; /* stands for itself there */
    while (at < end && *at != ']')
        at++;
    return at < end ? at : NULL;
}

static const uint32_t *parse_item(const uint32_t *at, const uint32_t *end, struct item *item)
{
    uint32_t first = *at++;
    *item = (struct item){.kind = ITEM_ONE, .code_point = first};
    if (first == '*') {
        item->kind = ITEM_ANY_TEXT;
    } else if (first == '?') {
        item->kind = ITEM_ANY_ONE;
    } else if (first == '[') {
        const uint32_t *last = set_end(at, end);
        if (last == NULL)
            return at;
        int is_not = *at == '!';
        item->kind = is_not ? ITEM_SET_NOT : ITEM_SET;
        item->set = at + is_not;
        item->last = last;
        at = last + 1;
    }
    return at;
}

struct glob *glob_new(pstats_text pattern)
{
    size_t count;
    uint32_t *code_points = text_code_points(pattern, &count);
    struct glob *glob = NULL;
    if (code_points != NULL && count < PTRDIFF_MAX / sizeof(struct item) - sizeof *glob)
        glob = malloc(sizeof *glob + count * sizeof(struct item));
    if (glob == NULL) {
        free(code_points);
        return NULL;
    }
    glob->pattern = code_points;
    glob->item_count = 0;
    const uint32_t *at = code_points, *end = code_points + count;
    while (at < end)
        at = parse_item(at, end, &glob->items[glob->item_count++]);
    return glob;
}

void glob_free(struct glob *glob)
{
    if (glob == NULL)
        return;
    free(glob->pattern);
    free(glob);
}

static int is_in_set(const struct item *item, uint32_t code_point)
{
    for (const uint32_t *at = item->set; at < item->last; at++) {
        if (item->last - at > 2 && at[1] == '-') {
            if (code_point >= at[0] && code_point <= at[2])
                return 1;
            at += 2;
        } else if (*at == code_point) {
            return 1;
        }
    }
    return 0;
}

static int item_matches(const struct item *item, uint32_t code_point)
{
    switch (item->kind) {
    case ITEM_ONE:
        return item->code_point == code_point;
    case ITEM_ANY_ONE:
        return 1;
    case ITEM_SET:
        return is_in_set(item, code_point);
    case ITEM_SET_NOT:
        return !is_in_set(item, code_point);
    case ITEM_ANY_TEXT:
        break;
    }
    return 0;
}

/* After a mismatch only the last "*" takes one code point more: what the ones before it took can
 * stay as it is. */
int glob_matches(const struct glob *glob, pstats_text name)
{
    const struct item *item = glob->items, *end = item + glob->item_count, *after_star = NULL;
    struct text_cursor at = text_cursor(name), taken = at;
    while (at.at < at.end) {
        if (item < end && item->kind == ITEM_ANY_TEXT) {
            after_star = ++item;
            taken = at;
        } else if (item < end && item_matches(item, text_next(&at))) {
            item++;
        } else if (after_star != NULL) {
            item = after_star;
            text_next(&taken);
            at = taken;
        } else {
            return 0;
        }
    }
    while (item < end && item->kind == ITEM_ANY_TEXT)
        item++;
    return item == end;
}
