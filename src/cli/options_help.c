/* --help, from the table of options. */
#include "options.h"

#include <stdio.h>
#include <string.h>

#define LINE_WIDTH 80
#define HELP_COLUMN 26

/* Text put out word by word between a left margin and the edge of the line. */
struct column {
    FILE *stream;
    size_t margin;
    size_t at; /* where the line stands */
};

static void put_word(struct column *column, const char *word, size_t length)
{
    int is_first = column->at <= column->margin;
    if (!is_first && column->at + 1 + length > LINE_WIDTH) {
        fprintf(column->stream, "\n%*s", (int)column->margin, "");
        column->at = column->margin;
        is_first = 1;
    }
    fprintf(column->stream, "%s%.*s", is_first ? "" : " ", (int)length, word);
    column->at += length + !is_first;
}

static void put_text(struct column *column, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        if (length > 0)
            put_word(column, text, length);
        text += length;
        if (*text == '\n') { /* a paragraph keeps its own lines */
            fprintf(column->stream, "\n%*s", (int)column->margin, "");
            column->at = column->margin;
        }
        text += *text != '\0';
    }
}

static void put_choices(struct column *column, const struct option *option)
{
    char last[80];
    put_text(column, option->argument);
    put_text(column, "is");
    for (const struct option_choice *c = option->choices; c->name != NULL; c++) {
        if (c > option->choices && c[-1].value == c->value)
            continue;
        const struct option_choice *after = c + 1;
        while (after->name != NULL && after->value == c->value)
            after++;
        int is_last = after->name == NULL;
        if (is_last && c > option->choices)
            put_text(column, "or");
        int has_comma = !is_last && after[1].name != NULL;
        snprintf(last, sizeof last, "%s%s", c->name, is_last ? "." : has_comma ? "," : "");
        put_text(column, last);
    }
}

static void put_option(const struct option *option, FILE *stream)
{
    char spelling[80];
    const char *next;
    int length = (int)option_name(option->names, &next);
    const char letter[] = {'-', option->letter, ',', '\0'};
    int used = snprintf(spelling, sizeof spelling, "  %3s --%.*s%s%s",
                        option->letter != '\0' ? letter : "", length, option->names,
                        option->argument != NULL ? "=" : "",
                        option->argument != NULL ? option->argument : "");
    struct column column = {stream, HELP_COLUMN, HELP_COLUMN};
    if (used + 1 < HELP_COLUMN)
        fprintf(stream, "%-*s", HELP_COLUMN, spelling);
    else
        fprintf(stream, "%s\n%*s", spelling, HELP_COLUMN, "");
    put_text(&column, option->help);
    if (option->choices != NULL && option->argument != NULL)
        put_choices(&column, option);
    if (option->fallback != NULL) {
        char shown[80];
        snprintf(shown, sizeof shown, "[%s]", option->fallback);
        put_word(&column, shown, strlen(shown));
    }
    fputc('\n', stream);
}

void options_print_help(const struct option_table *table, FILE *stream)
{
    struct column text = {stream, 0, 0};
    fprintf(stream, "Usage: %s [OPTION]... %s\n\n", table->program, table->operands);
    put_text(&text, table->summary);
    fputc('\n', stream);
    for (size_t i = 0; i < table->count; i++) {
        const struct option *option = &table->options[i];
        if (option->is_hidden)
            continue;
        if (option->group != NULL)
            fprintf(stream, "\n%s:\n", option->group);
        put_option(option, stream);
    }
    if (table->epilogue == NULL)
        return;
    text = (struct column){stream, 0, 0};
    fputc('\n', stream);
    put_text(&text, table->epilogue);
    fputc('\n', stream);
}
