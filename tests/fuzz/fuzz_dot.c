/* Fuzzing: reading, then the graph that pstats2dot makes of it, as DOT.
 *
 * What must hold whatever the bytes: cgraph reads what it wrote, with as many nodes and edges, and writes it again. The
 * program's own files are called where it keeps its parts apart: selection, build. */
#include "cli/buffer.h"
#include "cli/message.h"
#include "fuzz/documents.h"
#include "pstats2dot/build.h"
#include "pstats2dot/selection.h"
#include "pstats2dot/settings.h"

#include <cgraph.h>
#include <pstats.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);

/* agclose of some versions forgets a part of a graph; the program never calls it. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libcgraph.so";
}

static int put_string(void *channel, const char *string)
{
    buffer_append_string(channel, string);
    return 0;
}

static int flush_nothing(void *channel)
{
    (void)channel;
    return 0;
}

static Agiodisc_t io = {.putstr = put_string, .flush = flush_nothing};

/* Some of the options, by the size of the input. */
static struct settings settings_for(size_t size)
{
    struct settings settings = SETTINGS_INIT;
    if (size % 2 == 0)
        settings.node_percent = settings.edge_percent = 0.0;
    settings.cluster = size % 3 == 0 ? CLUSTER_MODULE : CLUSTER_NONE;
    settings.tooltip = size % 5 == 0 ? TOOLTIP_DETAILS : TOOLTIP_BY_FORMAT;
    settings.is_wrapped = size % 7 == 0;
    settings.is_stripped = size % 11 == 0;
    settings.link = size % 13 == 0 ? "https://example.org/{file}#L{line}-{name}" : NULL;
    return settings;
}

static void check_document(Agraph_t *graph)
{
    struct buffer text = BUFFER_INIT;
    agwrite(graph, &text);
    require(!text.failed);
    require_utf8(buffer_string(&text), text.length);
    Agraph_t *again = agmemread(buffer_string(&text));
    require(again != NULL);
    require(agnnodes(again) == agnnodes(graph) && agnedges(again) == agnedges(graph));
    agclose(again);
    buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct settings settings = settings_for(size);
    struct selection selection;
    const struct option_strings paths = {NULL, 0, 0};
    int exit_code;
    message_set_quiet(1);
    require(settings_check(&settings, &paths));
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, NULL);
    if (profile == NULL)
        return 0;
    if (selection_make(&selection, pstats_profile_graph(profile), &settings, 0, &exit_code) ==
        SELECTION_DONE) {
        Agraph_t *graph = build_graph(&selection, &settings, 0, &io);
        require(graph != NULL);
        check_document(graph);
        agclose(graph);
        selection_free(&selection);
    }
    pstats_profile_free(profile);
    return 0;
}
