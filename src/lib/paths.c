/* Paths of Python's modules, without what differs between machines. Knows nothing of graphs. */
#include "paths.h"

#include <string.h>

static int is_separator(char byte)
{
    return byte == '/' || byte == '\\';
}

static pstats_text tail(pstats_text path, size_t start)
{
    return (pstats_text){path.bytes + start, path.length - start};
}

static int starts_with(pstats_text text, const char *start, size_t length)
{
    return text.length >= length && memcmp(text.bytes, start, length) == 0;
}

pstats_text paths_strip_prefix(pstats_text path, const char *const *prefixes, size_t prefix_count)
{
    for (size_t i = 0; i < prefix_count; i++) {
        size_t length = strlen(prefixes[i]);
        while (length > 0 && is_separator(prefixes[i][length - 1]))
            length--;
        if (prefixes[i][0] == '\0' || path.length <= length ||
            !starts_with(path, prefixes[i], length) || !is_separator(path.bytes[length]))
            continue;
        while (length < path.length && is_separator(path.bytes[length]))
            length++;
        return tail(path, length);
    }
    return path;
}

static int is_word(pstats_text part, const char *word)
{
    return part.length == strlen(word) && memcmp(part.bytes, word, part.length) == 0;
}

static size_t skip_digits_and_dots(pstats_text part)
{
    size_t i = 0;
    while (i < part.length &&
           ((part.bytes[i] >= '0' && part.bytes[i] <= '9') || part.bytes[i] == '.'))
        i++;
    return i;
}

/* "python3.12", "python3", "pypy3.10", "python3.14t", and the zipped library "python312.zip". */
static int is_versioned_python(pstats_text part)
{
    size_t name = starts_with(part, "python", 6) ? 6 : starts_with(part, "pypy", 4) ? 4 : 0;
    if (name == 0)
        return 0;
    pstats_text rest = tail(part, name);
    size_t digits = skip_digits_and_dots(rest);
    pstats_text end = tail(rest, digits);
    return digits > 0 && (end.length == 0 || is_word(end, "t") || is_word(end, "zip"));
}

/* Whether what follows this folder is a module's path. before: the folder around it. */
static int is_module_home(pstats_text folder, pstats_text before)
{
    if (is_word(folder, "site-packages") || is_word(folder, "dist-packages") ||
        is_word(folder, "lib-dynload"))
        return 1;
    if (is_word(folder, "Lib")) /* C:\Python312\Lib, C:\...\Python\Python312\Lib */
        return starts_with(before, "Python", 6) || starts_with(before, "python", 6);
    return is_versioned_python(folder) && (is_word(before, "lib") || is_word(before, "lib64") ||
                                           folder.bytes[folder.length - 1] == 'p');
}

/* Folders of modules: site-packages and dist-packages, lib/pythonX.Y, lib/python3, pythonXY.zip, Lib
 * on Windows */
pstats_text pstats_path_normalise(pstats_text path)
{
    pstats_text before = {path.bytes, 0};
    size_t start = 0, result = 0;
    for (size_t i = 0; i < path.length; i++) {
        if (!is_separator(path.bytes[i]))
            continue;
        pstats_text folder = {path.bytes + start, i - start};
        if (folder.length > 0 && i + 1 < path.length && is_module_home(folder, before))
            result = i + 1;
        before = folder;
        start = i + 1;
    }
    return tail(path, result);
}
