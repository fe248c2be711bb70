/* What stands beside the graph of a comparison: what its marks and colours mean, as an HTML-like
 * label. Knows no Graphviz library. */
#include "legend.h"

#include "pstats2dot/change.h"
#include "pstats2dot/figures.h"
#include "pstats2dot/theme.h"

#include <math.h>

#define STEPS 4 /* of the scale, on each side of no change */

static void append_escaped(struct buffer *buffer, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '&')
            buffer_append_string(buffer, "&amp;");
        else if (*text == '<')
            buffer_append_string(buffer, "&lt;");
        else if (*text == '>')
            buffer_append_string(buffer, "&gt;");
        else if ((unsigned char)*text < ' ')
            buffer_append_char(buffer, ' ');
        else
            buffer_append_char(buffer, *text);
    }
}

static void append_seconds(struct buffer *buffer, const struct time_format *format, double seconds)
{
    struct buffer text = BUFFER_INIT;
    time_format_append(&text, format, seconds);
    append_escaped(buffer, buffer_string(&text));
    buffer->failed |= text.failed;
    buffer_free(&text);
}

static void append_row(struct buffer *buffer, const char *text)
{
    buffer_append_string(buffer, "<tr><td align=\"left\">");
    append_escaped(buffer, text);
    buffer_append_string(buffer, "</td></tr>");
}

/* "all: 1.2 s → 2.4 s, ▲ +1.2 s, +100%" */
static void append_totals(struct buffer *buffer, const pstats_graph *graph,
                          const struct settings *settings, const struct time_format *format)
{
    struct change change = change_of_all(graph, settings);
    struct buffer text = BUFFER_INIT;
    figures_append_change(&text, format, &change);
    buffer_append_string(buffer, "<tr><td align=\"left\">all: ");
    append_seconds(buffer, format, pstats_graph_total_before(graph));
    buffer_append_string(buffer, " \xe2\x86\x92 ");
    append_seconds(buffer, format, pstats_graph_total(graph));
    if (text.length > 0) {
        buffer_append_char(buffer, ',');
        append_escaped(buffer, buffer_string(&text)); /* its newline becomes a blank */
    }
    buffer_append_string(buffer, "</td></tr>");
    buffer->failed |= text.failed;
    buffer_free(&text);
}

static void append_step(struct buffer *buffer, const struct theme *theme, double change,
                        double skew)
{
    char fill[COLOUR_HEX_SIZE];
    colour_hex(theme_change_colour(theme, change, skew), fill);
    buffer_append_format(buffer, "<td bgcolor=\"%s\" width=\"18\"> </td>", fill);
}

static void append_scale(struct buffer *buffer, const struct settings *settings,
                         const struct time_format *format, double largest_seconds)
{
    buffer_append_format(buffer,
                         "<tr><td align=\"left\"><table border=\"0\" cellborder=\"0\" "
                         "cellspacing=\"0\" cellpadding=\"2\"><tr><td>%s time: -",
                         settings->is_coloured_by_self ? "self" : "total");
    append_seconds(buffer, format, largest_seconds);
    buffer_append_string(buffer, "</td>");
    const struct theme *theme = theme_at(settings->colormap);
    for (int i = -STEPS; i <= STEPS; i++)
        append_step(buffer, theme, (double)i / STEPS, settings->skew);
    buffer_append_string(buffer, "<td>+");
    append_seconds(buffer, format, largest_seconds);
    buffer_append_string(buffer, "</td></tr></table></td></tr>");
}

void legend_append(struct buffer *buffer, const pstats_graph *graph,
                   const struct settings *settings, double largest_seconds, const char *caption)
{
    struct time_format format;
    time_format_parse(settings->time_format, &format);
    buffer_append_string(
        buffer, "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"2\">");
    append_totals(buffer, graph, settings, &format);
    if (settings->is_coloured_by_difference && largest_seconds > 0.0 &&
        theme_has_change_colours(theme_at(settings->colormap)))
        append_scale(buffer, settings, &format, largest_seconds);
    append_row(buffer, settings->is_only_slower ? "before \xe2\x86\x92 after; \xe2\x96\xb2 slower"
                       : settings->is_only_faster
                           ? "before \xe2\x86\x92 after; \xe2\x96\xbc faster"
                           : "before \xe2\x86\x92 after; \xe2\x96\xb2 slower, "
                             "\xe2\x96\xbc faster");
    append_row(buffer, "double outline or arrowhead: new; dashed: gone");
    if (*caption != '\0')
        append_row(buffer, caption);
    buffer_append_string(buffer, "</table>");
}
