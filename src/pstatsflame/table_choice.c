/* Which frames are in the table: where there are very many the thinnest are left out. */
#include "table_choice.h"

#include "cli/decimal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_ALWAYS                                                                               \
    4000 /* what a table may take, about; more if the picture leaves room for it: */
#define BYTES_PER_DRAWN 150 /* what a frame takes elsewhere, besides its name */
#define BYTES_PER_FRAME 8
#define BYTES_PER_FUNCTION 12 /* besides its names */

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

/* Which names the table has. */
struct known {
    unsigned char *functions, *files;
};

/* About what the frame adds to the table. */
static size_t measure_frame(const struct flame_layout *layout, size_t frame, struct known *known)
{
    size_t index = layout->stacks->frames[frame].function, bytes = BYTES_PER_FRAME;
    if (index == STACKS_NO_FUNCTION || known->functions[index])
        return bytes;
    known->functions[index] = 1;
    const struct layout_function *function = &layout->functions[index];
    size_t path = function->file->path.length, file = (size_t)(function->file - layout->files);
    bytes += BYTES_PER_FUNCTION + function->name.length;
    if (path == 0)
        bytes += function->short_name.length;
    else if (!known->files[file]) {
        known->files[file] = 1;
        bytes += path + 1;
    }
    return bytes;
}

/* Not what is gone, or what is new when negated. */
static int can_have(const struct flame_layout *layout, size_t frame)
{
    return frame == 0 || layout->boxes[frame].width > 0.0;
}

static size_t measure_all(const struct flame_layout *layout, struct known *known)
{
    size_t bytes = 0;
    for (size_t i = 0; i < layout->stacks->count; i++)
        if (can_have(layout, i))
            bytes += measure_frame(layout, i, known);
    return bytes;
}

static void take_all(struct table_choice *choice, const struct flame_layout *layout)
{
    for (size_t i = 0; i < layout->stacks->count; i++) {
        choice->has_frame[i] = (unsigned char)can_have(layout, i);
        choice->count += choice->has_frame[i];
    }
}

/* Puts frames in, the widest first, all of a bucket while there is room, and all that are drawn. What lies on a frame is
 * not wider than it: so what is below a frame in the table is in it, too. 0: out of memory. */
static int take_widest(struct table_choice *choice, const struct flame_layout *layout,
                       size_t budget, struct known *known)
{
    size_t bytes = 0, ends[BUCKETS];
    size_t *sorted = sort_frames(layout, ends);
    if (sorted == NULL)
        return 0;
    for (size_t bucket = 0, i = 0; bucket < BUCKETS; bucket++) {
        int has_room = bytes < budget;
        for (; i < ends[bucket]; i++) {
            size_t frame = sorted[i];
            if (!can_have(layout, frame))
                continue;
            if (!has_room && !layout->boxes[frame].is_drawn) {
                choice->omitted_count++;
                continue;
            }
            bytes += measure_frame(layout, frame, known);
            choice->has_frame[frame] = 1;
            choice->count++;
        }
    }
    free(sorted);
    return 1;
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

int table_choose_frames(struct table_choice *choice, const struct flame_layout *layout,
                        size_t taken)
{
    size_t functions = pstats_graph_function_count(layout->stacks->graph);
    size_t files = layout->file_count, budget = find_budget(layout, taken);
    struct known known = {calloc(functions + 1, 1), calloc(files + 1, 1)};
    *choice = (struct table_choice){.has_frame = calloc(layout->stacks->count, 1)};
    int is_done = known.functions != NULL && known.files != NULL && choice->has_frame != NULL;
    if (is_done && measure_all(layout, &known) <= budget) {
        take_all(choice, layout);
    } else if (is_done) {
        memset(known.functions, 0, functions);
        memset(known.files, 0, files);
        is_done = take_widest(choice, layout, budget, &known);
    }
    free(known.functions);
    free(known.files);
    return is_done;
}
