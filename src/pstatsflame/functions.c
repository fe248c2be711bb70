/* What the picture says of functions: names short and long, places, addresses. */
#include "functions.h"

#include "cli/decimal.h"
#include "cli/link.h"
#include "cli/names.h"

#include <stdlib.h>
#include <string.h>

/* ---- Places ---- */

/* The file's own name; "__init__.py" with the folder, without which it says nothing. */
static pstats_text last_names(pstats_text file)
{
    static const char package[] = "__init__.py";
    size_t start = file.length, first = file.length > NAMES_MAX ? file.length - NAMES_MAX : 0;
    while (start > first && !names_is_separator(file.bytes[start - 1]))
        start--;
    size_t length = file.length - start;
    if (start > 1 && length >= sizeof package - 1 &&
        memcmp(file.bytes + start, package, sizeof package - 1) == 0)
        for (start--; start > first && !names_is_separator(file.bytes[start - 1]);)
            start--;
    return (pstats_text){file.bytes + start, file.length - start};
}

static int has_file(const pstats_function *function)
{
    return function->file.length > 0 &&
           !(function->file.length == 1 && function->file.bytes[0] == '~');
}

static int is_module(const pstats_function *function)
{
    static const char module[] = "<module>";
    return has_file(function) && function->name.length == sizeof module - 1 &&
           memcmp(function->name.bytes, module, sizeof module - 1) == 0;
}

static void append_place(struct buffer *buffer, pstats_text file, int64_t line)
{
    names_append_clean(buffer, file);
    buffer_append_char(buffer, ':');
    decimal_append_integer(buffer, line);
}

/* ---- Short names ---- */

static pstats_text part(const char *bytes, const char *end)
{
    return (pstats_text){bytes, (size_t)(end - bytes)};
}

/* The text between two marks, the first of which must stand at its beginning. */
static int between(const char *text, const char *before, const char *after, pstats_text *found)
{
    size_t length = strlen(before);
    const char *end = strncmp(text, before, length) == 0 ? strstr(text + length, after) : NULL;
    if (end == NULL)
        return 0;
    *found = part(text + length, end);
    return found->length > 0;
}

static void append_joined(struct buffer *buffer, pstats_text owner, pstats_text name)
{
    buffer_append(buffer, owner.bytes, owner.length);
    buffer_append_char(buffer, '.');
    buffer_append(buffer, name.bytes, name.length);
}

/* "<method 'append' of 'list' objects>": list.append */
static int append_method(struct buffer *buffer, const char *name)
{
    static const char *const starts[] = {"<method '", "<slot wrapper '"};
    pstats_text method, owner;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (between(name, starts[i], "' of '", &method) &&
            between(method.bytes + method.length, "' of '", "' objects>", &owner)) {
            append_joined(buffer, owner, method);
            return 1;
        }
    return 0;
}

/* "<built-in method builtins.len>": len; "<built-in method __new__ of type object at 0x…>": type.__new__ */
static int append_builtin(struct buffer *buffer, const char *name)
{
    pstats_text method, owner;
    if (between(name, "<built-in method ", " of ", &method) &&
        between(method.bytes + method.length, " of ", " object at 0x", &owner))
        append_joined(buffer, owner, method);
    else if (between(name, "<built-in method builtins.", ">", &method) ||
             between(name, "<built-in method ", ">", &method) ||
             between(name, "<built-in function ", ">", &method) ||
             between(name, "<function ", " at 0x", &method))
        buffer_append(buffer, method.bytes, method.length);
    else
        return 0;
    return 1;
}

static void append_fileless(struct buffer *buffer, const char *name)
{
    size_t length = strlen(name);
    int is_wrapped =
        length > 2 && name[0] == '<' && name[length - 1] == '>'; /* Python 2's "<len>" */
    if (!append_method(buffer, name) && !append_builtin(buffer, name))
        buffer_append(buffer, name + is_wrapped, length - 2 * (size_t)is_wrapped);
}

/* clean is the function's name. */
static void append_short(struct buffer *buffer, const pstats_function *function, const char *clean)
{
    if (is_module(function))
        names_append_clean(buffer, last_names(function->file)); /* all of them have the same name */
    else if (has_file(function))
        buffer_append_string(buffer, clean);
    else
        append_fileless(buffer, clean);
}

static void append_rest(struct buffer *buffer, const pstats_function *function)
{
    if (!has_file(function))
        return;
    buffer_append_string(buffer, "  ");
    if (is_module(function))
        names_append_clean(buffer, function->name);
    else
        append_place(buffer, last_names(function->file), function->line);
}

void functions_append_short(struct buffer *buffer, const pstats_function *function)
{
    struct buffer name = BUFFER_INIT;
    names_append_clean(&name, function->name);
    append_short(buffer, function, buffer_string(&name));
    buffer->failed |= name.failed;
    buffer_free(&name);
}

/* ---- All of them ---- */

struct maker {
    const struct option_strings *strip_prefixes;
    const char *link;
    struct buffer *text;
};

/* Where a function's strings begin in the text, which moves while it grows. */
struct offsets {
    size_t label, name, place, link;
};

static void end_string(struct maker *maker)
{
    buffer_append_char(maker->text, '\0');
}

static void describe(struct maker *maker, const pstats_function *function,
                     struct layout_function *made, struct offsets *at)
{
    struct buffer name = BUFFER_INIT;
    int is_inside, is_file = has_file(function);
    pstats_text file = names_strip_folder(function->file, maker->strip_prefixes, &is_inside);

    names_append_clean(&name, function->name);
    at->name = maker->text->length;
    buffer_append_string(maker->text, buffer_string(&name));
    end_string(maker);

    at->label = maker->text->length;
    append_short(maker->text, function, buffer_string(&name));
    made->label_short = maker->text->length - at->label;
    append_rest(maker->text, function);
    end_string(maker);

    at->place = maker->text->length;
    if (is_file)
        append_place(maker->text, file, function->line);
    end_string(maker);

    at->link = maker->text->length;
    int has_length = file.length < NAMES_MAX && function->name.length < NAMES_MAX;
    int is_linked = maker->link != NULL && has_length && names_is_file(function->file) &&
                    (is_inside || maker->strip_prefixes->count == 0);
    if (is_linked)
        link_append(maker->text, maker->link, file, function->line, function->name);
    end_string(maker);

    made->link = is_linked ? "" : NULL;
    made->origin = origin_of(function);
    maker->text->failed |= name.failed;
    buffer_free(&name);
}

static void point(struct layout_function *made, const struct offsets *at, const char *text)
{
    made->label = text + at->label;
    made->name = text + at->name;
    made->place = text + at->place;
    if (made->link != NULL)
        made->link = text + at->link;
}

struct layout_function *functions_new(const pstats_graph *graph, const unsigned char *is_used,
                                      const struct option_strings *strip_prefixes, const char *link,
                                      struct buffer *text)
{
    struct maker maker = {strip_prefixes, link, text};
    size_t count = pstats_graph_function_count(graph);
    struct layout_function *functions = calloc(count + 1, sizeof *functions);
    struct offsets *offsets = calloc(count + 1, sizeof *offsets);
    int is_done = functions != NULL && offsets != NULL;
    for (size_t i = 0; is_done && i < count; i++)
        if (is_used[i])
            describe(&maker, pstats_graph_function(graph, i), &functions[i], &offsets[i]);
    is_done = is_done && !text->failed;
    for (size_t i = 0; is_done && i < count; i++)
        if (is_used[i])
            point(&functions[i], &offsets[i], text->bytes);
    free(offsets);
    if (is_done)
        return functions;
    free(functions);
    return NULL;
}
