/* What is written on functions and calls, as Graphviz wants it. Knows no Graphviz
 * library. */
#include "label.h"

#include "cli/names.h"
#include "cli/text.h"
#include "pstats2dot/figures.h"

#include <string.h>

static const int usual_node_measures[] = {MEASURE_TOTAL_PERCENTAGE, MEASURE_SELF_PERCENTAGE};
static const int usual_edge_measures[] = {MEASURE_TOTAL_PERCENTAGE};

/* Of a program that is slower everywhere, shares tell nothing. */
static const int compared_node_measures[] = {MEASURE_TOTAL_TIME, MEASURE_SELF_TIME};
static const int compared_edge_measures[] = {MEASURE_TOTAL_TIME};

static int has_raw_addresses(const char *format)
{
    static const char *const names[] = {"imap", "imap_np", "ismap", "ps", "ps2", "eps", "pdf"};
    size_t length = strcspn(format, ":");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && strncmp(names[i], format, length) == 0)
            return 1;
    return 0;
}

void label_style_init(struct label_style *style, const pstats_graph *graph,
                      const struct settings *settings, const char *format)
{
    *style = (struct label_style){
        .graph = graph,
        .settings = settings,
        .is_picture = format != NULL,
        .has_raw_addresses = format != NULL && has_raw_addresses(format),
    };
    time_format_parse(settings->time_format, &style->time_format);
}

/* ---- Text ---- */

static void append_code_point(struct buffer *buffer, uint32_t c)
{
    if (c == '\n') {
        buffer_append_string(buffer, "\\n");
    } else if (c == '\t' || c == '\r') {
        buffer_append_char(buffer, ' ');
    } else if (c == '\\') {
        buffer_append_string(buffer, "\\\\");
    } else if (c == '&') {
        buffer_append_string(buffer, "&amp;");
    } else if (c == 0 || text_is_hidden(c)) {
        buffer_append_char(buffer,
                           '\\'); /* the escape's own backslash comes out of a doubled one */
        text_append_escape(buffer, c);
    } else if (text_is_control(c)) {
        /* A reference to the character. Graphviz resolves references of up to six digits, into a
         * character that no SVG may hold; one of seven it shows as it is. */
        buffer_append_format(buffer, "&#%07u;", (unsigned)c);
    } else {
        text_append(buffer, c);
    }
}

static int is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '\\' && byte != '&';
}

void label_append_text(struct buffer *buffer, pstats_text text)
{
    struct text_cursor cursor = text_cursor(text);
    while (cursor.at < cursor.end) {
        const unsigned char *start = cursor.at;
        while (cursor.at < cursor.end && is_plain(*cursor.at))
            cursor.at++;
        buffer_append(buffer, (const char *)start, (size_t)(cursor.at - start));
        if (cursor.at < cursor.end)
            append_code_point(buffer, text_next(&cursor));
    }
}

void label_append_raw(struct buffer *buffer, struct buffer *raw, size_t start)
{
    if (raw->length > start)
        label_append_text(buffer, (pstats_text){raw->bytes + start, raw->length - start});
    buffer->failed |= raw->failed;
    buffer_free(raw);
}

/* ---- Labels ---- */

struct measures {
    const int *items;
    size_t count;
};

#define MEASURES(array)                                                                            \
    (struct measures)                                                                              \
    {                                                                                              \
        (array), sizeof(array) / sizeof *(array)                                                   \
    }

static struct measures node_measures(const struct settings *settings)
{
    if (settings->node_labels.count > 0)
        return (struct measures){settings->node_labels.items, settings->node_labels.count};
    return settings->is_compared ? MEASURES(compared_node_measures) : MEASURES(usual_node_measures);
}

static struct measures edge_measures(const struct settings *settings)
{
    if (settings->edge_labels.count > 0)
        return (struct measures){settings->edge_labels.items, settings->edge_labels.count};
    return settings->is_compared ? MEASURES(compared_edge_measures) : MEASURES(usual_edge_measures);
}

static int is_of_self(int measure)
{
    return measure == MEASURE_SELF_PERCENTAGE || measure == MEASURE_SELF_TIME ||
           measure == MEASURE_SELF_PER_CALL;
}

void label_append_node(struct buffer *buffer, struct label_style *style, size_t index)
{
    const struct settings *settings = style->settings;
    const pstats_function *function = pstats_graph_function(style->graph, index);
    struct sides sides = sides_of_function(style->graph, index, settings);
    struct measures measures = node_measures(settings);
    struct buffer label = BUFFER_INIT;
    names_append(&label, function);
    if (settings->is_stripped)
        names_strip(&label);
    style->cut_count += (size_t)names_cut(&label);
    if (settings->is_wrapped)
        names_wrap(&label);
    if (settings->is_compared)
        figures_append_change(&label, &style->time_format, &sides.change);
    for (size_t i = 0; i < measures.count; i++)
        if (!function->is_caller_only || !is_of_self(measures.items[i]))
            figures_append_measure(&label, &style->time_format, measures.items[i], &sides);
    figures_append_calls(&label, &sides);
    label_append_raw(buffer, &label, 0);
}

void label_append_edge(struct buffer *buffer, const struct label_style *style, size_t index)
{
    const pstats_call *call = pstats_graph_call(style->graph, index);
    struct sides sides = sides_of_call(style->graph, index, style->settings);
    struct measures measures = edge_measures(style->settings);
    struct buffer label = BUFFER_INIT;
    int has_times = call->derived_calls != PSTATS_CALLS_UNKNOWN;
    if (style->settings->is_compared)
        figures_append_change(&label, &style->time_format, &sides.change);
    for (size_t i = 0; i < measures.count && has_times; i++)
        figures_append_measure(&label, &style->time_format, measures.items[i], &sides);
    figures_append_calls(&label, &sides);
    label_append_raw(buffer, &label, 1); /* without the newline that starts each line */
}
