/* From the net to frames: the time of each edge is handed down from its caller's frames. */
#ifndef LIB_ESTIMATE_EXPAND_H
#define LIB_ESTIMATE_EXPAND_H

#include <stddef.h>
#include <stdint.h>

struct net;
struct template;

struct estimated {
    uint32_t parent; /* an earlier one; NET_NONE: a root */
    uint32_t edge;   /* of the net: the frame is its callee's */
    double time;     /* with callees */
    double self;
};

struct estimates {
    struct estimated *frames;
    size_t count;
    size_t capacity;
    int is_cut; /* the limit was passed: nothing can be said of the frames */
};

/* Fills in the frames anew. templates: by component; of cyclic ones only. Frames lighter than least_time are merged
 * into heavier ones of the same edge, of which the heaviest always stays. Gives up beyond limit frames. 0: memory. */
int frames_expand(const struct net *net, const struct template *templates, double least_time,
                  size_t limit, struct estimates *estimates);

#endif
