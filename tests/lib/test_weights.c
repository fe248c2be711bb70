/* The order of weights. */
#include "lib/weights.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdint.h>

enum { MOST = 1000 };

/* Numbers that look random and are the same each time; a few of them equal. */
static double weight_of(uint32_t number, uint32_t kinds)
{
    return (double)(number * UINT32_C(2654435761) % kinds) / 7.0;
}

static int is_in_order(const struct weighed *a, const struct weighed *b)
{
    return a->weight > b->weight || (a->weight == b->weight && a->number < b->number);
}

START_TEST(the_heaviest_come_first_and_of_equals_the_lower_number)
{
    static const size_t counts[] = {0, 1, 2, 7, 8, 9, 16, 17, 63, 64, 65, 129, MOST};
    static const uint32_t kinds[] = {1, 3, 100, 1000000};
    size_t count = counts[(size_t)_i % (sizeof counts / sizeof *counts)];
    uint32_t kind = kinds[(size_t)_i / (sizeof counts / sizeof *counts)];
    struct weighed items[MOST], spare[MOST];
    unsigned char is_there[MOST] = {0};
    for (size_t i = 0; i < count; i++) { /* given: in no order, also of numbers */
        uint32_t number = (uint32_t)((i * 7 + 3) % count);
        if (count % 7 == 0)
            number = (uint32_t)(count - 1 - i);
        items[i] = (struct weighed){weight_of(number, kind), number};
    }
    weights_sort(items, count, spare);   /* when */
    for (size_t i = 0; i < count; i++) { /* then: each is there once, as it was */
        ck_assert(i == 0 || is_in_order(&items[i - 1], &items[i]));
        ck_assert_uint_lt(items[i].number, count);
        ck_assert(!is_there[items[i].number]);
        is_there[items[i].number] = 1;
        ck_assert(items[i].weight == weight_of(items[i].number, kind));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("weights");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, the_heaviest_come_first_and_of_equals_the_lower_number, 0, 13 * 4);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
