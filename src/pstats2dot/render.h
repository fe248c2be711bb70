/* Graphviz' graph on paper: as DOT, or as a picture. */
#ifndef PSTATS2DOT_RENDER_H
#define PSTATS2DOT_RENDER_H

#include "cli/output.h"

#include <cgraph.h>

/* What agwrite calls with the output as its channel. */
extern Agiodisc_t render_io;

/* Returns 0 when something failed that output_close does not tell; a message was printed. */
int render_dot(Agraph_t *graph, struct output *output);

/* Graphviz with its plugins, which takes a while to find. There is one in a process, and it is
 * never freed. NULL: a message was printed. */
struct renderer;
struct renderer *renderer_get(void);

const char *renderer_version(struct renderer *renderer);

/* Whether Graphviz can write this format (which may name its makers too, as in "png:cairo") to a
 * file here. When it cannot, a message names the subject that asked for it, and what there is. -1: it can write none at
 * all, after a message. */
int renderer_has_format(struct renderer *renderer, const char *format, const char *subject);

/* Lays out and draws; graph must not be closed. Otherwise as render_dot. Threads of Graphviz' libraries can outlast it, so
 * that a crash is to be expected until the output is closed: see cleanup_expect_exit. */
int renderer_draw(struct renderer *renderer, Agraph_t *graph, const char *format,
                  struct output *output);

#endif
