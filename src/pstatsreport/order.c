/* In which order rows stand: the sort keys of Python's pstats. */
#include "order.h"

#include "cli/message.h"
#include "cli/names.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- Keys ---- */

static const struct key {
    const char *name;
    enum order_field fields[3];
    size_t count;
    const char *description;
} keys[] = {
    {"calls", {ORDER_CALLS}, 1, "call count"},
    {"ncalls", {ORDER_CALLS}, 1, "call count"},
    {"cumtime", {ORDER_CUMULATIVE}, 1, "cumulative time"},
    {"cumulative", {ORDER_CUMULATIVE}, 1, "cumulative time"},
    {"file", {ORDER_FILE}, 1, "file name"},
    {"filename", {ORDER_FILE}, 1, "file name"},
    {"line", {ORDER_LINE}, 1, "line number"},
    {"module", {ORDER_FILE}, 1, "file name"},
    {"name", {ORDER_NAME}, 1, "function name"},
    {"nfl", {ORDER_NAME, ORDER_FILE, ORDER_LINE}, 3, "name/file/line"},
    {"pcalls", {ORDER_PRIMITIVE_CALLS}, 1, "primitive call count"},
    {"stdname", {ORDER_STANDARD_NAME}, 1, "standard name"},
    {"time", {ORDER_SELF}, 1, "internal time"},
    {"tottime", {ORDER_SELF}, 1, "internal time"},
    {"-1", {ORDER_STANDARD_NAME}, 1, "standard name"}, /* of the oldest profilers */
    {"0", {ORDER_CALLS}, 1, "call count"},
    {"1", {ORDER_SELF}, 1, "internal time"},
    {"2", {ORDER_CUMULATIVE}, 1, "cumulative time"},
};
#define KEY_COUNT (sizeof keys / sizeof *keys)

/* A key, or the start of one, as long as all that start so mean the same. */
static const struct key *find_key(const char *word, size_t length)
{
    const struct key *found = NULL;
    for (size_t i = 0; length > 0 && i < KEY_COUNT; i++) {
        if (strncmp(keys[i].name, word, length) != 0)
            continue;
        if (keys[i].name[length] == '\0')
            return &keys[i];
        if (found != NULL && strcmp(found->description, keys[i].description) != 0)
            return NULL;
        found = &keys[i];
    }
    return found;
}

static int add_key(struct order *order, const char *word, size_t length, const char *option)
{
    const struct key *key = find_key(word, length);
    if (key == NULL) {
        message_error(option,
                      "'%.*s' is no key to sort by; calls, cumulative, file, line, module, name, "
                      "nfl, pcalls, stdname and time are",
                      (int)(length < 100 ? length : 100), word);
        return 0;
    }
    if (order->count + key->count > ORDER_FIELDS_MAX) {
        message_error(option, "too many keys");
        return 0;
    }
    memcpy(order->fields + order->count, key->fields, key->count * sizeof *key->fields);
    order->count += key->count;
    if (order->description.length > 0)
        buffer_append_string(&order->description, ", ");
    buffer_append_string(&order->description, key->description);
    return 1;
}

int order_parse(struct order *order, const struct option_strings *texts, const char *option)
{
    *order = (struct order){.description = BUFFER_INIT};
    if (texts->count == 0)
        return add_key(order, "cumulative", strlen("cumulative"), option);
    for (size_t i = 0; i < texts->count; i++)
        for (const char *word = texts->items[i];; word++) {
            size_t length = strcspn(word, ",");
            if (!add_key(order, word, length, option))
                return 0;
            word += length;
            if (*word == '\0')
                break;
        }
    return 1;
}

void order_free(struct order *order)
{
    buffer_free(&order->description);
}

/* ---- Comparing ---- */

/* Many rows can share a text of any length, and so can texts share a start. */
static int compare_texts(pstats_text a, pstats_text b)
{
    return names_compare(names_read_part(a), names_read_part(b));
}

static int compare_standard(const struct row *a, const struct row *b)
{
    if (a->is_group)
        return compare_texts(a->name, b->name);
    return names_compare_standard(names_read_part(a->file), a->line, names_read_part(a->name),
                                  names_read_part(b->file), b->line, names_read_part(b->name));
}

static double known(double calls)
{
    return calls > 0.0 ? calls : 0.0;
}

static double change(const struct row *row, enum order_field field)
{
    const pstats_cost *after = &row->cost, *before = &row->before;
    switch (field) {
    case ORDER_CALLS:
        return fabs(known(row->calls) - known(row->calls_before));
    case ORDER_PRIMITIVE_CALLS:
        return fabs(known((double)after->primitive_calls) - known((double)before->primitive_calls));
    case ORDER_SELF:
        return fabs(after->self - before->self);
    default:
        return fabs(after->cumulative - before->cumulative);
    }
}

static double figure(const struct row *row, enum order_field field)
{
    switch (field) {
    case ORDER_CALLS:
        return row->calls;
    case ORDER_PRIMITIVE_CALLS:
        return row->primitive_calls;
    case ORDER_SELF:
        return row->cost.self;
    default:
        return row->cost.cumulative;
    }
}

/* The larger comes first, what is no number last. */
static int compare_figures(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    return (a < b) - (a > b);
}

/* Counts beyond what a double tells apart are still counts. */
static int compare_by_figure(const struct order *order, enum order_field field, const struct row *a,
                             const struct row *b)
{
    if (order->is_by_change)
        return compare_figures(change(a, field), change(b, field));
    int result = compare_figures(figure(a, field), figure(b, field));
    if (result == 0 && field == ORDER_CALLS)
        return (a->cost.calls < b->cost.calls) - (a->cost.calls > b->cost.calls);
    if (result == 0 && field == ORDER_PRIMITIVE_CALLS)
        return (a->cost.primitive_calls < b->cost.primitive_calls) -
               (a->cost.primitive_calls > b->cost.primitive_calls);
    return result;
}

static int compare(const struct order *order, const struct row *a, const struct row *b)
{
    for (size_t i = 0; i < order->count; i++) {
        enum order_field field = order->fields[i];
        int result = field == ORDER_FILE            ? compare_texts(a->file, b->file)
                     : field == ORDER_LINE          ? (a->line > b->line) - (a->line < b->line)
                     : field == ORDER_NAME          ? compare_texts(a->name, b->name)
                     : field == ORDER_STANDARD_NAME ? compare_standard(a, b)
                                                    : compare_by_figure(order, field, a, b);
        if (result != 0)
            return result;
    }
    return 0;
}

/* ---- Sorting ---- */

/* Merges two sorted runs, from[start..middle) and from[middle..end), into to. */
static void merge(const struct order *order, const struct row *from, struct row *to, size_t start,
                  size_t middle, size_t end)
{
    size_t left = start, right = middle;
    for (size_t i = start; i < end; i++) {
        int takes_right =
            left == middle || (right < end && compare(order, &from[left], &from[right]) > 0);
        to[i] = from[takes_right ? right++ : left++];
    }
}

static void reverse(struct row *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

int order_sort(const struct order *order, struct row *rows, size_t count)
{
    struct row *other = calloc(count + 1, sizeof *other), *from = rows, *to = other;
    if (other == NULL)
        return 0;
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t start = 0; start < count; start += 2 * run) {
            size_t middle = count - start < run ? count : start + run;
            size_t end = count - middle < run ? count : middle + run;
            merge(order, from, to, start, middle, end);
        }
        struct row *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != rows)
        memcpy(rows, from, count * sizeof *rows);
    free(other);
    if (order->is_reversed)
        reverse(rows, count);
    return 1;
}
