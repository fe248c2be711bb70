/* What is said of a program's options: --help, the manual page and the completions have those of the table,
 * and no others; and what every program says to who calls it without any, or with an output that cannot be meant. */
#include "documents.h"

#include "run_program.h"
#include "run_suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the tests are about; set before any of them runs. */
static const struct option_table *table;
static const void *defaults;
static const char *allowed;

#define OPTIONS (int)table->count

char *documents_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    struct buffer text = BUFFER_INIT;
    for (int c; (c = getc(file)) != EOF;)
        buffer_append_char(&text, (char)c);
    fclose(file);
    ck_assert(!text.failed && text.length > 0);
    return text.bytes;
}

static int is_part_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* Whether word stands in text and is not part of a longer one. */
static int has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if ((at == text || !is_part_of_name(at[-1])) && !is_part_of_name(at[length]))
            return 1;
    return 0;
}

/* Calls check for each name of an option, with its dashes, and then for its letter. */
static void each_name(const struct option *option,
                      void (*check)(const char *text, const char *name), const char *text)
{
    char name[80];
    for (const char *names = option->names, *next; names != NULL; names = next) {
        int length = (int)option_name(names, &next);
        snprintf(name, sizeof name, "--%.*s", length, names);
        check(text, name);
    }
    if (option->letter == '\0')
        return;
    snprintf(name, sizeof name, "-%c", option->letter);
    check(text, name);
}

static void assert_word(const char *text, const char *name)
{
    ck_assert_msg(has_word(text, name), "%s is missing", name);
}

/* Every word of text that begins with two dashes is the name of an option of the table that is not
 * hidden. */
static void assert_no_others(const char *text, const char *word)
{
    for (const char *at = text; (at = strstr(at, "--")) != NULL;) {
        const char *name = at + 2;
        size_t length = 0;
        while (is_part_of_name(name[length]))
            length++;
        int is_known = length == 0 || (at > text && is_part_of_name(at[-1]));
        for (int i = 0; i < OPTIONS && !is_known; i++)
            for (const char *names = table->options[i].names, *next; names != NULL; names = next)
                is_known |= option_name(names, &next) == length &&
                            strncmp(names, name, length) == 0 && !table->options[i].is_hidden;
        is_known |= word != NULL && strlen(word) == length && strncmp(word, name, length) == 0;
        ck_assert_msg(is_known, "--%.*s is no option", (int)length, name);
        at = name + length;
    }
}

static void assert_choices(const char *text, const struct option *option, int with_spellings)
{
    for (const struct option_choice *c = option->choices; c != NULL && c->name != NULL; c++)
        if (with_spellings || c == option->choices || c[-1].value != c->value)
            assert_word(text, c->name);
}

/* ---- The table ---- */

START_TEST(names_and_letters_are_given_once)
{
    for (int i = 0; i < OPTIONS; i++)
        for (int k = 0; k < i; k++) {
            const struct option *a = &table->options[i], *b = &table->options[k];
            ck_assert_msg(a->letter == '\0' || a->letter != b->letter, "-%c", a->letter);
            for (const char *names = a->names, *next; names != NULL; names = next) {
                char name[80];
                snprintf(name, sizeof name, "%.*s", (int)option_name(names, &next), names);
                ck_assert_msg(!has_word(b->names, name), "--%s", name);
            }
        }
}
END_TEST

/* The whole of text is a number. */
static int is_number(const char *text)
{
    char *end;
    strtod(text, &end);
    return end != text && *end == '\0';
}

START_TEST(defaults_are_those_that_help_tells)
{
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &table->options[i];
        const char *value = (const char *)defaults + option->offset;
        const char *told = option->fallback != NULL ? option->fallback : "0"; /* no limit, say */
        char shown[40] = "";
        if (option->kind == OPTION_NUMBER)
            snprintf(shown, sizeof shown, "%g", *(const double *)value);
        else if (option->kind == OPTION_INTEGER)
            snprintf(shown, sizeof shown, "%ld", *(const long *)value);
        if (shown[0] != '\0' && is_number(told))
            ck_assert_msg(strtod(told, NULL) == strtod(shown, NULL), "%s: %s", option->names,
                          shown);
    }
}
END_TEST

/* ---- Standard input ---- */

static const struct {
    const char *streams, *arguments;
} waits[] = {{"0", ""}, {"01", ""}, {"01", " -"}, {"01", " -o out"}};

START_TEST(a_terminal_is_not_waited_for)
{
    char command[100], expected[200];
    snprintf(command, sizeof command, "%s%s", table->program, waits[_i].arguments);
    snprintf(expected, sizeof expected,
             "%s: give a profile's path, or pipe one in; --help tells more\n", table->program);
    run_on_terminal(waits[_i].streams, command);
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.err, expected);
}
END_TEST

/* ---- Output ---- */

static const struct {
    const char *arguments, *output, *input;
} overwritings[] = {
    {"-o in.prof in.prof", "in.prof", "in.prof"},
    {"-o in.prof other.prof ./in.prof", "in.prof", "./in.prof"},
    {"-o symbolic in.prof", "symbolic", "in.prof"},
    {"-o in.prof symbolic", "in.prof", "symbolic"},
    {"-o hard in.prof", "hard", "in.prof"},
    {"-o in.prof < in.prof", "in.prof", "standard input"},
    {"-o in.prof - < in.prof", "in.prof", "standard input"},
    {"in.prof >> in.prof", "standard output", "in.prof"},
};

START_TEST(what_is_read_is_not_overwritten)
{
    char expected[200];
    run_shell("cp $DATA/queens-cProfile-py3.13.pstats in.prof && cp in.prof kept && "
              "cp in.prof other.prof && ln -s in.prof symbolic && ln in.prof hard && "
              "%s -T json %s; status=$?; cmp in.prof kept && test -h symbolic && "
              "test in.prof -ef hard && ls; exit $status",
              table->program, overwritings[_i].arguments);
    snprintf(expected, sizeof expected,
             "%s: %s: would overwrite what is read from %s; use -o with another file\n",
             table->program, overwritings[_i].output, overwritings[_i].input);
    ck_assert_str_eq(run.err, expected);
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.out, "hard\nin.prof\nkept\nother.prof\nsymbolic\n");
}
END_TEST

/* They hold nothing that could be lost, and read is what is not written. */
START_TEST(devices_and_copies_may_be_written)
{
    run_shell("cp $DATA/queens-cProfile-py3.13.pstats in.prof && cp in.prof copy && "
              "%s -q -T json -o copy in.prof && %s -q -T json -o /dev/null in.prof && "
              "! cmp -s copy in.prof",
              table->program, table->program);
    ck_assert_str_eq(run.err, "");
    ck_assert_int_eq(run.status, 0);
}
END_TEST

START_TEST(an_output_without_a_name_is_refused)
{
    char expected[100];
    run_shell("exec %s -o '' $DATA/queens-cProfile-py3.13.pstats", table->program);
    snprintf(expected, sizeof expected, "%s: --output: needs a path, not ''\n", table->program);
    ck_assert_str_eq(run.err, expected);
    ck_assert_int_eq(run.status, 2);
    ck_assert_str_eq(run.out, "");
}
END_TEST

/* ---- The documents ---- */

START_TEST(help_has_the_options)
{
    run_program(table->program, "--help");
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &table->options[i];
        char name[80];
        const char *next;
        snprintf(name, sizeof name, "--%.*s", (int)option_name(option->names, &next),
                 option->names);
        ck_assert_msg(has_word(run.out, name) == !option->is_hidden, "%s", name);
        if (!option->is_hidden)
            assert_choices(run.out, option, 0);
    }
    for (const char *line = run.out; *line != '\0'; line += strcspn(line, "\n") + 1)
        ck_assert_uint_le(strcspn(line, "\n"), 80);
    assert_no_others(run.out, NULL);
}
END_TEST

/* The page with "\-" as "-", and "Fl \-name" as "Fl --name". */
static char *read_page(void)
{
    char path[100];
    snprintf(path, sizeof path, "man/%s.1", table->program);
    char *page = documents_read(path), *to = page;
    for (const char *from = page; *from != '\0'; from++)
        if (from[0] != '\\' || from[1] != '-')
            *to++ = *from;
    *to = '\0';
    for (char *at = page; (at = strstr(at, "Fl -")) != NULL; at += 4)
        at[2] = '-'; /* mdoc writes one dash itself */
    return page;
}

START_TEST(the_manual_page_has_the_options)
{
    char *page = read_page(), item[200];
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &table->options[i];
        if (option->is_hidden)
            continue;
        const char *next;
        int length = (int)option_name(option->names, &next);
        int used = snprintf(item, sizeof item, "\n.It ");
        if (option->letter != '\0')
            used += snprintf(item + used, sizeof item - (size_t)used, "Fl %c , ", option->letter);
        snprintf(item + used, sizeof item - (size_t)used, "Fl--%.*s%s", length, option->names,
                 option->argument != NULL ? " Ns = Ns Ar " : "\n");
        ck_assert_msg(strstr(page, item) != NULL, "no%s", item);
        assert_choices(page, option, 0);
    }
    for (char *at = page; (at = strstr(at, "Fl--")) != NULL; at += 2)
        memcpy(at, "  ", 2); /* so that names stand alone */
    assert_no_others(page, allowed);
    free(page);
}
END_TEST

static const char *const completions[] = {"completions/%s.bash", "completions/_%s",
                                          "completions/%s.fish"};
enum { BASH, ZSH, FISH };

static char *read_completion(int shell)
{
    char path[100];
    snprintf(path, sizeof path, completions[shell], table->program);
    return documents_read(path);
}

START_TEST(completions_have_the_options)
{
    char *text = read_completion(_i);
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &table->options[i];
        if (option->is_hidden)
            continue;
        each_name(option, assert_word, text);
        assert_choices(text, option, 1);
        char with_value[80];
        const char *next;
        snprintf(with_value, sizeof with_value, "--%.*s=", (int)option_name(option->names, &next),
                 option->names);
        ck_assert_msg((strstr(text, with_value) != NULL) == (option->argument != NULL), "%s",
                      with_value);
    }
    assert_no_others(text, NULL);
    free(text);
}
END_TEST

static void assert_fish_option(const char *text, const char *name)
{
    char wanted[100];
    snprintf(wanted, sizeof wanted, name[1] == '-' ? " -l %s " : " -s %s ",
             name + (name[1] == '-' ? 2 : 1));
    ck_assert_msg(strstr(text, wanted) != NULL, "no%s", wanted);
}

START_TEST(fish_s_completions_have_the_options)
{
    char *text = read_completion(FISH);
    size_t names = 0, given = 0;
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &table->options[i];
        if (option->is_hidden)
            continue;
        each_name(option, assert_fish_option, text);
        assert_choices(text, option, 1);
        for (const char *at = option->names; at != NULL; names++)
            option_name(at, &at);
    }
    for (const char *at = text; (at = strstr(at, " -l ")) != NULL; at += 4)
        given++;
    ck_assert_uint_eq(given, names);
    free(text);
}
END_TEST

START_TEST(shells_understand_their_completions)
{
    static const char *const shells[] = {"bash", "zsh", "fish"};
    char path[100];
    snprintf(path, sizeof path, completions[_i], table->program);
    run_shell("if command -v %s; then %s -n \"$DATA/../../%s\"; fi", shells[_i], shells[_i], path);
    ck_assert_msg(run.status == 0, "%s", run.err);
}
END_TEST

/* ---- All of them ---- */

TCase *documents_tests(const struct option_table *options, const void *settings, const char *word)
{
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, NULL, run_end);
    tcase_set_timeout(tests, 60);
    table = options;
    defaults = settings;
    allowed = word;
    tcase_add_loop_test(tests, a_terminal_is_not_waited_for, 0,
                        (int)(sizeof waits / sizeof *waits));
    tcase_add_loop_test(tests, what_is_read_is_not_overwritten, 0,
                        (int)(sizeof overwritings / sizeof *overwritings));
    tcase_add_test(tests, devices_and_copies_may_be_written);
    tcase_add_test(tests, an_output_without_a_name_is_refused);
    tcase_add_test(tests, names_and_letters_are_given_once);
    tcase_add_test(tests, defaults_are_those_that_help_tells);
    tcase_add_test(tests, help_has_the_options);
    tcase_add_test(tests, the_manual_page_has_the_options);
    tcase_add_loop_test(tests, completions_have_the_options, BASH, FISH);
    tcase_add_test(tests, fish_s_completions_have_the_options);
    tcase_add_loop_test(tests, shells_understand_their_completions, BASH, FISH + 1);
    return tests;
}

int documents_run(TCase *tests)
{
    Suite *suite = suite_create("documents");
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

void documents_assert_completions(const char *tries, const char *expected)
{
    run_shell("command -v bash > /dev/null || exit 0; exec bash -c '"
              "source \"$DATA/../../completions/%s.bash\"; compopt() { :; };"
              "try() { COMP_WORDS=(%s \"$@\"); COMP_CWORD=$#; COMPREPLY=(); _%s; "
              "echo \"${COMPREPLY[*]}\"; }; %s'",
              table->program, table->program, table->program, tries);
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%s", run.err);
    if (run.out_size > 0)
        ck_assert_str_eq(run.out, expected);
}

/* Without mdoc's escapes. */
static void append_examples(struct buffer *script)
{
    char path[100];
    snprintf(path, sizeof path, "man/%s.1", table->program);
    char *page = documents_read(path);
    char *end = strstr(page, ".Sh DIAGNOSTICS");
    ck_assert_ptr_nonnull(end);
    *end = '\0';
    for (const char *line = strstr(page, ".Sh EXAMPLES"); line != NULL;
         line = strchr(line + 1, '\n')) {
        if (strncmp(line, "\n.Dl ", 5) != 0)
            continue;
        static const char *const escapes[][2] = {{"\\-", "-"},  {"\\(aq", "'"}, {"\\(dq", "\""},
                                                 {"\\e", "\\"}, {"\\ ", " "},   {"\"", ""}};
        for (const char *c = line + 5; *c != '\n';) {
            size_t step = 1, i = 0;
            while (i < 6 && strncmp(c, escapes[i][0], strlen(escapes[i][0])) != 0)
                i++;
            if (i < 6)
                buffer_append_string(script, escapes[i][1]);
            else
                buffer_append_char(script, *c);
            step = i < 6 ? strlen(escapes[i][0]) : 1;
            c += step;
        }
        buffer_append_char(script, '\n');
    }
    free(page);
}

void documents_write_examples(const char *before)
{
    struct buffer script = BUFFER_INIT;
    buffer_append_string(&script, before);
    append_examples(&script);
    run_write_file("examples.sh", script.bytes, script.length);
    buffer_free(&script);
}
