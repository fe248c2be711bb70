/* Functions by the names that tables, graphs and frames show. */
#include "finder.h"

#include "cli/glob.h"
#include "cli/message.h"
#include "cli/names.h"
#include "cli/nearest.h"
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 200 /* bytes of a name in a message */

struct pattern {
    const char *text;
    struct glob *glob;
    struct buffer exact; /* text as a pstats_text */
    int is_found;
};

struct finder {
    struct pattern *patterns;
    size_t count;
    const struct option_strings *strip_prefixes;
    const struct finder_way *ways;
    size_t way_count;
    struct buffer names[FINDER_WAYS_MAX]; /* of one function, in each way */
    struct buffer shown;
};

/* ---- What functions are called ---- */

void finder_own_name(struct buffer *buffer, const pstats_function *function,
                     const struct option_strings *strip_prefixes)
{
    (void)strip_prefixes;
    pstats_text name = names_read_part(function->name);
    buffer_append(buffer, name.bytes, name.length);
}

void finder_graph_name(struct buffer *buffer, const pstats_function *function,
                       const struct option_strings *strip_prefixes)
{
    (void)strip_prefixes;
    names_append(buffer, function);
}

static void append_standard_name(struct buffer *buffer, const pstats_function *function,
                                 const struct option_strings *strip_prefixes)
{
    pstats_text file = names_strip_folder(function->file, strip_prefixes, NULL);
    names_append_standard(buffer, names_read_part(file), function->line,
                          names_read_part(function->name));
}

static pstats_text base_of(pstats_text file)
{
    size_t start = file.length;
    while (start > 0 && !names_is_separator(file.bytes[start - 1]))
        start--;
    return (pstats_text){file.bytes + start, file.length - start};
}

static void append_base_name(struct buffer *buffer, const pstats_function *function,
                             const struct option_strings *strip_prefixes)
{
    pstats_text file = names_strip_folder(function->file, strip_prefixes, NULL);
    names_append_standard(buffer, base_of(names_read_part(file)), function->line,
                          names_read_part(function->name));
}

const struct finder_rules finder_usual_rules = {
    {{finder_own_name, 0},
     {append_standard_name, 0},
     {append_base_name, 0},
     {finder_graph_name, 0}},
    4,
    finder_complain,
};

/* ---- Patterns ---- */

void finder_free(struct finder *finder)
{
    if (finder == NULL)
        return;
    for (size_t i = 0; finder->patterns != NULL && i < finder->count; i++) {
        glob_free(finder->patterns[i].glob);
        buffer_free(&finder->patterns[i].exact);
    }
    for (size_t i = 0; i < finder->way_count; i++)
        buffer_free(&finder->names[i]);
    buffer_free(&finder->shown);
    free(finder->patterns);
    free(finder);
}

static int pattern_init(struct pattern *pattern, const char *text)
{
    struct text_cursor cursor = text_cursor(text_of(text));
    pattern->text = text;
    pattern->glob = glob_new(text_of(text));
    while (cursor.at < cursor.end)
        text_append(&pattern->exact, text_next(&cursor));
    return pattern->glob != NULL && !pattern->exact.failed;
}

static struct finder *new_by(const struct option_strings *texts,
                             const struct option_strings *strip_prefixes,
                             const struct finder_rules *rules)
{
    struct finder *finder = calloc(1, sizeof *finder);
    if (finder == NULL)
        return NULL;
    finder->patterns = calloc(texts->count + 1, sizeof *finder->patterns);
    finder->count = texts->count;
    finder->strip_prefixes = strip_prefixes;
    finder->ways = rules->ways;
    finder->way_count = rules->way_count;
    int is_complete = finder->patterns != NULL;
    for (size_t i = 0; is_complete && i < texts->count; i++)
        is_complete = pattern_init(&finder->patterns[i], texts->items[i]);
    if (is_complete)
        return finder;
    finder_free(finder);
    return NULL;
}

struct finder *finder_new(const struct option_strings *texts,
                          const struct option_strings *strip_prefixes)
{
    return new_by(texts, strip_prefixes, &finder_usual_rules);
}

static int matches(struct finder *finder, const struct pattern *pattern, const struct buffer *name,
                   int is_literal)
{
    pstats_text text = {buffer_string(name), name->length};
    if (!is_literal && glob_matches(pattern->glob, text))
        return 1;
    if (name->length == pattern->exact.length &&
        memcmp(text.bytes, buffer_string(&pattern->exact), text.length) == 0)
        return 1;
    if (strchr(pattern->text, '\\') == NULL)
        return 0; /* nothing in it could be an escape */
    buffer_cut(&finder->shown, 0);
    text_append_display(&finder->shown, text);
    return strcmp(buffer_string(&finder->shown), pattern->text) == 0;
}

/* ---- Finding ---- */

static int name_function(struct finder *finder, const pstats_function *function)
{
    int is_done = 1;
    for (size_t i = 0; i < finder->way_count; i++) {
        buffer_cut(&finder->names[i], 0);
        finder->ways[i].form(&finder->names[i], function, finder->strip_prefixes);
        names_cut(&finder->names[i]);
        is_done = is_done && !finder->names[i].failed;
    }
    return is_done;
}

static int any_name_matches(struct finder *finder, const struct pattern *pattern)
{
    for (size_t i = 0; i < finder->way_count; i++)
        if (matches(finder, pattern, &finder->names[i], finder->ways[i].is_literal))
            return 1;
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
            if (any_name_matches(finder, &finder->patterns[j])) {
                finder->patterns[j].is_found = 1;
                is_found[i] = 1;
            }
        *count += is_found[i];
    }
    return !finder->shown.failed;
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
            return finder->patterns[i].text;
    return NULL;
}

int found_make(struct found *found, const pstats_graph *graph, const struct option_strings *texts,
               const struct option_strings *strip_prefixes, const struct finder_rules *rules)
{
    *found = (struct found){NULL, 0, NULL};
    if (texts->count == 0)
        return 1;
    struct finder *finder = new_by(texts, strip_prefixes, rules);
    if (finder == NULL)
        return 0;
    found->indices = finder_indices(finder, graph, &found->count);
    if (found->indices != NULL)
        found->missing = finder_missing(finder);
    finder_free(finder);
    return found->indices != NULL;
}

void found_free(struct found *found)
{
    free(found->indices);
    *found = (struct found){NULL, 0, NULL};
}

/* ---- Not finding ---- */

static void append_shown(struct buffer *buffer, pstats_text text)
{
    char shown[SHOWN_MAX + 1];
    pstats_text_display(text, shown, sizeof shown);
    buffer_append_string(buffer, shown);
}

/* "'a', 'b' or 'c'": each once, in the form. */
static void append_nearest(struct buffer *list, const pstats_graph *graph,
                           const struct nearest *nearest, finder_form *form)
{
    static const struct option_strings none;
    struct buffer shown[NEAREST_MAX] = {BUFFER_INIT};
    struct buffer name = BUFFER_INIT;
    size_t count = 0;
    for (size_t i = 0; i < nearest->count; i++) {
        buffer_cut(&name, 0);
        form(&name, pstats_graph_function(graph, nearest->index[i]), &none);
        append_shown(&shown[count], (pstats_text){buffer_string(&name), name.length});
        size_t same = 0;
        while (strcmp(buffer_string(&shown[same]), buffer_string(&shown[count])) != 0)
            same++;
        if (same < count)
            buffer_cut(&shown[count], 0);
        else
            count++;
    }
    for (size_t i = 0; i < count; i++)
        buffer_append_format(list, "%s'%s'",
                             i == 0           ? ""
                             : i + 1 == count ? " or "
                                              : ", ",
                             buffer_string(&shown[i]));
    for (size_t i = 0; i < NEAREST_MAX; i++) {
        list->failed |= shown[i].failed;
        buffer_free(&shown[i]);
    }
    list->failed |= name.failed;
    buffer_free(&name);
}

/* By the name in the form or by its own, whichever is nearer: many give the latter alone. What holds
 * the pattern leaves no room for what is merely spelt alike. */
static void find_nearest(struct nearest *nearest, const pstats_graph *graph, const char *pattern,
                         finder_form *form)
{
    static const struct option_strings none;
    struct buffer name = BUFFER_INIT, own = BUFFER_INIT;
    nearest_start(nearest, pattern);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *function = pstats_graph_function(graph, i);
        buffer_cut(&name, 0);
        buffer_cut(&own, 0);
        form(&name, function, &none);
        finder_own_name(&own, function, &none);
        nearest_offer_either(nearest, i, buffer_string(&name), buffer_string(&own));
    }
    while (nearest->count > 0 && nearest->distance[0] == 0 &&
           nearest->distance[nearest->count - 1] > 0)
        nearest->count--;
    buffer_free(&name);
    buffer_free(&own);
}

void finder_complain_in(const pstats_graph *graph, const char *option, const char *pattern,
                        finder_form *form, const char *otherwise)
{
    struct nearest nearest;
    struct buffer clause = BUFFER_INIT;
    find_nearest(&nearest, graph, pattern, form);
    buffer_append_string(&clause, "no function is called '");
    append_shown(&clause, text_of(pattern));
    buffer_append_string(&clause, nearest.count > 0 ? "'; did you mean " : "'");
    append_nearest(&clause, graph, &nearest, form);
    buffer_append_string(&clause, nearest.count > 0 ? "?" : otherwise);
    if (clause.failed) /* without the names that are near */
        message_error(option, "no function is called '%.200s'", pattern);
    else
        message_error(option, "%s", buffer_string(&clause));
    buffer_free(&clause);
}

void finder_complain(const pstats_graph *graph, const char *option, const char *pattern)
{
    finder_complain_in(graph, option, pattern, finder_graph_name, "");
}
