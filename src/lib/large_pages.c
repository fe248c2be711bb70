/* Large blocks of memory, and the pages that the system makes them of. */
#ifdef __linux__
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier): for madvise, which POSIX has not */
#endif
#include "large_pages.h"

#include <stdint.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#ifdef MADV_HUGEPAGE

#define LARGE_BLOCK ((size_t)4 << 20)
#define LARGE_PAGE ((uintptr_t)2 << 20) /* most processors' */

void large_pages_want(void *block, size_t size)
{
    uintptr_t start = ((uintptr_t)block + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
    uintptr_t end = ((uintptr_t)block + size) & ~(LARGE_PAGE - 1);
    if (size >= LARGE_BLOCK && start < end)
        madvise((unsigned char *)block + (start - (uintptr_t)block), end - start, MADV_HUGEPAGE);
}

#else

void large_pages_want(void *block, size_t size)
{
    (void)block;
    (void)size;
}

#endif
