/* Command lines, against a small table. Messages are tested with the programs. */
#include "cli/options.h"

#include "support/run_suite.h"

#include <check.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct values {
    int flag, other;
    const char *text;
    struct option_strings list;
    double number;
    long count;
    int choice;
    struct option_values choices;
};

static const struct option_choice colours[] = {{"gray", 1}, {"grey", 1}, {"red", 2}, {NULL, 0}};

#define VALUE(member) .offset = offsetof(struct values, member)

static const struct option rows[] = {
    {.group = "All",
     .names = "flag",
     .letter = 'f',
     .kind = OPTION_FLAG,
     VALUE(flag),
     .help = "A flag."},
    {.names = "other colour-other color-other",
     .letter = 'x',
     .kind = OPTION_FLAG,
     VALUE(other),
     .help = "Another, under three names."},
    {.names = "text",
     .letter = 't',
     .argument = "TEXT",
     .kind = OPTION_STRING,
     VALUE(text),
     .help = "Text."},
    {.names = "list",
     .letter = 'l',
     .argument = "ITEM",
     .kind = OPTION_STRINGS,
     VALUE(list),
     .help = "Items."},
    {.names = "number",
     .letter = 'n',
     .argument = "NUMBER",
     .kind = OPTION_NUMBER,
     VALUE(number),
     .maximum = 100,
     .fallback = "5",
     .help = "A number whose help is so long that it does not fit on one line of the screen."},
    {.names = "count",
     .argument = "COUNT",
     .kind = OPTION_INTEGER,
     VALUE(count),
     .minimum = -5,
     .maximum = 5,
     .help = "C."},
    {.names = "choice",
     .argument = "CHOICE",
     .kind = OPTION_CHOICE,
     VALUE(choice),
     .choices = colours,
     .is_elder = 1,
     .help = "A choice."},
    {.names = "chosen",
     .argument = "CHOICE",
     .kind = OPTION_CHOICES,
     VALUE(choices),
     .choices = colours,
     .help = "All."},
    {.names = "flagrant", .kind = OPTION_REFUSED, .is_hidden = 1, .help = "is another program's"},
    {.names = "secret", .kind = OPTION_REFUSED, .is_hidden = 1, .help = "is not there yet"},
    {.names = "help", .letter = 'h', .kind = OPTION_HELP, .help = "This."},
    {.names = "version", .kind = OPTION_VERSION, .help = "That."},
};

static const struct option_table table = {.program = "test",
                                          .operands = "[FILE]...",
                                          .summary = "Tests.",
                                          .options = rows,
                                          .count = sizeof rows / sizeof *rows,
                                          .epilogue = "The end.\nReally."};

static struct values values;
static struct option_strings operands;

/* Arguments end with NULL. */
static enum options_outcome parse(const char *first, ...)
{
    char *argv[16] = {(char *)"test"};
    int argc = 1;
    va_list arguments;
    va_start(arguments, first);
    for (const char *argument = first; argument != NULL; argument = va_arg(arguments, const char *))
        argv[argc++] = (char *)argument;
    va_end(arguments);
    options_free(&table, &values, &operands);
    values = (struct values){.number = 5.0};
    operands = (struct option_strings){NULL, 0, 0};
    return options_parse(&table, argc, argv, &values, &operands);
}

static void release(void)
{
    options_free(&table, &values, &operands);
    values = (struct values){.number = 5.0};
    operands = (struct option_strings){NULL, 0, 0};
}

START_TEST(values_follow_with_a_sign_a_blank_or_nothing_between)
{
    ck_assert_int_eq(parse("--number=1.5", "--text", "a b", "-lx", "-l", "y", NULL), OPTIONS_RUN);
    ck_assert_double_eq(values.number, 1.5);
    ck_assert_str_eq(values.text, "a b");
    ck_assert_uint_eq(values.list.count, 2);
    ck_assert_str_eq(values.list.items[0], "x");
    ck_assert_str_eq(values.list.items[1], "y");
}
END_TEST

START_TEST(short_flags_share_a_dash_with_one_option_that_has_a_value)
{
    ck_assert_int_eq(parse("-fxn7", NULL), OPTIONS_RUN);
    ck_assert(values.flag && values.other && values.number == 7.0);
    ck_assert_int_eq(parse("-fn", "8", "-x", NULL), OPTIONS_RUN);
    ck_assert(values.flag && values.other && values.number == 8.0);
}
END_TEST

START_TEST(options_and_operands_mix_until_two_dashes)
{
    ck_assert_int_eq(parse("a", "-f", "-", "--", "-x", "--nothing", NULL), OPTIONS_RUN);
    ck_assert(values.flag && !values.other);
    ck_assert_uint_eq(operands.count, 4);
    ck_assert_str_eq(operands.items[0], "a");
    ck_assert_str_eq(operands.items[1], "-");
    ck_assert_str_eq(operands.items[2], "-x");
    ck_assert_str_eq(operands.items[3], "--nothing");
}
END_TEST

START_TEST(values_may_look_like_options_or_be_empty)
{
    ck_assert_int_eq(parse("--text", "--flag", "-l", "-", "--list=", NULL), OPTIONS_RUN);
    ck_assert_str_eq(values.text, "--flag");
    ck_assert_str_eq(values.list.items[0], "-");
    ck_assert_str_eq(values.list.items[1], "");
    ck_assert(!values.flag);
    ck_assert_int_eq(parse("--count", "-5", NULL), OPTIONS_RUN);
    ck_assert_int_eq(values.count, -5);
}
END_TEST

START_TEST(names_may_be_shortened_while_they_fit_one_option)
{
    ck_assert_int_eq(parse("--fl", "--num=2", NULL), OPTIONS_RUN);
    ck_assert(values.flag && values.number == 2.0);       /* what is refused is not meant */
    ck_assert_int_eq(parse("--colo", NULL), OPTIONS_RUN); /* two names of one option */
    ck_assert(values.other);
    ck_assert_int_eq(parse("--ch=red", NULL), OPTIONS_RUN); /* of two, the elder */
    ck_assert_int_eq(values.choice, 2);
    ck_assert_int_eq(parse("--cho=red", "--chos=red", NULL), OPTIONS_RUN);
    ck_assert_uint_eq(values.choices.count, 1);
}
END_TEST

START_TEST(choices_have_values_under_every_spelling)
{
    ck_assert_int_eq(parse("--choice=grey", "--chosen=red", "--chosen=gray", "--chosen=red", NULL),
                     OPTIONS_RUN);
    ck_assert_int_eq(values.choice, 1);
    ck_assert_uint_eq(values.choices.count, 3);
    ck_assert_int_eq(values.choices.items[0], 2);
    ck_assert_int_eq(values.choices.items[1], 1);
}
END_TEST

START_TEST(help_and_version_end_the_reading)
{
    ck_assert_int_eq(parse("--help", "--nonsense", NULL), OPTIONS_HELP);
    ck_assert_int_eq(parse("-fh", NULL), OPTIONS_HELP);
    ck_assert_int_eq(parse("--version", NULL), OPTIONS_VERSION);
    ck_assert_int_eq(parse("--nonsense", "--help", NULL), OPTIONS_WRONG);
}
END_TEST

static const char *const wrong[] = {
    "--nothing",     "-z",          "--c",          "--flag=1",     "--number",    "-n",
    "--number=x",    "--number=-1", "--number=101", "--number=nan", "--count=1.5", "--count=6",
    "--choice=blue", "--chosen=",   "--secret",     "--sec",        "-fz",         "--choice=green",
    "--number=1e999"};

START_TEST(what_makes_no_sense_is_refused)
{
    ck_assert_int_eq(parse(wrong[_i], NULL), OPTIONS_WRONG);
}
END_TEST

static char *printed_help(void)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    options_print_help(&table, stream);
    fclose(stream);
    return text;
}

START_TEST(help_tells_all_but_what_is_hidden)
{
    char *help = printed_help();
    ck_assert_ptr_nonnull(strstr(help, "Usage: test [OPTION]... [FILE]...\n"));
    ck_assert_ptr_nonnull(strstr(help, "\nAll:\n  -f, --flag "));
    ck_assert_ptr_nonnull(strstr(help, "      --count=COUNT "));
    ck_assert_ptr_nonnull(strstr(help, "CHOICE is gray or red.\n"));
    ck_assert_ptr_nonnull(strstr(help, "[5]\n"));
    ck_assert_ptr_nonnull(strstr(help, "\n\nThe end.\nReally.\n"));
    ck_assert_ptr_null(strstr(help, "secret"));
    ck_assert_ptr_null(strstr(help, "grey"));
    free(help);
}
END_TEST

START_TEST(no_line_of_help_is_wider_than_80_columns)
{
    char *help = printed_help();
    for (const char *line = help; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        ck_assert_msg(length <= 80, "%.*s", (int)length, line);
        ck_assert_msg(length == 0 || line[length - 1] != ' ', "blank at the end: %.*s", (int)length,
                      line);
        line += length + (line[length] == '\n');
    }
    free(help);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("options");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, release);
    tcase_add_test(all, values_follow_with_a_sign_a_blank_or_nothing_between);
    tcase_add_test(all, short_flags_share_a_dash_with_one_option_that_has_a_value);
    tcase_add_test(all, options_and_operands_mix_until_two_dashes);
    tcase_add_test(all, values_may_look_like_options_or_be_empty);
    tcase_add_test(all, names_may_be_shortened_while_they_fit_one_option);
    tcase_add_test(all, choices_have_values_under_every_spelling);
    tcase_add_test(all, help_and_version_end_the_reading);
    tcase_add_loop_test(all, what_makes_no_sense_is_refused, 0, sizeof wrong / sizeof *wrong);
    tcase_add_test(all, help_tells_all_but_what_is_hidden);
    tcase_add_test(all, no_line_of_help_is_wider_than_80_columns);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
