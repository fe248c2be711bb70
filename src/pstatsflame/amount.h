/* How times and shares are written for people. */
#ifndef PSTATSFLAME_AMOUNT_H
#define PSTATSFLAME_AMOUNT_H

#include "cli/buffer.h"

/* Three significant digits or more and the unit: "1.23 s", "45.6 ms", "789 µs" for "seconds"; for others whole numbers
 * in groups of three and the unit, "12,345 samples", or what digits it takes. */
void amount_append(struct buffer *buffer, double value, const char *unit);

/* value / total: "12.3 %", "0.04 %". A total of 0: "0 %". */
void amount_append_share(struct buffer *buffer, double value, double total);

#endif
