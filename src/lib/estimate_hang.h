/* Paths for the edges that a growth did not reach. */
#ifndef LIB_ESTIMATE_HANG_H
#define LIB_ESTIMATE_HANG_H

#include <stdint.h>

struct part;
struct paths;
struct places;

/* Adds paths until each inner edge is the last of one: a placed edge in its place as far as that is grown, any other below
 * the path of its caller that has most calls. Besides one for each edge there are no more than limit then, or than there
 * were. places: NULL for none. 0: out of memory. */
int paths_hang(struct paths *paths, const struct part *part, const struct places *places,
               uint32_t limit);

#endif
