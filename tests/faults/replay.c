/* Runs of programs in which one call fails, on all processors, and what must hold of each. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "replay.h"

#include "faults/run.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMPLAINTS_SIZE 4000

/* What the workers share. */
struct work {
    size_t next; /* the run that is to be done next */
    size_t length;
    char complaints[COMPLAINTS_SIZE];
};

/* ---- Which calls ---- */

static int compare_numbers(const void *a, const void *b)
{
    size_t one = *(const size_t *)a, other = *(const size_t *)b;
    return (one > other) - (one < other);
}

static uint32_t next_random(uint32_t *state) /* xorshift, Marsaglia 2003 */
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* The numbers of the calls that fail, ascending; freed by the caller. */
static size_t *choose(struct choice choice, size_t calls, size_t *count)
{
    size_t first = choice.first < calls ? choice.first : calls;
    size_t others = calls - first <= choice.others ? calls - first : choice.others;
    size_t *numbers = run_checked(malloc((first + others + 1) * sizeof *numbers));
    uint32_t state = 2463534242u;
    for (size_t i = 0; i < first + others; i++)
        numbers[i] = i < first || calls - first == others
                         ? i + 1
                         : first + 1 + next_random(&state) % (calls - first);
    qsort(numbers, first + others, sizeof *numbers, compare_numbers);
    *count = first + others;
    return numbers;
}

/* ---- What must hold ---- */

static const char *find_last_line(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    while (length > 0 && text[length - 1] != '\n')
        length--;
    return text + length;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

static int begins_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The last line is the error; warnings of the usual run may stand before it. */
static const char *check_message(const struct command *command, const struct plan *plan,
                                 const struct run_result *usual, const struct run_result *got)
{
    const char *line = find_last_line(got->err);
    if (plan->fault == FAULT_WRITE && plan->error == EPIPE)
        return strcmp(usual->err, got->err) == 0 ? NULL : "speaks of a pipe that nobody reads";
    size_t length = strlen(command->program);
    if (!begins_with(line, command->program) || !begins_with(line + length, ": ") ||
        begins_with(line + length, ": warning: ") || line[strlen(line) - 1] != '\n')
        return "does not end with an error message";
    int is_free = command->is_picture && plan->owner == OWNER_LIBRARY; /* they print, too */
    if (!is_free && strncmp(usual->err, got->err, (size_t)(line - got->err)) != 0)
        return "says more than one line";
    if (plan->fault == FAULT_ALLOCATION && !is_free && strstr(line, "out of memory") == NULL &&
        strstr(line, strerror(ENOMEM)) == NULL)
        return "does not say that memory ran out";
    return NULL;
}

/* In what way a document is complete. */
static int is_complete(const struct run_result *got)
{
    static const struct {
        const char *begin, *end;
    } formats[] = {{"<?xml", "</svg>"},
                   {"\x89PNG", "IEND\xae"
                               "B`\x82"},
                   {"%PDF", "%%EOF"},
                   {"%!PS", "%%EOF"}};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t length = strlen(formats[i].end), size = got->size;
        if (!begins_with(got->bytes, formats[i].begin))
            continue;
        while (size > 0 && got->bytes[size - 1] == '\n')
            size--;
        return size > length && memcmp(got->bytes + size - length, formats[i].end, length) == 0;
    }
    return got->size > 0;
}

static int is_same(const struct run_result *a, const struct run_result *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static const char *check_success(const struct command *command, const struct plan *plan,
                                 const struct run_result *usual, const struct run_result *got)
{
    if (command->output != NULL && !got->is_new)
        return "says nothing of having written nothing";
    if (command->is_picture && plan->owner == OWNER_LIBRARY)
        return is_complete(got) ? NULL : "left an incomplete document";
    if (!is_same(usual, got))
        return "has another result";
    if (plan->fault == FAULT_ALLOCATION && got->status != 0 &&
        strstr(got->err, "out of memory") != NULL)
        return NULL; /* the verdict stands, even when there is no saying why */
    if (plan->fault == FAULT_ALLOCATION && got->status == 2 && count_lines(got->err) == 1)
        return NULL; /* usage is wrong anyhow; the hint may be missing */
    return strcmp(usual->err, got->err) == 0 ? NULL : "says something else";
}

static const char *check_failure(const struct command *command, const struct plan *plan,
                                 const struct run_result *usual, const struct run_result *got)
{
    int is_input =
        plan->fault == FAULT_ALLOCATION || plan->fault == FAULT_OPEN || plan->fault == FAULT_READ;
    int is_free = command->is_picture && plan->owner == OWNER_LIBRARY;
    if (got->is_hung && is_free && (command->output == NULL || !got->is_new))
        return NULL; /* GLib waits for itself when there is no memory for it to start with */
    if (got->status >= 128)
        return "was ended by a signal";
    if (got->status != 4 && !(got->status == 3 && is_input))
        return "has the wrong exit code";
    if (plan->failures == 0)
        return "fails without a fault";
    if (command->output != NULL && got->is_new)
        return "has touched the output";
    return check_message(command, plan, usual, got);
}

/* What is wrong with a run in which a call failed, or should have; NULL: nothing. */
static const char *check(const struct command *command, const struct plan *plan,
                         const struct run_result *usual, const struct run_result *got)
{
    const char *clause = got->status == usual->status ? check_success(command, plan, usual, got)
                                                      : check_failure(command, plan, usual, got);
    if (clause != NULL)
        return clause;
    if (got->has_leftovers)
        return "leaves a file behind";
    return plan->live > 0 && !plan->has_left && !got->is_hung ? "does not free all of its memory"
                                                              : NULL;
}

/* ---- Workers ---- */

static void complain(struct work *work, const struct command *command, const char *dump,
                     const struct plan *plan, const struct run_result *got, const char *clause)
{
    static const char *const faults[] = {"allocation", "open",  "read",  "write",
                                         "flush",      "close", "rename"};
    char text[COMPLAINTS_SIZE / 4];
    int length = snprintf(
        text, sizeof text,
        "%s %s (%s), %s %zu of the %s: %s; status %d, %zu not freed (0x%zx), %zu lines: %.300s\n",
        command->program, command->arguments, dump, faults[plan->fault], plan->fails_at,
        plan->owner == OWNER_PROGRAM ? "program" : "libraries", clause, got->status, plan->live,
        plan->lost_at, count_lines(got->err), got->err);
    size_t size = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    size_t at = __atomic_fetch_add(&work->length, size, __ATOMIC_RELAXED);
    if (at + size < COMPLAINTS_SIZE)
        memcpy(work->complaints + at, text, size);
}

struct batch {
    const struct command *command;
    const char *dump;
    const struct plan *plan; /* but for the number of the call */
    const struct run_result *usual;
    const size_t *numbers;
    size_t count;
};

/* Does not return. */
static void become_worker(const struct batch *batch, struct work *work)
{
    struct runner *runner = runner_new(batch->command, batch->dump);
    size_t i;
    while ((i = __atomic_fetch_add(&work->next, 1, __ATOMIC_RELAXED)) < batch->count) {
        struct plan plan = *batch->plan;
        struct run_result got;
        plan.fails_at = batch->numbers[i];
        runner_run(runner, &plan, batch->numbers[i] % 2 != 0, &got);
        const char *clause = check(batch->command, &plan, batch->usual, &got);
        if (clause != NULL)
            complain(work, batch->command, batch->dump, &plan, &got, clause);
        run_result_free(&got);
    }
    runner_free(runner);
    _exit(0);
}

static void run_batch(const struct batch *batch, struct work *work)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int workers = processors > 1 ? (int)processors : 1, status, failed = 0;
    fflush(NULL);
    for (int i = 0; i < workers; i++) {
        pid_t child = fork();
        if (child < 0)
            run_stop("fork");
        if (child == 0)
            become_worker(batch, work);
    }
    while (wait(&status) > 0)
        failed |= status != 0;
    if (failed)
        run_stop("a worker has failed");
}

/* The run in which nothing fails, for its result and its calls. */
static void run_usual(const struct command *command, const char *dump, struct plan *plan,
                      struct run_result *usual)
{
    struct runner *runner = runner_new(command, dump);
    runner_run(runner, plan, 1, usual);
    if (!plan->is_watched || usual->status != command->status || usual->has_leftovers ||
        plan->live > 0) {
        fprintf(stderr, "%s %s (%s): status %d, watched: %d, %zu not freed (0x%zx): %s\n",
                command->program, command->arguments, dump, usual->status, plan->is_watched,
                plan->live, plan->lost_at, usual->err);
        exit(99);
    }
    runner_free(runner);
}

size_t replay(const struct command *command, const char *dump, enum fault fault, enum owner owner,
              struct choice choice, char *complaints, size_t size)
{
    struct plan plan = {.fault = fault, .owner = owner, .error = EIO};
    if (fault == FAULT_WRITE) /* nobody reads the pipe any more; the disk is full */
        plan.error = command->output == NULL ? EPIPE : ENOSPC;
    struct run_result usual;
    struct work *work =
        mmap(NULL, sizeof *work, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (work == MAP_FAILED)
        run_stop("mmap");
    run_usual(command, dump, &plan, &usual);
    struct batch batch = {.command = command, .dump = dump, .plan = &plan, .usual = &usual};
    size_t *numbers = choose(choice, plan.counts[fault][owner], &batch.count);
    batch.numbers = numbers;
    memset(plan.counts, 0, sizeof plan.counts);
    if (batch.count > 0)
        run_batch(&batch, work);
    snprintf(complaints, size, "%s", work->complaints);
    free(numbers);
    munmap(work, sizeof *work);
    run_result_free(&usual);
    return batch.count;
}

void replay_slowly(const struct command *command, const char *dump, char *complaints, size_t size)
{
    struct plan plan = {.fails_at = 0}, slow = {.is_partial = 1};
    struct run_result usual, got;
    run_usual(command, dump, &plan, &usual);
    struct runner *runner = runner_new(command, dump);
    runner_run(runner, &slow, 0, &got);
    int is_well =
        got.status == usual.status && is_same(&usual, &got) && strcmp(usual.err, got.err) == 0;
    snprintf(complaints, size, "%s", is_well ? "" : "another result when read and written slowly");
    runner_free(runner);
    run_result_free(&usual);
    run_result_free(&got);
}
