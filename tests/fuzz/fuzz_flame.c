/* Fuzzing: reading, estimating, then what pstatsflame makes of it.
 *
 * What must hold whatever the bytes: SVG is well-formed XML, the layout is JSON, and each function's folded stacks add up
 * to its own time. The program's own files are called where it keeps its parts apart: stacks, folded, drawing. */
#include "cli/message.h"
#include "fuzz/documents.h"
#include "fuzz/memory_output.h"
#include "pstatsflame/draw.h"
#include "pstatsflame/settings.h"
#include "stacks/folded.h"
#include "stacks/stacks.h"

#include <inttypes.h>
#include <math.h>
#include <pstats.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define FRAMES_MAX 1500

/* ---- Folded ---- */

static double sound(double value)
{
    return isfinite(value) && value > 0.0 ? value : 0.0;
}

/* Nothing in it that is written as an escape, or cut at. */
static int is_plain(pstats_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!((text.bytes[i] >= 'a' && text.bytes[i] <= 'z') || text.bytes[i] == '_' ||
              text.bytes[i] == '/'))
            return 0;
    return text.length > 0;
}

/* The ticks of the lines whose tip has this key. */
static double sum_of(const char *text, const char *key)
{
    double sum = 0.0;
    size_t length = strlen(key);
    for (const char *line = text; *line != '\0';) {
        const char *end = strchr(line, '\n'), *blank = end;
        require(end != NULL);
        while (blank > line && *blank != ' ')
            blank--;
        if ((size_t)(blank - line) >= length && memcmp(blank - length, key, length) == 0 &&
            (blank - length == line || blank[-(ptrdiff_t)length - 1] == ';'))
            sum += (double)strtoll(blank + 1, NULL, 10);
        line = end + 1;
    }
    return sum;
}

/* Names with the same key share a sum. */
static void check_sum(const pstats_graph *graph, const pstats_function *function, const char *text)
{
    char key[512];
    double expected = 0.0, tolerance = 0.0;
    if (function->file.length + function->name.length > 400)
        return;
    snprintf(key, sizeof key, "%.*s:%" PRId64 ":%.*s", (int)function->file.length,
             function->file.bytes, function->line, (int)function->name.length,
             function->name.bytes);
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *other = pstats_graph_function(graph, i);
        if (other->line == function->line && other->file.length == function->file.length &&
            other->name.length == function->name.length &&
            memcmp(other->file.bytes, function->file.bytes, other->file.length) == 0 &&
            memcmp(other->name.bytes, function->name.bytes, other->name.length) == 0) {
            expected += sound(other->cost.self) * 1e6;
            tolerance += 0.5000001;
        }
    }
    require(fabs(sum_of(text, key) - expected) <= tolerance + 1e-9 * expected);
}

/* Where stacks are cut, what is left has the time of what is gone. */
static void check_folded(const struct stacks *stacks, const struct settings *settings, int is_cut)
{
    size_t size, checked = 0;
    struct output *output = output_open(NULL);
    require(output != NULL && folded_write(stacks, &settings->strip_prefixes, output));
    const char *text = memory_output_bytes(output, &size);
    require_text(text, size);
    require(strlen(text) == size);
    size_t count = pstats_graph_function_count(stacks->graph);
    int is_exact = !is_cut && !stacks->is_reversed && pstats_graph_total_self(stacks->graph) < 1e9;
    for (size_t i = 0; i < count && checked < 5 && is_exact; i++) {
        const pstats_function *function = pstats_graph_function(stacks->graph, i);
        if (!is_plain(function->file) || !is_plain(function->name))
            continue;
        check_sum(stacks->graph, function, text);
        checked++;
    }
    output_discard(output);
}

/* ---- Pictures ---- */

static void check_picture(const struct stacks *stacks, struct settings *settings, int format)
{
    size_t size;
    settings->format = format;
    struct drawing *drawing = drawing_new(stacks, settings);
    struct output *output = output_open(NULL);
    require(drawing != NULL && output != NULL && drawing_write(drawing, output));
    const char *bytes = memory_output_bytes(output, &size);
    if (format == FORMAT_SVG)
        require_xml(bytes, size);
    else
        require_json(bytes, size);
    output_discard(output);
    drawing_free(drawing);
}

/* Some of the options, by the size of the input. */
static struct settings settings_for(size_t size)
{
    struct settings settings = SETTINGS_INIT;
    settings.is_inverted = size % 3 == 0;
    settings.is_by_name = size % 5 == 0;
    settings.link = size % 7 == 0 ? "https://example.org/{file}#L{line}-{name}" : NULL;
    settings.title = size % 11 == 0 ? "<&>\"]]>" : NULL;
    settings.minimum_width = size % 2 == 0 ? "0" : "0.1";
    return settings;
}

static void show(const struct stacks *stacks, size_t size, int is_cut)
{
    struct settings settings = settings_for(size);
    const struct option_strings paths = {NULL, 0, 0};
    require(settings_check(&settings, &paths));
    check_folded(stacks, &settings, is_cut);
    check_picture(stacks, &settings, FORMAT_SVG);
    check_picture(stacks, &settings, FORMAT_JSON);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    message_set_quiet(1);
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, NULL);
    if (profile == NULL)
        return 0;
    const pstats_graph *graph = pstats_profile_graph(profile);
    pstats_estimate_options estimate = PSTATS_ESTIMATE_INIT;
    struct stacks_options options = STACKS_OPTIONS_INIT;
    pstats_error error;
    estimate.max_frames = FRAMES_MAX;
    options.is_reversed = size % 4 == 3;
    options.max_depth = size % 6 == 5 ? 3 : SIZE_MAX;
    pstats_tree *tree = pstats_tree_estimate(graph, &estimate, NULL);
    struct stacks *stacks = tree != NULL ? stacks_new(graph, tree, &options, &error) : NULL;
    if (stacks != NULL)
        show(stacks, size, options.max_depth != SIZE_MAX);
    stacks_free(stacks);
    pstats_tree_free(tree);
    pstats_profile_free(profile);
    return 0;
}
