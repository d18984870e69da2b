#include "desk/runner.h"

#include "core/mem.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	KINDS_MAX = 64,
	ARENA = 64 << 20,
	POLL_MS = 2000,
	LEASE_S = 300,
	DAILY_EVERY_MS = 60 * 1000,
	SHANGHAI_S = 8 * 3600,
	HOUR_S = 3600,
	DAY_S = 24 * HOUR_S
};

struct runner {
	struct runner_config c;
	const char *kinds[KINDS_MAX + 1];
	struct arena arena;
	int64_t looked_ms; /* when the daily ones were looked at */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t woken;
	bool wake;
	atomic_bool stopping;
};

static int64_t now_ms(const struct runner *r)
{
	struct timespec t;
	if (r->c.clock_ms)
		return r->c.clock_ms(r->c.clock_ctx);
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t ticks_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct daily {
	const char *kind;
	int32_t day;
};

static enum err add_daily(struct tx *tx, void *ctx, struct error *err)
{
	const struct daily *d = ctx;
	struct job_entry e = { .kind = str_cstr(d->kind), .key = STR("daily") };
	return job_add_daily(tx, e.kind, d->day, &e, NULL, err);
}

static enum err look_daily(struct runner *r, struct error *err)
{
	int64_t now = now_ms(r), local = now / 1000 + SHANGHAI_S;
	if (!r->c.daily ||
		(r->looked_ms && now - r->looked_ms < DAILY_EVERY_MS && now >= r->looked_ms))
		return OK;
	for (const struct runner_daily *d = r->c.daily; d->kind; d++) {
		struct daily one = { d->kind, (int32_t)(local / DAY_S) };
		if (local % DAY_S / HOUR_S < d->hour)
			continue;
		enum err e = store_write(r->c.desk->store, add_daily, &one, err);
		if (e)
			return e;
	}
	r->looked_ms = now;
	return OK;
}

static const struct runner_kind *find(const struct runner *r, struct str kind)
{
	const struct runner_kind *k = r->c.kind;
	while (k->kind && !str_is(kind, k->kind))
		k++;
	return k;
}

static enum err finish(struct tx *tx, void *ctx, struct error *err)
{
	return job_finish(tx, ctx, err);
}

static void tell(const struct runner *r, enum runner_note note, const struct job_claim *claim,
	int64_t since_us, const struct error *err)
{
	if (r->c.told)
		r->c.told(r->c.told_ctx, note, claim, ticks_us() - since_us, err);
}

static void run_one(struct runner *r, const struct job_claim *claim)
{
	const struct runner_kind *k = find(r, claim->kind);
	struct runner_work w = {
		.desk = r->c.desk, .arena = &r->arena, .claim = claim, .ctx = k->ctx, .runner = r
	};
	struct error err = { .code = OK };
	struct store *s = r->c.desk->store;
	int64_t since = ticks_us();
	bool failed = false;
	enum err e = k->lease_s > LEASE_S ? job_renew(s, claim, k->lease_s, &err) : OK;
	if (!e)
		e = k->run(&w, &err);
	if (!e && !w.finished)
		e = store_write(s, finish, (void *)(uintptr_t)claim, &err);
	if (!e) {
		tell(r, w.refused ? RUNNER_REFUSED : RUNNER_DONE, claim, since, NULL);
		return;
	}
	/* Broken off because this node stops: no failure, and another may begin at once. */
	if (!w.permanent && atomic_load(&r->stopping)) {
		struct error ignored;
		(void)!job_put_back(s, claim, &ignored);
		return;
	}
	/* msg may quote what a person typed; detail and the code's name may not. */
	struct error ignored;
	struct str reason = str_cstr(err.detail[0] ? err.detail : err_name(e));
	if (job_fail_told(s, claim, w.permanent, reason, &failed, &ignored))
		failed = false;
	tell(r, failed ? RUNNER_FAILED : RUNNER_LATER, claim, since, &err);
}

/* OK: one was done; ERR_NOT_FOUND: nothing is due. */
static enum err step(struct runner *r, struct error *err)
{
	struct job_claim claim;
	arena_reset(&r->arena);
	enum err e = look_daily(r, err);
	if (!e)
		e = job_take(r->c.desk->store, r->kinds, LEASE_S, &r->arena, &claim, err);
	if (!e)
		run_one(r, &claim);
	return e;
}

static void wait_for_work(struct runner *r)
{
	struct timespec until;
	int poll = r->c.poll_ms > 0 ? r->c.poll_ms : POLL_MS;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += poll / 1000;
	until.tv_nsec += (long)(poll % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&r->lock);
	int rc = 0;
	while (!r->wake && !atomic_load(&r->stopping) && rc == 0)
		rc = pthread_cond_timedwait(&r->woken, &r->lock, &until);
	r->wake = false;
	pthread_mutex_unlock(&r->lock);
}

static void *loop(void *arg)
{
	struct runner *r = arg;
	bool broken = false;
	while (!atomic_load(&r->stopping)) {
		struct error err = { .code = OK };
		enum err e = step(r, &err);
		/* Told once until it works again. */
		if (e && e != ERR_NOT_FOUND && !broken)
			tell(r, RUNNER_BROKEN, NULL, ticks_us(), &err);
		broken = e && e != ERR_NOT_FOUND;
		if (e)
			wait_for_work(r);
	}
	return NULL;
}

static enum err make(const struct runner_config *c, struct runner **out, struct error *err)
{
	struct runner *r = mem_alloc(sizeof *r);
	size_t n = 0;
	if (!r)
		return error_nomem(err);
	*r = (struct runner){ .c = *c };
	for (; c->kind[n].kind && n < KINDS_MAX; n++)
		r->kinds[n] = c->kind[n].kind;
	arena_init(&r->arena, ARENA);
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->woken, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&r->lock, NULL);
	*out = r;
	return OK;
}

static void unmake(struct runner *r)
{
	arena_done(&r->arena);
	pthread_cond_destroy(&r->woken);
	pthread_mutex_destroy(&r->lock);
	mem_free(r);
}

enum err runner_start(const struct runner_config *c, struct runner **out, struct error *err)
{
	struct runner *r;
	enum err e = make(c, &r, err);
	if (e)
		return e;
	if (pthread_create(&r->thread, NULL, loop, r) != 0) {
		unmake(r);
		return error_set(
			err, ERR_NOMEM, NULL, "无法启动后台任务线程；请检查系统的进程数限制");
	}
	*out = r;
	return OK;
}

void runner_stop(struct runner *r)
{
	if (!r)
		return;
	atomic_store(&r->stopping, true);
	runner_wake(r);
	pthread_join(r->thread, NULL);
	unmake(r);
}

void runner_wake(struct runner *r)
{
	pthread_mutex_lock(&r->lock);
	r->wake = true;
	pthread_cond_signal(&r->woken);
	pthread_mutex_unlock(&r->lock);
}

bool runner_is_stopping(struct runner *r)
{
	return atomic_load(&r->stopping);
}

enum err runner_drain(const struct runner_config *c, int *n, struct error *err)
{
	struct runner *r;
	enum err e = make(c, &r, err);
	if (e)
		return e;
	int done = 0;
	while (!(e = step(r, err)))
		done++;
	unmake(r);
	if (e == ERR_NOT_FOUND)
		*n = done;
	return e == ERR_NOT_FOUND ? OK : e;
}
