/* Text measured without a font: as monospaced fonts show it, and DejaVu Sans Mono above all. Where text is kept as text,
 * in SVG, it is the viewer's font that counts, and the same profile makes the same picture on every machine. */
#ifndef PSTATSFLAME_CELLS_H
#define PSTATSFLAME_CELLS_H

#include "pstatsflame/labels.h"

#define CELLS_FAMILY "monospace" /* what a font has to be asked for as, for this to hold */

/* Of text that is size_px high, which must outlive the result. */
struct layout_metrics cells_metrics(double *size_px);

#endif
