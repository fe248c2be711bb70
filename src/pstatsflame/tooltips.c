/* What the pointer says of a frame where no script runs: a title on an invisible shape over every frame that is wide
 * enough to be pointed at. */
#include "tooltips.h"

#include "cli/text.h"
#include "pstatsflame/amount.h"
#include "pstatsflame/markup.h"

#include <math.h>
#include <stdlib.h>

#define NOISE 1e-9 /* smaller parts of everything come from rounding */

/* A number with at most one decimal. */
static void append_px(struct buffer *buffer, double px)
{
    long tenths = lround(px * 10.0);
    if (tenths % 10 == 0)
        buffer_append_format(buffer, "%ld", tenths / 10);
    else
        buffer_append_format(buffer, "%s%ld.%ld", tenths < 0 ? "-" : "", labs(tenths) / 10,
                             labs(tenths) % 10);
}

static void append_shape(struct buffer *buffer, const struct flame_layout *layout, size_t index)
{
    const struct layout_box *box = &layout->boxes[index];
    double y = layout_row_px(layout, layout->stacks->frames[index].level);
    buffer_append_string(buffer, "<path d=\"M");
    append_px(buffer, (double)box->left_px);
    buffer_append_char(buffer, ' ');
    append_px(buffer, y);
    buffer_append_char(buffer, 'H');
    append_px(buffer, (double)box->right_px);
    buffer_append_char(buffer, 'v');
    append_px(buffer, layout->frame_height_px - layout->gap_px);
    buffer_append_char(buffer, 'H');
    append_px(buffer, (double)box->left_px);
    buffer_append_string(buffer, "\">");
}

/* The unit can be anybody's words. What is left over of a difference is nothing. */
static void append_amount(struct buffer *buffer, const struct flame_layout *layout, double value)
{
    struct buffer amount = BUFFER_INIT, clean = BUFFER_INIT;
    int is_noise = value < layout->stacks->frames[0].total * NOISE;
    amount_append(&amount, is_noise ? 0.0 : value, layout->unit);
    functions_append_clean(&clean, text_of(buffer_string(&amount)));
    markup_append(buffer, buffer_string(&clean));
    buffer->failed |= amount.failed | clean.failed;
    buffer_free(&amount);
    buffer_free(&clean);
}

static void append_title(struct buffer *buffer, const struct flame_layout *layout,
                         const struct stack_frame *frame)
{
    double all = layout->stacks->frames[0].total;
    buffer_append_string(buffer, "<title>");
    if (frame->function == STACKS_NO_FUNCTION)
        buffer_append_string(buffer, "all");
    else {
        const struct layout_function *function = &layout->functions[frame->function];
        markup_append(buffer, function->name);
        if (function->place[0] != '\0') {
            buffer_append_char(buffer, '\n');
            markup_append(buffer, function->place);
        }
    }
    buffer_append_char(buffer, '\n');
    append_amount(buffer, layout, frame->total);
    buffer_append_string(buffer, " (");
    amount_append_share(buffer, frame->total, all);
    buffer_append_char(buffer, ')');
    if (!layout->stacks->is_reversed) {
        buffer_append_string(buffer, ", self ");
        append_amount(buffer, layout, frame->self);
    }
    if (frame->is_inferred)
        buffer_append_string(buffer, ", place inferred");
    buffer_append_string(buffer, "</title>");
}

void tooltips_append(struct buffer *buffer, const struct flame_layout *layout)
{
    for (size_t i = 0; i < layout->stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        const struct stack_frame *frame = &layout->stacks->frames[i];
        if (!box->is_drawn || (double)box->right_px - (double)box->left_px < TOOLTIP_MINIMUM_PX)
            continue;
        const char *link =
            frame->function == STACKS_NO_FUNCTION ? NULL : layout->functions[frame->function].link;
        if (link != NULL) {
            buffer_append_string(buffer, "<a href=\"");
            markup_append(buffer, link);
            buffer_append_string(buffer, "\">");
        }
        append_shape(buffer, layout, i);
        append_title(buffer, layout, frame);
        buffer_append_string(buffer, link != NULL ? "</path></a>\n" : "</path>\n");
    }
}
