/* Which functions call each other in circles: strongly connected components, after Tarjan. */
#ifndef LIB_ESTIMATE_CYCLES_H
#define LIB_ESTIMATE_CYCLES_H

struct net;

/* Fills in component, members, place, is_cyclic and component_count from out. 0: out of memory. */
int cycles_find(struct net *net);
void cycles_free(struct net *net);

#endif
