/* The table of frames: all that the script knows of them, as text that can stand in XML, in lines.
 *
 * The first line is JSON. Lengths are as in layout.h. Times are whole steps, of which all frames together take 1e8 or
 * more: a step is ten to the power of exponent of the graph's unit.
 *
 *     exponent
 *     omitted     frames that are not in the table, if any: the thinnest where there are very many
 *     unit        if it is not "seconds"
 *     exact, reversed, inverted, compared, negated    1, or not there
 *     page        [left, frames' top and bottom, row height, gap, levels that are drawn, narrowest width that is drawn,
 *                 labels' baseline and inset, narrowest box with one]
 *     colours     those that functions have, "#rrggbb" each, and "!" behind those that take white text;
 *                 in a comparison, those that frames have, "!" or a blank behind each, and behind that the mark of what
 *                 is new or gone, if it is
 *
 * Numbers elsewhere have base 44, lowest digit first, all digits but the last one plus 44; a digit is its place among the
 * characters from "!" to "~" without & < > " ' and \.
 *
 * A line for each function, numbered in their order, with tabs between: its name; the line of its file, doubled, or if
 * negative one's complement of that, its calls + 1 (0: unknown), and its colour (in a comparison, the calls before + 1);
 * then, those at the end left out that are empty: the short name, if it is not the name or, for "<module>", the file's;
 * the label, if it is not the short name, two blanks and the file's name with the line, or "<module>"; the link. Before
 * the functions of a file stands its path in a line without tabs; builtins come first.
 *
 * The last line is numbers: that of frames; then for each frame, in the order of stacks: its level under the one that a child of the frame
 * before would have, times eight, plus 4 if a cut follows, 2 if its place is inferred, 1 if calls follow; the number of
 * its function + 1 (0: everything); its total; in a comparison its colour and the other profile's total; the calls that
 * its parent made to it, at the first frame only of those with the same function on the same parent's; the cut: time in
 * the total that is neither its own nor that of frames on it.
 */
#ifndef PSTATSFLAME_TABLE_H
#define PSTATSFLAME_TABLE_H

#include "cli/buffer.h"
#include "pstatsflame/layout.h"

/* taken: the bytes of the picture, which the table must not outweigh. 0: out of memory; so does buffer->failed mean. */
int table_append(struct buffer *buffer, const struct flame_layout *layout, size_t taken);

#endif
