/* From the files of a command line to one profile. */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include "cli/options.h"

#include <pstats.h>

/* Reads paths, "-" or none being standard input, and merges several. Errors and warnings are
 * printed, *exit_code is set when NULL is returned. */
pstats_profile *pipeline_read(const struct option_strings *paths,
                              const pstats_read_options *options, int *exit_code);

/* Likewise, but adds up even a single one, so that the result's functions stand in order, and its files
 * have lost the first of these folders that they are in. */
pstats_profile *pipeline_merge(const struct option_strings *paths,
                               const pstats_read_options *options,
                               const struct option_strings *strip_prefixes, int *exit_code);

#endif
