/* pstatsreport: tables of Python profiles, what has changed in them, and a gate. */
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "pstatsreport/gate.h"
#include "pstatsreport/inputs.h"
#include "pstatsreport/limit.h"
#include "pstatsreport/order.h"
#include "pstatsreport/report.h"
#include "pstatsreport/settings.h"
#include "pstatsreport/terminal.h"
#include "pstatsreport/write.h"

#include <pstats.h>
#include <stdio.h>

struct job {
    struct settings settings;
    struct option_strings paths;
    struct order order;
    struct limits limits;
    struct gate gate;
};

static int print_help(void)
{
    options_print_help(&settings_table, stdout);
    return output_end_stdio();
}

static int print_version(void)
{
    printf("pstatsreport %s\nlibpstats %s\n", PSTATS_VERSION, pstats_version());
    return output_end_stdio();
}

static int write_format(const struct job *job, const struct report *report, struct output *output)
{
    struct text_style style;
    switch (job->settings.format) {
    case FORMAT_MARKDOWN:
        return markdown_write(report, output);
    case FORMAT_CSV:
        return csv_write(report, output);
    case FORMAT_JSON:
        return json_write(report, output);
    case FORMAT_HTML:
        return html_write(report, output);
    default:
        style = terminal_style(&job->settings);
        return text_write(report, &style, output);
    }
}

/* The gate speaks once the report is there, whatever it says. */
static int write_report(const struct job *job, const struct report *report)
{
    progress_stage("writing");
    struct output *output = output_open(job->settings.output);
    if (output == NULL)
        return EXIT_OUTPUT;
    if (!write_format(job, report, output) && output_write(output, "", 0)) {
        message_error(NULL, "out of memory"); /* for nothing is wrong with the output */
        output_discard(output);
        return EXIT_OUTPUT;
    }
    if (!output_close(output))
        return EXIT_OUTPUT;
    return report->gate != NULL && gate_complain(report->gate) ? EXIT_GATE : EXIT_DONE;
}

static int make_report(struct job *job, const struct inputs *inputs)
{
    struct report report = {.sections = NULL};
    int exit_code = EXIT_OUTPUT;
    struct gate *gate = job->settings.gate_rules.count > 0 ? &job->gate : NULL;
    if (report_make(&report, inputs, &job->settings, &job->order, &job->limits, gate, &exit_code))
        exit_code = write_report(job, &report);
    report_free(&report);
    return exit_code;
}

/* All that can be wrong with the command line is found before anything is read. */
static int run(struct job *job)
{
    struct inputs inputs;
    int exit_code = EXIT_USAGE;
    if (!settings_check(&job->settings, &job->paths) ||
        !order_parse(&job->order, &job->settings.sort_keys, "--sort"))
        return exit_code;
    if (job->order.description.failed) {
        message_error(NULL, "out of memory");
        return EXIT_OUTPUT;
    }
    job->order.is_reversed = job->settings.is_reversed;
    job->order.is_by_change = job->settings.baselines.count > 0;
    if (!limits_parse(&job->limits, &job->settings.limits, "--limit", &exit_code) ||
        !gate_open(&job->gate, &job->settings, &exit_code))
        return exit_code;
    if (inputs_read(&inputs, &job->settings, &job->paths, &exit_code))
        exit_code = make_report(job, &inputs);
    inputs_free(&inputs);
    return exit_code;
}

int main(int argc, char **argv)
{
    struct job job = {.settings = SETTINGS_INIT};
    int exit_code = EXIT_USAGE;
    message_set_program(settings_table.program);
    if (!output_prepare())
        return EXIT_OUTPUT;
    switch (options_parse(&settings_table, argc, argv, &job.settings, &job.paths)) {
    case OPTIONS_HELP:
        exit_code = print_help();
        break;
    case OPTIONS_VERSION:
        exit_code = print_version();
        break;
    case OPTIONS_RUN:
        message_set_quiet(job.settings.is_quiet);
        exit_code = run(&job);
        break;
    case OPTIONS_WRONG:
        break;
    case OPTIONS_FAILED:
        exit_code = EXIT_OUTPUT;
        break;
    }
    progress_clear();
    order_free(&job.order);
    limits_free(&job.limits);
    gate_free(&job.gate);
    options_free(&settings_table, &job.settings, &job.paths);
    return exit_code;
}
