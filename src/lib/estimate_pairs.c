/* Which calls of a function in a cycle lead to which of its callees: a table, as outside of cycles, with a row for the
 * first and one for the nested calls of each edge in, and a column for the first calls of each inner edge out. */
#include "estimate_pairs.h"

#include "arena.h"
#include "estimate_net.h"
#include "estimate_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS 200000.0   /* of a part whose share is 1 */
#define CELLS_PER_EDGE 8 /* that every part may have */
#define MOST_PART 4      /* one function's table has no more than one part in so many */
#define SWEEPS 40
#define CLOSE 0.001     /* of what a function spends in callees: what a row may hold too much */
#define LEAST_FIT 1e-9  /* of a call that is longer than all of a row */
#define ROUNDING 0.999  /* times that differ by less may be equal */
#define LEAST_LEFT 0.01 /* of a function's callees: nested calls have some of that time */

/* Calls of the function, and the time that they spend in callees. */
struct row {
    double calls;
    double time;
    double *cells; /* calls */
};

struct table {
    const struct part *part;
    uint32_t function;
    uint32_t first_column; /* an inner edge */
    uint32_t columns;
    uint32_t row_count;
    struct row *rows;
    double *primitive; /* by column, as all that follow: its first calls, */
    double *time;      /* and what one of them takes */
    double *sums;
    double *factors; /* what cells are still to be scaled by */
};

void pairs_free(struct pairs *pairs)
{
    free(pairs->first);
    free(pairs->factor);
    memset(pairs, 0, sizeof *pairs);
}

static const struct part_edge *column_of(const struct table *table, uint32_t column)
{
    return &table->part->edges[table->first_column + column];
}

static void fill_columns(struct table *table)
{
    for (uint32_t c = 0; c < table->columns; c++) {
        const struct part_edge *edge = column_of(table, c);
        table->primitive[c] = edge->primitive;
        table->time[c] = edge->total / (edge->primitive > 1.0 ? edge->primitive : 1.0);
    }
}

/* Nested calls are as long as first ones, but all together no longer than what those leave of the callees' time. */
static void limit_nested(struct table *table)
{
    const struct part_function *function = &table->part->functions[table->function];
    double all = function->exit_total, first = 0.0, nested = 0.0;
    for (uint32_t c = 0; c < table->columns; c++) {
        const struct part_edge *out = column_of(table, c);
        all += out->total * (out->primitive > 0.0 ? out->calls / out->primitive : 1.0);
    }
    for (uint32_t r = 0; r < table->row_count; r += 2) {
        first += table->rows[r].time;
        nested += table->rows[r + 1].time;
    }
    double left = fmax(all - first, LEAST_LEFT * function->out_total);
    if (nested <= left)
        return;
    for (uint32_t r = 1; r < table->row_count; r += 2)
        table->rows[r].time *= left / nested;
}

static void fill_rows(struct table *table, const uint32_t *ins, const struct pairs *pairs)
{
    const struct part *part = table->part;
    for (uint32_t r = 0; r < table->row_count; r += 2) {
        const struct part_edge *edge = &part->edges[ins[r / 2]];
        struct row *first = &table->rows[r], *nested = first + 1;
        double *cells = pairs->factor + pairs->first[ins[r / 2]];
        double calls = ins[r / 2] < part->inner_count ? edge->primitive : edge->calls;
        double rest = edge->total - (edge->calls > 0.0 ? edge->self * (calls / edge->calls) : 0.0);
        *first = (struct row){calls, rest > 0.0 ? rest : 0.0, cells};
        nested->calls = edge->calls - calls;
        nested->time = calls > 0.0 ? first->time * (nested->calls / calls) : 0.0;
        nested->cells = cells + table->columns;
    }
    limit_nested(table);
}

/* A row without calls has no cells to fit. */
static int is_empty(const struct row *row)
{
    return !(row->calls > 0.0);
}

/* Independent but for this: no call fits into calls that all together take less time. */
static void fill_prior(struct table *table)
{
    double calls = table->part->functions[table->function].calls;
    memset(table->sums, 0, table->columns * sizeof *table->sums);
    for (uint32_t r = 0; r < table->row_count; r++) {
        const struct row *row = &table->rows[r];
        if (is_empty(row))
            continue;
        for (uint32_t c = 0; c < table->columns; c++) {
            int does_fit = row->time >= ROUNDING * table->time[c];
            row->cells[c] =
                (does_fit ? 1.0 : LEAST_FIT) * row->calls * (table->primitive[c] / calls);
            table->sums[c] += row->cells[c];
        }
    }
}

/* What brings the columns to their calls. */
static void find_factors(struct table *table)
{
    for (uint32_t c = 0; c < table->columns; c++) {
        table->factors[c] = table->sums[c] > 0.0 ? table->primitive[c] / table->sums[c] : 0.0;
        table->sums[c] = 0.0;
    }
}

static double scale_to_columns(const struct table *table, double *restrict cells)
{
    const double *restrict factors = table->factors, *restrict time = table->time;
    double load = 0.0;
    for (uint32_t c = 0; c < table->columns; c++) {
        cells[c] *= factors[c];
        load += cells[c] * time[c];
    }
    return load;
}

static void add_to_sums(const struct table *table, const double *restrict cells)
{
    double *restrict sums = table->sums;
    for (uint32_t c = 0; c < table->columns; c++)
        sums[c] += cells[c];
}

/* Scales columns by their factors, then rows down to their time. Returns by how much the worst one was above it. */
static double fit_rows(struct table *table)
{
    double worst = 0.0;
    for (uint32_t r = 0; r < table->row_count; r++) {
        const struct row *row = &table->rows[r];
        if (is_empty(row))
            continue;
        double load = scale_to_columns(table, row->cells);
        if (load > row->time) {
            double factor = row->time / load;
            worst = load - row->time > worst ? load - row->time : worst;
            for (uint32_t c = 0; c < table->columns; c++)
                row->cells[c] *= factor;
        }
        add_to_sums(table, row->cells);
    }
    return worst;
}

/* Turns calls into how they compare to even ones. */
static void compare_to_even(struct table *table)
{
    double calls = table->part->functions[table->function].calls;
    for (uint32_t r = 0; r < table->row_count; r++) {
        const struct row *row = &table->rows[r];
        for (uint32_t c = 0; c < table->columns; c++) {
            double even = row->calls * (table->primitive[c] / calls);
            row->cells[c] = even > 0.0 ? row->cells[c] * table->factors[c] / even : 1.0;
        }
    }
}

static void fill_table(struct table *table, const uint32_t *ins, const struct pairs *pairs)
{
    double close = CLOSE * table->part->functions[table->function].out_total;
    fill_columns(table);
    fill_rows(table, ins, pairs);
    fill_prior(table);
    find_factors(table);
    for (int sweep = 1; sweep < SWEEPS; sweep++) {
        double worst = fit_rows(table);
        find_factors(table);
        if (worst < close)
            break;
    }
    compare_to_even(table);
}

static uint32_t columns_of(const struct part *part, uint32_t function)
{
    return part->first_inner[function + 1] - part->first_inner[function];
}

/* Whether a function has too many pairs for a table of its own: its calls are alike then. */
static int shares_rows(const struct pairs *pairs, const uint32_t *ins, uint32_t row_count)
{
    return row_count > 2 && pairs->first[ins[0]] == pairs->first[ins[1]];
}

static int fill_tables(struct pairs *pairs, const struct part *part, const struct net_lists *in)
{
    size_t most_rows = 0, most_columns = 0;
    for (uint32_t f = 0; f < part->function_count; f++) {
        size_t rows = 2 * (size_t)(in->first[f + 1] - in->first[f]);
        most_rows = rows > most_rows ? rows : most_rows;
        most_columns = columns_of(part, f) > most_columns ? columns_of(part, f) : most_columns;
    }
    struct row *rows = array_new(most_rows, sizeof *rows);
    double *columns = array_new(most_columns, 4 * sizeof *columns);
    int is_done = rows != NULL && columns != NULL;
    for (uint32_t f = 0; is_done && f < part->function_count; f++) {
        struct table table = {.part = part,
                              .function = f,
                              .first_column = part->first_inner[f],
                              .columns = columns_of(part, f),
                              .row_count = 2 * (in->first[f + 1] - in->first[f]),
                              .rows = rows,
                              .primitive = columns,
                              .time = columns + most_columns,
                              .sums = columns + 2 * most_columns,
                              .factors = columns + 3 * most_columns};
        const uint32_t *ins = in->item + in->first[f];
        if (table.columns > 0 && !shares_rows(pairs, ins, table.row_count))
            fill_table(&table, ins, pairs);
    }
    free(rows);
    free(columns);
    return is_done;
}

/* Lays out the tables, the smaller part of the limit for one function. Returns the cells. */
static size_t place_tables(struct pairs *pairs, const struct part *part, const struct net_lists *in,
                           size_t limit)
{
    size_t cells = 0;
    for (uint32_t f = 0; f < part->function_count; f++) {
        size_t row = 2 * (size_t)columns_of(part, f);
        size_t size = row * (in->first[f + 1] - in->first[f]);
        int is_shared = size > limit / MOST_PART || cells + size > limit;
        for (uint32_t i = in->first[f]; i < in->first[f + 1]; i++) {
            pairs->first[in->item[i]] = cells;
            if (!is_shared)
                cells += row;
        }
        if (is_shared)
            cells += row;
    }
    return cells;
}

int pairs_init(struct pairs *pairs, const struct part *part, double share)
{
    struct net_lists in = {0};
    size_t limit = (size_t)(CELLS * share) + CELLS_PER_EDGE * (size_t)part->edge_count;
    pairs->first = array_new(part->edge_count, sizeof *pairs->first);
    int is_done =
        pairs->first != NULL && net_lists_init(&in, part->function_count, part->edge_count,
                                               &part->edges->target, sizeof *part->edges);
    if (is_done) {
        size_t cells = place_tables(pairs, part, &in, limit);
        pairs->factor = array_new(cells, sizeof *pairs->factor);
        is_done = pairs->factor != NULL;
        for (size_t i = 0; is_done && i < cells; i++)
            pairs->factor[i] = 1.0;
    }
    is_done = is_done && fill_tables(pairs, part, &in);
    net_lists_free(&in);
    return is_done;
}
