/* What pstatsconv can be asked for: its table of options and where their values go. */
#include "settings.h"

#include <stddef.h>
#include <string.h>

#define VALUE(member) .offset = offsetof(struct settings, member)
#define COUNT_MAX 1e8

static const struct option_choice formats[] = {
    {"pstats", FORMAT_PSTATS}, {"callgrind", FORMAT_CALLGRIND}, {"speedscope", FORMAT_SPEEDSCOPE},
    {"folded", FORMAT_FOLDED}, {"json", FORMAT_JSON},           {NULL, 0},
};

/* What a file's name ends in; the first one that fits counts. */
static const struct option_choice endings[] = {
    {".pstats", FORMAT_PSTATS},
    {".prof", FORMAT_PSTATS},
    {".callgrind", FORMAT_CALLGRIND},
    {".speedscope.json", FORMAT_SPEEDSCOPE},
    {".folded", FORMAT_FOLDED},
    {".collapsed", FORMAT_FOLDED},
    {".txt", FORMAT_FOLDED},
    {".json", FORMAT_JSON},
    {NULL, 0},
};

/* callgrind names its files so, and KCachegrind looks for them. */
static const char callgrind_start[] = "callgrind.out";

static const struct option options[] = {
    {.group = "Output",
     .names = "output",
     .letter = 'o',
     .argument = "FILE",
     .kind = OPTION_STRING,
     VALUE(output),
     .help = "Write to FILE, which appears only when it is complete; \"-\" is standard output."},
    {.names = "output-format",
     .letter = 'T',
     .argument = "TYPE",
     .kind = OPTION_CHOICE,
     VALUE(format),
     .choices = formats,
     .help = "What to write; otherwise the name of FILE tells.",
     .fallback = "pstats"},
    {.names = "quiet",
     .letter = 'q',
     .kind = OPTION_FLAG,
     VALUE(is_quiet),
     .help = "Print no warnings."},

    {.group = "What is written",
     .names = "root",
     .letter = 'z',
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(roots),
     .help = "Only these functions and what they call, directly or not. NAME is that of a "
             "function, or \"file:line(name)\", or app:10:main, and may hold the wildcards *, ? "
             "and [...]. Here and below: may be repeated."},
    {.names = "exclude",
     .argument = "NAME",
     .kind = OPTION_STRINGS,
     VALUE(excluded),
     .help = "Leave these functions out; their time stays in their callers' totals."},
    {.names = "strip-prefix",
     .argument = "FOLDER",
     .kind = OPTION_STRINGS,
     VALUE(strip_prefixes),
     .help = "Write files in FOLDER without that part of their path; what becomes the same is "
             "added up."},

    {.group = "How stacks are estimated (speedscope, folded, json)",
     .names = "threshold",
     .argument = "PERCENTAGE",
     .kind = OPTION_NUMBER,
     VALUE(threshold_percent),
     .maximum = 100,
     .help = "Do not keep frames apart that are a smaller part of all; their time goes to the "
             "function's other frames.",
     .fallback = "0.001"},
    {.names = "max-frames",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(max_frames),
     .minimum = 1,
     .maximum = COUNT_MAX,
     .help = "Estimate at most so many frames, but one for each function.",
     .fallback = "200000"},

    {.group = "About",
     .names = "help",
     .letter = 'h',
     .kind = OPTION_HELP,
     .help = "Show this and end."},
    {.names = "version",
     .kind = OPTION_VERSION,
     .help = "Show the versions of this program and its libraries."},
};

const struct option_table settings_table = {
    .program = "pstatsconv",
    .operands = "[FILE]...",
    .summary = "Adds up Python profiles and writes them in the formats of Python's pstats, "
               "KCachegrind, speedscope, flame graphs and gprof2dot. It reads the pstats files "
               "that cProfile, profile, yappi, pyinstrument and others write. Several FILEs are "
               "added up, in whatever order; without one, or for \"-\", standard input is read.",
    .options = options,
    .count = sizeof options / sizeof *options,
    .epilogue = "Options may be shortened while they stay clear. The exit status is 0 when all is "
                "well, 2 when the command line is wrong, 3 when an input is, and 4 when writing "
                "failed.",
};

/* ---- Settling ---- */

static int ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length > end_length && strcmp(text + length - end_length, end) == 0;
}

static int format_of_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    if (strncmp(name, callgrind_start, sizeof callgrind_start - 1) == 0)
        return FORMAT_CALLGRIND;
    for (const struct option_choice *ending = endings; ending->name != NULL; ending++)
        if (ends_with(name, ending->name))
            return ending->value;
    return FORMAT_PSTATS;
}

void settings_settle(struct settings *settings)
{
    if (settings->format == FORMAT_BY_SUFFIX)
        settings->format = format_of_name(settings->output != NULL ? settings->output : "");
}

int settings_is_of_stacks(const struct settings *settings)
{
    return settings->format == FORMAT_SPEEDSCOPE || settings->format == FORMAT_FOLDED ||
           settings->format == FORMAT_JSON;
}
