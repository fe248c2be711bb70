/* From a profile's graph to Graphviz' graph. */
#include "build.h"

#include "cli/buffer.h"
#include "cli/decimal.h"
#include "cli/message.h"
#include "pstats2dot/change.h"
#include "pstats2dot/cluster.h"
#include "pstats2dot/discipline.h"
#include "pstats2dot/label.h"
#include "pstats2dot/legend.h"
#include "pstats2dot/theme.h"
#include "pstats2dot/tooltip.h"
#include "pstats2dot/weight.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum node_attribute {
    NODE_COLOR,
    NODE_FONTCOLOR,
    NODE_FONTSIZE,
    NODE_LABEL,
    NODE_TOOLTIP,
    NODE_URL,
    NODE_ATTRIBUTES
};
enum edge_attribute {
    EDGE_ARROWSIZE,
    EDGE_COLOR,
    EDGE_FONTCOLOR,
    EDGE_FONTSIZE,
    EDGE_LABEL,
    EDGE_LABELDISTANCE,
    EDGE_LABELTOOLTIP,
    EDGE_PENWIDTH,
    EDGE_TOOLTIP,
    EDGE_ATTRIBUTES
};

static const char *const node_names[NODE_ATTRIBUTES] = {"color", "fontcolor", "fontsize",
                                                        "label", "tooltip",   "URL"};
static const char *const edge_names[EDGE_ATTRIBUTES] = {"arrowsize",    "color",    "fontcolor",
                                                        "fontsize",     "label",    "labeldistance",
                                                        "labeltooltip", "penwidth", "tooltip"};

/* Only the graph of a comparison has them: what is new has a double outline or arrowhead, what is
 * gone is dashed. */
enum mark_attribute {
    MARK_NODE_FILL,
    MARK_NODE_OUTLINES,
    MARK_NODE_STYLE,
    MARK_EDGE_ARROWHEAD,
    MARK_EDGE_STYLE,
    MARK_ATTRIBUTES
};

struct next_call;

struct builder {
    const struct selection *selection;
    const struct settings *settings;
    const struct theme *theme;
    struct label_style style;
    struct colour label_page; /* what edges' labels stand on */
    struct cluster_set clusters;
    size_t *first_call; /* the calls of caller f are calls[first_call[f]] .. calls[first_call[f + 1]
                           - 1] */
    size_t *calls;      /* indices, ascending for each caller */
    size_t *order;      /* the functions, as they become nodes */
    size_t *place;      /* by function: its place in order; SIZE_MAX: it is no node yet */
    size_t node_count, link_count;
    struct next_call *next_calls; /* of one caller at a time */
    Agraph_t *graph;
    Agnode_t **nodes;                          /* by function */
    Agsym_t *node_attributes[NODE_ATTRIBUTES]; /* NULL: not used */
    Agsym_t *edge_attributes[EDGE_ATTRIBUTES];
    Agsym_t *mark_attributes[MARK_ATTRIBUTES];
    double largest_change; /* of a function that is drawn: a part of all time; 0: there is none */
    double largest_seconds;
    struct colour last_colour, last_legible; /* of the edge before */
    struct buffer text;                      /* one value at a time */
};

/* ---- Attributes. cgraph copies names and values, though its parameters are not const ---- */

static Agsym_t *declare(struct builder *b, int kind, const char *name, const char *value)
{
    return agattr(b->graph, kind, (char *)name, (char *)value);
}

static void set(void *object, Agsym_t *attribute, const char *value)
{
    agxset(object, attribute, (char *)value);
}

static void set_colour(void *object, Agsym_t *attribute, struct colour colour)
{
    char hex[COLOUR_HEX_SIZE];
    colour_hex(colour, hex);
    set(object, attribute, hex);
}

static void set_number(void *object, Agsym_t *attribute, double number)
{
    char text[DECIMAL_SIZE];
    decimal_fixed(number, 2, text);
    set(object, attribute, text);
}

/* Sets what was put together in b->text, unless that is nothing. */
static void set_text(struct builder *b, void *object, Agsym_t *attribute)
{
    if (b->text.length > 0)
        set(object, attribute, buffer_string(&b->text));
    buffer_cut(&b->text, 0);
}

/* Likewise, as an HTML-like label. */
static void set_html(struct builder *b, void *object, Agsym_t *attribute)
{
    char *html = agstrdup_html(b->graph, (char *)buffer_string(&b->text));
    agxset(object, attribute, html);
    agstrfree(b->graph, html);
    buffer_cut(&b->text, 0);
}

static void declare_marks(struct builder *b)
{
    b->mark_attributes[MARK_NODE_FILL] = declare(b, AGNODE, "fillcolor", "");
    b->mark_attributes[MARK_NODE_OUTLINES] = declare(b, AGNODE, "peripheries", "1");
    b->mark_attributes[MARK_NODE_STYLE] = declare(b, AGNODE, "style", NULL);
    b->mark_attributes[MARK_EDGE_ARROWHEAD] = declare(b, AGEDGE, "arrowhead", "normal");
    b->mark_attributes[MARK_EDGE_STYLE] = declare(b, AGEDGE, "style", "solid");
}

static void declare_attributes(struct builder *b)
{
    static const struct {
        int kind;
        const char *name, *value;
    } fixed[] = {
        {AGRAPH, "fontname", "Arial"}, {AGRAPH, "nodesep", "0.125"}, {AGRAPH, "pad", "0.15"},
        {AGRAPH, "ranksep", "0.25"},   {AGRAPH, "tooltip", " "},     {AGNODE, "fontname", "Arial"},
        {AGNODE, "height", "0"},       {AGNODE, "shape", "box"},     {AGNODE, "width", "0"},
        {AGEDGE, "fontname", "Arial"},
    };
    const struct theme *theme = b->theme;
    const char *node_text = theme->is_filled ? "white" : "black";
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        declare(b, fixed[i].kind, fixed[i].name, fixed[i].value);
    declare(b, AGNODE, "style", theme->is_filled ? "filled" : "solid");
    for (int i = 0; i < NODE_ATTRIBUTES; i++)
        b->node_attributes[i] =
            declare(b, AGNODE, node_names[i], i == NODE_FONTCOLOR ? node_text : "");
    for (int i = 0; i < EDGE_ATTRIBUTES; i++)
        b->edge_attributes[i] = declare(b, AGEDGE, edge_names[i], "");
    if (b->settings->is_compared)
        declare_marks(b);
    if (theme->sets_page) {
        char page[COLOUR_HEX_SIZE];
        colour_hex(theme->page, page);
        declare(b, AGRAPH, "bgcolor", page);
    }
}

/* ---- The caption and clusters ---- */

static struct colour cluster_colour(const struct theme *theme)
{
    return colour_mix(theme->page, colour_text_on(theme->page), 0.05);
}

/* Grey, for what is not a figure: what was put together in b->text. */
static void set_small_print(struct builder *b, Agraph_t *graph, struct colour page,
                            double font_size, int is_html)
{
    struct colour grey = colour_mix(colour_text_on(b->theme->page), b->theme->page, 0.4);
    set_number(graph, declare(b, AGRAPH, "fontsize", NULL), font_size);
    set_colour(graph, declare(b, AGRAPH, "fontcolor", NULL),
               colour_legible(grey, page, COLOUR_TEXT_CONTRAST));
    Agsym_t *label = declare(b, AGRAPH, "label", NULL);
    if (is_html)
        set_html(b, graph, label);
    else
        set_text(b, graph, label);
}

/* What one graph has is inherited by its subgraphs, unless it was declared as nothing before. */
static void declare_small_print(struct builder *b)
{
    static const char *const names[] = {"color", "fillcolor", "fontcolor", "fontsize",
                                        "label", "labeljust", "labelloc",  "style"};
    const struct selection *selection = b->selection;
    if (b->clusters.count == 0 && selection->all_functions == 0 && selection->all_calls == 0 &&
        !b->settings->is_compared)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        declare(b, AGRAPH, names[i], "");
}

static void add_caption(struct builder *b)
{
    struct buffer limit = BUFFER_INIT;
    selection_append_limit(&limit, b->selection);
    if (b->settings->is_compared)
        legend_append(&b->text, b->selection->graph, b->settings, b->largest_seconds,
                      buffer_string(&limit));
    else
        buffer_append_string(&b->text, buffer_string(&limit));
    b->text.failed |= limit.failed;
    buffer_free(&limit);
    if (b->text.length == 0)
        return;
    double count = (double)pstats_graph_function_count(b->selection->graph);
    double font_size = fmax(10.0, b->theme->font_min) +
                       fmin(count, 300.0) / 20.0; /* of large ones seen from afar */
    set(b->graph, declare(b, AGRAPH, "labeljust", NULL), "l");
    set(b->graph, declare(b, AGRAPH, "labelloc", NULL), "t");
    set_small_print(b, b->graph, b->theme->page, font_size, b->settings->is_compared);
}

static Agraph_t *add_cluster(struct builder *b, size_t number)
{
    char name[40];
    snprintf(name, sizeof name, "cluster_%zu", number);
    Agraph_t *cluster = agsubg(b->graph, name, 1);
    const struct buffer *label = &b->clusters.names[number];
    struct colour fill = cluster_colour(b->theme);
    set(cluster, declare(b, AGRAPH, "style", NULL), "filled");
    set_colour(cluster, declare(b, AGRAPH, "fillcolor", NULL), fill);
    set_colour(cluster, declare(b, AGRAPH, "color", NULL),
               colour_mix(fill, colour_text_on(b->theme->page), 0.2));
    label_append_text(&b->text, (pstats_text){label->bytes, label->length});
    set_small_print(b, cluster, fill, 12.0, 0);
    return cluster;
}

/* ---- Nodes and edges ---- */

static double change_fraction(const struct builder *b, const struct change *change)
{
    double fraction =
        b->settings->is_coloured_by_self ? change->self_fraction : change->total_fraction;
    return b->largest_change > 0.0 ? fraction / b->largest_change : 0.0;
}

static double node_weight(const struct builder *b, size_t index)
{
    const pstats_graph *graph = b->selection->graph;
    if (b->settings->is_coloured_by_self && b->selection->largest_self_fraction > 0.0)
        return pstats_share(weight_of_self(graph, index), b->selection->largest_self_fraction);
    return weight_of_function(graph, index);
}

/* What a comparison's boxes have beyond those of a profile. What is gone is hollow. */
static void mark_node(struct builder *b, Agnode_t *node, const struct change *change,
                      struct colour colour)
{
    Agsym_t **marks = b->mark_attributes;
    int is_gone = change->presence == PSTATS_IN_BEFORE;
    struct colour fill = is_gone || !b->theme->is_filled ? b->theme->page : colour;
    set_colour(node, marks[MARK_NODE_FILL], fill);
    set_colour(node, b->node_attributes[NODE_COLOR], theme_outline(b->theme, colour));
    if (is_gone) {
        set(node, marks[MARK_NODE_STYLE], b->theme->is_filled ? "filled,dashed" : "dashed");
        set_colour(node, b->node_attributes[NODE_FONTCOLOR],
                   colour_legible(colour, b->theme->page, COLOUR_TEXT_CONTRAST));
    } else if (change->presence == PSTATS_IN_AFTER) {
        set(node, marks[MARK_NODE_OUTLINES], "2");
    }
}

static void add_node(struct builder *b, size_t index)
{
    char name[DECIMAL_SIZE];
    decimal_integer((int64_t)b->selection->ids[index], name);
    Agnode_t *node = agnode(b->graph, name, 1);
    Agsym_t **attributes = b->node_attributes;
    double weight = node_weight(b, index);
    struct change change = change_of_function(b->selection->graph, index, b->settings);
    struct colour colour =
        b->settings->is_coloured_by_difference
            ? theme_change_colour(b->theme, change_fraction(b, &change), b->settings->skew)
            : theme_colour(b->theme, weight, b->settings->skew);
    set_colour(node, attributes[NODE_COLOR], colour);
    set_colour(node, attributes[NODE_FONTCOLOR], theme_node_text(b->theme, colour));
    if (b->settings->is_compared)
        mark_node(b, node, &change, colour);
    set_number(node, attributes[NODE_FONTSIZE], theme_font_size(b->theme, weight));
    label_append_node(&b->text, &b->style, index);
    set_text(b, node, attributes[NODE_LABEL]);
    tooltip_append_node(&b->text, &b->style, index);
    set_text(b, node, attributes[NODE_TOOLTIP]);
    tooltip_append_link(&b->text, &b->style, index);
    b->link_count += b->text.length > 0;
    set_text(b, node, attributes[NODE_URL]);
    b->nodes[index] = node;
    b->place[index] = b->node_count;
    b->order[b->node_count++] = index;
}

static struct colour edge_colour(const struct builder *b, const struct change *change,
                                 double weight)
{
    if (!b->settings->is_coloured_by_difference)
        return theme_line_colour(b->theme, weight, b->settings->skew);
    double fraction = b->largest_change > 0.0 && !b->settings->is_coloured_by_self
                          ? change->total_fraction / b->largest_change
                          : 0.0;
    return theme_outline(b->theme, theme_change_colour(b->theme, fraction, b->settings->skew));
}

static void mark_edge(struct builder *b, Agedge_t *edge, const struct change *change)
{
    if (change->presence == PSTATS_IN_BEFORE)
        set(edge, b->mark_attributes[MARK_EDGE_STYLE], "dashed");
    else if (change->presence == PSTATS_IN_AFTER)
        set(edge, b->mark_attributes[MARK_EDGE_ARROWHEAD], "normalnormal");
}

/* Of an edge's label. Most edges have the colour of the one before. */
static struct colour legible_colour(struct builder *b, struct colour colour)
{
    if (memcmp(&colour, &b->last_colour, sizeof colour) != 0) {
        b->last_colour = colour;
        b->last_legible = colour_legible(colour, b->label_page, COLOUR_TEXT_CONTRAST);
    }
    return b->last_legible;
}

static void add_edge(struct builder *b, size_t index)
{
    const pstats_call *call = pstats_graph_call(b->selection->graph, index);
    if (b->place[call->callee] == SIZE_MAX)
        add_node(b, call->callee);
    Agedge_t *edge = agedge(b->graph, b->nodes[call->caller], b->nodes[call->callee], NULL, 1);
    Agsym_t **attributes = b->edge_attributes;
    double weight = weight_of_call(b->selection->graph, index);
    struct change change = change_of_call(b->selection->graph, index, b->settings);
    struct colour colour = edge_colour(b, &change, weight);
    if (b->settings->is_compared)
        mark_edge(b, edge, &change);
    set_number(edge, attributes[EDGE_ARROWSIZE], theme_arrow_size(b->theme, weight));
    set_colour(edge, attributes[EDGE_COLOR], colour);
    set_colour(edge, attributes[EDGE_FONTCOLOR], legible_colour(b, colour));
    set_number(edge, attributes[EDGE_FONTSIZE], theme_font_size(b->theme, weight));
    set_number(edge, attributes[EDGE_LABELDISTANCE], theme_pen_width(b->theme, weight));
    set_number(edge, attributes[EDGE_PENWIDTH], theme_pen_width(b->theme, weight));
    label_append_edge(&b->text, &b->style, index);
    set_text(b, edge, attributes[EDGE_LABEL]);
    tooltip_append_edge(&b->text, &b->style, index);
    if (b->text.length > 0)
        set(edge, attributes[EDGE_LABELTOOLTIP], buffer_string(&b->text));
    set_text(b, edge, attributes[EDGE_TOOLTIP]);
}

static void add_clusters(struct builder *b)
{
    size_t function_count = pstats_graph_function_count(b->selection->graph);
    Agraph_t *cluster = NULL;
    for (size_t number = 0; number < b->clusters.count; number++) {
        cluster = add_cluster(b, number);
        for (size_t i = b->clusters.first[number]; i < function_count; i = b->clusters.next[i]) {
            add_node(b, i);
            agsubnode(cluster, b->nodes[i], 1);
        }
    }
}

struct next_call {
    size_t place; /* of the callee */
    size_t index;
};

static int compare_places(const void *a, const void *b)
{
    const struct next_call *left = a, *right = b;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return (left->index > right->index) - (left->index < right->index);
}

/* Callees that are nodes come first, in the order in which they became nodes. */
static void add_calls(struct builder *b, size_t caller)
{
    const pstats_graph *graph = b->selection->graph;
    size_t first = b->first_call[caller], count = b->first_call[caller + 1] - first;
    for (size_t i = 0; i < count; i++) {
        size_t index = b->calls[first + i];
        b->next_calls[i] =
            (struct next_call){b->place[pstats_graph_call(graph, index)->callee], index};
    }
    qsort(b->next_calls, count, sizeof *b->next_calls, compare_places);
    for (size_t i = 0; i < count; i++)
        add_edge(b, b->next_calls[i].index);
}

/* In the order in which agwrite writes them, and a reader of what it wrote finds them: a node, its
 * calls by the age of their other ends, each with that end when it is new; then the next node.
 * Layout depends on the order; so dot draws our DOT as we draw it ourselves. */
static void add_all(struct builder *b)
{
    size_t function_count = pstats_graph_function_count(b->selection->graph), next = 0;
    add_clusters(b);
    for (size_t i = 0; i < function_count; i++) {
        for (; i == b->node_count; next++)
            if (b->place[next] == SIZE_MAX)
                add_node(b, next);
        add_calls(b, b->order[i]);
    }
}

/* ---- The whole ---- */

/* Sorts calls by caller, by counting. */
static int sort_calls(struct builder *b)
{
    const pstats_graph *graph = b->selection->graph;
    size_t function_count = pstats_graph_function_count(graph),
           call_count = pstats_graph_call_count(graph);
    b->first_call = calloc(function_count + 2, sizeof *b->first_call);
    b->calls = calloc(call_count + 1, sizeof *b->calls);
    b->next_calls = calloc(call_count + 1, sizeof *b->next_calls);
    if (b->first_call == NULL || b->calls == NULL || b->next_calls == NULL)
        return 0;
    size_t *end =
        b->first_call + 1; /* shifted: end[f] runs from the first call of f to the first of f + 1 */
    for (size_t i = 0; i < call_count; i++)
        end[pstats_graph_call(graph, i)->caller + 1]++;
    for (size_t f = 0; f < function_count; f++)
        end[f + 1] += end[f];
    for (size_t i = 0; i < call_count; i++)
        b->calls[end[pstats_graph_call(graph, i)->caller]++] = i;
    return 1;
}

static void find_largest_change(struct builder *b)
{
    const pstats_graph *graph = b->selection->graph;
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        struct change change = change_of_function(graph, i, b->settings);
        double fraction =
            fabs(b->settings->is_coloured_by_self ? change.self_fraction : change.total_fraction);
        b->largest_change = fmax(b->largest_change, fraction);
    }
    double before = b->settings->is_coloured_by_self ? pstats_graph_total_self_before(graph)
                                                     : pstats_graph_total_before(graph);
    double after = b->settings->is_coloured_by_self ? pstats_graph_total_self(graph)
                                                    : pstats_graph_total(graph);
    b->largest_seconds = b->largest_change * fmax(before, after);
}

static int prepare(struct builder *b, const char *format)
{
    size_t function_count = pstats_graph_function_count(b->selection->graph);
    b->theme = theme_at(b->settings->colormap);
    b->label_page =
        b->settings->cluster == CLUSTER_NONE ? b->theme->page : cluster_colour(b->theme);
    if (b->settings->is_coloured_by_difference)
        find_largest_change(b);
    b->last_legible = colour_legible(b->last_colour, b->label_page, COLOUR_TEXT_CONTRAST);
    label_style_init(&b->style, b->selection->graph, b->settings, format);
    b->order = calloc(function_count + 1, sizeof *b->order);
    b->place = calloc(function_count + 1, sizeof *b->place);
    b->nodes = calloc(function_count + 1, sizeof *b->nodes);
    for (size_t i = 0; b->place != NULL && i < function_count; i++)
        b->place[i] = SIZE_MAX;
    return b->order != NULL && b->place != NULL && b->nodes != NULL && sort_calls(b) &&
           cluster_set_make(&b->clusters, b->selection->graph, b->settings);
}

static void release(struct builder *b)
{
    free(b->first_call);
    free(b->calls);
    free(b->next_calls);
    free(b->order);
    free(b->place);
    free(b->nodes);
    cluster_set_free(&b->clusters);
    buffer_free(&b->text);
}

static void warn(const struct builder *b)
{
    const struct option_strings *folders = &b->settings->strip_prefixes;
    if (b->style.cut_count > 0)
        message_warning(NULL, "%zu name%s too long to be shown whole", b->style.cut_count,
                        b->style.cut_count == 1 ? " is" : "s are");
    if (b->settings->link != NULL && folders->count > 0 && b->link_count == 0 && b->node_count > 0)
        message_warning("--strip-prefix",
                        "nothing is linked, for no file that is shown is in '%s'%s",
                        folders->items[0], folders->count > 1 ? " or the others" : "");
}

Agraph_t *build_graph(const struct selection *selection, const struct settings *settings,
                      const char *format, Agiodisc_t *io)
{
    struct builder b = {.selection = selection, .settings = settings};
    Agdisc_t discipline = discipline_new(io);
    int is_done = prepare(&b, format);
    b.graph = is_done ? agopen((char *)"", Agdirected, &discipline) : NULL;
    if (b.graph != NULL) {
        declare_attributes(&b);
        declare_small_print(&b);
        add_caption(&b);
        add_all(&b);
    }
    if (b.graph == NULL || b.text.failed) {
        message_error(NULL, "out of memory");
        if (b.graph != NULL)
            agclose(b.graph);
        b.graph = NULL;
    }
    warn(&b);
    release(&b);
    return b.graph;
}
