/* The table of frames: all that the script knows of them, as text that can stand in XML. */
#include "table.h"

#include "cli/decimal.h"
#include "cli/names.h"
#include "cli/text.h"
#include "pstatsflame/calls.h"
#include "pstatsflame/difference.h"
#include "pstatsflame/markup.h"
#include "pstatsflame/table_choice.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BASE 44

/* Of numbers: the last one, then all others. All of ASCII in its order but & < > " ' \ and the blank. */
static const char digits[] = "!#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQ"
                             "RSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

struct table {
    struct buffer *out;
    const struct flame_layout *layout;
    const pstats_graph *graph;
    struct calls *calls;
    unsigned char *is_counted; /* calls that a frame already brought */
    struct table_choice choice;
    size_t *order; /* functions that have a frame, in the order of the table */
    size_t order_count;
    size_t *number;        /* of a function: its place in order */
    size_t *colour_number; /* of a colour: its place among those in the table */
    int exponent;          /* a step is ten to the power of this */
    double steps;          /* that all frames together take */
};

/* ---- Numbers and lists ---- */

static void append_key(struct table *table, const char *name)
{
    buffer_append_string(table->out, ",\"");
    buffer_append_string(table->out, name);
    buffer_append_string(table->out, "\":");
}

#define DIGITS_MAX 12 /* of 64 bits */
#define NUMBERS_MAX 7 /* of a frame */

/* Returns behind the number's last digit. */
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

/* To 0.01. */
static void append_page(struct table *table)
{
    const struct flame_layout *layout = table->layout;
    const double lengths[] = {layout->left_px,          layout->frames_top_px,
                              layout->frames_bottom_px, layout->frame_height_px,
                              layout->gap_px,           (double)layout->drawn_level_count,
                              layout->minimum_px,       layout->label_baseline_px,
                              layout->label_inset_px,   layout->label_minimum_px};
    append_key(table, "page");
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        buffer_append_char(table->out, i == 0 ? '[' : ',');
        buffer_append_format(table->out, "%.10g", floor(lengths[i] * 100.0 + 0.5) / 100.0);
    }
    buffer_append_char(table->out, ']');
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
        if (table->choice.has_frame[i])
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
            if (table->choice.has_frame[i])
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

/* Of texts that follow one another, each behind a tab, the last ones are left out where they are empty. */
static void append_texts(struct table *table, const pstats_text *texts, size_t count)
{
    while (count > 0 && texts[count - 1].length == 0)
        count--;
    for (size_t i = 0; i < count; i++) {
        buffer_append_char(table->out, '\t');
        markup_append(table->out, texts[i]);
    }
}

/* The short form of the name and the label, but for what the script makes of the name, the path and its base by itself;
 * the link. */
static void append_labels(struct table *table, const struct layout_function *function,
                          pstats_text base)
{
    int is_module = functions_is_module(function), has_file = function->file->path.length > 0;
    struct buffer label = BUFFER_INIT;
    pstats_text texts[3] = {{"", 0}, {"", 0}, {"", 0}};
    if (!is_same(function->short_name, is_module ? base : function->name))
        texts[0] = function->short_name;
    if (!is_module && has_file && !is_same(function->file->base, base)) {
        functions_append_label(&label, function);
        texts[1] = text_of(buffer_string(&label));
    }
    if (function->link != NULL)
        texts[2] = text_of(function->link);
    append_texts(table, texts, sizeof texts / sizeof *texts);
    table->out->failed |= label.failed;
    buffer_free(&label);
}

static int64_t calls_before(const struct table *table, size_t index)
{
    const pstats_cost *before = pstats_graph_function_before(table->graph, index);
    return before != NULL ? before->calls : 0;
}

/* Also of a negative number: it comes behind the positive one. */
static uint64_t unsigned_of(int64_t value)
{
    return value < 0 ? ~((uint64_t)value << 1) : (uint64_t)value << 1;
}

static void append_function(struct table *table, size_t index, pstats_text base)
{
    const struct layout_function *function = &table->layout->functions[index];
    const pstats_function *known = pstats_graph_function(table->graph, index);
    int64_t calls = known->is_caller_only ? PSTATS_CALLS_UNKNOWN : known->cost.calls;
    char text[NUMBERS_MAX * DIGITS_MAX], *end = text;
    end = put_digits(end, unsigned_of(known->line));
    end = put_digits(end, (uint64_t)calls + 1); /* PSTATS_CALLS_UNKNOWN is -1 */
    end = table->layout->stacks->is_compared
              ? put_digits(end, (uint64_t)calls_before(table, index) + 1)
              : put_digits(end, table->colour_number[function->colour]);
    markup_append(table->out, function->name);
    buffer_append_char(table->out, '\t');
    buffer_append(table->out, text, (size_t)(end - text));
    append_labels(table, function, base);
    buffer_append_char(table->out, '\n');
}

static void append_functions(struct table *table)
{
    const struct layout_file *file = NULL;
    pstats_text base = {"", 0};
    for (size_t i = 0; i < table->order_count; i++) {
        const struct layout_file *own = table->layout->functions[table->order[i]].file;
        if (file == NULL ? own->path.length > 0 : own != file && !is_same(own->path, file->path)) {
            markup_append(table->out, own->path);
            buffer_append_char(table->out, '\n');
            base = base_of(own->path);
        }
        file = own;
        append_function(table, table->order[i], base);
    }
}

/* ---- Frames ---- */

static int64_t step_at(const struct table *table, double x)
{
    return (int64_t)(x * table->steps + 0.5); /* x is not negative */
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
        if (!table->choice.has_frame[i])
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
    char text[DIGITS_MAX];
    buffer_append(table->out, text, (size_t)(put_digits(text, table->choice.count) - text));
    uint32_t child_level = 0;
    for (size_t i = 0; i < stacks->count; i++) {
        if (!table->choice.has_frame[i])
            continue;
        append_frame(table, i, child_level, cuts[i]);
        child_level = stacks->frames[i].level + 1;
    }
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
    buffer_append_format(table->out, "{\"exponent\":%d", table->exponent);
    if (table->choice.omitted_count > 0)
        buffer_append_format(table->out, ",\"omitted\":%zu", table->choice.omitted_count);
    if (strcmp(layout->unit, "seconds") != 0) {
        append_key(table, "unit");
        append_clean(table, layout->unit);
    }
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
    int is_done = table.calls != NULL && table.is_counted != NULL &&
                  table_choose_frames(&table.choice, layout, taken) && order_functions(&table);
    if (is_done) {
        choose_step(&table);
        append_facts(&table);
        append_page(&table);
        append_colours(&table);
        buffer_append_string(buffer, "}\n");
        append_functions(&table);
        is_done = append_frames(&table);
    }
    calls_free(table.calls);
    free(table.is_counted);
    free(table.choice.has_frame);
    free(table.order);
    free(table.number);
    free(table.colour_number);
    return is_done && !buffer->failed;
}
