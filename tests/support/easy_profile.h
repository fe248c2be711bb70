/* A profile whose figures are easy.
 *
 * main (10 s in all) calls work (8 s, 4 calls, one recursive) and rest (1 s); work calls helper (2 s) in another package,
 * and that calls <len>. */
#ifndef TESTS_EASY_PROFILE_H
#define TESTS_EASY_PROFILE_H

#include <stdint.h>

#define EASY_MAIN "/home/me/app/main.py"
#define EASY_TOOLS "/usr/lib/python3.11/site-packages/tools/__init__.py"

/* As in.pstats. 0: nobody calls <len>. */
void easy_profile_write(int64_t len_calls);

#endif
