/* Names without the addresses in them, which differ from run to run ("<function f at 0x7f…>"). */
#ifndef LIB_ADDRESSES_H
#define LIB_ADDRESSES_H

#include <pstats.h>

/* Memory that is used again from name to name. All zero is empty. */
struct addresses_scratch {
    char *bytes;
    size_t capacity;
};

/* Makes *name itself without addresses: as it was, or in scratch until the next call. 0: no memory. */
int addresses_remove(struct addresses_scratch *scratch, pstats_text *name);
void addresses_scratch_free(struct addresses_scratch *scratch);

#endif
