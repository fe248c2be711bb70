/* What functions are called: gprof2dot's BASENAME:LINE:FUNCTION, its ways to shorten and wrap that,
 * and files without the folders they are in. Knows no document format. */
#include "names.h"

#include "cli/decimal.h"
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>

#define ELLIPSIS 0x2026

pstats_text names_read_part(pstats_text text)
{
    if (text.length <= NAMES_READ_MAX)
        return text;
    text.length = NAMES_READ_MAX;
    while (((unsigned char)text.bytes[text.length] & 0xc0) == 0x80)
        text.length--; /* between characters */
    return text;
}

static pstats_text base_name(pstats_text file)
{
    size_t start = file.length,
           first = file.length > NAMES_READ_MAX ? file.length - NAMES_READ_MAX : 0;
    while (start > first && file.bytes[start - 1] != '/')
        start--;
    const char *base = file.bytes + start;
    size_t length = file.length - start;
    size_t leading_dots = 0, dot = length;
    while (leading_dots < length && base[leading_dots] == '.')
        leading_dots++;
    while (dot > leading_dots && base[dot - 1] != '.')
        dot--;
    return (pstats_text){base, dot > leading_dots ? dot - 1 : length};
}

void names_append(struct buffer *buffer, const pstats_function *function)
{
    pstats_text base = base_name(function->file);
    buffer_append(buffer, base.bytes, base.length);
    buffer_append_char(buffer, ':');
    decimal_append_integer(buffer, function->line);
    buffer_append_char(buffer, ':');
    pstats_text name = names_read_part(function->name);
    buffer_append(buffer, name.bytes, name.length);
}

/* ---- As pstats writes it ---- */

/* The parts of "file:line(name)", which borrow from the function and from number. */
struct standard_parts {
    pstats_text items[4];
    char number[DECIMAL_SIZE + 2];
};

static void split_standard(struct standard_parts *parts, pstats_text file, int64_t line,
                           pstats_text name)
{
    pstats_text *items = parts->items, none = {"", 0};
    if (file.length != 1 || file.bytes[0] != '~' || line != 0) {
        size_t length = decimal_integer(line, parts->number + 1);
        parts->number[0] = ':';
        parts->number[1 + length] = '(';
        items[0] = file;
        items[1] = (pstats_text){parts->number, length + 2};
        items[2] = name;
        items[3] = text_of(")");
        return;
    }
    int is_bracketed =
        name.length >= 2 && name.bytes[0] == '<' && name.bytes[name.length - 1] == '>';
    items[0] = none;
    items[1] = is_bracketed ? text_of("{") : none;
    items[2] = is_bracketed ? (pstats_text){name.bytes + 1, name.length - 2} : name;
    items[3] = is_bracketed ? text_of("}") : none;
}

void names_append_standard(struct buffer *buffer, pstats_text file, int64_t line, pstats_text name)
{
    struct standard_parts parts;
    split_standard(&parts, file, line, name);
    for (size_t i = 0; i < sizeof parts.items / sizeof *parts.items; i++)
        buffer_append(buffer, parts.items[i].bytes, parts.items[i].length);
}

/* ---- Comparing ---- */

int names_compare(pstats_text a, pstats_text b)
{
    size_t length = a.length < b.length ? a.length : b.length;
    int order = length > 0 && a.bytes != b.bytes ? memcmp(a.bytes, b.bytes, length) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static pstats_text rest_of(pstats_text text, size_t from)
{
    return (pstats_text){text.bytes + from, text.length - from};
}

/* As names_compare would the parts in a row. */
static int compare_parts(const struct standard_parts *a, const struct standard_parts *b)
{
    size_t count = sizeof a->items / sizeof *a->items, i = 0, j = 0;
    pstats_text left = a->items[0], right = b->items[0];
    for (;;) {
        while (left.length == 0 && ++i < count)
            left = a->items[i];
        while (right.length == 0 && ++j < count)
            right = b->items[j];
        if (i >= count || j >= count)
            return (i < count) - (j < count);
        size_t length = left.length < right.length ? left.length : right.length;
        int order =
            names_compare((pstats_text){left.bytes, length}, (pstats_text){right.bytes, length});
        if (order != 0)
            return order;
        left = rest_of(left, length);
        right = rest_of(right, length);
    }
}

int names_compare_standard(pstats_text a_file, int64_t a_line, pstats_text a_name,
                           pstats_text b_file, int64_t b_line, pstats_text b_name)
{
    struct standard_parts a, b;
    split_standard(&a, a_file, a_line, a_name);
    split_standard(&b, b_file, b_line, b_name);
    return compare_parts(&a, &b);
}

/* ---- Stripping ---- */

/* An opening bracket that is still open is remembered by where it stands in the part that is kept.
 */
static int strip_brackets(struct buffer *name, char open, char close)
{
    size_t *opened = malloc((name->length + 1) * sizeof *opened);
    if (opened == NULL)
        return 0;
    size_t open_count = 0, kept = 0;
    for (size_t i = 0; i < name->length; i++) {
        char c = name->bytes[i];
        if (c == close && open_count > 0) {
            kept = opened[--open_count];
            continue;
        }
        if (c == open)
            opened[open_count++] = kept;
        name->bytes[kept++] = c;
    }
    free(opened);
    buffer_cut(name, kept);
    return 1;
}

static int is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

static void strip_const(struct buffer *name)
{
    size_t end = name->length;
    if (end > 0 && name->bytes[end - 1] == '\n')
        end--;
    if (end < 6 || memcmp(name->bytes + end - 5, "const", 5) != 0 ||
        !is_blank(name->bytes[end - 6]))
        return;
    int has_newline = end < name->length;
    end -= 5;
    while (end > 0 && is_blank(name->bytes[end - 1]))
        end--;
    buffer_cut(name, end);
    if (has_newline)
        buffer_append_char(name, '\n');
}

void names_strip(struct buffer *name)
{
    if (name->length == 0)
        return;
    int is_done = strip_brackets(name, '(', ')');
    if (is_done)
        strip_const(name);
    if (!is_done || !strip_brackets(name, '<', '>'))
        name->failed = 1;
}

/* The bytes of text that stand before the ellipsis; SIZE_MAX: it needs none. */
static size_t cut_length(pstats_text text)
{
    if (text.length < NAMES_MAX)
        return SIZE_MAX; /* no character has less than a byte */
    struct text_cursor cursor = text_cursor(text);
    size_t kept = 0, at = 0; /* bytes: but for the last character, and with it */
    for (size_t count = 0; cursor.at < cursor.end && count < NAMES_MAX && at < NAMES_BYTES_MAX;
         count++) {
        kept = at;
        text_next(&cursor);
        at = (size_t)((const char *)cursor.at - text.bytes);
        if (count == NAMES_MAX - 1 || at >= NAMES_BYTES_MAX)
            return kept;
    }
    return SIZE_MAX;
}

int names_cut(struct buffer *name)
{
    size_t length = cut_length((pstats_text){name->bytes, name->length});
    if (length == SIZE_MAX)
        return 0;
    buffer_cut(name, length);
    text_append(name, ELLIPSIS);
    return 1;
}

pstats_text names_start(pstats_text text)
{
    size_t length = cut_length(text);
    return length == SIZE_MAX ? text : (pstats_text){text.bytes, length};
}

int names_append_cut(struct buffer *buffer, pstats_text text)
{
    pstats_text start = names_start(text);
    buffer_append(buffer, start.bytes, start.length);
    if (start.length < text.length)
        text_append(buffer, ELLIPSIS);
    return start.length < text.length;
}

/* ---- Cleaning ---- */

/* Printable ASCII, which is looked at by words: their bytes do not carry into each other unless one is beyond ASCII. */
static int is_printable(pstats_text text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highest = 0x80 * ones;
    uint64_t wrong = 0, word;
    size_t at = 0;
    for (; text.length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.bytes + at, sizeof word);
        wrong |= word | ~(word + ones * (0x80 - ' ')) | (word + ones * (0x80 - 0x7f));
    }
    for (; at < text.length; at++)
        if (text.bytes[at] < ' ' || text.bytes[at] >= 0x7f)
            return 0;
    return (wrong & highest) == 0;
}

int names_is_clean(pstats_text text)
{
    return text.length < NAMES_MAX && is_printable(text);
}

void names_append_clean(struct buffer *buffer, pstats_text text)
{
    if (names_is_clean(text)) {
        buffer_append(buffer, text.bytes, text.length);
        return;
    }
    struct buffer clean = BUFFER_INIT;
    struct text_cursor cursor = text_cursor(text);
    for (size_t i = 0; cursor.at < cursor.end && i < NAMES_MAX; i++) {
        uint32_t code_point = text_next(&cursor);
        if (text_is_control(code_point) || text_is_hidden(code_point))
            text_append_escape(&clean, code_point);
        else
            text_append(&clean, code_point);
    }
    names_cut(&clean);
    buffer_append(buffer, buffer_string(&clean), clean.length);
    buffer->failed |= clean.failed;
    buffer_free(&clean);
}

void names_append_display(struct buffer *buffer, pstats_text text)
{
    struct buffer start = BUFFER_INIT, shown = BUFFER_INIT;
    names_append_cut(&start, text);
    text_append_display(&shown, (pstats_text){buffer_string(&start), start.length});
    names_cut(&shown); /* what is escaped grows */
    buffer_append(buffer, buffer_string(&shown), shown.length);
    buffer->failed |= start.failed | shown.failed;
    buffer_free(&start);
    buffer_free(&shown);
}

/* ---- Folders ---- */

int names_is_separator(char c)
{
    return c == '/' || c == '\\';
}

int names_is_file(pstats_text file)
{
    return file.length > 0 && !(file.length == 1 && file.bytes[0] == '~') && file.bytes[0] != '<';
}

/* As Python names a script that was started in its own folder. */
static int is_relative(pstats_text file)
{
    return names_is_file(file) && !names_is_separator(file.bytes[0]) &&
           !(file.length > 1 && (file.bytes[1] == ':' || memcmp(file.bytes, "..", 2) == 0));
}

pstats_text names_strip_folder(pstats_text file, const struct option_strings *folders,
                               int *is_inside)
{
    if (is_inside != NULL)
        *is_inside = folders->count > 0 && is_relative(file);
    for (size_t i = 0; i < folders->count; i++) {
        size_t length = text_start_length(file, folders->items[i]);
        if (length == SIZE_MAX || length == 0 || length == file.length)
            continue;
        if (!names_is_separator(file.bytes[length - 1]) && !names_is_separator(file.bytes[length]))
            continue; /* part of a longer folder's name */
        while (length < file.length && names_is_separator(file.bytes[length]))
            length++;
        if (is_inside != NULL)
            *is_inside = 1;
        return (pstats_text){file.bytes + length, file.length - length};
    }
    return file;
}
