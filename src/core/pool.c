#include "core/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { THREADS_MAX = 256 };

struct work {
	atomic_size_t next;
	size_t n_items;
	void (*fn)(void *ctx, size_t i);
	void *ctx;
};

int pool_default_threads(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : n;
}

static void *take_items(void *p)
{
	struct work *w = p;
	for (;;) {
		size_t i = atomic_fetch_add(&w->next, 1);
		if (i >= w->n_items)
			return NULL;
		w->fn(w->ctx, i);
	}
}

void pool_run(int n_threads, size_t n_items, void (*fn)(void *ctx, size_t i), void *ctx)
{
	struct work w = { .n_items = n_items, .fn = fn, .ctx = ctx };
	pthread_t thread[THREADS_MAX];
	int wanted = n_threads > 0 ? n_threads : pool_default_threads();
	int started = 0;
	while (started < wanted - 1 && started < THREADS_MAX && (size_t)started + 1 < n_items &&
		pthread_create(&thread[started], NULL, take_items, &w) == 0)
		started++;
	take_items(&w);
	for (int i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
}
