/* From the files of a command line to one profile, to stacks, or to a comparison. */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include "cli/options.h"

#include <pstats.h>

/* Whether all these paths, none of the first being standard input, read that at most once. others may be NULL. 0: a message
 * was printed. */
int pipeline_reads_once(const struct option_strings *paths, const struct option_strings *others);

/* Whether output, as output_open takes it, is none of the files that are read: paths, which are standard input when there
 * are none, and others, which may be NULL. 0: a message was printed. */
int pipeline_spares_inputs(const char *output, const struct option_strings *paths,
                           const struct option_strings *others);

/* Whether paths can be read and something that is nothing for a terminal (such as "a picture") be written to output. 0: a
 * message was printed, which ends in instead. */
int pipeline_check_ends(const struct option_strings *paths, const char *output, const char *what,
                        const char *instead);

/* Reads paths, "-" or none being standard input, and merges several. Errors and warnings are
 * printed, *exit_code is set when NULL is returned. */
pstats_profile *pipeline_read(const struct option_strings *paths,
                              const pstats_read_options *options, int *exit_code);

/* Likewise, but adds up even a single one, so that the result's functions stand in order, and its files
 * have lost the first of these folders that they are in. */
pstats_profile *pipeline_merge(const struct option_strings *paths,
                               const pstats_read_options *options,
                               const struct option_strings *strip_prefixes, int *exit_code);

/* As pstats_graph_compare. NULL: a message was printed, and *exit_code is set. */
pstats_graph *pipeline_compare(const pstats_graph *before, const pstats_graph *after,
                               const struct option_strings *strip_prefixes,
                               int has_normalised_paths, int *exit_code);

/* As pstats_tree_estimate. */
pstats_tree *pipeline_estimate(const pstats_graph *graph, double threshold_percent, long max_frames,
                               pstats_error *error);

#endif
