/*
 * pool -- one function over many items on all cores, for pure computing.
 *
 * For work on untrusted files see core/batch.
 */
#ifndef CORE_POOL_H
#define CORE_POOL_H

#include <stddef.h>

/* Processors this process may use, at least 1. */
int pool_default_threads(void);

/*
 * Calls fn(ctx, i) once for every i in 0 .. n_items-1 from n_threads threads
 * (0: the default), in no order; returns when all calls have returned.  The
 * calling thread works too, so it succeeds even when no thread can be made.
 * Calls for different i run at the same time: fn writes only what belongs to i.
 */
void pool_run(int n_threads, size_t n_items, void (*fn)(void *ctx, size_t i), void *ctx);

#endif
