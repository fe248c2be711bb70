/* Functions by the names that tables and graphs show. */
#include "finder.h"

#include "cli/glob.h"
#include "cli/message.h"
#include "cli/names.h"
#include "cli/nearest.h"
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>

#define SUGGESTION_MAX 200 /* bytes of a name in a message */

enum { NAME, STANDARD, BASE_STANDARD, GRAPH, FORM_COUNT };

struct pattern {
    pstats_text text;
    struct glob *glob;
    int is_found;
};

struct finder {
    struct pattern *patterns;
    size_t count;
    const struct option_strings *strip_prefixes;
    struct buffer forms[FORM_COUNT]; /* what one function is called */
};

void finder_free(struct finder *finder)
{
    if (finder == NULL)
        return;
    for (size_t i = 0; finder->patterns != NULL && i < finder->count; i++)
        glob_free(finder->patterns[i].glob);
    for (size_t i = 0; i < FORM_COUNT; i++)
        buffer_free(&finder->forms[i]);
    free(finder->patterns);
    free(finder);
}

struct finder *finder_new(const struct option_strings *texts,
                          const struct option_strings *strip_prefixes)
{
    struct finder *finder = calloc(1, sizeof *finder);
    if (finder == NULL)
        return NULL;
    finder->patterns = calloc(texts->count + 1, sizeof *finder->patterns);
    finder->count = texts->count;
    finder->strip_prefixes = strip_prefixes;
    int is_complete = finder->patterns != NULL;
    for (size_t i = 0; is_complete && i < texts->count; i++) {
        finder->patterns[i].text = text_of(texts->items[i]);
        finder->patterns[i].glob = glob_new(finder->patterns[i].text);
        is_complete = finder->patterns[i].glob != NULL;
    }
    if (is_complete)
        return finder;
    finder_free(finder);
    return NULL;
}

static pstats_text base_of(pstats_text file)
{
    size_t start = file.length;
    while (start > 0 && file.bytes[start - 1] != '/' && file.bytes[start - 1] != '\\')
        start--;
    return (pstats_text){file.bytes + start, file.length - start};
}

static int name_function(struct finder *finder, const pstats_function *function)
{
    struct buffer *forms = finder->forms;
    pstats_text file = names_strip_folder(function->file, finder->strip_prefixes, NULL);
    int is_done = 1;
    for (size_t i = 0; i < FORM_COUNT; i++)
        buffer_cut(&forms[i], 0);
    buffer_append(&forms[NAME], function->name.bytes, function->name.length);
    names_append_standard(&forms[STANDARD], file, function->line, function->name);
    names_append_standard(&forms[BASE_STANDARD], base_of(file), function->line, function->name);
    names_append(&forms[GRAPH], function);
    for (size_t i = 0; i < FORM_COUNT; i++)
        is_done = is_done && !forms[i].failed;
    return is_done;
}

static int matches(const struct pattern *pattern, const struct buffer *forms)
{
    for (size_t i = 0; i < FORM_COUNT; i++) {
        pstats_text name = {buffer_string(&forms[i]), forms[i].length};
        if (glob_matches(pattern->glob, name))
            return 1;
        if (name.length == pattern->text.length &&
            memcmp(name.bytes, pattern->text.bytes, name.length) == 0)
            return 1;
    }
    return 0;
}

int finder_mark(struct finder *finder, const pstats_graph *graph, unsigned char *is_found,
                size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        is_found[i] = 0;
        if (finder->count == 0)
            continue;
        if (!name_function(finder, pstats_graph_function(graph, i)))
            return 0;
        for (size_t j = 0; j < finder->count; j++)
            if (matches(&finder->patterns[j], finder->forms)) {
                finder->patterns[j].is_found = 1;
                is_found[i] = 1;
            }
        *count += is_found[i];
    }
    return 1;
}

size_t *finder_indices(struct finder *finder, const pstats_graph *graph, size_t *count)
{
    size_t function_count = pstats_graph_function_count(graph);
    unsigned char *is_found = calloc(function_count + 1, 1);
    size_t *indices = calloc(function_count + 1, sizeof *indices);
    int is_done =
        is_found != NULL && indices != NULL && finder_mark(finder, graph, is_found, count);
    for (size_t i = 0, at = 0; is_done && i < function_count; i++)
        if (is_found[i])
            indices[at++] = i;
    free(is_found);
    if (is_done)
        return indices;
    free(indices);
    return NULL;
}

const char *finder_missing(const struct finder *finder)
{
    for (size_t i = 0; i < finder->count; i++)
        if (!finder->patterns[i].is_found)
            return finder->patterns[i].text.bytes;
    return NULL;
}

static void append_suggestion(struct buffer *list, const pstats_function *function)
{
    struct buffer name = BUFFER_INIT;
    names_append(&name, function);
    buffer_cut(&name, SUGGESTION_MAX);
    buffer_append_string(list, list->length > 0 ? "', '" : "; did you mean '");
    buffer_append(list, buffer_string(&name), name.length);
    buffer_free(&name);
}

void finder_complain(const pstats_graph *graph, const char *option, const char *pattern)
{
    struct buffer name = BUFFER_INIT, list = BUFFER_INIT;
    struct nearest nearest;
    int has_place = strchr(pattern, ':') != NULL;
    nearest_start(&nearest, pattern);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *function = pstats_graph_function(graph, i);
        buffer_cut(&name, 0);
        if (has_place)
            names_append(&name, function);
        else
            buffer_append(&name, function->name.bytes, function->name.length);
        nearest_offer(&nearest, i, buffer_string(&name));
    }
    for (size_t i = 0; i < nearest.count; i++)
        append_suggestion(&list, pstats_graph_function(graph, nearest.index[i]));
    message_error(option, "no function is called '%.200s'%s%s", pattern, buffer_string(&list),
                  list.length > 0 ? "'?" : "");
    buffer_free(&name);
    buffer_free(&list);
}
