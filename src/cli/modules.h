/* Modules and packages, by the files that functions are in. Knows no document format. */
#ifndef CLI_MODULES_H
#define CLI_MODULES_H

#include "cli/buffer.h"
#include "cli/options.h"

#include <pstats.h>

/* The module's dotted name, or the package's, as far as the file tells: below one of the folders of
 * strip_prefixes, or where modules are installed, all of the path; else the last part of it.
 * Nothing when it tells nothing; at most NAMES_MAX characters. */
void modules_append_name(struct buffer *buffer, pstats_text file, int is_package,
                         const struct option_strings *strip_prefixes);

#endif
