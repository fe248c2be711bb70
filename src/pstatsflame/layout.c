/* A laid-out flame graph: which box is where, in what colour and with what label. */
#include "layout.h"

#include "pstatsflame/amount.h"
#include "pstatsflame/difference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN_PX 10.0
#define LABEL_INSET_PX 3.0
#define GAP_PX 1.0
#define NOISE 1e-9       /* smaller parts of everything come from rounding */
#define LETTER_PART 0.82 /* of a font's ascent, which has room for accents, is taken by letters */
#define LEGIBLE_PART 0.8 /* of a line's height, which has room for accents, is enough to read it */
#define GAP_FROM_PX                                                                                \
    3.0 /* narrower boxes have no gap on their right: there would be little left of them */

/* The layout and what is freed with it. */
struct store {
    struct flame_layout layout; /* first: layout_free gets a pointer to it */
    struct layout_box *boxes;
    struct functions functions;
    struct colour *colours;
    struct buffer labels, lines;
};

static double tenth(double px)
{
    return floor(px * 10.0 + 0.5) / 10.0;
}

/* ---- Colours ---- */

static int is_taken(const struct flame_layout *layout, struct colour colour)
{
    const struct colour labels[] = {COLOUR_BLACK, COLOUR_WHITE};
    for (size_t i = 0; i < layout->colour_count; i++)
        if (memcmp(&layout->colours[i], &colour, sizeof colour) == 0)
            return 1;
    return memcmp(&labels[0], &colour, sizeof colour) == 0 ||
           memcmp(&labels[1], &colour, sizeof colour) == 0;
}

static struct colour untaken(const struct flame_layout *layout, struct colour colour)
{
    while (is_taken(layout, colour))
        colour.blue = (unsigned char)(colour.blue < 128 ? colour.blue + 1 : colour.blue - 1);
    return colour;
}

static int choose_colours(struct store *store, const struct layout_options *options)
{
    static const struct colour dark = {31, 35, 40}, light = {230, 237, 243};
    struct flame_layout *layout = &store->layout;
    int is_compared = layout->stacks->is_compared;
    layout->colour_count = is_compared ? DIFFERENCE_COUNT : palette_size(options->palette);
    store->colours = calloc(layout->colour_count, sizeof *store->colours);
    if (store->colours == NULL)
        return 0;
    for (size_t i = 0; i < layout->colour_count; i++)
        store->colours[i] =
            is_compared ? difference_colour(i) : palette_colour(options->palette, i);
    layout->colours = store->colours;
    layout->page = options->page;
    int is_light = colour_contrast(dark, options->page) > colour_contrast(light, options->page);
    struct colour ink =
        colour_legible(is_light ? dark : light, options->page, COLOUR_TEXT_CONTRAST);
    struct colour faint = colour_mix(ink, options->page, 0.3);
    layout->ink = untaken(layout, ink);
    layout->faint = untaken(layout, colour_legible(faint, options->page, COLOUR_TEXT_CONTRAST));
    return 1;
}

/* ---- Functions ---- */

static void choose_colour(struct layout_function *function, const pstats_function *known,
                          const struct layout_options *options)
{
    static const pstats_text nothing = {"", 0};
    const struct layout_file *file = function->file;
    pstats_text module = options->is_by_name ? nothing : file->module;
    function->colour =
        (uint16_t)palette_choose(options->palette, file->origin, module, known->name);
}

static int describe_functions(struct store *store, const struct layout_options *options)
{
    const struct stacks *stacks = store->layout.stacks;
    size_t count = pstats_graph_function_count(stacks->graph);
    unsigned char *is_used = calloc(count + 1, 1);
    if (is_used == NULL)
        return 0;
    for (size_t i = 1; i < stacks->count; i++)
        is_used[stacks->frames[i].function] = 1;
    int is_done = functions_init(&store->functions, stacks->graph, is_used, options->strip_prefixes,
                                 options->link);
    for (size_t i = 0; is_done && i < count; i++)
        if (is_used[i] && !stacks->is_compared)
            choose_colour(&store->functions.items[i], pstats_graph_function(stacks->graph, i),
                          options);
    free(is_used);
    store->layout.functions = store->functions.items;
    store->layout.files = store->functions.files;
    store->layout.file_count = store->functions.file_count;
    return is_done;
}

/* ---- Boxes ---- */

/* Children lie side by side from their parent's left edge on, in their order; its own time is what is left over. Where
 * totals stayed at what a number can be, what is too much for the parent is left out. */
static int place_boxes(struct store *store)
{
    const struct stacks *stacks = store->layout.stacks;
    struct layout_box *boxes = calloc(stacks->count, sizeof *boxes);
    double *next_x =
        calloc(stacks->count, sizeof *next_x); /* of a frame: where its next child begins */
    double all = stacks->frames[0].total;
    int is_done = boxes != NULL && next_x != NULL;
    for (size_t i = 0; is_done && i < stacks->count; i++) {
        const struct stack_frame *frame = &stacks->frames[i];
        boxes[i].width = pstats_share(frame->total, all);
        if (i > 0) {
            boxes[i].colour = store->functions.items[frame->function].colour;
            const struct layout_box *parent = &boxes[frame->parent];
            boxes[i].x = next_x[frame->parent];
            boxes[i].width = fmin(boxes[i].width, parent->width);
            if (boxes[i].x + boxes[i].width > parent->x + parent->width + NOISE)
                boxes[i].width = fmax(parent->x + parent->width - boxes[i].x, 0.0);
            next_x[frame->parent] += boxes[i].width;
        }
        if (stacks->is_compared)
            boxes[i].colour = (uint16_t)difference_choose(stacks, i);
        next_x[i] = boxes[i].x;
    }
    free(next_x);
    store->boxes = boxes;
    store->layout.boxes = boxes;
    return is_done;
}

static void draw_box(const struct flame_layout *layout, struct layout_box *box)
{
    double across_px = layout->right_px - layout->left_px;
    double left = tenth(layout->left_px + box->x * across_px);
    double right = tenth(layout->left_px + (box->x + box->width) * across_px);
    if (right - left >= GAP_FROM_PX)
        right -= layout->gap_px / 2.0;
    else if (right <= left)
        right = left + 0.1;
    box->left_px = (float)left;
    box->right_px = (float)right;
    box->is_drawn = 1;
}

static void draw_boxes(struct store *store, uint32_t max_levels)
{
    struct flame_layout *layout = &store->layout;
    double across_px = layout->right_px - layout->left_px;
    layout->drawn_level_count = 1;
    layout->wide_level_count = 1;
    for (size_t i = 0; i < layout->stacks->count && !layout->is_empty; i++) {
        const struct stack_frame *frame = &layout->stacks->frames[i];
        struct layout_box *box = &store->boxes[i];
        if (i > 0 && (box->width <= 0.0 || box->width * across_px < layout->minimum_px))
            continue; /* and so is all that lies on it */
        if (frame->level >= layout->wide_level_count)
            layout->wide_level_count = frame->level + 1;
        if (frame->level >= max_levels)
            continue;
        if (frame->level >= layout->drawn_level_count)
            layout->drawn_level_count = frame->level + 1;
        draw_box(layout, box);
    }
}

/* ---- Labels ---- */

/* How wide a function's label is, measured once. */
struct label_width {
    double whole_px, short_px; /* 0: not measured yet */
};

static void label_function(struct store *store, const struct layout_metrics *metrics,
                           size_t function, struct label_width *width, double limit_px)
{
    const struct layout_function *f = &store->functions.items[function];
    pstats_text name = f->short_name;
    if (width->whole_px == 0.0) {
        struct buffer whole = BUFFER_INIT;
        functions_append_label(&whole, f);
        width->whole_px = metrics->width_px(metrics->context, buffer_string(&whole), whole.length);
        width->short_px = metrics->width_px(metrics->context, name.bytes, name.length);
        store->labels.failed |= whole.failed;
        buffer_free(&whole);
    }
    if (width->whole_px <= limit_px)
        functions_append_label(&store->labels, f);
    else if (width->short_px <= limit_px)
        buffer_append(&store->labels, name.bytes, name.length);
    else
        labels_append_cut(&store->labels, metrics, name.bytes, name.length, limit_px);
}

static void label_everything(struct store *store, const struct layout_metrics *metrics,
                             double limit_px)
{
    struct buffer label = BUFFER_INIT;
    buffer_append_string(&label, "all  ");
    amount_append(&label, store->layout.stacks->frames[0].total, store->layout.unit);
    labels_append_cut(&store->labels, metrics, buffer_string(&label), label.length, limit_px);
    store->labels.failed |= label.failed;
    buffer_free(&label);
}

/* Returns the length of what is to stand before the label. */
static size_t mark_box(struct store *store, const struct layout_metrics *metrics,
                       const struct layout_box *box, double *limit_px)
{
    const char *mark = store->layout.stacks->is_compared ? difference_mark(box->colour) : "";
    size_t length = strlen(mark);
    if (length > 0) {
        buffer_append(&store->labels, mark, length);
        *limit_px -= metrics->width_px(metrics->context, mark, length);
    }
    return length;
}

static int label_boxes(struct store *store, const struct layout_metrics *metrics)
{
    struct flame_layout *layout = &store->layout;
    struct label_width *widths =
        calloc(pstats_graph_function_count(layout->stacks->graph) + 1, sizeof *widths);
    if (widths == NULL)
        return 0;
    for (size_t i = 0; i < layout->stacks->count; i++) {
        struct layout_box *box = &store->boxes[i];
        double box_px = (double)box->right_px - (double)box->left_px;
        if (!box->is_drawn || box_px < layout->label_minimum_px)
            continue;
        size_t function = layout->stacks->frames[i].function;
        double limit_px = box_px - 2.0 * layout->label_inset_px;
        box->label = store->labels.length;
        size_t mark_length = mark_box(store, metrics, box, &limit_px);
        if (function == STACKS_NO_FUNCTION)
            label_everything(store, metrics, limit_px);
        else
            label_function(store, metrics, function, &widths[function], limit_px);
        box->label_length = store->labels.length - box->label;
        if (box->label_length == mark_length) /* a mark alone marks nothing */
            box->label_length = 0;
        if (box->label_length > 0 && !store->labels.failed)
            box->label_px = (float)metrics->width_px(
                metrics->context, store->labels.bytes + box->label, box->label_length);
    }
    free(widths);
    layout->text = buffer_string(&store->labels);
    return !store->labels.failed;
}

/* ---- The page ---- */

/* An origin in the legend, in the colour that most of its frames have. */
struct sample {
    double share; /* of its widest colour; 0: the origin has no frames */
    uint16_t colour;
};

static int find_samples(const struct flame_layout *layout, struct sample samples[ORIGIN_COUNT])
{
    double *shares = calloc(layout->colour_count, sizeof *shares);
    if (shares == NULL)
        return 0;
    for (size_t i = 1; i < layout->stacks->count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        shares[box->colour] += box->width;
        enum origin origin = layout->functions[layout->stacks->frames[i].function].file->origin;
        if (shares[box->colour] > samples[origin].share)
            samples[origin] = (struct sample){shares[box->colour], box->colour};
    }
    free(shares);
    return 1;
}

static void add_to_legend(const struct flame_layout *layout, struct page_options *page,
                          size_t colour, const char *text)
{
    page->legend[page->legend_count].text = text;
    page->legend[page->legend_count++].colour = layout->colours[colour];
}

/* From less to more, and then what widths show and only one side has. */
static void make_difference_legend(const struct flame_layout *layout, struct page_options *page)
{
    int is_negated = layout->stacks->is_negated;
    for (size_t step = DIFFERENCE_STEPS; step-- > 0;)
        add_to_legend(layout, page, DIFFERENCE_LESS + step, "");
    add_to_legend(layout, page, DIFFERENCE_SAME, "");
    for (size_t step = 0; step < DIFFERENCE_STEPS; step++)
        add_to_legend(layout, page, DIFFERENCE_MORE + step,
                      step + 1 < DIFFERENCE_STEPS ? "" : "less, same, more time than before");
    add_to_legend(layout, page, is_negated ? DIFFERENCE_GONE : DIFFERENCE_NEW,
                  is_negated ? MARK_GONE "gone" : MARK_NEW "new");
}

static int make_legend(const struct flame_layout *layout, enum palette palette,
                       struct page_options *page)
{
    struct sample samples[ORIGIN_COUNT] = {{0}};
    if (layout->stacks->is_compared) {
        if (!layout->is_empty)
            make_difference_legend(layout, page);
        return 1;
    }
    if (!palette_has_origins(palette))
        return 1;
    if (!find_samples(layout, samples))
        return 0;
    for (int i = 0; i < ORIGIN_COUNT; i++) {
        if (samples[i].share <= 0.0)
            continue;
        add_to_legend(layout, page, samples[i].colour, origin_names[i]);
    }
    return 1;
}

/* What stands where the frames would. */
static void append_note(struct buffer *note, const struct flame_layout *layout,
                        const char *chosen_by)
{
    if (!layout->is_empty)
        return;
    int is_left_out = chosen_by != NULL && *chosen_by != '\0' && layout->stacks->whole > 0.0;
    if (!is_left_out) {
        buffer_append_string(note, "No time was recorded.");
        return;
    }
    buffer_append_string(note, "Nothing is left of ");
    amount_append(note, layout->stacks->whole, layout->unit);
    buffer_append_string(note, ": ");
    buffer_append_string(note, chosen_by);
    buffer_append_string(note, " left it all out.");
}

static int arrange_page(struct store *store, const struct layout_options *options,
                        const struct layout_metrics *metrics)
{
    struct page page;
    struct buffer note = BUFFER_INIT;
    struct flame_layout *layout = &store->layout;
    append_note(&note, layout, options->chosen_by);
    struct page_options wanted = {
        .title = options->title,
        .subtitle = options->subtitle,
        .note = buffer_string(&note),
        .is_estimated = !layout->stacks->is_exact && !layout->is_empty,
        .has_details = options->has_details,
        .left_px = layout->left_px,
        .right_px = layout->right_px,
        .font_size_px = layout->font_size_px,
        .row_px = layout->frame_height_px,
        .rows_px = layout->frame_height_px * layout->drawn_level_count,
    };
    int is_done = !note.failed && make_legend(layout, options->palette, &wanted) &&
                  page_arrange(&page, &wanted, metrics, &store->lines);
    buffer_free(&note);
    if (!is_done)
        return 0;
    layout->height_px = page.height_px;
    layout->frames_top_px = page.frames_top_px;
    layout->frames_bottom_px = page.frames_bottom_px;
    layout->details_top_px = page.details_top_px;
    layout->details_bottom_px = page.details_bottom_px;
    layout->title = page.title;
    layout->subtitle = page.subtitle;
    layout->caption = page.caption;
    layout->note = page.note;
    memcpy(layout->legend, page.legend, sizeof page.legend);
    layout->legend_count = page.legend_count;
    layout->footer_size_px = page.footer_size_px;
    return 1;
}

/* ---- The whole ---- */

/* On a whole pixel, about the middle; a pixel higher where underscores would else meet the edge of the box, on which
 * outlines run, and letters leave room for it. */
static double label_baseline_px(double box_px, const struct layout_metrics *metrics)
{
    double line_px = metrics->ascent_px + metrics->descent_px;
    double px = floor((box_px - line_px) / 2.0 + metrics->ascent_px + 0.5);
    int is_at_edge = px + metrics->descent_px > box_px - 1.0;
    return is_at_edge && px - 1.0 >= metrics->ascent_px * LETTER_PART ? px - 1.0 : px;
}

static void set_measures(struct flame_layout *layout, const struct layout_options *options,
                         const struct layout_metrics *metrics)
{
    double line_px = metrics->ascent_px + metrics->descent_px;
    layout->width_px = options->width_px;
    layout->left_px = MARGIN_PX;
    layout->right_px = options->width_px - MARGIN_PX;
    layout->frame_height_px = options->frame_height_px;
    layout->gap_px = options->frame_height_px >= 4.0 * GAP_PX ? GAP_PX : 0.0;
    layout->minimum_px =
        fmax(options->minimum_px, options->minimum_fraction * (layout->right_px - layout->left_px));
    layout->font_size_px = options->font_size_px;
    layout->ascent_px = metrics->ascent_px;
    layout->descent_px = metrics->descent_px;
    layout->advance_px = metrics->advance_px;
    layout->label_inset_px = LABEL_INSET_PX;
    layout->label_baseline_px =
        label_baseline_px(options->frame_height_px - layout->gap_px, metrics);
    layout->label_minimum_px = 2.0 * LABEL_INSET_PX + metrics->width_px(metrics->context, "i", 1);
    if (layout->frame_height_px - layout->gap_px < line_px * LEGIBLE_PART)
        layout->label_minimum_px = options->width_px + 1.0; /* rows are too low for text */
    layout->is_inverted = options->is_inverted;
    layout->unit = options->unit;
}

struct flame_layout *layout_new(const struct stacks *stacks, const struct layout_options *options,
                                const struct layout_metrics *metrics)
{
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL)
        return NULL;
    struct flame_layout *layout = &store->layout;
    layout->stacks = stacks;
    layout->is_empty = pstats_share(stacks->frames[0].total, stacks->frames[0].total) <= 0.0;
    set_measures(layout, options, metrics);
    if (choose_colours(store, options) && describe_functions(store, options) &&
        place_boxes(store)) {
        draw_boxes(store, options->max_levels);
        if (arrange_page(store, options, metrics) && label_boxes(store, metrics))
            return layout;
    }
    layout_free(layout);
    return NULL;
}

void layout_free(struct flame_layout *layout)
{
    struct store *store = (struct store *)layout;
    if (store == NULL)
        return;
    free(store->boxes);
    functions_free(&store->functions);
    free(store->colours);
    buffer_free(&store->labels);
    buffer_free(&store->lines);
    free(store);
}

double layout_row_px(const struct flame_layout *layout, uint32_t level)
{
    return layout->is_inverted ? layout->frames_top_px + level * layout->frame_height_px
                               : layout->frames_bottom_px - (level + 1.0) * layout->frame_height_px;
}

double layout_height_px(const struct flame_layout *layout, uint32_t level_count)
{
    return layout->height_px +
           ((double)level_count - layout->drawn_level_count) * layout->frame_height_px;
}
