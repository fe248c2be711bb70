/* What the picture says of functions: names short and long, places, addresses. */
#include "functions.h"

#include "cli/decimal.h"
#include "cli/link.h"
#include "cli/names.h"
#include "cli/text.h"

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

static int is_module_name(pstats_text name)
{
    static const char module[] = "<module>";
    return name.length == sizeof module - 1 && memcmp(name.bytes, module, sizeof module - 1) == 0;
}

static int is_module(const pstats_function *function)
{
    return has_file(function) && is_module_name(function->name);
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

void functions_append_short(struct buffer *buffer, const pstats_function *function)
{
    struct buffer name = BUFFER_INIT;
    names_append_clean(&name, function->name);
    append_short(buffer, function, buffer_string(&name));
    buffer->failed |= name.failed;
    buffer_free(&name);
}

/* ---- Files ---- */

struct maker {
    struct functions *functions;
    const struct option_strings *strip_prefixes;
    const char *link;
    uint32_t
        *slots; /* a hash table of files, by where their paths lie: the number of one, from 1 on */
    size_t slot_count;
    const pstats_function **first; /* of a file: the first of its functions */
    struct buffer name, text;      /* for what is put together */
};

/* Most names and paths are clean, and need no copy. */
static pstats_text clean(struct maker *maker, pstats_text text)
{
    if (names_is_clean(text))
        return (pstats_text){text.length > 0 ? text.bytes : "", text.length};
    buffer_cut(&maker->text, 0);
    names_append_clean(&maker->text, text);
    size_t length = maker->text.length;
    return (pstats_text){pool_copy(&maker->functions->texts, buffer_string(&maker->text), length),
                         length};
}

static void describe_file(struct maker *maker, const pstats_function *function,
                          struct layout_file *file)
{
    int is_inside;
    pstats_text path = names_strip_folder(function->file, maker->strip_prefixes, &is_inside);
    int is_linked = maker->link != NULL && path.length < NAMES_MAX &&
                    names_is_file(function->file) &&
                    (is_inside || maker->strip_prefixes->count == 0);
    file->path = file->base = text_of("");
    if (has_file(function)) {
        file->path = clean(maker, path);
        file->base = clean(maker, last_names(function->file));
    }
    if (is_linked)
        file->linked = path;
    file->origin = origin_find(function, &file->module);
}

/* What tells whose code it is, is the same, too: the file, and whether there is a line (origin.h). */
static int is_same_file(const pstats_function *a, const pstats_function *b)
{
    return a->file.bytes == b->file.bytes && a->file.length == b->file.length &&
           (a->line == 0) == (b->line == 0);
}

/* Functions of a file mostly share the text of its path. */
static const struct layout_file *file_of(struct maker *maker, const pstats_function *function)
{
    struct functions *functions = maker->functions;
    uint64_t mixed = (uint64_t)(uintptr_t)function->file.bytes * UINT64_C(0x9e3779b97f4a7c15);
    size_t mask = maker->slot_count - 1, slot = (size_t)(mixed >> 32) & mask;
    for (; maker->slots[slot] != 0; slot = (slot + 1) & mask) {
        size_t known = maker->slots[slot] - 1;
        if (is_same_file(maker->first[known], function))
            return &functions->files[known];
    }
    size_t added = functions->file_count++;
    maker->slots[slot] = (uint32_t)added + 1;
    maker->first[added] = function;
    describe_file(maker, function, &functions->files[added]);
    return &functions->files[added];
}

/* ---- All of them ---- */

static pstats_text shorten(struct maker *maker, const pstats_function *function,
                           const struct layout_function *made)
{
    if (has_file(function))
        return is_module(function) ? made->file->base : made->name;
    buffer_cut(&maker->name, 0);
    buffer_cut(&maker->text, 0);
    buffer_append(&maker->name, made->name.bytes, made->name.length);
    append_fileless(&maker->text, buffer_string(&maker->name));
    size_t length = maker->text.length;
    return (pstats_text){pool_copy(&maker->functions->texts, buffer_string(&maker->text), length),
                         length};
}

static const char *make_link(struct maker *maker, const pstats_function *function,
                             const struct layout_file *file)
{
    if (file->linked.bytes == NULL || function->name.length >= NAMES_MAX)
        return NULL;
    buffer_cut(&maker->text, 0);
    link_append(&maker->text, maker->link, file->linked, function->line, function->name);
    return pool_copy(&maker->functions->texts, buffer_string(&maker->text), maker->text.length);
}

static void describe(struct maker *maker, const pstats_function *function,
                     struct layout_function *made)
{
    made->file = file_of(maker, function);
    made->line = function->line;
    made->name = clean(maker, function->name);
    made->short_name = shorten(maker, function, made);
    made->link = make_link(maker, function, made->file);
}

static int make_room(struct maker *maker, size_t count)
{
    struct functions *functions = maker->functions;
    maker->slot_count = 16;
    while (maker->slot_count < 2 * count)
        maker->slot_count *= 2;
    maker->slots = calloc(maker->slot_count, sizeof *maker->slots);
    maker->first = calloc(count + 1, sizeof *maker->first);
    functions->items = calloc(count + 1, sizeof *functions->items);
    functions->files = calloc(count + 1, sizeof *functions->files);
    return maker->slots != NULL && maker->first != NULL && functions->items != NULL &&
           functions->files != NULL;
}

int functions_init(struct functions *functions, const pstats_graph *graph,
                   const unsigned char *is_used, const struct option_strings *strip_prefixes,
                   const char *link)
{
    struct maker maker = {.functions = functions, .strip_prefixes = strip_prefixes, .link = link};
    size_t count = pstats_graph_function_count(graph);
    *functions = (struct functions){.texts = POOL_INIT};
    int is_done = make_room(&maker, count);
    for (size_t i = 0; is_done && i < count; i++)
        if (is_used[i])
            describe(&maker, pstats_graph_function(graph, i), &functions->items[i]);
    is_done = is_done && !functions->texts.failed && !maker.name.failed && !maker.text.failed;
    free(maker.slots);
    free(maker.first);
    buffer_free(&maker.name);
    buffer_free(&maker.text);
    return is_done;
}

void functions_free(struct functions *functions)
{
    free(functions->items);
    free(functions->files);
    pool_free(&functions->texts);
}

/* ---- Labels ---- */

int functions_is_module(const struct layout_function *function)
{
    return function->file->path.length > 0 && is_module_name(function->name);
}

void functions_append_label(struct buffer *buffer, const struct layout_function *function)
{
    const struct layout_file *file = function->file;
    buffer_append(buffer, function->short_name.bytes, function->short_name.length);
    if (file->path.length == 0)
        return;
    buffer_append_string(buffer, "  ");
    if (functions_is_module(function)) {
        buffer_append(buffer, function->name.bytes, function->name.length);
        return;
    }
    buffer_append(buffer, file->base.bytes, file->base.length);
    buffer_append_char(buffer, ':');
    decimal_append_integer(buffer, function->line);
}
