/* What pstatsconv can be asked for: its table of options and where their values go. */
#include "settings.h"

#include "cli/rows.h"
#include "cli/suffix.h"

#include <string.h>

static const struct option_choice formats[] = {
    {"pstats", FORMAT_PSTATS}, {"callgrind", FORMAT_CALLGRIND}, {"speedscope", FORMAT_SPEEDSCOPE},
    {"folded", FORMAT_FOLDED}, {"json", FORMAT_JSON},           {NULL, 0},
};

/* What a file's name ends in; the first one that fits counts. */
static const struct option_choice suffixes[] = {
    {"pstats", FORMAT_PSTATS},
    {"pstat", FORMAT_PSTATS},
    {"prof", FORMAT_PSTATS},
    {"profile", FORMAT_PSTATS},
    {"cprof", FORMAT_PSTATS},
    {"stats", FORMAT_PSTATS},
    {"out", FORMAT_PSTATS},
    {"callgrind", FORMAT_CALLGRIND},
    {"speedscope.json", FORMAT_SPEEDSCOPE},
    {"speedscope", FORMAT_SPEEDSCOPE},
    {"folded", FORMAT_FOLDED},
    {"collapsed", FORMAT_FOLDED},
    {"txt", FORMAT_FOLDED},
    {"json", FORMAT_JSON},
    {NULL, 0},
};

/* callgrind names its files so, and KCachegrind looks for them. */
static const char callgrind_start[] = "callgrind.out";

static const struct option options[] = {
    {.group = "Output", ROW_OUTPUT},
    {.names = "output-format",
     .letter = 'T',
     .argument = "TYPE",
     .kind = OPTION_CHOICE,
     VALUE(format),
     .choices = formats,
     .help = "What to write; otherwise the name of FILE tells.",
     .fallback = "pstats"},
    {ROW_QUIET},

    {.group = "What is written",
     ROW_ROOT,
     .letter = 'z',
     .help = "Only these functions and what they call, directly or not. NAME is that of a "
             "function, or \"file:line(name)\", or app:10:main, and may hold the wildcards *, ? "
             "and [...]. Here and below: may be repeated."},
    {ROW_EXCLUDE},
    {ROW_STRIP_PREFIX,
     .help = "Write files in FOLDER without that part of their path; what becomes the same is "
             "added up."},

    {.group = "How stacks are estimated (speedscope, folded, json)", ROW_THRESHOLD},
    {ROW_MAX_FRAMES},

    {.group = "About", ROW_HELP},
    {ROW_VERSION},
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
    .epilogue = ROWS_EPILOGUE("", ""),
};

/* ---- Settling ---- */

int settings_settle(struct settings *settings)
{
    const char *path = settings->output != NULL ? settings->output : "";
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    if (settings->format == FORMAT_BY_SUFFIX &&
        strncmp(name, callgrind_start, sizeof callgrind_start - 1) == 0)
        settings->format = FORMAT_CALLGRIND;
    return suffix_settle(&settings->format, path, suffixes, FORMAT_PSTATS);
}

int settings_is_of_stacks(const struct settings *settings)
{
    return settings->format == FORMAT_SPEEDSCOPE || settings->format == FORMAT_FOLDED ||
           settings->format == FORMAT_JSON;
}
