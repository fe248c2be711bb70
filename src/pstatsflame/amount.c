/* How times and shares are written for people. */
#include "amount.h"

#include "cli/decimal.h"
#include "cli/names.h"

#include <math.h>
#include <string.h>

#define PLAIN_MAX 1e15 /* from here on in powers of ten */

/* A whole number with a comma before every three digits. */
static void append_grouped(struct buffer *buffer, double value)
{
    char digits[DECIMAL_SIZE];
    size_t length = decimal_fixed(value, 0, digits), start = 0;
    for (size_t end = (length - 1) % 3 + 1; end < length; start = end, end += 3) {
        buffer_append(buffer, digits + start, end - start);
        buffer_append_char(buffer, ',');
    }
    buffer_append(buffer, digits + start, length - start);
}

/* Three significant digits of a number below 1000; more of a larger one, none after the point. */
static void append_three(struct buffer *buffer, double value)
{
    if (value >= PLAIN_MAX)
        buffer_append_format(buffer, "%.3g", value);
    else if (value >= 99.95)
        append_grouped(buffer, value);
    else if (value >= 9.995)
        decimal_append_fixed(buffer, value, 1);
    else
        decimal_append_fixed(buffer, value, 2);
}

static void append_seconds(struct buffer *buffer, double seconds)
{
    static const struct {
        double from, scale; /* from: what is not rounded up to the next unit */
        const char *unit;
    } units[] = {{0.9995, 1.0, "s"}, {0.9995e-3, 1e3, "ms"}, {0.005e-6, 1e6, "µs"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!(seconds >= units[i].from))
            continue;
        append_three(buffer, seconds * units[i].scale);
        buffer_append_char(buffer, ' ');
        buffer_append_string(buffer, units[i].unit);
        return;
    }
    buffer_append_string(buffer, seconds > 0.0 ? "<0.01 µs" : "0 s");
}

void amount_append(struct buffer *buffer, double value, const char *unit)
{
    if (strcmp(unit, "seconds") == 0) {
        append_seconds(buffer, value);
        return;
    }
    if (value < PLAIN_MAX && value == floor(value))
        append_grouped(buffer, value);
    else
        append_three(buffer, value);
    if (*unit != '\0')
        buffer_append_char(buffer, ' ');
    names_append_clean(buffer, (pstats_text){unit, strlen(unit)});
}

void amount_append_share(struct buffer *buffer, double value, double total)
{
    double percent = total > 0.0 && value > 0.0 ? value / total * 100.0 : 0.0;
    if (percent == 0.0)
        buffer_append_string(buffer, "0%");
    else if (percent < 0.005)
        buffer_append_string(buffer, "<0.01%");
    else {
        decimal_append_fixed(buffer, percent, percent >= 99.95 ? 0 : percent >= 9.995 ? 1 : 2);
        buffer_append_char(buffer, '%');
    }
}
