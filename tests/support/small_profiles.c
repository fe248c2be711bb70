/* Small profiles from a line of text, and looking into them. */
#include "small_profiles.h"

#include "run_program.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WORDS 64
#define MAX_NAME 16

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "small_profiles: %s: %s\n", what, name);
    abort();
}

pstats_profile *read_written(const struct marshal_writer *writer, pstats_error *error)
{
    return pstats_profile_read_bytes(marshal_writer_bytes(writer), marshal_writer_size(writer),
                                     NULL, error);
}

pstats_profile *profile_of_writer(struct marshal_writer *writer)
{
    pstats_error error;
    pstats_profile *profile = read_written(writer, &error);
    if (profile == NULL)
        fail("is no dump", error.message);
    marshal_writer_free(writer);
    return profile;
}

void save_written(const char *name, struct marshal_writer *writer)
{
    run_write_file(name, marshal_writer_bytes(writer), marshal_writer_size(writer));
    marshal_writer_free(writer);
}

/* ---- Words ---- */

struct word {
    char caller[MAX_NAME]; /* empty: a function */
    char name[MAX_NAME];
    const char *figures; /* NULL: none given */
    size_t figure_length;
};

struct sentence {
    struct word words[MAX_WORDS];
    size_t count;
};

static void copy_name(char *to, const char *from, size_t length)
{
    if (length == 0 || length >= MAX_NAME)
        fail("a name is empty or too long", from);
    memcpy(to, from, length);
    to[length] = '\0';
}

static struct word parse_word(const char *text, size_t length)
{
    struct word word = {"", "", NULL, 0};
    const char *end = text + length;
    const char *equals = memchr(text, '=', length);
    const char *name_end = equals != NULL ? equals : end;
    const char *arrow = memchr(text, '>', (size_t)(name_end - text));
    if (equals != NULL) {
        word.figures = equals + 1;
        word.figure_length = (size_t)(end - word.figures);
    }
    if (arrow != NULL)
        copy_name(word.caller, text, (size_t)(arrow - text));
    const char *name = arrow != NULL ? arrow + 1 : text;
    copy_name(word.name, name, (size_t)(name_end - name));
    return word;
}

static struct sentence parse(const char *text)
{
    struct sentence sentence = {.count = 0};
    while (*(text += strspn(text, " ")) != '\0') {
        size_t length = strcspn(text, " ");
        if (sentence.count == MAX_WORDS)
            fail("too many words", text);
        sentence.words[sentence.count++] = parse_word(text, length);
        text += length;
    }
    return sentence;
}

/* CALLS/PRIMITIVE,SELF,CUMULATIVE */
static pstats_cost parse_figures(const struct word *word, pstats_cost cost)
{
    long long calls, primitive_calls;
    if (word->figures == NULL)
        return cost;
    char *end;
    calls = strtoll(word->figures, &end, 10);
    if (*end++ != '/')
        fail("figures are not as they should be", word->figures);
    primitive_calls = strtoll(end, &end, 10);
    if (*end++ != ',')
        fail("figures are not as they should be", word->figures);
    cost.self = strtod(end, &end);
    if (*end++ != ',')
        fail("figures are not as they should be", word->figures);
    cost.cumulative = strtod(end, &end);
    if (end != word->figures + word->figure_length)
        fail("figures are not as they should be", word->figures);
    cost.calls = calls;
    cost.primitive_calls = primitive_calls;
    return cost;
}

static void put_named_key(struct marshal_writer *writer, const char *name)
{
    char file[MAX_NAME + 4];
    snprintf(file, sizeof file, "%s.py", name);
    put_key(writer, file, 1, name);
}

static void put_caller(struct marshal_writer *writer, const struct word *word)
{
    put_named_key(writer, word->caller);
    if (word->figures != NULL && word->figure_length == 0) {
        put_tuple(writer, 0);
    } else if (word->figures != NULL && memchr(word->figures, '/', word->figure_length) == NULL) {
        put_int(writer, strtoll(word->figures, NULL, 10));
    } else {
        pstats_cost cost = parse_figures(word, (pstats_cost){1, 1, 0.5, 0.5});
        put_caller_figures(writer, cost.calls, cost.primitive_calls, cost.self, cost.cumulative);
    }
}

static void put_record(struct marshal_writer *writer, const struct sentence *sentence,
                       const char *name)
{
    pstats_cost cost = {1, 1, 1.0, 1.0};
    for (size_t i = 0; i < sentence->count; i++)
        if (sentence->words[i].caller[0] == '\0' && strcmp(sentence->words[i].name, name) == 0)
            cost = parse_figures(&sentence->words[i], cost);
    put_named_key(writer, name);
    put_record_begin(writer, cost.primitive_calls, cost.calls, cost.self, cost.cumulative);
    for (size_t i = 0; i < sentence->count; i++)
        if (sentence->words[i].caller[0] != '\0' && strcmp(sentence->words[i].name, name) == 0)
            put_caller(writer, &sentence->words[i]);
    put_dict_end(writer);
}

static struct marshal_writer *dump_of(const char *words)
{
    struct sentence sentence = parse(words);
    struct marshal_writer *writer = marshal_writer_new(4);
    put_dict_begin(writer);
    for (size_t i = 0; i < sentence.count; i++) {
        int is_first = 1;
        for (size_t k = 0; k < i; k++)
            is_first &= strcmp(sentence.words[k].name, sentence.words[i].name) != 0;
        if (is_first)
            put_record(writer, &sentence, sentence.words[i].name);
    }
    put_dict_end(writer);
    return writer;
}

pstats_profile *profile_of(const char *words)
{
    return profile_of_writer(dump_of(words));
}

void save_profile(const char *name, const char *words)
{
    save_written(name, dump_of(words));
}

/* ---- Looking ---- */

int is_text(pstats_text text, const char *expected)
{
    return text.length == strlen(expected) && memcmp(text.bytes, expected, text.length) == 0;
}

int is_same_double(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static size_t find_function(const pstats_graph *graph, const char *name)
{
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++)
        if (is_text(pstats_graph_function(graph, i)->name, name))
            return i;
    return SIZE_MAX;
}

int has_function(const pstats_graph *graph, const char *name)
{
    return find_function(graph, name) != SIZE_MAX;
}

size_t function_named(const pstats_graph *graph, const char *name)
{
    size_t index = find_function(graph, name);
    if (index == SIZE_MAX)
        fail("there is no such function", name);
    return index;
}

const pstats_call *call_between(const pstats_graph *graph, const char *caller, const char *callee)
{
    size_t from = function_named(graph, caller), to = function_named(graph, callee);
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        if (call->caller == from && call->callee == to)
            return call;
    }
    fail("there is no such call", callee);
    return NULL;
}

static void append(char **text, const char *separator, pstats_text name)
{
    size_t length = *text != NULL ? strlen(*text) : 0;
    char *grown = realloc(*text, length + strlen(separator) + name.length + 1);
    if (grown == NULL)
        fail("out of memory", "");
    strcpy(grown + length, separator);
    memcpy(grown + length + strlen(separator), name.bytes, name.length);
    grown[length + strlen(separator) + name.length] = '\0';
    *text = grown;
}

static const pstats_text nothing = {"", 0};

char *function_names(const pstats_graph *graph)
{
    char *names = NULL;
    append(&names, "", nothing);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++)
        append(&names, i > 0 ? " " : "", pstats_graph_function(graph, i)->name);
    return names;
}

char *call_names(const pstats_graph *graph)
{
    char *names = NULL;
    append(&names, "", nothing);
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        append(&names, i > 0 ? " " : "", pstats_graph_function(graph, call->caller)->name);
        append(&names, ">", pstats_graph_function(graph, call->callee)->name);
    }
    return names;
}

/* ---- Comparing ---- */

static int is_same_text(pstats_text a, pstats_text b)
{
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static int is_same_cost(const pstats_cost *a, const pstats_cost *b)
{
    return a->calls == b->calls && a->primitive_calls == b->primitive_calls &&
           is_same_double(a->self, b->self) && is_same_double(a->cumulative, b->cumulative);
}

static int is_same_function(const pstats_function *a, const pstats_function *b)
{
    return is_same_text(a->file, b->file) && is_same_text(a->name, b->name) && a->line == b->line &&
           is_same_cost(&a->cost, &b->cost) && a->is_caller_only == b->is_caller_only;
}

static int is_same_call(const pstats_call *a, const pstats_call *b)
{
    return a->caller == b->caller && a->callee == b->callee && is_same_cost(&a->cost, &b->cost) &&
           a->derived_calls == b->derived_calls;
}

int is_same_graph(const pstats_graph *a, const pstats_graph *b)
{
    size_t function_count = pstats_graph_function_count(a), call_count = pstats_graph_call_count(a);
    if (function_count != pstats_graph_function_count(b) ||
        call_count != pstats_graph_call_count(b) ||
        !is_same_double(pstats_graph_total(a), pstats_graph_total(b)) ||
        !is_same_double(pstats_graph_total_self(a), pstats_graph_total_self(b)))
        return 0;
    for (size_t i = 0; i < function_count; i++)
        if (!is_same_function(pstats_graph_function(a, i), pstats_graph_function(b, i)))
            return 0;
    for (size_t i = 0; i < call_count; i++)
        if (!is_same_call(pstats_graph_call(a, i), pstats_graph_call(b, i)))
            return 0;
    return 1;
}
