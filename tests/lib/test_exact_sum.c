/* Sums that are exact until they are rounded, whatever the order of adding. */
#include "lib/exact_sum.h"

#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#define MAX_VALUES 16
#define PERMUTATIONS 200

/* ---- Chance, the same in every run ---- */

static uint64_t state;

static uint64_t next_random(void)
{
    /* xorshift64* */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545f4914f6cdd1d);
}

static void shuffle(double *values, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random() % i);
        double value = values[i - 1];
        values[i - 1] = values[other];
        values[other] = value;
    }
}

static double sum_of(const double *values, size_t count)
{
    struct exact_sum sum = {.count = 0};
    for (size_t i = 0; i < count; i++)
        ck_assert(exact_sum_add(&sum, values[i]));
    double rounded = exact_sum_round(&sum);
    ck_assert(is_same_double(exact_sum_round(&sum), rounded)); /* to round changes nothing */
    exact_sum_free(&sum);
    double at_once = 1.0;
    ck_assert_int_eq(pstats_times_sum(values, count, &at_once, NULL), 0);
    ck_assert(is_same_double(at_once, rounded));
    return rounded;
}

/* ---- Known sums ---- */

static const struct {
    double expected;
    size_t count;
    double values[MAX_VALUES];
} known[] = {
    {0.0, 0, {0}},
    {0.0, 1, {0.0}},
    {0.5, 1, {0.5}},
    {0.5, 5, {0.1, 0.1, 0.1, 0.1, 0.1}},
    {1.0, 10, {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}},
    {1.0, 3, {1e100, 1.0, -1e100}},
    {2.0, 4, {1e100, 1.0, -1e100, 1.0}},
    {0.0, 4, {1e300, -1e-300, -1e300, 1e-300}},
    {-0x1p-1074, 3, {1.0, -0x1p-1074, -1.0}},
    /* Ties go to even, unless something however small lies beside them */
    {1.0, 2, {1.0, 0x1p-53}},
    {0x1.0000000000001p0, 3, {1.0, 0x1p-53, 0x1p-1074}},
    {1.0, 3, {1.0, 0x1p-53, -0x1p-1074}},
    {0x1.0000000000002p0, 2, {0x1.0000000000001p0, 0x1p-53}},
    {0x1.0000000000001p0, 3, {0x1.0000000000001p0, 0x1p-53, -0x1p-300}},
    {-1.0, 2, {-1.0, -0x1p-53}},
    {-0x1.0000000000001p0, 3, {-1.0, -0x1p-53, -0x1p-1074}},
    {1.0, 2, {1.0, -0x1p-54}},
    {0x1.fffffffffffffp-1, 3, {1.0, -0x1p-54, -0x1p-200}},
    {0x1p53, 2, {0x1p53, 1.0}},
    {0x1.0000000000001p53, 3, {0x1p53, 1.0, 0x1p-60}},
    {0x1.0000000000001p53, 3, {0x1p53, 1.0, 1.0}},
    /* More parts than fit without the heap */
    {0x1p900, 9, {0x1p900, 0x1p800, 0x1p700, 0x1p600, 0x1p500, 0x1p400, 0x1p300, 0x1p200, 0x1p100}},
    {0x1p-1000,
     15,
     {0x1p900, 0x1p600, 0x1p300, 1.0, 0x1p-300, 0x1p-600, 0x1p-900, 0x1p-1000, -0x1p900, -0x1p600,
      -0x1p300, -1.0, -0x1p-300, -0x1p-600, -0x1p-900}},
    /* As large as can be */
    {0x1.fffffffffffffp999 * 8,
     8,
     {0x1.fffffffffffffp999, 0x1.fffffffffffffp999, 0x1.fffffffffffffp999, 0x1.fffffffffffffp999,
      0x1.fffffffffffffp999, 0x1.fffffffffffffp999, 0x1.fffffffffffffp999, 0x1.fffffffffffffp999}},
    {0x1p1000, 2, {0x1p1000, 1.0}},
    {-0x1p1000, 2, {-0x1p1000, 1.0}},
    {HUGE_VAL, 2, {DBL_MAX, DBL_MAX}},
    {DBL_MAX, 3, {DBL_MAX, DBL_MAX, -DBL_MAX}}, /* passes through what no double can hold */
    {1.0, 3, {DBL_MAX, 1.0, -DBL_MAX}},
    {0x1p-1074, 3, {0x1p1023, 0x1p-1074, -0x1p1023}},
    {0x1.0000000000001p1000, 3, {0x1p1000, 0x1p947, 0x1p-1074}}, /* the least decides a tie */
    {0x1p1000, 3, {0x1p1000, 0x1p947, -0x1p-1074}},
    {HUGE_VAL, 3, {DBL_MAX, DBL_MAX, 1.0}},
    {DBL_MAX, 2, {DBL_MAX, 0x1p969}},  /* less than half a bit more */
    {HUGE_VAL, 2, {DBL_MAX, 0x1p970}}, /* halfway to 2^1024, which is even */
    {DBL_MAX, 3, {DBL_MAX, 0x1p970, -0x1p-1074}},
    /* Large ones that together take a huge one away */
    {0x1p-1000, 6, {-0x1p901, 0x1p899, 0x1p899, 0x1p899, 0x1p899, 0x1p-1000}},
    {0x1.8p-1060, 7, {-0x1p901, 0x1p899, 0x1p899, 0x1p899, 0x1p899, 0x1p-1060, 0x1p-1061}},
    {0.0, 2, {DBL_MAX, -DBL_MAX}},
    /* What is no number */
    {HUGE_VAL, 3, {1.0, HUGE_VAL, -5.0}},
    {-HUGE_VAL, 2, {-HUGE_VAL, 1e300}},
    {HUGE_VAL, 2, {HUGE_VAL, HUGE_VAL}},
    {NAN, 2, {HUGE_VAL, -HUGE_VAL}},
    {NAN, 2, {NAN, 1.0}},
    {NAN, 3, {NAN, HUGE_VAL, 1.0}},
    {0.0, 2, {-0.0, 0.0}},
};

START_TEST(a_sum_is_exact_and_rounded_once_in_every_order)
{
    double values[MAX_VALUES];
    size_t count = known[_i].count; /* given */
    for (size_t i = 0; i < count; i++)
        values[i] = known[_i].values[i];
    state = UINT64_C(0x9e3779b97f4a7c15);
    for (int round = 0; round < PERMUTATIONS; round++) {
        double sum = sum_of(values, count); /* when */
        ck_assert_msg(is_same_double(sum, known[_i].expected), "sum %d, order %d: %a, not %a", _i,
                      round, sum, known[_i].expected); /* then */
        shuffle(values, count);
    }
}
END_TEST

/* ---- Random sums ---- */

#define RANDOM_VALUES 500

/* An integer times 2^-30, so that the sum of all is exact in 64 bits. */
START_TEST(a_sum_of_many_equals_the_sum_of_integers)
{
    double values[RANDOM_VALUES];
    int64_t exact = 0;
    state = (uint64_t)_i * 7919 + 1; /* given */
    for (size_t i = 0; i < RANDOM_VALUES; i++) {
        int64_t value = (int64_t)(next_random() >> 11) - (INT64_C(1) << 52);
        if (i % 3 == 0)
            value >>= next_random() % 50;
        exact += value;
        values[i] = (double)value * 0x1p-30;
    }
    for (int round = 0; round < 20; round++) {
        double sum = sum_of(values, RANDOM_VALUES); /* when */
        ck_assert_msg(sum == (double)exact * 0x1p-30, "%a, not %a", sum,
                      (double)exact * 0x1p-30); /* then */
        shuffle(values, RANDOM_VALUES);
    }
}
END_TEST

/* Values of all sizes, so that the parts are many. */
START_TEST(the_order_of_values_of_all_sizes_never_shows)
{
    double values[RANDOM_VALUES];
    state = (uint64_t)_i * 104729 + 1; /* given */
    for (size_t i = 0; i < RANDOM_VALUES; i++) {
        double mantissa = (double)(int64_t)next_random();
        values[i] = ldexp(mantissa, (int)(next_random() % 1900) - 1030);
    }
    double first = sum_of(values, RANDOM_VALUES);
    for (int round = 0; round < 20; round++) {
        shuffle(values, RANDOM_VALUES);
        double sum = sum_of(values, RANDOM_VALUES);                          /* when */
        ck_assert_msg(is_same_double(sum, first), "%a, not %a", sum, first); /* then */
    }
    ck_assert(isfinite(first) && first != 0.0);
}
END_TEST

START_TEST(what_is_taken_away_again_leaves_nothing)
{
    double values[RANDOM_VALUES];
    state = 271828;
    for (size_t i = 0; i < RANDOM_VALUES; i += 2) { /* given */
        values[i] = ldexp((double)(int64_t)next_random(), (int)(next_random() % 1900) - 1030);
        values[i + 1] = -values[i];
    }
    for (int round = 0; round < 20; round++) {
        shuffle(values, RANDOM_VALUES);
        ck_assert(is_same_double(sum_of(values, RANDOM_VALUES), 0.0)); /* then */
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exact_sum");
    TCase *tcase = tcase_create("sums");
    tcase_add_loop_test(tcase, a_sum_is_exact_and_rounded_once_in_every_order, 0,
                        sizeof known / sizeof *known);
    tcase_add_loop_test(tcase, a_sum_of_many_equals_the_sum_of_integers, 0, 10);
    tcase_add_loop_test(tcase, the_order_of_values_of_all_sizes_never_shows, 0, 10);
    tcase_add_test(tcase, what_is_taken_away_again_leaves_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
