/* Addresses made from a template, one for each function. Knows no document format. */
#ifndef CLI_LINK_H
#define CLI_LINK_H

#include "cli/buffer.h"

#include <pstats.h>

/* What is wrong with a template, a clause for a message; NULL when nothing is. It must be an http
 * or https address or a relative one, and its only fields are {file}, {line} and {name}. */
const char *link_problem(const char *link);

/* The template with its fields filled in and percent-encoded; in file, "/" stays,
 * but is not doubled at its start. Fields have at most NAMES_MAX characters. The template has no
 * problem. Whatever is in file and name, the address leads where the template says and nowhere
 * else. */
void link_append(struct buffer *buffer, const char *link, pstats_text file, int64_t line,
                 pstats_text name);

#endif
