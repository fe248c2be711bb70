/* A page to draw on with cairo, in one of several formats. */
#include "surface.h"

#include "picture/dates.h"
#include "picture/endings.h"

#include <cairo-pdf.h>
#include <cairo-ps.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct surface {
    enum surface_format format;
    cairo_surface_t *target;
    cairo_t *cairo;
    surface_write_function *write;
    void *context;
    int has_write_failed;
    char first[ENDINGS_SIZE], last[ENDINGS_SIZE]; /* of what was written */
    size_t first_size, last_size;
    char *
        held; /* of PostScript: the document, whose date can be overwritten only when it is complete */
    size_t held_size, held_capacity;
};

/* ---- Writing ---- */

static void remember_ends(struct surface *surface, const unsigned char *bytes, size_t size)
{
    size_t room = ENDINGS_SIZE - surface->first_size, added = size < room ? size : room;
    memcpy(surface->first + surface->first_size, bytes, added);
    surface->first_size += added;
    size_t fresh = size < ENDINGS_SIZE ? size : ENDINGS_SIZE;
    size_t kept = ENDINGS_SIZE - fresh;
    kept = surface->last_size < kept ? surface->last_size : kept;
    memmove(surface->last, surface->last + surface->last_size - kept, kept);
    memcpy(surface->last + kept, bytes + size - fresh, fresh);
    surface->last_size = kept + fresh;
}

static cairo_status_t pass_on(void *closure, const unsigned char *bytes, unsigned size)
{
    struct surface *surface = closure;
    if (surface->has_write_failed || !surface->write(surface->context, bytes, size)) {
        surface->has_write_failed = 1;
        return CAIRO_STATUS_WRITE_ERROR;
    }
    if (size > 0)
        remember_ends(surface, bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t hold(void *closure, const unsigned char *bytes, unsigned size)
{
    struct surface *surface = closure;
    if (size > surface->held_capacity - surface->held_size) {
        size_t wanted = (surface->held_size + size) * 2;
        char *grown = realloc(surface->held, wanted);
        if (grown == NULL)
            return CAIRO_STATUS_NO_MEMORY;
        surface->held = grown;
        surface->held_capacity = wanted;
    }
    if (size > 0)
        memcpy(surface->held + surface->held_size, bytes, size);
    surface->held_size += size;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t release(struct surface *surface)
{
    size_t done = 0;
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    dates_overwrite(surface->held, surface->held_size, dates_epoch());
    while (status == CAIRO_STATUS_SUCCESS && done < surface->held_size) {
        size_t left = surface->held_size - done, step = left < 1u << 20 ? left : 1u << 20;
        status = pass_on(surface, (const unsigned char *)surface->held + done, (unsigned)step);
        done += step;
    }
    return status;
}

/* ---- Opening ---- */

static void describe_pdf(cairo_surface_t *target, const char *title)
{
    char date[DATES_SIZE];
    dates_iso(dates_epoch(), date);
    cairo_pdf_surface_set_metadata(target, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(target, CAIRO_PDF_METADATA_CREATE_DATE, date);
    cairo_pdf_surface_set_metadata(target, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static cairo_surface_t *open_target(struct surface *surface, double width_px, double height_px,
                                    const char *title)
{
    cairo_surface_t *target = NULL;
    switch (surface->format) {
    case SURFACE_SVG:
        target = cairo_svg_surface_create_for_stream(pass_on, surface, width_px, height_px);
        cairo_svg_surface_set_document_unit(target, CAIRO_SVG_UNIT_PX);
        break;
    case SURFACE_PNG:
        target = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width_px),
                                            (int)ceil(height_px));
        break;
    case SURFACE_PDF:
        target = cairo_pdf_surface_create_for_stream(pass_on, surface, width_px, height_px);
        describe_pdf(target, title);
        break;
    case SURFACE_PS:
        target = cairo_ps_surface_create_for_stream(hold, surface, width_px, height_px);
        break;
    }
    return target;
}

struct surface *surface_new(enum surface_format format, double width_px, double height_px,
                            const char *title, surface_write_function *write, void *context)
{
    struct surface *surface = calloc(1, sizeof *surface);
    if (surface == NULL)
        return NULL;
    surface->format = format;
    surface->write = write;
    surface->context = context;
    surface->target = open_target(surface, width_px, height_px, title);
    surface->cairo = cairo_create(surface->target);
    return surface;
}

cairo_t *surface_cairo(struct surface *surface)
{
    return surface->cairo;
}

/* ---- Drawing ---- */

#define UNIT_MIN_PX 256.0
#define UNIT_MAX_PX                                                                                \
    2048.0 /* a millionth, which is the last digit in an SVG, is still too little to be seen */
#define UNITS 6.9 /* with 1 more: below 8 */

/* cairo writes lines into an SVG in the units in which they are stroked. Numbers from 1 to 8 are printed by the C library
 * in two thirds of the time that it takes for others, and that time is most of what a picture takes. So the unit is such
 * that they do for the page, and the page begins at 1, 1. svg_attributes turns it all into px again. */
static void choose_unit(cairo_t *cairo)
{
    double unit_px = UNIT_MIN_PX, left, top, right, bottom;
    cairo_path_extents(cairo, &left, &top, &right, &bottom);
    while (unit_px < UNIT_MAX_PX && fmax(right, bottom) > UNITS * unit_px)
        unit_px *= 2.0;
    cairo_translate(cairo, -unit_px, -unit_px);
    cairo_scale(cairo, unit_px, unit_px);
}

void surface_stroke(cairo_t *cairo, double width_px)
{
    double height_px = 0.0;
    cairo_save(cairo);
    if (cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_SVG)
        choose_unit(cairo);
    cairo_device_to_user_distance(cairo, &width_px, &height_px);
    cairo_set_line_width(cairo, width_px);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* ---- Closing ---- */

void surface_discard(struct surface *surface)
{
    if (surface == NULL)
        return;
    surface->has_write_failed = 1; /* what cairo still writes goes nowhere */
    cairo_destroy(surface->cairo);
    cairo_surface_destroy(surface->target);
    free(surface->held);
    free(surface);
}

const char *surface_finish(struct surface *surface)
{
    cairo_status_t status = cairo_status(surface->cairo);
    if (status == CAIRO_STATUS_SUCCESS && surface->format == SURFACE_PNG)
        status = cairo_surface_write_to_png_stream(surface->target, pass_on, surface);
    if (status == CAIRO_STATUS_SUCCESS)
        cairo_show_page(surface->cairo);
    cairo_surface_finish(surface->target);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface->target);
    if (status == CAIRO_STATUS_SUCCESS && surface->format == SURFACE_PS)
        status = release(surface);
    if (status == CAIRO_STATUS_SUCCESS &&
        !endings_check(surface->first, surface->first_size, surface->last, surface->last_size))
        status = CAIRO_STATUS_NO_MEMORY; /* which cairo does not always say */
    const char *clause = status == CAIRO_STATUS_SUCCESS ? NULL : cairo_status_to_string(status);
    if (surface->has_write_failed)
        clause = "";
    surface_discard(surface);
    return clause;
}
