/* Ranks of texts, and numbers that are kept by where a text is. */
#include "lib/text_order.h"

#include "lib/text.h"

#include "support/hand_dump.h"
#include "support/run_suite.h"
#include "support/small_profiles.h"

#include <check.h>
#include <string.h>

static pstats_text text(const char *string)
{
    return (pstats_text){string, strlen(string)};
}

START_TEST(ranks_are_in_the_order_of_code_points_and_equal_for_equal_texts)
{
    static const char copy[] = "b", other[] = "ab";
    const pstats_text texts[] = {text("b"),  text(""),    text(copy), text("\xc3\xa9"),
                                 {other, 1}, text(other), text("b")}; /* given */
    static const uint32_t expected[] = {3, 0, 3, 4, 1, 2, 3};
    uint32_t ranks[7];
    ck_assert(text_rank(texts, 7, ranks)); /* when */
    for (size_t i = 0; i < 7; i++)
        ck_assert_msg(ranks[i] == expected[i], "%zu: %u", i, (unsigned)ranks[i]); /* then */
    ck_assert(text_rank(NULL, 0, NULL));
    size_t places[7];
    ck_assert_int_eq(pstats_texts_rank(texts, 7, places, NULL), 0);
    for (size_t i = 0; i < 7; i++)
        ck_assert_uint_eq(places[i], expected[i]);
    ck_assert_int_eq(pstats_texts_rank(NULL, 0, NULL, NULL), 0);
}
END_TEST

/* Files a.py and z.py, the functions in neither order; the name of one is another's file. */
START_TEST(functions_rank_by_file_line_and_name_and_then_by_index)
{
    static const struct {
        const char *file;
        int64_t line;
        const char *name;
        size_t rank, file_rank, name_rank;
    } functions[] = {
        {"z.py", 1, "b", 5, 3, 2},    {"a.py", 10, "a", 3, 1, 0}, {"a.py", 9, "z.py", 2, 1, 3},
        {"a.py", 9, "a.py", 0, 1, 1}, {"a.py", 9, "b", 1, 1, 2},  {"z.py", -1, "z.py", 4, 3, 3},
    };
    size_t count = sizeof functions / sizeof *functions, ranks[6], files[6], names[6];
    begin_dump(4); /* given */
    for (size_t i = 0; i < count; i++) {
        put_function_begin(writer, functions[i].file, functions[i].line, functions[i].name, 1, 1,
                           0.5, 0.5);
        put_dict_end(writer);
    }
    end_dump();
    ck_assert_int_eq(pstats_graph_rank_functions(graph, ranks, files, names, NULL), 0); /* when */
    for (size_t i = 0; i < count; i++) {                                                /* then */
        ck_assert_uint_eq(ranks[i], functions[i].rank);
        ck_assert_uint_eq(files[i], functions[i].file_rank);
        ck_assert_uint_eq(names[i], functions[i].name_rank);
    }
    ck_assert_int_eq(pstats_graph_rank_functions(graph, NULL, NULL, NULL, NULL), 0);
    memset(ranks, 0xff, sizeof ranks);
    ck_assert_int_eq(pstats_graph_rank_functions(graph, ranks, NULL, NULL, NULL), 0); /* alone */
    for (size_t i = 0; i < count; i++)
        ck_assert_uint_eq(ranks[i], functions[i].rank);
    release_dump();
}
END_TEST

START_TEST(a_number_is_kept_for_a_long_text_at_its_address)
{
    struct text_memo memo = {.short_number = 0};
    static char bytes[1000];
    memset(bytes, 'x', sizeof bytes); /* given */
    *text_memo_at(&memo, (pstats_text){bytes, 500}) = 7;
    *text_memo_at(&memo, (pstats_text){bytes, 5}) = 8;
    ck_assert_uint_eq(*text_memo_at(&memo, (pstats_text){bytes, 500}), 7); /* then */
    ck_assert_uint_eq(*text_memo_at(&memo, (pstats_text){bytes, 499}), TEXT_NONE);
    ck_assert_uint_eq(*text_memo_at(&memo, (pstats_text){bytes + 1, 500}), TEXT_NONE);
    ck_assert_uint_eq(*text_memo_at(&memo, (pstats_text){bytes, 5}), TEXT_NONE);
    text_memo_free(&memo);
    ck_assert_uint_eq(*text_memo_at(&memo, (pstats_text){bytes, 500}), TEXT_NONE);
    text_memo_free(&memo);
}
END_TEST

/* What is freed after one input may be where the next one has another text. */
START_TEST(long_names_of_one_input_are_not_those_of_the_next)
{
    pstats_merger *merger = pstats_merger_new(NULL); /* given */
    char name[301] = "";
    for (int i = 0; i < 10; i++) {
        memset(name, 'a' + i, sizeof name - 1);
        begin_dump(4);
        put_function_begin(writer, "f.py", 1, name, 1, 1, 0.5, 0.5);
        put_dict_end(writer);
        put_dict_end(writer);
        end_dump();
        ck_assert_int_eq(pstats_merger_add(merger, profile, NULL), 0);
        release_dump();
    }
    pstats_profile *sum = pstats_merger_finish(merger, NULL); /* when */
    const pstats_graph *merged = pstats_profile_graph(sum);
    ck_assert_uint_eq(pstats_graph_function_count(merged), 10); /* then */
    for (int i = 0; i < 10; i++) {
        memset(name, 'a' + i, sizeof name - 1);
        ck_assert(has_function(merged, name));
    }
    pstats_profile_free(sum);
    pstats_merger_free(merger);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text_order");
    TCase *all = tcase_create("all");
    tcase_add_test(all, functions_rank_by_file_line_and_name_and_then_by_index);
    tcase_add_test(all, ranks_are_in_the_order_of_code_points_and_equal_for_equal_texts);
    tcase_add_test(all, a_number_is_kept_for_a_long_text_at_its_address);
    tcase_add_test(all, long_names_of_one_input_are_not_those_of_the_next);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
