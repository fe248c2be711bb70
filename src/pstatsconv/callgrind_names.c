/* What files and functions are called in callgrind's format, whose readers tell functions apart by these alone. */
#include "callgrind_names.h"

#include "cli/decimal.h"
#include "cli/names.h"

#include <stdint.h>
#include <stdlib.h>

/* ---- Names ---- */

/* Blanks at the ends would be lost, and a name without anything be taken for one that was written before. */
static void append_name(struct buffer *text, pstats_text name)
{
    struct buffer clean = BUFFER_INIT;
    names_append_clean(&clean, name);
    const char *bytes = buffer_string(&clean);
    size_t start = clean.length > 0 && bytes[0] == ' ';
    size_t end = clean.length - (clean.length > start && bytes[clean.length - 1] == ' ');
    if (clean.length == 0)
        buffer_append_string(text, "???"); /* callgrind's word for the unknown */
    if (start > 0)
        buffer_append_string(text, "\\x20");
    buffer_append(text, bytes + start, end - start);
    if (end < clean.length)
        buffer_append_string(text, "\\x20");
    text->failed |= clean.failed;
    buffer_free(&clean);
}

/* The first mark is the line, each further one the function's place, which no other has. */
static void append_mark(const struct callgrind_names *names, struct buffer *text, size_t index,
                        unsigned mark)
{
    buffer_append_char(text, ':');
    decimal_append_integer(text, mark == 1 ? pstats_graph_function(names->graph, index)->line
                                           : (int64_t)names->order->ranks[index] + 1);
}

void callgrind_names_append_file(const struct callgrind_names *names, struct buffer *text,
                                 size_t index)
{
    append_name(text, pstats_graph_function(names->graph, index)->file);
}

void callgrind_names_append_function(const struct callgrind_names *names, struct buffer *text,
                                     size_t index)
{
    append_name(text, pstats_graph_function(names->graph, index)->name);
    for (unsigned mark = 1; mark <= names->marks[index]; mark++)
        append_mark(names, text, index, mark);
}

/* ---- Which are taken. Of names, their hashes do: that two have the same costs one a mark ---- */

struct taken {
    uint64_t *slots; /* 0: free */
    size_t mask;
};

static uint64_t hash_of(uint64_t hash, const struct buffer *text)
{
    for (size_t i = 0; i < text->length; i++)
        hash = (hash ^ (unsigned char)text->bytes[i]) * UINT64_C(0x100000001b3);
    hash = (hash ^ hash >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= hash >> 29;
    return hash != 0 ? hash : 1;
}

static int taken_init(struct taken *taken, size_t count)
{
    size_t size = 16;
    while (size / 2 < count && size <= SIZE_MAX / 4)
        size *= 2;
    taken->mask = size - 1;
    taken->slots = calloc(size, sizeof *taken->slots);
    return taken->slots != NULL;
}

/* 0: it was there before. */
static int take(struct taken *taken, uint64_t hash)
{
    size_t slot = (size_t)hash & taken->mask;
    for (; taken->slots[slot] != 0; slot = (slot + 1) & taken->mask)
        if (taken->slots[slot] == hash)
            return 0;
    taken->slots[slot] = hash;
    return 1;
}

/* ---- Marking ---- */

struct hashes {
    uint64_t *files, *functions; /* by function: of its file, and of both without marks */
    uint64_t *sorted;            /* the latter */
};

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static int hash_all(const struct callgrind_names *names, struct hashes *hashes)
{
    size_t count = pstats_graph_function_count(names->graph);
    struct buffer text = BUFFER_INIT;
    for (size_t i = 0; i < count; i++) {
        buffer_cut(&text, 0);
        callgrind_names_append_file(names, &text, i);
        hashes->files[i] = hash_of(0, &text);
        buffer_cut(&text, 0);
        callgrind_names_append_function(names, &text, i);
        hashes->functions[i] = hashes->sorted[i] = hash_of(hashes->files[i], &text);
    }
    qsort(hashes->sorted, count, sizeof *hashes->sorted, compare_hashes);
    int is_done = !text.failed;
    buffer_free(&text);
    return is_done;
}

static int is_alone(const struct hashes *hashes, size_t count, size_t index)
{
    const uint64_t *sorted = hashes->sorted, *last = sorted + count - 1,
                   *place = bsearch(&hashes->functions[index], sorted, count, sizeof *sorted,
                                    compare_hashes);
    return place != NULL && /* it is there */
           (place == sorted || place[-1] != *place) && (place == last || place[1] != *place);
}

/* What is alone keeps its name; the others get marks, in their order, until no other has what comes of it. */
static int mark_all(const struct callgrind_names *names, const struct hashes *hashes,
                    struct taken *taken)
{
    size_t count = pstats_graph_function_count(names->graph);
    struct buffer text = BUFFER_INIT;
    for (size_t i = 0; i < count; i++)
        if (is_alone(hashes, count, i))
            take(taken, hashes->functions[i]);
    for (size_t i = 0; i < count; i++) {
        size_t index = names->order->functions[i];
        int is_unique = is_alone(hashes, count, index);
        buffer_cut(&text, 0);
        if (!is_unique)
            callgrind_names_append_function(names, &text, index);
        while (!is_unique && !text.failed) {
            append_mark(names, &text, index, ++names->marks[index]);
            is_unique = take(taken, hash_of(hashes->files[index], &text));
        }
    }
    int is_done = !text.failed;
    buffer_free(&text);
    return is_done;
}

int callgrind_names_make(struct callgrind_names *names, const pstats_graph *graph,
                         const struct order *order)
{
    size_t count = pstats_graph_function_count(graph);
    struct taken taken = {NULL, 0};
    struct hashes hashes = {calloc(count + 1, sizeof(uint64_t)),
                            calloc(count + 1, sizeof(uint64_t)),
                            calloc(count + 1, sizeof(uint64_t))};
    *names = (struct callgrind_names){graph, order, calloc(count + 1, sizeof *names->marks)};
    int is_done = names->marks != NULL && hashes.files != NULL && hashes.functions != NULL &&
                  hashes.sorted != NULL && taken_init(&taken, count) && hash_all(names, &hashes) &&
                  mark_all(names, &hashes, &taken);
    free(taken.slots);
    free(hashes.files);
    free(hashes.functions);
    free(hashes.sorted);
    return is_done;
}

void callgrind_names_free(struct callgrind_names *names)
{
    free(names->marks);
}
