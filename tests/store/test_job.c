/* The queue: taken once, tried again after growing pauses, given up, started again. */
#include "tests/store/store_test.h"

#include "store/job.h"

#include <pthread.h>

enum { MINUTE = 60000, JOBS = 2000, THREADS = 8, ARENA = 1 << 20 };

static _Atomic int64_t now = INT64_C(1800000000000);

static int64_t test_clock(void *ctx)
{
	(void)ctx;
	return now;
}

struct add {
	struct job_entry e;
	struct job_id id;
	int32_t day;
	bool added;
};

static enum err add(struct tx *tx, void *ctx, struct error *err)
{
	struct add *a = ctx;
	return job_add(tx, &a->e, &a->id, err);
}

static enum err add_daily(struct tx *tx, void *ctx, struct error *err)
{
	struct add *a = ctx;
	return job_add_daily(tx, STR("night"), a->day, &a->e, &a->added, err);
}

static enum err finish(struct tx *tx, void *ctx, struct error *err)
{
	return job_finish(tx, ctx, err);
}

static enum err again(struct tx *tx, void *ctx, struct error *err)
{
	return job_start_again(tx, *(struct job_id *)ctx, err);
}

static enum err discard(struct tx *tx, void *ctx, struct error *err)
{
	return job_discard(tx, *(struct job_id *)ctx, err);
}

struct view {
	struct arena a;
	struct job_count *count;
	struct job_failure *failure;
	size_t n, failures;
};

static enum err look(struct tx *tx, void *ctx, struct error *err)
{
	struct view *v = ctx;
	arena_reset(&v->a);
	enum err e = job_counts(tx, &v->a, &v->count, &v->n, err);
	return e ? e :
		   job_failures(tx, (struct job_id){ 0 }, 10, &v->a, &v->failure, &v->failures, err);
}

static const char *const both[] = { "alpha", "beta.x", NULL };
static const char *const alpha[] = { "alpha", NULL };
static const char *const other[] = { "alphabet", "a", NULL };

static void test_life(struct store *s)
{
	struct arena a;
	struct error err = { .code = OK };
	struct job_claim c, lost;
	struct add x = { .e = { .kind = STR("alpha"), .payload = STR("a\0b"), .key = STR("k") } };
	struct add y = x, z = { .e = { .kind = STR("beta.x"), .run_at = now + 5 * MINUTE } };
	arena_init(&a, ARENA);
	CHECK(!store_write(s, add, &x, &err) && x.id.v, "added (%s)", err.detail);
	CHECK(!store_write(s, add, &y, &err) && y.id.v == x.id.v, "the same key again is nothing");
	CHECK(!store_write(s, add, &z, &err), "one for later");
	CHECK(job_take(s, other, 60, &a, &c, &err) == ERR_NOT_FOUND, "not of these kinds");
	CHECK(!job_take(s, both, 60, &a, &c, &err) && c.id.v == x.id.v && c.tries == 1 &&
			str_is(c.kind, "alpha") && str_eq(c.payload, STR("a\0b")),
		"taken");
	CHECK(job_take(s, both, 60, &a, &lost, &err) == ERR_NOT_FOUND, "once");
	CHECK(!job_renew(s, &c, 600, &err), "renewed");
	now += 9 * MINUTE;
	CHECK(job_take(s, alpha, 60, &a, &lost, &err) == ERR_NOT_FOUND, "still claimed after 9 minutes");
	lost = c;
	now += 2 * MINUTE;
	CHECK(!job_take(s, alpha, 60, &a, &c, &err) && c.tries == 2 && c.id.v == x.id.v,
		"taken over after the lease");
	CHECK(store_write(s, finish, &lost, &err) == ERR_CONFLICT, "who lost it cannot finish it");
	CHECK(job_fail(s, &lost, false, STR("late"), &err) == ERR_CONFLICT &&
			job_renew(s, &lost, 60, &err) == ERR_CONFLICT,
		"nor fail or renew it");
	CHECK(!store_write(s, finish, &c, &err) && store_write(s, finish, &c, &err) == ERR_CONFLICT,
		"finished, once");
	CHECK(!job_take(s, both, 60, &a, &c, &err) && c.id.v == z.id.v, "the later one is due");
	CHECK(!job_put_back(s, &c, &err) && job_put_back(s, &c, &err) == ERR_CONFLICT, "put back, once");
	CHECK(!job_take(s, both, 60, &a, &c, &err) && c.id.v == z.id.v && c.tries == 1,
		"due at once, and that was no try");
	CHECK(!store_write(s, finish, &c, &err), "finished");
	CHECK(job_take(s, both, 60, &a, &c, &err) == ERR_NOT_FOUND, "nothing left");
	arena_done(&a);
}

static void test_tries(struct store *s)
{
	static const int pause[] = { 1, 2, 4, 8, 16, 32, 60, 60 };
	struct arena a;
	struct error err = { .code = OK };
	struct job_claim c;
	struct view v;
	struct add x = { .e = { .kind = STR("alpha"), .key = STR("k"), .tries_max = 9 } };
	bool failed = true;
	arena_init(&a, ARENA);
	arena_init(&v.a, ARENA);
	CHECK(!store_write(s, add, &x, &err), "added");
	for (size_t i = 0; i < sizeof pause / sizeof pause[0]; i++) {
		CHECK(!job_take(s, alpha, 60, &a, &c, &err) && c.tries == (int)i + 1, "try %zu", i + 1);
		CHECK(!job_fail_told(s, &c, false, STR("no line"), &failed, &err) && !failed, "failed");
		now += pause[i] * MINUTE - 1;
		CHECK(job_take(s, alpha, 60, &a, &c, &err) == ERR_NOT_FOUND, "not before %d min",
			pause[i]);
		now += 1;
	}
	CHECK(!job_take(s, alpha, 60, &a, &c, &err) &&
			!job_fail_told(s, &c, false, STR("no line"), &failed, &err) && failed,
		"the last try");
	now += 1000 * MINUTE;
	CHECK(job_take(s, alpha, 60, &a, &c, &err) == ERR_NOT_FOUND, "given up");
	CHECK(!store_read(s, look, &v, &err) && v.n == 1 && v.count[0].failed == 1 &&
			v.count[0].waiting == 0 && v.count[0].oldest_ms == 0 && v.failures == 1 &&
			str_is(v.failure[0].reason, "no line") && v.failure[0].tries == 9,
		"to be seen");
	CHECK(!store_write(s, again, &x.id, &err) &&
			store_write(s, again, &x.id, &err) == ERR_NOT_FOUND,
		"started again by a person, once");
	CHECK(!store_read(s, look, &v, &err) && v.count[0].waiting == 1 && v.count[0].oldest_ms == now,
		"waits");
	CHECK(!job_take(s, alpha, 60, &a, &c, &err) && c.tries == 1 &&
			!job_fail(s, &c, true, STR("550"), &err),
		"fails for good");
	struct add y = { .e = { .kind = STR("alpha"), .key = STR("k") } };
	CHECK(!store_write(s, add, &y, &err) && y.id.v != x.id.v, "a failed one blocks no other");
	CHECK(store_write(s, again, &x.id, &err) == ERR_CONFLICT, "but is not started beside it");
	CHECK(!store_write(s, discard, &x.id, &err) && store_write(s, discard, &y.id, &err) ==
			ERR_NOT_FOUND, "discarded; not an open one");
	/* A job whose node dies each time. */
	struct add z = { .e = { .kind = STR("beta.x"), .tries_max = 2 } };
	static const char *const beta[] = { "beta.x", NULL };
	CHECK(!store_write(s, add, &z, &err), "added");
	for (int i = 0; i < 2; i++) {
		CHECK(!job_take(s, beta, 60, &a, &c, &err), "taken");
		now += 2 * MINUTE;
	}
	CHECK(job_take(s, beta, 60, &a, &c, &err) == ERR_NOT_FOUND && !store_read(s, look, &v, &err) &&
			v.n == 2 && v.count[1].failed == 1,
		"a job that is never finished is given up");
	arena_done(&v.a);
	arena_done(&a);
}

static void test_daily(struct store *s)
{
	struct error err;
	struct add x = { .e = { .kind = STR("alpha") }, .day = 20000 };
	CHECK(!store_write(s, add_daily, &x, &err) && x.added, "the first");
	CHECK(!store_write(s, add_daily, &x, &err) && !x.added, "not the second of that day");
	x.day = 19999;
	CHECK(!store_write(s, add_daily, &x, &err) && !x.added, "nor for a day that is over");
	x.day = 20001;
	CHECK(!store_write(s, add_daily, &x, &err) && x.added, "the next day");
}

static void test_refused(struct store *s)
{
	static char big[(100 << 10) + 1];
	struct error err;
	const struct job_entry bad[] = { { .kind = STR("") }, { .kind = STR("Alpha") },
		{ .kind = STR("a,b") }, { .kind = STR("a"), .payload = { big, sizeof big } } };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct add x = { .e = bad[i] };
		CHECK(store_write(s, add, &x, &err) == ERR_BUG, "refused %zu", i);
	}
}

struct taker {
	struct store *store;
	int *seen; /* by number of the job */
	int n, bad;
};

static void *take_all(void *arg)
{
	struct taker *t = arg;
	struct arena a;
	struct error err;
	struct job_claim c;
	arena_init(&a, ARENA);
	for (;;) {
		arena_reset(&a);
		enum err e = job_take(t->store, alpha, 600, &a, &c, &err);
		/* Another may have been quicker between the look and the claim. */
		if (e == ERR_NOT_FOUND && t->n++ > 3)
			break;
		if (e == ERR_NOT_FOUND)
			continue;
		if (e) {
			t->bad++;
			break;
		}
		t->n = 0;
		__atomic_add_fetch(&t->seen[strtoll(c.payload.p, NULL, 10)], 1, __ATOMIC_RELAXED);
		t->bad += store_write(t->store, finish, &c, &err) != OK;
	}
	arena_done(&a);
	return NULL;
}

static enum err add_many(struct tx *tx, void *ctx, struct error *err)
{
	enum err e = OK;
	(void)ctx;
	for (int i = 0; !e && i < JOBS; i++) {
		char text[20];
		snprintf(text, sizeof text, "%d", i);
		e = job_add(tx, &(struct job_entry){ .kind = STR("alpha"), .payload = str_cstr(text) },
			NULL, err);
	}
	return e;
}

static void test_crowd(struct store *s)
{
	static int seen[JOBS];
	pthread_t thread[THREADS];
	struct taker t[THREADS];
	struct error err;
	int bad = 0, once = 0;
	CHECK(!store_write(s, add_many, NULL, &err), "%d jobs", JOBS);
	for (int i = 0; i < THREADS; i++) {
		t[i] = (struct taker){ .store = s, .seen = seen };
		pthread_create(&thread[i], NULL, take_all, &t[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		bad += t[i].bad;
	}
	for (int i = 0; i < JOBS; i++)
		once += seen[i] == 1;
	CHECK(bad == 0 && once == JOBS, "%d threads: %d of %d once, %d failures", THREADS, once, JOBS,
		bad);
}

int main(void)
{
	void (*const part[])(struct store *) = { test_life, test_tries, test_daily, test_refused,
		test_crowd };
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		struct store_place p;
		place_init(&p);
		p.config.clock_ms = test_clock;
		struct store *s = place_open(&p, NULL);
		part[i](s);
		store_close(s);
		place_done(&p);
	}
	return TEST_END();
}
