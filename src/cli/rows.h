/* Rows of options that several programs have, alike. Their values are in the program's struct settings. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/options.h"

#include <stddef.h>

#define VALUE(member) .offset = offsetof(struct settings, member)

/* clang-format off */
#define ROW_OUTPUT                                                                                 \
    .names = "output", .letter = 'o', .argument = "FILE", .kind = OPTION_PATH, VALUE(output),      \
    .help = "Write to FILE, which appears only when it is complete; \"-\" is standard output."

#define ROW_QUIET                                                                                  \
    .names = "quiet", .letter = 'q', .kind = OPTION_QUIET, .help = "Print no warnings."

/* what NAME is comes behind it, in help */
#define ROW_ROOT                                                                                   \
    .names = "root", .argument = "NAME", .kind = OPTION_STRINGS, VALUE(roots)

/* functions alone, without what they call */
#define ROW_EXCLUDE                                                                                \
    .names = "exclude", .argument = "NAME", .kind = OPTION_STRINGS, VALUE(excluded),               \
    .help = "Leave these functions out; their time stays in their callers' totals."

/* what happens to files in FOLDER comes behind it, in help */
#define ROW_STRIP_PREFIX                                                                           \
    .names = "strip-prefix", .argument = "FOLDER", .kind = OPTION_STRINGS, VALUE(strip_prefixes)

#define ROW_LINK                                                                                   \
    .names = "link", .argument = "ADDRESS", .kind = OPTION_STRING, VALUE(link),                    \
    .help = "Link functions to ADDRESS, in which {file}, {line} and {name} are replaced. With "    \
            "--strip-prefix, only those in such a FOLDER."

/* what OLD is for comes behind it, in help */
#define ROW_BASELINE                                                                               \
    .names = "baseline", .letter = 'b', .argument = "OLD", .kind = OPTION_STRINGS, VALUE(baselines)

/* the other way to compare, which another program has */
#define ROW_NO_COMPARE                                                                             \
    .names = "compare", .kind = OPTION_REFUSED, .is_hidden = 1,                                    \
    .help = "pstats2dot has that; here, --baseline=OLD compares with a profile"

#define ROW_NO_BASELINE                                                                            \
    .names = "baseline", .argument = "OLD", .kind = OPTION_REFUSED, .is_hidden = 1,                \
    .help = "pstatsflame and pstatsreport have that; here, --compare OLD NEW compares two profiles"

#define ROW_NORMALISE_PATHS                                                                        \
    .names = "normalise-paths normalize-paths", .kind = OPTION_FLAG, VALUE(has_normalised_paths),  \
    .help = "A module of Python or of an installed package is the same wherever it was installed."

#define ROW_THRESHOLD                                                                              \
    .names = "threshold", .argument = "PERCENTAGE", .kind = OPTION_NUMBER,                         \
    VALUE(threshold_percent), .maximum = 100,                                                      \
    .help = "Do not keep frames apart that are a smaller part of all; their time goes to the "     \
            "function's other frames.",                                                            \
    .fallback = "0.001"

#define ROW_MAX_FRAMES                                                                             \
    .names = "max-frames", .argument = "COUNT", .kind = OPTION_INTEGER, VALUE(max_frames),         \
    .minimum = 1, .maximum = 1e8,                                                                  \
    .help = "Estimate at most so many frames, but one for each function.", .fallback = "200000"

#define ROW_HELP                                                                                   \
    .names = "help", .letter = 'h', .kind = OPTION_HELP, .help = "Show this and end."

#define ROW_VERSION                                                                                \
    .names = "version", .kind = OPTION_VERSION,                                                    \
    .help = "Show the versions of this program and its libraries."

/* The end of --help: exit codes other than these come between, as text */
#define ROWS_EPILOGUE(gate, drawing)                                                               \
    "Options may be shortened while they stay clear. The exit status is 0 when all is well, " gate \
    "2 when the command line is wrong, 3 when an input is, and 4 when " drawing "writing failed."
/* clang-format on */

#endif
