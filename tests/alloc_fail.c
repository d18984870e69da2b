/*
 * alloc_fail -- ALLOC_FAIL=n: the n-th request for memory of a test program fails, once.
 *
 * Linked into every test program of unit, store and desk with the linker's --wrap for the two
 * doors of core/mem.h, so the product has nothing of it and a test's own mem_fail_at stays as
 * it is.  Memory that SQLite, libpq, OpenSSL and other libraries take by themselves does not
 * come through here.  After the fault the first failed CHECK ends the program (tests/test.h):
 * what a test would do with results that it does not have says nothing about the program.
 * ALLOC_COUNT=FILE writes the number of requests there.
 */
#include "core/mem.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_long requests;
static long fail_at;

void *__real_mem_alloc(size_t n);
void *__real_mem_resize(void *p, size_t n);
void *__wrap_mem_alloc(size_t n);
void *__wrap_mem_resize(void *p, size_t n);
int test_fault_done(void); /* tests/test.h */

__attribute__((constructor)) static void read_wish(void)
{
	const char *z = getenv("ALLOC_FAIL");
	fail_at = z ? strtol(z, NULL, 10) : 0;
}

__attribute__((destructor)) static void write_count(void)
{
	const char *path = getenv("ALLOC_COUNT");
	FILE *f = path ? fopen(path, "w") : NULL;
	if (f) {
		fprintf(f, "%ld\n", atomic_load(&requests));
		fclose(f);
	}
}

int test_fault_done(void)
{
	return fail_at > 0 && atomic_load(&requests) >= fail_at;
}

static int must_fail(void)
{
	return atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed) + 1 == fail_at;
}

void *__wrap_mem_alloc(size_t n)
{
	return must_fail() ? NULL : __real_mem_alloc(n);
}

void *__wrap_mem_resize(void *p, size_t n)
{
	return must_fail() ? NULL : __real_mem_resize(p, n);
}
