/* Whose code a function is, as far as its file's path tells. */
#include "origin.h"

#include "cli/names.h"

#include <string.h>

#define PATH_LENGTH_MAX 4096

const char *const origin_names[ORIGIN_COUNT] = {
    [ORIGIN_OWN] = "own code",
    [ORIGIN_PACKAGES] = "installed packages",
    [ORIGIN_STANDARD] = "standard library",
    [ORIGIN_BUILTIN] = "built-in",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether text begins with word, which is in lower case. */
static int begins(pstats_text text, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < length; i++)
        if (i >= text.length || lower(text.bytes[i]) != word[i])
            return 0;
    return 1;
}

static int is_word(pstats_text text, const char *word)
{
    return text.length == strlen(word) && begins(text, word);
}

/* ---- Paths, name by name ---- */

struct walk {
    pstats_text rest;   /* behind the current name and its separator */
    pstats_text name;   /* the current one */
    pstats_text before; /* the one before it */
};

static int walk_next(struct walk *walk)
{
    size_t length = 0;
    walk->before = walk->name;
    while (walk->rest.length > 0 && names_is_separator(*walk->rest.bytes)) {
        walk->rest.bytes++;
        walk->rest.length--;
    }
    while (length < walk->rest.length && !names_is_separator(walk->rest.bytes[length]))
        length++;
    walk->name = (pstats_text){walk->rest.bytes, length};
    walk->rest = (pstats_text){walk->rest.bytes + length, walk->rest.length - length};
    return length > 0;
}

static int is_last(const struct walk *walk)
{
    return walk->rest.length == 0;
}

/* "python3.11", "python2", "pypy3.9", but not "python-tools". */
static int is_versioned(pstats_text name)
{
    size_t length = begins(name, "python") ? 6 : begins(name, "pypy") ? 4 : 0;
    return length > 0 && name.length > length && name.bytes[length] >= '0' &&
           name.bytes[length] <= '9';
}

static int is_library(pstats_text name)
{
    return is_word(name, "lib") || is_word(name, "lib64") || is_word(name, "lib32");
}

/* A folder that, on Windows, has the standard library in "Lib". */
static int is_windows_home(pstats_text name)
{
    return begins(name, "python") || begins(name, "pypy") || begins(name, "miniconda") ||
           begins(name, "anaconda") || begins(name, "miniforge") || is_word(name, "x64") ||
           is_word(name, "x86") || is_word(name, "arm64");
}

/* "python311.zip" */
static int is_archive(pstats_text name)
{
    if (name.length <= 4 || !is_versioned(name))
        return 0;
    return is_word((pstats_text){name.bytes + name.length - 4, 4}, ".zip");
}

/* No system has longer paths than this; of what is longer all the same the end counts, so that it costs no more. */
static pstats_text end_of(pstats_text file)
{
    size_t left_out = file.length > PATH_LENGTH_MAX ? file.length - PATH_LENGTH_MAX : 0;
    return (pstats_text){file.bytes + left_out, file.length - left_out};
}

/* Finds the innermost folder of installed packages, or else the standard library's; *module is what lies in it. */
static enum origin find(pstats_text file, pstats_text *module)
{
    struct walk walk = {file, {file.bytes, 0}, {file.bytes, 0}};
    int has_backslash = file.length > 0 && memchr(file.bytes, '\\', file.length) != NULL;
    enum origin origin = ORIGIN_OWN;
    *module = (pstats_text){NULL, 0};
    while (walk_next(&walk) && !is_last(&walk)) {
        int is_packages =
            is_word(walk.name, "site-packages") || is_word(walk.name, "dist-packages");
        int is_standard =
            (is_versioned(walk.name) && is_library(walk.before)) ||
            (has_backslash && is_word(walk.name, "lib") && is_windows_home(walk.before)) ||
            is_archive(walk.name);
        if (!is_packages && !(is_standard && origin == ORIGIN_OWN))
            continue;
        origin = is_packages ? ORIGIN_PACKAGES : ORIGIN_STANDARD;
        *module = (pstats_text){walk.rest.bytes + 1, walk.rest.length - 1};
    }
    return origin;
}

enum origin origin_find(const pstats_function *function, pstats_text *module)
{
    pstats_text file = end_of(function->file);
    *module = (pstats_text){"", 0};
    if (file.length == 0 || is_word(file, "~"))
        return ORIGIN_BUILTIN;
    enum origin origin = find(file, module);
    if (origin == ORIGIN_OWN) {
        size_t start = file.length;
        for (int names = 0; start > 0; start--)
            if (names_is_separator(file.bytes[start - 1]) && ++names == 2)
                break;
        *module = (pstats_text){file.bytes + start, file.length - start};
    }
    int is_profiler = is_word(file, "profile") && function->line == 0; /* profile's own frames */
    return begins(file, "<frozen ") || is_profiler ? ORIGIN_STANDARD : origin;
}
