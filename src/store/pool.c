#include "store/internal.h"

#include "core/mem.h"

#include <errno.h>

struct pool {
	struct store *store;
	pthread_mutex_t lock;
	pthread_cond_t freed;
	int max, open, idle_n; /* open: taken, idle and being opened */
	struct db *idle[];
};

enum err pool_new(struct store *s, int max, struct pool **out, struct error *err)
{
	struct pool *p = mem_alloc(sizeof *p + (size_t)max * sizeof p->idle[0]);
	if (!p)
		return error_nomem(err);
	*p = (struct pool){ .store = s, .max = max };
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->freed, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&p->lock, NULL);
	*out = p;
	return OK;
}

void pool_free(struct pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	while (p->open > p->idle_n)
		pthread_cond_wait(&p->freed, &p->lock);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->idle_n; i++)
		p->store->backend->close(p->idle[i]);
	pthread_cond_destroy(&p->freed);
	pthread_mutex_destroy(&p->lock);
	mem_free(p);
}

/* A new connection in the place that the caller has reserved in p->open. */
static enum err open_one(struct pool *p, struct db **out, struct error *err)
{
	struct store *s = p->store;
	enum err e = store_check_down(s, err);
	if (!e)
		e = s->backend->open(&s->config, true, out, err);
	if (e) {
		pthread_mutex_lock(&p->lock);
		p->open--;
		pthread_cond_signal(&p->freed);
		pthread_mutex_unlock(&p->lock);
	}
	return e;
}

enum err pool_take(struct pool *p, int wait_ms, struct db **out, struct error *err)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&p->lock);
	int waited = 0;
	while (p->idle_n == 0 && p->open == p->max && waited == 0)
		waited = pthread_cond_timedwait(&p->freed, &p->lock, &until);
	struct db *db = NULL;
	bool reserved = false;
	if (p->idle_n > 0) {
		db = p->idle[--p->idle_n];
	} else if (p->open < p->max) {
		p->open++;
		reserved = true;
	}
	pthread_mutex_unlock(&p->lock);
	if (reserved)
		return open_one(p, out, err);
	if (!db) {
		error_set(err, ERR_STORE, NULL, "数据库暂时不可用，请稍后再试");
		return error_detail(err, "no free connection within %d ms", wait_ms), ERR_STORE;
	}
	*out = db;
	return OK;
}

void pool_put(struct pool *p, struct db *db)
{
	pthread_mutex_lock(&p->lock);
	p->idle[p->idle_n++] = db;
	pthread_cond_signal(&p->freed);
	pthread_mutex_unlock(&p->lock);
}
