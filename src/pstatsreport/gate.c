/* The gate: which functions got worse by more than they may. */
#include "gate.h"

#include "cli/glob.h"
#include "cli/message.h"
#include "cli/names.h"
#include "cli/numbers.h"
#include "cli/text.h"
#include "pstatsreport/lines.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_SHOWN 400 /* bytes of a name in a message */

static const struct {
    const char *name;
    enum gate_measure measure;
} measures[] = {
    {"calls", GATE_CALLS},           {"pcalls", GATE_PRIMITIVE_CALLS}, {"self", GATE_SELF},
    {"cumulative", GATE_CUMULATIVE}, {"ncalls", GATE_CALLS},           {"time", GATE_SELF},
    {"tottime", GATE_SELF},          {"cumtime", GATE_CUMULATIVE},
};

const char *gate_measure_name(enum gate_measure measure)
{
    return measures[measure].name; /* the first four are in its order */
}

void gate_free(struct gate *gate)
{
    for (size_t i = 0; i < gate->rule_count; i++)
        glob_free(gate->rules[i].glob);
    for (size_t i = 0; i < gate->allowed_count; i++)
        glob_free(gate->allowed[i]);
    free(gate->rules);
    free(gate->allowed);
    free(gate->allowed_text);
    free(gate->offenders);
    rows_free(&gate->callers);
    *gate = (struct gate){.rules = NULL};
}

/* ---- Rules ---- */

static int parse_measure(const char *text, size_t length, enum gate_measure *measure)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strlen(measures[i].name) == length && memcmp(measures[i].name, text, length) == 0) {
            *measure = measures[i].measure;
            return 1;
        }
    return 0;
}

static int parse_limit(struct gate_rule *rule)
{
    char number[64];
    size_t length = rule->limit_length;
    rule->is_fraction = length > 0 && rule->limit[length - 1] == '%';
    length -= (size_t)rule->is_fraction;
    if (length == 0 || length >= sizeof number)
        return 0;
    memcpy(number, rule->limit, length);
    number[length] = '\0';
    if (!numbers_parse_double(number, &rule->most) || rule->most < 0.0 || number[0] == '-')
        return 0;
    if (rule->is_fraction)
        rule->most /= 100.0;
    return 1;
}

/* What is wrong with the text of a rule; NULL when nothing is, or there is no memory. */
static const char *parse_rule(struct gate_rule *rule, const char *text)
{
    size_t length = strcspn(text, ":");
    if (!parse_measure(text, length, &rule->measure))
        return "it has to begin with calls, pcalls, self or cumulative";
    if (text[length] != ':')
        return "a limit has to follow, as in calls:0% or self:0.05";
    rule->limit = text + length + 1;
    rule->limit_length = strcspn(rule->limit, ":");
    if (!parse_limit(rule))
        return "the limit has to be a number of calls or seconds, or a percentage such as 10%";
    if (rule->limit[rule->limit_length] == '\0')
        return NULL;
    rule->pattern = rule->limit + rule->limit_length + 1;
    if (rule->pattern[0] == '\0')
        return "what follows the second colon has to be a glob, such as myapp/*.py:*";
    rule->glob = glob_new(text_of(rule->pattern));
    return NULL;
}

static int parse_rules(struct gate *gate, const struct option_strings *texts, int *exit_code)
{
    gate->rules = calloc(texts->count + 1, sizeof *gate->rules);
    if (gate->rules == NULL)
        return message_no_memory(exit_code);
    for (size_t i = 0; i < texts->count; i++) {
        struct gate_rule *rule = &gate->rules[gate->rule_count++];
        const char *problem = parse_rule(rule, texts->items[i]);
        if (problem != NULL) {
            message_error("--fail-on", "'%.200s' is no rule: %s", texts->items[i], problem);
            *exit_code = EXIT_USAGE;
            return 0;
        }
        if (rule->pattern != NULL && rule->glob == NULL)
            return message_no_memory(exit_code);
    }
    return 1;
}

/* ---- What is allowed ---- */

/* Takes the line at text off, without blanks around it. NULL: there is none left. */
static char *next_line(char **text)
{
    char *line = *text;
    if (*line == '\0')
        return NULL;
    size_t length = strcspn(line, "\n");
    *text = line + length + (line[length] != '\0');
    line[length] = '\0';
    line += strspn(line, " \t\r");
    length = strlen(line);
    while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
        line[--length] = '\0';
    return line;
}

static int parse_allowed(struct gate *gate)
{
    size_t line_count = 1;
    for (const char *at = gate->allowed_text; *at != '\0'; at++)
        line_count += *at == '\n';
    gate->allowed = calloc(line_count, sizeof(struct glob *));
    if (gate->allowed == NULL)
        return 0;
    char *text = gate->allowed_text;
    for (char *line = next_line(&text); line != NULL; line = next_line(&text)) {
        if (*line == '\0' || *line == '#')
            continue;
        gate->allowed[gate->allowed_count] = glob_new(text_of(line));
        if (gate->allowed[gate->allowed_count] == NULL)
            return 0;
        gate->allowed_count++;
    }
    return 1;
}

int gate_open(struct gate *gate, const struct settings *settings, int *exit_code)
{
    *gate = (struct gate){.min_seconds = settings->min_seconds, .callers = ROWS_INIT};
    if (!parse_rules(gate, &settings->gate_rules, exit_code))
        return 0;
    if (settings->allow_path == NULL)
        return 1;
    gate->allowed_text = lines_read(settings->allow_path, exit_code);
    if (gate->allowed_text == NULL)
        return 0;
    return parse_allowed(gate) || message_no_memory(exit_code);
}

/* ---- Judging ---- */

struct names { /* of one function */
    struct buffer text;
    size_t file_length;
};

static void set_names(struct names *names, const struct row *row)
{
    pstats_text file = names_read_part(row->file), name = names_read_part(row->name);
    buffer_cut(&names->text, 0);
    buffer_append(&names->text, file.bytes, file.length);
    buffer_append_char(&names->text, ':');
    buffer_append(&names->text, name.bytes, name.length);
    names->file_length = file.length;
}

/* "app/db.py:*" is as good for "/srv/app/db.py:f" as for "app/db.py:f". */
static int matches(const struct glob *glob, const struct names *names)
{
    const char *text = buffer_string(&names->text);
    size_t length = names->text.length;
    for (size_t start = 0;;) {
        if (glob_matches(glob, (pstats_text){text + start, length - start}))
            return 1;
        do
            start++;
        while (start < names->file_length && text[start - 1] != '/' && text[start - 1] != '\\');
        if (start >= names->file_length)
            return 0;
    }
}

static int is_allowed(const struct gate *gate, const struct names *names)
{
    for (size_t i = 0; i < gate->allowed_count; i++)
        if (matches(gate->allowed[i], names))
            return 1;
    return 0;
}

static double figure(const pstats_cost *cost, double calls, enum gate_measure measure)
{
    switch (measure) {
    case GATE_CALLS:
        return isfinite(calls) && calls >= 0.0 ? calls : NAN;
    case GATE_PRIMITIVE_CALLS:
        return cost->primitive_calls == PSTATS_CALLS_UNKNOWN ? NAN : (double)cost->primitive_calls;
    case GATE_SELF:
        return cost->self;
    default:
        return cost->cumulative;
    }
}

/* A figure that is no number grows by nothing. What was nothing before grows beyond any part of it;
 * but a function that was not there has no time that could have grown by a part. */
static int is_worse(const struct gate *gate, const struct gate_rule *rule, const struct row *row,
                    double before, double after)
{
    int is_time = rule->measure == GATE_SELF || rule->measure == GATE_CUMULATIVE;
    double growth = after - before;
    if (!(growth > 0.0) || (is_time && growth < gate->min_seconds))
        return 0;
    if (!rule->is_fraction)
        return growth > rule->most;
    if (row->presence == PSTATS_IN_AFTER && is_time)
        return 0;
    return growth > rule->most * fmax(before, 0.0);
}

/* What was cut to 64 bits may be any larger number. */
static int is_cut(const struct offender *offender)
{
    return offender->rule->measure == GATE_PRIMITIVE_CALLS &&
           offender->row.cost.primitive_calls == INT64_MAX;
}

static int add_offender(struct gate *gate, const struct offender *offender)
{
    if (gate->offender_count == gate->offender_capacity) {
        size_t capacity = gate->offender_capacity > 0 ? 2 * gate->offender_capacity : 16;
        struct offender *offenders = realloc(gate->offenders, capacity * sizeof *offenders);
        if (offenders == NULL)
            return 0;
        gate->offenders = offenders;
        gate->offender_capacity = capacity;
    }
    gate->offenders[gate->offender_count++] = *offender;
    return 1;
}

static int judge_row(struct gate *gate, const struct row *row, const struct names *names)
{
    int is_spared = row->presence == PSTATS_IN_BEFORE || is_allowed(gate, names);
    for (size_t i = 0; i < gate->rule_count; i++) {
        struct gate_rule *rule = &gate->rules[i];
        if (rule->glob != NULL && !matches(rule->glob, names))
            continue;
        rule->is_used = 1;
        struct offender offender = {.row = *row,
                                    .rule = rule,
                                    .before =
                                        figure(&row->before, row->calls_before, rule->measure),
                                    .after = figure(&row->cost, row->calls, rule->measure),
                                    .caller = SIZE_MAX};
        if (is_spared)
            continue;
        int has_grown = is_worse(gate, rule, row, offender.before, offender.after);
        gate->unknown_count +=
            !has_grown && (isnan(offender.before) || isnan(offender.after) || is_cut(&offender));
        if (is_cut(&offender))
            offender.after = NAN;
        if (has_grown && !add_offender(gate, &offender))
            return 0;
    }
    return 1;
}

/* A rule that guards nothing would pass forever. */
static int check_rules(const struct gate *gate, int *exit_code)
{
    for (size_t i = 0; i < gate->rule_count; i++)
        if (gate->rules[i].glob != NULL && !gate->rules[i].is_used) {
            message_error("--fail-on", "no function's file:name matches '%.200s'",
                          gate->rules[i].pattern);
            *exit_code = EXIT_USAGE;
            return 0;
        }
    return 1;
}

int gate_judge(struct gate *gate, const struct rows *rows, int *exit_code)
{
    struct names names = {BUFFER_INIT, 0};
    int is_done = 1;
    for (size_t i = 0; is_done && i < rows->count; i++) {
        set_names(&names, &rows->items[i]);
        is_done = !names.text.failed && judge_row(gate, &rows->items[i], &names);
    }
    buffer_free(&names.text);
    if (gate->unknown_count > 0)
        message_warning("--fail-on", "%zu %s", gate->unknown_count,
                        gate->unknown_count == 1 ? "figure is unknown, or no number; it passes"
                                                 : "figures are unknown, or no numbers; they pass");
    return is_done ? check_rules(gate, exit_code) : message_no_memory(exit_code);
}

/* ---- Saying so ---- */

static void append_figure(struct buffer *buffer, const struct gate_rule *rule, double value)
{
    int is_time = rule->measure == GATE_SELF || rule->measure == GATE_CUMULATIVE;
    if (!isfinite(value) && !is_time)
        buffer_append_char(buffer, '?'); /* as in tables */
    else
        buffer_append_format(buffer, is_time ? "%.6f s" : "%.0f", value);
}

static void append_caller(struct buffer *buffer, const struct gate *gate,
                          const struct offender *offender, gate_append_name *append_name)
{
    buffer_append_string(buffer, "; ");
    append_figure(buffer, offender->rule, offender->caller_growth);
    buffer_append_string(buffer, " more by ");
    append_name(buffer, gate->callers.items[offender->caller].label);
    if (offender->other_caller_count > 0)
        buffer_append_format(buffer, ", others by %zu more", offender->other_caller_count);
}

void gate_append_clause(struct buffer *buffer, const struct gate *gate,
                        const struct offender *offender, gate_append_name *append_name)
{
    const struct gate_rule *rule = offender->rule;
    buffer_append_format(buffer, "%s was ", gate_measure_name(rule->measure));
    append_figure(buffer, rule, offender->before);
    buffer_append_string(buffer, ", is ");
    append_figure(buffer, rule, offender->after);
    if (offender->row.presence == PSTATS_IN_AFTER)
        buffer_append_string(buffer, " (new)");
    else if (offender->before > 0.0 && !isnan(offender->after))
        buffer_append_format(buffer, " (+%.1f%%)",
                             100.0 * (offender->after - offender->before) / offender->before);
    buffer_append_string(buffer, "; limit ");
    buffer_append(buffer, rule->limit, rule->limit_length);
    if (!rule->is_fraction && rule->measure != GATE_CALLS && rule->measure != GATE_PRIMITIVE_CALLS)
        buffer_append_string(buffer, " s");
    if (offender->caller != SIZE_MAX)
        append_caller(buffer, gate, offender, append_name);
}

/* Not so much of it that the figures would not be seen. */
static void append_name(struct buffer *buffer, pstats_text name)
{
    char shown[NAME_MAX_SHOWN + 1];
    size_t length = pstats_text_display(names_read_part(name), shown, sizeof shown);
    buffer_append_string(buffer, shown);
    if (length > NAME_MAX_SHOWN)
        buffer_append_string(buffer, "...");
}

static void append_label(struct buffer *buffer, const char *label)
{
    append_name(buffer, (pstats_text){label, strlen(label)});
}

int gate_complain(const struct gate *gate)
{
    struct buffer place = BUFFER_INIT, clause = BUFFER_INIT;
    for (size_t i = 0; i < gate->offender_count; i++) {
        const struct offender *offender = &gate->offenders[i];
        buffer_cut(&place, 0);
        buffer_cut(&clause, 0);
        names_append_cut(&place, offender->row.file);
        buffer_append_format(&place, ":%" PRId64, offender->row.line);
        append_name(&clause, offender->row.name);
        buffer_append_string(&clause, ": ");
        gate_append_clause(&clause, gate, offender, append_label);
        if (place.failed || clause.failed)
            break;
        message_error(buffer_string(&place), "%s", buffer_string(&clause));
    }
    if (place.failed || clause.failed)
        message_error(NULL, "the gate failed; out of memory for saying by what");
    buffer_free(&place);
    buffer_free(&clause);
    return gate->offender_count > 0;
}
