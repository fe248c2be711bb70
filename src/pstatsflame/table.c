/* The table of frames: all that the script knows of them, as JSON that can stand in XML. */
#include "table.h"

#include "cli/decimal.h"
#include "cli/names.h"
#include "cli/text.h"
#include "pstatsflame/calls.h"
#include "pstatsflame/difference.h"
#include "pstatsflame/markup.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BASE 44
#define BYTES_ALWAYS                                                                               \
    4000 /* what a table may take, about; more if the picture leaves room for it: */
#define BYTES_PER_DRAWN 150 /* what a frame takes elsewhere, besides its name */
#define BYTES_PER_FRAME 8
#define BYTES_PER_FUNCTION 30 /* besides its names */

/* Of numbers in frames: the last one, then all others. All of ASCII in its order but what is markup, or needs an escape
 * in JSON: & < > " ' \ and the blank. */
static const char digits[] = "!#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQ"
                             "RSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

struct table {
    struct buffer *out;
    const struct flame_layout *layout;
    const pstats_graph *graph;
    struct calls *calls;
    unsigned char *is_counted; /* calls that a frame already brought */
    unsigned char *has_frame;  /* by frame: is it in the table? */
    size_t count;              /* of frames that are */
    size_t omitted_count;      /* of frames that have a width, too, and are not */
    size_t *order;             /* functions that have a frame, in the order of the table */
    size_t order_count;
    size_t *number;        /* of a function: its place in order */
    size_t *colour_number; /* of a colour: its place among those in the table */
    int exponent;          /* a step is ten to the power of this */
    double steps;          /* that all frames together take */
};

/* ---- Numbers and lists ---- */

static void append_number(struct table *table, double value)
{
    buffer_append_format(table->out, "%.10g", value);
}

static void append_key(struct table *table, const char *name)
{
    buffer_append_string(table->out, ",\"");
    buffer_append_string(table->out, name);
    buffer_append_string(table->out, "\":");
}

static void append_numbers(struct table *table, const char *name, const double *values,
                           size_t count)
{
    append_key(table, name);
    for (size_t i = 0; i < count; i++) {
        buffer_append_char(table->out, i == 0 ? '[' : ',');
        append_number(table, values[i]);
    }
    buffer_append_char(table->out, ']');
}

#define DIGITS_MAX 12 /* of 64 bits */
#define NUMBERS_MAX 7 /* of a frame */

/* Returns where the number ends. */
static char *put_digits(char *at, uint64_t value)
{
    for (; value >= BASE; value /= BASE)
        *at++ = digits[BASE + value % BASE];
    *at++ = digits[value];
    return at;
}

/* A claim; one that does not hold is left out. */
static void append_flag(struct table *table, const char *name, int is_set)
{
    if (!is_set)
        return;
    append_key(table, name);
    buffer_append_char(table->out, '1');
}

/* text is anybody's words. */
static void append_clean(struct table *table, const char *text)
{
    struct buffer clean = BUFFER_INIT;
    names_append_clean(&clean, text_of(text));
    markup_append_json(table->out, text_of(buffer_string(&clean)));
    table->out->failed |= clean.failed;
    buffer_free(&clean);
}

/* ---- The page ---- */

/* Those that functions have, or frames. */
static void append_colours(struct table *table)
{
    const struct flame_layout *layout = table->layout;
    size_t used = 0;
    append_key(table, "colours");
    buffer_append_char(table->out, '"');
    for (size_t i = 0; i < layout->colour_count; i++) {
        char hex[COLOUR_HEX_SIZE];
        if (table->colour_number[i] == 0 && i > 0)
            continue;
        colour_hex(layout->colours[i], hex);
        buffer_append_string(table->out, hex);
        int is_compared = layout->stacks->is_compared;
        const char *usual = is_compared ? " " : "";
        buffer_append_string(table->out, colour_text_on(layout->colours[i]).red == 0 ? usual : "!");
        if (is_compared)
            buffer_append(table->out, difference_mark(i), strcspn(difference_mark(i), " "));
        table->colour_number[i] = used++;
    }
    buffer_append_char(table->out, '"');
}

static void append_page(struct table *table)
{
    const struct flame_layout *layout = table->layout;
    const double page[] = {layout->width_px,       layout->height_px,
                           layout->left_px,        layout->right_px,
                           layout->frames_top_px,  layout->frames_bottom_px,
                           layout->details_top_px, layout->details_bottom_px};
    const double rows[] = {layout->frame_height_px, layout->gap_px,
                           (double)layout->drawn_level_count, layout->minimum_px};
    const double label[] = {layout->font_size_px, layout->label_baseline_px, layout->label_inset_px,
                            layout->label_minimum_px};
    append_numbers(table, "page", page, sizeof page / sizeof *page);
    append_numbers(table, "rows", rows, sizeof rows / sizeof *rows);
    append_numbers(table, "label", label, sizeof label / sizeof *label);
}

/* ---- Which frames ---- */

#define BUCKETS 512 /* of frames about as wide: eight to a power of two */

/* The wider the smaller. Frames that do not differ by an eighth may have the same. */
static size_t bucket_of(double width)
{
    int exponent;
    double part = frexp(width, &exponent); /* 0.5..1 */
    double place = (double)-exponent * 8.0 + (1.0 - part) * 16.0;
    return !(width > 0.0) || place >= BUCKETS - 1 ? BUCKETS - 1 : place > 0.0 ? (size_t)place : 0;
}

/* All frames, by bucket. NULL: out of memory. */
static size_t *sort_frames(const struct flame_layout *layout, size_t ends[BUCKETS])
{
    size_t count = layout->stacks->count;
    size_t *sorted = malloc(count * sizeof *sorted);
    unsigned short *buckets = malloc(count * sizeof *buckets);
    memset(ends, 0, BUCKETS * sizeof *ends);
    if (sorted != NULL && buckets != NULL) {
        for (size_t i = 0; i < count; i++) {
            buckets[i] = (unsigned short)bucket_of(layout->boxes[i].width);
            ends[buckets[i]]++;
        }
        for (size_t bucket = 0, start = 0; bucket < BUCKETS; bucket++) {
            size_t of_bucket = ends[bucket];
            ends[bucket] = start; /* moves to the end while the bucket is filled */
            start += of_bucket;
        }
        for (size_t i = 0; i < count; i++)
            sorted[ends[buckets[i]]++] = i;
    } else {
        free(sorted);
        sorted = NULL;
    }
    free(buckets);
    return sorted;
}

static size_t place_length(const struct layout_function *function)
{
    char line[DECIMAL_SIZE];
    size_t path = function->file->path.length;
    return path > 0 ? path + 1 + decimal_integer(function->line, line) : 0;
}

/* About what the frame adds to the table. */
static size_t measure_frame(const struct table *table, size_t frame, unsigned char *is_known)
{
    size_t index = table->layout->stacks->frames[frame].function;
    if (index == STACKS_NO_FUNCTION || is_known[index])
        return BYTES_PER_FRAME;
    is_known[index] = 1;
    const struct layout_function *function = &table->layout->functions[index];
    int has_place = function->file->path.length > 0;
    return BYTES_PER_FRAME + BYTES_PER_FUNCTION + function->name.length +
           (has_place ? 0 : function->short_name.length);
}

/* Puts frames in, the widest first, all of a bucket while there is room, and all that are drawn. What lies on a frame is
 * not wider than it: so what is below a frame in the table is in it, too. */
static void take_frames(struct table *table, const size_t *sorted, const size_t ends[BUCKETS],
                        size_t budget, unsigned char *is_known)
{
    const struct flame_layout *layout = table->layout;
    size_t bytes = 0;
    for (size_t bucket = 0, i = 0; bucket < BUCKETS; bucket++) {
        int has_room = bytes < budget;
        for (; i < ends[bucket]; i++) {
            size_t frame = sorted[i];
            if (frame > 0 && layout->boxes[frame].width <= 0.0)
                continue; /* what is gone, or what is new when negated */
            if (!has_room && !layout->boxes[frame].is_drawn) {
                table->omitted_count++;
                continue;
            }
            bytes += measure_frame(table, frame, is_known);
            table->has_frame[frame] = 1;
            table->count++;
        }
    }
}

/* What the table may take: what is left of what other programs' flame graphs take for a frame. */
static size_t find_budget(const struct flame_layout *layout, size_t taken)
{
    size_t budget = 0;
    for (size_t i = 1; i < layout->stacks->count; i++) {
        if (!layout->boxes[i].is_drawn)
            continue;
        const struct layout_function *function =
            &layout->functions[layout->stacks->frames[i].function];
        budget += BYTES_PER_DRAWN + function->name.length + place_length(function);
    }
    return budget > taken + BYTES_ALWAYS ? budget - taken : BYTES_ALWAYS;
}

/* Where there are very many frames the thinnest are left out: nobody zooms in so far, and the table would outweigh the
 * picture many times over. */
static int choose_frames(struct table *table, size_t taken)
{
    const struct flame_layout *layout = table->layout;
    size_t ends[BUCKETS];
    size_t *sorted = sort_frames(layout, ends);
    unsigned char *is_known = calloc(pstats_graph_function_count(table->graph) + 1, 1);
    table->has_frame = calloc(layout->stacks->count, 1);
    int is_done = sorted != NULL && is_known != NULL && table->has_frame != NULL;
    if (is_done)
        take_frames(table, sorted, ends, find_budget(layout, taken), is_known);
    free(sorted);
    free(is_known);
    return is_done;
}

/* ---- Functions ---- */

static int is_same(pstats_text a, pstats_text b)
{
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static int compare_paths(const void *first, const void *second)
{
    const struct layout_file *a = *(const struct layout_file *const *)first;
    const struct layout_file *b = *(const struct layout_file *const *)second;
    int order = names_compare(a->path, b->path);
    return order != 0 ? order : (a > b) - (a < b);
}

/* By file, the place of its path among all paths. NULL: out of memory. */
static size_t *rank_files(const struct flame_layout *layout)
{
    size_t count = layout->file_count, rank = 0;
    const struct layout_file **sorted = calloc(count + 1, sizeof *sorted);
    size_t *ranks = calloc(count + 1, sizeof *ranks);
    if (sorted != NULL && ranks != NULL) {
        for (size_t i = 0; i < count; i++)
            sorted[i] = &layout->files[i];
        qsort(sorted, count, sizeof *sorted, compare_paths);
        for (size_t i = 0; i < count; i++) {
            rank += i > 0 && !is_same(sorted[i]->path, sorted[i - 1]->path);
            ranks[sorted[i] - layout->files] = rank;
        }
    } else {
        free(ranks);
        ranks = NULL;
    }
    free(sorted);
    return ranks;
}

struct ordered {
    int64_t line;
    size_t function;
};

static int compare_ordered(const void *first, const void *second)
{
    const struct ordered *a = first, *b = second;
    int order = (a->line > b->line) - (a->line < b->line);
    return order != 0 ? order : (a->function > b->function) - (a->function < b->function);
}

/* Functions whose number is not 0, by file and line, into ordered, which has room for all. ranks has those of files, ends
 * room for one more than there are. Returns how many they are. */
static size_t sort_functions(const struct table *table, const size_t *ranks, size_t *ends,
                             struct ordered *ordered)
{
    const struct flame_layout *layout = table->layout;
    size_t count = pstats_graph_function_count(table->graph), used = 0;
    for (size_t i = 0; i < count; i++)
        if (table->number[i] != 0)
            ends[ranks[layout->functions[i].file - layout->files] + 1]++;
    for (size_t i = 0; i < layout->file_count; i++)
        ends[i + 1] +=
            ends[i]; /* where a file's begin: it moves to their end while they are put in */
    for (size_t i = 0; i < count; i++)
        if (table->number[i] != 0) {
            const struct layout_function *function = &layout->functions[i];
            ordered[ends[ranks[function->file - layout->files]]++] =
                (struct ordered){function->line, i};
        }
    for (size_t i = 0; i < layout->file_count; used = ends[i++])
        qsort(ordered + used, ends[i] - used, sizeof *ordered, compare_ordered);
    return used;
}

static void number_functions(struct table *table, const struct ordered *ordered)
{
    const struct flame_layout *layout = table->layout;
    for (size_t i = 0; i < table->order_count; i++) {
        size_t function = ordered[i].function;
        table->order[i] = function;
        table->number[function] = i;
        table->colour_number[layout->functions[function].colour] |= !layout->stacks->is_compared;
    }
    for (size_t i = 0; i < layout->stacks->count && layout->stacks->is_compared; i++)
        if (table->has_frame[i])
            table->colour_number[layout->boxes[i].colour] = 1;
}

/* Those of frames in the table. */
static int order_functions(struct table *table)
{
    const struct stacks *stacks = table->layout->stacks;
    size_t count = pstats_graph_function_count(table->graph);
    struct ordered *ordered = calloc(count + 1, sizeof *ordered);
    size_t *ranks = rank_files(table->layout);
    size_t *ends = calloc(table->layout->file_count + 1, sizeof *ends);
    table->order = calloc(count + 1, sizeof *table->order);
    table->number = calloc(count + 1, sizeof *table->number);
    table->colour_number = calloc(table->layout->colour_count, sizeof *table->colour_number);
    int is_done = ordered != NULL && ranks != NULL && ends != NULL && table->order != NULL &&
                  table->number != NULL && table->colour_number != NULL;
    if (is_done) {
        for (size_t i = 1; i < stacks->count; i++)
            if (table->has_frame[i])
                table->number[stacks->frames[i].function] = 1;
        table->order_count = sort_functions(table, ranks, ends, ordered);
        number_functions(table, ordered);
    }
    free(ordered);
    free(ranks);
    free(ends);
    return is_done;
}

/* The path's own name; a package's __init__.py with its folder. */
static pstats_text base_of(pstats_text path)
{
    static const char package[] = "__init__.py";
    size_t start = path.length;
    while (start > 0 && !names_is_separator(path.bytes[start - 1]))
        start--;
    if (start > 0 && path.length - start == sizeof package - 1 &&
        memcmp(path.bytes + start, package, sizeof package - 1) == 0)
        for (start--; start > 0 && !names_is_separator(path.bytes[start - 1]);)
            start--;
    return (pstats_text){path.bytes + start, path.length - start};
}

/* The short form of the name and the label; 0 for what the script makes of the name, the path and its base by itself. */
static void append_labels(struct table *table, const struct layout_function *function,
                          pstats_text base)
{
    int is_module = functions_is_module(function), has_file = function->file->path.length > 0;
    if (is_same(function->short_name, is_module ? base : function->name))
        buffer_append_char(table->out, '0');
    else
        markup_append_json(table->out, function->short_name);
    buffer_append_char(table->out, ',');
    if (is_module || !has_file || is_same(function->file->base, base)) {
        buffer_append_char(table->out, '0');
        return;
    }
    struct buffer label = BUFFER_INIT;
    functions_append_label(&label, function);
    markup_append_json(table->out, text_of(buffer_string(&label)));
    table->out->failed |= label.failed;
    buffer_free(&label);
}

static int64_t calls_before(const struct table *table, size_t index)
{
    const pstats_cost *before = pstats_graph_function_before(table->graph, index);
    return before != NULL ? before->calls : 0;
}

static void append_function(struct table *table, size_t index, pstats_text base, int has_links)
{
    const struct layout_function *function = &table->layout->functions[index];
    const pstats_function *known = pstats_graph_function(table->graph, index);
    buffer_append_char(table->out, ',');
    decimal_append_integer(table->out, known->line);
    buffer_append_char(table->out, ',');
    markup_append_json(table->out, function->name);
    buffer_append_char(table->out, ',');
    append_labels(table, function, base);
    buffer_append_char(table->out, ',');
    decimal_append_integer(table->out,
                           known->is_caller_only ? PSTATS_CALLS_UNKNOWN : known->cost.calls);
    buffer_append_char(table->out, ',');
    if (table->layout->stacks->is_compared)
        decimal_append_integer(table->out, calls_before(table, index));
    else
        decimal_append_integer(table->out, (int64_t)table->colour_number[function->colour]);
    if (!has_links)
        return;
    buffer_append_char(table->out, ',');
    if (function->link == NULL)
        buffer_append_char(table->out, '0');
    else
        markup_append_json(table->out, text_of(function->link));
}

static void append_functions(struct table *table)
{
    const struct layout_file *file = NULL;
    pstats_text base = {"", 0};
    int has_links = 0;
    for (size_t i = 0; i < table->order_count; i++)
        has_links |= table->layout->functions[table->order[i]].link != NULL;
    append_flag(table, "linked", has_links);
    append_key(table, "files");
    buffer_append_char(table->out, '[');
    for (size_t i = 0; i < table->order_count; i++) {
        const struct layout_file *own = table->layout->functions[table->order[i]].file;
        if (file == NULL || (own != file && !is_same(own->path, file->path))) {
            buffer_append_string(table->out, file == NULL ? "\n[" : "],\n[");
            markup_append_json(table->out, own->path);
            base = base_of(own->path);
        }
        file = own;
        append_function(table, table->order[i], base, has_links);
    }
    buffer_append_string(table->out, file == NULL ? "]" : "]]");
}

/* ---- Frames ---- */

static int64_t step_at(const struct table *table, double x)
{
    return (int64_t)floor(x * table->steps + 0.5);
}

/* Of any amount; the largest are cut to what doubles count in ones. */
static uint64_t steps_of(const struct table *table, double amount)
{
    return (uint64_t)fmin(floor(amount / pow(10.0, table->exponent) + 0.5), 0x1p53);
}

static int64_t box_steps(const struct table *table, const struct layout_box *box)
{
    return step_at(table, box->x + box->width) - step_at(table, box->x);
}

/* The calls that led from the frame's parent to it; SIZE_MAX when the graph has none, or they were told before. */
static size_t untold_call(struct table *table, const struct stack_frame *frame)
{
    const struct stacks *stacks = table->layout->stacks;
    if (frame->parent == STACKS_NO_PARENT || frame->parent == 0)
        return SIZE_MAX;
    size_t below = stacks->frames[frame->parent].function, caller = below, callee = frame->function;
    if (stacks->is_reversed) {
        caller = frame->function;
        callee = below;
    }
    size_t call = calls_find(table->calls, caller, callee);
    if (call == SIZE_MAX || table->is_counted[call])
        return SIZE_MAX;
    table->is_counted[call] = 1;
    return pstats_graph_call(table->graph, call)->cost.calls >= 0 ? call : SIZE_MAX;
}

/* Of totals, what is neither frames' own time nor that of frames on them in the table: in steps, by frame, for the caller
 * to free. NULL: out of memory. */
static int64_t *measure_cuts(const struct table *table)
{
    const struct stacks *stacks = table->layout->stacks;
    double all = stacks->frames[0].total;
    int64_t *cuts = calloc(stacks->count, sizeof *cuts);
    for (size_t i = 0; cuts != NULL && i < stacks->count; i++) {
        if (!table->has_frame[i])
            continue;
        int64_t width = box_steps(table, &table->layout->boxes[i]);
        cuts[i] += width - step_at(table, all > 0.0 ? stacks->frames[i].self / all : 0.0);
        if (i > 0)
            cuts[stacks->frames[i].parent] -= width;
    }
    return cuts;
}

static void append_frame(struct table *table, size_t index, uint32_t child_level, int64_t cut)
{
    const struct stack_frame *frame = &table->layout->stacks->frames[index];
    size_t call = untold_call(table, frame);
    int has_call = call != SIZE_MAX, has_cut = cut > 1; /* one step comes from rounding */
    size_t function =
        frame->function == STACKS_NO_FUNCTION ? 0 : table->number[frame->function] + 1;
    char text[NUMBERS_MAX * DIGITS_MAX], *end = text;
    end = put_digits(end, (uint64_t)(child_level - frame->level) * 8 + (has_cut ? 4 : 0) +
                              (frame->is_inferred ? 2 : 0) + (has_call ? 1 : 0));
    end = put_digits(end, function);
    end = put_digits(end, (uint64_t)box_steps(table, &table->layout->boxes[index]));
    if (table->layout->stacks->is_compared) {
        end = put_digits(end, table->colour_number[table->layout->boxes[index].colour]);
        end = put_digits(end, steps_of(table, frame->other.total));
    }
    if (has_call)
        end = put_digits(end, (uint64_t)pstats_graph_call(table->graph, call)->cost.calls);
    if (has_cut)
        end = put_digits(end, (uint64_t)cut);
    buffer_append(table->out, text, (size_t)(end - text));
}

static int append_frames(struct table *table)
{
    const struct stacks *stacks = table->layout->stacks;
    int64_t *cuts = measure_cuts(table);
    if (cuts == NULL)
        return 0;
    append_key(table, "count");
    append_number(table, (double)table->count);
    if (table->omitted_count > 0) {
        append_key(table, "omitted");
        append_number(table, (double)table->omitted_count);
    }
    append_key(table, "frames");
    buffer_append_char(table->out, '"');
    uint32_t child_level = 0;
    for (size_t i = 0; i < stacks->count; i++) {
        if (!table->has_frame[i])
            continue;
        append_frame(table, i, child_level, cuts[i]);
        child_level = stacks->frames[i].level + 1;
    }
    buffer_append_char(table->out, '"');
    free(cuts);
    return 1;
}

/* ---- The whole ---- */

static void choose_step(struct table *table)
{
    double all = table->layout->stacks->frames[0].total;
    table->exponent = 0;
    table->steps = 0.0;
    if (!(all > 0.0))
        return;
    table->exponent = (int)fmax(floor(log10(all)) - 8.0, -300.0);
    table->steps = floor(all / pow(10.0, table->exponent) + 0.5);
}

static void append_facts(struct table *table)
{
    const struct flame_layout *layout = table->layout;
    buffer_append_format(table->out, "{\"total\":%.0f", table->steps);
    append_key(table, "exponent");
    append_number(table, table->exponent);
    append_key(table, "unit");
    append_clean(table, layout->unit);
    append_flag(table, "exact", layout->stacks->is_exact);
    append_flag(table, "reversed", layout->stacks->is_reversed);
    append_flag(table, "inverted", layout->is_inverted);
    append_flag(table, "compared", layout->stacks->is_compared);
    append_flag(table, "negated", layout->stacks->is_negated);
}

int table_append(struct buffer *buffer, const struct flame_layout *layout, size_t taken)
{
    const pstats_graph *graph = layout->stacks->graph;
    struct table table = {.out = buffer, .layout = layout, .graph = graph};
    table.calls = calls_new(graph);
    table.is_counted = calloc(pstats_graph_call_count(graph) + 1, 1);
    int is_done = table.calls != NULL && table.is_counted != NULL && choose_frames(&table, taken) &&
                  order_functions(&table);
    if (is_done) {
        choose_step(&table);
        append_facts(&table);
        append_page(&table);
        append_colours(&table);
        append_functions(&table);
        is_done = append_frames(&table);
        buffer_append_string(buffer, "}\n");
    }
    calls_free(table.calls);
    free(table.is_counted);
    free(table.has_frame);
    free(table.order);
    free(table.number);
    free(table.colour_number);
    return is_done && !buffer->failed;
}
