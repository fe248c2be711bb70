/* What is said of the options: --help, the manual page and the completions have those of the table,
 * and no others; and the manual's examples run. */
#include "pstats2dot/settings.h"

#include "cli/buffer.h"
#include "support/marshal_writer.h"
#include "support/run_program.h"
#include "support/run_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS (int)settings_table.count

static char *read_document(const char *path)
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
static void assert_no_others(const char *text, const char *allowed)
{
    for (const char *at = text; (at = strstr(at, "--")) != NULL;) {
        const char *name = at + 2;
        size_t length = 0;
        while (is_part_of_name(name[length]))
            length++;
        int is_known = length == 0 || (at > text && is_part_of_name(at[-1]));
        for (int i = 0; i < OPTIONS && !is_known; i++)
            for (const char *names = settings_table.options[i].names, *next; names != NULL;
                 names = next)
                is_known |= option_name(names, &next) == length &&
                            strncmp(names, name, length) == 0 &&
                            !settings_table.options[i].is_hidden;
        is_known |=
            allowed != NULL && strlen(allowed) == length && strncmp(allowed, name, length) == 0;
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
            const struct option *a = &settings_table.options[i], *b = &settings_table.options[k];
            ck_assert_msg(a->letter == '\0' || a->letter != b->letter, "-%c", a->letter);
            for (const char *names = a->names, *next; names != NULL; names = next) {
                char name[80];
                snprintf(name, sizeof name, "%.*s", (int)option_name(names, &next), names);
                ck_assert_msg(!has_word(b->names, name), "--%s", name);
            }
        }
}
END_TEST

START_TEST(defaults_are_those_that_help_tells)
{
    const struct settings settings = SETTINGS_INIT;
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &settings_table.options[i];
        const char *value = (const char *)&settings + option->offset;
        char shown[40] = "";
        if (option->kind == OPTION_NUMBER)
            snprintf(shown, sizeof shown, "%g", *(const double *)value);
        else if (option->kind == OPTION_INTEGER)
            snprintf(shown, sizeof shown, "%ld", *(const long *)value);
        if (shown[0] != '\0')
            ck_assert_msg(option->fallback != NULL && strcmp(option->fallback, shown) == 0,
                          "%s: %s", option->names, shown);
    }
    ck_assert_str_eq(settings.time_format, "%.7g");
}
END_TEST

/* ---- The documents ---- */

START_TEST(help_has_the_options)
{
    run_program("pstats2dot", "--help");
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &settings_table.options[i];
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
    char *page = read_document("man/pstats2dot.1"), *to = page;
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
        const struct option *option = &settings_table.options[i];
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
    assert_word(page, "--colour-nodes-by-selftime");
    assert_no_others(page, "compare");
    free(page);
}
END_TEST

static const char *const completions[] = {"completions/pstats2dot.bash", "completions/_pstats2dot"};

START_TEST(completions_have_the_options)
{
    char *text = read_document(completions[_i]);
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &settings_table.options[i];
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
    char *text = read_document("completions/pstats2dot.fish");
    size_t names = 0, given = 0;
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &settings_table.options[i];
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
    static const struct {
        const char *shell, *check;
    } shells[] = {
        {"bash", "bash -n \"$DATA/../../completions/pstats2dot.bash\""},
        {"zsh", "zsh -n \"$DATA/../../completions/_pstats2dot\""},
        {"fish", "fish -n \"$DATA/../../completions/pstats2dot.fish\""},
    };
    run_shell("if command -v %s; then %s; fi", shells[_i].shell,
              shells[_i].check); /* where there is one */
    ck_assert_msg(run.status == 0, "%s", run.err);
}
END_TEST

START_TEST(bash_completes_names_and_values)
{
    run_shell("command -v bash > /dev/null || exit 0; exec bash -c '"
              "source \"$DATA/../../completions/pstats2dot.bash\"; compopt() { :; };"
              "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _pstats2dot; "
              "echo \"${COMPREPLY[*]}\"; };"
              "try pstats2dot --strip; try pstats2dot -c gr; try pstats2dot --colormap = d; try "
              "pstats2dot --cluster =;"
              "try pstats2dot --root x; try pstats2dot x'");
    ck_assert_msg(run.status == 0 && run.err_size == 0, "%s", run.err);
    if (run.out_size > 0)
        ck_assert_str_eq(run.out,
                         "--strip --strip-prefix=\ngray grey\ndark\nnone module package\n\n\n");
}
END_TEST

/* ---- Examples ---- */

/* main.py in the test's folder calls loads of json. */
static void write_example(void)
{
    struct marshal_writer *w = marshal_writer_new(4);
    char file[4200];
    run_shell("pwd -P");
    snprintf(file, sizeof file, "%.*s/main.py", (int)strcspn(run.out, "\n"), run.out);
    put_dict_begin(w);
    put_function_begin(w, file, 1, "main", 1, 1, 1.0, 3.0);
    put_dict_end(w);
    put_function_begin(w, "/usr/lib/python3.11/json/json.py", 9, "loads", 1, 1, 2.0, 2.0);
    put_key(w, file, 1, "main");
    put_caller_figures(w, 1, 1, 2.0, 2.0);
    put_dict_end(w);
    put_dict_end(w);
    run_write_file("out.pstats", marshal_writer_bytes(w), marshal_writer_size(w));
    marshal_writer_free(w);
}

/* The commands of the page's examples as a shell script: its displayed lines without mdoc's
 * escapes. */
static void append_examples(struct buffer *script)
{
    char *page = read_document("man/pstats2dot.1");
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

START_TEST(the_examples_of_the_manual_page_run)
{
    struct buffer script = BUFFER_INIT;
    write_example();
    buffer_append_string(
        &script,
        "set -e\npython() { :; }\ngit() { echo 0123abc; }\nmkdir prof\ncp out.pstats prof/1.prof\n"
        "cp out.pstats prof/2.prof\n");
    append_examples(&script);
    ck_assert_ptr_nonnull(strstr(buffer_string(&script), "--focus='json:*:loads'"));
    run_write_file("examples.sh", script.bytes, script.length);
    buffer_free(&script);
    run_shell("sh examples.sh && xmllint --noout out.svg all.svg loads.svg mine.svg linked.svg && "
              "cat linked.svg");
    ck_assert_msg(run.status == 0, "%s", run.err);
    ck_assert_ptr_nonnull(
        strstr(run.out, "xlink:href=\"https://example.org/blob/0123abc/main.py#L1\""));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("documents");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, run_end);
    tcase_set_timeout(all, 60);
    tcase_add_test(all, names_and_letters_are_given_once);
    tcase_add_test(all, defaults_are_those_that_help_tells);
    tcase_add_test(all, help_has_the_options);
    tcase_add_test(all, the_manual_page_has_the_options);
    tcase_add_loop_test(all, completions_have_the_options, 0,
                        sizeof completions / sizeof *completions);
    tcase_add_test(all, fish_s_completions_have_the_options);
    tcase_add_loop_test(all, shells_understand_their_completions, 0, 3);
    tcase_add_test(all, bash_completes_names_and_values);
    tcase_add_test(all, the_examples_of_the_manual_page_run);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
