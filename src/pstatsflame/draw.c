/* From stacks to a picture, in any format. */
#include "draw.h"

#include "cli/buffer.h"
#include "cli/chosen.h"
#include "cli/cleanup.h"
#include "cli/message.h"
#include "picture/font.h"
#include "picture/surface.h"
#include "pstatsflame/amount.h"
#include "pstatsflame/cells.h"
#include "pstatsflame/difference.h"
#include "pstatsflame/interactive.h"
#include "pstatsflame/json.h"
#include "pstatsflame/layout.h"
#include "pstatsflame/paint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VECTOR_MAX_PX 8000000.0 /* cairo counts 256ths of a px in 32 bits */
#define AROUND_FRAMES                                                                              \
    24.0 /* of the font's size: as high as what is around the frames gets, at most */
#define FRAME_PER_FONT (4.0 / 3.0)
#define NO_MEMORY                                                                                  \
    "the picture cannot be drawn: out of memory, most likely" /* when a library gave up */

struct drawing {
    const struct settings *settings;
    struct font *font; /* NULL: text stays text, and is measured in cells */
    double cell_size_px;
    struct buffer title, subtitle;
    struct flame_layout *layout;
};

/* ---- Words ---- */

static const char *unit_of(const struct stacks *stacks, const struct settings *settings)
{
    return settings->count_name != NULL ? settings->count_name : pstats_graph_unit(stacks->graph);
}

/* 0: out of memory. */
static int count_functions(const struct stacks *stacks, size_t *count)
{
    unsigned char *is_seen = calloc(pstats_graph_function_count(stacks->graph) + 1, 1);
    *count = 0;
    if (is_seen == NULL)
        return 0;
    for (size_t i = 1; i < stacks->count; i++) {
        *count += !is_seen[stacks->frames[i].function];
        is_seen[stacks->frames[i].function] = 1;
    }
    free(is_seen);
    return 1;
}

static void make_title(struct buffer *title, const struct settings *settings)
{
    if (settings->title != NULL) {
        buffer_append_string(title, settings->title);
        return;
    }
    buffer_append_string(title, settings->baselines.count > 0 ? "Differential " : "");
    buffer_append_string(title, settings->is_inverted ? "Icicle Graph" : "Flame Graph");
}

/* "2.54 s in 849 functions" */
static void make_subtitle(struct buffer *subtitle, const struct stacks *stacks,
                          const struct settings *settings)
{
    if (settings->subtitle != NULL) {
        buffer_append_string(subtitle, settings->subtitle);
        return;
    }
    size_t count;
    subtitle->failed |= !count_functions(stacks, &count);
    if (count == 0)
        return;
    if (stacks->is_compared) {
        difference_append_summary(subtitle, stacks, unit_of(stacks, settings));
    } else {
        amount_append(subtitle, stacks->frames[0].total, unit_of(stacks, settings));
        buffer_append_string(subtitle, " in ");
        amount_append(subtitle, (double)count, count == 1 ? "function" : "functions");
    }
    if (stacks->is_reversed)
        buffer_append_string(subtitle,
                             settings->is_inverted ? ", callers below" : ", callers above");
}

/* ---- Laying out ---- */

static double measure_width(void *context, const char *text, size_t length)
{
    return font_width_px(context, text, length);
}

static size_t measure_fit(void *context, const char *text, size_t length, double limit_px)
{
    return font_fit(context, text, length, limit_px);
}

static struct layout_metrics measured(struct font *font)
{
    struct font_metrics metrics = font_metrics(font);
    return (struct layout_metrics){font,
                                   measure_width,
                                   measure_fit,
                                   metrics.ascent_px,
                                   metrics.descent_px,
                                   metrics.advance_px};
}

static uint32_t max_levels(const struct settings *settings, double frame_height_px)
{
    double limit_px = settings->format == FORMAT_PNG ? SURFACE_PNG_MAX_PX : VECTOR_MAX_PX;
    double levels = floor((limit_px - AROUND_FRAMES * settings->font_size_px) / frame_height_px);
    return levels >= 1.0 ? (uint32_t)levels : 1;
}

static int lay_out(struct drawing *drawing, const struct stacks *stacks)
{
    const struct settings *settings = drawing->settings;
    struct layout_metrics metrics =
        drawing->font != NULL ? measured(drawing->font) : cells_metrics(&drawing->cell_size_px);
    double frame_height_px = settings->frame_height_px;
    if (frame_height_px == 0.0)
        frame_height_px = ceil(settings->font_size_px * FRAME_PER_FONT);
    make_title(&drawing->title, settings);
    make_subtitle(&drawing->subtitle, stacks, settings);
    struct layout_options options = {
        .title = buffer_string(&drawing->title),
        .subtitle = buffer_string(&drawing->subtitle),
        .unit = unit_of(stacks, settings),
        .chosen_by = chosen_options(&settings->roots, &settings->excluded),
        .width_px = settings->width_px,
        .frame_height_px = frame_height_px,
        .max_levels = max_levels(settings, frame_height_px),
        .font_size_px = settings->font_size_px,
        .minimum_px = settings->minimum_px,
        .minimum_fraction = settings->minimum_fraction,
        .is_inverted = settings->is_inverted,
        .has_details = settings->format == FORMAT_SVG,
        .palette = (enum palette)settings->palette,
        .is_by_name = settings->is_by_name,
        .page = settings->page,
        .strip_prefixes = &settings->strip_prefixes,
        .link = settings->link,
    };
    drawing->layout = layout_new(stacks, &options, &metrics);
    return drawing->layout != NULL && !drawing->title.failed && !drawing->subtitle.failed &&
           !(drawing->font != NULL && font_failed(drawing->font));
}

static void warn_of_font(const struct drawing *drawing)
{
    const char *substitute = font_substitute(drawing->font);
    if (font_is_missing(drawing->font))
        message_warning(
            NULL,
            "no fonts are installed, so text is hard to read; install one (on Debian the package "
            "fonts-dejavu-core)");
    else if (substitute != NULL)
        message_warning("--fonttype", "'%.60s' is not installed; '%.60s' is used",
                        drawing->settings->font_family, substitute);
}

static void warn(const struct drawing *drawing)
{
    const struct flame_layout *layout = drawing->layout;
    if (drawing->font != NULL)
        warn_of_font(drawing);
    if (layout->wide_level_count > layout->drawn_level_count)
        message_warning(NULL,
                        "the lowest %u of %u levels are drawn, which is as high as a %s can be",
                        (unsigned)layout->drawn_level_count, (unsigned)layout->wide_level_count,
                        drawing->settings->format == FORMAT_PNG ? "PNG" : "picture");
}

/* Opening a font takes as long as a small profile does from file to picture. */
static int needs_font(const struct settings *settings)
{
    int has_text = settings->format == FORMAT_SVG || settings->format == FORMAT_JSON;
    return !has_text || strcmp(settings->font_family, CELLS_FAMILY) != 0;
}

struct drawing *drawing_new(const struct stacks *stacks, const struct settings *settings)
{
    struct drawing *drawing = calloc(1, sizeof *drawing);
    int is_done = drawing != NULL;
    if (is_done) {
        cleanup_expect_exit(NO_MEMORY); /* fontconfig and FreeType have their own ways to take it */
        drawing->settings = settings;
        drawing->cell_size_px = settings->font_size_px;
        if (needs_font(settings)) {
            drawing->font = font_new(settings->font_family, settings->font_size_px);
            is_done = drawing->font != NULL;
        }
        is_done = is_done && lay_out(drawing, stacks);
        cleanup_expect_exit(NULL);
    }
    if (!is_done) {
        message_error(NULL, "out of memory");
        drawing_free(drawing);
        return NULL;
    }
    warn(drawing);
    return drawing;
}

void drawing_free(struct drawing *drawing)
{
    if (drawing == NULL)
        return;
    layout_free(drawing->layout);
    font_free(drawing->font);
    buffer_free(&drawing->title);
    buffer_free(&drawing->subtitle);
    free(drawing);
}

/* ---- Writing ---- */

static int write_output(void *context, const void *bytes, size_t size)
{
    return output_write(context, bytes, size);
}

static int write_buffer(void *context, const void *bytes, size_t size)
{
    struct buffer *buffer = context;
    buffer_append(buffer, bytes, size);
    return !buffer->failed;
}

/* 0: it failed, after a message. Failures of write are for it to remember. */
static int paint(const struct drawing *drawing, enum surface_format format,
                 surface_write_function *write, void *context)
{
    const struct flame_layout *layout = drawing->layout;
    cleanup_expect_exit(NO_MEMORY);
    struct surface *surface = surface_new(format, layout->width_px, layout->height_px,
                                          layout->title.text, write, context);
    int has_glyphs = format != SURFACE_SVG;
    int is_painted = surface != NULL && paint_shapes(layout, surface_cairo(surface)) &&
                     (!has_glyphs || paint_text(layout, drawing->font, surface_cairo(surface)));
    const char *problem = surface != NULL ? surface_finish(surface) : NULL;
    cleanup_expect_exit(NULL);
    if (problem == NULL && (!is_painted || (has_glyphs && font_failed(drawing->font))))
        problem = "out of memory";
    if (problem == NULL || *problem == '\0')
        return 1;
    message_error(NULL, "the picture cannot be drawn: %s", problem);
    return 0;
}

static int write_svg(const struct drawing *drawing, struct output *output)
{
    struct buffer svg = BUFFER_INIT;
    int is_done = paint(drawing, SURFACE_SVG, write_buffer, &svg);
    if (svg.failed) {
        message_error(NULL, "out of memory");
        is_done = 0;
    }
    if (is_done) {
        struct interactive_options options = {drawing->layout->title.text,
                                              drawing->settings->font_family};
        is_done = interactive_write(output, svg.bytes, svg.length, drawing->layout, &options);
    }
    buffer_free(&svg);
    return is_done;
}

static int write_json(const struct drawing *drawing, struct output *output)
{
    int is_done = json_write(drawing->layout, output);
    if (!is_done)
        message_error(NULL, "out of memory");
    return is_done;
}

int drawing_write(const struct drawing *drawing, struct output *output)
{
    switch (drawing->settings->format) {
    case FORMAT_PNG:
        return paint(drawing, SURFACE_PNG, write_output, output);
    case FORMAT_PDF:
        return paint(drawing, SURFACE_PDF, write_output, output);
    case FORMAT_PS:
        return paint(drawing, SURFACE_PS, write_output, output);
    case FORMAT_JSON:
        return write_json(drawing, output);
    default:
        return write_svg(drawing, output);
    }
}

int drawing_append_versions(struct buffer *text)
{
    buffer_append_format(text, "cairo %s\n", cairo_version_string());
    return 1;
}
