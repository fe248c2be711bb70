/* From a dump to a graph: the records that profilers write, whichever profiler it was.
 *
 * What every writer puts down is a dict of
 *     (file, line, name): (primitive calls, all calls, self, cumulative, callers)
 * where callers is a dict of the same keys, and each of its values (all calls, primitive calls, self, cumulative) or,
 * from the pure-Python profiler, a number of calls alone. */
#include "records.h"

#include "error.h"
#include "marshal_skip.h"
#include "prefetch.h"
#include "record_calls.h"
#include "record_graph.h"
#include "record_plain.h"
#include "record_reader.h"

#include <string.h>

/* ---- The dump ---- */

/* Python 3.15's sampling profiler puts ('__sampled__',): True among the functions. */
static int read_marker(struct record_reader *reader, const struct marshal_object *key)
{
    static const char marker[] = "__sampled__";
    struct marshal *marshal = &reader->marshal;
    if (key->kind != MARSHAL_SEQUENCE || key->count != 1)
        return 0;
    pstats_text name = {NULL, 0};
    uint32_t text = (uint32_t)record_reader_next(reader, ROLE_TEXT);
    if (!marshal->failed)
        name = reader->names.texts[text];
    if (name.length != sizeof marker - 1 || memcmp(name.bytes, marker, name.length) != 0)
        record_reader_fail(reader, key, "a key is not (file, line, name)");
    marshal_remember(marshal, key->slot, MARSHAL_ROLE_NONE, 0);
    marshal_skip_next(marshal);
    reader->is_sampled = 1;
    return 1;
}

/* The key that comes next. 0: there is none, or it failed, or it was a marker; *is_open says whether more may follow. */
static int read_key(struct record_reader *reader, uint64_t *function, int *is_open)
{
    struct marshal_object key;
    *is_open = 1;
    if (record_calls_read_quick_key(reader, function))
        return 1;
    marshal_next(&reader->marshal, &key);
    *is_open = key.kind != MARSHAL_NULL;
    if (!*is_open || read_marker(reader, &key))
        return 0;
    *function = record_reader_read(reader, &key, ROLE_KEY);
    return 1;
}

/* 0: a NULL stands for the record; as in Python, that ends the dict. */
static int read_record(struct record_reader *reader, size_t function)
{
    struct marshal_object value;
    reader->callee = function;
    if (reader->functions != NULL) /* a key may have failed before there was any */
        PREFETCH(&reader->functions[function]);
    if (!record_calls_read_quick_record(reader)) {
        marshal_next(&reader->marshal, &value);
        reader->has_lone_keys |= value.kind == MARSHAL_NULL;
        if (value.kind == MARSHAL_NULL)
            return 0;
        record_reader_read(reader, &value, ROLE_RECORD);
    }
    if (!reader->marshal.failed)
        record_reader_put(reader, function);
    return !reader->marshal.failed;
}

int records_may_begin(const unsigned char bytes[2])
{
    return marshal_kind_of(bytes[0]) == MARSHAL_DICT &&
           (marshal_kind_of(bytes[1]) == MARSHAL_SEQUENCE || bytes[1] == '0');
}

static void read_dump(struct record_reader *reader)
{
    struct marshal *marshal = &reader->marshal;
    struct marshal_object top;
    marshal_next(marshal, &top);
    if (top.kind != MARSHAL_DICT) {
        record_reader_fail(reader, &top, "its outermost object is not a dict");
        return;
    }
    marshal_enter(marshal, &top);
    for (int is_open = 1; is_open;) {
        uint64_t function;
        if (read_key(reader, &function, &is_open))
            is_open = read_record(reader, (size_t)function);
    }
    marshal_leave(marshal);
}

/* ---- Code objects ---- */

/* One attempt, under one layout of code objects; error is clear. *end is where it stopped, *has_code whether the layout mattered. */
static pstats_graph *read_with(const void *bytes, size_t size, enum marshal_code_layout layout,
                               size_t *end, int *has_code, struct records_notes *notes,
                               pstats_error *error)
{
    struct marshal marshal;
    struct record_reader reader;
    pstats_graph *graph = NULL;
    marshal_init(&marshal, bytes, size, layout);
    record_reader_init(&reader, &marshal, notes);
    read_dump(&reader);
    if (!reader.marshal.failed)
        graph = record_graph_new(&reader, error);
    else
        *error = reader.marshal.error;
    *end = reader.marshal.failed ? reader.marshal.error.offset : marshal_offset(&reader.marshal);
    *has_code = reader.marshal.has_code;
    record_reader_free(&reader);
    return graph;
}

/* The bytes of a code object do not tell which Python wrote it. Under the right layout there is a profile and it ends where
 * the file does, which under a wrong one hardly happens. Failing that, the first under which there is a profile at all;
 * or else the failure that came last in the file. */
pstats_graph *records_read(const void *bytes, size_t size, struct records_notes *notes,
                           pstats_error *error)
{
    pstats_graph *best = NULL;
    pstats_error failure = {PSTATS_OK, 0, ""};
    struct records_notes best_notes = {0, 0, 0};
    int has_code = 1;
    for (int layout = 0; layout < MARSHAL_CODE_LAYOUTS && has_code; layout++) {
        pstats_error attempt = {PSTATS_OK, 0, ""};
        struct records_notes attempt_notes;
        size_t end;
        pstats_graph *graph = read_with(bytes, size, (enum marshal_code_layout)layout, &end,
                                        &has_code, &attempt_notes, &attempt);
        if (attempt.code == PSTATS_ERROR_MEMORY) { /* this may have been the right layout */
            pstats_graph_free(best);
            best = NULL;
            failure = attempt;
            break;
        }
        int is_exact = graph != NULL && end == size;
        if (graph == NULL && (failure.code == PSTATS_OK || attempt.offset > failure.offset))
            failure = attempt;
        if (graph != NULL && (best == NULL || is_exact)) {
            pstats_graph_free(best);
            best = graph;
            best_notes = attempt_notes;
        } else {
            pstats_graph_free(graph);
        }
        if (is_exact)
            break;
    }
    *notes = best_notes;
    if (best == NULL && error != NULL && error->code == PSTATS_OK)
        *error = failure;
    return best;
}

pstats_graph *records_read_window(pstats_read_function *read, void *context, size_t size,
                                  size_t window_size, struct records_notes *notes)
{
    struct marshal marshal;
    struct record_reader reader;
    pstats_graph *graph = NULL;
    marshal_init_window(&marshal, read, context, size, window_size);
    record_reader_init(&reader, &marshal, notes);
    read_dump(&reader);
    if (!reader.marshal.failed)
        graph = record_graph_new(&reader, NULL);
    record_reader_free(&reader);
    return graph;
}
