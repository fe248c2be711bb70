/* Numbers as marshal writes them: long integers in digits of 15 bits, and decimal text. Knows nothing of files. */
#include "number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGIT_BITS 15

static unsigned digit_at(const unsigned char *digits, size_t index)
{
    return digits[2 * index] | (unsigned)digits[2 * index + 1] << 8;
}

int number_is_long(const unsigned char *digits, size_t count)
{
    unsigned seen = 0;
    for (size_t i = 0; i < count; i++)
        seen |= digit_at(digits, i);
    return seen >> DIGIT_BITS == 0 && (count == 0 || digit_at(digits, count - 1) != 0);
}

/* The highest 64 bits, or all when there are fewer; *rest is the number of bits below them and *is_inexact whether any
 * of those is set. */
static uint64_t leading_bits(const unsigned char *digits, size_t count, size_t *rest,
                             int *is_inexact)
{
    uint64_t bits = 0;
    unsigned used = 0; /* bits so far, from the first that is set */
    size_t i = count;
    *rest = 0;
    *is_inexact = 0;
    for (; i > 0 && used + DIGIT_BITS <= 64; i--) {
        bits = bits << DIGIT_BITS | digit_at(digits, i - 1);
        used += DIGIT_BITS;
        while (used > 0 && used < 64 && bits >> (used - 1) == 0)
            used--;
    }
    if (i == 0)
        return bits;
    unsigned taken = 64 - used; /* of the next digit */
    unsigned digit = digit_at(digits, i - 1);
    bits = bits << taken | digit >> (DIGIT_BITS - taken);
    *rest = (i - 1) * DIGIT_BITS + (DIGIT_BITS - taken);
    *is_inexact = (digit & ((1u << (DIGIT_BITS - taken)) - 1)) != 0;
    for (i--; i > 0 && !*is_inexact; i--)
        *is_inexact = digit_at(digits, i - 1) != 0;
    return bits;
}

double number_long_to_double(const unsigned char *digits, size_t count, int is_negative)
{
    size_t rest;
    int is_inexact;
    uint64_t bits = leading_bits(digits, count, &rest, &is_inexact);
    /* 64 bits are 11 more than a double has, so what lies below them matters only as "not a tie". */
    double value = rest > 2000 ? HUGE_VAL : ldexp((double)(bits | (uint64_t)is_inexact), (int)rest);
    return is_negative ? -value : value;
}

int number_long_to_int64(const unsigned char *digits, size_t count, int is_negative, int64_t *value)
{
    size_t rest;
    int is_inexact;
    uint64_t bits = leading_bits(digits, count, &rest, &is_inexact);
    uint64_t limit = (uint64_t)INT64_MAX + (is_negative ? 1 : 0);
    if (rest > 0 || bits > limit) {
        *value = is_negative ? INT64_MIN : INT64_MAX;
        return 0;
    }
    *value = is_negative ? (int64_t)(0 - bits) : (int64_t)bits;
    return 1;
}

static int equals_word(const char *text, const char *word)
{
    for (; *text != '\0' && *word != '\0'; text++, word++)
        if ((*text | 0x20) != *word)
            return 0;
    return *text == *word;
}

static const char *skip_digits(const char *text, int *has_digits)
{
    while (*text >= '0' && *text <= '9') {
        *has_digits = 1;
        text++;
    }
    return text;
}

static int is_decimal(const char *text)
{
    int has_digits = 0, has_exponent = 0;
    text = skip_digits(text, &has_digits);
    if (*text == '.')
        text = skip_digits(text + 1, &has_digits);
    if (has_digits && (*text | 0x20) == 'e') {
        text++;
        text += *text == '+' || *text == '-';
        text = skip_digits(text, &has_exponent);
        has_digits = has_exponent;
    }
    return has_digits && *text == '\0';
}

enum number_result number_parse(const unsigned char *bytes, size_t length, void **locale,
                                double *value)
{
    char text[256];
    if (length >= sizeof text)
        return NUMBER_MALFORMED;
    memcpy(text, bytes, length);
    text[length] = '\0';
    const char *unsigned_text = text + (*text == '-' || *text == '+');
    int is_negative = *text == '-';
    if (equals_word(unsigned_text, "inf") || equals_word(unsigned_text, "infinity")) {
        *value = is_negative ? -HUGE_VAL : HUGE_VAL;
        return NUMBER_OK;
    }
    if (equals_word(unsigned_text, "nan")) {
        *value = is_negative ? -(double)NAN : (double)NAN;
        return NUMBER_OK;
    }
    if (!is_decimal(unsigned_text))
        return NUMBER_MALFORMED;
    if (*locale == NULL)
        *locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (*locale == NULL)
        return NUMBER_MEMORY;
    locale_t before = uselocale((locale_t)*locale);
    *value = strtod(text, NULL);
    uselocale(before);
    return NUMBER_OK;
}

void number_locale_free(void *locale)
{
    if (locale != NULL)
        freelocale((locale_t)locale);
}
