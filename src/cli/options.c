/* Command lines, read by a table of options. Knows no program. */
#include "options.h"

#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/numbers.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 120 /* of a name or value in a message */

struct parser {
    const struct option_table *table;
    char *settings;
    char **arguments; /* those that are left */
    int left;
    int is_out_of_memory; /* said already */
};

size_t option_name(const char *names, const char **next)
{
    size_t length = strcspn(names, " ");
    *next = names[length] == ' ' ? names + length + 1 : NULL;
    return length;
}

/* What messages call an option: "--name". */
static void spell(char shown[SHOWN_MAX], const struct option *option)
{
    const char *next;
    size_t length = option_name(option->names, &next);
    snprintf(shown, SHOWN_MAX, "--%.*s", (int)length, option->names);
}

static int wrong(const struct option *option, const char *problem)
{
    char shown[SHOWN_MAX];
    spell(shown, option);
    message_error(shown, "%s", problem);
    return 0;
}

/* ---- Values ---- */

/* Makes room for one item more of the list. */
static int grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return 1;
    size_t wanted = *capacity > 0 ? *capacity * 2 : 8;
    void *grown =
        realloc(*items, wanted * size); /* no more of them than arguments: cannot overflow */
    if (grown == NULL)
        return 0;
    *items = grown;
    *capacity = wanted;
    return 1;
}

static int fail_for_memory(struct parser *parser)
{
    message_error(NULL, "out of memory");
    parser->is_out_of_memory = 1;
    return 0;
}

static int add_string(struct parser *parser, struct option_strings *list, const char *value)
{
    void *items = list->items;
    if (!grow(&items, &list->capacity, list->count, sizeof *list->items))
        return fail_for_memory(parser);
    list->items = items;
    list->items[list->count++] = value;
    return 1;
}

static int add_value(struct parser *parser, struct option_values *list, int value)
{
    void *items = list->items;
    if (!grow(&items, &list->capacity, list->count, sizeof *list->items))
        return fail_for_memory(parser);
    list->items = items;
    list->items[list->count++] = value;
    return 1;
}

static int out_of_range(const struct option *option, const char *noun, const char *value)
{
    char problem[SHOWN_MAX * 2], range[64] = "";
    int has_maximum = option->maximum<1e15, has_minimum = option->minimum> - 1e15;
    if (has_minimum && has_maximum)
        snprintf(range, sizeof range, " from %.10g to %.10g", option->minimum, option->maximum);
    else if (has_minimum)
        snprintf(range, sizeof range, " from %.10g on", option->minimum);
    snprintf(problem, sizeof problem, "needs %s%s, not '%.60s'", noun, range, value);
    return wrong(option, problem);
}

static int store_number(const struct option *option, const char *value, double *target)
{
    double number;
    if (!numbers_parse_double(value, &number) || number < option->minimum ||
        number > option->maximum)
        return out_of_range(option, "a number", value);
    *target = number;
    return 1;
}

static int store_integer(const struct option *option, const char *value, long *target)
{
    long number;
    if (!numbers_parse_long(value, &number) || (double)number < option->minimum ||
        (double)number > option->maximum)
        return out_of_range(option, "a whole number", value);
    *target = number;
    return 1;
}

static int no_such_choice(const struct option *option, const char *value)
{
    char problem[1024];
    const char *what = option->choices[1].name == NULL ? "not supported, only" : "none of";
    int length = snprintf(problem, sizeof problem, "'%.60s' is %s ", value, what);
    for (const struct option_choice *c = option->choices; c->name != NULL; c++) {
        if (c > option->choices && c[-1].value == c->value)
            continue; /* another spelling */
        if ((size_t)length < sizeof problem)
            length += snprintf(problem + length, sizeof problem - (size_t)length, "%s%s",
                               c == option->choices ? "" : ", ", c->name);
    }
    return wrong(option, problem);
}

static const struct option_choice *find_choice(const struct option *option, const char *value)
{
    assert(value != NULL); /* a choice has an argument in every table */
    for (const struct option_choice *c = option->choices; c->name != NULL; c++)
        if (strcmp(c->name, value) == 0)
            return c;
    no_such_choice(option, value);
    return NULL;
}

static int store(struct parser *parser, const struct option *option, const char *value)
{
    void *target = parser->settings + option->offset;
    const struct option_choice *choice;
    switch (option->kind) {
    case OPTION_QUIET:
        message_set_quiet(1);
        return 1;
    case OPTION_FLAG:
        *(int *)target = 1;
        return 1;
    case OPTION_STRING:
        *(const char **)target = value;
        return 1;
    case OPTION_PATH:
        assert(value != NULL); /* these have an argument in every table, as choices do */
        if (*value == '\0')
            return wrong(option, "needs a path, not ''");
        *(const char **)target = value;
        return 1;
    case OPTION_STRINGS:
        assert(value != NULL); /* likewise */
        return (option->ignores_empty && *value == '\0') || add_string(parser, target, value);
    case OPTION_NUMBER:
        return store_number(option, value, target);
    case OPTION_INTEGER:
        return store_integer(option, value, target);
    case OPTION_CHOICE:
        choice = find_choice(option, value);
        if (choice != NULL)
            *(int *)target = choice->value;
        return choice != NULL;
    case OPTION_CHOICES:
        choice = find_choice(option, value);
        return choice != NULL && add_value(parser, target, choice->value);
    case OPTION_REFUSED:
        return wrong(option, option->help);
    case OPTION_HELP:
    case OPTION_VERSION:
        break; /* the parser ends there */
    }
    return 1;
}

/* ---- Names ---- */

/* Whether one of the option's names is name, or with is_start begins with it. */
static int is_named(const struct option *option, const char *name, size_t length, int is_start)
{
    for (const char *names = option->names, *next; names != NULL; names = next) {
        size_t have = option_name(names, &next);
        if ((is_start ? have >= length : have == length) && strncmp(names, name, length) == 0)
            return 1;
    }
    return 0;
}

/* What is refused is no reason to ask what was meant. */
static int can_be_short_for(const struct option *option, const char *name, size_t length)
{
    return option->kind != OPTION_REFUSED && is_named(option, name, length, 1);
}

static void unknown_option(const struct option_table *table, const char *name, size_t length)
{
    char wanted[SHOWN_MAX], subject[SHOWN_MAX + 2];
    snprintf(wanted, sizeof wanted, "%.*s", (int)(length < 100 ? length : 100), name);
    snprintf(subject, sizeof subject, "--%s", wanted);
    struct nearest nearest;
    nearest_start(&nearest, wanted);
    for (size_t i = 0; i < table->count; i++) {
        if (table->options[i].is_hidden)
            continue;
        for (const char *names = table->options[i].names, *next; names != NULL; names = next) {
            char candidate[SHOWN_MAX];
            snprintf(candidate, sizeof candidate, "%.*s", (int)option_name(names, &next), names);
            nearest_offer(&nearest, i, candidate);
        }
    }
    char shown[SHOWN_MAX];
    if (nearest.count == 0) {
        message_error(subject, "there is no such option; --help lists them");
        return;
    }
    spell(shown, &table->options[nearest.index[0]]);
    message_error(subject, "there is no such option; did you mean %s?", shown);
}

static void ambiguous_option(const struct option_table *table, const char *name, size_t length)
{
    char subject[SHOWN_MAX], fits[1024] = "", shown[SHOWN_MAX];
    snprintf(subject, sizeof subject, "--%.*s", (int)length, name);
    size_t used = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (!can_be_short_for(&table->options[i], name, length))
            continue;
        spell(shown, &table->options[i]);
        int added = snprintf(fits + used, sizeof fits - used, "%s%s", used > 0 ? ", " : "", shown);
        if (added < 0 || (size_t)added >= sizeof fits - used)
            break;
        used += (size_t)added;
    }
    message_error(subject, "can be short for any of %s", fits);
}

static const struct option *find_long(const struct option_table *table, const char *name,
                                      size_t length)
{
    const struct option *fits = NULL, *elder = NULL;
    size_t fit_count = 0, elder_count = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct option *option = &table->options[i];
        if (is_named(option, name, length, 0))
            return option;
        if (!can_be_short_for(option, name, length))
            continue;
        fits = option;
        fit_count++;
        if (option->is_elder) {
            elder = option;
            elder_count++;
        }
    }
    if (fit_count == 1)
        return fits;
    if (elder_count == 1)
        return elder;
    if (fit_count == 0)
        unknown_option(table, name, length);
    else
        ambiguous_option(table, name, length);
    return NULL;
}

static const struct option *find_short(const struct option_table *table, char letter)
{
    for (size_t i = 0; i < table->count; i++)
        if (table->options[i].letter == letter)
            return &table->options[i];
    const char subject[] = {'-', letter, '\0'};
    message_error(subject, "there is no such option; --help lists them");
    return NULL;
}

/* ---- Arguments ---- */

static int needs_value(const struct option *option)
{
    char problem[SHOWN_MAX];
    snprintf(problem, sizeof problem, "needs a value (%.60s)", option->argument);
    return wrong(option, problem);
}

static enum options_outcome outcome_of(const struct option *option)
{
    return option->kind == OPTION_HELP      ? OPTIONS_HELP
           : option->kind == OPTION_VERSION ? OPTIONS_VERSION
                                            : OPTIONS_RUN;
}

/* value is what stands behind the name in the same argument, or NULL. */
static enum options_outcome take_option(struct parser *parser, const struct option *option,
                                        const char *value)
{
    if (option->argument != NULL && value == NULL && option->kind != OPTION_REFUSED) {
        if (parser->left == 0) {
            needs_value(option);
            return OPTIONS_WRONG;
        }
        value = *parser->arguments++;
        parser->left--;
    }
    if (option->argument == NULL && value != NULL) {
        wrong(option, "takes no value");
        return OPTIONS_WRONG;
    }
    return store(parser, option, value) ? outcome_of(option) : OPTIONS_WRONG;
}

static enum options_outcome take_long(struct parser *parser, const char *argument)
{
    const char *name = argument + 2;
    size_t length = strcspn(name, "=");
    const struct option *option = find_long(parser->table, name, length);
    if (option == NULL)
        return OPTIONS_WRONG;
    return take_option(parser, option, name[length] == '=' ? name + length + 1 : NULL);
}

static enum options_outcome take_short(struct parser *parser, const char *argument)
{
    for (const char *letter = argument + 1; *letter != '\0'; letter++) {
        const struct option *option = find_short(parser->table, *letter);
        if (option == NULL)
            return OPTIONS_WRONG;
        int has_value = option->argument != NULL && letter[1] != '\0';
        enum options_outcome outcome = take_option(parser, option, has_value ? letter + 1 : NULL);
        if (outcome != OPTIONS_RUN || option->argument != NULL)
            return outcome;
    }
    return OPTIONS_RUN;
}

enum options_outcome options_parse(const struct option_table *table, int argc, char **argv,
                                   void *settings, struct option_strings *operands)
{
    struct parser parser = {table, settings, argv + 1, argc > 0 ? argc - 1 : 0, 0};
    int has_options = 1;
    while (parser.left > 0) {
        const char *argument = *parser.arguments++;
        parser.left--;
        enum options_outcome outcome = OPTIONS_RUN;
        if (has_options && strcmp(argument, "--") == 0)
            has_options = 0;
        else if (has_options && strncmp(argument, "--", 2) == 0)
            outcome = take_long(&parser, argument);
        else if (has_options && argument[0] == '-' && argument[1] != '\0')
            outcome = take_short(&parser, argument);
        else if (!add_string(&parser, operands, argument))
            outcome = OPTIONS_WRONG;
        if (outcome != OPTIONS_RUN)
            return parser.is_out_of_memory ? OPTIONS_FAILED : outcome;
    }
    return OPTIONS_RUN;
}

void options_free(const struct option_table *table, void *settings, struct option_strings *operands)
{
    for (size_t i = 0; i < table->count; i++) {
        void *target = (char *)settings + table->options[i].offset;
        if (table->options[i].kind == OPTION_STRINGS)
            free(((struct option_strings *)target)->items);
        if (table->options[i].kind == OPTION_CHOICES)
            free(((struct option_values *)target)->items);
    }
    free(operands->items);
}
