/* How the time of a function's callees is shared between its callers. */
#include "estimate_table.h"

#include "estimate_net.h"

#include <math.h>
#include <string.h>

#define SWEEPS 30
#define CLOSE 1e-6
#define LEAST_FIT 1e-6

struct table {
    const struct net *net;
    const uint32_t *ins;
    const uint32_t *outs;
    size_t rows;
    size_t columns;
    double *cells;
};

static struct table table_of(const struct net *net, uint32_t function)
{
    return (struct table){.net = net,
                          .ins = net->in.item + net->in.first[function],
                          .outs = net->out.item + net->out.first[function],
                          .rows = net->in.first[function + 1] - net->in.first[function],
                          .columns = net->out.first[function + 1] - net->out.first[function]};
}

size_t table_size(const struct net *net, uint32_t function)
{
    struct table table = table_of(net, function);
    return table.rows < 2 || table.columns < 2 ? 0 : table.rows * table.columns;
}

static double row_sum(const struct table *table,
                      size_t row) /* what the caller's calls spend in callees */
{
    const struct net_edge *edge = &table->net->edges[table->ins[row]];
    return edge->total - edge->self;
}

/* Callers and callees are independent, but a call whose callees took 5 us holds no call that takes 1000 us. */
static void fill_prior(struct table *table)
{
    for (size_t row = 0; row < table->rows; row++) {
        double rest = row_sum(table, row);
        double per_call = rest / fmax(table->net->edges[table->ins[row]].calls, 1.0);
        for (size_t column = 0; column < table->columns; column++) {
            const struct net_edge *out = &table->net->edges[table->outs[column]];
            double fits = out->total > 0.0 ? per_call * out->calls / out->total : 0.0;
            fits = fmin(1.0, fmax(fits, LEAST_FIT));
            table->cells[row * table->columns + column] = rest * out->total * fits * fits;
        }
    }
}

static void fit_columns(struct table *table, double scale, double *sums)
{
    memset(sums, 0, table->columns * sizeof *sums);
    for (size_t row = 0; row < table->rows; row++) {
        for (size_t column = 0; column < table->columns; column++)
            sums[column] += table->cells[row * table->columns + column];
    }
    for (size_t column = 0; column < table->columns; column++) {
        double known = table->net->edges[table->outs[column]].total * scale;
        sums[column] = sums[column] > 0.0 ? known / sums[column] : 0.0;
    }
    for (size_t row = 0; row < table->rows; row++) {
        for (size_t column = 0; column < table->columns; column++)
            table->cells[row * table->columns + column] *= sums[column];
    }
}

/* Scales each row to its sum, or to 1. Returns the worst error. */
static double fit_rows(struct table *table, int to_one)
{
    double worst = 0.0;
    for (size_t row = 0; row < table->rows; row++) {
        double *cells = table->cells + row * table->columns, sum = 0.0;
        double known = to_one ? 1.0 : row_sum(table, row);
        for (size_t column = 0; column < table->columns; column++)
            sum += cells[column];
        double factor = sum > 0.0 ? known / sum : 0.0;
        if (sum > 0.0 && known > 0.0)
            worst = fmax(worst, fabs(factor - 1.0));
        for (size_t column = 0; column < table->columns; column++)
            cells[column] *= factor;
    }
    return worst;
}

void table_fill(const struct net *net, uint32_t function, double *shares, double *sums)
{
    struct table table = table_of(net, function);
    double rows = 0.0, columns = 0.0;
    table.cells = shares;
    for (size_t row = 0; row < table.rows; row++)
        rows += row_sum(&table, row);
    for (size_t column = 0; column < table.columns; column++)
        columns += net->edges[table.outs[column]].total;
    fill_prior(&table);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        fit_columns(&table, columns > 0.0 ? rows / columns : 0.0, sums);
        if (fit_rows(&table, 0) < CLOSE)
            break;
    }
    fit_rows(&table, 1);
}
