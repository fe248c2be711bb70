/* Writes a large dump to standard output: a plausible call graph, the same bytes for the same arguments on every machine.
 *
 *     make_big_dump FUNCTIONS [SEED [shared|unshared]]
 *
 * Five calls a function on average. Callers come before their callees in a hidden order (and calls of a function to
 * itself exist), so that self times, cumulative times and counts fit each other exactly as in a single-threaded
 * program; the records stand shuffled, as in a real dump. Strings and small integers are written once and referred to,
 * as CPython does. `shared` also refers to the tuple of a caller's key from the second time on, as cProfile's
 * dumps do; `unshared` (the default) repeats it, as dumps do that were loaded and written again. */
#include "../support/marshal_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALLS_PER_FUNCTION 5
#define FUNCTIONS_MAX ((size_t)4 * 1000 * 1000)
#define SMALL_INT_MAX 256

struct call {
    size_t caller;
    int64_t calls;
    double self;
    double cumulative;
};

struct function {
    size_t first_call; /* those to it; callers have lower indices, but for a call to itself */
    size_t call_count;
    size_t file;
    int64_t line;
    int is_builtin;
    int64_t calls;
    int64_t primitive_calls;
    double self;
    double cumulative;
    int32_t name_slot; /* of its marshalled name and key tuple; -1: not written yet */
    int32_t key_slot;
};

struct program {
    struct function *functions;
    size_t function_count;
    struct call *calls;
    size_t call_count;
    int32_t *file_slots;
    size_t file_count;
    int32_t int_slots[SMALL_INT_MAX + 1];
    int shares_keys;
};

static uint64_t random_state;

static uint64_t random_bits(void) /* splitmix64 */
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t random_below(size_t limit)
{
    return limit == 0 ? 0 : (size_t)(random_bits() % limit);
}

static double random_fraction(void)
{
    return (double)(random_bits() >> 11) * 0x1p-53;
}

static void *new_array(size_t count, size_t size)
{
    void *array = calloc(count > 0 ? count : 1, size);
    if (array == NULL) {
        fputs("make_big_dump: out of memory\n", stderr);
        exit(4);
    }
    return array;
}

/* ---- The graph ---- */

/* How many callers each function has: one, and the others where chance has them; a few functions get most of them. */
static void share_out_calls(struct program *program)
{
    size_t count = program->function_count, left = program->call_count;
    for (size_t i = 1; i < count && left > 0; i++, left--)
        program->functions[i].call_count = 1;
    while (left > 0) {
        double u = random_fraction();
        size_t i = random_below(8) == 0 ? (size_t)((double)count * (1 - u * u * u * u * u * u))
                                        : random_below(count);
        if (i >= count || program->functions[i].call_count > i / 2)
            continue;
        program->functions[i].call_count++;
        left--;
    }
}

static void choose_callers(struct program *program)
{
    size_t *seen = new_array(program->function_count,
                             sizeof *seen); /* callee + 1 that last had it as a caller */
    size_t next = 0;
    for (size_t i = 0; i < program->function_count; i++) {
        struct function *function = &program->functions[i];
        function->first_call = next;
        for (size_t k = 0; k < function->call_count;) {
            size_t caller = random_below(32) == 0 && k > 0 ? i : random_below(i);
            if (seen[caller] == i + 1)
                continue;
            seen[caller] = i + 1;
            program->calls[next].caller = caller;
            program->calls[next].calls = 1 + (int64_t)random_below((size_t)1 << random_below(12));
            next++, k++;
        }
    }
    free(seen);
}

static void set_counts(struct program *program)
{
    for (size_t i = 0; i < program->function_count; i++) {
        struct function *function = &program->functions[i];
        function->primitive_calls = function->call_count == 0;
        for (size_t k = 0; k < function->call_count; k++) {
            const struct call *call = &program->calls[function->first_call + k];
            function->calls += call->calls;
            function->primitive_calls += call->caller == i ? 0 : call->calls;
        }
        function->calls += function->call_count == 0;
        function->self = (double)function->calls * random_fraction() * 1e-6;
        function->cumulative = function->self;
    }
}

/* From the leaves up: what a function's calls cost goes to its callers, by their share of its calls. */
static void set_times(struct program *program)
{
    for (size_t i = program->function_count; i-- > 0;) {
        struct function *function = &program->functions[i];
        for (size_t k = 0; k < function->call_count; k++) {
            struct call *call = &program->calls[function->first_call + k];
            int is_recursive = call->caller == i;
            int64_t whole = is_recursive ? function->calls : function->primitive_calls;
            call->self = function->self * (double)call->calls / (double)function->calls;
            call->cumulative = function->cumulative * (double)call->calls / (double)whole;
            if (!is_recursive)
                program->functions[call->caller].cumulative += call->cumulative;
        }
    }
}

static void name_functions(struct program *program)
{
    for (size_t i = 0; i < program->function_count; i++) {
        struct function *function = &program->functions[i];
        function->is_builtin = i > program->function_count / 2 && random_below(5) == 0;
        function->file = function->is_builtin ? 0 : 1 + random_below(program->file_count - 1);
        function->line = function->is_builtin ? 0 : 1 + (int64_t)random_below(4000);
        function->name_slot = function->key_slot = -1;
    }
}

static void make_program(struct program *program, size_t function_count)
{
    program->function_count = function_count;
    program->call_count =
        function_count < 20 ? function_count - 1 : function_count * CALLS_PER_FUNCTION;
    program->file_count = function_count / 20 + 2;
    program->functions = new_array(function_count, sizeof *program->functions);
    program->calls = new_array(program->call_count, sizeof *program->calls);
    program->file_slots = new_array(program->file_count, sizeof *program->file_slots);
    memset(program->file_slots, -1, program->file_count * sizeof *program->file_slots);
    memset(program->int_slots, -1, sizeof program->int_slots);
    share_out_calls(program);
    choose_callers(program);
    set_counts(program);
    set_times(program);
    name_functions(program);
}

/* ---- The dump ---- */

static int put_known(struct marshal_writer *writer, int32_t *slot)
{
    if (*slot >= 0) {
        put_reference(writer, *slot);
        return 1;
    }
    *slot = put_flag(writer);
    return 0;
}

static void put_number(struct program *program, struct marshal_writer *writer, int64_t value)
{
    if (value <= SMALL_INT_MAX && put_known(writer, &program->int_slots[value]))
        return;
    put_int(writer, value);
}

static void put_file(struct program *program, struct marshal_writer *writer, size_t file)
{
    char text[100] = "~";
    if (put_known(writer, &program->file_slots[file]))
        return;
    if (file > 0)
        snprintf(text, sizeof text, "/usr/lib/python3/dist-packages/package_%zu/module_%zu.py",
                 file / 40, file);
    put_string(writer, 'z', text, strlen(text));
}

static void put_name(struct program *program, struct marshal_writer *writer, size_t index)
{
    static const char *const verbs[] = {"get",    "set",    "update", "resolve_all",
                                        "_parse", "handle", "__init", "iterate"};
    static const char *const nouns[] = {"value",       "attributes", "node",
                                        "environment", "request",    "type_of_argument"};
    struct function *function = &program->functions[index];
    const char *verb = verbs[index * 7 % (sizeof verbs / sizeof *verbs)];
    const char *noun = nouns[index * 11 % (sizeof nouns / sizeof *nouns)];
    char text[100];
    if (put_known(writer, &function->name_slot))
        return;
    if (function->is_builtin)
        snprintf(text, sizeof text, "<method '%s_%zu' of 'extension_module.%s' objects>", verb,
                 index, noun);
    else
        snprintf(text, sizeof text, "%s_%s_on_behalf_of_the_%s_%zu", verb, noun,
                 index % 2 ? "caller" : "context", index);
    put_string(writer, 'Z', text, strlen(text));
}

static void put_function_key(struct program *program, struct marshal_writer *writer, size_t index,
                             int is_caller)
{
    struct function *function = &program->functions[index];
    if (is_caller && program->shares_keys && put_known(writer, &function->key_slot))
        return;
    put_tuple(writer, 3);
    put_file(program, writer, function->file);
    put_number(program, writer, function->line);
    put_name(program, writer, index);
}

static void put_function(struct program *program, struct marshal_writer *writer, size_t index)
{
    const struct function *function = &program->functions[index];
    put_function_key(program, writer, index, 0);
    put_tuple(writer, 5);
    put_number(program, writer, function->primitive_calls);
    put_number(program, writer, function->calls);
    put_double(writer, function->self);
    put_double(writer, function->cumulative);
    put_dict_begin(writer);
    for (size_t k = 0; k < function->call_count; k++) {
        const struct call *call = &program->calls[function->first_call + k];
        put_function_key(program, writer, call->caller, 1);
        put_tuple(writer, 4);
        put_number(program, writer, call->calls);
        put_number(program, writer, call->caller == index ? 1 : call->calls);
        put_double(writer, call->self);
        put_double(writer, call->cumulative);
    }
    put_dict_end(writer);
}

static size_t *shuffled_order(size_t count)
{
    size_t *order = new_array(count, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        size_t k = random_below(i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    return order;
}

static int write_program(struct program *program)
{
    struct marshal_writer *writer = marshal_writer_new(4);
    size_t *order = shuffled_order(program->function_count);
    put_flag(writer);
    put_dict_begin(writer);
    for (size_t i = 0; i < program->function_count; i++)
        put_function(program, writer, order[i]);
    put_dict_end(writer);
    size_t size = marshal_writer_size(writer);
    int is_written =
        fwrite(marshal_writer_bytes(writer), 1, size, stdout) == size && fflush(stdout) == 0;
    free(order);
    marshal_writer_free(writer);
    return is_written;
}

int main(int argc, char **argv)
{
    char *end = NULL;
    unsigned long long count = argc > 1 ? strtoull(argv[1], &end, 10) : 0;
    const char *sharing = argc > 3 ? argv[3] : "unshared";
    struct program program = {.shares_keys = strcmp(sharing, "shared") == 0};
    if (argc < 2 || argc > 4 || *end != '\0' || count < 1 || count > FUNCTIONS_MAX ||
        (!program.shares_keys && strcmp(sharing, "unshared") != 0)) {
        fputs("usage: make_big_dump FUNCTIONS [SEED [shared|unshared]] >FILE\n", stderr);
        return 2;
    }
    random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    make_program(&program, (size_t)count);
    int is_written = write_program(&program);
    if (!is_written)
        fputs("make_big_dump: standard output: cannot be written\n", stderr);
    free(program.functions);
    free(program.calls);
    free(program.file_slots);
    return is_written ? 0 : 4;
}
