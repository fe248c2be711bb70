/* Stacks in the JSON that gprof2dot reads: functions, and chains of calls with what they cost. */
#include "write.h"

#include "cli/json.h"
#include "cli/names.h"
#include "cli/stream.h"
#include "pstatsconv/listed.h"

#include <inttypes.h>

static void put_functions(struct stream *stream, const struct stacks *stacks,
                          const struct listed *listed)
{
    struct buffer name = BUFFER_INIT, clean = BUFFER_INIT;
    for (size_t i = 0; i < listed->count; i++) {
        buffer_cut(&name, 0);
        buffer_cut(&clean, 0);
        names_append(&name, pstats_graph_function(stacks->graph, listed->functions[i]));
        names_append_clean(&clean, (pstats_text){buffer_string(&name), name.length});
        buffer_append_string(&stream->text, i > 0 ? ",\n{\"name\": " : "\n{\"name\": ");
        json_append_string(&stream->text, buffer_string(&clean), clean.length);
        buffer_append_char(&stream->text, '}');
        stream_flush(stream);
    }
    stream->text.failed |= name.failed | clean.failed;
    buffer_free(&name);
    buffer_free(&clean);
}

/* From the function that used the time to the one at the bottom. */
static void put_chain(struct stream *stream, const struct stacks *stacks,
                      const struct listed *listed, size_t tip)
{
    for (size_t i = tip; i > 0; i = stacks->frames[i].parent) {
        buffer_append_format(&stream->text, "%s%zu", i != tip ? "," : "",
                             listed->numbers[stacks->frames[i].function]);
        stream_flush(stream);
    }
}

static void put_events(struct stream *stream, const struct stacks *stacks,
                       const struct listed *listed)
{
    int has_events = 0;
    for (size_t i = 1; i < stacks->count; i++) {
        const struct stack_frame *frame = &stacks->frames[i];
        int64_t ticks = frames_add_ticks(frame->ticks, frame->cut_ticks);
        if (ticks == 0)
            continue;
        buffer_append_string(&stream->text,
                             has_events ? ",\n{\"callchain\": [" : "\n{\"callchain\": [");
        put_chain(stream, stacks, listed, i);
        buffer_append_format(&stream->text, "], \"cost\": [%" PRId64 "]}", ticks);
        has_events = 1;
    }
}

int json_write(const struct stacks *stacks, const struct unit *unit, struct output *output)
{
    struct stream stream = {output, BUFFER_INIT, 0};
    struct listed listed;
    int has_memory = listed_make(&listed, stacks);
    if (has_memory) {
        buffer_append_format(&stream.text,
                             "{\"version\": 0,\n\"costs\": [{\"description\": \"%s\", \"unit\": "
                             "\"%s\"}],\n\"functions\": [",
                             stacks->is_exact ? "Time" : "Time, of stacks that are estimated",
                             unit->name);
        put_functions(&stream, stacks, &listed);
        buffer_append_string(&stream.text, "],\n\"events\": [");
        put_events(&stream, stacks, &listed);
        buffer_append_string(&stream.text, "]}\n");
    }
    int is_done = stream_end(&stream) && has_memory;
    listed_free(&listed);
    return is_done;
}
