/* Large blocks of memory, and the pages that the system makes them of. */
#ifndef LIB_LARGE_PAGES_H
#define LIB_LARGE_PAGES_H

#include <stddef.h>

/* That all of the block is going to be used: the system may give it in large pages, where it has such, instead of with a
 * fault for each small one. Does nothing for blocks that are not large. */
void large_pages_want(void *block, size_t size);

#endif
