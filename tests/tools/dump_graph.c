/* Prints what the library makes of dumps, exactly, for scripts to compare: `dump_graph [--brief] FILE...`. Brief: only how
 * many functions and calls there are.
 *
 *     file PATH
 *     unit seconds
 *     totals SELF TOTAL
 *     warning CLAUSE
 *     function "FILE" LINE "NAME" CALLS PRIMITIVE SELF CUMULATIVE IS_CALLER_ONLY
 *     call CALLER CALLEE CALLS PRIMITIVE SELF CUMULATIVE DERIVED
 *
 * Texts are ASCII: other code points, control characters, `"` and `\` as \u{HEX}. Times are hexadecimal floats. Of a
 * dump that is refused: `refused CODE OFFSET CLAUSE`, and the exit status is 3. */
#include <inttypes.h>
#include <pstats.h>
#include <stdio.h>
#include <string.h>

static unsigned long take_code_point(const unsigned char **at, const unsigned char *end)
{
    unsigned long code = *(*at)++;
    if (code >= 0xc0) /* the library gives well-formed UTF-8, but for lone surrogates */
        code &= code < 0xe0 ? 0x1f : code < 0xf0 ? 0x0f : 0x07;
    while (*at < end && (**at & 0xc0) == 0x80)
        code = code << 6 | (*(*at)++ & 0x3f);
    return code;
}

static void print_text(pstats_text text)
{
    const unsigned char *at = (const unsigned char *)text.bytes, *end = at + text.length;
    putchar('"');
    while (at < end) {
        unsigned long code = take_code_point(&at, end);
        if (code < 0x20 || code > 0x7e || code == '"' || code == '\\')
            printf("\\u{%lx}", code);
        else
            putchar((int)code);
    }
    putchar('"');
}

static void print_cost(const pstats_cost *cost)
{
    printf(" %" PRId64 " %" PRId64 " %a %a", cost->calls, cost->primitive_calls, cost->self,
           cost->cumulative);
}

static void print_brief(const pstats_profile *profile)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    printf("graph %zu functions, %zu calls, %zu warnings\n", pstats_graph_function_count(graph),
           pstats_graph_call_count(graph), pstats_profile_warning_count(profile));
}

static void print_profile(const pstats_profile *profile)
{
    const pstats_graph *graph = pstats_profile_graph(profile);
    printf("unit %s\ntotals %a %a\n", pstats_graph_unit(graph), pstats_graph_total_self(graph),
           pstats_graph_total(graph));
    for (size_t i = 0; i < pstats_profile_warning_count(profile); i++)
        printf("warning %s\n", pstats_profile_warning_at(profile, i));
    for (size_t i = 0; i < pstats_graph_function_count(graph); i++) {
        const pstats_function *function = pstats_graph_function(graph, i);
        fputs("function ", stdout);
        print_text(function->file);
        printf(" %" PRId64 " ", function->line);
        print_text(function->name);
        print_cost(&function->cost);
        printf(" %d\n", function->is_caller_only);
    }
    for (size_t i = 0; i < pstats_graph_call_count(graph); i++) {
        const pstats_call *call = pstats_graph_call(graph, i);
        printf("call %zu %zu", call->caller, call->callee);
        print_cost(&call->cost);
        printf(" %" PRId64 "\n", call->derived_calls);
    }
}

int main(int argc, char **argv)
{
    int is_brief = argc > 1 && strcmp(argv[1], "--brief") == 0, status = 0;
    for (int i = 1 + is_brief; i < argc; i++) {
        pstats_error error;
        pstats_profile *profile = pstats_profile_read_file(argv[i], NULL, &error);
        printf("file %s\n", argv[i]);
        if (profile != NULL && is_brief) {
            print_brief(profile);
        } else if (profile != NULL) {
            print_profile(profile);
        } else {
            printf("refused %d %zu %s\n", (int)error.code, error.offset, error.message);
            status = 3;
        }
        pstats_profile_free(profile);
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? status : 4;
}
