/* Fuzzing: reading, then pstatsreport's tables of it.
 *
 * What must hold whatever the bytes: JSON and CSV parse, and text, Markdown and HTML are clean UTF-8. The program's own
 * files are called where it keeps its parts apart: report, and a writer for each format. */
#include "cli/message.h"
#include "fuzz/documents.h"
#include "fuzz/memory_output.h"
#include "pstatsreport/order.h"
#include "pstatsreport/report.h"
#include "pstatsreport/settings.h"
#include "pstatsreport/write.h"

#include <pstats.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int write_text(const struct report *report, struct output *output)
{
    const struct text_style style = {report->row_count % 2 == 0 ? 0 : 60, 0};
    return text_write(report, &style, output);
}

static const struct {
    int (*write)(const struct report *report, struct output *output);
    void (*require)(const char *bytes, size_t size);
} formats[] = {
    {write_text, require_text}, {markdown_write, require_text}, {csv_write, require_csv},
    {json_write, require_json}, {html_write, require_text},
};

static void check(const struct report *report)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t size;
        struct output *output = output_open(NULL);
        require(output != NULL && formats[i].write(report, output));
        const char *bytes = memory_output_bytes(output, &size);
        formats[i].require(bytes, size);
        output_discard(output);
    }
}

static pstats_profile *merge_twice(const pstats_profile *profile)
{
    pstats_profile *merged = NULL;
    pstats_merger *merger = pstats_merger_new(NULL);
    if (merger != NULL && pstats_merger_add(merger, profile, NULL) == 0 &&
        pstats_merger_add(merger, profile, NULL) == 0)
        merged = pstats_merger_finish(merger, NULL);
    pstats_merger_free(merger);
    return merged;
}

/* Some of the options, by the size of the input; every third time against twice the same. */
static void report_on(pstats_profile *profile, size_t size)
{
    struct settings settings = SETTINGS_INIT;
    struct order order;
    struct limits limits = {NULL, 0};
    struct report report = {.sections = NULL};
    int exit_code = 0;
    const pstats_graph *graph = pstats_profile_graph(profile);
    struct baseline baseline = {.profile = size % 3 == 0 ? merge_twice(profile) : NULL};
    struct inputs inputs = {.profile = profile, .graph = graph};
    if (baseline.profile != NULL) {
        baseline.graph = pstats_profile_graph(baseline.profile);
        baseline.compared = pstats_graph_compare(baseline.graph, graph, NULL, NULL);
        inputs.baselines = &baseline;
        inputs.baseline_count = baseline.compared != NULL;
    }
    settings.grouping = (int)(size % 5 % 4);
    settings.title = size % 7 == 0 ? "<&>\"|`" : NULL;
    require(order_parse(&order, &settings.sort_keys, "--sort"));
    order.is_by_change = inputs.baseline_count > 0;
    if (report_make(&report, &inputs, &settings, &order, &limits, NULL, &exit_code))
        check(&report);
    report_free(&report);
    order_free(&order);
    pstats_graph_free(baseline.compared);
    pstats_profile_free(baseline.profile);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    message_set_quiet(1);
    pstats_profile *profile = pstats_profile_read_bytes(bytes, size, NULL, NULL);
    if (profile != NULL)
        report_on(profile, size);
    pstats_profile_free(profile);
    return 0;
}
