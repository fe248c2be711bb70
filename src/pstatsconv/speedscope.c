/* Stacks as speedscope shows them: one after the other, as if that had been their order in time. */
#include "write.h"

#include "cli/json.h"
#include "cli/names.h"
#include "cli/stream.h"
#include "pstatsconv/listed.h"

#include <inttypes.h>
#include <stdlib.h>

struct writer {
    const struct stacks *stacks;
    struct listed listed;
    struct stream stream;
    size_t *open; /* by level: the frame that is open there */
    int64_t at;   /* ticks that have passed */
    int has_events;
};

static void put_clean(struct writer *writer, const char *key, pstats_text value)
{
    struct buffer clean = BUFFER_INIT, *text = &writer->stream.text;
    names_append_clean(&clean, value);
    buffer_append_format(text, "\"%s\": ", key);
    json_append_string(text, buffer_string(&clean), clean.length);
    text->failed |= clean.failed;
    buffer_free(&clean);
}

static void put_functions(struct writer *writer)
{
    struct buffer *text = &writer->stream.text;
    for (size_t i = 0; i < writer->listed.count; i++) {
        const pstats_function *function =
            pstats_graph_function(writer->stacks->graph, writer->listed.functions[i]);
        buffer_append_string(text, i > 0 ? ",\n{" : "\n{");
        put_clean(writer, "name", function->name);
        if (names_is_file(function->file)) {
            buffer_append_string(text, ", ");
            put_clean(writer, "file", function->file);
        }
        if (function->line > 0)
            buffer_append_format(text, ", \"line\": %" PRId64, function->line);
        buffer_append_char(text, '}');
        stream_flush(&writer->stream);
    }
}

static void put_event(struct writer *writer, char type, const struct stack_frame *frame)
{
    buffer_append_format(
        &writer->stream.text, "%s\n{\"type\": \"%c\", \"frame\": %zu, \"at\": %" PRId64 "}",
        writer->has_events ? "," : "", type, writer->listed.numbers[frame->function], writer->at);
    writer->has_events = 1;
    stream_flush(&writer->stream);
}

/* Closes what is open from the level to_level on, the innermost first. */
static void close_frames(struct writer *writer, uint32_t level, uint32_t to_level)
{
    for (; level >= to_level; level--)
        put_event(writer, 'C', &writer->stacks->frames[writer->open[level]]);
}

static void put_events(struct writer *writer)
{
    uint32_t level = 0;
    for (size_t i = 1; i < writer->stacks->count; i++) {
        const struct stack_frame *frame = &writer->stacks->frames[i];
        close_frames(writer, level, frame->level);
        level = frame->level;
        writer->open[level] = i;
        put_event(writer, 'O', frame);
        writer->at = frames_add_ticks(writer->at, frames_add_ticks(frame->ticks, frame->cut_ticks));
    }
    close_frames(writer, level, 1);
}

static int64_t count_ticks(const struct stacks *stacks)
{
    int64_t ticks = 0;
    for (size_t i = 1; i < stacks->count; i++)
        ticks = frames_add_ticks(
            ticks, frames_add_ticks(stacks->frames[i].ticks, stacks->frames[i].cut_ticks));
    return ticks;
}

static void put_all(struct writer *writer, const struct unit *unit)
{
    struct buffer *text = &writer->stream.text;
    const char *kind = writer->stacks->is_exact ? "" : " (stacks are estimated)";
    buffer_append_format(text,
                         "{\"$schema\": \"https://www.speedscope.app/file-format-schema.json\",\n"
                         "\"exporter\": \"pstatsconv@%s\",\n\"name\": \"Python profile%s\",\n"
                         "\"activeProfileIndex\": 0,\n\"shared\": {\"frames\": [",
                         PSTATS_VERSION, kind);
    put_functions(writer);
    buffer_append_format(
        text,
        "]},\n\"profiles\": [{\"type\": \"evented\", \"name\": \"Python profile%s\", "
        "\"unit\": \"%s\", \"startValue\": 0, \"endValue\": %" PRId64 ", \"events\": [",
        kind, unit->name, count_ticks(writer->stacks));
    put_events(writer);
    buffer_append_string(text, "]}]}\n");
}

int speedscope_write(const struct stacks *stacks, const struct unit *unit, struct output *output)
{
    struct writer writer = {.stacks = stacks, .stream = {output, BUFFER_INIT, 0}};
    writer.open = calloc((size_t)stacks->level_count + 1, sizeof *writer.open);
    int has_memory = listed_make(&writer.listed, stacks) && writer.open != NULL;
    if (has_memory)
        put_all(&writer, unit);
    int is_done = stream_end(&writer.stream) && has_memory;
    listed_free(&writer.listed);
    free(writer.open);
    return is_done;
}
