/* What pstats2dot can be asked for: its table of options and where their values go. */
#include "settings.h"

#include "cli/link.h"
#include "cli/message.h"
#include "cli/pipeline.h"
#include "cli/rows.h"
#include "pstats2dot/theme.h"
#include "pstats2dot/time_format.h"

#define NO_LIMIT 1e18

static const struct option_choice input_formats[] = {{"pstats", 1}, {NULL, 0}};

static const struct option_choice total_methods[] = {
    {"callratios", 0}, {"callstacks", 1}, {NULL, 0}};

static const struct option_choice node_measures[] = {
    {"total-time-percentage", MEASURE_TOTAL_PERCENTAGE},
    {"self-time-percentage", MEASURE_SELF_PERCENTAGE},
    {"total-time", MEASURE_TOTAL_TIME},
    {"self-time", MEASURE_SELF_TIME},
    {"total-time-per-call", MEASURE_TOTAL_PER_CALL},
    {"self-time-per-call", MEASURE_SELF_PER_CALL},
    {NULL, 0},
};

static const struct option_choice edge_measures[] = {
    {"total-time-percentage", MEASURE_TOTAL_PERCENTAGE},
    {"self-time-percentage", MEASURE_SELF_PERCENTAGE},
    {"total-time", MEASURE_TOTAL_TIME},
    {"self-time", MEASURE_SELF_TIME},
    {"total-time-per-call", MEASURE_TOTAL_PER_CALL},
    {"caller-percentage", MEASURE_CALLER_PERCENTAGE},
    {"parent-percentage", MEASURE_CALLER_PERCENTAGE},
    {"callee-percentage", MEASURE_CALLEE_PERCENTAGE},
    {NULL, 0},
};

static const struct option_choice tooltips[] = {
    {"details", TOOLTIP_DETAILS}, {"file", TOOLTIP_FILE}, {NULL, 0}};

static const struct option_choice clusters[] = {
    {"none", CLUSTER_NONE}, {"module", CLUSTER_MODULE}, {"package", CLUSTER_PACKAGE}, {NULL, 0}};

/* Elders are gprof2dot's options: what its users shorten means the same here. */
static const struct option options[] = {
    {.group = "Input and output", ROW_OUTPUT, .is_elder = 1},
    {.names = "output-format",
     .letter = 'T',
     .argument = "TYPE",
     .kind = OPTION_STRING,
     VALUE(output_format),
     .help = "Write DOT (TYPE dot) or draw the graph: svg, png, pdf and whatever else Graphviz can "
             "write here. "
             "Otherwise the suffix of FILE tells.",
     .fallback = "dot"},
    {.names = "format",
     .letter = 'f',
     .argument = "FORMAT",
     .kind = OPTION_CHOICE,
     VALUE(input_format),
     .choices = input_formats,
     .is_elder = 1,
     .help = "What the input is; never needed.",
     .fallback = "by content"},
    {ROW_QUIET},

    {.group = "Which functions and calls are shown",
     .names = "node-thres",
     .letter = 'n',
     .argument = "PERCENTAGE",
     .kind = OPTION_NUMBER,
     VALUE(node_percent),
     .maximum = 100,
     .is_elder = 1,
     .help = "Leave out functions whose total time is below this part of all.",
     .fallback = "0.5"},
    {.names = "edge-thres",
     .letter = 'e',
     .argument = "PERCENTAGE",
     .kind = OPTION_NUMBER,
     VALUE(edge_percent),
     .maximum = 100,
     .is_elder = 1,
     .help = "Leave out calls whose total time is below this part of all.",
     .fallback = "0.1"},
    {.names = "path",
     .letter = 'p',
     .argument = "PREFIX",
     .kind = OPTION_STRINGS,
     VALUE(paths),
     .is_elder = 1,
     .help = "Leave out functions whose file begins with no such PREFIX, built-in ones among them; "
             "may be repeated."},
    {ROW_ROOT, .letter = 'z', .is_elder = 1, .ignores_empty = 1,
     .help = "Show only what these functions call, directly or not. NAME is one that the graph "
             "shows, such as "
             "app:10:main, and may hold the wildcards *, ? and [...]. Here and below: may be "
             "repeated."},
    {.names = "leaf",
     .letter = 'l',
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(leaves),
     .is_elder = 1,
     .ignores_empty = 1,
     .help = "Show only what calls these functions, directly or not."},
    {.names = "focus",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(focuses),
     .ignores_empty = 1,
     .help = "Show only what calls these functions or is called by them."},
    {ROW_EXCLUDE, .ignores_empty = 1},
    {.names = "depth",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(depth),
     .minimum = -NO_LIMIT,
     .maximum = NO_LIMIT,
     .is_elder = 1,
     .help = "Follow at most COUNT calls from --root, --leaf and --focus; negative: all.",
     .fallback = "-1"},
    {.names = "max-nodes",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(max_nodes),
     .maximum = NO_LIMIT,
     .help = "Draw at most COUNT functions, those with the largest total times, and twice as many "
             "calls: to lay out "
             "thousands takes minutes. 0: no limit. DOT is never cut.",
     .fallback = "300"},
    {.names = "list-functions",
     .argument = "NAME",
     .kind = OPTION_STRING,
     VALUE(list_functions),
     .is_elder = 1,
     .help = "Only list the functions that can be selected, on standard error: all (+), those that "
             "match NAME, or "
             "these in full (%NAME)."},

    {.group = "How they are shown",
     .names = "colormap colourmap",
     .letter = 'c',
     .argument = "THEME",
     .kind = OPTION_CHOICE,
     VALUE(colormap),
     .choices = theme_choices,
     .is_elder = 1,
     .help = "Colours and sizes.",
     .fallback = "color"},
    {.names = "skew",
     .argument = "BASE",
     .kind = OPTION_NUMBER,
     VALUE(skew),
     .maximum = NO_LIMIT,
     .is_elder = 1,
     .help = "Below 1, colours differ more between small percentages; above 1, less.",
     .fallback = "1"},
    {.names = "color-nodes-by-selftime colour-nodes-by-selftime",
     .kind = OPTION_FLAG,
     VALUE(is_coloured_by_self),
     .is_elder = 1,
     .help =
         "Colour functions by their self time, relative to the largest, not by their total time."},
    {.names = "node-label",
     .argument = "MEASURE",
     .kind = OPTION_CHOICES,
     VALUE(node_labels),
     .choices = node_measures,
     .is_elder = 1,
     .help = "A line of a function's label; may be repeated.",
     .fallback = "total-time-percentage, self-time-percentage"},
    {.names = "edge-label",
     .argument = "MEASURE",
     .kind = OPTION_CHOICES,
     VALUE(edge_labels),
     .choices = edge_measures,
     .help = "A line of a call's label; may be repeated.",
     .fallback = "total-time-percentage"},
    {.names = "time-format",
     .argument = "FORMAT",
     .kind = OPTION_STRING,
     VALUE(time_format),
     .is_elder = 1,
     .help = "How times are written, in seconds: text around one conversion of printf(3).",
     .fallback = "%.7g; %.4g s in comparisons"},
    {.names = "strip",
     .letter = 's',
     .kind = OPTION_FLAG,
     VALUE(is_stripped),
     .is_elder = 1,
     .help = "Show names without what is in (...) and <...>."},
    {.names = "wrap",
     .letter = 'w',
     .kind = OPTION_FLAG,
     VALUE(is_wrapped),
     .is_elder = 1,
     .help = "Break names of more than 32 characters into lines."},
    {ROW_STRIP_PREFIX,
     .help = "Show files in FOLDER, and link to them, without that part of their path; may be "
             "repeated."},
    {.names = "cluster",
     .argument = "BY",
     .kind = OPTION_CHOICE,
     VALUE(cluster),
     .choices = clusters,
     .help = "Frame the functions that belong together.",
     .fallback = "none"},
    {.names = "tooltip",
     .argument = "WHAT",
     .kind = OPTION_CHOICE,
     VALUE(tooltip),
     .choices = tooltips,
     .help = "What a pointer sees on a function: its file, or its place and all figures, and those "
             "of calls too.",
     .fallback = "details in pictures, file in DOT"},
    {ROW_LINK},

    {.group = "Comparing two profiles",
     .names = "compare",
     .kind = OPTION_FLAG,
     VALUE(is_compared),
     .is_elder = 1,
     .help = "Draw two profiles in one picture: the first FILE is the one before, the second the "
             "one after. Labels have both figures and the change; functions and calls of one "
             "profile alone are marked."},
    {.names = "compare-tolerance",
     .argument = "PERCENTAGE",
     .kind = OPTION_NUMBER,
     VALUE(tolerance_percent),
     .maximum = 100,
     .is_elder = 1,
     .help = "Changes of a total time by less than this part of all are none.",
     .fallback = "0.001"},
    {.names = "compare-only-slower",
     .kind = OPTION_FLAG,
     VALUE(is_only_slower),
     .is_elder = 1,
     .help = "Show changes only where they are for the worse."},
    {.names = "compare-only-faster",
     .kind = OPTION_FLAG,
     VALUE(is_only_faster),
     .is_elder = 1,
     .help = "Show changes only where they are for the better."},
    {.names = "compare-color-by-difference compare-colour-by-difference",
     .kind = OPTION_FLAG,
     VALUE(is_coloured_by_difference),
     .is_elder = 1,
     .help = "Colours show the change, from blue (faster) to orange (slower), not the time."},
    {.names = "normalise-paths normalize-paths",
     .kind = OPTION_FLAG,
     VALUE(has_normalised_paths),
     .help = "A module is the same wherever, and with whichever Python, it was installed."},
    {ROW_NO_BASELINE},

    {.group = "Without effect, for command lines written for gprof2dot",
     .names = "total",
     .argument = "METHOD",
     .kind = OPTION_CHOICE,
     VALUE(total_method),
     .choices = total_methods,
     .is_elder = 1,
     .help = "Pstats files tell total times themselves."},
    {.names = "show-samples",
     .kind = OPTION_FLAG,
     VALUE(shows_samples),
     .is_elder = 1,
     .help = "Pstats files have no samples of their own."},

    {.group = "About", ROW_HELP, .is_elder = 1},
    {ROW_VERSION},
};

const struct option_table settings_table = {
    .program = "pstats2dot",
    .operands = "[FILE]...",
    .summary = "Draws the call graph of Python profiles: the pstats files that cProfile, profile, "
               "yappi, pyinstrument and "
               "others write. Several FILEs are added up; without one, or for \"-\", standard "
               "input is read.",
    .options = options,
    .count = sizeof options / sizeof *options,
    .epilogue = ROWS_EPILOGUE("", "drawing or "),
};

/* What of a comparison is asked for without one, or without what it needs. 0: after a message. */
static int check_comparison(const struct settings *settings, const struct option_strings *paths)
{
    if (!settings->is_compared) {
        const char *option = settings->tolerance_percent != USUAL_TOLERANCE ? "--compare-tolerance"
                             : settings->is_only_slower            ? "--compare-only-slower"
                             : settings->is_only_faster            ? "--compare-only-faster"
                             : settings->is_coloured_by_difference ? "--compare-color-by-difference"
                             : settings->has_normalised_paths      ? "--normalise-paths"
                                                                   : NULL;
        if (option != NULL)
            message_error(option, "needs --compare, and two profiles");
        return option == NULL;
    }
    if (settings->is_only_slower && settings->is_only_faster)
        message_error("--compare-only-slower", "cannot be combined with --compare-only-faster");
    else if (paths->count != 2)
        message_error("--compare",
                      "needs two profiles, the one before and the one after; %zu %s given",
                      paths->count, paths->count == 1 ? "is" : "are");
    else
        return pipeline_reads_once(paths, NULL);
    return 0;
}

int settings_check(struct settings *settings, const struct option_strings *paths)
{
    struct time_format format;
    if (!check_comparison(settings, paths))
        return 0;
    if (settings->time_format == NULL)
        settings->time_format = settings->is_compared ? "%.4g s" : "%.7g";
    const char *problem = time_format_parse(settings->time_format, &format);
    if (problem != NULL) {
        message_error("--time-format", "%s", problem);
        return 0;
    }
    problem = settings->link != NULL ? link_problem(settings->link) : NULL;
    if (problem != NULL) {
        message_error("--link", "%s", problem);
        return 0;
    }
    if (settings->skew == 0.0)
        settings->skew = 1.0; /* gprof2dot's way to say none */
    return 1;
}
