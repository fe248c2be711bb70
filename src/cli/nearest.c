/* Which names someone may have meant. */
#include "nearest.h"

#include <string.h>

#define COMPARED_BYTES 64
#define FAR 1000u

static char lower(char c) /* ASCII, whatever the locale */
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static unsigned minimum(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Insertions, deletions and replacements that make one of the other; FAR as soon as it must exceed
 * limit. */
static unsigned edit_distance(const char *a, size_t a_length, const char *b, size_t b_length,
                              unsigned limit)
{
    unsigned row[COMPARED_BYTES + 1];
    size_t difference = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (difference > limit)
        return FAR;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        unsigned diagonal = row[0], smallest = (unsigned)i;
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned replaced = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            diagonal = row[j];
            row[j] = minimum(replaced, minimum(row[j], row[j - 1]) + 1);
            smallest = minimum(smallest, row[j]);
        }
        if (smallest > limit)
            return FAR;
    }
    return row[b_length] <= limit ? row[b_length] : FAR;
}

static int starts_with(const char *text, const char *start)
{
    while (*start != '\0')
        if (lower(*text++) != lower(*start++))
            return 0;
    return 1;
}

/* Whether name holds wanted: 2 as a part of its own, 1 inside a word, 0 not. */
static int holds(const char *name, const char *wanted)
{
    size_t length = strlen(wanted);
    int best = 0;
    if (length < 2)
        return 0;
    for (size_t i = 0; i < 4096 && name[i] != '\0' && best < 2; i++) {
        if (!starts_with(name + i, wanted))
            continue;
        int is_part = (i == 0 || !is_word(name[i - 1])) && !is_word(name[i + length]);
        best = is_part ? 2 : 1;
    }
    return best;
}

static unsigned distance_of(const char *wanted, const char *name)
{
    size_t wanted_length = strlen(wanted), name_length = strlen(name);
    int held = holds(name, wanted);
    if (held == 2)
        return 0;
    unsigned limit = (unsigned)(wanted_length < 3    ? 1
                                : wanted_length < 48 ? wanted_length / 3 + 1
                                                     : 16);
    if (wanted_length > COMPARED_BYTES)
        wanted_length = COMPARED_BYTES;
    if (name_length > COMPARED_BYTES)
        name_length = COMPARED_BYTES;
    unsigned distance = edit_distance(wanted, wanted_length, name, name_length, limit);
    return held == 1 ? minimum(distance, 2) : distance;
}

void nearest_start(struct nearest *nearest, const char *wanted)
{
    nearest->wanted = wanted;
    nearest->count = 0;
}

void nearest_offer(struct nearest *nearest, size_t index, const char *name)
{
    nearest_offer_either(nearest, index, name, name);
}

void nearest_offer_either(struct nearest *nearest, size_t index, const char *name,
                          const char *other)
{
    unsigned distance = distance_of(nearest->wanted, name);
    if (other != name)
        distance = minimum(distance, distance_of(nearest->wanted, other));
    size_t at = nearest->count;
    while (at > 0 && nearest->distance[at - 1] > distance)
        at--;
    if (distance >= FAR || at == NEAREST_MAX)
        return;
    if (nearest->count < NEAREST_MAX)
        nearest->count++;
    for (size_t i = nearest->count - 1; i > at; i--) {
        nearest->index[i] = nearest->index[i - 1];
        nearest->distance[i] = nearest->distance[i - 1];
    }
    nearest->index[at] = index;
    nearest->distance[at] = distance;
}
