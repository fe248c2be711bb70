/* Memory for cgraph, which does not check for its end itself. */
#ifndef PSTATS2DOT_MEMORY_H
#define PSTATS2DOT_MEMORY_H

#include <cgraph.h>

/* Makes a failed allocation end the program, in the way that cleanup_expect_exit prepares, where
 * this cgraph can be told: from version 9 on it does so by itself. */
void memory_check_in(Agdisc_t *discipline);

#endif
