/* Preloaded into a program: lets one call of the C library fail, as its plan says, and keeps account of the program's
 * allocations. Whose call it is tells the address that it returns to. */
#define _GNU_SOURCE
#include "plan.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

static struct plan *plan;
static uintptr_t program_base, program_start, program_end;

/* ---- Whose call it is ---- */

static int find_program(struct dl_phdr_info *info, size_t size, void *context)
{
    (void)size;
    (void)context;
    program_base = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && (part->p_flags & PF_X) != 0) {
            program_start = info->dlpi_addr + part->p_vaddr;
            program_end = program_start + part->p_memsz;
        }
    }
    return 1; /* the program is the first */
}

__attribute__((constructor)) static void start(void)
{
    const char *descriptor = getenv(PLAN_VARIABLE);
    if (descriptor == NULL)
        return;
    void *mapped =
        mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, atoi(descriptor), 0);
    if (mapped == MAP_FAILED)
        return;
    unsetenv(PLAN_VARIABLE); /* what the program starts is not watched */
    unsetenv("LD_PRELOAD");
    dl_iterate_phdr(find_program, NULL);
    plan = mapped;
    plan->is_watched = 1;
}

static enum owner owner_of(uintptr_t address)
{
    if (address < program_start || address >= program_end)
        return OWNER_LIBRARY;
    size_t offset = address - program_base;
    for (size_t i = 0; i < PLAN_LENT; i++)
        if (offset >= plan->lent[i].start && offset < plan->lent[i].end)
            return OWNER_LIBRARY;
    return OWNER_PROGRAM;
}

/* Counts a call; is it the one that fails? */
static int is_due(enum fault fault, uintptr_t address)
{
    if (plan == NULL)
        return 0;
    enum owner owner = owner_of(address);
    size_t number = ++plan->counts[fault][owner];
    if (fault != plan->fault || owner != plan->owner || number != plan->fails_at)
        return 0;
    plan->failures++;
    return 1;
}

static int fails(enum fault fault, uintptr_t address)
{
    if (!is_due(fault, address))
        return 0;
    errno = fault == FAULT_ALLOCATION ? ENOMEM : plan->error;
    return 1;
}

#define CALLER ((uintptr_t)__builtin_return_address(0))

/* ---- The program's allocations: a table with open addressing ---- */

#define SLOTS ((size_t)1 << 18)
static struct {
    void *block;
    uintptr_t made_at;
} live[SLOTS];

static size_t home_of(const void *block)
{
    return (size_t)((uintptr_t)block >> 4) * 2654435761u % SLOTS;
}

static void *keep(void *block, uintptr_t made_at)
{
    if (plan == NULL || block == NULL || owner_of(made_at) != OWNER_PROGRAM ||
        plan->live > SLOTS / 2)
        return block;
    size_t i = home_of(block);
    while (live[i].block != NULL)
        i = (i + 1) % SLOTS;
    live[i].block = block;
    live[i].made_at = made_at;
    plan->live++;
    return block;
}

static void forget(const void *block)
{
    if (plan == NULL || plan->live == 0 || block == NULL)
        return;
    size_t i = home_of(block);
    while (live[i].block != NULL && live[i].block != block)
        i = (i + 1) % SLOTS;
    if (live[i].block == NULL)
        return;
    plan->live--;
    /* What stands behind it moves up, unless it is at home there. */
    for (size_t next = (i + 1) % SLOTS; live[next].block != NULL; next = (next + 1) % SLOTS) {
        size_t home = home_of(live[next].block);
        if ((next - home) % SLOTS >= (next - i) % SLOTS) {
            live[i] = live[next];
            i = next;
        }
    }
    live[i].block = NULL;
}

__attribute__((destructor)) static void end(void)
{
    for (size_t i = 0; plan != NULL && plan->live > 0 && i < SLOTS; i++)
        if (live[i].block != NULL) {
            plan->lost_at = live[i].made_at - program_base;
            return;
        }
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

void *malloc(size_t size)
{
    return fails(FAULT_ALLOCATION, CALLER) ? NULL : keep(__libc_malloc(size), CALLER);
}

void *calloc(size_t count, size_t size)
{
    return fails(FAULT_ALLOCATION, CALLER) ? NULL : keep(__libc_calloc(count, size), CALLER);
}

void *realloc(void *old, size_t size)
{
    if (fails(FAULT_ALLOCATION, CALLER))
        return NULL;
    void *block = __libc_realloc(old, size);
    if (block == NULL && size > 0)
        return NULL;
    forget(old);
    return keep(block, CALLER);
}

void *memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size)
{
    return fails(FAULT_ALLOCATION, CALLER) ? NULL : keep(__libc_memalign(alignment, size), CALLER);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(FAULT_ALLOCATION, CALLER) ? NULL : keep(__libc_memalign(alignment, size), CALLER);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    *block =
        fails(FAULT_ALLOCATION, CALLER) ? NULL : keep(__libc_memalign(alignment, size), CALLER);
    return *block != NULL ? 0 : ENOMEM;
}

void free(void *block)
{
    forget(block);
    __libc_free(block);
}

/* ---- Files ---- */

#define NEXT(name) ((__typeof__(name) *)next(#name))

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* O_TMPFILE and O_CREAT bring a mode. */
#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;        \
        va_end(arguments);                                                                         \
        return fails(FAULT_OPEN, CALLER) ? -1 : NEXT(name)(path, flags, mode);                     \
    }
OPEN(open)
OPEN(open64)

int __open64_2(const char *path, int flags);
int __open64_2(const char *path, int flags)
{
    return fails(FAULT_OPEN, CALLER) ? -1 : NEXT(__open64_2)(path, flags);
}

/* Not all, but one byte, and that only when asked again */
static int is_interrupted(size_t *size)
{
    static int is_second;
    if (plan == NULL || !plan->is_partial)
        return 0;
    *size = *size > 1 ? 1 : *size;
    is_second = !is_second;
    if (is_second)
        errno = EINTR;
    return is_second;
}

ssize_t read(int fd, void *bytes, size_t size)
{
    int is_failing = fails(FAULT_READ, CALLER);
    if (plan != NULL && plan->is_partial && owner_of(CALLER) == OWNER_PROGRAM)
        is_failing = is_interrupted(&size);
    return is_failing ? -1 : NEXT(read)(fd, bytes, size);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    int is_failing = fails(FAULT_WRITE, CALLER);
    if (plan != NULL && plan->is_partial && owner_of(CALLER) == OWNER_PROGRAM)
        is_failing = is_interrupted(&size);
    return is_failing ? -1 : NEXT(write)(fd, bytes, size);
}

int fflush(FILE *stream)
{
    return fails(FAULT_FLUSH, CALLER) ? EOF : NEXT(fflush)(stream);
}

/* What fails to close is closed nevertheless. */
int fclose(FILE *stream)
{
    int is_failing = fails(FAULT_CLOSE, CALLER), error = errno, status = NEXT(fclose)(stream);
    if (is_failing)
        errno = error;
    return is_failing ? EOF : status;
}

int close(int fd)
{
    int is_failing = fails(FAULT_CLOSE, CALLER), error = errno, status = NEXT(close)(fd);
    if (is_failing)
        errno = error;
    return is_failing ? -1 : status;
}

int rename(const char *old, const char *new)
{
    return fails(FAULT_RENAME, CALLER) ? -1 : NEXT(rename)(old, new);
}

/* ---- Ends ---- */

void exit(int status)
{
    if (plan != NULL)
        plan->has_left = 1;
    NEXT(exit)(status);
    __builtin_unreachable();
}

void _exit(int status)
{
    if (plan != NULL)
        plan->has_left = 1;
    NEXT(_exit)(status);
    __builtin_unreachable();
}
