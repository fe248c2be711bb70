/* Numbers as text: byte for byte what printf writes, in a fraction of its time. */
#include "decimal.h"

#include <math.h>
#include <stdio.h>

/* The digits of value, at least so many, with a point before the last fraction_size of them, if any. */
static size_t put_digits(char *text, uint64_t value, size_t digits_min, size_t fraction_size)
{
    char reversed[24];
    size_t count = 0;
    while (value > 0 || count < digits_min) {
        reversed[count++] = (char)('0' + value % 10);
        value /= 10;
        if (count == fraction_size)
            reversed[count++] = '.';
    }
    for (size_t i = 0; i < count; i++)
        text[i] = reversed[count - 1 - i];
    text[count] = '\0';
    return count;
}

size_t decimal_integer(int64_t value, char text[DECIMAL_SIZE])
{
    size_t sign = value < 0;
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    text[0] = '-';
    return sign + put_digits(text + sign, magnitude, 1, 0);
}

/* The product, of less than 1e9, is off by at most half a unit in its last place, 6e-8: so
 * what lies further than that from the middle between two results rounds to the same one as the
 * exact value. The rest is left to printf. */
size_t decimal_fixed(double value, size_t places, char text[DECIMAL_SIZE])
{
    static const double scales[DECIMAL_PLACES_MAX + 1] = {1.0, 10.0, 100.0};
    double scaled = value * scales[places];
    if (!signbit(value) && scaled < 1e9) {
        double whole = floor(scaled), rest = scaled - whole;
        size_t digits_min = places > 0 ? places + 2 : 1; /* the point counts as one */
        if (fabs(rest - 0.5) > 1e-6)
            return put_digits(text, (uint64_t)whole + (rest > 0.5), digits_min, places);
    }
    return (size_t)snprintf(text, DECIMAL_SIZE, "%.*f", (int)places, value);
}

void decimal_append_integer(struct buffer *buffer, int64_t value)
{
    char text[DECIMAL_SIZE];
    buffer_append(buffer, text, decimal_integer(value, text));
}

void decimal_append_fixed(struct buffer *buffer, double value, size_t places)
{
    char text[DECIMAL_SIZE];
    buffer_append(buffer, text, decimal_fixed(value, places, text));
}
