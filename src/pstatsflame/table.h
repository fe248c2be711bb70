/* The table of frames: all that the script knows of them, as JSON that can stand in XML.
 *
 * Lengths are as in layout.h. Times are whole steps, of which all frames together take 1e8 or more: a step is ten to the
 * power of exponent of the graph's unit.
 *
 *     page        [width, height, left, right, frames' top and bottom, details' top and bottom]
 *     rows        [height, gap, levels that are drawn, narrowest width that is drawn]
 *     label       [size, baseline, inset, narrowest box with one]
 *     colours     those that functions have, "#rrggbb" each, and "!" behind those that take white text;
 *                 in a comparison, those that frames have, "!" or a blank behind each, and behind that the mark of what
 *                 is new or gone, if it is
 *     total, exponent, unit
 *     exact, reversed, inverted, linked, compared, negated    1, or not there
 *     files       [path, line, name, short name or 0, label or 0, calls, colour, (link or 0,) line, …] each: the
 *                 functions, numbered in their order. path is "" for builtins. 0 stands for the usual: a short name
 *                 that is the name, and the file's for "<module>"; a label that is the short name, two blanks and the
 *                 file's name with the line, or "<module>". calls: -1 is unknown. In a
 *                 comparison there are the calls before instead of a colour. There are links only if linked says so.
 *     count       of frames in the table: all, but for the thinnest where there are very many
 *     omitted     of those, if any
 *     frames      numbers in base 44, lowest digit first, all digits but the last one plus 44; a digit is its place
 *                 among the characters from "!" to "~" without & < > " ' and \. For each frame, in the order of stacks: its level under the one that a child of the frame
 *                 before would have, times eight, plus 4 if a cut follows, 2 if its place is inferred, 1 if calls
 *                 follow; the number of its function + 1 (0: everything); its total; in a
 *                 comparison its colour and the other profile's total; the calls that its parent made to
 *                 it, at the first frame only of those with the same function on the same parent's; the cut: time in
 *                 the total that is neither its own nor that of frames on it
 */
#ifndef PSTATSFLAME_TABLE_H
#define PSTATSFLAME_TABLE_H

#include "cli/buffer.h"
#include "pstatsflame/layout.h"

/* taken: the bytes of the picture, which the table must not outweigh. 0: out of memory; so does buffer->failed mean. */
int table_append(struct buffer *buffer, const struct flame_layout *layout, size_t taken);

#endif
