/* What pstatsreport can be asked for: its table of options and where their values go. */
#include "settings.h"

#include "cli/message.h"
#include "cli/pipeline.h"
#include "cli/rows.h"
#include "cli/suffix.h"

#define NO_LIMIT 1e15

static const struct option_choice formats[] = {
    {"text", FORMAT_TEXT}, {"markdown", FORMAT_MARKDOWN}, {"csv", FORMAT_CSV},
    {"json", FORMAT_JSON}, {"html", FORMAT_HTML},         {NULL, 0},
};

static const struct option_choice suffixes[] = {
    {"txt", FORMAT_TEXT},          {"text", FORMAT_TEXT}, {"md", FORMAT_MARKDOWN},
    {"markdown", FORMAT_MARKDOWN}, {"csv", FORMAT_CSV},   {"json", FORMAT_JSON},
    {"html", FORMAT_HTML},         {"htm", FORMAT_HTML},  {NULL, 0},
};

static const struct option_choice groupings[] = {
    {"function", BY_FUNCTION},
    {"module", BY_MODULE},
    {"package", BY_PACKAGE},
    {"file", BY_FILE},
    {NULL, 0},
};

static const struct option_choice colourings[] = {
    {"auto", COLOURED_ON_TERMINALS},
    {"always", COLOURED_ALWAYS},
    {"never", COLOURED_NEVER},
    {NULL, 0},
};

static const struct option options[] = {
    {.group = "Output", ROW_OUTPUT},
    {.names = "output-format",
     .letter = 'T',
     .argument = "TYPE",
     .kind = OPTION_CHOICE,
     VALUE(format),
     .choices = formats,
     .help = "How the report is written; otherwise the suffix of FILE tells.",
     .fallback = "text"},
    {.names = "title",
     .argument = "TEXT",
     .kind = OPTION_STRING,
     VALUE(title),
     .help = "A heading for the report."},
    {.names = "width",
     .argument = "COLUMNS",
     .kind = OPTION_INTEGER,
     VALUE(width),
     .maximum = NO_LIMIT,
     .help = "Fit text into COLUMNS; 0: do not.",
     .fallback = "the terminal's, 0 in files"},
    {.names = "color colour",
     .argument = "WHEN",
     .kind = OPTION_CHOICE,
     VALUE(colouring),
     .choices = colourings,
     .help = "Whether text has colours.",
     .fallback = "auto"},
    {.names = "max-bytes",
     .argument = "BYTES",
     .kind = OPTION_INTEGER,
     VALUE(max_bytes),
     .minimum = 10000,
     .maximum = NO_LIMIT,
     .help = "Leave out rows of Markdown, and say so, that would make it larger than that.",
     .fallback = "900000"},
    {ROW_QUIET},

    {.group = "Which rows are shown",
     .names = "sort",
     .letter = 's',
     .argument = "KEY[,KEY]...",
     .kind = OPTION_STRINGS,
     VALUE(sort_keys),
     .help =
         "Sort by calls, cumulative, file, line, module, name, nfl, pcalls, stdname or time, as "
         "Python's pstats does; may be repeated.",
     .fallback = "cumulative"},
    {.names = "reverse",
     .letter = 'r',
     .kind = OPTION_FLAG,
     VALUE(is_reversed),
     .help = "Turn the order round."},
    {.names = "limit",
     .letter = 'n',
     .argument = "LIMIT",
     .kind = OPTION_STRINGS,
     VALUE(limits),
     .help =
         "Show only so many rows (20), a part of them (10%), or those whose \"file:line(name)\" "
         "a regular expression finds; may be repeated, each takes from what the one before "
         "left."},
    {.names = "by",
     .argument = "WHAT",
     .kind = OPTION_CHOICE,
     VALUE(grouping),
     .choices = groupings,
     .help = "Add functions up.",
     .fallback = "function"},
    {.names = "callers",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(callers),
     .help = "Show what calls these functions. NAME is that of a function, or \"file:line(name)\", "
             "or app:10:main, and may hold the wildcards *, ? and [...]. Here and below: may be "
             "repeated."},
    {.names = "callees",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(callees),
     .help = "Show what these functions call."},
    {ROW_ROOT, .letter = 'z',
     .help = "Show only these functions and what they call, directly or not."},
    {ROW_EXCLUDE},
    {ROW_STRIP_PREFIX,
     .help = "Show and compare files in FOLDER without that part of their path; may be repeated."},

    {.group = "Comparing",
     ROW_BASELINE,
     .help = "Show what has changed since the profile OLD; of several, the worst figure of each "
             "function counts."},
    {ROW_NORMALISE_PATHS},
    {ROW_NO_COMPARE},
    {.names = "fail-on",
     .argument = "MEASURE:LIMIT[:GLOB]",
     .kind = OPTION_STRINGS,
     VALUE(gate_rules),
     .help =
         "End with status 1 when calls, pcalls, self or cumulative (also ncalls, time or tottime, "
         "cumtime) of a function grew by more than LIMIT: a part (10%) or calls or seconds (0.05). "
         "GLOB, on \"file:name\", says of "
         "which functions; may be repeated."},
    {.names = "min-seconds",
     .argument = "SECONDS",
     .kind = OPTION_NUMBER,
     VALUE(min_seconds),
     .maximum = NO_LIMIT,
     .help = "Let times grow by less than that, whatever the limit.",
     .fallback = "0"},
    {.names = "allow",
     .argument = "FILE",
     .kind = OPTION_PATH,
     VALUE(allow_path),
     .help = "Let functions grow that FILE names: a glob on \"file:name\" a line, # for comments."},

    {.group = "About", ROW_HELP},
    {ROW_VERSION},
};

const struct option_table settings_table = {
    .program = "pstatsreport",
    .operands = "[FILE]...",
    .summary = "Shows Python profiles as tables, compares them, and fails when they got worse. It "
               "reads the pstats files that cProfile, profile, yappi, pyinstrument and others "
               "write. Several FILEs are added up; without one, or for \"-\", standard input is "
               "read.",
    .options = options,
    .count = sizeof options / sizeof *options,
    .epilogue = ROWS_EPILOGUE("1 when --fail-on found what grew too much, ", ""),
};

const char *settings_grouping_name(int grouping)
{
    return groupings[grouping].name;
}

/* ---- Checking ---- */

static int shows_relations(const struct settings *settings)
{
    return settings->callers.count > 0 || settings->callees.count > 0;
}

int settings_check(struct settings *settings, const struct option_strings *paths)
{
    static const char needs_baseline[] = "needs --baseline=OLD, a profile to compare with";
    const char *option = NULL, *clause = needs_baseline;
    if (settings->baselines.count == 0)
        option = settings->gate_rules.count > 0   ? "--fail-on"
                 : settings->allow_path != NULL   ? "--allow"
                 : settings->min_seconds > 0.0    ? "--min-seconds"
                 : settings->has_normalised_paths ? "--normalise-paths"
                                                  : NULL;
    if (shows_relations(settings) && settings->baselines.count > 0) {
        option = settings->callers.count > 0 ? "--callers" : "--callees";
        clause = "cannot be combined with --baseline";
    } else if (shows_relations(settings) && settings->grouping != BY_FUNCTION) {
        option = "--by";
        clause = "cannot be combined with --callers and --callees";
    }
    if (option == NULL)
        return suffix_settle(&settings->format, settings->output, suffixes, FORMAT_TEXT) &&
               pipeline_reads_once(paths, &settings->baselines);
    message_error(option, "%s", clause);
    return 0;
}
