/* The colours and marks of what has changed between two profiles. */
#ifndef PSTATSFLAME_DIFFERENCE_H
#define PSTATSFLAME_DIFFERENCE_H

#include "cli/buffer.h"
#include "cli/colours.h"
#include "stacks/stacks.h"

/* Colours are numbered: first what has stayed the same, then growing, then shrinking in even steps, then what is new and
 * what is gone. Growth and the like shrinkage are equally light, orange and blue, which all eyes tell apart. */
#define DIFFERENCE_STEPS 5

/* What stands before the labels of such frames, so that they can be told without colours, too */
#define MARK_NEW "+ "
#define MARK_GONE "\xe2\x88\x92 " /* a minus */

enum difference {
    DIFFERENCE_SAME,
    DIFFERENCE_MORE,
    DIFFERENCE_LESS = DIFFERENCE_MORE + DIFFERENCE_STEPS,
    DIFFERENCE_NEW = DIFFERENCE_LESS + DIFFERENCE_STEPS,
    DIFFERENCE_GONE,
    DIFFERENCE_COUNT
};

struct colour difference_colour(size_t index);

/* By the change of a frame's total, as a part of the larger of both; what changed by less than 2 % of that, or by less than
 * a thousandth of all time, has stayed the same. */
size_t difference_choose(const struct stacks *stacks, size_t frame);

/* MARK_NEW, MARK_GONE or "" */
const char *difference_mark(size_t index);

/* "+230 ms (+10.0%)", "-45 µs (-3.1%)" with a true minus, "no change", "new", "gone". */
void difference_append_change(struct buffer *buffer, double before, double after, unsigned presence,
                              const char *unit);

/* "2.54 s, 2.31 s before: +230 ms (+10.0%); 120 ms are gone": of all frames, and of those that are not drawn. */
void difference_append_summary(struct buffer *buffer, const struct stacks *stacks,
                               const char *unit);

#endif
