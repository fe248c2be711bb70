/* Which frames are in the table: where there are very many the thinnest are left out. Nobody zooms in so far, and the
 * table would outweigh the picture many times over. */
#ifndef PSTATSFLAME_TABLE_CHOICE_H
#define PSTATSFLAME_TABLE_CHOICE_H

#include "pstatsflame/layout.h"

#include <stddef.h>

struct table_choice {
    unsigned char *has_frame; /* by frame; freed by who asked */
    size_t count;             /* of frames that are in the table */
    size_t omitted_count;     /* of frames that have a width, too, and are not */
};

/* All that are drawn, and the widest of the others while there is room. What is below a frame in the table is in it, too.
 * taken: the bytes of the picture. 0: out of memory. */
int table_choose_frames(struct table_choice *choice, const struct flame_layout *layout,
                        size_t taken);

#endif
