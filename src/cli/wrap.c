/* Long names on several lines, as gprof2dot wraps them with Python's textwrap. */
#include "cli/names.h"
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>

#define LINE_LENGTH 32
#define TAB_LENGTH 8

/* ---- Which characters belong to words ---- */

static int is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Beyond ASCII: all but the blocks of punctuation and symbols. Only hyphens beside such characters
 * hang on it. */
static int is_letter(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } others[] = {
        {0x80, 0xa9},     {0xab, 0xb1},       {0xb4, 0xb4},     {0xb6, 0xb8},     {0xbb, 0xbb},
        {0xbf, 0xbf},     {0xd7, 0xd7},       {0xf7, 0xf7},     {0x2000, 0x206f}, {0x2190, 0x245f},
        {0x2500, 0x2775}, {0x2794, 0x2bff},   {0x3000, 0x3004}, {0x3008, 0x3020}, {0xd800, 0xf8ff},
        {0xfe00, 0xfe6f}, {0x1f000, 0x1fbff},
    };
    if (c < 0x80)
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    for (size_t i = 0; i < sizeof others / sizeof *others && c >= others[i].first; i++)
        if (c <= others[i].last)
            return 0;
    return 1;
}

static int is_word(uint32_t c)
{
    return is_letter(c) || is_digit(c);
}

static int is_word_or_mark(uint32_t c)
{
    return is_word(c) || (c != 0 && c < 0x80 && strchr("!\"'&.,?", (int)c) != NULL);
}

/* ---- Cutting into chunks that stay whole: blanks, words, and what follows a hyphen ---- */

struct text {
    const uint32_t *at;
    size_t length;
};

/* Whether a dash of two hyphens or more, with a word behind it, starts at i. */
static int is_dash(const struct text *t, size_t i)
{
    size_t end = i;
    while (end < t->length && t->at[end] == '-')
        end++;
    return end - i >= 2 && end < t->length && is_word(t->at[end]);
}

/* Whether a line may end behind the hyphen at i: in a compound of letters, such as on "a-b-c" or
 * "ab-cd". */
static int breaks_behind_hyphen(const struct text *t, size_t i)
{
    if (t->at[i] != '-' || i < 2)
        return 0;
    int is_after_letters = is_letter(t->at[i - 1]) && is_letter(t->at[i - 2]);
    int is_after_compound =
        i >= 3 && is_letter(t->at[i - 1]) && t->at[i - 2] == '-' && is_letter(t->at[i - 3]);
    if (!is_after_letters && !is_after_compound)
        return 0;
    size_t next = i + 1;
    if (next >= t->length || !is_letter(t->at[next]))
        return 0;
    next++;
    if (next < t->length && t->at[next] == '-')
        next++;
    return next < t->length && is_letter(t->at[next]);
}

/* Where the chunk that starts at i ends. */
static size_t chunk_end(const struct text *t, size_t i)
{
    size_t end = i;
    if (t->at[i] == ' ') {
        while (end < t->length && t->at[end] == ' ')
            end++;
        return end;
    }
    if (i > 0 && is_word_or_mark(t->at[i - 1]) && is_dash(t, i)) {
        while (t->at[end] == '-')
            end++;
        return end;
    }
    for (end = i + 1; end < t->length && t->at[end] != ' '; end++) {
        if (breaks_behind_hyphen(t, end))
            return end + 1;
        if (is_word_or_mark(t->at[end - 1]) && is_dash(t, end))
            return end;
    }
    return end;
}

/* ---- Filling lines ---- */

static int is_blank_chunk(const struct text *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        uint32_t c = t->at[i];
        int is_space = c == ' ' || (c >= 0x1c && c <= 0x1f) || c == 0x85 || c == 0xa0 ||
                       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
                       c == 0x202f || c == 0x205f || c == 0x3000;
        if (!is_space)
            return 0;
    }
    return 1;
}

static void append_range(struct buffer *out, const struct text *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        text_append(out, t->at[i]);
}

/* Takes one line's chunks from i; *line_end is behind the last one that shows. Returns where the
 * next line begins. */
static size_t take_line(const struct text *t, size_t i, size_t *line_end)
{
    size_t start = i, last = i; /* where the last chunk of the line starts */
    while (i < t->length) {
        size_t end = chunk_end(t, i);
        if (end - start > LINE_LENGTH && (i > start || end - i <= LINE_LENGTH))
            break;
        last = i;
        i = end;
        if (i - start > LINE_LENGTH)
            break; /* one chunk that is longer than any line */
    }
    *line_end = i > start && is_blank_chunk(t, last, i) ? last : i;
    return i;
}

static void fill(struct buffer *out, const struct text *t)
{
    size_t i = 0;
    int has_lines = 0;
    while (i < t->length) {
        size_t end = chunk_end(t, i);
        if (has_lines && is_blank_chunk(t, i, end)) {
            i = end; /* blanks at a line's start; the first line keeps them */
            if (i == t->length)
                break;
        }
        size_t line_end, next = take_line(t, i, &line_end);
        if (line_end > i) {
            if (has_lines)
                buffer_append_char(out, '\n');
            append_range(out, t, i, line_end);
            has_lines = 1;
        }
        i = next;
    }
}

/* The code points of name with every blank as a space, tabs as those that reach the next stop.
 * NULL: out of memory. */
static uint32_t *spaced(const struct buffer *name, size_t *length)
{
    uint32_t *result = name->length <= PTRDIFF_MAX / (TAB_LENGTH * sizeof *result)
                           ? malloc(name->length * TAB_LENGTH * sizeof *result)
                           : NULL;
    struct text_cursor cursor = text_cursor((pstats_text){name->bytes, name->length});
    size_t count = 0, column = 0;
    while (result != NULL && cursor.at < cursor.end) {
        uint32_t c = text_next(&cursor);
        size_t repeat = c == '\t' ? TAB_LENGTH - column % TAB_LENGTH : 1;
        column = c == '\n' || c == '\r' ? 0 : column + repeat;
        for (size_t i = 0; i < repeat; i++)
            result[count++] = c >= '\t' && c <= '\r' ? ' ' : c;
    }
    *length = count;
    return result;
}

/* Every occurrence of from, in one pass from the left, becomes to, which is shorter. */
static void replace(struct buffer *name, const char *from, const char *to)
{
    size_t from_length = strlen(from), to_length = strlen(to), kept = 0;
    for (size_t i = 0; i < name->length;) {
        int is_there =
            name->length - i >= from_length && memcmp(name->bytes + i, from, from_length) == 0;
        memmove(name->bytes + kept, is_there ? to : name->bytes + i, is_there ? to_length : 1);
        kept += is_there ? to_length : 1;
        i += is_there ? from_length : 1;
    }
    buffer_cut(name, kept);
}

static size_t count_characters(const struct buffer *name)
{
    size_t count = 0;
    for (size_t i = 0; i < name->length; i++)
        count += ((unsigned char)name->bytes[i] & 0xc0) != 0x80;
    return count;
}

void names_wrap(struct buffer *name)
{
    if (count_characters(name) > LINE_LENGTH) {
        struct text text;
        uint32_t *code_points = spaced(name, &text.length);
        text.at = code_points;
        buffer_cut(name, 0);
        if (code_points == NULL)
            name->failed = 1;
        else
            fill(name, &text);
        free(code_points);
    }
    replace(name, ", ", ",");
    replace(name, "> >", ">>");
    replace(name, "> >", ">>"); /* what the first pass brought together */
}
