/* What cgraph leaves to its users: where memory and the identities of objects come from. */
#ifndef PSTATS2DOT_DISCIPLINE_H
#define PSTATS2DOT_DISCIPLINE_H

#include <cgraph.h>

/* For agopen. Identities are counted, so that the order of subgraphs is that of their making;
 * cgraph's own are addresses, which differ from run to run. A failed allocation ends the program,
 * in the way that cleanup_expect_exit prepares, where cgraph can be told so: from version 9 on it
 * does by itself. */
Agdisc_t discipline_new(Agiodisc_t *io);

#endif
