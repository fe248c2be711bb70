/* A page to draw on with cairo, in one of several formats. */
#ifndef PICTURE_SURFACE_H
#define PICTURE_SURFACE_H

#include <cairo.h>
#include <stddef.h>

enum surface_format { SURFACE_SVG, SURFACE_PNG, SURFACE_PDF, SURFACE_PS };

#define SURFACE_PNG_MAX_PX 32767.0 /* cairo's images are no wider and no higher */

/* Takes the document piece by piece. 0: it could not, and wants no more. */
typedef int surface_write_function(void *context, const void *bytes, size_t size);

struct surface;

/* A page of that many px (pt in PDF and PS). title, of the document, is clean UTF-8. NULL: out of memory. */
struct surface *surface_new(enum surface_format format, double width_px, double height_px,
                            const char *title, surface_write_function *write, void *context);

cairo_t *surface_cairo(struct surface *surface);

/* Strokes the path with lines so thick; coordinates are px. Forgets the path. */
void surface_stroke(cairo_t *cairo, double width_px);

/* Ends the document and frees the surface. NULL: all was written. Else a clause that says what failed; "" when write did. */
const char *surface_finish(struct surface *surface);
void surface_discard(struct surface *surface);

#endif
