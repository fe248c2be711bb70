/* Stacks as text, a line each: frames from the root to the tip with ";" between, a blank, and whole ticks. */
#include "folded.h"

#include "cli/buffer.h"
#include "cli/names.h"

#include <inttypes.h>
#include <stdlib.h>

/* Where a function's key lies among all of them; end 0: not made yet. */
struct span {
    size_t start, end;
};

struct folder {
    const struct stacks *stacks;
    const struct option_strings *strip_prefixes;
    struct buffer keys;
    struct span *spans; /* by function */
    size_t *ends;       /* by level: where the path to that level's frame ends */
    struct buffer path, line;
};

/* Blanks at the end, and one before what looks like a number there, would be taken for the end of the stack. */
static size_t tail_of(const char *bytes, size_t length)
{
    size_t start = length;
    while (start > 0 && (bytes[start - 1] == ' ' || bytes[start - 1] == '.' ||
                         (bytes[start - 1] >= '0' && bytes[start - 1] <= '9')))
        start--;
    return start;
}

static void append_escaped(struct buffer *key, const struct buffer *text)
{
    size_t tail = tail_of(buffer_string(text), text->length);
    for (size_t i = 0; i < text->length; i++) {
        char c = text->bytes[i];
        if (c == ';')
            buffer_append_string(key, "\\x3b");
        else if (c == ' ' && i >= tail)
            buffer_append_string(key, "\\x20");
        else
            buffer_append_char(key, c);
    }
}

static void make_key(struct folder *folder, size_t index)
{
    const pstats_function *function = pstats_graph_function(folder->stacks->graph, index);
    pstats_text file = names_strip_folder(function->file, folder->strip_prefixes, NULL);
    struct buffer text = BUFFER_INIT;
    names_append_clean(&text, file);
    buffer_append_format(&text, ":%" PRId64 ":", function->line);
    names_append_clean(&text, function->name);
    folder->spans[index].start = folder->keys.length;
    append_escaped(&folder->keys, &text);
    folder->spans[index].end = folder->keys.length;
    folder->keys.failed |= text.failed;
    buffer_free(&text);
}

/* The path of the frame's parent is there already. */
static void extend_path(struct folder *folder, const struct stack_frame *frame)
{
    struct span *span = &folder->spans[frame->function];
    if (span->end == 0)
        make_key(folder, frame->function);
    buffer_cut(&folder->path, folder->ends[frame->level - 1]);
    if (frame->level > 1)
        buffer_append_char(&folder->path, ';');
    buffer_append(&folder->path, buffer_string(&folder->keys) + span->start,
                  span->end - span->start);
    folder->ends[frame->level] = folder->path.length;
}

/* 0: there is no use in going on. */
static int write_line(struct folder *folder, int64_t ticks, int64_t other_ticks,
                      struct output *output)
{
    struct buffer *line = &folder->line;
    buffer_cut(line, 0);
    if (folder->stacks->is_compared)
        buffer_append_format(line, " %" PRId64, other_ticks);
    buffer_append_format(line, " %" PRId64 "\n", ticks);
    return !line->failed && output_write(output, folder->path.bytes, folder->path.length) &&
           output_write(output, line->bytes, line->length);
}

static void write_all(struct folder *folder, struct output *output)
{
    for (size_t i = 1; i < folder->stacks->count; i++) {
        const struct stack_frame *frame = &folder->stacks->frames[i];
        int64_t ticks = frames_add_ticks(frame->ticks, frame->cut_ticks);
        int64_t other_ticks = frames_add_ticks(frame->other.ticks, frame->other.cut_ticks);
        extend_path(folder, frame);
        if (folder->path.failed || folder->keys.failed)
            return;
        if ((ticks > 0 || other_ticks > 0) && !write_line(folder, ticks, other_ticks, output))
            return;
    }
}

int folded_write(const struct stacks *stacks, const struct option_strings *strip_prefixes,
                 struct output *output)
{
    struct folder folder = {.stacks = stacks, .strip_prefixes = strip_prefixes};
    folder.spans = calloc(pstats_graph_function_count(stacks->graph) + 1, sizeof *folder.spans);
    folder.ends = calloc((size_t)stacks->level_count + 1, sizeof *folder.ends);
    int has_memory = folder.spans != NULL && folder.ends != NULL;
    if (has_memory)
        write_all(&folder, output);
    has_memory = has_memory && !folder.path.failed && !folder.keys.failed && !folder.line.failed;
    free(folder.spans);
    free(folder.ends);
    buffer_free(&folder.keys);
    buffer_free(&folder.path);
    buffer_free(&folder.line);
    return has_memory;
}
