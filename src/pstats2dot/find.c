/* Functions by the names that the graph shows. */
#include "find.h"

#include "cli/glob.h"
#include "cli/message.h"
#include "cli/names.h"
#include "cli/nearest.h"
#include "cli/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUGGESTION_MAX 200 /* bytes of a name in a message */

/* ---- Patterns ---- */

struct pattern {
    const char *text;
    struct glob *glob;
    struct buffer exact; /* text as a pstats_text */
    int is_found;
};

static void free_patterns(struct pattern *patterns, size_t count)
{
    for (size_t i = 0; patterns != NULL && i < count; i++) {
        glob_free(patterns[i].glob);
        buffer_free(&patterns[i].exact);
    }
    free(patterns);
}

static struct pattern *new_patterns(const struct option_strings *texts)
{
    struct pattern *patterns = calloc(texts->count + 1, sizeof *patterns);
    int is_complete = patterns != NULL;
    for (size_t i = 0; is_complete && i < texts->count; i++) {
        struct pattern *pattern = &patterns[i];
        struct text_cursor cursor = text_cursor(text_of(texts->items[i]));
        pattern->text = texts->items[i];
        pattern->glob = glob_new(text_of(pattern->text));
        while (cursor.at < cursor.end)
            text_append(&pattern->exact, text_next(&cursor));
        is_complete = pattern->glob != NULL && !pattern->exact.failed;
    }
    if (is_complete)
        return patterns;
    free_patterns(patterns, texts->count);
    return NULL;
}

/* The name as messages and lists show it. */
static void append_shown(struct buffer *shown, const struct buffer *name)
{
    pstats_text text = {buffer_string(name), name->length};
    size_t length = pstats_text_display(text, NULL, 0);
    char *buffer = malloc(length + 1);
    if (buffer == NULL) {
        shown->failed = 1;
        return;
    }
    pstats_text_display(text, buffer, length + 1);
    buffer_append(shown, buffer, length);
    free(buffer);
}

static int pattern_matches(const struct pattern *pattern, const struct buffer *name,
                           struct buffer *shown)
{
    pstats_text text = {buffer_string(name), name->length};
    if (glob_matches(pattern->glob, text))
        return 1;
    if (name->length == pattern->exact.length &&
        memcmp(text.bytes, buffer_string(&pattern->exact), text.length) == 0)
        return 1;
    if (strchr(pattern->text, '\\') == NULL)
        return 0; /* nothing in it could be an escape */
    buffer_cut(shown, 0);
    append_shown(shown, name);
    return strcmp(buffer_string(shown), pattern->text) == 0;
}

/* ---- Finding ---- */

static int any_matches(struct pattern *patterns, size_t count, const struct buffer *name,
                       struct buffer *shown)
{
    int is_match = 0;
    for (size_t i = 0; i < count; i++) {
        if (!pattern_matches(&patterns[i], name, shown))
            continue;
        patterns[i].is_found = 1;
        is_match = 1;
    }
    return is_match;
}

int find_functions(const pstats_graph *graph, const struct option_strings *texts,
                   struct found *found)
{
    *found = (struct found){NULL, 0, NULL};
    if (texts->count == 0)
        return 1;
    size_t function_count = pstats_graph_function_count(graph);
    struct pattern *patterns = new_patterns(texts);
    struct buffer name = BUFFER_INIT, shown = BUFFER_INIT;
    found->indices = calloc(function_count + 1, sizeof *found->indices);
    int is_done = patterns != NULL && found->indices != NULL;
    for (size_t i = 0; is_done && i < function_count; i++) {
        buffer_cut(&name, 0);
        names_append(&name, pstats_graph_function(graph, i));
        if (any_matches(patterns, texts->count, &name, &shown))
            found->indices[found->count++] = i;
    }
    is_done = is_done && !name.failed && !shown.failed;
    for (size_t i = texts->count; is_done && i-- > 0;)
        if (!patterns[i].is_found)
            found->missing = patterns[i].text;
    buffer_free(&name);
    buffer_free(&shown);
    free_patterns(patterns, texts->count);
    return is_done;
}

void found_free(struct found *found)
{
    free(found->indices);
    *found = (struct found){NULL, 0, NULL};
}

/* ---- Not finding ---- */

static int is_in(const pstats_graph *graph, const char *pattern)
{
    const struct option_strings one = {&pattern, 1, 1};
    struct found found;
    int is_found = find_functions(graph, &one, &found) && found.count > 0;
    found_free(&found);
    return is_found;
}

void find_complain(const pstats_graph *graph, const pstats_graph *whole, const char *option,
                   const char *pattern)
{
    if (is_in(whole, pattern)) {
        message_error(
            option, "'%.200s' is in the profile, but left out by the other options; try -n 0 -e 0",
            pattern);
        return;
    }
    struct buffer name = BUFFER_INIT, list = BUFFER_INIT;
    struct nearest nearest;
    nearest_start(&nearest, pattern);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        buffer_cut(&name, 0);
        names_append(&name, pstats_graph_function(graph, i));
        nearest_offer(&nearest, i, buffer_string(&name));
    }
    for (size_t i = 0; i < nearest.count; i++) {
        buffer_cut(&name, 0);
        names_append(&name, pstats_graph_function(graph, nearest.index[i]));
        buffer_cut(&name, SUGGESTION_MAX);
        buffer_append_string(&list, i == 0                   ? "; did you mean '"
                                    : i + 1 == nearest.count ? "' or '"
                                                             : "', '");
        append_shown(&list, &name);
    }
    message_error(option, "no function is called '%.200s'%s%s", pattern,
                  nearest.count > 0 ? buffer_string(&list)
                                    : "; --list-functions=+ shows what there is",
                  nearest.count > 0 ? "'?" : "");
    buffer_free(&name);
    buffer_free(&list);
}

/* ---- Listing ---- */

static void append_count(struct buffer *line, const char *label, int64_t count)
{
    if (count == PSTATS_CALLS_UNKNOWN)
        buffer_append_format(line, ",\n\t%s: unknown", label);
    else
        buffer_append_format(line, ",\n\t%s: %" PRId64, label, count);
}

static void append_entry(struct buffer *line, const pstats_graph *graph, size_t index, size_t id,
                         char form)
{
    const pstats_function *function = pstats_graph_function(graph, index);
    struct buffer name = BUFFER_INIT;
    names_append(&name, function);
    if (form == '+')
        buffer_append_format(line, "%zu:\t", id);
    append_shown(line, &name);
    if (form == '%') {
        buffer_append_format(line, "\n\tid: %zu,\n\tfile: ", id);
        buffer_cut(&name, 0);
        buffer_append(&name, function->file.bytes, function->file.length);
        append_shown(line, &name);
        append_count(line, "calls", function->cost.calls);
        append_count(line, "primitive calls", function->cost.primitive_calls);
        buffer_append_format(line, ",\n\tself: %.9g,\n\ttotal: %.9g", function->cost.self,
                             function->cost.cumulative);
    }
    line->failed |= name.failed;
    buffer_free(&name);
}

int find_list(const pstats_graph *graph, const size_t *ids, const char *selector)
{
    char form = strcmp(selector, "+") == 0 || strcmp(selector, "*") == 0 ? '+'
                : selector[0] == '%'                                     ? '%'
                                                                         : '*';
    const char *pattern = form == '+' ? "*" : form == '%' ? selector + 1 : selector;
    const struct option_strings one = {&pattern, 1, 1};
    struct found found;
    struct buffer line = BUFFER_INIT;
    int is_done = find_functions(graph, &one, &found);
    for (size_t i = 0; is_done && i < found.count; i++) {
        buffer_cut(&line, 0);
        append_entry(&line, graph, found.indices[i], ids[found.indices[i]], form);
        is_done = !line.failed;
        fprintf(stderr, "%s%s", i > 0 ? ",\n" : "", buffer_string(&line));
    }
    fputc('\n', stderr);
    buffer_free(&line);
    found_free(&found);
    return is_done;
}
