/* What cairo's SVG surface wrote, made fit to be looked at anywhere and to stand beside others of its kind. */
#include "svg_attributes.h"

#include "picture/svg_path.h"

#include <stdint.h>
#include <string.h>

#define ATTRIBUTES_MAX 24

struct slice {
    const char *at;
    size_t length;
};

struct attribute {
    struct slice name, value;
};

enum tag_kind { TAG_START, TAG_EMPTY, TAG_END };

struct tag {
    enum tag_kind kind;
    struct slice name;
    struct attribute attributes[ATTRIBUTES_MAX];
    size_t count;
};

struct rewriter {
    const char *at;
    const char *end;
    struct buffer *out;
    const struct svg_attribute *around; /* what the group says for all */
    size_t around_count;
    /* of the current tag: */
    struct buffer path, width; /* its data and its stroke's width, rewritten */
    int has_path;
    struct svg_placing placing; /* what path has in it already, and the tag must not say again */
};

/* What holds without being said, wherever cairo says it: it sets no property on an element around these. */
static const struct svg_attribute defaults[] = {
    {"fill-rule", "nonzero"},
    {"fill-opacity", "1"},
    {"stroke", "none"},
    {"stroke-opacity", "1"},
    {"stroke-linecap", "butt"},
    {"stroke-linejoin", "miter"},
    {"stroke-miterlimit", "10"},
    {"stroke-miterlimit", "4"},
    {"x", "0"},
    {"y", "0"},
};

static int is(struct slice slice, const char *string)
{
    return slice.length == strlen(string) && memcmp(slice.at, string, slice.length) == 0;
}

static int is_one_of(struct slice slice, const char *const *strings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is(slice, strings[i]))
            return 1;
    }
    return 0;
}
#define IS_ONE_OF(slice, strings) is_one_of(slice, strings, sizeof(strings) / sizeof *(strings))

static int starts_with(struct slice slice, const char *string)
{
    size_t length = strlen(string);
    return slice.length >= length && memcmp(slice.at, string, length) == 0;
}

static struct slice without_first(struct slice slice, size_t count)
{
    return (struct slice){slice.at + count, slice.length - count};
}

static int is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static struct slice trimmed(struct slice slice)
{
    while (slice.length > 0 && is_blank(*slice.at))
        slice = without_first(slice, 1);
    while (slice.length > 0 && is_blank(slice.at[slice.length - 1]))
        slice.length--;
    return slice;
}

/* ---- Reading tags ------------------------------------------------------------------------------------------------ */

static void skip_blanks(struct rewriter *rewriter)
{
    while (rewriter->at < rewriter->end && is_blank(*rewriter->at))
        rewriter->at++;
}

static int skip_past(struct rewriter *rewriter, const char *string)
{
    size_t length = strlen(string);
    for (; (size_t)(rewriter->end - rewriter->at) >= length; rewriter->at++) {
        if (memcmp(rewriter->at, string, length) == 0) {
            rewriter->at += length;
            return 1;
        }
    }
    return 0;
}

static struct slice read_name(struct rewriter *rewriter)
{
    struct slice name = {rewriter->at, 0};
    while (rewriter->at < rewriter->end && !is_blank(*rewriter->at) &&
           memchr("=/><\"'", *rewriter->at, 6) == NULL)
        rewriter->at++;
    name.length = (size_t)(rewriter->at - name.at);
    return name;
}

static int read_attribute(struct rewriter *rewriter, struct tag *tag)
{
    struct slice name = read_name(rewriter);
    if (name.length == 0 || tag->count == ATTRIBUTES_MAX || rewriter->end - rewriter->at < 3 ||
        rewriter->at[0] != '=' || rewriter->at[1] != '"')
        return 0;
    const char *value = rewriter->at + 2;
    const char *end = memchr(value, '"', (size_t)(rewriter->end - value));
    if (end == NULL)
        return 0;
    tag->attributes[tag->count++] = (struct attribute){name, {value, (size_t)(end - value)}};
    rewriter->at = end + 1;
    return 1;
}

/* Skips what is between tags, which is nothing but blanks, declarations and comments. 0: no tag follows. */
static int read_tag(struct rewriter *rewriter, struct tag *tag)
{
    for (;;) {
        skip_blanks(rewriter);
        if (rewriter->end - rewriter->at < 3 || *rewriter->at != '<')
            return 0;
        rewriter->at++;
        if (*rewriter->at != '?' && *rewriter->at != '!')
            break;
        if (!skip_past(rewriter, ">"))
            return 0;
    }
    tag->count = 0;
    tag->kind = *rewriter->at == '/' ? TAG_END : TAG_START;
    rewriter->at += tag->kind == TAG_END;
    tag->name = read_name(rewriter);
    for (;;) {
        skip_blanks(rewriter);
        if (rewriter->at == rewriter->end)
            return 0;
        if (*rewriter->at == '/' || *rewriter->at == '>')
            break;
        if (!read_attribute(rewriter, tag))
            return 0;
    }
    if (*rewriter->at == '/')
        tag->kind = TAG_EMPTY;
    return skip_past(rewriter, ">");
}

static struct slice attribute_value(const struct tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->count; i++) {
        if (is(tag->attributes[i].name, name))
            return tag->attributes[i].value;
    }
    return (struct slice){NULL, 0};
}

/* ---- Writing attributes ------------------------------------------------------------------------------------------ */

static void append_slice(struct buffer *out, struct slice slice)
{
    buffer_append(out, slice.at, slice.length);
}

/* "rgb(80%,50%,30%)", with or without blanks. 0: it is written in another way. */
static int append_colour(struct buffer *out, struct slice value)
{
    if (!starts_with(value, "rgb("))
        return 0;
    const char *at = value.at + 4, *end = value.at + value.length;
    unsigned channels[3];
    for (size_t i = 0; i < 3; i++) {
        int64_t hundredths;
        if (!svg_number_scan(&at, end, &hundredths) || at == end || *at++ != '%' ||
            hundredths < 0 || hundredths > 10000)
            return 0;
        channels[i] = (unsigned)((hundredths * 255 + 5000) / 10000);
    }
    int is_short = channels[0] % 17 == 0 && channels[1] % 17 == 0 && channels[2] % 17 == 0;
    for (size_t i = 0; i < 3 && is_short; i++)
        channels[i] /= 17;
    buffer_append_format(out, is_short ? "#%x%x%x" : "#%02x%02x%02x", channels[0], channels[1],
                         channels[2]);
    return 1;
}

static void append_value(struct rewriter *rewriter, struct slice name, struct slice value)
{
    static const char *const colours[] = {"fill", "stroke", "stop-color"};
    static const char *const lengths[] = {"x", "y", "width", "height"};
    if (IS_ONE_OF(name, colours) && append_colour(rewriter->out, value))
        return;
    if (rewriter->has_path && is(name, "d"))
        buffer_append(rewriter->out, buffer_string(&rewriter->path), rewriter->path.length);
    else if (IS_ONE_OF(name, lengths))
        svg_number_append(rewriter->out, value.at, value.length, 1.0);
    else
        append_slice(rewriter->out, value);
}

static int is_said(struct slice name, struct slice value, const struct svg_attribute *attributes,
                   size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is(name, attributes[i].name) && is(value, attributes[i].value))
            return 1;
    }
    return 0;
}

static struct slice placed_width(struct rewriter *rewriter, struct slice value)
{
    buffer_cut(&rewriter->width, 0);
    svg_number_append(&rewriter->width, value.at, value.length, rewriter->placing.scale);
    return (struct slice){buffer_string(&rewriter->width), rewriter->width.length};
}

static void append_attribute(struct rewriter *rewriter, struct slice name, struct slice value)
{
    if (rewriter->placing.scale != 1.0 && is(name, "stroke-width"))
        value = placed_width(rewriter, value);
    if (is_said(name, value, defaults, sizeof defaults / sizeof *defaults) ||
        is_said(name, value, rewriter->around, rewriter->around_count))
        return;
    if (is(name, "id")) /* of a group; nothing refers to it */
        return;
    if (rewriter->has_path && is(name, "transform"))
        return;
    buffer_append_char(rewriter->out, ' ');
    append_slice(rewriter->out, name);
    buffer_append_string(rewriter->out, "=\"");
    append_value(rewriter, name, value);
    buffer_append_char(rewriter->out, '"');
}

/* "name:value;name:value;" */
static void append_style(struct rewriter *rewriter, struct slice style)
{
    while (style.length > 0) {
        const char *end = memchr(style.at, ';', style.length);
        size_t length = end != NULL ? (size_t)(end - style.at) : style.length;
        struct slice declaration = {style.at, length};
        const char *colon = memchr(declaration.at, ':', length);
        if (colon != NULL) {
            size_t name = (size_t)(colon - declaration.at);
            append_attribute(rewriter, trimmed((struct slice){declaration.at, name}),
                             trimmed(without_first(declaration, name + 1)));
        }
        style = without_first(style, length + (end != NULL));
    }
}

static void append_attributes(struct rewriter *rewriter, const struct tag *tag)
{
    for (size_t i = 0; i < tag->count; i++) {
        const struct attribute *attribute = &tag->attributes[i];
        if (is(attribute->name, "style"))
            append_style(rewriter, attribute->value);
        else
            append_attribute(rewriter, attribute->name, attribute->value);
    }
}

/* ---- Elements ---------------------------------------------------------------------------------------------------- */

/* A path loses its transform, if that only scales and moves. */
static void rewrite_path(struct rewriter *rewriter, const struct tag *tag)
{
    static const struct svg_placing none = SVG_PLACING_INIT;
    struct slice data = attribute_value(tag, "d"), transform = attribute_value(tag, "transform");
    buffer_cut(&rewriter->path, 0);
    rewriter->placing = none;
    rewriter->has_path = data.at != NULL &&
                         (transform.at == NULL ||
                          svg_placing_scan(transform.at, transform.length, &rewriter->placing)) &&
                         svg_path_append(&rewriter->path, data.at, data.length, &rewriter->placing);
    if (!rewriter->has_path)
        rewriter->placing = none;
}

static void rewrite_tag(struct rewriter *rewriter, const struct tag *tag)
{
    struct buffer *out = rewriter->out;
    rewrite_path(rewriter, tag);
    buffer_append_string(out, tag->kind == TAG_END ? "</" : "<");
    append_slice(out, tag->name);
    append_attributes(rewriter, tag);
    buffer_append_string(out, tag->kind == TAG_EMPTY ? "/>" : ">");
    buffer_append_char(out, '\n');
}

/* cairo 1.16 has a group around everything, with nothing but an id. */
static int is_plain_group(const struct tag *tag)
{
    return tag->kind == TAG_START && is(tag->name, "g") && tag->count == 1 &&
           is(tag->attributes[0].name, "id");
}

/* Of what is inside the root element. 0: it does not end. */
static int rewrite_tags(struct rewriter *rewriter)
{
    struct tag tag;
    int is_unwrapped = 0;
    for (size_t depth = 1;;) {
        if (!read_tag(rewriter, &tag))
            return 0;
        if (tag.kind == TAG_END && --depth == 0)
            return 1;
        if (depth == 1 && is_plain_group(&tag))
            is_unwrapped = 1;
        else if (tag.kind == TAG_END && depth == 1 && is_unwrapped)
            is_unwrapped = 0;
        else
            rewrite_tag(rewriter, &tag);
        depth += tag.kind == TAG_START;
    }
}

int svg_attributes_append_group(struct buffer *out, const char *svg, size_t length,
                                const struct svg_attribute *around, size_t around_count)
{
    struct rewriter rewriter = {
        .at = svg, .end = svg + length, .out = out, .around = around, .around_count = around_count};
    struct tag root;
    if (!read_tag(&rewriter, &root) || !is(root.name, "svg") || root.kind == TAG_END)
        return 0;
    buffer_append_string(out, "<g");
    for (size_t i = 0; i < around_count; i++)
        buffer_append_format(out, " %s=\"%s\"", around[i].name, around[i].value);
    buffer_append_string(out, ">\n");
    int is_known = root.kind == TAG_EMPTY || rewrite_tags(&rewriter);
    buffer_append_string(out, "</g>\n");
    out->failed |= rewriter.path.failed | rewriter.width.failed;
    buffer_free(&rewriter.path);
    buffer_free(&rewriter.width);
    return is_known;
}
