/* Hash tables of numbers. */
#include "lib/buckets.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdint.h>

enum { NUMBERS = 20000 };

/* The bucket that has the number, or the empty one where its search ends. */
static struct bucket *find(const struct buckets *buckets, uint32_t number, uint32_t tag)
{
    size_t at = buckets_first(buckets, tag);
    while (buckets->items[at].number != 0 && buckets->items[at].number != number + 1)
        at = buckets_next(buckets, at);
    return &buckets->items[at];
}

static const struct {
    uint32_t factor, mask;
} tags[] = {
    {UINT32_C(2654435761), UINT32_MAX}, /* spread */
    {1, 0xff},                          /* at the start, and many alike */
    {1, 0},                             /* all alike */
    {UINT32_MAX, UINT32_MAX},           /* from the end, so that searches go round */
};

START_TEST(what_was_put_in_is_found_however_often_buckets_grew)
{
    uint32_t count = tags[_i].mask == 0 ? NUMBERS / 20 : NUMBERS; /* where it takes the square */
    struct buckets buckets = {NULL, 0};                           /* given */
    for (uint32_t number = 0; number < count; number++) {
        uint32_t tag = (number * tags[_i].factor - (tags[_i].factor == UINT32_MAX)) & tags[_i].mask;
        ck_assert(buckets_grow(&buckets, number)); /* when */
        ck_assert_uint_lt(number, buckets.count);
        struct bucket *bucket = find(&buckets, number, tag);
        ck_assert_uint_eq(bucket->number, 0);
        *bucket = (struct bucket){number + 1, tag};
    }
    for (uint32_t number = 0; number < count; number++) { /* then */
        uint32_t tag = (number * tags[_i].factor - (tags[_i].factor == UINT32_MAX)) & tags[_i].mask;
        ck_assert_uint_eq(find(&buckets, number, tag)->number, number + 1);
    }
    buckets_free(&buckets);
    ck_assert_uint_eq(buckets.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("buckets");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, what_was_put_in_is_found_however_often_buckets_grew, 0,
                        (int)(sizeof tags / sizeof *tags));
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
