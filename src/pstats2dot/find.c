/* Functions by the names that the graph shows, and lists of them. */
#include "find.h"

#include "cli/names.h"
#include "cli/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* For gprof2dot, a pattern is of what the graph shows, in which a name never stands alone. */
static const struct finder_rules rules = {
    {{finder_graph_name, 0}, {finder_own_name, 1}}, 2, find_complain};

int find_functions(const pstats_graph *graph, const struct option_strings *patterns,
                   struct found *found)
{
    static const struct option_strings no_prefixes;
    return found_make(found, graph, patterns, &no_prefixes, &rules);
}

int find_any(const pstats_graph *graph, const char *pattern)
{
    const struct option_strings one = {&pattern, 1, 1};
    struct found found;
    int is_found = find_functions(graph, &one, &found) && found.count > 0;
    found_free(&found);
    return is_found;
}

void find_complain(const pstats_graph *graph, const char *option, const char *pattern)
{
    finder_complain_in(graph, option, pattern, finder_graph_name,
                       "; --list-functions=+ shows what there is");
}

/* ---- Listing ---- */

static void append_shown(struct buffer *line, const struct buffer *name)
{
    text_append_display(line, (pstats_text){buffer_string(name), name->length});
}

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
        names_append_cut(&name, function->file);
        append_shown(line, &name);
        append_count(line, "calls", function->cost.calls);
        append_count(line, "primitive calls", function->cost.primitive_calls);
        buffer_append_format(line, ",\n\tself: %.9g,\n\ttotal: %.9g", function->cost.self,
                             function->cost.cumulative);
        const pstats_cost *before = pstats_graph_function_before(graph, index);
        if (before != NULL)
            buffer_append_format(line, ",\n\tself before: %.9g,\n\ttotal before: %.9g",
                                 before->self, before->cumulative);
    }
    line->failed |= name.failed;
    buffer_free(&name);
}

static int selects_all(const char *selector)
{
    return strcmp(selector, "+") == 0 || strcmp(selector, "*") == 0;
}

const char *find_selected(const char *selector)
{
    return selects_all(selector) ? "*" : selector[0] == '%' ? selector + 1 : selector;
}

int find_list(const pstats_graph *graph, const size_t *ids, const char *selector, size_t *count)
{
    char form = selects_all(selector) ? '+' : selector[0] == '%' ? '%' : '*';
    const char *pattern = find_selected(selector);
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
    *count = found.count;
    if (found.count > 0)
        fputc('\n', stderr);
    buffer_free(&line);
    found_free(&found);
    return is_done;
}
