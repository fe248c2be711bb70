/* What pstatsreport can be asked for: its table of options and where their values go. */
#ifndef PSTATSREPORT_SETTINGS_H
#define PSTATSREPORT_SETTINGS_H

#include "cli/options.h"

enum format {
    FORMAT_BY_SUFFIX,
    FORMAT_TEXT,
    FORMAT_MARKDOWN,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_HTML
};

enum grouping { BY_FUNCTION, BY_MODULE, BY_PACKAGE, BY_FILE };

enum colouring { COLOURED_ON_TERMINALS, COLOURED_ALWAYS, COLOURED_NEVER };

struct settings {
    const char *output; /* NULL: standard output */
    int format;
    /* which rows, in which order */
    struct option_strings sort_keys;
    int is_reversed;
    struct option_strings limits;
    int grouping;
    struct option_strings callers, callees; /* functions whose callers and callees are shown */
    struct option_strings roots, excluded;
    /* how */
    struct option_strings strip_prefixes;
    const char *title;
    long width; /* of text, in characters; 0: no limit; negative: the terminal's */
    int colouring;
    long max_bytes; /* of Markdown */
    /* comparing */
    struct option_strings baselines;
    int has_normalised_paths;
    struct option_strings gate_rules;
    double min_seconds;
    const char *allow_path;
};
#define SETTINGS_INIT                                                                              \
    {                                                                                              \
        .width = -1, .max_bytes = 900000                                                           \
    }

extern const struct option_table settings_table;

/* What a group of rows is called: "function", "module" and so on. */
const char *settings_grouping_name(int grouping);

/* Checks what no single option shows, and finds the format. paths: the operands. Returns 0 after
 * printing a message. */
int settings_check(struct settings *settings, const struct option_strings *paths);

#endif
