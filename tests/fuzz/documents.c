/* What must hold of documents, whatever they are made of. */
#include "documents.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

void require(int is_true)
{
    if (!is_true)
        abort();
}

/* ---- Text ---- */

/* The length of the character of UTF-8 (RFC 3629) that is there. */
static size_t take_character(const unsigned char *bytes, size_t left)
{
    unsigned first = bytes[0];
    if (first < 0x80)
        return 1;
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    require(first >= 0xc2 && first <= 0xf4 && length <= left);
    for (size_t i = 1; i < length; i++)
        require((bytes[i] & 0xc0) == 0x80);
    unsigned second = bytes[1];
    require(!(first == 0xe0 && second < 0xa0) && !(first == 0xed && second > 0x9f) &&
            !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f));
    return length;
}

void require_utf8(const char *bytes, size_t size)
{
    for (size_t at = 0; at < size;)
        at += take_character((const unsigned char *)bytes + at, size - at);
}

void require_text(const char *bytes, size_t size)
{
    require_utf8(bytes, size);
    for (size_t i = 0; i < size; i++)
        require(((unsigned char)bytes[i] >= 0x20 || bytes[i] == '\n') && bytes[i] != 0x7f);
}

/* ---- JSON ---- */

struct json {
    const char *at, *end;
};

static void skip_blanks(struct json *json)
{
    while (json->at < json->end && strchr(" \n\r\t", *json->at) != NULL)
        json->at++;
}

static char peek(const struct json *json)
{
    require(json->at < json->end);
    return *json->at;
}

static void take(struct json *json, const char *word)
{
    require((size_t)(json->end - json->at) >= strlen(word) &&
            memcmp(json->at, word, strlen(word)) == 0);
    json->at += strlen(word);
}

static void take_string(struct json *json)
{
    take(json, "\"");
    while (peek(json) != '"') {
        char c = *json->at++;
        require((unsigned char)c >= 0x20);
        if (c != '\\')
            continue;
        c = peek(json);
        json->at++;
        require(strchr("\"\\/bfnrtu", c) != NULL && c != '\0');
        for (int i = 0; c == 'u' && i < 4; i++, json->at++)
            require(strchr("0123456789abcdefABCDEF", peek(json)) != NULL && *json->at != '\0');
    }
    json->at++;
}

static size_t take_digits(struct json *json)
{
    size_t count = 0;
    for (; json->at < json->end && *json->at >= '0' && *json->at <= '9'; count++)
        json->at++;
    return count;
}

static int take_if(struct json *json, const char *set)
{
    int is_there = json->at < json->end && *json->at != '\0' && strchr(set, *json->at) != NULL;
    json->at += is_there;
    return is_there;
}

static void take_number(struct json *json)
{
    take_if(json, "-");
    if (!take_if(json, "0"))
        require(take_digits(json) > 0);
    if (take_if(json, "."))
        require(take_digits(json) > 0);
    if (take_if(json, "eE")) {
        take_if(json, "+-");
        require(take_digits(json) > 0);
    }
}

static void take_value(struct json *json, int depth);

static void take_items(struct json *json, int is_object, int depth)
{
    char end = is_object ? '}' : ']';
    json->at++;
    skip_blanks(json);
    if (peek(json) == end) {
        json->at++;
        return;
    }
    do {
        skip_blanks(json);
        if (is_object) {
            take_string(json);
            skip_blanks(json);
            take(json, ":");
        }
        take_value(json, depth + 1);
    } while (take_if(json, ","));
    require(peek(json) == end);
    json->at++;
}

static void take_value(struct json *json, int depth)
{
    require(depth < DEPTH_MAX);
    skip_blanks(json);
    char c = peek(json);
    if (c == '{' || c == '[')
        take_items(json, c == '{', depth);
    else if (c == '"')
        take_string(json);
    else if (c == 't')
        take(json, "true");
    else if (c == 'f')
        take(json, "false");
    else if (c == 'n')
        take(json, "null");
    else
        take_number(json);
    skip_blanks(json);
}

void require_json(const char *bytes, size_t size)
{
    struct json json = {bytes, bytes + size};
    require_text(bytes, size);
    take_value(&json, 0);
    require(json.at == json.end);
}

/* ---- XML ---- */

void require_xml(const char *bytes, size_t size)
{
    XML_Parser parser = XML_ParserCreate(NULL);
    if (parser == NULL)
        return;
    require(XML_Parse(parser, bytes, (int)size, 1) == XML_STATUS_OK);
    XML_ParserFree(parser);
}

/* ---- CSV ---- */

/* Behind the field: a comma, a newline or the end. */
static size_t skip_field(const char *bytes, size_t size, size_t at)
{
    if (bytes[at] != '"') {
        while (at < size && strchr(",\r\n", bytes[at]) == NULL)
            require(bytes[at++] != '"');
        return at;
    }
    for (at++;; at++) {
        require(at < size);
        if (bytes[at] != '"')
            continue;
        if (at + 1 == size || bytes[at + 1] != '"')
            return at + 1;
        at++;
    }
}

void require_csv(const char *bytes, size_t size)
{
    size_t wanted = 0, fields = 0;
    require(size > 0 && bytes[size - 1] == '\n');
    for (size_t at = 0; at < size; at++) {
        at = skip_field(bytes, size, at);
        fields++;
        require(at < size);
        at += bytes[at] == '\r';
        if (bytes[at] == ',')
            continue;
        require(bytes[at] == '\n');
        wanted = wanted == 0 ? fields : wanted;
        require(fields == wanted);
        fields = 0;
    }
}
