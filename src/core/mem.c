#include "core/mem.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Larger than what the pages of most requests need, so that those are served without the system. */
enum { LARGE = 256 * 1024 };

static atomic_long fail_at, requests;

static int must_fail(void)
{
	long n = atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed) + 1;
	return n == atomic_load_explicit(&fail_at, memory_order_relaxed);
}

void *mem_alloc(size_t n)
{
	return must_fail() ? NULL : malloc(n ? n : 1);
}

void *mem_resize(void *p, size_t n)
{
	return must_fail() ? NULL : realloc(p, n ? n : 1);
}

void mem_free(void *p)
{
	free(p);
}

void mem_give_back(void)
{
	/* A fixed limit; left alone it grows with the largest block that was ever freed. */
	mallopt(M_MMAP_THRESHOLD, LARGE);
}

void mem_fail_at(long n)
{
	atomic_store(&requests, 0);
	atomic_store(&fail_at, n);
}

long mem_requests(void)
{
	return atomic_load(&requests);
}
