/* Modules and packages, by the files that functions are in. Knows no document format. */
#include "modules.h"

#include "cli/names.h"

#include <string.h>

static pstats_text rest(pstats_text path, size_t from)
{
    return (pstats_text){path.bytes + from, path.length - from};
}

static pstats_text without_suffix(pstats_text path)
{
    size_t dot = path.length;
    while (dot > 0 && path.bytes[dot - 1] != '.' && !names_is_separator(path.bytes[dot - 1]))
        dot--;
    if (dot > 1 && path.bytes[dot - 1] == '.' && !names_is_separator(path.bytes[dot - 2]))
        path.length = dot - 1;
    return path;
}

static size_t last_part(pstats_text path) /* where it starts */
{
    size_t start = path.length;
    while (start > 0 && !names_is_separator(path.bytes[start - 1]))
        start--;
    return start;
}

/* A package's own file is called after the package. */
static pstats_text without_init(pstats_text path)
{
    size_t start = last_part(path);
    if (start > 1 && path.length - start == 8 && memcmp(path.bytes + start, "__init__", 8) == 0)
        path.length = start - 1;
    return path;
}

static pstats_text first_part(pstats_text path)
{
    for (size_t i = 0; i < path.length; i++)
        if (names_is_separator(path.bytes[i]))
            path.length = i;
    return path;
}

static int is_absolute(pstats_text path)
{
    return names_is_separator(path.bytes[0]) ||
           (path.length > 2 && path.bytes[1] == ':' && names_is_separator(path.bytes[2]));
}

/* What an absolute path that leads through no known folder tells: the file, or the folder that it
 * is in. */
static pstats_text shorten_absolute(pstats_text path, int is_package)
{
    size_t start = last_part(path);
    if (is_package && start > 1)
        path.length = start - 1;
    return rest(path, last_part(path));
}

/* <frozen importlib._bootstrap> is a module; <string> is none. */
static pstats_text frozen_module(pstats_text file)
{
    static const char frozen[] = "<frozen ";
    size_t length = sizeof frozen - 1;
    if (file.length <= length + 1 || memcmp(file.bytes, frozen, length) != 0)
        return (pstats_text){NULL, 0};
    return (pstats_text){file.bytes + length, file.length - length - 1};
}

/* The end of a path that is longer than anyone looks at. */
static pstats_text last_of(pstats_text path)
{
    size_t start = path.length > NAMES_READ_MAX ? path.length - NAMES_READ_MAX : 0;
    while (start > 0 && start < path.length && ((unsigned char)path.bytes[start] & 0xc0) == 0x80)
        start++; /* between characters */
    return rest(path, start);
}

void modules_append_name(struct buffer *buffer, pstats_text file, int is_package,
                         const struct option_strings *strip_prefixes)
{
    int is_inside;
    if (!names_is_file(file)) {
        pstats_text module = names_start(frozen_module(file));
        for (size_t i = 0; is_package && i < module.length; i++)
            if (module.bytes[i] == '.')
                module.length = i;
        buffer_append(buffer, module.bytes, module.length);
        return;
    }
    pstats_text path = names_strip_folder(file, strip_prefixes, &is_inside);
    path = last_of(path);
    if (!is_inside)
        path = pstats_path_normalise(path);
    path = without_init(without_suffix(path));
    if (path.length == 0)
        return;
    path = is_absolute(path) ? shorten_absolute(path, is_package)
           : is_package      ? first_part(path)
                             : path;
    path = names_start(path);
    for (size_t i = 0; i < path.length; i++)
        buffer_append_char(buffer, names_is_separator(path.bytes[i]) ? '.' : path.bytes[i]);
}
