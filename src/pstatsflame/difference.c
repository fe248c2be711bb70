/* The colours and marks of what has changed between two profiles. */
#include "difference.h"

#include "pstatsflame/amount.h"

#include <math.h>

#define MINUS "\xe2\x88\x92"
#define NEGLIGIBLE_PART 0.02  /* of the frame */
#define NEGLIGIBLE_SHARE 1e-3 /* of all */
#define LARGEST_SHARE 1e6     /* a change of more times what was before is told in seconds alone */

struct colour difference_colour(size_t index)
{
    static const struct colour same = {228, 228, 231}, more = {238, 126, 24}, less = {74, 152, 248},
                               added = {168, 76, 0}, gone = {36, 100, 196};
    if (index == DIFFERENCE_SAME)
        return same;
    if (index >= DIFFERENCE_NEW)
        return index == DIFFERENCE_NEW ? added : gone;
    size_t step = (index - DIFFERENCE_MORE) % DIFFERENCE_STEPS + 1;
    return colour_mix(same, index < DIFFERENCE_LESS ? more : less, (double)step / DIFFERENCE_STEPS);
}

size_t difference_choose(const struct stacks *stacks, size_t frame)
{
    static const double steps[DIFFERENCE_STEPS - 1] = {0.10, 0.25, 0.50, 0.75};
    double before = stacks_total_before(stacks, frame), after = stacks_total_after(stacks, frame);
    double all = fmax(stacks_total_before(stacks, 0), stacks_total_after(stacks, 0));
    double change = fabs(after - before);
    size_t step = 0;
    if (frame > 0 && stacks->frames[frame].presence != PSTATS_IN_BOTH)
        return stacks->frames[frame].presence == PSTATS_IN_AFTER ? DIFFERENCE_NEW : DIFFERENCE_GONE;
    double part = pstats_share(change, fmax(before, after));
    if (part < NEGLIGIBLE_PART || change < NEGLIGIBLE_SHARE * all)
        return DIFFERENCE_SAME;
    while (step < DIFFERENCE_STEPS - 1 && part >= steps[step])
        step++;
    return (after > before ? DIFFERENCE_MORE : DIFFERENCE_LESS) + step;
}

const char *difference_mark(size_t index)
{
    return index == DIFFERENCE_NEW ? MARK_NEW : index == DIFFERENCE_GONE ? MARK_GONE : "";
}

/* ---- Words ---- */

static void append_signed(struct buffer *buffer, double before, double after, const char *unit)
{
    const char *sign = after > before ? "+" : MINUS;
    buffer_append_string(buffer, sign);
    amount_append(buffer, fabs(after - before), unit);
    if (!(before > fabs(after - before) / LARGEST_SHARE))
        return;
    buffer_append_format(buffer, " (%s", sign);
    amount_append_share(buffer, fabs(after - before), before);
    buffer_append_char(buffer, ')');
}

void difference_append_change(struct buffer *buffer, double before, double after, unsigned presence,
                              const char *unit)
{
    if (presence == PSTATS_IN_AFTER)
        buffer_append_string(buffer, "new");
    else if (presence == PSTATS_IN_BEFORE)
        buffer_append_string(buffer, "gone");
    else if (before == after)
        buffer_append_string(buffer, "no change");
    else
        append_signed(buffer, before, after, unit);
}

/* The time in frames that only the profile has that is not drawn, with all on them. */
static double undrawn(const struct stacks *stacks)
{
    double sum = 0.0;
    unsigned presence = stacks->is_negated ? PSTATS_IN_AFTER : PSTATS_IN_BEFORE;
    for (size_t i = 1; i < stacks->count; i++) {
        const struct stack_frame *frame = &stacks->frames[i];
        int is_counted = frame->parent > 0 && stacks->frames[frame->parent].presence == presence;
        if (frame->presence == presence && !is_counted)
            sum = frames_add_time(sum, frame->other.total);
    }
    return sum;
}

void difference_append_summary(struct buffer *buffer, const struct stacks *stacks, const char *unit)
{
    double before = stacks_total_before(stacks, 0), after = stacks_total_after(stacks, 0);
    double hidden = undrawn(stacks);
    amount_append(buffer, stacks->is_negated ? before : after, unit);
    buffer_append_string(buffer, stacks->is_negated ? " before, now " : ", ");
    amount_append(buffer, stacks->is_negated ? after : before, unit);
    buffer_append_string(buffer, stacks->is_negated ? ": " : " before: ");
    difference_append_change(buffer, before, after, PSTATS_IN_BOTH, unit);
    if (!(hidden > 0.0))
        return;
    buffer_append_string(buffer, "; ");
    amount_append(buffer, hidden, unit);
    buffer_append_string(buffer, stacks->is_negated ? " are new" : " are gone");
}
