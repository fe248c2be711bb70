/* How times and shares are written for people. */
#ifndef PSTATSFLAME_AMOUNT_H
#define PSTATSFLAME_AMOUNT_H

#include "cli/buffer.h"

/* Three significant digits and the unit: "1.23 s", "45.6 ms", "789 µs" for "seconds", whole seconds in
 * groups of three, "12,345 s". For other units whole numbers in full, "12,345 samples". */
void amount_append(struct buffer *buffer, double value, const char *unit);

/* value / total: "100%", "12.3%", "1.23%", "0.04%", "<0.01%", "0%" (of a total of 0, too). */
void amount_append_share(struct buffer *buffer, double value, double total);

#endif
