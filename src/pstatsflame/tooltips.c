/* What the pointer says of a frame where no script runs: a title on an invisible shape over every frame that is wide
 * enough to be pointed at. */
#include "tooltips.h"

#include "cli/decimal.h"
#include "cli/text.h"
#include "pstatsflame/amount.h"
#include "pstatsflame/difference.h"
#include "pstatsflame/markup.h"

#include <math.h>

#define NOISE 1e-9 /* smaller parts of everything come from rounding */

/* A line through the middle of the row, as thick as the row is high, from one whole px to another: nobody points any more
 * exactly. */
static void append_shape(struct buffer *buffer, const struct flame_layout *layout, size_t index)
{
    const struct layout_box *box = &layout->boxes[index];
    double left = floor((double)box->left_px + 0.5), right = floor((double)box->right_px + 0.5);
    double y = layout_row_px(layout, layout->stacks->frames[index].level);
    buffer_append_string(buffer, "<path d=\"M");
    markup_append_px(buffer, left);
    buffer_append_char(buffer, ' ');
    markup_append_px(buffer, y + layout->frame_height_px / 2.0);
    buffer_append_char(buffer, 'h');
    markup_append_px(buffer, right - left);
    buffer_append_string(buffer, "\">");
}

struct writer {
    struct buffer *out;
    const struct flame_layout *layout;
    struct buffer words; /* an amount before it is escaped: its unit can be anybody's word */
};

static void flush_words(struct writer *writer)
{
    struct buffer *words = &writer->words;
    markup_append(writer->out, (pstats_text){buffer_string(words), words->length});
    buffer_cut(words, 0);
}

static void append_amount(struct writer *writer, double value)
{
    amount_append(&writer->words, value, writer->layout->unit);
    flush_words(writer);
}

/* "1.00 s before, +230 ms (+23.0%)" */
static void append_change(struct writer *writer, size_t index)
{
    const struct flame_layout *layout = writer->layout;
    const struct stacks *stacks = layout->stacks;
    const struct stack_frame *frame = &stacks->frames[index];
    unsigned presence = index > 0 ? frame->presence : PSTATS_IN_BOTH;
    struct buffer *words = &writer->words;
    if (presence == PSTATS_IN_BOTH) {
        amount_append(words, frame->other.total, layout->unit);
        buffer_append_string(words, stacks->is_negated ? " now, " : " before, ");
    }
    difference_append_change(words, stacks_total_before(stacks, index),
                             stacks_total_after(stacks, index), presence, layout->unit);
    buffer_append_char(writer->out, '\n');
    flush_words(writer);
}

static void append_title(struct writer *writer, size_t index)
{
    struct buffer *buffer = writer->out;
    const struct flame_layout *layout = writer->layout;
    const struct stack_frame *frame = &layout->stacks->frames[index];
    double all = layout->stacks->frames[0].total;
    buffer_append_string(buffer, "<title>");
    if (frame->function == STACKS_NO_FUNCTION)
        buffer_append_string(buffer, "all");
    else {
        const struct layout_function *function = &layout->functions[frame->function];
        markup_append(buffer, function->name);
        pstats_text path = function->file->path;
        if (path.length > 0) {
            buffer_append_char(buffer, '\n');
            markup_append(buffer, path);
            buffer_append_char(buffer, ':');
            decimal_append_integer(buffer, function->line);
        }
    }
    buffer_append_char(buffer, '\n');
    int has_self = !layout->stacks->is_reversed && frame->self > all * NOISE;
    int is_self = has_self && frame->total - frame->self <= all * NOISE;
    append_amount(writer, frame->total);
    buffer_append_string(buffer, is_self ? " self (" : " (");
    amount_append_share(buffer, frame->total, all);
    buffer_append_char(buffer, ')');
    if (has_self && !is_self) {
        buffer_append_string(buffer, ", self ");
        append_amount(writer, frame->self);
    }
    if (frame->is_inferred)
        buffer_append_string(buffer, ", inferred");
    if (layout->stacks->is_compared)
        append_change(writer, index);
    buffer_append_string(buffer, "</title>");
}

void tooltips_append(struct buffer *buffer, const struct flame_layout *layout)
{
    struct writer writer = {.out = buffer, .layout = layout};
    /* Chromium finds each shape its place in a <g> that is not displayed, too; in a <switch> it does not. */
    buffer_append_string(buffer,
                         "<switch class=\"pf-tips\" pointer-events=\"stroke\" stroke-width=\"");
    markup_append_px(buffer, layout->frame_height_px);
    buffer_append_string(buffer,
                         "\"><g>"); /* no newlines, each of which would be a node of its own */
    for (size_t i = 0; i < layout->stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        const struct stack_frame *frame = &layout->stacks->frames[i];
        if (!box->is_drawn || (double)box->right_px - (double)box->left_px < TOOLTIP_MINIMUM_PX)
            continue;
        const char *link =
            frame->function == STACKS_NO_FUNCTION ? NULL : layout->functions[frame->function].link;
        if (link != NULL) {
            buffer_append_string(buffer, "<a href=\"");
            markup_append_value(buffer, text_of(link));
            buffer_append_string(buffer, "\">");
        }
        append_shape(buffer, layout, i);
        append_title(&writer, i);
        buffer_append_string(buffer, link != NULL ? "</path></a>" : "</path>");
    }
    buffer_append_string(buffer, "</g></switch>\n");
    buffer->failed |= writer.words.failed;
    buffer_free(&writer.words);
}
