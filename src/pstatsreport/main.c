/* pstatsreport: tables of Python profiles, what has changed in them, and a gate. */
#include "cli/chosen.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/program.h"
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

struct job {
    const struct settings *settings;
    struct order order;
    struct limits limits;
    struct gate gate;
};

static int write_format(const struct job *job, const struct report *report, struct output *output)
{
    struct text_style style;
    switch (job->settings->format) {
    case FORMAT_MARKDOWN:
        return markdown_write(report, output);
    case FORMAT_CSV:
        return csv_write(report, output);
    case FORMAT_JSON:
        return json_write(report, output);
    case FORMAT_HTML:
        return html_write(report, output);
    default:
        style = terminal_style(job->settings);
        return text_write(report, &style, output);
    }
}

/* The gate speaks once the report is there, whatever it says. */
static int write_report(const struct job *job, const struct report *report, struct chosen_time time)
{
    const struct settings *settings = job->settings;
    progress_stage("writing");
    struct output *output = output_open(settings->output);
    if (output == NULL)
        return EXIT_OUTPUT;
    int exit_code = output_end_text(output, write_format(job, report, output));
    if (exit_code != EXIT_DONE)
        return exit_code;
    chosen_warn(chosen_options(&settings->roots, &settings->excluded), time);
    return report->gate != NULL && gate_complain(report->gate) ? EXIT_GATE : EXIT_DONE;
}

static int make_report(struct job *job, const struct inputs *inputs)
{
    struct report report = {.sections = NULL};
    int exit_code = EXIT_OUTPUT;
    struct gate *gate = job->settings->gate_rules.count > 0 ? &job->gate : NULL;
    if (report_make(&report, inputs, job->settings, &job->order, &job->limits, gate, &exit_code))
        exit_code = write_report(job, &report, inputs->time);
    report_free(&report);
    return exit_code;
}

/* All that can be wrong with the command line is found before anything is read. */
static int parse(struct job *job, int *exit_code)
{
    const struct settings *settings = job->settings;
    *exit_code = EXIT_USAGE;
    if (!order_parse(&job->order, &settings->sort_keys, "--sort"))
        return 0;
    if (job->order.description.failed)
        return message_no_memory(exit_code);
    job->order.is_reversed = settings->is_reversed;
    job->order.is_by_change = settings->baselines.count > 0;
    return limits_parse(&job->limits, &settings->limits, "--limit", exit_code) &&
           gate_open(&job->gate, settings, exit_code);
}

static int spares_inputs(const struct settings *settings, const struct option_strings *paths)
{
    const char *items[] = {settings->allow_path};
    const struct option_strings allowed = {items, settings->allow_path != NULL, 1};
    return pipeline_spares_inputs(settings->output, paths, &settings->baselines) &&
           pipeline_spares_inputs(settings->output, paths, &allowed);
}

static int run(void *settings, const struct option_strings *paths)
{
    struct job job = {.settings = settings};
    struct inputs inputs;
    int exit_code = EXIT_USAGE;
    if (settings_check(settings, paths) && spares_inputs(settings, paths) &&
        parse(&job, &exit_code)) {
        if (inputs_read(&inputs, settings, paths, &exit_code))
            exit_code = make_report(&job, &inputs);
        inputs_free(&inputs);
    }
    order_free(&job.order);
    limits_free(&job.limits);
    gate_free(&job.gate);
    return exit_code;
}

int main(int argc, char **argv)
{
    static const struct program program = {&settings_table, NULL, run};
    struct settings settings = SETTINGS_INIT;
    return program_main(&program, &settings, argc, argv);
}
