/*
 * agent -- the browser's family from its User-Agent header: "火狐 · Windows".
 *
 * For the list of one's own log-ins only.  The header itself is never kept.
 */
#ifndef PAGE_AGENT_H
#define PAGE_AGENT_H

#include "core/arena.h"

/* Of a fixed set of words, whatever the header says; empty when nothing is known. */
struct str agent_family(struct arena *a, struct str header);

#endif
