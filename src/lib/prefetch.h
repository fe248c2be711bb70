/* Looking at memory before it is needed, where a loop goes through it in no order and would wait each time. */
#ifndef LIB_PREFETCH_H
#define LIB_PREFETCH_H

#ifdef __GNUC__
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#define LOOK_AHEAD 12 /* so many rounds of such a loop take longer than a look at memory */

#endif
