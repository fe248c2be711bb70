/* Functions by the names that people know them by. */
#include "find.h"

#include "cli/glob.h"
#include "cli/message.h"
#include "cli/names.h"
#include "cli/nearest.h"
#include "cli/text.h"
#include "pstatsflame/functions.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT, FULL, PLACED, NAME_COUNT };

/* What one function is called. */
struct names {
    struct buffer texts[NAME_COUNT];
};

static int names_set(struct names *names, const pstats_function *function)
{
    for (size_t i = 0; i < NAME_COUNT; i++)
        buffer_cut(&names->texts[i], 0);
    functions_append_short(&names->texts[SHORT], function);
    buffer_append(&names->texts[FULL], function->name.bytes, function->name.length);
    names_append(&names->texts[PLACED], function);
    return !names->texts[SHORT].failed && !names->texts[FULL].failed &&
           !names->texts[PLACED].failed;
}

static void names_free(struct names *names)
{
    for (size_t i = 0; i < NAME_COUNT; i++)
        buffer_free(&names->texts[i]);
}

/* ---- Finding ---- */

struct pattern {
    pstats_text text;
    struct glob *glob;
    int is_found;
};

static void free_patterns(struct pattern *patterns, size_t count)
{
    for (size_t i = 0; patterns != NULL && i < count; i++)
        glob_free(patterns[i].glob);
    free(patterns);
}

static struct pattern *new_patterns(const struct option_strings *texts)
{
    struct pattern *patterns = calloc(texts->count + 1, sizeof *patterns);
    for (size_t i = 0; patterns != NULL && i < texts->count; i++) {
        patterns[i].text = text_of(texts->items[i]);
        patterns[i].glob = glob_new(patterns[i].text);
        if (patterns[i].glob == NULL) {
            free_patterns(patterns, i);
            return NULL;
        }
    }
    return patterns;
}

static int matches(const struct pattern *pattern, const struct names *names)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        pstats_text name = {buffer_string(&names->texts[i]), names->texts[i].length};
        if (glob_matches(pattern->glob, name))
            return 1;
        if (name.length == pattern->text.length &&
            memcmp(name.bytes, pattern->text.bytes, name.length) == 0)
            return 1;
    }
    return 0;
}

static int any_matches(struct pattern *patterns, size_t count, const struct names *names)
{
    int is_match = 0;
    for (size_t i = 0; i < count; i++)
        if (matches(&patterns[i], names)) {
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
    struct names names = {{BUFFER_INIT, BUFFER_INIT, BUFFER_INIT}};
    struct pattern *patterns = new_patterns(texts);
    found->indices = calloc(function_count + 1, sizeof *found->indices);
    int is_done = patterns != NULL && found->indices != NULL;
    for (size_t i = 0; is_done && i < function_count; i++) {
        is_done = names_set(&names, pstats_graph_function(graph, i));
        if (is_done && any_matches(patterns, texts->count, &names))
            found->indices[found->count++] = i;
    }
    for (size_t i = texts->count; is_done && i-- > 0;)
        if (!patterns[i].is_found)
            found->missing = texts->items[i];
    names_free(&names);
    free_patterns(patterns, texts->count);
    return is_done;
}

void found_free(struct found *found)
{
    free(found->indices);
    *found = (struct found){NULL, 0, NULL};
}

/* ---- Not finding ---- */

/* ", 'name'" for each that comes near, once. */
static void append_suggestions(struct buffer *list, const pstats_graph *graph,
                               const struct nearest *nearest, int which, struct names *names)
{
    struct buffer one = BUFFER_INIT;
    for (size_t i = 0; i < nearest->count; i++) {
        if (!names_set(names, pstats_graph_function(graph, nearest->index[i])))
            break;
        const struct buffer *name = &names->texts[which];
        buffer_cut(&one, 0);
        buffer_append_string(&one, "'");
        names_append_clean(
            &one, (pstats_text){buffer_string(name), name->length < 200 ? name->length : 200});
        buffer_append_string(&one, "'");
        if (list->length > 0 && strstr(buffer_string(list), buffer_string(&one)) != NULL)
            continue;
        buffer_append_string(list, list->length > 0 ? ", " : "");
        buffer_append_string(list, buffer_string(&one));
    }
    buffer_free(&one);
}

void find_complain(const pstats_graph *graph, const char *option, const char *pattern)
{
    struct buffer list = BUFFER_INIT;
    struct names names = {{BUFFER_INIT, BUFFER_INIT, BUFFER_INIT}};
    struct nearest nearest;
    int which = strchr(pattern, ':') != NULL ? PLACED : SHORT; /* as the pattern was meant */
    nearest_start(&nearest, pattern);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++)
        if (names_set(&names, pstats_graph_function(graph, i)))
            nearest_offer(&nearest, i, buffer_string(&names.texts[which]));
    append_suggestions(&list, graph, &nearest, which, &names);
    message_error(option, "no function is called '%.200s'%s%s%s", pattern,
                  list.length > 0 ? "; did you mean " : "", buffer_string(&list),
                  list.length > 0 ? "?" : "");
    names_free(&names);
    buffer_free(&list);
}
