/* The profile as callgrind writes them, for KCachegrind and callgrind_annotate: of every function its own cost, and what
 * each of its calls came to. */
#include "write.h"

#include "cli/stream.h"
#include "pstatsconv/callgrind_names.h"
#include "pstatsconv/order.h"

#include <inttypes.h>
#include <stdlib.h>

#define LAST_LINE INT32_MAX

struct writer {
    const pstats_graph *graph;
    const struct unit *unit;
    struct order order;
    struct callgrind_names names;
    struct stream stream;
    size_t *files;                /* by function: the number of its file, from 1 */
    size_t *numbers;              /* by function: its own, from 1 */
    unsigned char *is_known;      /* by function: its name has been written with its number */
    unsigned char *is_file_known; /* by number */
};

/* ---- Numbers, and names where they stand first ---- */

static void number_all(struct writer *writer)
{
    const size_t *functions = writer->order.functions, *file_ranks = writer->order.file_ranks;
    size_t number = 0; /* of files */
    for (size_t i = 0; i < pstats_graph_function_count(writer->graph); i++) {
        number += i == 0 || file_ranks[functions[i]] != file_ranks[functions[i - 1]];
        writer->files[functions[i]] = number;
        writer->numbers[functions[i]] = i + 1;
    }
}

static void put_file(struct writer *writer, const char *key, size_t index)
{
    struct buffer *text = &writer->stream.text;
    size_t number = writer->files[index];
    buffer_append_format(text, "%s=(%zu)", key, number);
    if (!writer->is_file_known[number]) {
        writer->is_file_known[number] = 1;
        buffer_append_char(text, ' ');
        callgrind_names_append_file(&writer->names, text, index);
    }
    buffer_append_char(text, '\n');
}

static void put_function(struct writer *writer, const char *key, size_t index)
{
    struct buffer *text = &writer->stream.text;
    buffer_append_format(text, "%s=(%zu)", key, writer->numbers[index]);
    if (!writer->is_known[index]) {
        writer->is_known[index] = 1;
        buffer_append_char(text, ' ');
        callgrind_names_append_function(&writer->names, text, index);
    }
    buffer_append_char(text, '\n');
}

static int64_t line_of(const pstats_function *function)
{
    int64_t line = function->line;
    return line < 0 ? 0 : line > LAST_LINE ? LAST_LINE : line;
}

/* ---- Costs ---- */

/* A call that was not counted is one: without, its cost would be taken for the caller's own. */
static void put_call(struct writer *writer, const pstats_call *call)
{
    const pstats_function *caller = pstats_graph_function(writer->graph, call->caller);
    const pstats_function *callee = pstats_graph_function(writer->graph, call->callee);
    if (writer->files[call->callee] != writer->files[call->caller])
        put_file(writer, "cfi", call->callee);
    put_function(writer, "cfn", call->callee);
    buffer_append_format(&writer->stream.text,
                         "calls=%" PRId64 " %" PRId64 "\n%" PRId64 " %" PRId64 "\n",
                         call->cost.calls > 0 ? call->cost.calls : 1, line_of(callee),
                         line_of(caller), unit_round(writer->unit, call->cost.cumulative));
}

static void put_block(struct writer *writer, size_t index)
{
    const pstats_function *function = pstats_graph_function(writer->graph, index);
    buffer_append_char(&writer->stream.text, '\n');
    put_file(writer, "fl", index);
    put_function(writer, "fn", index);
    buffer_append_format(&writer->stream.text, "%" PRId64 " %" PRId64 "\n", line_of(function),
                         unit_round(writer->unit, function->cost.self));
    for (size_t i = writer->order.first[index]; i < writer->order.first[index + 1]; i++) {
        put_call(writer, pstats_graph_call(writer->graph, writer->order.calls[i]));
        stream_flush(&writer->stream);
    }
    stream_flush(&writer->stream);
}

static void put_all(struct writer *writer)
{
    size_t count = pstats_graph_function_count(writer->graph);
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t ticks =
            unit_round(writer->unit, pstats_graph_function(writer->graph, i)->cost.self);
        total = total <= INT64_MAX - ticks ? total + ticks : INT64_MAX;
    }
    buffer_append_format(
        &writer->stream.text,
        "# callgrind format\nversion: 1\ncreator: pstatsconv %s\n"
        "positions: line\nevent: %s : Time in %s\nevents: %s\nsummary: %" PRId64 "\n",
        PSTATS_VERSION, writer->unit->symbol, writer->unit->name, writer->unit->symbol, total);
    for (size_t i = 0; i < count; i++)
        put_block(writer, writer->order.functions[i]);
    buffer_append_format(&writer->stream.text, "\ntotals: %" PRId64 "\n", total);
}

int callgrind_write(const pstats_graph *graph, struct output *output)
{
    size_t count = pstats_graph_function_count(graph);
    struct writer writer = {
        .graph = graph, .unit = unit_for(graph), .stream = {output, BUFFER_INIT, 0}};
    writer.files = calloc(count + 1, sizeof *writer.files);
    writer.numbers = calloc(count + 1, sizeof *writer.numbers);
    writer.is_known = calloc(count + 1, 1);
    writer.is_file_known = calloc(count + 1, 1);
    int has_memory = order_make(&writer.order, graph) && writer.files != NULL &&
                     writer.numbers != NULL && writer.is_known != NULL &&
                     writer.is_file_known != NULL;
    has_memory = has_memory && callgrind_names_make(&writer.names, graph, &writer.order);
    if (has_memory) {
        number_all(&writer);
        put_all(&writer);
    }
    int is_done = stream_end(&writer.stream) && has_memory;
    callgrind_names_free(&writer.names);
    order_free(&writer.order);
    free(writer.files);
    free(writer.numbers);
    free(writer.is_known);
    free(writer.is_file_known);
    return is_done;
}
