/* The layout as JSON, for other programs to draw or to look things up in. */
#include "json.h"

#include "cli/buffer.h"
#include "cli/json.h"
#include "cli/names.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)64 * 1024)

struct writer {
    const struct flame_layout *layout;
    struct output *output;
    struct buffer text; /* what is not written yet */
    uint32_t *numbers;  /* of functions, in the list of those that have a frame */
    int has_output_failed;
};

static void flush(struct writer *writer, size_t limit)
{
    if (writer->text.length < limit || writer->has_output_failed)
        return;
    writer->has_output_failed =
        !output_write(writer->output, buffer_string(&writer->text), writer->text.length);
    buffer_cut(&writer->text, 0);
}

/* ---- Values ---- */

static void put_key(struct writer *writer, const char *key)
{
    char last = writer->text.length > 0 ? writer->text.bytes[writer->text.length - 1] : '{';
    buffer_append_format(&writer->text, "%s\"%s\": ", last == '{' ? "" : ", ", key);
}

/* Names are clean; what options say need not be. */
static void put_text(struct writer *writer, const char *key, const char *text, size_t length)
{
    put_key(writer, key);
    json_append_string(&writer->text, text, length);
}

static void put_string(struct writer *writer, const char *key, const char *text)
{
    put_text(writer, key, text, strlen(text));
}

/* Text that somebody chose */
static void put_anything(struct writer *writer, const char *key, const char *text)
{
    struct buffer clean = BUFFER_INIT;
    names_append_clean(&clean, (pstats_text){text, strlen(text)});
    put_text(writer, key, buffer_string(&clean), clean.length);
    writer->text.failed |= clean.failed;
    buffer_free(&clean);
}

/* What is no number, in damaged profiles, is null. */
static void put_number(struct writer *writer, const char *key, double value)
{
    put_key(writer, key);
    if (isfinite(value))
        buffer_append_format(&writer->text, "%.12g", value);
    else
        buffer_append_string(&writer->text, "null");
}

static void put_px(struct writer *writer, const char *key, double px)
{
    put_key(writer, key);
    buffer_append_format(&writer->text, "%.10g", floor(px * 10.0 + 0.5) / 10.0);
}

/* max: null instead */
static void put_index(struct writer *writer, const char *key, size_t index)
{
    put_key(writer, key);
    if (index == SIZE_MAX)
        buffer_append_string(&writer->text, "null");
    else
        buffer_append_format(&writer->text, "%zu", index);
}

static void put_calls(struct writer *writer, const char *key, int64_t calls)
{
    put_key(writer, key);
    if (calls == PSTATS_CALLS_UNKNOWN)
        buffer_append_string(&writer->text, "null");
    else
        buffer_append_format(&writer->text, "%" PRId64, calls);
}

static void put_flag(struct writer *writer, const char *key, int is_set)
{
    put_key(writer, key);
    buffer_append_string(&writer->text, is_set ? "true" : "false");
}

static void put_colour(struct writer *writer, const char *key, struct colour colour)
{
    char hex[COLOUR_HEX_SIZE];
    colour_hex(colour, hex);
    put_string(writer, key, hex);
}

/* ---- Parts ---- */

static void put_picture(struct writer *writer)
{
    const struct flame_layout *layout = writer->layout;
    buffer_append_char(&writer->text, '{');
    put_string(writer, "pstatsflame", PSTATS_VERSION);
    put_string(writer, "title", layout->title.text);
    put_string(writer, "subtitle", layout->subtitle.text);
    put_anything(writer, "unit", layout->unit);
    put_flag(writer, "estimated", !layout->stacks->is_exact);
    put_flag(writer, "reversed", layout->stacks->is_reversed);
    put_flag(writer, "inverted", layout->is_inverted);
    if (layout->stacks->is_compared) {
        put_flag(writer, "compared", 1);
        put_flag(writer, "negated", layout->stacks->is_negated);
    }
    put_px(writer, "width", layout->width_px);
    put_px(writer, "height", layout->height_px);
    put_px(writer, "font_size", layout->font_size_px);
    put_colour(writer, "background", layout->page);
}

/* In a comparison: where a function or frame is. */
static void put_presence(struct writer *writer, unsigned presence)
{
    put_string(writer, "presence",
               presence == PSTATS_IN_AFTER    ? "new"
               : presence == PSTATS_IN_BEFORE ? "gone"
                                              : "both");
}

/* What a function cost before; nothing where it was not there. */
static void put_past(struct writer *writer, size_t index)
{
    const pstats_graph *graph = writer->layout->stacks->graph;
    const pstats_cost *before = pstats_graph_function_before(graph, index);
    put_presence(writer, pstats_graph_function_presence(graph, index));
    if (before == NULL)
        return;
    put_calls(writer, "calls_before", before->calls);
    put_calls(writer, "primitive_calls_before", before->primitive_calls);
    put_number(writer, "self_before", before->self);
    put_number(writer, "cumulative_before", before->cumulative);
}

static void put_function(struct writer *writer, size_t index)
{
    const struct flame_layout *layout = writer->layout;
    const pstats_function *function = pstats_graph_function(layout->stacks->graph, index);
    const struct layout_function *shown = &layout->functions[index];
    buffer_append_char(&writer->text, '{');
    put_text(writer, "name", shown->name.bytes, shown->name.length);
    put_text(writer, "label", shown->short_name.bytes, shown->short_name.length);
    put_text(writer, "file", shown->file->path.bytes, shown->file->path.length);
    put_key(writer, "line");
    buffer_append_format(&writer->text, "%" PRId64, function->line);
    put_string(writer, "origin", origin_names[shown->file->origin]);
    if (!layout->stacks->is_compared)
        put_colour(writer, "color", layout->colours[shown->colour]);
    put_calls(writer, "calls", function->cost.calls);
    put_calls(writer, "primitive_calls", function->cost.primitive_calls);
    put_number(writer, "self", function->cost.self);
    put_number(writer, "cumulative", function->cost.cumulative);
    if (layout->stacks->is_compared)
        put_past(writer, index);
    if (shown->link != NULL)
        put_string(writer, "link", shown->link);
    buffer_append_char(&writer->text, '}');
}

static void put_functions(struct writer *writer)
{
    const struct flame_layout *layout = writer->layout;
    uint32_t count = 0;
    buffer_append_string(&writer->text, ",\n\"functions\": [");
    for (size_t i = 0; i < pstats_graph_function_count(layout->stacks->graph); i++) {
        if (layout->functions[i].name.bytes == NULL)
            continue;
        buffer_append_string(&writer->text, count > 0 ? ",\n" : "\n");
        put_function(writer, i);
        writer->numbers[i] = count++;
        flush(writer, BLOCK);
    }
    buffer_append_char(&writer->text, ']');
}

static void put_box(struct writer *writer, const struct layout_box *box, uint32_t level)
{
    const struct flame_layout *layout = writer->layout;
    put_px(writer, "x", (double)box->left_px);
    put_px(writer, "y", layout_row_px(layout, level));
    put_px(writer, "width", (double)box->right_px - (double)box->left_px);
    put_px(writer, "height", layout->frame_height_px - layout->gap_px);
    if (box->label_length > 0)
        put_text(writer, "label", layout->text + box->label, box->label_length);
}

/* Before and after, whichever of them is drawn. */
static void put_frame_change(struct writer *writer, size_t index)
{
    const struct flame_layout *layout = writer->layout;
    const struct stacks *stacks = layout->stacks;
    put_number(writer, "self", stacks_self_after(stacks, index));
    put_number(writer, "total", stacks_total_after(stacks, index));
    put_number(writer, "self_before", stacks_self_before(stacks, index));
    put_number(writer, "total_before", stacks_total_before(stacks, index));
    put_presence(writer, index > 0 ? stacks->frames[index].presence : PSTATS_IN_BOTH);
    put_colour(writer, "color", layout->colours[layout->boxes[index].colour]);
}

static void put_frames(struct writer *writer)
{
    const struct flame_layout *layout = writer->layout;
    buffer_append_string(&writer->text, ",\n\"frames\": [");
    for (size_t i = 0; i < layout->stacks->count; i++) {
        const struct stack_frame *frame = &layout->stacks->frames[i];
        buffer_append_string(&writer->text, i > 0 ? ",\n{" : "\n{");
        put_index(writer, "function", i > 0 ? writer->numbers[frame->function] : SIZE_MAX);
        put_index(writer, "parent", i > 0 ? frame->parent : SIZE_MAX);
        put_index(writer, "level", frame->level);
        if (layout->stacks->is_compared) {
            put_frame_change(writer, i);
        } else {
            put_number(writer, "self", frame->self);
            put_number(writer, "total", frame->total);
        }
        put_flag(writer, "inferred", frame->is_inferred);
        if (layout->boxes[i].is_drawn)
            put_box(writer, &layout->boxes[i], frame->level);
        buffer_append_char(&writer->text, '}');
        flush(writer, BLOCK);
    }
    buffer_append_string(&writer->text, "]}\n");
}

int json_write(const struct flame_layout *layout, struct output *output)
{
    struct writer writer = {.layout = layout, .output = output};
    writer.numbers =
        calloc(pstats_graph_function_count(layout->stacks->graph) + 1, sizeof *writer.numbers);
    int has_memory = writer.numbers != NULL;
    if (has_memory) {
        put_picture(&writer);
        put_functions(&writer);
        put_frames(&writer);
        flush(&writer, 0);
        has_memory = !writer.text.failed;
    }
    free(writer.numbers);
    buffer_free(&writer.text);
    return has_memory;
}
