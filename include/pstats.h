/* libpstats: read, merge, prune, select and write what Python's profilers wrote.
 *
 * A profile is read from the marshal dump that cProfile, profile, yappi, pyinstrument and others write ("pstats"
 * files; the format is described in pstats(5)). It holds a graph of functions and calls; transforms make new graphs.
 *
 * Errors.    Every function that can fail takes a pstats_error last; NULL is allowed there, and it need not be
 *            initialised: each call clears it first. On failure it returns NULL (or -1) and leaves its inputs as they
 *            were (but for a merger). The first failure is the one reported.
 * Ownership. What a function named _new, _read, _finish or _estimate returns, and every transform's result, is freed by
 *            the caller with the matching _free, which accepts NULL. Every other pointer is borrowed: it lives exactly
 *            as long as the object it was reached through.
 * Threads.   The library keeps no state between calls. Profiles, graphs and trees never change once made, so any number
 *            of threads may read and transform one at once; a pstats_merger belongs to one thread at a time.
 * Text.      pstats_text is UTF-8 in which lone surrogates may occur (as Python can have them in a name), encoded in
 *            three bytes like any other code point; a byte that was no UTF-8 in a Python 2 name is U+DC80..U+DCFF, as
 *            in Python's surrogateescape. It may hold NUL and is not terminated: use the length. pstats_text_display
 *            gives clean UTF-8.
 * Indices.   Functions, calls and frames are reached by index; an index out of range is a caller's mistake (undefined).
 */
#ifndef PSTATS_H
#define PSTATS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PSTATS_VERSION "0.1.0"

#ifdef __GNUC__
#define PSTATS_API __attribute__((visibility("default")))
#else
#define PSTATS_API
#endif

/* The version of the library in use, which may be newer than the PSTATS_VERSION that a program was compiled with. */
PSTATS_API const char *pstats_version(void);

/* ---- Errors ------------------------------------------------------------------------------------------------------ */

typedef enum pstats_code {
    PSTATS_OK,
    PSTATS_ERROR_MEMORY,    /* an allocation failed */
    PSTATS_ERROR_FILE,      /* the file could not be opened or read */
    PSTATS_ERROR_FORMAT,    /* the bytes are something else; the message names it */
    PSTATS_ERROR_TRUNCATED, /* the bytes end inside an object */
    PSTATS_ERROR_MARSHAL,   /* the bytes are not marshal data */
    PSTATS_ERROR_RECORD,    /* marshal data, but not a profile */
    PSTATS_ERROR_LIMIT,     /* nested too deeply, or expands beyond the documented limits */
    PSTATS_ERROR_ARGUMENT   /* an option's value is out of its range */
} pstats_code;

typedef struct pstats_error {
    pstats_code code;
    size_t offset;     /* byte where reading stopped; 0 when not reading */
    char message[240]; /* one clause without newline, program or path: what is wrong and, where it helps, what to do */
} pstats_error;

/* ---- Text -------------------------------------------------------------------------------------------------------- */

typedef struct pstats_text {
    const char *bytes;
    size_t length;
} pstats_text;

/* Clean UTF-8 for a terminal, a label or a document: lone surrogates, control characters and the marks that reorder
 * text are written as escapes (\n, \x1b, \ud800, \u202e; a byte that was no UTF-8 as \xe9), all else is kept. Writes at
 * most size bytes, terminated when size > 0 and cut between characters, and returns the length that the whole needs
 * without its terminator, as snprintf does. buffer may be NULL when size is 0. */
PSTATS_API size_t pstats_text_display(pstats_text text, char *buffer, size_t size);

/* ---- Profiles: what a file holds --------------------------------------------------------------------------------- */

typedef struct pstats_profile pstats_profile;
typedef struct pstats_graph pstats_graph;

/* Options grow at the end; size says how much of them the caller knows. Make one with its _INIT macro. */
typedef struct pstats_read_options {
    size_t size;
    const char *format; /* NULL: by content. "pstats": the bytes must be a dump. Anything else is refused */
} pstats_read_options;
#define PSTATS_READ_INIT {sizeof(pstats_read_options), NULL}

/* Like read(2): fills at most size bytes and returns their number, 0 at the end, -1 with errno set on failure. To be
 * interrupted (EINTR) is a failure, too. */
typedef ptrdiff_t pstats_read_function(void *context, void *buffer, size_t size);

/* Each reads one dump to its end; bytes behind the top object are ignored, as Python ignores them. A stream that does
 * not begin like a dump is not read to its end, which may never come. options may be NULL. The bytes are not needed
 * afterwards. Time and memory are linear in the size of the file (pstats(5) gives the limits).
 * Errors: all codes but ARGUMENT; that one for an unknown format. A dump without functions is an empty profile. */
PSTATS_API pstats_profile *pstats_profile_read_bytes(const void *bytes, size_t size, const pstats_read_options *options,
                                                     pstats_error *error);
PSTATS_API pstats_profile *pstats_profile_read_file(const char *path, const pstats_read_options *options,
                                                    pstats_error *error);
PSTATS_API pstats_profile *pstats_profile_read_stream(pstats_read_function *read, void *context,
                                                      const pstats_read_options *options, pstats_error *error);
PSTATS_API void pstats_profile_free(pstats_profile *profile);

PSTATS_API const pstats_graph *pstats_profile_graph(const pstats_profile *profile);

/* What is odd about the figures (damage that was kept, counts that were cut), a clause each, in a fixed order. A merged
 * profile has those of its own sums alone: ask its inputs for theirs. */
PSTATS_API size_t pstats_profile_warning_count(const pstats_profile *profile);
PSTATS_API const char *pstats_profile_warning_at(const pstats_profile *profile, size_t index);

/* ---- Graphs ------------------------------------------------------------------------------------------------------ */

#define PSTATS_CALLS_UNKNOWN (-1) /* each count by itself: merged files can mix writers */

typedef struct pstats_cost {
    int64_t calls;           /* all calls, or PSTATS_CALLS_UNKNOWN; saturates at INT64_MAX, with a warning */
    int64_t primitive_calls; /* those that were not recursive re-entries */
    double self;             /* in the graph's unit; can be negative, inf or nan in damaged dumps: see pstats_share */
    double cumulative;       /* with callees; of a recursive function, its outermost calls only */
} pstats_cost;

typedef struct pstats_function {
    pstats_text file; /* "~" or empty for a function that has no file, such as a builtin */
    pstats_text name;
    int64_t line; /* as in the dump, whatever its sign; saturates likewise */
    pstats_cost cost;
    int is_caller_only; /* the dump has no record of it: cost holds what its edges tell, its calls are unknown */
} pstats_function;

typedef struct pstats_call {
    size_t caller; /* indices for pstats_graph_function */
    size_t callee;
    pstats_cost cost;
    int64_t derived_calls; /* of cost.calls, those whose times the dump does not give: they have the callee's average.
                              0: all times are the dump's own, or its samples at their interval;
                              PSTATS_CALLS_UNKNOWN: the dump gives no figure at all, and cumulative is the smaller of
                              the ends' */
} pstats_call;

PSTATS_API void pstats_graph_free(pstats_graph *graph); /* only graphs that a transform returned */
PSTATS_API const char *pstats_graph_unit(const pstats_graph *graph); /* "seconds" */

/* Functions stand in the order of first encounter (each record's function, then its callers); in merged graphs sorted
 * by file, line and name. Calls stand by callee, in the order of the callees' records. */
PSTATS_API size_t pstats_graph_function_count(const pstats_graph *graph);
PSTATS_API const pstats_function *pstats_graph_function(const pstats_graph *graph, size_t index);
PSTATS_API size_t pstats_graph_call_count(const pstats_graph *graph);
PSTATS_API const pstats_call *pstats_graph_call(const pstats_graph *graph, size_t index);

/* cost.calls as a double. Where a dump's number was cut to INT64_MAX, the double nearest to that number; this survives
 * pruning, selecting and comparing, not merging. -1: unknown. */
PSTATS_API double pstats_graph_function_calls_uncut(const pstats_graph *graph, size_t index);
PSTATS_API double pstats_graph_call_calls_uncut(const pstats_graph *graph, size_t index);

/* What shares are shares of; a transform's result keeps the figures of the whole profile. total_self is the sum of all
 * self times, exact until it is rounded, total the larger of that and the largest cumulative time. Damage (nan, inf, below zero) counts as 0. */
PSTATS_API double pstats_graph_total_self(const pstats_graph *graph);
PSTATS_API double pstats_graph_total(const pstats_graph *graph);

/* The place of every function by file, line, name and, last, index; and those of the files' and names' texts among all of
 * either, in the order of code points: equal texts have equal places. Each array has room for a number a function and may
 * be NULL. A text that functions share, however long, is gone through once. 0 or -1. Errors: MEMORY. */
PSTATS_API int pstats_graph_rank_functions(const pstats_graph *graph, size_t *ranks, size_t *file_ranks,
                                           size_t *name_ranks, pstats_error *error);

/* Likewise the place of every text among these, which may be of any graphs. ranks has room for a number a text. */
PSTATS_API int pstats_texts_rank(const pstats_text *texts, size_t count, size_t *ranks, pstats_error *error);

/* The sum of times, exact until it is rounded, once, so that their order never shows; it is inf where it is beyond all
 * doubles, and nan where one of the times is, or infinities of both signs are among them. 0 or -1. Errors: MEMORY. */
PSTATS_API int pstats_times_sum(const double *times, size_t count, double *sum, pstats_error *error);

/* value / total, clamped to 0..1. Damage counts as 0, and so does every share of a total of 0. */
PSTATS_API double pstats_share(double value, double total);

/* Like write(2): takes at most size bytes and returns how many it took, or -1 with errno set on failure; to take none is
 * a failure, too. */
typedef ptrdiff_t pstats_write_function(void *context, const void *buffer, size_t size);

/* Writes the graph as a dump, a block at a time, that pstats of Python 2.7, 3.4 and later loads and adds to others,
 * whichever profiler the figures came from: every caller with four figures, names as plain text, and -1 for numbers
 * of calls that are unknown. Functions, and the callers of each, stand by file, line and name, so that the same graph
 * gives the same bytes. Read again, it is the same graph but for the order. Of a comparison, what is in after. 0 or -1.
 * Errors: MEMORY; FILE when writing fails; LIMIT, before a byte is written, when texts would take more than 1 GiB, as
 * they do where many functions share a very long one: a dump of this kind has it once for each of them and their calls. */
PSTATS_API int pstats_graph_write(const pstats_graph *graph, pstats_write_function *write, void *context,
                                  pstats_error *error);

/* ---- Transforms: each returns a new graph, independent of its input ---------------------------------------------- */

/* Adds up profiles, function by function and caller by caller; an address in a name (" at 0x" and four hexadecimal
 * digits or more) is noise and is left out. Times are summed exactly and rounded once, so the order of adding never
 * shows. A count that is unknown in one input is unknown in the sum; a record or caller that an input does not have
 * adds nothing. Memory: the sum only, never the inputs, which may be freed once added. A sum may be taken at any time,
 * also of no profile at all, and more be added after it. After a failed pstats_merger_add a part may have been added,
 * so the merger is good for pstats_merger_free alone. Errors: MEMORY.
 * Files that are added after pstats_merger_strip lose the first of these folders that they are in, as when comparing; the
 * prefixes are borrowed while profiles are added. */
typedef struct pstats_merger pstats_merger;
PSTATS_API pstats_merger *pstats_merger_new(pstats_error *error);
PSTATS_API void pstats_merger_strip(pstats_merger *merger, const char *const *prefixes, size_t prefix_count);
PSTATS_API int pstats_merger_add(pstats_merger *merger, const pstats_profile *profile, pstats_error *error); /* 0 or -1 */
PSTATS_API pstats_profile *pstats_merger_finish(pstats_merger *merger, pstats_error *error); /* merger stays yours */
PSTATS_API void pstats_merger_free(pstats_merger *merger);

/* Drops functions whose share of the total is below function_fraction or that keep_function refuses, then calls whose
 * share is below call_fraction or that lost an end. Equal stays; nothing is bridged; functions left alone stay.
 * A call without times counts as the smaller of its ends' shares. keep_function may be NULL, and so may options.
 * Errors: MEMORY; ARGUMENT for a fraction that is not in 0..1. */
typedef struct pstats_prune_options {
    size_t size;
    double function_fraction;
    double call_fraction;
    int (*keep_function)(const pstats_function *function, void *context); /* non-zero: keep */
    void *context;
} pstats_prune_options;
#define PSTATS_PRUNE_INIT {sizeof(pstats_prune_options), 0.005, 0.001, NULL, NULL}

PSTATS_API pstats_graph *pstats_graph_prune(const pstats_graph *graph, const pstats_prune_options *options,
                                            pstats_error *error);

/* Keeps what is reachable. All sets are arrays of function indices, in any order, repetitions allowed; a set of count 0
 * is not asked for. In this order: excluded functions go with their calls (their callers keep the time); then what is
 * neither a root nor reachable from one, within depth calls; then what is neither a leaf nor leads to one, within depth
 * calls; then what is neither an ancestor nor a descendant of a focus, within depth calls. Each step walks only what
 * those before it kept. All calls between kept functions stay. options may be NULL: everything stays.
 * Errors: MEMORY; ARGUMENT for an index out of range. */
typedef struct pstats_select_options {
    size_t size;
    const size_t *roots;
    size_t root_count;
    const size_t *leaves;
    size_t leaf_count;
    const size_t *focuses;
    size_t focus_count;
    const size_t *excluded;
    size_t excluded_count;
    size_t depth; /* SIZE_MAX: no limit; for roots, leaves and focuses alike */
} pstats_select_options;
#define PSTATS_SELECT_INIT {sizeof(pstats_select_options), NULL, 0, NULL, 0, NULL, 0, NULL, 0, SIZE_MAX}

PSTATS_API pstats_graph *pstats_graph_select(const pstats_graph *graph, const pstats_select_options *options,
                                             pstats_error *error);

/* ---- Comparison -------------------------------------------------------------------------------------------------- */

/* How functions of two profiles are found to be the same: by file, name and line; then, where lines have moved, by file
 * and name in the order of their lines. Addresses in names (" at 0x7f…") never count. */
typedef struct pstats_compare_options {
    size_t size;
    const char *const *prefixes; /* folders that the files' paths lose first, each profile's whichever fits */
    size_t prefix_count;
    int has_normalised_paths; /* a module of the standard library or of an installed package is the same wherever and
                                 with whichever Python it was installed */
} pstats_compare_options;
#define PSTATS_COMPARE_INIT {sizeof(pstats_compare_options), NULL, 0, 0}

/* What of a file's path then counts: what is below the folder of the standard library or of installed packages; all of
 * it where it lies in neither. The result points into path. */
PSTATS_API pstats_text pstats_path_normalise(pstats_text path);

/* The functions and calls of both: those of after in its order, with its names, then those that only before has, whose
 * cost is all zero. Totals are after's. Pruning keeps what is heavy enough in either; selecting keeps both figures.
 * options may be NULL. Errors: MEMORY. */
PSTATS_API pstats_graph *pstats_graph_compare(const pstats_graph *before, const pstats_graph *after,
                                              const pstats_compare_options *options, pstats_error *error);

typedef enum pstats_presence {
    PSTATS_IN_AFTER = 1, /* also everything in a graph that no comparison made */
    PSTATS_IN_BEFORE = 2,
    PSTATS_IN_BOTH = 3
} pstats_presence;

PSTATS_API pstats_presence pstats_graph_function_presence(const pstats_graph *graph, size_t index);
PSTATS_API pstats_presence pstats_graph_call_presence(const pstats_graph *graph, size_t index);

/* The figures before: NULL where the function or call was not there, and in a graph that no comparison made. */
PSTATS_API const pstats_cost *pstats_graph_function_before(const pstats_graph *graph, size_t index);
PSTATS_API const pstats_cost *pstats_graph_call_before(const pstats_graph *graph, size_t index);
PSTATS_API double pstats_graph_function_calls_uncut_before(const pstats_graph *graph, size_t index); /* 0 where NULL */
PSTATS_API double pstats_graph_call_calls_uncut_before(const pstats_graph *graph, size_t index);
PSTATS_API double pstats_graph_total_before(const pstats_graph *graph); /* as pstats_graph_total; 0 without a before */
PSTATS_API double pstats_graph_total_self_before(const pstats_graph *graph);

/* ---- Trees of frames --------------------------------------------------------------------------------------------- */

/* Stacks: each frame is a function as called from its parent's. A dump holds callers and callees but no stacks, so what
 * is made from one is an estimate (its mathematics: doc/estimate.md); a frame whose place the dump does not settle says
 * so. A tree never changes once made. */
typedef struct pstats_tree pstats_tree;

typedef struct pstats_frame {
    size_t function; /* index in the graph */
    size_t parent;   /* index of an earlier frame; SIZE_MAX for a root (there can be several) */
    double self;     /* in the graph's unit, never negative */
    double total;    /* with the frames below */
    int is_inferred; /* its place was estimated: the context above a shared callee is lost in the dump */
} pstats_frame;

/* Instances of a function lighter than threshold (a share of the total, 0..1) are not kept apart but added to its
 * heavier ones, so sums stay; below 1e-6, more work goes into cycles. max_frames bounds frames, time and memory whatever
 * the graph, also at threshold 0; but each function keeps one, so that its own time has a place. */
typedef struct pstats_estimate_options {
    size_t size;
    double threshold;
    size_t max_frames; /* at least 1 */
} pstats_estimate_options;
#define PSTATS_ESTIMATE_INIT {sizeof(pstats_estimate_options), 1e-5, 200000}

/* The graph must outlive the tree. Self times add up to each function's own self time, damage (nan, inf, below zero)
 * counting as 0. Frames come parents first, each followed by its descendants; siblings by file, line, name.
 * options may be NULL. Errors: MEMORY; ARGUMENT for an option out of range; LIMIT for more than 2^28 functions or 2^30
 * calls. */
PSTATS_API pstats_tree *pstats_tree_estimate(const pstats_graph *graph, const pstats_estimate_options *options,
                                             pstats_error *error);
PSTATS_API void pstats_tree_free(pstats_tree *tree);
PSTATS_API int pstats_tree_is_exact(const pstats_tree *tree); /* recorded, not estimated */
PSTATS_API size_t pstats_tree_frame_count(const pstats_tree *tree);
PSTATS_API const pstats_frame *pstats_tree_frame(const pstats_tree *tree, size_t index);

/* Whole ticks for every frame's self time (ticks_per_unit of them in one of the graph's unit), so that each function's
 * frames add up to its own rounded self time. ticks has room for a number a frame. 0 or -1.
 * Errors: MEMORY; ARGUMENT for ticks_per_unit not above 0. */
PSTATS_API int pstats_tree_round_self(const pstats_tree *tree, double ticks_per_unit, int64_t *ticks,
                                      pstats_error *error);

/* The frames of two trees, both estimated or both recorded, by the functions that graph, which is what
 * pstats_graph_compare returned for their graphs, found to be the same; the frames' functions are graph's, which must
 * outlive the result. Each function's self times add up to its own, before and after. What dumps leave open is decided
 * alike for both: each edge's own time is shared out as in the mean of the two estimates, and changed from there no more
 * than its edges' times ask for; so a frame differs because a function or a call does, not because an estimate fell out
 * otherwise. A tree compared with itself shows no change at all.
 * Errors: MEMORY; ARGUMENT when the graph, or the trees, do not belong together. */
PSTATS_API pstats_tree *pstats_tree_compare(const pstats_graph *graph, const pstats_tree *before,
                                            const pstats_tree *after, pstats_error *error);

/* Recorded frames are where their stack was. Estimated ones are where all calls that lead to them were, even if the
 * estimate gives them no time there. IN_AFTER in a tree that no comparison made. */
PSTATS_API pstats_presence pstats_tree_frame_presence(const pstats_tree *tree, size_t index);

/* The frame with the times before: NULL where it was not there, and in a tree that no comparison made. */
PSTATS_API const pstats_frame *pstats_tree_frame_before(const pstats_tree *tree, size_t index);

/* As pstats_tree_round_self, of the times before; all 0 in a tree that no comparison made. */
PSTATS_API int pstats_tree_round_self_before(const pstats_tree *tree, double ticks_per_unit, int64_t *ticks,
                                             pstats_error *error);

#ifdef __cplusplus
}
#endif
#endif
