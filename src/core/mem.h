/*
 * mem -- the only door to the heap.
 *
 * Everything outside core/ uses arenas and buffers, which come here.  A test
 * can make the n-th request fail (mem_fail_at), so that "no memory" is an
 * ordinary, tested path.
 */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stddef.h>

/* n bytes, not cleared; NULL when there is no memory.  n = 0 is taken as 1. */
void *mem_alloc(size_t n);
/* As realloc; the old block stays valid when NULL is returned. */
void *mem_resize(void *p, size_t n);
void mem_free(void *p);

/*
 * For a program that runs for long: what one large piece of work needed goes back to the system when it is
 * freed, instead of being kept for the next one.  Before any thread is started.
 */
void mem_give_back(void);

/* The n-th request from now on fails, once (n >= 1); 0 switches the fault off.  Tests only. */
void mem_fail_at(long n);
/* How many requests were made since the last mem_fail_at.  Tests only. */
long mem_requests(void);

#endif
