/* Graphviz' graph on paper: as DOT, or as a picture, for which libgvc is loaded. */
#include "render.h"

#include "cli/buffer.h"
#include "cli/cleanup.h"
#include "cli/message.h"
#include "picture/dates.h"
#include "picture/endings.h"
#include "picture/installed_fonts.h"
#include "picture/library.h"

#include <gvc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What Graphviz ends with when there is no memory is a crash as often as a message of its own. */
#define NO_START "Graphviz does not start: out of memory, most likely"

/* Is never freed: the process ends after the picture. The functions are those of libgvc. */
struct renderer {
    GVC_t *context;
    __typeof__(gvContext) *new_context;
    __typeof__(gvcVersion) *version;
    __typeof__(gvPluginList) *plugin_list;
    __typeof__(gvLayout) *layout;
    __typeof__(gvRender) *render;
};
static struct renderer the_renderer;

/* ---- What Graphviz has to say ---- */

static struct buffer said; /* the line so far: it comes in pieces */

static void say_line(void)
{
    while (said.length > 0 &&
           (said.bytes[said.length - 1] == '\n' || said.bytes[said.length - 1] == ' '))
        buffer_cut(&said, said.length - 1);
    const char *clause = buffer_string(&said);
    if (strncmp(clause, "Warning: ", 9) == 0)
        message_warning("Graphviz", "%s", clause + 9);
    else if (*clause != '\0')
        message_error("Graphviz", "%s", strncmp(clause, "Error: ", 7) == 0 ? clause + 7 : clause);
    buffer_free(&said);
}

static int listen(char *piece)
{
    buffer_append_string(&said, piece);
    if (strchr(piece, '\n') != NULL)
        say_line();
    return 0;
}

/* ---- DOT ---- */

static int put_string(void *channel, const char *string)
{
    return output_write_string(channel, string) ? 0 : -1;
}

static int flush_nothing(void *channel) /* output_close does */
{
    (void)channel;
    return 0;
}

Agiodisc_t render_io = {.putstr = put_string, .flush = flush_nothing};

int render_dot(Agraph_t *graph, struct output *output)
{
    cleanup_expect_exit("out of memory");
    agwrite(graph, output); /* a failure to write is remembered by the output */
    cleanup_expect_exit(NULL);
    return 1;
}

/* ---- Formats ---- */

typedef char **list_of_four(GVC_t *, const char *, int *, char *);
typedef char **list_of_four_const(GVC_t *, const char *, int *, const char *);
typedef char **list_of_three(GVC_t *, const char *, int *);

static char **list_with_four(void (*function)(void), GVC_t *context, int *count)
{
    return ((list_of_four *)function)(context, "device", count, NULL);
}

static char **list_with_three(void (*function)(void), GVC_t *context, int *count)
{
    return ((list_of_three *)function)(context, "device", count);
}

/* gvPluginList lost its last parameter, which never meant anything, in version 3. */
static char **list_devices(const struct renderer *renderer, int *count)
{
    return _Generic(renderer->plugin_list, list_of_four *
                    : list_with_four, list_of_four_const *
                    : list_with_four, list_of_three *
                    : list_with_three)((void (*)(void))renderer->plugin_list, renderer->context,
                                       count);
}

/* These open a window. */
static int is_interactive(const char *format)
{
    static const char *const names[] = {"xlib", "x11", "gtk"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(format, names[i]) == 0)
            return 1;
    return 0;
}

static int is_one_of(const char *format, char **names, int count)
{
    size_t length = strcspn(format, ":");
    for (int i = 0; i < count; i++)
        if (strlen(names[i]) == length && strncmp(names[i], format, length) == 0 &&
            !is_interactive(names[i]))
            return 1;
    return 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void complain(const char *format, const char *subject, char **names, int count)
{
    struct buffer list = BUFFER_INIT;
    qsort(names, (size_t)count, sizeof *names, compare_names);
    for (int i = 0; i < count; i++)
        if (!is_interactive(names[i]) && (i == 0 || strcmp(names[i - 1], names[i]) != 0))
            buffer_append_format(&list, "%s%s", list.length > 0 ? ", " : "", names[i]);
    message_error(subject, "'%.60s' is no format that Graphviz can write here; -T takes %s", format,
                  buffer_string(&list));
    buffer_free(&list);
}

int renderer_has_format(struct renderer *renderer, const char *format, const char *subject)
{
    int count = 0;
    cleanup_expect_exit(NO_START);
    char **names = list_devices(renderer, &count);
    cleanup_expect_exit(NULL);
    say_line();
    int is_known = names != NULL && is_one_of(format, names, count);
    if (names == NULL || count <= 0)
        message_error(NULL, "Graphviz can write no format at all here: it lacks the list of its "
                            "plugins ('dot -c' makes it), or memory");
    else if (!is_known)
        complain(format, subject, names, count);
    for (int i = 0; names != NULL && i < count; i++)
        free(names[i]);
    free(names);
    return count > 0 ? is_known : -1;
}

/* ---- Pictures ---- */

static int load(struct renderer *renderer)
{
    const struct library_function wanted[] = {
        {"gvContext", &renderer->new_context},    {"gvcVersion", &renderer->version},
        {"gvPluginList", &renderer->plugin_list}, {"gvLayout", &renderer->layout},
        {"gvRender", &renderer->render},
    };
    const char *clause = library_load(LIBGVC_SONAME, wanted, sizeof wanted / sizeof *wanted);
    if (clause != NULL)
        message_error(NULL, "Graphviz cannot be loaded (its package is graphviz): %s", clause);
    return clause == NULL;
}

struct renderer *renderer_get(void)
{
    if (the_renderer.context != NULL)
        return &the_renderer;
    if (!load(&the_renderer))
        return NULL;
    agseterrf(listen);
    cleanup_expect_exit(NO_START);
    the_renderer.context = the_renderer.new_context();
    cleanup_expect_exit(NULL);
    say_line();
    if (the_renderer.context != NULL)
        return &the_renderer;
    message_error(NULL, "Graphviz does not start");
    return NULL;
}

const char *renderer_version(struct renderer *renderer)
{
    return renderer->version(renderer->context);
}

/* Some formats say when they were made: the same for the same input, whenever and wherever.
 * Graphviz and cairo heed the variable in some versions and in some formats. */
static int fix_time(void)
{
    char epoch[32];
    snprintf(epoch, sizeof epoch, "%lld", dates_epoch());
    return setenv("SOURCE_DATE_EPOCH", epoch, 1) == 0 && setenv("TZ", "UTC0", 1) == 0;
}

static void warn_of_fonts(void)
{
    if (!installed_fonts_any())
        message_warning(NULL, "no font is installed, so the picture has no text; "
                              "fonts-dejavu-core is a package of fonts");
}

/* ---- Size ---- */

#define IMAGE_MAX_PX 32767.0 /* of cairo's images */
#define IMAGE_DPI 96.0
#define PAD_INCHES 0.15 /* as build has it */

static int is_image(const char *format)
{
    static const char *const names[] = {"bmp", "gif", "ico", "jpe",  "jpeg",
                                        "jpg", "png", "tif", "tiff", "webp"};
    size_t length = strcspn(format, ":");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && strncmp(names[i], format, length) == 0)
            return 1;
    return 0;
}

/* Graphviz would do so by itself, but say it on standard error, quiet or not. */
static void fit_image(Agraph_t *graph, const char *format)
{
    boxf box = GD_bb(graph);
    double width_points = box.UR.x - box.LL.x, height_points = box.UR.y - box.LL.y;
    double side_inches =
        (width_points > height_points ? width_points : height_points) / POINTS_PER_INCH +
        2.0 * PAD_INCHES;
    double part = (IMAGE_MAX_PX - 1.0) / (side_inches * IMAGE_DPI);
    if (!is_image(format) || !(part < 1.0))
        return;
    GD_drawing(graph)->dpi = part * IMAGE_DPI;
    message_warning(NULL,
                    "images have at most %.0f pixels a side, so everything is drawn at %.3g%% of "
                    "its size; SVG and PDF have no such limit",
                    IMAGE_MAX_PX, 100.0 * part);
}

/* ---- Drawing ---- */

static int lay_out(struct renderer *renderer, Agraph_t *graph, const char *format)
{
    if (renderer->layout(renderer->context, graph, "dot") != 0)
        return 0;
    fit_image(graph, format);
    return 1;
}

/* libgvc ends the program when a write fails, so it writes to memory. */
static int draw_to_memory(struct renderer *renderer, Agraph_t *graph, const char *format,
                          char **bytes, size_t *size)
{
    FILE *stream = open_memstream(bytes, size);
    if (stream == NULL)
        return 0;
    int is_drawn = renderer->render(renderer->context, graph, format, stream) == 0;
    return fclose(stream) == 0 && is_drawn;
}

int renderer_draw(struct renderer *renderer, Agraph_t *graph, const char *format,
                  struct output *output)
{
    char *bytes = NULL;
    size_t size = 0;
    cleanup_expect_exit("fontconfig gave up: out of memory, most likely");
    warn_of_fonts();
    cleanup_expect_exit("Graphviz gave up: out of memory, most likely");
    int is_drawn = fix_time() && lay_out(renderer, graph, format) &&
                   draw_to_memory(renderer, graph, format, &bytes, &size);
    is_drawn = is_drawn && endings_check(bytes, size,
                                         bytes + size - (size < ENDINGS_SIZE ? size : ENDINGS_SIZE),
                                         size < ENDINGS_SIZE ? size : ENDINGS_SIZE);
    say_line();
    if (is_drawn && size > 0) {
        dates_overwrite(bytes, size, dates_epoch());
        output_write(output, bytes, size);
    } else {
        message_error(NULL, "Graphviz cannot draw this graph as %s", format);
    }
    free(bytes);
    return is_drawn && size > 0;
}
