/* What pstats2dot can be asked for: its table of options and where their values go. */
#ifndef PSTATS2DOT_SETTINGS_H
#define PSTATS2DOT_SETTINGS_H

#include "cli/options.h"

enum measure { /* a line of a node's or a call's label */
               MEASURE_TOTAL_PERCENTAGE,
               MEASURE_SELF_PERCENTAGE,
               MEASURE_TOTAL_TIME,
               MEASURE_SELF_TIME,
               MEASURE_TOTAL_PER_CALL,
               MEASURE_SELF_PER_CALL,
               MEASURE_CALLER_PERCENTAGE, /* of calls only: of the caller's total time */
               MEASURE_CALLEE_PERCENTAGE, /* of calls only: of the callee's */
};

enum tooltip { TOOLTIP_BY_FORMAT, TOOLTIP_FILE, TOOLTIP_DETAILS };

enum cluster { CLUSTER_NONE, CLUSTER_MODULE, CLUSTER_PACKAGE };

struct settings {
    const char *output;        /* NULL: standard output */
    const char *output_format; /* NULL: by the output's suffix */
    int input_format;          /* 0: by content */
    /* what is drawn */
    double node_percent, edge_percent;
    struct option_strings paths;
    struct option_strings roots, leaves, focuses, excluded;
    long depth;     /* negative: no limit */
    long max_nodes; /* of pictures; 0: no limit */
    const char *list_functions;
    /* how */
    int colormap;
    double skew;
    int is_coloured_by_self;
    int is_stripped, is_wrapped;
    struct option_strings strip_prefixes;
    struct option_values node_labels, edge_labels; /* empty: the usual ones */
    const char *time_format;                       /* NULL: the usual one */
    int cluster;
    int tooltip;
    const char *link;
    /* comparing */
    int is_compared;
    double tolerance_percent;
    int is_only_slower, is_only_faster;
    int is_coloured_by_difference;
    int has_normalised_paths;
    /* accepted and without effect */
    int total_method;
    int shows_samples;
};
#define USUAL_TOLERANCE 0.001 /* percent */
#define SETTINGS_INIT                                                                              \
    {                                                                                              \
        .node_percent = 0.5, .edge_percent = 0.1, .depth = -1, .max_nodes = 300, .skew = 1.0,      \
        .tolerance_percent = USUAL_TOLERANCE                                                       \
    }

extern const struct option_table settings_table;

/* Checks what no single option shows, and fills in what depends on others. Returns 0 after printing
 * a message. */
int settings_check(struct settings *settings, const struct option_strings *paths);

#endif
